"""The parts of benchmarks/bench_topics.py that need neither UMAP nor the encoder."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from types import ModuleType

import numpy as np
import pytest

from pipeline.config import TopicsSection
from pipeline.topics import embeddings, seeds
from tests.scripts import script
from tests.topics import factory


def bench() -> ModuleType:
    return script("benchmarks/bench_topics.py")


def test_orders_hold_the_same_rows() -> None:
    given = factory.tables(factory.talk(5))
    assert bench().in_order(given, 0) is given
    shuffled = bench().in_order(given, 1)
    for name in ("documents", "statements"):
        assert list(shuffled[name]) != list(given[name])
        assert sorted(row.id for row in shuffled[name]) == [row.id for row in given[name]]


def test_ours_does_not_move_with_the_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embeddings, "embed", factory.embed)
    monkeypatch.setattr(seeds, "embed", factory.embed)
    monkeypatch.setattr(embeddings, "available", lambda _: True)
    given = factory.tables(factory.talk(50))
    vectors = factory.embed(bench().distinct_texts(given).texts)
    seed = TopicsSection().seed
    found = [bench().by_ours(bench().in_order(given, i), vectors, seed, False) for i in (0, 1)]
    assert np.array_equal(*found)
    assert len(np.unique(found[0])) > 1


def test_agreement_inside_topics_leaves_the_others_out() -> None:
    first, second = np.array([0, 0, 1, 1, -1]), np.array([5, 5, 7, -1, 7])
    assert bench().inner([first, second]) == 1


def test_a_missing_peer_is_said() -> None:
    if all(importlib.util.find_spec(name) for name in bench().PEERS):
        pytest.skip("the peer is installed")
    done = subprocess.run(
        [sys.executable, str(bench().__file__)], capture_output=True, text=True, check=True
    )
    assert "skipped" in done.stdout
    assert "scaling-discourse[bench]" in done.stdout

from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np
import pytest

from pipeline.config import TopicsSection
from pipeline.topics import stability
from pipeline.topics.stability import Fitting, over_bootstraps, over_seeds, sampled
from pipeline.topics.texts import distinct_texts
from tests.topics import factory


def fitting(spoken: list[str], vectors: np.ndarray | None = None) -> Fitting:
    texts = distinct_texts(factory.tables(spoken))
    given = factory.embed(texts.texts) if vectors is None else vectors[: len(texts.texts)]
    nothing = np.zeros((len(texts.texts), 0), np.float32)
    return Fitting(texts, given, nothing, ([], TopicsSection(guided=False)))


@pytest.fixture(scope="module")
def themes() -> Fitting:
    """Three things to talk about, told apart by their embeddings."""
    return fitting(factory.talk(50))


def test_clear_themes_come_back(themes: Fitting):
    assert over_seeds(themes, 2) == pytest.approx(1)
    assert over_bootstraps(themes, 2) >= 0.95


def test_no_topics_are_no_stable_topics():
    noise = np.random.default_rng(5).normal(size=(240, 384)).astype(np.float32)
    shapeless = fitting(factory.talk(80), noise / np.linalg.norm(noise, axis=1, keepdims=True))
    assert set(shapeless.sort(1).tolist()) == {-1}
    assert math.isnan(over_seeds(shapeless, 2))
    assert math.isnan(over_bootstraps(shapeless, 2))


def test_topics_by_chance_do_not_come_back(themes: Fitting, monkeypatch: pytest.MonkeyPatch):
    draw = np.random.default_rng(7)

    def by_chance(texts, *_):
        return SimpleNamespace(labels=draw.integers(-1, 4, len(texts.texts)))

    monkeypatch.setattr(stability, "by_clusters", by_chance)
    assert abs(over_seeds(themes)) < 0.1
    assert abs(over_bootstraps(themes)) < 0.1


def test_refits_use_other_seeds_and_bootstraps_the_same(
    themes: Fitting, monkeypatch: pytest.MonkeyPatch
):
    seen = []

    def noted(texts, vectors, alike, guide):
        seen.append((guide[1].seed, len(texts.texts), len(vectors), len(alike)))
        return SimpleNamespace(labels=np.zeros(len(texts.texts), np.int64))

    monkeypatch.setattr(stability, "by_clusters", noted)
    assert over_seeds(themes, 3) == over_bootstraps(themes, 3) == 1
    first = themes.guide[1].seed
    assert [row[0] for row in seen] == [first, first + 1, first + 2, first, first, first]
    assert all(row[1] == row[2] == row[3] for row in seen)
    assert {row[1] for row in seen[:3]} == {len(themes.texts.texts)}
    assert all(row[1] < 0.8 * len(themes.texts.texts) for row in seen[3:])  # about 63 %


def test_one_fit_agrees_with_nobody(themes: Fitting):
    assert math.isnan(over_seeds(themes, 1))
    assert math.isnan(over_bootstraps(themes, 1))


def test_a_sample_keeps_rows_together(themes: Fitting):
    small = sampled(themes, 20)
    assert len(small.texts.texts) == len(small.vectors) == len(small.alike) == 20
    for text, vector in zip(small.texts.texts, small.vectors, strict=True):
        assert np.array_equal(vector, themes.vectors[themes.texts.texts.index(text)])
    assert sampled(themes, 20).texts.texts == small.texts.texts
    assert sampled(themes, 10_000).texts.texts == themes.texts.texts

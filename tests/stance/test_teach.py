"""The shipped encoder's opinions of real sentences, for a smaller network to learn from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.config import StanceSection
from pipeline.records import STANCES
from pipeline.registry import Assets, default_models
from pipeline.stance import encoder
from pipeline.stance.base import Item
from pipeline.stance.target import load_target
from pipeline.stance.teach import teach

ASSETS = Assets(default_models())
SENTENCES = ("Scale is all that was ever missing.", "The lift was broken again.")


def coded(path: Path, documents: int) -> Path:
    rows = [
        {"id": f"{n}-{i}", "file": f"d{n}.txt", "text": text, "speaker": "Guest",
         "stance": "neutral", "voice": "own", "dimension": "returns"}
        for n in range(documents)
        for i, text in enumerate(SENTENCES)
    ]  # fmt: skip
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_each_sentence_gets_the_probabilities_of_the_encoder(tmp_path: Path) -> None:
    recipe = tmp_path / "recipe.toml"
    recipe.write_text("held_back = 0.5\n", encoding="utf-8")
    output = tmp_path / "soft.jsonl"
    n = teach(ASSETS, output, recipe=recipe, real=[coded(tmp_path / "real.jsonl", 2)])
    rows = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    assert n == len(rows) == 2
    assert len({row["id"][0] for row in rows}) == 1  # the other document is held back
    judge = encoder.load(
        load_target(ASSETS, "scaling").proposition, StanceSection(standing=False), ASSETS
    )
    for row, text in zip(rows, SENTENCES, strict=True):
        said = judge.judge([Item(text=text, speaker="Guest")])[0].stances
        assert row["stances"] == pytest.approx([said[s] for s in STANCES], abs=1e-4)

"""The shipped encoder is as good as it was, and its published figures are those of its weights."""

from __future__ import annotations

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipeline.config import StanceSection
from pipeline.gold import metrics
from pipeline.records import SIDED
from pipeline.registry import Assets, default_models
from pipeline.stance import encoder
from pipeline.stance.base import Judgement
from pipeline.stance.examples import Example, read_examples
from pipeline.stance.target import load_target

ASSETS = Assets(default_models())
FLOORS = tomllib.loads((Path(__file__).parents[1] / "floors.toml").read_text(encoding="utf-8"))


def published(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ASSETS.path(name).read_text(encoding="utf-8"))
    return found


@cache
def judged() -> tuple[list[Example], list[Judgement]]:
    examples = read_examples(ASSETS.path("stance/check.jsonl"))
    judge = encoder.load(load_target(ASSETS, "scaling").proposition, StanceSection(), ASSETS)
    return examples, judge.judge([e.item for e in examples])


@pytest.mark.parametrize("name", ["f_avg", "macro_f1", "relevance_f1"])
def test_figures_on_dev_are_at_their_floor(name: str) -> None:
    assert published("stance/metrics.json")[name]["value"] >= FLOORS["dev"][name]


def test_shares_on_dev_are_as_near_as_they_were() -> None:
    errors = published("stance/metrics.json")["prevalence_error"]
    worst = max(abs(errors[side]["value"]) for side in ("favor", "against"))
    assert worst <= FLOORS["dev"]["largest_prevalence_error"]


def test_the_shipped_weights_have_the_published_figures() -> None:
    examples, judgements = judged()
    table = metrics.confusion([e.stance for e in examples], [j.stance for j in judgements])
    stated = published("stance/metrics/check.json")
    # Kernels of other processors round otherwise; a handful of labels may differ.
    assert metrics.f_avg(table) == pytest.approx(stated["f_avg"]["value"], abs=0.02)
    assert metrics.accuracy(table) == pytest.approx(stated["accuracy"]["value"], abs=0.02)


def test_figures_on_our_own_gold_are_at_their_floor() -> None:
    examples, judgements = judged()
    table = metrics.confusion([e.stance for e in examples], [j.stance for j in judgements])
    voiced = [
        (e, j)
        for e, j in zip(examples, judgements, strict=True)
        if e.stance in SIDED and j.voice != "-"
    ]
    voices = sum(e.voice == j.voice for e, j in voiced) / len(voiced)
    assert metrics.f_avg(table) >= FLOORS["check"]["f_avg"] - 0.01
    assert metrics.relevance_f1(table) >= FLOORS["check"]["relevance_f1"] - 0.01
    assert voices >= FLOORS["check"]["voice_accuracy"] - 0.01


def test_the_model_beats_every_baseline_on_dev_and_on_our_own() -> None:
    for name in ("stance/metrics.json", "stance/metrics/check.json"):
        found = published(name)
        for baseline in found["baselines"]:
            assert found["f_avg"]["value"] > baseline["f_avg"]["value"]

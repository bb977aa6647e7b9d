from __future__ import annotations

import json
from pathlib import Path

from pipeline.gold.card import card, datasheet
from pipeline.gold.dataset import distribution
from pipeline.registry import Assets, default_models
from pipeline.stance.examples import read_folder

ASSETS = Assets(default_models())


def test_the_card_shows_the_measured_figure_with_its_interval() -> None:
    measured = json.loads(ASSETS.path("stance/metrics.json").read_text(encoding="utf-8"))
    figure = measured["f_avg"]
    expected = f"| encoder | {figure['value']:.2f} [{figure['low']:.2f}, {figure['high']:.2f}]"
    assert expected in card(ASSETS)


def test_the_card_shows_errors_of_our_own_sentences_only() -> None:
    check = json.loads(ASSETS.path("stance/metrics/check.json").read_text(encoding="utf-8"))
    text = card(ASSETS)
    assert text.count("- coded **") == len(check["worst"]) > 0


def test_the_datasheet_counts_what_ships() -> None:
    examples = read_folder(ASSETS.path("stance/train"))
    text = datasheet(ASSETS)
    assert f"{len(examples):,} sentences" in text
    for stance, n in distribution(examples)["stance"].items():
        assert f"{stance} {n:,}" in text


def test_a_model_that_was_not_evaluated_has_a_card_without_figures(tmp_path: Path) -> None:
    (tmp_path / "stance/encoder").mkdir(parents=True)
    name = "stance/encoder/settings.json"
    (tmp_path / name).write_bytes(ASSETS.path(name).read_bytes())
    assert "| encoder |" not in card(Assets(tmp_path))

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli.app import app
from pipeline.errors import PipelineError
from pipeline.gold.card import card, datasheet
from pipeline.gold.publish import publish
from pipeline.registry import Assets, default_models
from pipeline.stance.examples import read_examples

SHIPPED = default_models()


@pytest.fixture
def models(tmp_path: Path) -> Assets:
    """The shipped models without their figures, and with few sentences to learn and check."""
    root = tmp_path / "models"
    (root / "stance/train").mkdir(parents=True)
    for name in ("people.toml", "models.toml", "verbs.toml"):
        shutil.copyfile(SHIPPED / name, root / name)
    shutil.copytree(SHIPPED / "targets", root / "targets")
    (root / "stance/real").mkdir()
    for name in ("train/q_turns.jsonl", "check.jsonl", "minimal_pairs.jsonl"):
        lines = (SHIPPED / "stance" / name).read_text(encoding="utf-8").splitlines()
        (root / "stance" / name).write_text("\n".join(lines[:160]) + "\n", encoding="utf-8")
    (root / "stance/encoder").mkdir()
    shutil.copyfile(SHIPPED / "stance/encoder/settings.json", root / "stance/encoder/settings.json")
    return Assets(root)


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    folder = tmp_path / "gold"
    (folder / "ukp_dev").mkdir(parents=True)
    rows = (SHIPPED / "stance/train/o_polemics.jsonl").read_text(encoding="utf-8").splitlines()
    (folder / "stance_dev.jsonl").write_text("\n".join(rows[:60]) + "\n", encoding="utf-8")
    pairs = [
        '"Target: trams Text: Trams keep a town quiet.",Argument_for',
        '"Target: trams Text: Trams cost more than buses ever will.",Argument_against',
        '"Target: trams Text: The tram stopped at noon.",NoArgument',
    ]
    (folder / "ukp_dev/ukp_full_val.csv").write_text("\n".join(pairs) + "\n", encoding="utf-8")
    return folder


def test_what_has_gold_is_measured_and_the_rest_keeps_its_figures(
    models: Assets, gold: Path
) -> None:
    told: list[str] = []
    written = publish(models, gold, backend="baseline", say=lambda line: told.append(str(line)))
    names = [path.relative_to(models.root / "stance").as_posix() for path in written]
    assert names == [
        "metrics.json", "metrics/check.json", "metrics/robustness.json", "metrics/data.json",
        "metrics/agreement.json", "metrics/transfer.json",
    ]  # fmt: skip
    assert any(line.startswith("seeds: no gold") for line in told)
    dev = json.loads((models.root / "stance/metrics.json").read_text(encoding="utf-8"))
    assert dev["n"] == len(read_examples(gold / "stance_dev.jsonl"))
    assert "worst" not in dev  # ids of sentences that are not ours


def test_the_same_figures_give_the_same_bytes(models: Assets, gold: Path) -> None:
    both = []
    for _ in range(2):
        (path,) = publish(models, gold, only=["dev"], backend="baseline", say=lambda _: None)
        both.append(path.read_bytes())
    assert both[0] == both[1]
    assert b"seconds" not in both[0]


def test_the_datasheet_shows_how_far_two_coders_agree(models: Assets, gold: Path) -> None:
    codes = (models.root / "stance/train/q_turns.jsonl").read_text(encoding="utf-8")
    (models.root / "stance/second_coding.jsonl").write_text(codes, encoding="utf-8")
    publish(models, gold, only=["data", "agreement"], say=lambda _: None)
    row = "| single sentences of our own | 160 | 1.00 [1.00, 1.00] |"
    assert row in datasheet(models)


def test_the_card_shows_other_targets(models: Assets, gold: Path) -> None:
    publish(models, gold, only=["transfer"], backend="baseline", say=lambda _: None)
    text = card(models)
    assert "## Other targets\n" in text
    assert "| ukp | 3 | baseline |" in text


def test_an_unknown_piece_is_named_with_the_known_ones(models: Assets, gold: Path) -> None:
    with pytest.raises(PipelineError, match="no figures 'devel'") as raised:
        publish(models, gold, only=["devel"], backend="baseline")
    assert "known: dev" in str(raised.value.remedy)


def test_the_command_names_the_files_it_wrote(models: Assets, gold: Path) -> None:
    asked = ["evaluate", "publish", "--gold", str(gold), "--only", "data"]
    result = CliRunner().invoke(app, [*asked, "--models", str(models.root)])
    assert result.exit_code == 0
    assert "data.json" in result.output

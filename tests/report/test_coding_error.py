from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
import report_factory
from typer.testing import CliRunner

from pipeline.cli.app import app
from pipeline.report.figures.coding_error import coding_error
from pipeline.report.ledger import CORRECTED, Ledger
from pipeline.report.theme import WORDS
from pipeline.run.folder import RunFolder

CLI = CliRunner()
FAVOR = WORDS["favor"]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A run that may be written to."""
    return report_factory.write(tmp_path / "run", report_factory.material())


def measured(folder: Path, models: Path, **changed: object) -> Ledger:
    """The ledger of a run whose backend was measured, with an error of favor only."""
    backend = RunFolder(folder).frame("statements")["backend"].iloc[0]
    error = {"favor": {"value": 0.1, "low": 0.05, "high": 0.2},
             "against": {"value": 0.0, "low": 0.0, "high": 0.0}}  # fmt: skip
    content = {"backend": backend, "n": 428, "share_error": error, **changed}
    (models / "stance").mkdir(parents=True)
    (models / "stance/metrics.json").write_text(json.dumps(content), encoding="utf-8")
    ledger = Ledger(RunFolder(folder))
    kept = ledger.models
    shutil.copyfile(kept.path("events.toml"), models / "events.toml")
    return Ledger(RunFolder(folder), type(kept)(models))


def test_a_measured_error_moves_the_band_to_where_the_true_share_may_lie(
    own: Path, tmp_path: Path
) -> None:
    figure = coding_error(measured(own, tmp_path / "models"))
    favor = figure.frame[figure.frame["stance"] == "favor"]
    against = figure.frame[figure.frame["stance"] == "against"]
    # Too much was called favor: the true share lies below, by 0.05 to 0.2.
    assert favor["outer_low"].tolist() == pytest.approx((favor["low"] - 0.2).clip(0).tolist())
    assert favor["outer_high"].tolist() == pytest.approx(favor["high"].tolist())
    assert against["outer_low"].tolist() == pytest.approx(against["low"].tolist())
    assert "428 coded sentences" in figure.note


def test_the_band_is_said_to_hold_for_the_mix_of_the_gold(own: Path, tmp_path: Path) -> None:
    note = coding_error(measured(own, tmp_path / "models")).note
    assert "holds only for a corpus whose stances are mixed as in those" in note
    assert "away from that mix the error is another, as a rule larger." in note  # no example
    assert "The cure is a sample of this run coded by hand" in note


def test_the_error_at_another_mix_follows_from_the_confusion(own: Path, tmp_path: Path) -> None:
    # Of 20 favouring 10 are found and 10 called neutral; all others are told right.
    table = [[10, 0, 0, 10, 0], [0, 30, 0, 0, 0], [0, 0, 10, 0, 0], [0, 0, 0, 40, 0],
             [0, 0, 0, 0, 100]]  # fmt: skip
    note = coding_error(measured(own, tmp_path / "models", confusion=table)).note
    told = "20% favoured; were it 50% here and the rest as there, the judge would call about 25%"
    assert told in note


@pytest.mark.parametrize(
    "table",
    [
        [[1, 2], [3, 4]],
        [[0] * 5] * 5,
        [[0, 0, 0, 0, 1]] * 5,
        "torn",
        [[1, 2], [3]],
        [["x"] * 5] * 5,
        None,
    ],
)
def test_a_confusion_that_says_nothing_gives_no_example(
    own: Path, tmp_path: Path, table: object
) -> None:
    note = coding_error(measured(own, tmp_path / "models", confusion=table)).note
    assert "as a rule larger. On other kinds" in note


def test_every_mark_leads_to_the_statements_it_counts(own: Path, tmp_path: Path) -> None:
    ledger = measured(own, tmp_path / "models")
    figure = coding_error(ledger)
    for row, mark in zip(figure.frame.itertuples(), figure.marks, strict=True):
        counted = ledger.counted
        same = counted[(counted["period"] == row.period) & (counted["stance"] == row.stance)]
        assert sorted(mark.rows) == sorted(same.index)
    assert sum(len(mark.rows) for mark in figure.marks) > 50


def test_a_run_without_dates_says_that_it_has_none(tmp_path: Path) -> None:
    folder = report_factory.write(tmp_path / "undated", report_factory.material())
    trends = folder / "tables/trends.parquet"
    rows = pd.read_parquet(trends)
    rows[rows["period"] == "all"].to_parquet(trends)
    assert coding_error(measured(folder, tmp_path / "models")).missing != ""


def test_the_error_of_another_judge_says_nothing(own: Path, tmp_path: Path) -> None:
    figure = coding_error(measured(own, tmp_path / "models", backend="somebody else"))
    assert "cannot be said" in figure.missing


def test_figures_that_are_torn_are_none(own: Path, tmp_path: Path) -> None:
    figure = coding_error(measured(own, tmp_path / "models", share_error={"favor": {"value": 1}}))
    assert "cannot be said" in figure.missing


def test_corrected_shares_stand_beside_the_raw_ones(own: Path) -> None:
    rows = [
        {"period": period, "measure": f"share:{side}", "n": 60, "raw": 0.5, "raw_low": 0.4,
         "raw_high": 0.6, "n_coded": coded, "corrected": value, "low": 0.2, "high": 0.35,
         "power": 0.5}
        for period, coded, value in (("2023", 80, 0.3), ("2024", 12, None), ("all", 92, 0.3))
        for side in ("favor", "against")
    ]  # fmt: skip
    pd.DataFrame(rows).to_csv(own / CORRECTED, index=False)
    figure = coding_error(Ledger(RunFolder(own)))
    assert set(figure.frame["period"]) == {"2023", "2024"}  # `all` has no place in time
    said = {mark.label.partition(":")[0]: mark.label for mark in figure.marks}
    assert "30% (20–35%) corrected by 80 coded" in said[f"{FAVOR} in 2023"]
    assert "too few coded to correct" in said[f"{FAVOR} in 2024"]


def test_gold_correct_puts_its_figures_on_the_page(own: Path, tmp_path: Path) -> None:
    sample, sheet, gold = (tmp_path / name for name in ("s.jsonl", "s.csv", "gold.jsonl"))
    run = ["--run", str(own)]
    asked = [
        ["gold", "sample", *run, "-n", "280", "--output", str(sample)],
        ["gold", "export", "--sample", str(sample), "--output", str(sheet)],
    ]
    for words in asked:
        result = CLI.invoke(app, words)
        assert result.exit_code == 0, result.output
    coded = pd.read_csv(sheet, dtype=str, keep_default_na=False)
    found = RunFolder(own).judged.set_index("id")
    for column in ("stance", "voice", "dimension"):
        coded[column] = found.loc[coded["statement_id"], column].to_numpy()
    coded["coder"] = "ann"
    coded.to_csv(sheet, index=False)
    read = ["gold", "import", str(sheet), "--sample", str(sample), "--output", str(gold)]
    assert CLI.invoke(app, read).exit_code == 0
    manifest = json.loads((own / "run.json").read_text(encoding="utf-8"))
    manifest["settings"].setdefault("report", {})["seed"] = 1  # of a version before
    (own / "run.json").write_text(json.dumps(manifest), encoding="utf-8")
    result = CLI.invoke(app, ["gold", "correct", str(gold), *run, "--page"])
    assert result.exit_code == 0, result.output
    assert str(own / "report.html") in result.output
    page = (own / "report.html").read_text(encoding="utf-8")
    assert "corrected by statements of this run that people coded" in page
    drawn = pd.read_csv(own / "figures/coding-error.csv")
    assert drawn["Coded by hand"].max() > 20

"""Composition against conversion, in one sentence and three rows."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from pipeline.config import TrendsSection
from pipeline.registry import Assets, default_models
from pipeline.report.figures.change import changes_of, who_changed
from pipeline.report.figures.slope import slope_rows, slope_sentence
from pipeline.report.ledger import Ledger
from pipeline.trends.counting import counted
from pipeline.trends.panel import slopes
from tests.trends.factory import panel

CONFIG = TrendsSection(period="year")


def told(cells: list[tuple[str, str, int, int]]) -> Any:
    """What stands in for a ledger: it has a table of changes alone."""
    rows = slopes(counted(panel(cells), CONFIG), CONFIG, Assets(default_models()))
    names = ("measure", "component", "earlier", "later", "n", "estimate", "low", "high",
             "method", "n_holders")  # fmt: skip
    frame = pd.DataFrame([{n: getattr(row, n) for n in names} for row in rows], columns=names)
    return SimpleNamespace(folder=SimpleNamespace(frame=lambda _name: frame))


def test_the_sentence_sets_the_same_people_beside_all() -> None:
    cells = [(f"p{i}", year, 3 - i % 2, 2) for i in range(9) for year in ("2022", "2023")]
    cells += [(f"new{i}", "2023", 0, 5) for i in range(5)]
    sentence = slope_sentence(told(cells))
    assert "among 9 holders heard in two periods or more (82 statements)" in sentence
    assert "each compared with themselves, by 0.00" in sentence
    assert sentence.endswith("is who speaks, and how much.")


def test_too_few_are_said_to_be_too_few() -> None:
    cells = [(f"p{i}", year, 3, 2) for i in range(5) for year in ("2022", "2023")]
    cells += [(f"new{i}", "2023", 1, 4 - i % 2) for i in range(9)]
    sentence = slope_sentence(told(cells))
    assert "too few are heard again to say if they changed: 5 of 14 holders" in sentence
    assert list(slope_rows(told(cells))["component"]) == ["total"]


def test_a_run_without_slopes_says_nothing_of_them() -> None:
    assert slope_sentence(told([])) == ""


def test_slopes_stand_in_the_figure_with_their_statements(ledger: Ledger) -> None:
    figure = who_changed(ledger)
    assert slope_sentence(ledger) in figure.summary
    rows = slope_rows(ledger)
    assert list(rows["component"]) == ["total", "within", "mix"]
    assert len(figure.frame) == len(changes_of(ledger)) + len(rows)
    for mark, n in zip(figure.marks[-3:], rows["n"], strict=True):
        assert len(mark.rows) == n
    assert figure.table["Holders"].iloc[-3:].tolist() == rows["n_holders"].tolist()


def test_a_year_is_not_one_of_the_pairs_of_periods(ledger: Ledger) -> None:
    assert not changes_of(ledger)["measure"].str.startswith("slope").any()


@pytest.mark.parametrize("missing", ["n_holders"])
def test_runs_of_earlier_versions_can_still_be_read(missing: str) -> None:
    cells = [(f"p{i}", year, 3 - i % 2, 2) for i in range(9) for year in ("2022", "2023")]
    frame = told(cells).folder.frame("changes").drop(columns=missing)
    older: Any = SimpleNamespace(folder=SimpleNamespace(frame=lambda _name: frame))
    assert set(slope_rows(older)[missing]) == {0}


def test_the_same_voices_rest_on_those_heard_in_both(ledger: Ledger) -> None:
    rows = changes_of(ledger).head(4)
    marks = dict(zip(rows["component"], who_changed(ledger).marks[:4], strict=True))
    assert set(marks["within"].rows) < set(marks["total"].rows)
    assert set(marks["mix"].rows) == set(marks["total"].rows)
    same = ledger.statements.loc[list(marks["within"].rows)]
    assert (same["holder_id"] != "").all()
    assert (same.groupby("holder_id")["period"].nunique() >= 2).all()

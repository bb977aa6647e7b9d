"""Statements that no period holds are counted by their own dates, and told apart."""

from __future__ import annotations

from pathlib import Path

import pytest
import report_factory as factory

from pipeline.config import PeriodUnit, Settings, TrendsSection
from pipeline.report.lead import lead, span_of_time
from pipeline.report.ledger import Ledger
from pipeline.report.method import caveats
from pipeline.report.placeless import dating, placeless
from pipeline.run.folder import RunFolder
from tests.trends.factory import document, segment, statement


def seen(folder: Path, dates: list[tuple[str, str]], period: PeriodUnit = "quarter") -> Ledger:
    """A run with a statement for each (date of its document, of its comment)."""
    made = factory.Material()
    for i, (whole, part) in enumerate(dates):
        made.documents.append(document(i, whole, kind="thread"))
        made.segments.append(segment(i, made.documents[-1].id, part, role="comment"))
        made.statements.append(statement(i, made.documents[-1].id, segment_id=made.segments[-1].id))
    settings = Settings(trends=TrendsSection(min_f_avg=0.0, resamples=100, period=period))
    return Ledger(RunFolder(factory.write(folder, made, settings)))


def test_a_dated_comment_of_an_undated_thread_is_in_a_trend(tmp_path: Path) -> None:
    ledger = seen(tmp_path / "run", [("", "2023-04-01"), ("", "2023-05")])
    assert placeless(ledger) == ""
    assert dating(ledger) == "Every counted statement has a date fine enough for a quarter."
    assert caveats(ledger)[-1] == dating(ledger)
    assert "in no trend" not in lead(ledger)[-1]


def test_undated_and_too_coarse_are_told_apart(tmp_path: Path) -> None:
    dates = [("", ""), ("2023", ""), ("2023", ""), ("2023-04", ""), ("2023", "2023-05-01")]
    ledger = seen(tmp_path / "run", dates)
    told = "3 counted statements are in no trend (1 undated, 2 dated too coarsely for a quarter)"
    assert placeless(ledger) == told
    assert caveats(ledger)[-1] == f"{told}; the figures over all time have them."
    assert lead(ledger)[-1].endswith(f"; {told}.")


def test_what_is_too_coarse_hangs_on_the_period(tmp_path: Path) -> None:
    ledger = seen(tmp_path / "year", [("2023", ""), ("2023-04", "")], "year")
    assert dating(ledger) == "Every counted statement has a date fine enough for a year."
    ledger = seen(tmp_path / "month", [("2023", ""), ("2023-04", "")], "month")
    assert (
        placeless(ledger) == "1 counted statement is in no trend (1 dated too coarsely for a month)"
    )


@pytest.mark.parametrize("date", ["2023", "1950-01-01"])
def test_a_season_may_lack_an_exact_date_too(tmp_path: Path, date: str) -> None:
    ledger = seen(tmp_path / "run", [(date, "")], "neurips")
    assert "(1 with a date within no one season between conferences)" in placeless(ledger)


def test_the_span_holds_comments_older_and_younger_than_their_thread(tmp_path: Path) -> None:
    ledger = seen(tmp_path / "run", [("", "2023-04-01"), ("2023-05-02", "2024-01-09")])
    assert span_of_time(ledger) == "from April 2023 to January 2024"


def test_nothing_counted_is_not_all_dated(tmp_path: Path) -> None:
    assert dating(seen(tmp_path / "run", [])) == "No statement counts in shares."

"""Periods and events as days."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.registry import Assets, default_models
from pipeline.report.timeline import Days, days_of, latest_neurips, period_days, read_events

REACH = Days(date(2022, 3, 1), date(2025, 7, 1))
EVENTS = read_events(Assets(default_models()))


@pytest.mark.parametrize(
    ("period", "start", "end"),
    [
        ("2023", date(2023, 1, 1), date(2024, 1, 1)),
        ("2023-Q4", date(2023, 10, 1), date(2024, 1, 1)),
        ("2023-H2", date(2023, 7, 1), date(2024, 1, 1)),
        ("2023-12", date(2023, 12, 1), date(2024, 1, 1)),
        ("Before NeurIPS 2022", REACH.start, date(2022, 11, 28)),
        ("NeurIPS 2022 to 2023", date(2022, 11, 28), date(2023, 12, 10)),
        ("NeurIPS 2024 on", date(2024, 12, 10), REACH.end),
    ],
)
def test_days_of_a_period(period: str, start: date, end: date) -> None:
    assert period_days(period, EVENTS, REACH) == Days(start, end)


@pytest.mark.parametrize("period", ["all", "", "2023-Q5", "2023-13", "NeurIPS 1950 on", "0000"])
def test_no_days_of_what_is_no_period(period: str) -> None:
    assert period_days(period, EVENTS, REACH) is None


def test_the_latest_neurips_is_found_from_the_events_that_are_over() -> None:
    def latest(last: str) -> str | None:
        found = latest_neurips(EVENTS, days_of(last))
        return found.title if found else None

    assert latest("2024-01-01") == "NeurIPS 2023"
    assert latest("2023-12-16") == "NeurIPS 2023"
    assert latest("2023-12-15") == "NeurIPS 2022"
    assert latest("2019-01-01") is None
    assert latest_neurips(EVENTS, None) is None


def test_without_an_event_table_there_are_no_events(tmp_path: object) -> None:
    from pathlib import Path

    assert read_events(Assets(Path(str(tmp_path)))) == []

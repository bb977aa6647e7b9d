from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.config import PeriodUnit
from pipeline.errors import ModelError
from pipeline.registry import Assets, default_models
from pipeline.trends.periods import Calendar, Edition, calendar, editions, extent

EDITIONS = (Edition(date(2022, 11, 28), "2022"), Edition(date(2023, 12, 10), "2023"))


@pytest.mark.parametrize(
    ("unit", "text", "expected"),
    [
        ("month", "2023-04-11", "2023-04"),
        ("month", "2023-04", "2023-04"),
        ("month", "2023", ""),
        ("quarter", "2023-04-11", "2023-Q2"),
        ("quarter", "2023-12", "2023-Q4"),
        ("quarter", "2023", ""),
        ("half-year", "2023-06-30", "2023-H1"),
        ("half-year", "2023-07", "2023-H2"),
        ("half-year", "2023", ""),
        ("year", "2023", "2023"),
        ("year", "2023-04-11", "2023"),
        ("year", "", ""),
        ("year", "soon", ""),
        ("year", "2023-13", ""),
        ("year", "0000-00-00", ""),
        ("neurips", "2022-11-27", "Before NeurIPS 2022"),
        ("neurips", "2022-11-28", "NeurIPS 2022 to 2023"),
        ("neurips", "2023-12-09", "NeurIPS 2022 to 2023"),
        ("neurips", "2023-12-10", "NeurIPS 2023 on"),
        ("neurips", "2023-11", "NeurIPS 2022 to 2023"),
        ("neurips", "2023-12", ""),  # the conference began in the middle of it
        ("neurips", "2023", ""),
        ("neurips", "2021", "Before NeurIPS 2022"),
    ],
)
def test_a_date_falls_only_into_a_period_that_holds_it_wholly(unit, text, expected):
    assert Calendar(unit, EDITIONS).period(text) == expected


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.sampled_from(get_args(PeriodUnit)))
def test_labels_sort_in_order_of_time(day, unit):
    sorter = Calendar(unit, EDITIONS)
    assert sorter.period(day.isoformat()) <= sorter.period((day + timedelta(days=1)).isoformat())


@given(st.dates(date(1, 1, 1), date(9999, 1, 1)))
def test_a_day_lies_within_the_extent_of_its_month_and_year(day):
    for text in (day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]):
        first, last = extent(text)
        assert first <= day <= last


def test_extent_of_the_last_month_there_is_does_not_overflow():
    assert extent("9999-12") is None or extent("9999-12")[1] == date(9999, 12, 31)


def test_a_conference_after_all_texts_parts_nothing():
    sorter = calendar("neurips", ["2023-01-01", "2024-02", ""], Assets(default_models()))
    assert sorter.period("2024-02-01") == "NeurIPS 2023 on"
    assert all(edition.start < date(2024, 3, 1) for edition in sorter.editions)


def test_shipped_conferences_are_known_by_their_years():
    names = [edition.name for edition in editions(Assets(default_models()))]
    assert {"2022", "2023", "2024", "2025"} <= set(names)
    assert names == sorted(names)


def test_units_without_conferences_need_no_event_table(tmp_path: Path):
    assert calendar("quarter", ["2023"], Assets(tmp_path)).period("2023-02") == "2023-Q1"


def test_a_damaged_event_table_is_a_model_error(tmp_path: Path):
    (tmp_path / "events.toml").write_text('[[events]]\nkind = "conference"\n')
    with pytest.raises(ModelError) as caught:
        editions(Assets(tmp_path))
    assert caught.value.code == "M003"

"""Numbers, dates, labels and addresses as a reader sees them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.report import wording


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2023-04-11", "11 April 2023"),
        ("2023-04", "April 2023"),
        ("2023", "2023"),
        ("", "no date"),
        ("2023-13", "2023"),
    ],
)
def test_a_date_is_told_as_far_as_it_is_known(date: str, words: str) -> None:
    assert wording.date_words(date) == words


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("2023-Q2", "Q2 2023"),
        ("2023-H1", "H1 2023"),
        ("2023-04", "April 2023"),
        ("2023", "2023"),
        ("Before NeurIPS 2022", "the time before NeurIPS 2022"),
        ("NeurIPS 2022 to 2023", "the year from NeurIPS 2022"),
        ("NeurIPS 2023 on", "the time since NeurIPS 2023"),
    ],
)
def test_periods_in_words(period: str, words: str) -> None:
    assert wording.period_words(period) == words


def test_numbers() -> None:
    assert wording.percent(0.344) == "34%"
    assert wording.percent(math.nan) == "–"
    assert wording.signed(-0.214) == "−0.21"
    assert wording.signed(-0.001) == "0.00"
    assert wording.signed_range(-0.4, math.nan) == "no interval"
    assert wording.percent_range(0.28, 0.41) == "28–41%"
    assert wording.count(1, "statement") == "1 statement"
    assert wording.count(1204, "statement") == "1,204 statements"
    assert wording.taking_sides(1) == "1 statement that takes a side"
    assert wording.taking_sides(1204) == "1,204 statements that take a side"


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "//host/x", "ftp://host/x", "http://",
     "/etc/passwd", "https://host/a b", "https://host/\u202egnp", "http://[::1", "x" * 3000],
)  # fmt: skip
def test_only_plain_web_addresses_are_linked(url: str) -> None:
    assert wording.safe_url(url) == ""


def test_a_web_address_is_kept_as_it_is() -> None:
    assert wording.safe_url("https://example.org/a?b=c#d") == "https://example.org/a?b=c#d"


@given(st.text())
def test_clean_leaves_nothing_that_is_not_xml(text: str) -> None:
    cleaned = wording.clean(text)
    assert len(cleaned) == len(text)
    assert not any(ord(c) < 0x20 and c not in "\t\n" for c in cleaned)
    cleaned.encode("utf-8")


@given(st.text(), st.integers(2, 80))
def test_short_keeps_its_limit(text: str, limit: int) -> None:
    assert len(wording.short(text, limit)) <= limit


def test_labels_turn_nothing_and_break_no_object() -> None:
    assert wording.label("a\u202eb", 20) == "ab"
    assert wording.label("hasOwnProperty", 40) != "hasOwnProperty"


def test_cleaning_a_megabyte_is_quick_work() -> None:
    assert len(wording.clean("\x1b[" * 500_000)) == 1_000_000
    assert len(wording.short("a " * 500_000, 50)) <= 50

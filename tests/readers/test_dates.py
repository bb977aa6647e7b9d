from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.config import Dates
from pipeline.errors import CorpusError
from pipeline.readers.dates import from_file_name, parse, settle


@pytest.mark.parametrize(
    ("text", "iso", "precision"),
    [
        ("2023-05-02", "2023-05-02", "day"),
        ("2023-5-2", "2023-05-02", "day"),
        ("2023/05/02", "2023-05-02", "day"),
        ("20230502", "2023-05-02", "day"),
        ("2023-05", "2023-05", "month"),
        ("2023", "2023", "year"),
        ("2023-05-02T23:30:00-08:00", "2023-05-02", "day"),
        ("2023-02-20T17:25:37Z", "2023-02-20", "day"),
        ("2023-01-02 16:55:00+00:00", "2023-01-02", "day"),
        ("March 10, 2022", "2022-03-10", "day"),
        ("10 March 2022", "2022-03-10", "day"),
        ("Mar. 3rd, 2022", "2022-03-03", "day"),
        ("March 3, 2024 at 4:12 pm", "2024-03-03", "day"),
        ("Mon, 11 Jan 2021 20:31:27 GMT", "2021-01-11", "day"),
        ("Sat Dec 06 18:20:30 +0000 2025", "2025-12-06", "day"),
        ("Sept 2021", "2021-09", "month"),
        ("Mar 2022", "2022-03", "month"),
        ("25/12/2023", "2023-12-25", "day"),
        ("12/25/2023", "2023-12-25", "day"),
        ("04/04/2023", "2023-04-04", "day"),
    ],
)
def test_a_date_keeps_its_own_precision(text: str, iso: str, precision: str) -> None:
    assert parse(text) == (iso, precision)


@pytest.mark.parametrize(
    "text",
    [
        *("", "n/a", "Spring 2023", "Q2 2023", "yesterday", "3d", "2023-13-01", "2023-02-30"),
        *("1970-01-01", "0000-00-00", "2123-01-01", "1684231200", "44927", "May 2, 23", "x" * 99),
        *("Ma 3, 2022", "2023-05-02x", "32 March 2022"),
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(CorpusError) as caught:
        parse(text)
    assert caught.value.code == "C104"


def test_two_readings_need_an_order() -> None:
    with pytest.raises(CorpusError) as caught:
        parse("03/04/2023")
    assert "dates.order" in caught.value.remedy
    assert parse("03/04/2023", order="day-first").iso == "2023-04-03"
    assert parse("03/04/2023", order="month-first").iso == "2023-03-04"


def test_epochs_are_read_only_in_columns() -> None:
    assert parse("1684231200", epoch=True).iso == "2023-05-16"
    assert parse("1684231200000", epoch=True).iso == "2023-05-16"
    assert parse("1684231200.25", epoch=True).iso == "2023-05-16"
    with pytest.raises(CorpusError):
        parse("0000000000", epoch=True)


@pytest.mark.parametrize(
    ("path", "iso"),
    [
        ("2023-05-02-x.md", "2023-05-02"),
        ("a/b/2021-9-1-alt.md", "2021-09-01"),
        ("20230502_talk.vtt", "2023-05-02"),
        ("notes-2023-05.txt", "2023-05"),
        ("2023-04 title.txt", "2023-04"),
        ("2023.txt", "2023"),
        ("2023-05-02T10-00.md", "2023-05-02"),
        ("2023-h1.jsonl", ""),
        ("2023_Q2.csv", ""),
        ("000_7ddea84b87308620.txt", ""),
        ("gpt-4-1106.txt", ""),
        ("2023-13-45.md", ""),
        ("2023-05-02/plain.md", ""),
    ],
)
def test_dates_in_file_names(path: str, iso: str) -> None:
    assert from_file_name(path).iso == iso


def test_order_of_trust() -> None:
    path = "2020-01-01.md"
    given_files = Dates(files={path: "2024"}, default="1999")
    cases = [
        ("2023-03", "2022", given_files, ("2024", "corpus.toml")),
        ("2023-03", "2022", Dates(), ("2023-03", "front-matter")),
        ("", "2022", Dates(), ("2022", "dates.csv")),
        ("", "", Dates(default="1999"), ("2020-01-01", "file-name")),
        ("", "", Dates(from_file_name=False, default="1999"), ("1999", "corpus.toml")),
        ("", "", Dates(from_file_name=False), ("", "")),
    ]
    for written, hint, dates, expected in cases:
        found = settle(written, "front-matter", path=path, hint=hint, dates=dates)
        assert (found.date.iso, found.source) == expected


def test_a_bad_date_costs_the_document_or_the_date_as_the_owner_says() -> None:
    with pytest.raises(CorpusError, match="front-matter"):
        settle("soon", "front-matter", path="a.md", hint="", dates=Dates())
    kept = settle("soon", "front-matter", path="a.md", hint="2021", dates=Dates(on_error="none"))
    assert (kept.date.iso, kept.source) == ("2021", "dates.csv")
    assert "soon" in kept.problem


@given(st.dates())
def test_iso_days_round_trip(day: object) -> None:
    text = str(day)
    if "1900-01-01" <= text < "2100" and text != "1970-01-01":
        assert parse(text).iso == text
    else:
        with pytest.raises(CorpusError):
            parse(text)


@given(st.text(max_size=80), st.booleans())
def test_any_text_gives_a_date_or_c104(text: str, epoch: bool) -> None:
    try:
        found = parse(text, epoch=epoch)
    except CorpusError as error:
        assert error.code == "C104"  # noqa: PT017 - both outcomes are right
    else:
        assert len(found.iso) == {"year": 4, "month": 7, "day": 10}[found.precision]

"""A megabyte of what patterns and parsers choke on: reading ends, and keeps the contract.

No clock is asserted; a pattern that backtracks without bound would not come back at all.
"""

from __future__ import annotations

import json

import pytest

from pipeline.errors import CorpusError
from pipeline.readers.base import Draft, Reader
from pipeline.readers.captions import READER as CAPTIONS
from pipeline.readers.cues import comment_score
from pipeline.readers.dates import parse
from pipeline.readers.markdown import READER as MARKDOWN
from pipeline.readers.paste import READER as PASTE
from pipeline.readers.table import READER as TABLE
from pipeline.readers.transcript import READER as TRANSCRIPT
from tests.readers.reading import check, outcomes

pytestmark = pytest.mark.slow

MEGABYTE = 1_000_000
UNITS = [
    *(
        "a",
        " ",
        "\t",
        "[",
        "(",
        "<",
        "*",
        "_",
        "`a",
        '"a',
        "“",
        "”",
        "A:",
        "Ada ",
        "0:00 ",
        "[0:00] ",
    ),
    *(
        "you ",
        "thanks for ",
        "great ",
        "By ",
        "![a](",
        "[a](b) ",
        "*a _b ",
        "<p ",
        "<pre>",
        "&amp;",
    ),
    *("<blockquote>", "<script>", "{% ", "{{ ", "[[a|", "[^", "[laugh ", "♪", "a | ", "> [!x] "),
]


@pytest.mark.parametrize("unit", UNITS)
def test_one_endless_line(unit: str) -> None:
    text = unit * (MEGABYTE // len(unit))
    for reader, path in ((PASTE, "a.txt"), (TRANSCRIPT, "a.txt"), (MARKDOWN, "a.md")):
        ends(reader, path, text)
    comment_score(text)
    assert PASTE.claims("a.txt", text) > 0


@pytest.mark.parametrize("unit", ["<v ", "<c>", "{\\an", "00:00 --> ", "&"])
def test_one_endless_cue(unit: str) -> None:
    cue = f"00:00:01.000 --> 00:00:02.000\n{unit * (MEGABYTE // len(unit))}\n"
    ends(CAPTIONS, "a.vtt", "WEBVTT\n\n" + cue)


@pytest.mark.parametrize("unit", ['"a,', '1,"a\n', '1,"a""\n', "a,", ";", '"'])
def test_one_endless_table(unit: str) -> None:
    ends(TABLE, "a.csv", "id,text\n" + unit * (MEGABYTE // 4 // len(unit)))


@pytest.mark.parametrize("unit", ["[", '{"a":'])
def test_deep_json(unit: str) -> None:
    ends(TABLE, "a.jsonl", unit * (MEGABYTE // len(unit)))
    ends(CAPTIONS, "a.json", '{"segments": ' + unit * 100_000)


def test_a_million_words_of_captions_without_a_stop() -> None:
    segments = [
        {"start": k, "end": k + 1, "text": "word. " if k < 9 else "and"} for k in range(40_000)
    ]
    ends(CAPTIONS, "a.json", json.dumps({"segments": segments}))


@pytest.mark.parametrize("unit", ["1", "-", "May ", " ", "2023-"])
def test_endless_dates(unit: str) -> None:
    with pytest.raises(CorpusError):
        parse(unit * (MEGABYTE // len(unit)))


def ends(reader: Reader, path: str, text: str) -> None:
    """Reading comes to an end, in documents that keep the contract or in a coded error."""
    try:
        found = outcomes(reader, path, text)
    except CorpusError as error:
        assert error.code.startswith("C1")  # noqa: PT017 - both outcomes are right
        return
    for outcome in found:
        if isinstance(outcome, Draft):
            check(outcome)
        else:
            assert outcome.code.startswith("C1")

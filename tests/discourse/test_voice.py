from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.discourse.voice import ironic
from tests.discourse.making import Part, rows, statement_on, told
from tests.floors import FLOORS

Attributed = Callable[..., dict[str, list[Any]]]


@pytest.mark.parametrize("case", rows("voices.csv"))
def test_table(attributed: Attributed, case: dict[str, Any]) -> None:
    parts, fields = told(case)
    statement = statement_on(attributed(parts, **fields), case["text"])
    assert (statement.voice, statement.holder_kind) == (case["voice"], case["kind"])
    assert case["holder"] in ("", statement.holder_name)


#: Written by linguists who had not seen the rules: a to c were then looked at, d was not.
FRESH = Path(__file__).parent / "cases" / "fresh.csv"


@pytest.mark.parametrize("name", ["a", "b", "c", "d"])
def test_share_of_fresh_sentences_with_the_right_voice_and_holder(
    attributed: Attributed, name: str
) -> None:
    with FRESH.open(encoding="utf-8", newline="") as file:
        cases = [row for row in csv.DictReader(file) if row["set"] == name]
    right = sum(is_right(attributed, case) for case in cases)
    assert right / len(cases) >= FLOORS["fresh_voices"][name]


def is_right(attributed: Attributed, case: dict[str, str]) -> bool:
    parts, fields = told(case)
    found = attributed(parts, **fields)
    said = [
        s for s in found["attributions"] if s.span.of(found["documents"][0].text) == case["text"]
    ]
    return any(
        (s.voice, s.holder_kind) == (case["voice"], case["kind"])
        and case["holder"] in ("", s.holder_name)
        for s in said
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Sure, it will. /s", True), ("scale will fix it /S", True), ("in tokens/s", False),
     ("and/so on", False), ("great (sarcasm)", True), ("", False)],
)  # fmt: skip
def test_irony_needs_a_mark(text: str, expected: bool) -> None:
    assert ironic(text) is expected


def test_irony_is_a_flag_and_changes_nothing_else(attributed: Attributed) -> None:
    found = attributed([Part("Scale will fix it. /s", "comment", "ann")], kind="thread")
    assert any("irony" in s.flags for s in found["attributions"])


def test_cues_point_at_what_decided(attributed: Attributed) -> None:
    text = "Sam Altman claims that scale is enough."
    found = attributed([Part(text, speaker="Ada Quill")])
    cues = dict(cue.split(":") for cue in statement_on(found, text).cues)
    spans = {kind: slice(*map(int, where.split("-"))) for kind, where in cues.items()}
    assert {kind: text[where] for kind, where in spans.items()} == {
        "holder": "Sam Altman",
        "cue": "claims",
    }


def test_a_default_has_no_cues(attributed: Attributed) -> None:
    found = attributed([Part("Scale is enough.", speaker="Ada Quill")])
    assert statement_on(found, "Scale is enough.").cues == ()


@pytest.mark.parametrize(
    "piece", ["but ", "; I a ", "“", "he is ", "a", "that ", "> ", "Sam Altman said ", "\n>", ":\n"]
)
def test_long_hostile_text_gets_its_statements(attributed: Attributed, piece: str) -> None:
    found = attributed([Part(piece * (12_000 // len(piece)) + "x", "comment", "ann")])
    assert found["attributions"]

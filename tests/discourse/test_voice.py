from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pipeline.discourse.voice import ironic
from tests.discourse.making import Part, rows, statement_on

Attributed = Callable[..., dict[str, list[Any]]]


@pytest.mark.parametrize("case", rows("voices.csv"))
def test_table(attributed: Attributed, case: dict[str, Any]) -> None:
    role, text = case["role"], case["text"]
    if role == "blockquote":
        framed = [Part(case["before"] or "The garden is green.", "body", "Ada Quill")]
        found = attributed([*framed, Part(text, role)])
    else:
        glue = "\n" if case["before"].endswith(":") else " "
        said = glue.join(filter(None, (case["before"], text)))
        said = " ".join(filter(None, (said, case["after"])))
        kind = {"turn": "transcript", "comment": "thread"}.get(role, "essay")
        found = attributed([Part(said, role, case["speaker"])], kind=kind)
    statement = statement_on(found, text)
    assert (statement.voice, statement.holder_kind) == (case["voice"], case["kind"])
    assert case["holder"] in ("", statement.holder_name)


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

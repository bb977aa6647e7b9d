from __future__ import annotations

from typing import Any

import pytest

from pipeline.records import Statement
from pipeline.registry import Assets, default_models
from pipeline.spans import Span
from pipeline.stance.cues import comes_round, told_by


def view(text: str, cue: str, voice: str = "endorsed") -> Statement:
    start = text.index(cue)
    fields: dict[str, Any] = {
        "id": "st:1", "document_id": "doc:1", "segment_id": "seg:1", "start": 0,
        "end": len(text), "target": "scaling", "holder_id": "", "holder_kind": "group",
        "holder_name": "", "voice": voice, "dimension": "-", "stance": "favor", "score": 0.0,
        "confidence": 0.0, "sentiment": 0.0, "flags": (),
        "cues": ("holder:0-3", f"cue:{start}-{start + len(cue)}"), "backend": "",
    }  # fmt: skip
    return Statement(**fields)


def test_a_cue_is_read_back_with_its_place() -> None:
    text = "Ada Came Round to it."
    assert list(told_by(view(text, "Came Round"), text)) == [(Span(4, 14), ["came", "round"])]


@pytest.mark.parametrize(
    ("text", "cue", "voice", "expected"),
    [
        ("At last they are realizing it.", "realizing", "endorsed", True),
        ("The guild has come around.", "come", "endorsed", True),
        ("The guild Woke up to it.", "Woke", "endorsed", True),
        ("The guild admits it.", "admits", "endorsed", False),
        ("The guild showed it.", "showed", "endorsed", False),
        ("At last they are realizing it.", "realizing", "reported", False),
    ],
)
def test_coming_round(text: str, cue: str, voice: str, expected: bool) -> None:
    assert comes_round(view(text, cue, voice), text, Assets(default_models())) is expected

from __future__ import annotations

from typing import Any

import pytest

from pipeline.records import Statement, Teller
from pipeline.stance.base import Judgement
from pipeline.stance.voices import BY_READING, voiced


def statement(**changes: Any) -> Statement:
    fields: dict[str, Any] = {
        "id": "st:1", "document_id": "doc:1", "segment_id": "seg:1", "start": 0, "end": 9,
        "target": "scaling", "holder_id": "person:ada", "holder_kind": "self",
        "holder_name": "Ada", "voice": "own", "dimension": "-", "stance": "favor", "score": 0.0,
        "confidence": 0.0, "sentiment": 0.0, "flags": (), "cues": (), "backend": "",
    }  # fmt: skip
    return Statement(**(fields | changes))


OTHER: dict[str, Any] = {
    "voice": "reported", "holder_id": "person:lu", "holder_kind": "person", "holder_name": "Lu",
    "cues": ("cue:0-4", "holder:5-7"),
}  # fmt: skip
TELLERS = {
    "seg:1": Teller(id="seg:1", document_id="doc:1", holder_id="person:ada", holder_name="Ada")
}


def decided(given: Statement, **voices: float) -> Statement:
    stances = {"favor": 1.0, "against": 0.0, "mixed": 0.0, "neutral": 0.0, "unrelated": 0.0}
    return voiced(given, Judgement(stances=stances, voices=voices), TELLERS)  # type: ignore[arg-type]


def test_a_backend_without_an_opinion_changes_nothing() -> None:
    assert decided(statement(**OTHER)) == statement(**OTHER)


@pytest.mark.parametrize(
    ("given", "voices", "voice"),
    [
        ({}, {"own": 0.2, "reported": 0.75}, "own"),
        ({}, {"own": 0.1, "reported": 0.75, "rejected": 0.1}, "reported"),
        ({}, {"own": 0.1, "reported": 0.35, "rejected": 0.5}, "rejected"),
        ({"cues": ("cue:0-1",)}, {"own": 0.02, "reported": 0.9}, "own"),  # "I" tells it
        (OTHER, {"own": 0.9, "reported": 0.05}, "reported"),
        (OTHER, {"own": 0.97, "reported": 0.02}, "own"),
        (OTHER, {"rejected": 0.8, "reported": 0.1}, "reported"),
        ({**OTHER, "voice": "endorsed"}, {"own": 0.3, "reported": 0.6}, "endorsed"),
        ({"voice": "question"}, {"own": 0.97, "question": 0.02}, "own"),
        ({"voice": "question", "flags": ("host",)}, {"own": 0.97}, "question"),
        ({**OTHER, "cues": ("quote:0-9",)}, {"own": 0.97}, "reported"),
    ],
)
def test_each_voice_counts_with_its_probability_and_the_rules_with_more(
    given: dict[str, Any], voices: dict[str, float], voice: str
) -> None:
    assert decided(statement(**given), **voices).voice == voice


def test_what_turns_out_to_be_somebody_elses_has_no_known_holder() -> None:
    found = decided(statement(), reported=0.9)
    assert (found.holder_kind, found.holder_id) == ("unresolved", "")
    assert found.flags == (BY_READING, "unresolved")


def test_what_turns_out_to_be_the_speakers_own_is_theirs() -> None:
    found = decided(statement(**OTHER, flags=("unresolved",)), own=0.97)
    assert (found.holder_id, found.holder_kind, found.holder_name) == ("person:ada", "self", "Ada")
    assert (found.cues, found.flags) == ((), (BY_READING,))


def test_where_nobody_is_known_to_speak_the_rules_stand() -> None:
    given = statement(**{**OTHER, "segment_id": "seg:2"})
    assert decided(given, own=0.97) == given

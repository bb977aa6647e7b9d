from __future__ import annotations

from typing import Any

import pytest

from pipeline.records import Segment, Statement
from pipeline.stance.position import BY_POSITION, REACH, by_position


def segment(name: str, speaker: str = "Ada", role: Any = "body") -> Segment:
    return Segment(
        id=name, document_id="doc:1", start=0, end=9000, role=role, speaker=speaker,
        reply_to="", date="", date_precision="none", confidence=1.0,
    )  # fmt: skip


def said(start: int, stance: str, voice: str = "own", **changes: Any) -> Statement:
    fields: dict[str, Any] = {
        "id": f"st:{start}", "document_id": "doc:1", "segment_id": "seg:1", "start": start,
        "end": start + 50, "target": "scaling", "holder_id": "",
        "holder_kind": "self" if voice == "own" else "group", "holder_name": "",
        "voice": voice, "dimension": "-", "stance": stance, "score": 0.0,
        "confidence": 0.0, "sentiment": 0.0, "flags": (), "cues": (), "backend": "",
    }  # fmt: skip
    return Statement(**(fields | changes))


OWN = [said(0, "against"), said(100, "against"), said(200, "against")]


def voice_of(view: Statement, *others: Statement) -> tuple[str, bool]:
    found = by_position([*OWN, view, *others], [segment("seg:1")])
    changed = next(s for s in found if s.id == view.id)
    return changed.voice, BY_POSITION in changed.flags


def test_a_view_on_the_author_s_side_stays_reported() -> None:
    view = said(300, "against", "reported")
    assert voice_of(view, said(400, "against")) == ("reported", False)


def test_a_view_on_the_other_side_is_rejected_when_it_is_answered() -> None:
    view = said(300, "favor", "reported")
    assert voice_of(view, said(400, "against")) == ("rejected", True)


@pytest.mark.parametrize(
    "after",
    [
        [],
        [said(400, "favor")],
        [said(400, "against", "reported")],
        [said(300 + 51 + REACH, "against")],
        [said(400, "neutral")],
    ],
)
def test_a_view_on_the_other_side_stays_reported_when_it_is_not(after: list[Statement]) -> None:
    assert voice_of(said(300, "favor", "reported"), *after) == ("reported", False)


@pytest.mark.parametrize("voice", ["endorsed", "rejected", "question", "own"])
def test_other_voices_are_left(voice: str) -> None:
    assert voice_of(said(300, "favor", voice), said(400, "against")) == (voice, False)


@pytest.mark.parametrize(
    "own",
    [
        [said(0, "against"), said(400, "against")],
        [said(0, "against"), said(100, "favor"), said(400, "against")],
    ],
)
def test_without_a_clear_position_nothing_changes(own: list[Statement]) -> None:
    given = [*own, said(300, "favor", "reported")]
    assert by_position(given, [segment("seg:1")]) == given


def test_everybody_in_a_thread_has_a_position_of_their_own() -> None:
    segments = [segment("seg:1", role="comment"), segment("seg:2", "Bo", "comment")]
    view = said(300, "favor", "reported", segment_id="seg:2")
    answer = said(400, "against", segment_id="seg:2")
    assert by_position([*OWN, view, answer], segments)[3] == view


def test_hosts_and_other_targets_are_left() -> None:
    host = said(300, "favor", "reported", flags=("host",))
    other = said(400, "favor", "reported", target="animals")
    given = [*OWN, host, said(360, "against"), other, said(460, "against")]
    assert by_position(given, [segment("seg:1")]) == given


def test_flags_stay_sorted_and_the_order_is_kept() -> None:
    view = said(50, "favor", "reported", flags=("abstained", "co-holder"))
    found = by_position([view, *OWN], [segment("seg:1")])
    assert [s.id for s in found] == ["st:50", "st:0", "st:100", "st:200"]
    assert found[0].flags == ("abstained", BY_POSITION, "co-holder")


def test_what_others_come_to_see_is_on_the_side_of_whoever_tells_it() -> None:
    view = said(300, "favor", "endorsed", score=0.4, confidence=0.6)
    other = said(400, "favor", "endorsed", score=0.4, confidence=0.6)
    found = by_position([*OWN, view, other], [segment("seg:1")], {view.id})
    seen, left = found[3], found[4]
    assert (seen.stance, seen.voice, seen.flags) == ("against", "endorsed", (BY_POSITION,))
    assert (seen.score, seen.confidence) == (0.4, 0.2)
    assert left == other


@pytest.mark.parametrize("stance", ["neutral", "unrelated", "mixed", "against"])
def test_only_the_other_side_is_turned(stance: str) -> None:
    view = said(300, stance, "endorsed")
    assert by_position([*OWN, view], [segment("seg:1")], {view.id})[3] == view


def test_nothing_is_turned_without_a_clear_position() -> None:
    view = said(300, "favor", "endorsed")
    assert by_position([OWN[0], view], [segment("seg:1")], {view.id})[1] == view

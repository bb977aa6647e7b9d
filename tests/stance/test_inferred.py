from __future__ import annotations

from typing import Any

import pytest

from pipeline.records import Statement, Teller
from pipeline.stance.inferred import INFERRED, inferred

TELLERS = {"seg:1": Teller(id="seg:1", document_id="doc:1", holder_id="", holder_name="")}


def view(**changes: Any) -> Statement:
    fields: dict[str, Any] = {
        "id": "st:1", "document_id": "doc:1", "segment_id": "seg:1", "start": 4, "end": 9,
        "target": "scaling", "holder_id": "person:lu", "holder_kind": "person",
        "holder_name": "Lu", "voice": "rejected", "dimension": "limits", "stance": "favor",
        "score": 0.5, "confidence": 0.6, "sentiment": 0.1, "flags": (), "cues": ("cue:4-6",),
        "backend": "fake",
    }  # fmt: skip
    return Statement(**(fields | changes))


def test_a_rejected_view_tells_the_other_side_of_its_teller() -> None:
    (found,) = inferred([view(flags=("by-position",))], TELLERS)
    assert (found.stance, found.score, found.confidence) == ("against", -0.5, 0.6)
    assert (found.holder_id, found.holder_kind, found.voice) == ("", "self", "own")
    assert (found.span, found.dimension, found.cues) == ((4, 9), "limits", ("cue:4-6",))
    assert found.flags == (INFERRED,)


def test_an_endorsed_view_is_its_tellers_own() -> None:
    (found,) = inferred([view(voice="endorsed", stance="against", score=-0.5)], TELLERS)
    assert (found.stance, found.score) == ("against", -0.5)


@pytest.mark.parametrize(
    "changes",
    [
        {"voice": "reported"},
        {"voice": "own", "holder_kind": "self"},
        {"voice": "question"},
        {"stance": "neutral"},
        {"stance": "mixed"},
        {"flags": ("host",)},
        {"flags": ("irony",)},
        {"flags": ("co-holder",)},
        {"segment_id": "seg:2"},
    ],
)
def test_of_others_nothing_is_inferred(changes: dict[str, Any]) -> None:
    assert inferred([view(**changes)], TELLERS) == []


def test_rows_are_in_id_order_whatever_comes() -> None:
    views = [view(id=f"st:{i}") for i in range(9)]
    assert inferred(views, TELLERS) == inferred(views[::-1], TELLERS)
    assert len({row.id for row in inferred(views, TELLERS)}) == 9

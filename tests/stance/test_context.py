from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.records import Segment
from pipeline.spans import Span
from pipeline.stance.context import AFTER, ANSWERED, BEFORE, Context

TEXT = "Is it enough? Honestly, no. We need more than that."


def segment(name: str, start: int, end: int, speaker: str, reply_to: str = "") -> Segment:
    return Segment(
        id=name,
        document_id="doc:1",
        start=start,
        end=end,
        role="turn",
        speaker=speaker,
        reply_to=reply_to,
        date="",
        date_precision="none",
        confidence=1.0,
    )


def test_an_answer_is_read_with_its_question() -> None:
    context = Context(TEXT, [segment("a", 0, 13, "Host"), segment("b", 14, 51, "Ada")])
    before, after = context.around(Span(14, 27))
    assert before == "[Host] Is it enough?"
    assert after == "We need more than that."


def test_a_reply_is_read_with_what_it_answers() -> None:
    context = Context(
        TEXT, [segment("a", 0, 13, "x"), segment("b", 14, 27, "y"), segment("c", 28, 51, "z", "a")]
    )
    assert context.around(Span(28, 51))[0] == "[x] Is it enough?"


def test_outside_all_segments_there_is_no_context() -> None:
    assert Context(TEXT, [segment("a", 0, 13, "")]).around(Span(20, 25)) == ("", "")


@given(st.text(max_size=900), st.integers(0, 900), st.integers(0, 900))
def test_context_is_bounded_for_any_text(text: str, a: int, b: int) -> None:
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    before, after = Context(text, [segment("s", 0, len(text), "")]).around(Span(start, end))
    assert len(before) <= BEFORE + ANSWERED
    assert len(after) <= AFTER
    assert "\n" not in before + after

from __future__ import annotations

from dataclasses import replace

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


def paragraphs(*roles: str, speakers: str = "aaaa") -> tuple[str, Context]:
    """A text of four paragraphs with a mark between the third and the fourth, and its context."""
    text = "Scale works.\nIt does.\nSo they say.\n§\nI doubt it."
    spans = [(0, 12), (13, 21), (22, 34), (37, 48)]
    made = [
        replace(segment(f"s{i}", *span, speaker), role=role)
        for i, (span, role, speaker) in enumerate(zip(spans, roles, speakers, strict=True))
    ]
    return text, Context(text, made)


def test_paragraphs_of_one_author_are_read_on_end() -> None:
    _, context = paragraphs("title", "body", "body", "body")
    assert context.around(Span(22, 34)) == ("Scale works. It does.", "I doubt it.")
    assert context.around(Span(0, 12)) == ("", "It does. So they say. I doubt it.")


def test_a_block_quote_stands_in_its_text() -> None:
    _, context = paragraphs("body", "blockquote", "body", "body", speakers="abaa")
    assert context.around(Span(22, 34))[0] == "Scale works. It does."


def test_comments_and_other_speakers_are_not_read_on() -> None:
    _, comments = paragraphs("comment", "comment", "comment", "comment")
    assert comments.around(Span(13, 21)) == ("Scale works.", "")  # as what it answers
    _, turns = paragraphs("turn", "turn", "turn", "turn", speakers="abba")
    assert turns.around(Span(22, 34)) == ("[a] Scale works. It does.", "")
    _, under = paragraphs("body", "body", "comment", "comment")
    assert under.around(Span(13, 21))[1] == ""


def test_no_more_is_read_than_is_shown() -> None:
    text = "\n".join(f"Paragraph number {i} of this long text." for i in range(60))
    starts = [text.index(f"Paragraph number {i} ") for i in range(60)]
    ends = [start - 1 for start in starts[1:]] + [len(text)]
    made = [
        replace(segment(f"s{i:02d}", start, end, "a"), role="body")
        for i, (start, end) in enumerate(zip(starts, ends, strict=True))
    ]
    before, after = Context(text, made).around(Span(starts[30], ends[30]))
    assert before.endswith("Paragraph number 29 of this long text.")
    assert BEFORE - 40 < len(before) <= BEFORE
    assert after.startswith("Paragraph number 31 ")
    assert AFTER - 40 < len(after) <= AFTER


def test_outside_all_segments_there_is_no_context() -> None:
    assert Context(TEXT, [segment("a", 0, 13, "")]).around(Span(20, 25)) == ("", "")


@given(st.text(max_size=900), st.integers(0, 900), st.integers(0, 900))
def test_context_is_bounded_for_any_text(text: str, a: int, b: int) -> None:
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    before, after = Context(text, [segment("s", 0, len(text), "")]).around(Span(start, end))
    assert len(before) <= BEFORE + ANSWERED
    assert len(after) <= AFTER
    assert "\n" not in before + after

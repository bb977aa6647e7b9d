"""Spans in context: text is kept to the letter, and runs say what covers them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.report.highlight import KINDS, passage, spans_of
from pipeline.spans import Span

TEXT = "Before that, Ada Lin said that scale is all we need. After that it rained on everybody."
SENTENCE = Span(13, 52)


def test_runs_are_marked() -> None:
    found = passage(
        TEXT, SENTENCE, Span(0, len(TEXT)), ["holder:13-20", "cue:31-43", "quote:31-52"]
    )
    assert [(r.text, r.kinds) for r in found.sentence] == [
        ("Ada Lin", ("holder",)),
        (" said that ", ()),
        ("scale is all", ("cue", "quote")),
        (" we need.", ("quote",)),
    ]
    assert "".join(r.text for r in found.before) == TEXT[:13]


def test_cues_that_make_no_sense_are_left_out() -> None:
    cues = ["cue:5-3", "cue:x-y", "nonsense", "other:1-9", "cue:99999-100000", "", "cue:-1-4"]
    assert spans_of(cues, Span(0, 50)) == []


def test_context_ends_with_the_segment() -> None:
    found = passage(TEXT, SENTENCE, Span(13, 60), [])
    assert found.before == ()
    assert "".join(r.text for r in found.after) == TEXT[52:60]


@given(st.text(min_size=1, max_size=400), st.data())
def test_nothing_is_lost_or_doubled(text: str, data: st.DataObject) -> None:
    places = st.integers(0, len(text))
    start, end = sorted((data.draw(places), data.draw(places)))
    cues = [
        f"{data.draw(st.sampled_from(KINDS))}:{min(a, b)}-{max(a, b)}"
        for a, b in data.draw(st.lists(st.tuples(places, places), max_size=6))
    ]
    found = passage(text, Span(start, end), Span(0, len(text)), cues, reach=40)
    assert "".join(r.text for r in found.sentence) == text[start:end]
    before, after = ("".join(r.text for r in part) for part in (found.before, found.after))
    assert text[:start].endswith(before)
    assert text[end:].startswith(after)
    assert len(before) <= 40 >= len(after)

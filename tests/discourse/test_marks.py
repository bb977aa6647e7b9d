from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.discourse.marks import marked
from pipeline.spans import Span


def said(text: str) -> list[str]:
    return [q.inner.of(text) for q in marked(text, Span(0, len(text))) if not q.scare]


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("He said “the wall is near” twice.", ["the wall is near"]),
        ('He said "the wall is near" twice.', ["the wall is near"]),
        ("He said ‘the wall is near’ twice.", ["the wall is near"]),
        ("He said 'the wall is near' twice.", ["the wall is near"]),
        ("He said «the wall is near» twice.", ["the wall is near"]),
        ("He said „the wall is near“ twice.", ["the wall is near"]),
        ("“One ‘wall’ is near,” he said, “and another.”", ["One ‘wall’ is near,", "and another."]),
        ("“He said “the wall is near” to me.”", ["He said “the wall is near” to me."]),
        ("It isn't the dogs' fault, is it?", []),
        ("The ’90s and ’tis the season, don’t you think", []),
        ("a so-called “wall” of data", []),
        ("6'2\" tall", []),
        ("“It goes on.\n\n“And on and on.”", ["It goes on.\n\n“And on and on."]),
        ("“It never closes at all", ["It never closes at all"]),
        ("", []),
    ],
)
def test_what_stands_between_marks(text: str, inner: list[str]) -> None:
    assert said(text) == inner


def test_a_mark_that_never_closes_in_a_long_paragraph_is_no_quotation() -> None:
    assert said("“" + "and so on " * 100) == []


def test_scare_quotes_are_told_apart() -> None:
    text = "They “understand” us, and she said “No!” to it."
    scare = {q.inner.of(text): q.scare for q in marked(text, Span(0, len(text)))}
    assert scare == {"understand": True, "No!": False}


@given(st.text(alphabet="ab “”\"'‘’«»\n.", max_size=120))
def test_spans_are_ordered_and_inside(text: str) -> None:
    within = Span(min(3, len(text)), len(text))
    found = marked(text, within)
    assert all(within.holds(q.outer) and q.outer.holds(q.inner) for q in found)
    assert all(a.outer.end <= b.outer.start for a, b in itertools.pairwise(found))


@pytest.mark.parametrize("piece", ["“", '"a ', "‘a ", "«", "' ", "“\n", '"\n'])
def test_many_marks_are_read_to_the_end(piece: str) -> None:
    text = piece * 20_000
    assert all(q.outer.end <= len(text) for q in marked(text, Span(0, len(text))))

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.discourse.sentences import sentences
from pipeline.spans import Span
from tests.discourse.making import rows

_TALK = st.text(alphabet="aAb .!?…“”\"'’\n1-I,:", max_size=300)


def cut(text: str) -> list[str]:
    return [span.of(text) for span in sentences(text, Span(0, len(text)))]


@pytest.mark.parametrize("case", rows("sentences.csv"))
def test_table(case: dict[str, Any]) -> None:
    text = case["text"].replace("⏎", "\n")
    assert cut(text) == case["sentences"].replace("⏎", "\n").split("¦")


@given(_TALK | st.text(max_size=200))
def test_spans_are_ordered_trimmed_and_lose_no_word(text: str) -> None:
    spans = list(sentences(text, Span(0, len(text))))
    assert all(span for span in spans)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    assert all(span.of(text) == span.of(text).strip() for span in spans)
    assert "".join("".join(s.of(text).split()) for s in spans) == "".join(text.split())


@given(_TALK, _TALK, _TALK)
def test_a_stretch_is_cut_as_if_nothing_stood_around_it(a: str, b: str, c: str) -> None:
    alone = [span.of(b) for span in sentences(b, Span(0, len(b)))]
    text = f"{a}\n\n{b}\n\n{c}"
    within = Span(len(a) + 2, len(a) + 2 + len(b))
    assert [span.of(text) for span in sentences(text, within)] == alone


def test_captions_without_punctuation_are_cut_into_pieces() -> None:
    text = " ".join(["and so the model gets better when it is bigger"] * 30)
    lengths = [len(piece.split()) for piece in cut(text)]
    assert len(lengths) > 5
    assert max(lengths) <= 50


def test_pieces_are_cut_at_line_breaks_where_there_are_any() -> None:
    line = "you make it larger still and it learns what nobody had known"
    text = "\n".join([line] * 7)  # wrapped: one paragraph, and no stop in it
    assert all(piece.startswith("you make") for piece in cut(text))
    assert len(cut(text)) == 2


@pytest.mark.parametrize(
    "piece", ["a. ", ". ", '"', ".", " ", "\n", "A", '."', "A. B. ", ", ", "Mr. ", "?! ", "… "]
)
def test_long_hostile_text_is_read_to_its_end(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    assert sum(len("".join(s.split())) for s in cut(text)) == len("".join(text.split()))

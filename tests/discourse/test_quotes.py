from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.discourse.frames import reports
from pipeline.discourse.grammar import NOWHERE
from pipeline.discourse.lexicon import load_lexicon
from pipeline.discourse.marks import marked
from pipeline.discourse.nlp import parse
from pipeline.registry import Assets, default_models
from pipeline.spans import Span
from tests.discourse.making import Part, rows

Attributed = Callable[..., dict[str, list[Any]]]


@pytest.mark.parametrize("case", rows("quotes.csv"))
def test_table(attributed: Attributed, case: dict[str, Any]) -> None:
    text = case["text"]
    found = attributed([Part(text, speaker="Ada Quill")])["quotes"]
    spans = {
        (
            text[q.source_start : q.source_end],
            text[q.cue_start : q.cue_end],
            text[q.content_start : q.content_end],
            q.form,
        )
        for q in found
    }
    assert (case["source"], case["cue"], case["content"], case["form"]) in spans


@pytest.mark.parametrize(
    "text",
    [
        "Bigger models are better.",
        "I think that scale is enough.",
        "It turns out that scale is enough.",
        "Nobody says that it is over.",
        "She spoke to the press in May.",
        "Nothing suggests that it is over.",
        "She put the model on the table.",
        "The so-called “wall” was made of paper.",
    ],
)
def test_what_nobody_else_says_is_no_quotation(attributed: Attributed, text: str) -> None:
    assert attributed([Part(text, speaker="Ada Quill")])["quotes"] == []


def test_the_stretches_of_one_quotation_share_source_and_cue(attributed: Attributed) -> None:
    found = attributed([Part("“The wall,” Marcus said, “is near. It is high.”")])["quotes"]
    assert len({(q.source_start, q.cue_start) for q in found}) == 1
    assert len({q.content_start for q in found}) == len(found) == 2


def test_a_label_without_a_known_person_is_not_linked(attributed: Attributed) -> None:
    found = attributed([Part("OYA: It works.\nRICH SUTTON: It does.")])["quotes"]
    linked = {q.source_start: q.speaker_id for q in found}
    assert sorted(linked.values()) == ["", "person:richard-sutton"]


def test_acts_are_quotations_but_carry_no_position(attributed: Attributed) -> None:
    found = attributed([Part("The senator wants to stop it.")])
    assert len(found["quotes"]) == 1
    assert [s.holder_kind for s in found["attributions"]] == ["self"]


def test_the_source_of_a_quotation_is_linked(attributed: Attributed) -> None:
    found = attributed([Part("Rich Sutton says that compute wins in the end.")])["quotes"]
    assert [q.speaker_id for q in found] == ["person:richard-sutton"]


_WORDS = "he said that “scale” is , enough Marcus believes the view “it works.” I think . and not"


@settings(max_examples=25)
@given(st.lists(st.sampled_from(_WORDS.split()), min_size=1, max_size=14))
def test_spans_lie_inside_the_sentence(words: list[str]) -> None:
    text = "Before it. " + " ".join(words)
    span = Span(11, len(text))
    lexicon = load_lexicon(Assets(default_models()))
    for report in reports(parse(text, [span], ner=False)[0], lexicon, marked(text, span)):
        for part in (report.source, report.cue, report.content):
            assert part == NOWHERE or (part and span.holds(part))

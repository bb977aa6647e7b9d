from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.discourse.mentions import full_names, letter_runs, short_names
from pipeline.discourse.people import Entity, Registry, load_registry
from pipeline.registry import Assets, default_models
from tests.discourse.making import Part, rows

Attributed = Callable[..., dict[str, list[Any]]]


@pytest.mark.parametrize("case", rows("links.csv"))
def test_table(attributed: Attributed, case: dict[str, Any]) -> None:
    text = case["text"]
    start = text.rindex(case["mention"])
    found = attributed([Part(text)])["mentions"]
    linked = {m.entity_id for m in found if m.start == start and m.entity_id}
    assert linked == (set() if case["entity"] == "none" else {case["entity"]})


MADE = Registry(
    (
        Entity("person:ada-quill", "Ada Quill", "person", (), ("Quill",), ("adaq",)),
        Entity("person:bo-quill", "Bo Quill", "person", (), ("Quill",)),
        Entity("model:owl-2", "Owl-2", "model"),
    )
)


@settings(max_examples=60)
@given(st.text(alphabet="AdaQuilBo @ow-2.’ \nö", max_size=80))
def test_names_are_ordered_and_their_spans_hold_letters(text: str) -> None:
    found = full_names(text, letter_runs(text), MADE)
    assert [n.span for n in found] == sorted(n.span for n in found)
    assert all(any(c.isalnum() for c in n.span.of(text)) for n in found)


@given(st.lists(st.sampled_from(["Ada Quill", "Bo Quill", "Quill", "said", "."]), max_size=8))
def test_two_of_one_name_in_a_document_stay_unlinked(words: list[str]) -> None:
    text = " ".join(words)
    runs = letter_runs(text)
    full = full_names(text, runs, MADE)
    cast = {n.entity_id: MADE.entities[n.entity_id].name for n in full}
    short = short_names(text, runs, MADE, cast, full)
    if len(cast) != 1:
        assert all(n.entity_id == "" for n in short if n.span.of(text) == "Quill")


def test_recognised_people_get_stable_ids(attributed: Attributed) -> None:
    text = "Josephine Baxter says that scale is enough. Baxter is an economist."
    found = attributed([Part(text)])
    linked = {(m.name, m.entity_id, m.method) for m in found["mentions"]}
    assert ("Josephine Baxter", "person:josephine-baxter", "ner") in linked
    assert ("Baxter", "person:josephine-baxter", "document") in linked


def test_models_are_never_people(attributed: Attributed) -> None:
    text = "Claude said no. Chinchilla was smaller than GPT-4. Reinforcement Learning helps."
    found = attributed([Part(text)])
    assert not [m for m in found["mentions"] if m.kind == "person"]


def test_mentions_lie_in_their_segments(attributed: Attributed) -> None:
    found = attributed([Part("Sam Altman spoke."), Part("Altman left.", "comment", "ann")])
    text = found["documents"][0].text
    assert [(text[m.start : m.end], m.name) for m in found["mentions"]] == [
        (m.name, m.name) for m in found["mentions"]
    ]
    assert len({m.segment_id for m in found["mentions"]}) == 2


@pytest.mark.parametrize("piece", ["Sam ", "Altman ", "@sama ", "A.B", "GPT-", "ö", "Le Le "])
def test_long_texts_of_names_are_read_to_the_end(piece: str) -> None:
    registry = load_registry(Assets(default_models()))
    text = piece * 20_000
    runs = letter_runs(text)
    full = full_names(text, runs, registry)
    assert all(n.span.end <= len(text) for n in short_names(text, runs, registry, {}, full))

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.config import DiscourseSection
from pipeline.discourse.statements import attribute
from pipeline.registry import Assets, default_models
from pipeline.store.tables import Tables
from tests.discourse.making import Part, build, every_sentence

Attributed = Callable[..., dict[str, list[Any]]]

ESSAY = [
    Part("The parrot in the tower", "title", "Ada Quill"),
    Part(
        "Sam Altman claimed that scaling would carry us all the way. He was wrong. I have said so "
        "since 2021.",
        "body",
        "Ada Quill",
    ),
    Part("Melanie Mitchell puts it better than I can:", "body", "Ada Quill"),
    Part("Benchmarks are not understanding.", "blockquote"),
    Part("Mitchell is right, and the field is starting to realize it.", "body", "Ada Quill"),
    Part("> He was wrong.\nNo, he was early. Bigger models got there.", "comment", "tin_kettle"),
]
GOLDEN = [
    ("The parrot in the tower", "own", "self", "person:ada-quill"),
    (
        "Sam Altman claimed that scaling would carry us all the way.",
        "rejected",
        "person",
        "person:sam-altman",
    ),
    ("He was wrong.", "own", "self", "person:ada-quill"),
    ("I have said so since 2021.", "own", "self", "person:ada-quill"),
    ("Melanie Mitchell puts it better than I can:", "own", "self", "person:ada-quill"),
    ("Benchmarks are not understanding.", "reported", "person", "person:melanie-mitchell"),
    (
        "Mitchell is right, and the field is starting to realize it.",
        "endorsed",
        "group",
        "group:field",
    ),
    ("> He was wrong.", "reported", "unresolved", ""),
    ("No, he was early.", "own", "self", "commenter:made-tin-kettle"),
    ("Bigger models got there.", "own", "self", "commenter:made-tin-kettle"),
]


def test_golden_essay(attributed: Attributed) -> None:
    found = attributed(ESSAY, author="Ada Quill", title="The parrot in the tower")
    text = found["documents"][0].text
    listed = sorted(found["attributions"], key=lambda s: s.start)
    assert [(s.span.of(text), s.voice, s.holder_kind, s.holder_id) for s in listed] == GOLDEN


def test_one_statement_a_candidate_not_yet_judged(attributed: Attributed) -> None:
    found = attributed(ESSAY)["attributions"]
    assert len(found) == len(GOLDEN)
    assert {(s.target, s.stance, s.dimension, s.backend) for s in found} == {
        ("scaling", "neutral", "-", "")
    }


def holders(attributed: Attributed, text: str) -> set[str]:
    return {s.holder_id for s in attributed([Part(text)])["attributions"]}


def test_everybody_who_is_named_as_a_holder_gets_a_statement(attributed: Attributed) -> None:
    text = "Sam Altman and Dario Amodei believe that scale is enough."
    found = {s.holder_id: s for s in attributed([Part(text)])["attributions"]}
    assert set(found) == {"person:sam-altman", "person:dario-amodei"}
    assert found["person:sam-altman"].flags == ()
    assert found["person:dario-amodei"].flags == ("co-holder",)
    assert found["person:dario-amodei"].holder_name == "Dario Amodei"
    assert len({(s.start, s.end, s.voice) for s in found.values()}) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Sam Altman, who once hired Dario Amodei, believes that scale is enough.",
        "Sam Altman, together with the critics of Dario Amodei, thinks scale is enough.",
    ],
)
def test_a_person_who_is_only_mentioned_beside_the_holder_holds_nothing(
    attributed: Attributed, text: str
) -> None:
    assert "person:dario-amodei" not in holders(attributed, text)


def test_unresolved_holders_are_flagged(attributed: Attributed) -> None:
    statement = attributed([Part("He says that scale is enough.")])["attributions"][0]
    assert (statement.holder_id, statement.flags) == ("", ("unresolved",))


def test_the_head_of_a_company_is_the_one_of_that_year(attributed: Attributed) -> None:
    text = "The Cohere CEO argues that size is not everything."
    statement = attributed([Part(text)], date="2024-05")["attributions"][0]
    assert statement.holder_id == "person:aidan-gomez"


def test_rows_are_in_id_order_and_unique(attributed: Attributed) -> None:
    found = attributed(ESSAY * 2)
    for name in ("mentions", "quotes", "attributions", "tellers"):
        ids = [row.id for row in found[name]]
        assert ids == sorted(set(ids))


def test_the_order_of_rows_does_not_matter(assets: Assets) -> None:
    document, segments = build(ESSAY, author="Ada Quill")
    candidates = every_sentence(document, segments)
    other, more = build(ESSAY[:2], path="other.txt")
    one = {"documents": [document, other], "segments": [*segments, *more], "candidates": candidates}
    two = {name: rows[::-1] for name, rows in one.items()}
    config = DiscourseSection()
    assert attribute(Tables(one), config, assets) == attribute(Tables(two), config, assets)


def test_every_segment_with_a_candidate_has_its_teller(attributed: Attributed) -> None:
    found = attributed(ESSAY)
    told = {t.id: t.holder_name for t in found["tellers"]}
    assert set(told) == {s.segment_id for s in found["attributions"]}
    own = {s.segment_id: s.holder_name for s in found["attributions"] if s.holder_kind == "self"}
    assert own
    assert all(told[segment] == name for segment, name in own.items())


def test_no_candidates_no_statements(assets: Assets) -> None:
    document, segments = build(ESSAY)
    tables = {"documents": [document], "segments": segments, "candidates": []}
    found = attribute(Tables(tables), DiscourseSection(), assets)
    assert found["attributions"] == found["quotes"] == []
    assert {m.name for m in found["mentions"]} >= {"Sam Altman", "Melanie Mitchell"}


def test_without_the_recogniser_only_the_registry_names_people(attributed: Attributed) -> None:
    text = "Josephine Baxter says that scale is enough, and so does Sam Altman."
    found = attributed([Part(text)], DiscourseSection(ner=False))
    assert {m.method for m in found["mentions"]} == {"registry"}


_SENTENCES = [
    "Sam Altman said it.",
    "“It works,” he said.",
    "> quoted",
    "Some people think:",
    "He was wrong.",
    "/s",
    "—",
    "I agree with Sutton.",
    "Is it?",
    "“Open",
    "close.”",
    "They say that it is over.",
]


@settings(max_examples=25)
@given(st.lists(st.sampled_from(_SENTENCES), min_size=1, max_size=8), st.sampled_from(" \n"))
def test_spans_point_into_the_document(parts: list[str], glue: str) -> None:
    document, segments = build([Part(glue.join(parts), "comment", "ann")], kind="thread")
    tables = {
        "documents": [document],
        "segments": segments,
        "candidates": every_sentence(document, segments),
    }
    found = attribute(Tables(tables), DiscourseSection(), Assets(default_models()))
    for statement in found["attributions"]:
        said = statement.span.of(document.text)
        assert said == said.strip() != ""
        for cue in statement.cues:
            start, end = map(int, cue.partition(":")[2].split("-"))
            assert 0 <= start < end <= len(document.text)
    for mention in found["mentions"]:
        assert document.text[mention.start : mention.end] == mention.name


_SCRIPT = """
from pipeline.config import DiscourseSection
from pipeline.discourse.statements import attribute
from pipeline.registry import Assets, default_models
from pipeline.store.tables import Tables
from tests.discourse.making import build, every_sentence
from tests.discourse.test_statements import ESSAY
document, segments = build(ESSAY, author="Ada Quill")
tables = {"documents": [document], "segments": segments,
          "candidates": every_sentence(document, segments)}
print(attribute(Tables(tables), DiscourseSection(), Assets(default_models())))
"""


@pytest.mark.slow
def test_hash_seeds_do_not_matter(
    printed_under_hash_seeds: Callable[[str], set[str]],
) -> None:
    outputs = printed_under_hash_seeds(_SCRIPT)
    assert len(outputs) == 1
    assert "person:melanie-mitchell" in outputs.pop()


def test_who_owns_a_view_is_the_group_and_not_what_it_owns(attributed: Attributed) -> None:
    said = "My advisor says that scaling is over. My advisor's forecast is that scaling is over."
    found = attributed([Part(said, "body", "Ada Quill")])["attributions"]
    assert {(s.holder_id, s.holder_name) for s in found} == {("group:advisor", "My advisor")}

from __future__ import annotations

import math
import random
from pathlib import Path

import pytest

from pipeline.config import TrendsSection
from pipeline.errors import ModelError
from pipeline.registry import Assets, default_models
from pipeline.store.tables import Tables
from pipeline.trends.people import good_enough_to_place, is_attributed, is_own, place, read_registry
from tests.trends.factory import document, segment, statement, tables

ASSETS = Assets(default_models())
YEARLY = TrendsSection(period="year", min_f_avg=0.0)  # whatever model ships today


@pytest.mark.parametrize(
    ("kind", "voice", "stance", "own", "attributed"),
    [
        ("self", "own", "favor", True, False),
        ("self", "endorsed", "mixed", True, False),
        ("self", "question", "favor", False, False),
        ("self", "own", "neutral", False, False),
        ("person", "reported", "against", False, True),
        ("person", "rejected", "favor", False, True),
        ("person", "endorsed", "favor", False, True),
        ("organisation", "reported", "favor", False, True),
        ("group", "rejected", "favor", False, True),
        ("person", "question", "favor", False, False),
        ("person", "reported", "neutral", False, False),
        ("unresolved", "reported", "favor", False, False),
    ],
)
def test_own_and_attributed(kind, voice, stance, own, attributed):
    row = statement(1, "d", stance, holder_kind=kind, voice=voice)
    assert (is_own(row), is_attributed(row)) == (own, attributed)


def found(rows, documents=None, segments=()):
    return place(tables(documents or [document(0)], rows, segments=segments), YEARLY, ASSETS)


def test_a_public_person_has_the_name_and_affiliations_of_the_registry():
    row = statement(
        0, document(0).id, "against", holder_id="person:gary-marcus", holder_name="Marcus",
        holder_kind="person", voice="reported",
    )  # fmt: skip
    (person,) = found([row])["people"]
    assert (person.name, person.kind) == ("Gary Marcus", "public")
    assert "Marcus" in person.aliases
    assert person.affiliations
    assert (person.n_statements, person.n_own, person.n_attributed) == (1, 0, 1)
    assert person.placed == "too few to place"


@pytest.mark.parametrize(
    ("holder", "changes", "role", "kind"),
    [
        ("commenter:forum-sam", {}, "comment", "commenter"),
        ("speaker:talks-host", {}, "turn", "speaker"),
        ("person:una-known", {}, "body", "author"),
        ("person:una-known", {}, "turn", "speaker"),
        ("person:una-known", {}, "comment", "commenter"),
        ("person:una-known", {"holder_kind": "person"}, "body", "speaker"),
        ("group:critics", {"holder_kind": "group"}, "body", "group"),
        ("org:small-lab", {"holder_kind": "organisation"}, "body", "organisation"),
    ],
)
def test_kind_of_somebody_the_registry_does_not_know(holder, changes, role, kind):
    part = segment(0, document(0).id, role=role)
    row = statement(0, document(0).id, holder_id=holder, segment_id=part.id, **changes)
    (person,) = found([row], segments=[part])["people"]
    assert person.kind == kind


def test_critics_and_proponents_are_placed_by_what_they_say():
    documents = [document(0)]
    rows = [
        statement(i, documents[0].id, stance, holder_id=f"person:{name}", holder_name=name)
        for i, (name, stance) in enumerate([("bo", "favor")] * 14 + [("cy", "against")] * 14)
    ]
    people = {p.name: p for p in found(rows)["people"]}
    assert people["bo"].placed == "proponent"
    assert people["cy"].placed == "critic"
    assert people["bo"].low > 0 > people["cy"].high


def test_the_unrelated_and_the_nameless_are_nobody():
    rows = [
        statement(0, document(0).id, "unrelated", holder_id="", voice="-", holder_kind="-"),
        statement(1, document(0).id, holder_id="", holder_kind="unresolved"),
    ]
    assert found(rows) == {"people": [], "person_periods": []}


def test_periods_count_sides_and_leave_out_the_undated():
    documents = [document(0, "2022"), document(1, "2023-04"), document(2, "")]
    stances = [(0, "favor"), (0, "against"), (1, "mixed"), (2, "favor")]
    rows = [statement(i, documents[d].id, stance) for i, (d, stance) in enumerate(stances)]
    first, second = found(rows, documents)["person_periods"]
    assert (first.period, first.n, first.favor, first.against, first.balance) == (
        "2022",
        2,
        1,
        1,
        0,
    )
    assert (second.period, second.mixed) == ("2023", 1)
    assert math.isnan(second.balance)


def test_order_of_rows_changes_nothing():
    draw = random.Random(4)
    documents = [document(i, f"202{i % 4}") for i in range(8)]
    rows = [
        statement(
            i, draw.choice(documents).id, draw.choice(["favor", "against", "mixed", "neutral"]),
            holder_id=f"person:{draw.randint(0, 9)}", holder_name=draw.choice("xyz"),
        )
        for i in range(80)
    ]  # fmt: skip
    given = tables(documents, rows)
    mixed = {name: draw.sample(list(found), len(found)) for name, found in given.items()}
    first, second = place(given, YEARLY, ASSETS), place(Tables(mixed), YEARLY, ASSETS)
    assert repr(first) == repr(second)
    assert [p.id for p in first["people"]] == sorted(p.id for p in first["people"])


def test_the_shipped_registry_is_understood():
    entries = read_registry(ASSETS)
    assert entries["person:gary-marcus"].kind == "public"
    assert {entry.kind for entry in entries.values()} == {"public", "organisation"}


def test_a_damaged_registry_is_a_model_error(tmp_path: Path):
    (tmp_path / "people.toml").write_text('[[people]]\nname = "No Id"\n')
    with pytest.raises(ModelError) as caught:
        read_registry(Assets(tmp_path))
    assert caught.value.code == "M003"


def test_nobody_is_placed_while_the_stance_model_is_weak(tmp_path):
    metrics = tmp_path / "stance" / "metrics.json"
    metrics.parent.mkdir()
    metrics.write_text('{"backend": "encoder", "f_avg": {"value": 0.4}}', encoding="utf-8")
    assert not good_enough_to_place(Assets(tmp_path), 0.5, {"encoder"})
    assert good_enough_to_place(Assets(tmp_path), 0.5, {"llm"})  # measured was another
    metrics.write_text('{"backend": "encoder", "f_avg": {"value": 0.6}}', encoding="utf-8")
    assert good_enough_to_place(Assets(tmp_path), 0.5, {"encoder"})
    beside = '{"backend": "encoder", "f_avg": {"value": 0.6}, "baselines": [%s]}'
    student = '{"backend": "student", "f_avg": {"value": 0.4}}'
    metrics.write_text(beside % student, encoding="utf-8")
    assert not good_enough_to_place(Assets(tmp_path), 0.5, {"student"})
    assert good_enough_to_place(Assets(tmp_path), 0.5, {"encoder"})
    metrics.unlink()
    assert good_enough_to_place(Assets(tmp_path), 0.5, {"encoder"})

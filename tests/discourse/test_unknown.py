from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pipeline.discourse.people import load_registry
from pipeline.discourse.unknown import Unknown, unknown_people
from pipeline.registry import Assets
from pipeline.store.tables import Tables
from tests.discourse.making import Part, build

Attributed = Callable[..., dict[str, list[Any]]]
TEXT = (
    "Martha Bennett said that the models fail. Gary Marcus agreed. Bennett was glad. "
    "Peter Lunt was not, and Martha Bennett saw it. Bennett left."
)


def listed(
    attributed: Attributed, assets: Assets, said: str | list[Part], limit: int = 0
) -> list[Unknown]:
    parts = [Part(said)] if isinstance(said, str) else said
    found = attributed(parts)
    document, segments = build(parts)
    tables = {"documents": [document], "segments": segments, "mentions": found["mentions"],
              "statements": found["attributions"]}  # fmt: skip
    return unknown_people(Tables(tables), load_registry(assets), limit=limit)


def test_the_most_frequent_come_first_with_forms_counts_and_a_sentence(
    attributed: Attributed, assets: Assets
) -> None:
    first, second = listed(attributed, assets, TEXT)
    assert (first.id, first.name) == ("person:martha-bennett", "Martha Bennett")
    assert (first.variants, first.aliases) == (("Martha Bennett", "Bennett"), ())
    assert (first.mentions, first.documents, first.statements) == (4, 1, 1)
    assert first.example == "Martha Bennett said that the models fail."
    assert (second.name, second.mentions) == ("Peter Lunt", 1)
    assert second.example == "Peter Lunt was not, and Martha Bennett saw it."


def test_the_list_can_be_cut(attributed: Attributed, assets: Assets) -> None:
    assert [u.name for u in listed(attributed, assets, TEXT, limit=1)] == ["Martha Bennett"]


def test_known_people_are_not_listed(attributed: Attributed, assets: Assets) -> None:
    assert listed(attributed, assets, "Gary Marcus met Yann LeCun. Marcus left.") == []


def test_a_misspelling_of_somebody_known_is_pointed_at(
    attributed: Attributed, assets: Assets
) -> None:
    (found,) = listed(attributed, assets, "Gary Markus said that it fails.")
    assert (found.name, found.resembles) == ("Gary Markus", "Gary Marcus")


def test_a_speaker_whom_nobody_names_is_listed(attributed: Attributed, assets: Assets) -> None:
    turns = [Part("Scale is enough. It really is.", "turn", "Quorra Zelm")]
    (found,) = listed(attributed, assets, turns)
    assert (found.id, found.name) == ("person:quorra-zelm", "Quorra Zelm")
    assert (found.mentions, found.statements) == (0, 2)
    assert found.example == "Scale is enough."

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.discourse.people import Affiliation, load_registry, pieces
from pipeline.errors import ModelError
from pipeline.ids import fold
from pipeline.registry import Assets


@pytest.mark.parametrize(
    ("name", "folded"),
    [("François", "francois"), ("JÜRGEN", "jurgen"), ("Ada", "ada"), ("Straße", "strasse")],
)
def test_fold(name: str, folded: str) -> None:
    assert fold(name) == folded


def test_pieces() -> None:
    assert pieces("Fei-Fei Li") == ("fei", "fei", "li")
    assert pieces("Emily M. Bender") == ("emily", "m", "bender")


@pytest.mark.parametrize(
    ("date", "holds"),
    [("", True), ("2019", False), ("2020-05", True), ("2022-01-01", True), ("2023", False)],
)
def test_affiliations_have_dates(date: str, holds: bool) -> None:
    assert Affiliation("Acme", "2020", "2022").holds(date) is holds


def test_offices_are_held_in_their_time(assets: Assets) -> None:
    registry = load_registry(assets)
    holder = registry.in_office("Mistral AI CEO", "2024")
    assert holder is not None
    assert holder.id == "person:arthur-mensch"
    assert registry.in_office("Mistral AI CEO", "2021") is None
    assert registry.in_office("Nowhere CEO", "2024") is None


def test_every_full_name_finds_its_entity(assets: Assets) -> None:
    registry = load_registry(assets)
    for entity in registry.entities.values():
        assert registry.named(entity.name) == entity
        assert all(registry.with_handle(handle) == entity for handle in entity.handles)


@pytest.mark.parametrize("text", ["[[people]]\nname = 'A'", "[[people", "people = 3"])
def test_a_registry_that_is_not_understood_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "people.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ModelError) as caught:
        load_registry(Assets(tmp_path))
    assert caught.value.code == "M003"

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.discourse.people import Entity, Registry, entities_of, load_registry
from pipeline.discourse.promotion import Promotion, accepted, chosen, extended
from pipeline.discourse.unknown import Unknown
from pipeline.errors import ModelError
from pipeline.registry import ADDED_PEOPLE, SHIPPED_PEOPLE, Assets

KNOWN = Registry((Entity("person:ada-quill", "Ada Quill", "person", ("Ada M. Quill",)),))
OYA = Promotion("person:oya-bernard", "Oya Bernard", ("Oya K. Bernard",))
NOTE = "promoted from run abc"


def unknown(name: str, *variants: str) -> Unknown:
    return Unknown(
        id=f"person:{name.casefold().replace(' ', '-')}", name=name, variants=(name, *variants),
        mentions=3, statements=1, documents=1, example="", resembles="",
    )  # fmt: skip


def add(*promotions: Promotion, text: str = "") -> str:
    return extended(text, promotions, KNOWN, note=NOTE, place="added.toml")


def test_an_entry_has_names_and_where_it_comes_from_and_no_position() -> None:
    text = add(OYA)
    (entity,) = entities_of(text)
    assert (entity.id, entity.name, entity.aliases) == (OYA.id, OYA.name, OYA.aliases)
    assert entity.short == ("Bernard",)
    entry = text.partition("[[people]]")[2].strip().splitlines()
    assert [line.partition(" ")[0] for line in entry] == ["id", "name", "aliases", "short", "note"]
    assert f'note = "{NOTE}"' in entry


def test_what_stands_in_the_file_stays() -> None:
    before = add(OYA) + "# mine\n"
    after = add(Promotion("person:bo-reyes", "Bo Reyes"), text=before)
    assert after.startswith(before)
    assert [entity.name for entity in entities_of(after)] == ["Oya Bernard", "Bo Reyes"]


@pytest.mark.parametrize(
    "promotion",
    [
        Promotion("person:ada-quill", "Ada Other"),
        Promotion("person:a-quill", "ADA QUILL"),
        Promotion("person:a-quill", "Anna Quill", ("Ada M. Quill",)),
        Promotion("person:oya", "Oya"),
        Promotion("person:oya-b", "Oya Bernard", ("Bernard",)),
        Promotion("person:oya-b", "Oya Bernard", ("oya bernard",)),
        Promotion("person:oya-b", "Oya\nBernard"),
        Promotion("person:oya-b", "Oya " + "B" * 200),
        Promotion("org:oya-b", "Oya Bernard"),
        Promotion("person:", "Oya Bernard"),
        Promotion('person:x"\nid', "Oya Bernard"),
    ],
)
def test_clashes_and_what_is_no_name_are_refused(promotion: Promotion) -> None:
    with pytest.raises(ModelError) as caught:
        add(promotion)
    assert caught.value.code == "M009"


def test_two_promotions_must_not_clash_either() -> None:
    with pytest.raises(ModelError, match="is a name of"):
        add(OYA, Promotion("person:oya-b", "Oya Bernard"))


@given(st.text(min_size=1, max_size=30), st.text(min_size=1, max_size=30))
def test_a_name_is_refused_or_comes_back_as_it_was(first: str, last: str) -> None:
    promotion = Promotion("person:x", f"{first} {last}")
    try:
        text = add(promotion)
    except ModelError:
        return
    (entity,) = entities_of(text)
    assert (entity.id, entity.name) == ("person:x", promotion.name)


def test_people_are_chosen_by_name_id_or_other_form() -> None:
    found = [unknown("Oya Bernard", "Oya K. Bernard"), unknown("Bo Reyes")]
    names = ["bo reyes", "person:oya-bernard", "Oya K. Bernard"]
    assert [p.name for p in chosen(names, found)] == ["Bo Reyes", "Oya Bernard", "Oya Bernard"]
    with pytest.raises(ModelError) as caught:
        chosen(["Oya Bernhard"], found)
    assert caught.value.remedy == "did you mean 'Oya Bernard'?"


def test_rows_that_say_so_are_accepted() -> None:
    rows: list[dict[str, str | None]] = [
        {"promote": "x", "id": "person:a-b", "name": "A Bo", "aliases": "A. Bo; Al Bo;"},
        {"promote": "", "id": "person:c-d", "name": "C Do", "aliases": ""},
        {"promote": " Yes", "id": "person:e-f", "name": "'=E Fo", "aliases": None},
    ]
    assert accepted(rows, "r.csv") == [
        Promotion("person:a-b", "A Bo", ("A. Bo", "Al Bo")),
        Promotion("person:e-f", "=E Fo"),
    ]
    with pytest.raises(ModelError) as caught:
        accepted([{"name": "A Bo"}], "r.csv")
    assert caught.value.place == "r.csv, line 2"


def test_the_next_run_knows_who_was_added(tmp_path: Path) -> None:
    assets = Assets(tmp_path)
    entry = '[[people]]\nid = "person:ada-quill"\nname = "Ada Quill"\n'
    (tmp_path / SHIPPED_PEOPLE).write_text(entry, encoding="utf-8")
    assert load_registry(assets).named("Oya Bernard") is None
    (tmp_path / ADDED_PEOPLE).write_text(add(OYA), encoding="utf-8")
    registry = load_registry(assets)
    assert sorted(registry.entities) == ["person:ada-quill", "person:oya-bernard"]
    (tmp_path / ADDED_PEOPLE).write_text(add(OYA) + entry, encoding="utf-8")
    with pytest.raises(ModelError) as caught:
        load_registry(assets)
    assert caught.value.code == "M009"

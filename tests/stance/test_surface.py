from __future__ import annotations

from pipeline.stance.augment import varied
from pipeline.stance.base import Item
from pipeline.stance.examples import Example
from pipeline.stance.names import EVERYBODY
from pipeline.stance.surface import draw


def example(number: int, **item: str) -> Example:
    given = {"text": "Ines Oya said it would never stop, and I agree.", "speaker": "Ines Oya"}
    return Example(
        id=f"e-{number}", document="d", genre="", date="", item=Item(**{**given, **item}),
        stance="favor", voice="own", dimension="returns", holder="self",
    )  # fmt: skip


MANY = [example(i) for i in range(400)]


def test_about_the_asked_share_is_varied_and_codes_and_order_stay() -> None:
    found = varied(MANY, 0.5, seed=3)
    changed = [a for a, b in zip(MANY, found, strict=True) if a.item != b.item]
    assert 140 <= len(changed) <= 260
    assert [(e.id, e.stance, e.voice) for e in found] == [(e.id, e.stance, e.voice) for e in MANY]


def test_nothing_is_varied_when_nothing_is_asked() -> None:
    assert varied(MANY, 0.0, seed=3) == MANY


def test_each_dress_occurs() -> None:
    texts = {e.item.text for e in varied(MANY, 1.0, seed=3)}
    assert "ines oya said it would never stop and i agree" in texts
    assert f"{EVERYBODY} said it would never stop, and I agree." in texts
    assert "somebody said it would never stop, and I agree." in texts
    slips = (
        texts - {e.item.text for e in MANY} - {t for t in texts if "mith" in t or "omebody" in t}
    )
    assert len(slips) == 2  # captions, and a slip of the pen


def test_the_same_seed_gives_the_same_and_another_another() -> None:
    assert varied(MANY, 0.3, seed=3) == varied(MANY, 0.3, seed=3)
    assert varied(MANY, 0.3, seed=3) != varied(MANY, 0.3, seed=4)


def test_roles_are_no_names() -> None:
    host = [example(i, speaker="the author", text="The author of it all.") for i in range(60)]
    assert all("Smith" not in e.item.text for e in varied(host, 1.0, seed=3))


def test_a_draw_does_not_depend_on_the_process() -> None:
    assert draw(7, "ä") == 14222242493402073511

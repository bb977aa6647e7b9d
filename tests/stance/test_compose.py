from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.stance.base import Item
from pipeline.stance.compose import Composer, Limits, role_of
from pipeline.stance.names import NameMask

WORDS = {"[CLS]": 1, "[SEP]": 2, "«": 3, "»": 4}


class Letters:
    """A tokenizer of one token a word, long enough to see what goes where."""

    def encode(self, text: str, *, add_special_tokens: bool) -> SimpleNamespace:
        return SimpleNamespace(ids=[WORDS.get(w, 100 + len(w)) for w in text.split()])

    def token_to_id(self, token: str) -> int | None:
        return WORDS.get(token)


COMPOSER = Composer(Letters(), "scale is enough", NameMask(["Ada Lovelace", "Lovelace"]))


def test_the_sentence_stands_between_its_marks() -> None:
    row = COMPOSER.compose(Item(text="one three", before="b", after="aa", speaker="Host"))
    head = [1, 105, 102, 106, 2]
    assert row.ids == [*head, 104, 101, 101, 3, 103, 105, 4, 102, 2]
    assert [i for i, f in zip(row.ids, row.focus, strict=True) if f] == [103, 105]


@given(st.integers(0, 400), st.integers(1, 400), st.integers(0, 400))
def test_rows_stay_short_and_keep_the_sentence(before: int, text: int, after: int) -> None:
    item = Item(text="w " * text, before="bb " * before, after="aaa " * after)
    row = COMPOSER.compose(item)
    assert len(row.ids) == len(row.focus)
    assert sum(row.focus) == min(text, Limits().text)
    assert len(row.ids) <= 5 + 2 + Limits().before + 1 + Limits().text + 1 + Limits().after + 1


def test_limits_are_the_weights_own() -> None:
    narrow = Composer(Letters(), "scale", NameMask([]), Limits(before=2, text=1, after=0))
    row = narrow.compose(Item(text="one two", before="aa bb ccc", after="dddd", speaker="Host"))
    assert row.ids == [1, 105, 2, 104, 101, 102, 103, 3, 103, 4, 2]


def test_what_stands_nearest_before_is_kept() -> None:
    row = COMPOSER.compose(Item(text="t", before="far " * 200 + "nearest"))
    assert 107 in row.ids


@pytest.mark.parametrize(
    ("speaker", "role"),
    [
        ("Host", "host"),
        ("the author", "author"),
        ("", "author"),
        ("Sam Altman", "speaker"),
        ("gary", "speaker"),
        ("Audience member", "host"),
    ],
)
def test_only_the_role_of_a_speaker_is_seen(speaker: str, role: str) -> None:
    assert role_of(speaker) == role


def test_fame_cannot_leak_through_the_speaker() -> None:
    rows = {
        tuple(COMPOSER.compose(Item(text="t", speaker=n)).ids) for n in ("A B", "Yann", "Dario")
    }
    assert len(rows) == 1


def test_a_foreign_tokenizer_is_refused() -> None:
    nothing = SimpleNamespace(
        encode=lambda text, add_special_tokens: SimpleNamespace(ids=[]),
        token_to_id=lambda token: None,
    )
    with pytest.raises(ValueError, match="knows none"):
        Composer(nothing, "p", NameMask([]))


def test_a_known_name_makes_no_difference() -> None:
    said = Item(text="Lovelace says so.", before="[Ada Lovelace] Well.", after="", speaker="x")
    other = Item(text="Smith says so.", before="[Smith] Well.", after="", speaker="x")
    assert COMPOSER.compose(said) == COMPOSER.compose(other)

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pipeline.discourse.first_names import suits
from tests.discourse.making import Part, statement_on

Attributed = Callable[..., dict[str, list[Any]]]


@pytest.mark.parametrize(
    ("pronoun", "name", "expected"),
    [("he", "Geoffrey Hinton", 1), ("she", "Geoffrey Hinton", 0), ("she", "Fei-Fei Li", 2),
     ("he", "fei-fei-li", 0), ("she", "Sam Altman", 1), ("", "Fei-Fei Li", 1), ("he", "", 1)],
)  # fmt: skip
def test_names_that_suit_a_pronoun(pronoun: str, name: str, expected: int) -> None:
    assert suits(pronoun, name) == expected


def test_a_pronoun_is_followed_into_the_turn_before(attributed: Attributed) -> None:
    turns = [
        Part("And what does Melanie Mitchell say?", "turn", "Mo"),
        Part("She says that scale is not enough.", "turn", "Bea"),
    ]
    found = statement_on(attributed(turns, kind="transcript"), turns[1].text)
    assert (found.holder_id, found.voice) == ("person:melanie-mitchell", "reported")


def test_comments_do_not_borrow_from_the_comment_above(attributed: Attributed) -> None:
    parts = [Part("I met Gary Marcus.", "comment", "ann"), Part("He says no.", "comment", "bob")]
    found = statement_on(attributed(parts, kind="thread"), "He says no.")
    assert (found.holder_id, found.holder_kind) == ("", "unresolved")


@pytest.mark.parametrize("piece", ["He said. ", "he ", "Sam Altman met Elon Musk. ", "They. "])
def test_long_hostile_text_is_read_to_the_end(attributed: Attributed, piece: str) -> None:
    text = piece * (6_000 // len(piece)) + "\n\nHe said that it works."
    found = attributed([Part(text)])
    assert statement_on(found, "He said that it works.").voice == "reported"

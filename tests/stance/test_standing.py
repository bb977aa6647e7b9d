from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.records import STANCES, VOICES
from pipeline.stance.base import Item
from pipeline.stance.standing import STRENGTH, lent

FAVOR, AGAINST = STANCES.index("favor"), STANCES.index("against")


def said(*sides: float, voice: str = "own") -> tuple[np.ndarray, np.ndarray]:
    """Logits of sentences on a side (> 0 favor, < 0 against), all in ``voice``."""
    stances = np.zeros((len(sides), len(STANCES)))
    stances[:, FAVOR] = sides
    stances[:, AGAINST] = [-side for side in sides]
    voices = np.full((len(sides), len(VOICES)), -8.0)
    voices[:, VOICES.index(voice)] = 8.0  # type: ignore[arg-type]
    return stances, voices


def items(*speakers: str, document: str = "d") -> list[Item]:
    return [Item(text="t", speaker=speaker, document=document) for speaker in speakers]


def balance(logits: np.ndarray, place: int) -> float:
    return float(logits[place, FAVOR] - logits[place, AGAINST])


def test_an_unclear_sentence_goes_with_the_rest_of_what_its_speaker_says() -> None:
    stances, voices = said(3, 3, 3, -0.1)
    assert balance(lent(items(*["Ada Oya"] * 4), stances, voices), 3) > 0


def test_a_clear_sentence_stays_what_it_is() -> None:
    stances, voices = said(3, 3, 3, -4)
    found = lent(items(*["Ada Oya"] * 4), stances, voices)
    assert found[3].argmax() == AGAINST


def test_what_others_say_counts_nothing() -> None:
    stances, voices = said(3, 3, 3, -0.1)
    found = lent(items("Ada", "Ada", "Ada", "Lu"), stances, voices)
    assert balance(found, 3) == pytest.approx(balance(stances, 3))


def test_what_is_told_to_be_denied_counts_the_other_way_round() -> None:
    stances, voices = said(-3, -3, -3, 0.1)
    voices[:3] = said(0, 0, 0, voice="rejected")[1]
    assert balance(lent(items(*["Ada"] * 4), stances, voices), 3) > balance(stances, 3)


def test_what_is_only_reported_counts_nothing() -> None:
    stances, voices = said(3, 3, 3, 0.1)
    voices[:3] = said(0, 0, 0, voice="reported")[1]
    found = lent(items(*["Ada"] * 4), stances, voices)
    assert balance(found, 3) == pytest.approx(balance(stances, 3), abs=0.01)


@pytest.mark.parametrize("nobody", ["", "a commenter", "[deleted]", "Anonymous"])
def test_people_without_a_name_are_not_one_person(nobody: str) -> None:
    stances, voices = said(3, 3, -0.1)
    np.testing.assert_array_equal(lent(items(*[nobody] * 3), stances, voices), stances)


def test_without_a_document_everything_stands_alone() -> None:
    stances, voices = said(3, 3, -0.1)
    alone = items(*["Ada"] * 3, document="")
    np.testing.assert_array_equal(lent(alone, stances, voices), stances)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(-5, 5)), min_size=1, max_size=12))
def test_only_the_balance_moves_and_never_further_than_the_strength(
    given_: list[tuple[str, float]],
) -> None:
    stances, voices = said(*(side for _, side in given_))
    found = lent(items(*(speaker for speaker, _ in given_)), stances, voices)
    moved = found - stances
    np.testing.assert_allclose(moved[:, FAVOR], -moved[:, AGAINST], atol=1e-9)
    assert np.abs(moved).max() <= STRENGTH
    assert not moved[:, [STANCES.index(s) for s in ("mixed", "neutral", "unrelated")]].any()


def test_order_changes_nothing() -> None:
    stances, voices = said(3, -1, 2, 0.5)
    who = items("Ada", "Lu", "Ada", "Lu")
    turned = lent(who[::-1], stances[::-1].copy(), voices[::-1].copy())
    np.testing.assert_allclose(turned[::-1], lent(who, stances, voices))

from __future__ import annotations

import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.gold.perturb import (
    Cast,
    load_cast,
    mask_names,
    perturbations,
    swap_names,
    swap_speaker,
)
from pipeline.registry import Assets, default_models
from pipeline.stance.base import Item
from pipeline.stance.surface import caption_style, typos, upper_case

PEOPLE = [
    ("Ada Byron", "Byron"),
    ("Lu Chan", "Chan"),
    ("Jo-Ann Grey", "Grey"),
    ("Max Ode", "Ode"),
]
CAST = Cast(
    PEOPLE,
    {
        ("ada", "byron"): 0, ("byron",): 0, ("lu", "chan"): 1, ("chan",): 1,
        ("jo", "ann", "grey"): 2, ("max", "ode"): 3,
    },
)  # fmt: skip
SHIPPED = load_cast(Assets(default_models()))
ALL = perturbations(Assets(default_models()))
ITEMS = st.builds(
    Item, text=st.text(max_size=80), before=st.text(max_size=40), speaker=st.text(max_size=12)
)


def masked(text: str) -> str:
    return mask_names(Item(text=text), cast=CAST).text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Byron said so.", "somebody said so."),
        ("Byron's view, and Lu Chan's.", "somebody's view, and somebody's."),
        ("Jo-Ann Grey and Max  Ode", "somebody and somebody"),
        ("An ode to chan and byron", "An ode to chan and byron"),
        ("Ada. Byron", "somebody"),
        ("Adabyron, Byrons", "Adabyron, Byrons"),
        ("Max, Ode", "Max, Ode"),
        ("", ""),
    ],
)
def test_known_names_are_found(text: str, expected: str) -> None:
    assert masked(text) == expected


def test_a_person_is_swapped_for_one_other_all_over_the_item() -> None:
    item = Item(text="Ada Byron wins.", before="Lu Chan?", after="Byron again", speaker="Ada Byron")
    found = swap_names(item, 3, cast=CAST)
    name = found.text.removesuffix(" wins.")
    last = dict(PEOPLE)[name]
    assert name not in ("Ada Byron", found.before.removesuffix("?"))
    assert found.after == f"{last} again"
    assert found.before != item.before
    assert found.speaker == item.speaker
    assert swap_names(item, 3, cast=CAST) == found


def test_another_seed_draws_other_names() -> None:
    drawn = {swap_names(Item(text="Lu Chan"), seed, cast=CAST).text for seed in range(30)}
    assert drawn == {"Ada Byron", "Jo-Ann Grey", "Max Ode"}


@pytest.mark.parametrize("role", ["", "Host", "the author", "Guest 2"])
def test_parts_in_a_conversation_keep_their_speaker(role: str) -> None:
    item = Item(text="t", speaker=role)
    assert swap_speaker(item, 1, cast=CAST) is item


def test_a_speaker_becomes_somebody_else_and_the_same_one_throughout() -> None:
    by_seed = [
        {swap_speaker(Item(text=f"t{i}", speaker="ada byron"), seed, cast=CAST).speaker
         for i in range(9)}
        for seed in range(30)
    ]  # fmt: skip
    assert {len(names) for names in by_seed} == {1}
    assert set.union(*by_seed) == {"Lu Chan", "Jo-Ann Grey", "Max Ode"}


def test_captions_have_neither_case_nor_punctuation() -> None:
    item = Item(text="“It's done” — GPT-4, 3.5x; isn't it?", before="A/B (yes)…", speaker="Ann")
    found = caption_style(item)
    assert (found.text, found.before) == ("it's done gpt-4 35x isn't it", "a b yes")
    assert found.speaker == "Ann"


def test_capitals() -> None:
    assert upper_case(Item(text="Bigger", after="is ß")).after == "IS SS"


def test_slips_are_few_seeded_and_spare_negations() -> None:
    text = " ".join(["never", "without", "nothing", "bigger", "models", "reason", "well", "a"] * 5)
    found = typos(Item(text=text), 1).text.split()
    changed = [a for a, b in zip(text.split(), found, strict=True) if a != b]
    assert len(changed) == 2  # of twenty words that may be hit
    assert not {"never", "without", "nothing", "a"}.intersection(changed)
    assert typos(Item(text=text), 1).text.split() == found
    assert len({typos(Item(text=text), seed).text for seed in range(10)}) > 5


@given(st.lists(st.text(string.ascii_letters, min_size=4, max_size=9), min_size=1), st.integers(0))
def test_a_sentence_with_a_long_word_gets_a_slip(words: list[str], seed: int) -> None:
    text = " ".join([*words, "model"])
    found = typos(Item(text=text), seed).text
    assert found != text
    assert abs(len(found) - len(text)) <= len(words) + 1
    assert [w[0] for w in found.split()] == [w[0] for w in text.split()]


@pytest.mark.parametrize("name", list(ALL))
@given(item=ITEMS)
def test_every_change_is_a_function_of_item_and_seed(name: str, item: Item) -> None:
    assert ALL[name](item, 5) == ALL[name](item, 5)


@pytest.mark.parametrize("name", list(ALL))
@pytest.mark.parametrize("text", ["Ada " * 250_000, "A" * 10**6, "a.-'" * 250_000, "\n" * 10**6])
def test_hostile_texts_take_bounded_time(name: str, text: str) -> None:
    assert isinstance(ALL[name](Item(text=text), 1), Item)


def test_the_shipped_people_are_known_and_words_are_not() -> None:
    def after(text: str) -> Any:
        return mask_names(Item(text=text), cast=SHIPPED).text

    assert after("Gary Marcus and Sam Altman met.") == "somebody and somebody met."
    assert after("Altman's bet") == "somebody's bet"
    assert after("Apple and Claude and Son") == "Apple and Claude and Son"

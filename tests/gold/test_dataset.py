from __future__ import annotations

import random
from functools import cache

from pipeline.gold.dataset import distribution, near_duplicates, probes
from pipeline.records import STANCES
from pipeline.registry import default_models
from pipeline.stance.base import Item
from pipeline.stance.examples import Example, read_examples, read_folder


def example(number: int, text: str, stance: str = "favor", **item: str) -> Example:
    return Example(
        id=f"x-{number}",
        document=f"doc-{number % 10}",
        genre="essay",
        date="",
        item=Item(
            text=text,
            before=item.get("before", ""),
            after="",
            speaker=item.get("speaker", ""),
        ),
        stance=stance,  # type: ignore[arg-type]
        voice="own",
        dimension="returns",
        holder="self",
    )


@cache
def shipped() -> list[Example]:
    return read_folder(default_models() / "stance" / "train")


def test_a_copied_sentence_is_found_and_a_repeated_answer_is_not() -> None:
    first = "The curves have not bent, and nobody can say when they will."
    copies = near_duplicates(
        [
            example(1, first),
            example(2, first.replace("nobody can", "No one can").replace("No one", "nobody")),
            example(3, "No.", before="Will it be enough?"),
            example(4, "No.", before="Did it stop?"),
        ]
    )
    assert copies == [("x-1", "x-2")]


def test_a_length_that_gives_the_side_away_is_noticed() -> None:
    chooser = random.Random(3)
    told = [
        example(i, "word " * (5 if i % 2 else 30), "favor" if i % 2 else "against")
        for i in range(200)
    ]
    mixed = [
        example(i, "word " * chooser.randint(5, 30), chooser.choice(["favor", "against"]))
        for i in range(400)
    ]
    form = "form, favor or against"
    assert {p.name: p.balanced_accuracy for p in probes(told)}[form] > 0.99
    assert abs({p.name: p.balanced_accuracy for p in probes(mixed)}[form] - 0.5) < 0.1


def test_no_sentence_is_shipped_twice() -> None:
    assert near_duplicates(shipped()) == []


def test_all_codes_occur_and_a_third_takes_no_side() -> None:
    found = distribution(shipped())
    assert set(found["stance"]) == set(STANCES)
    none = found["stance"]["neutral"] + found["stance"]["unrelated"]
    assert 1 / 3 < none / len(shipped()) < 2 / 3
    assert 0.8 < found["stance"]["favor"] / found["stance"]["against"] < 1.25


def test_no_name_and_little_form_tells_the_side() -> None:
    by_name = {p.name: p for p in probes(shipped())}
    assert abs(by_name["speaker, favor or against"].balanced_accuracy - 0.5) < 0.07
    assert by_name["form, favor or against"].balanced_accuracy < 0.6


def test_nothing_that_checks_is_trained_on() -> None:
    check = read_examples(default_models() / "stance" / "check.jsonl")
    assert not {e.document for e in check} & {e.document for e in shipped()}

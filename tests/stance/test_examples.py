from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from pipeline.errors import PipelineError
from pipeline.records import SIDED
from pipeline.registry import default_models
from pipeline.stance.examples import read_examples, read_folder

GOOD = {"id": "1", "text": "It will not do.", "stance": "against", "voice": "own"}


def test_a_line_becomes_an_example(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(GOOD) + "\n\n", encoding="utf-8")
    (example,) = read_examples(path)
    assert (example.stance, example.voice, example.dimension) == ("against", "own", "-")
    assert example.item.text == "It will not do."


def test_the_holder_who_speaks_may_be_written_large(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps({**GOOD, "holder": "Self"}), encoding="utf-8")
    assert [e.holder for e in read_examples(path)] == ["self"]


def test_a_line_separator_inside_a_text_ends_no_line(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    row = {**GOOD, "text": "It will\u2028not do."}
    path.write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    assert [e.item.text for e in read_examples(path)] == ["It will\u2028not do."]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "not JSON"),
        ("[]", "no `text`"),
        (json.dumps({**GOOD, "text": " "}), "no `text`"),
        (json.dumps(GOOD), "'1' stands in line 1, too"),
        ('{"id": "2", "text": "\\ud83d", "stance": "favor"}', "not JSON"),
        (json.dumps({**GOOD, "stance": "favour"}), "stance 'favour' is no code"),
        (json.dumps({**GOOD, "voice": "mine"}), "voice 'mine' is no code"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, says: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(GOOD) + "\n" + line + "\n", encoding="utf-8")
    with pytest.raises(PipelineError) as caught:
        read_examples(path)
    assert caught.value.code == "G001"
    assert says in caught.value.message
    assert caught.value.place.endswith("line 2")


def test_binary_is_no_gold(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(PipelineError, match="G001"):
        read_examples(path)


# What was promised of the sentences that ship.

SHIPPED = read_folder(default_models() / "stance" / "train")


def test_there_are_enough_of_every_kind() -> None:
    stances = Counter(example.stance for example in SHIPPED)
    assert len(SHIPPED) >= 8000
    assert min(stances.values()) >= 400
    rest = stances["neutral"] + stances["unrelated"]
    assert 0.3 < rest / len(SHIPPED) < 0.55
    assert 0.85 < stances["favor"] / stances["against"] < 1.15
    assert len({example.genre for example in SHIPPED}) >= 5


def test_no_sentence_is_there_twice() -> None:
    seen = Counter(
        (e.item.text.casefold(), e.item.before.casefold(), e.item.after.casefold()) for e in SHIPPED
    )
    assert [key for key, n in seen.items() if n > 1] == []


def test_sided_sentences_have_holder_voice_and_dimension() -> None:
    for example in SHIPPED:
        if example.stance in SIDED:
            assert "-" not in (example.voice, example.dimension, example.holder), example.id
        if example.stance == "unrelated":
            assert (example.voice, example.dimension) == ("-", "-"), example.id


def test_length_does_not_give_the_side_away() -> None:
    mean = {
        side: sum(len(e.item.text.split()) for e in SHIPPED if e.stance == side)
        / sum(e.stance == side for e in SHIPPED)
        for side in ("favor", "against")
    }
    assert abs(mean["favor"] - mean["against"]) < 2.0

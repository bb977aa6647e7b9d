from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from pipeline.config import StanceSection
from pipeline.errors import PipelineError
from pipeline.gold import robustness
from pipeline.gold.robustness import PAIRS, invariance, on_pairs, read_pairs, share
from pipeline.records import STANCES
from pipeline.registry import Assets, default_models
from pipeline.stance.base import Item, Judgement
from pipeline.stance.examples import Example, read_examples
from pipeline.stance.surface import caption_style, upper_case

SHIPPED = default_models() / PAIRS


class Shouting:
    """Takes capitals for favor, a full stop for against, and knows one voice."""

    name = "shouting"

    def __init__(self, voice: str = "-") -> None:
        self.voice: Any = voice

    def judge(self, items: Sequence[Item]) -> list[Judgement]:
        return [self._one(item.text) for item in items]

    def _one(self, text: str) -> Judgement:
        said = "favor" if text.isupper() else "against" if text.endswith(".") else "neutral"
        voices = {} if self.voice == "-" else {self.voice: 1.0}
        return Judgement(stances={s: float(s == said) for s in STANCES}, voices=voices)


def example(text: str, stance: Any, document: str = "d", voice: Any = "own") -> Example:
    return Example(
        id=text, document=document, genre="", date="", item=Item(text=text), stance=stance,
        voice=voice, dimension="returns", holder="self",
    )  # fmt: skip


def write(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def row(name: str, text: str, stance: str, **more: Any) -> dict[str, Any]:
    fields = {
        "id": f"{name}-{text}", "text": text, "stance": stance, "voice": "own",
        "dimension": "returns", "holder": "self", "pair": name, "kind": "negation",
    }  # fmt: skip
    return fields | more


def test_changes_are_counted_among_the_sentences_that_are_touched() -> None:
    examples = [example(text, "neutral", text) for text in ("A wall.", "a wall", "THE WALL")]
    found = invariance(
        Shouting(),
        examples,
        {"upper": upper_case, "caption": caption_style, "same": lambda item, _: item},
    )
    assert (found["upper"].n, found["caption"].n, found["same"].n) == (2, 2, 0)
    assert found["upper"].figures["changed"].value == 1
    assert found["upper"].figures["flipped"].value == 0.5
    assert found["caption"].figures["changed"].value == 1
    assert found["caption"].figures["flipped"].value == 0
    assert found["same"].as_dict() == {"n": 0}


def test_pairs_count_items_and_whole_pairs(tmp_path: Path) -> None:
    table = read_pairs(
        write(
            tmp_path / "pairs.jsonl",
            row("p1", "IT WORKS", "favor"),
            row("p1", "It fails.", "against"),
            row("p2", "It works", "favor"),
            row("p2", "It does not.", "against"),
            row("q1", "HE SAYS SO", "favor", kind="attribution", voice="reported"),
            row("q1", "I say so.", "against", kind="attribution"),
        )
    )
    silent, voiced = on_pairs(Shouting(), table), on_pairs(Shouting("own"), table)
    assert list(silent) == ["attribution", "negation"]
    assert silent["negation"].n == 2
    assert silent["negation"].figures["items"].value == 0.75
    assert silent["negation"].figures["pairs"].value == 0.5
    assert "voice" not in silent["attribution"].figures
    assert voiced["attribution"].figures["voice"].value == 0.5
    assert voiced["attribution"].figures["voice_pairs"].value == 0


def test_none_of_a_few_is_not_certainty() -> None:
    none = share([False] * 5, ["a", "b", "c", "d", "e"])
    assert (none.value, none.low) == (0, 0)
    assert 0.3 < none.high < 0.6
    some = share([True, False] * 20, [f"d{i}" for i in range(40)])
    assert some.low < some.value == 0.5 < some.high


@pytest.mark.parametrize(
    "rows",
    [
        [row("p", "a", "favor")],
        [row("p", "a", "favor"), row("p", "b", "favor"), row("p", "c", "favor")],
        [row("p", "a", "favor", pair="")],
        [row("p", "a", "favor", kind=3)],
        [row("p", "a", "pro")],
    ],
)
def test_a_table_that_is_not_of_pairs_is_refused(
    tmp_path: Path, rows: list[dict[str, Any]]
) -> None:
    with pytest.raises(PipelineError) as caught:
        read_pairs(write(tmp_path / "pairs.jsonl", *rows))
    assert caught.value.code == "G001"


def test_the_shipped_pairs_differ_in_little_and_in_their_code() -> None:
    pairs = read_pairs(SHIPPED)
    assert len(pairs) >= 60
    assert {pair.kind for pair in pairs} == {"negation", "attribution"}
    for pair in pairs:
        one, other = pair.examples
        assert (one.stance, one.voice) != (other.stance, other.voice), pair.name
        if pair.kind == "negation":
            assert one.stance != other.stance, pair.name
        assert (one.item.before, one.item.speaker) == (other.item.before, other.item.speaker)
        words = [set(e.item.text.lower().strip(".?").split()) for e in pair.examples]
        assert len(words[0] & words[1]) >= 0.5 * min(map(len, words)), pair.name


def test_the_shipped_pairs_are_not_learned_from() -> None:
    train = default_models() / "stance" / "train"
    learned = {e.item.text for path in sorted(train.glob("*.jsonl")) for e in read_examples(path)}
    ours = [e.item.text for e in read_examples(SHIPPED)]
    assert len(set(ours)) == len(ours)
    assert learned.isdisjoint(ours)


def test_no_side_is_what_first_members_say() -> None:
    first = [pair.examples[0].stance for pair in read_pairs(SHIPPED) if pair.kind == "negation"]
    assert 0.25 < first.count("against") / len(first) < 0.75


def test_the_whole_measure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(robustness, "load_judge", lambda *_: Shouting())
    gold = write(tmp_path / "gold.jsonl", row("g", "Sam Altman talks.", "neutral", speaker="Ada B"))
    found = robustness.evaluate_robustness(gold, Assets(default_models()), StanceSection())
    printed = json.loads(json.dumps(found.as_dict(), allow_nan=False))
    assert list(printed["perturbations"]) == [
        "names swapped", "names masked", "speaker swapped", "upper case", "typos", "caption style",
    ]  # fmt: skip
    assert printed["perturbations"]["upper case"]["flipped"]["value"] == 1
    assert printed["perturbations"]["names swapped"]["changed"]["value"] == 0
    assert printed["pairs"]["negation"]["n"] >= 30


def test_an_empty_gold_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PipelineError) as caught:
        robustness.evaluate_robustness(
            write(tmp_path / "gold.jsonl"), Assets(default_models()), StanceSection()
        )
    assert (caught.value.code, "gold.jsonl" in caught.value.message) == ("G001", True)

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.config import StanceSection
from pipeline.errors import ModelError
from pipeline.records import STANCES
from pipeline.registry import Assets
from pipeline.stance.base import Item
from pipeline.stance.baseline import LinearJudge, load
from pipeline.stance.examples import Example


def example(text: str, stance: str, number: int) -> Example:
    return Example(
        id=str(number),
        document="",
        genre="essay",
        date="",
        item=Item(text=text),
        stance=stance,  # type: ignore[arg-type]
        voice="-",
        dimension="returns" if stance != "unrelated" else "-",
        holder="-",
    )


TEXTS = {
    "favor": "bigger models keep getting smarter",
    "against": "bigger models have hit a wall",
    "unrelated": "we had soup in the harbour",
}
EXAMPLES = [example(t, s, n) for n in range(6) for s, t in TEXTS.items()]


def test_it_learns_what_it_is_shown() -> None:
    judgements = LinearJudge(EXAMPLES).judge([Item(text=t) for t in TEXTS.values()])
    assert [j.stance for j in judgements] == list(TEXTS)
    for judgement in judgements:
        assert set(judgement.stances) == set(STANCES)
        assert sum(judgement.stances.values()) == pytest.approx(1)
        assert -1 <= judgement.score <= 1


def test_it_is_the_same_judge_every_time() -> None:
    items = [Item(text="the wall is smarter than soup", before="bigger models")]
    assert LinearJudge(EXAMPLES).judge(items) == LinearJudge(EXAMPLES).judge(items)


def test_nothing_gives_nothing() -> None:
    assert LinearJudge(EXAMPLES).judge([]) == []


def test_missing_sentences_are_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as caught:
        load("p", StanceSection(), Assets(tmp_path))
    assert caught.value.code == "M001"
    (tmp_path / "stance" / "train").mkdir(parents=True)
    with pytest.raises(ModelError, match="no coded sentences"):
        load("p", StanceSection(), Assets(tmp_path))

from __future__ import annotations

import gzip
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.config import StanceSection
from pipeline.errors import ModelError
from pipeline.records import STANCES
from pipeline.registry import Assets, default_models
from pipeline.stance import encoder
from pipeline.stance.base import Item, Judgement
from pipeline.stance.target import load_target

ASSETS = Assets(default_models())
_TOKENIZER = "stance/encoder/tokenizer.json"
ITEMS = [
    Item(text="Every larger model has done what the sceptics said it could not."),
    Item(text="No.", before="[Host] Will more data get us there?", speaker="Guest"),
    Item(text="The train was late again.", before="I nearly missed the panel."),
    Item(text="Language models have hit a wall, and no amount of compute will help. " * 8),
]


def load() -> encoder.EncoderJudge:
    return encoder.load(load_target(ASSETS, "scaling").proposition, StanceSection(), ASSETS)


def test_a_sentence_is_judged_alike_in_any_company() -> None:
    judge = load()
    alone = [judge.judge([item])[0] for item in ITEMS]
    assert judge.judge(ITEMS) == alone
    assert judge.judge(ITEMS[::-1]) == alone[::-1]


def test_probabilities_add_up_and_name_every_stance() -> None:
    for judgement in load().judge(ITEMS):
        assert set(judgement.stances) == set(STANCES)
        assert sum(judgement.stances.values()) == pytest.approx(1.0)
        assert 0 <= judgement.confidence <= 1
        assert judgement.dimension != "-"


def test_small_talk_is_not_about_the_target() -> None:
    assert load().judge([ITEMS[2]])[0].stance == "unrelated"


def test_nothing_gives_nothing() -> None:
    assert load().judge([]) == []


def test_weights_that_were_changed_are_refused(tmp_path: Path) -> None:
    for name in ("models.toml", "people.toml", "stance/encoder/settings.json", _TOKENIZER):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(ASSETS.path(name).read_bytes())
    (tmp_path / "stance/encoder/model.onnx").write_bytes(b"other weights")
    with pytest.raises(ModelError, match="M002") as raised:
        encoder.load("p", StanceSection(), Assets(tmp_path))
    assert "digest" in str(raised.value)


class _Sure:
    """Says one thing of everything, with one probability, and remembers what it was asked."""

    def __init__(self, stance: str, probability: float) -> None:
        self.asked: list[str] = []
        rest = (1 - probability) / (len(STANCES) - 1)
        self._stances = {s: probability if s == stance else rest for s in STANCES}

    def judge(self, items: Sequence[Item]) -> list[Judgement]:
        self.asked += [item.text for item in items]
        return [Judgement(stances=self._stances) for _ in items]


@pytest.mark.parametrize(("sure", "asked"), [(0.97, 0), (0.90, len(ITEMS))])
def test_the_second_judge_is_asked_only_what_the_first_is_not_sure_of(sure, asked) -> None:
    first, second = _Sure("unrelated", sure), _Sure("favor", 0.8)
    found = encoder.Cascade(first, second, 0.95).judge(ITEMS)  # type: ignore[arg-type]
    assert len(first.asked) == len(ITEMS)
    assert len(second.asked) == asked
    assert [j.stance for j in found] == ["favor" if asked else "unrelated"] * len(ITEMS)


def test_a_side_that_the_first_takes_is_for_the_second_to_say() -> None:
    first, second = _Sure("against", 0.99), _Sure("favor", 0.8)
    found = encoder.Cascade(first, second, 0.95).judge(ITEMS[:1])  # type: ignore[arg-type]
    assert found[0].stance == "favor"


def test_deflated_weights_are_read_as_plain_ones(tmp_path: Path) -> None:
    plain, deflated = tmp_path / "model.onnx", tmp_path / "model.onnx.gz"
    plain.write_bytes(b"weights")
    deflated.write_bytes(gzip.compress(b"weights"))
    assert encoder.read_weights(plain) == encoder.read_weights(deflated) == b"weights"

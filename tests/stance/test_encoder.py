from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from pipeline.config import StanceSection
from pipeline.errors import ModelError
from pipeline.records import STANCES
from pipeline.registry import Assets, default_models
from pipeline.stance import encoder
from pipeline.stance.base import Item
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
    (tmp_path / "stance/encoder/model.onnx.gz").write_bytes(b"other weights")
    with pytest.raises(ModelError, match="M002") as raised:
        encoder.load("p", StanceSection(), Assets(tmp_path))
    assert "digest" in str(raised.value)


def test_a_file_is_what_its_digest_says(tmp_path: Path) -> None:
    name, made = "stance/encoder/settings.json", Assets(tmp_path)
    for copied in ("models.toml", name):
        (tmp_path / copied).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / copied).write_bytes(ASSETS.path(copied).read_bytes())
    assert made.verified(name, listed=True) == ASSETS.path(name).read_bytes()
    (tmp_path / name).write_text('{"temperature": 9}', encoding="utf-8")
    with pytest.raises(ModelError, match="M002"):
        made.verified(name)
    (tmp_path / "mine.json").write_bytes(b"{}")
    assert made.verified("mine.json") == b"{}"
    with pytest.raises(ModelError, match="no digest"):
        made.verified("mine.json", listed=True)
    (tmp_path / "models.toml").write_text("= 3", encoding="utf-8")
    with pytest.raises(ModelError, match="M003"):
        made.verified(name)


def test_deflated_weights_are_read_as_plain_ones(tmp_path: Path) -> None:
    plain, deflated = tmp_path / "model.onnx", tmp_path / "model.onnx.gz"
    plain.write_bytes(b"weights")
    deflated.write_bytes(gzip.compress(b"weights"))
    assert encoder.read_weights(plain) == encoder.read_weights(deflated) == b"weights"

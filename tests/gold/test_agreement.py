from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.errors import PipelineError
from pipeline.gold.agreement import alpha, compare
from pipeline.registry import default_models


def test_alpha_of_the_textbook() -> None:
    # Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", section A:
    # 14 zeros, 6 ones, 4 unlike.
    first, second = "0100000000", "1110011000"
    assert alpha(list(zip(first, second, strict=True))) == pytest.approx(0.095, abs=0.0005)


def test_alpha_at_its_ends() -> None:
    assert alpha([("a", "a"), ("b", "b")]) == 1
    assert alpha([("a", "b"), ("b", "a")]) < 0
    assert alpha([("a", "a")]) != alpha([("a", "a")])  # nan: nothing varies


def test_the_shipped_sentences_are_coded_alike_by_two_coders() -> None:
    models = default_models() / "stance"
    found = compare(models / "train", models / "second_coding.jsonl")
    n, stance = found["stance"]
    assert n >= 800
    assert stance.low > 0.9
    assert found["voice"][1].low > 0.85
    assert found["dimension"][1].low > 0.85


def test_bad_codes_are_named(tmp_path: Path) -> None:
    path = tmp_path / "second.jsonl"
    path.write_text(json.dumps({"id": "x", "stance": "favor"}) + "\n", encoding="utf-8")
    with pytest.raises(PipelineError, match="line 1"):
        compare(default_models() / "stance" / "train", path)

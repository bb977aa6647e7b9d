from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.errors import ModelError
from pipeline.gold.evaluate import evaluate_trained, spread
from pipeline.registry import Assets, default_models

ASSETS = Assets(default_models())
STUDENT = default_models() / "stance" / "student"
ROWS = [
    {"id": "1", "file": "a", "text": "Bigger models keep getting smarter.", "stance": "favor"},
    {"id": "2", "file": "b", "text": "Scaling has hit a wall.", "stance": "against"},
    {"id": "3", "file": "c", "text": "The soup was cold.", "stance": "unrelated"},
]


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    return path


def test_each_training_is_measured_under_its_folder_name(gold: Path) -> None:
    found = evaluate_trained(gold, [STUDENT, STUDENT], ASSETS)
    assert [evaluation.backend for evaluation in found] == ["student", "student"]
    assert found[0].confusion == found[1].confusion
    mean, least, most = spread(found, "f_avg")
    assert mean == least == most == found[0].figures["f_avg"].value


def test_a_folder_without_weights_is_named(gold: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"model\.onnx"):
        evaluate_trained(gold, [tmp_path], ASSETS)

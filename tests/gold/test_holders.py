from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.config import StanceSection
from pipeline.errors import PipelineError
from pipeline.gold.holders import evaluate_holders
from pipeline.records import Document, Statement
from pipeline.registry import Assets, default_models
from pipeline.store.tables import Tables

ROWS: list[dict[str, Any]] = [
    {"text": "Bigger models will keep getting better.", "stance": "favor", "holder": "self",
     "voice": "own", "file": "a.md", "before": "I have watched this.", "after": "It works."},
    {"text": "Sam Altman says that scale will do it.", "stance": "favor", "holder": "Sam Altman",
     "voice": "rejected", "file": "a.md", "after": "He is wrong."},
    {"text": "Hinton says that larger networks understand.", "stance": "favor",
     "holder": "Geoffrey Hinton", "voice": "reported", "file": "b.md",
     "before": "[Bo Reyes] Who believes in it?", "speaker": "Ada Quill", "genre": "podcast"},
    {"text": "Lunch was good.", "stance": "unrelated", "holder": "-", "voice": "-", "file": "b.md"},
]  # fmt: skip


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_layer_and_baselines_on_sided_sentences(tmp_path: Path) -> None:
    path = write(tmp_path / "gold.jsonl", ROWS)
    layer, placed, speaker, own = evaluate_holders(path, Assets(default_models()))
    assert (layer.n, placed.n, speaker.n, own.n) == (3, 3, 3, 3)
    assert layer.figures["holder_kind"].value == 1.0
    assert layer.figures["voice"].value == 1.0
    assert speaker.figures["holder_kind"].value == pytest.approx(1 / 3)
    assert "voice" not in speaker.figures
    assert own.figures["voice"].value == pytest.approx(1 / 3)
    assert own.figures["shared"].value == pytest.approx(1 / 3)
    assert layer.voices["rejected"] == {"rejected": 1}
    assert layer.as_dict()["voice"]["value"] == 1.0


def test_the_order_of_the_rows_does_not_matter(tmp_path: Path) -> None:
    assets = Assets(default_models())
    one = evaluate_holders(write(tmp_path / "a.jsonl", ROWS), assets)[0]
    rows = [ROWS[2], ROWS[0], ROWS[3], ROWS[1]]
    other = evaluate_holders(write(tmp_path / "b.jsonl", rows), assets)[0]
    assert one.figures == other.figures


def test_gold_without_a_side_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match="takes a side"):
        evaluate_holders(write(tmp_path / "gold.jsonl", ROWS[3:]), Assets(default_models()))


def test_positions_need_the_stances_that_are_named(tmp_path: Path) -> None:
    own = [
        {"text": f"Larger model number {i} was a waste of money.", "stance": "against",
         "holder": "self", "voice": "own", "file": "a.md"} for i in range(3)
    ]  # fmt: skip
    view = {"text": "Sam Altman says that scale will do it.", "stance": "favor",
            "holder": "Sam Altman", "voice": "rejected", "file": "a.md"}  # fmt: skip
    rows = [own[0], own[1], view, own[2]]
    layer, placed, *_ = evaluate_holders(
        write(tmp_path / "a.jsonl", rows), Assets(default_models())
    )
    assert layer.voices["rejected"] == {"reported": 1}
    assert placed.voices["rejected"] == {"rejected": 1}
    assert placed.finder == "layer, positions by gold stances"


def test_the_stance_stage_can_be_measured_with_what_it_predicts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def judged(tables: Tables, config: StanceSection, _: Assets) -> dict[str, list[Statement]]:
        assert config.backend == "fake"
        rows = tables.rows("attributions", Statement)
        texts = {d.id: d.text for d in tables.rows("documents", Document)}
        said = [row.span.of(texts[row.document_id]) for row in rows]
        chosen = [row for row, text in zip(rows, said, strict=True) if text == ROWS[0]["text"]]
        return {"statements": [replace(row, voice="question") for row in chosen]}

    monkeypatch.setattr("pipeline.gold.holders.judge", judged)
    path, stage = write(tmp_path / "a.jsonl", ROWS), StanceSection(backend="fake")
    found = evaluate_holders(path, Assets(default_models()), predicted=stage)
    assert found[2].finder == "layer and stance stage, stances predicted"
    said = [voice for voices in found[2].voices.values() for voice in voices]
    assert said.count("question") == 1  # of the others the layer's answer stands
    assert found[2].n == 3

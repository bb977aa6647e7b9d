from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import PipelineError
from pipeline.gold.answers import (
    Answer,
    doccano_answers,
    label_studio_answers,
    table_answers,
)


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "export"
    path.write_text(text, encoding="utf-8")
    return path


def tasks(tmp_path: Path, *listed: Any) -> list[Answer]:
    return label_studio_answers(written(tmp_path, json.dumps(list(listed))))


def result(name: str, *choices: str) -> dict[str, Any]:
    return {"from_name": name, "to_name": "text", "value": {"choices": list(choices)}}


def test_label_studio_full_export(tmp_path: Path) -> None:
    annotations = [
        {"completed_by": 4, "result": [result("stance", "favor"), result("voice", "own")]},
        {"completed_by": {"id": 5, "email": "b@x"}, "result": [result("stance", "favor", "mixed")]},
        {"completed_by": 6, "was_cancelled": True, "result": [result("stance", "against")]},
    ]
    found = tasks(tmp_path, {"data": {"statement_id": "st:1"}, "annotations": annotations})
    assert [(a.id, a.coder, a.codes) for a in found] == [
        ("st:1", "coder-4", {"stance": "favor", "voice": "own"}),
        ("st:1", "b@x", {"stance": "favor+mixed"}),
    ]


def test_label_studio_short_export(tmp_path: Path) -> None:
    row = {"id": 17, "statement_id": "st:1", "stance": "favor", "voice": "own", "annotator": 2}
    (found,) = tasks(tmp_path, row)
    assert (found.id, found.coder) == ("st:1", "coder-2")
    assert found.codes["stance"] == "favor"


@pytest.mark.parametrize("task", [3, {"annotations": 3}, {"annotations": ["x"], "data": []}])
def test_label_studio_damage_costs_the_task(tmp_path: Path, task: Any) -> None:
    bad, good = tasks(tmp_path, task, {"statement_id": "st:2", "stance": "favor"})
    assert bad.fault
    assert not good.fault


@pytest.mark.parametrize("text", ["{}", "no", "[" * 100_000, ""])
def test_label_studio_files_of_another_kind_are_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(PipelineError) as caught:
        label_studio_answers(written(tmp_path, text))
    assert caught.value.code == "G001"


def test_doccano_new_and_old_form(tmp_path: Path) -> None:
    lines = [
        {"id": 1, "statement_id": "st:1", "label": ["stance:favor", "voice:own"]},
        {"id": 2, "meta": {"statement_id": "st:2"}, "labels": ["stance:mixed"]},
        {"id": 3, "statement_id": "st:3", "label": []},
    ]
    text = "".join(json.dumps(line) + "\n" for line in lines)
    found = doccano_answers(written(tmp_path, text))
    assert [(a.id, a.codes) for a in found] == [
        ("st:1", {"stance": "favor", "voice": "own"}),
        ("st:2", {"stance": "mixed"}),
        ("st:3", {}),
    ]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "no JSON object"),
        ('{"label": ["mood:good"]}', "unknown label"),
        ('{"label": ["stance:favor", "stance:mixed"]}', "two codes of stance"),
    ],
)
def test_doccano_damage_costs_the_line(tmp_path: Path, line: str, fault: str) -> None:
    (found,) = doccano_answers(written(tmp_path, line))
    assert fault in found.fault


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_tables_as_spreadsheets_write_them(tmp_path: Path, separator: str) -> None:
    rows = [
        ["stance", "statement_id", "voice", "dimension", "coder"],
        ["Favor ", "st:1", "Own", "–", "ann"],
        ["neutral", "st:2", "'-", "", "ann"],
    ]
    text = "\ufeff" + "\r\n".join(separator.join(row) for row in rows)
    found = table_answers(written(tmp_path, text))
    assert [(a.id, a.coder, a.codes) for a in found] == [
        ("st:1", "ann", {"stance": "favor", "voice": "own", "dimension": "-"}),
        ("st:2", "ann", {"stance": "neutral", "voice": "-", "dimension": ""}),
    ]


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "statement_id,stance,voice\n" + "x" * 200_000])
def test_other_tables_are_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(PipelineError) as caught:
        table_answers(written(tmp_path, text))
    assert caught.value.code == "G001"


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "export"
    path.write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(PipelineError, match="cannot read"):
        doccano_answers(path)

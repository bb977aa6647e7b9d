from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline.cli.app import app
from pipeline.errors import PipelineError

TEXT = "Oya Bernard said that the models fail."


def call(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


@pytest.mark.parametrize("name", ["quotes", "holders", "people"])
def test_help_has_an_example(name: str) -> None:
    result = call("evaluate", name, "--help")
    assert result.exit_code == 0
    assert f"Example:  scaling-discourse evaluate {name}" in result.output


@pytest.fixture
def quotes(tmp_path: Path) -> Path:
    quote = {"source": [[0, 11]], "cue": [[12, 16]], "content": [[17, 37]]}
    path = tmp_path / "quotes.jsonl"
    path.write_text(json.dumps({"id": "a", "text": TEXT, "quotes": [quote]}), encoding="utf-8")
    return path


def test_quotes_as_json(quotes: Path) -> None:
    result = call("evaluate", "quotes", "--gold", str(quotes), "--json")
    assert result.exit_code == 0
    found = json.loads(result.output)
    assert found["content"]["exact"]["f1"] == {"value": 1.0, "low": 1.0, "high": 1.0}
    assert [other["finder"] for other in found["baselines"]][:1] == ["regex"]


def test_quotes_as_lines(quotes: Path) -> None:
    result = call("evaluate", "quotes", "--gold", str(quotes))
    lines = [line.split() for line in result.output.splitlines()]
    assert ["content.exact.f1", "1.000", "[1.000,", "1.000]"] in lines
    assert ["regex"] in lines


def test_holders_as_json(tmp_path: Path) -> None:
    row = {"id": "a", "text": "Scale is enough.", "stance": "favor", "holder": "self",
           "voice": "own", "file": "a.md"}  # fmt: skip
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(row), encoding="utf-8")
    found = json.loads(call("evaluate", "holders", "--gold", str(path), "--json").output)
    assert found["holder_kind"]["value"] == found["voice"]["value"] == 1.0
    others = [other["finder"] for other in found["baselines"]]
    assert others == ["layer, positions by gold stances", "always the speaker", "always own"]


def test_holders_with_the_stance_stage(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[bool] = []

    def evaluate(_gold: Path, _assets: object, *, predicted: object) -> list[object]:
        asked.append(predicted is not None)
        raise PipelineError("G001", "enough")

    monkeypatch.setattr("pipeline.gold.holders.evaluate_holders", evaluate)
    call("evaluate", "holders", "--gold", str(tmp_path / "a.jsonl"))
    call("evaluate", "holders", "--gold", str(tmp_path / "a.jsonl"), "--predicted")
    assert asked == [False, True]


def test_people_from_two_files(tmp_path: Path) -> None:
    names, links = tmp_path / "ner.txt", tmp_path / "links.csv"
    names.write_text("Gary\tB-person\nMarcus\tI-person\nleft\tO\n.\tO\n", encoding="utf-8")
    links.write_text("text,mention,entity\nSam was brief.,Sam,none\n", encoding="utf-8")
    words = ("evaluate", "people", "--gold", str(names), "--gold", str(links), "--json")
    found = json.loads(call(*words).output)
    assert found["names"]["f1"]["value"] == found["linking"]["accuracy"]["value"] == 1.0

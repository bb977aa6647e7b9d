from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline.cli.app import app
from pipeline.errors import ConfigError, QueryError
from tests.report.report_factory import material, write


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("runs") / "run", material(documents=40))


def call(run: Path, *words: str) -> Result:
    return CliRunner().invoke(app, ["robustness", "--run", str(run), *words])


def test_range_influence_and_curve_are_printed(run: Path) -> None:
    result = call(run)
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0].startswith("As run: balance changed by ")
    assert "116 specifications give a change: " in lines[1]
    assert lines[2].startswith("What matters most: ")
    at = lines.index("Specification curve")
    assert lines[at + 1].split() == [
        "estimate", "low", "high", "n", "earlier", "later", "voice", "threshold", "period",
        "unit", "left", "out",
    ]  # fmt: skip
    assert len(lines[at + 2 :]) == 116 + 2


def test_json_and_csv_hold_the_same_curve(run: Path) -> None:
    found = json.loads(call(run, "--json").output)
    assert set(found) == {"default", "summary", "choices", "specifications"}
    assert found["choices"][0]["choice"] == found["summary"]["matters most"]
    rows = list(csv.DictReader(io.StringIO(call(run, "--csv").output)))
    assert [float(row["estimate"]) for row in rows] == [
        pytest.approx(row["estimate"]) for row in found["specifications"]
    ]
    assert found["default"] in found["specifications"]


def test_twice_the_same(run: Path) -> None:
    assert call(run, "--json").output == call(run, "--json").output


def test_how_many_holders_are_left_out(run: Path) -> None:
    found = json.loads(call(run, "--json", "--prolific", "0").output)
    assert not any(row["holder left out"] for row in found["specifications"])


def test_too_little_material_is_said(tmp_path: Path) -> None:
    made = material(documents=1, statements=2)
    result = call(write(tmp_path / "run", made))
    assert result.exit_code == 0
    assert "no change can be computed" in result.output
    assert "the run lacks two periods" in result.output


def test_wrong_use_is_named(run: Path, tmp_path: Path) -> None:
    assert isinstance(call(run, "--json", "--csv").exception, ConfigError)
    assert isinstance(call(tmp_path).exception, QueryError)

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline.cli.app import app
from pipeline.errors import QueryError
from tests.report.report_factory import material, write


def call(*words: object) -> Result:
    return CliRunner().invoke(app, ["compare", *map(str, words)])


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The second lacks a document, and every fourth statement against is neutral in it."""
    folder = tmp_path_factory.mktemp("runs")
    made = material(documents=24, statements=120)
    first = write(folder / "one", made)
    against = [s.id for s in made.statements if s.stance == "against"][::4]
    statements = [
        replace(s, stance="neutral", backend="encoder") if s.id in against else s
        for s in made.statements
        if s.document_id != made.documents[0].id
    ]
    later = replace(made, documents=made.documents[1:], statements=statements, topic_shares=[])
    return first, write(folder / "two", later)


def test_what_changed_is_told_with_its_causes(runs: tuple[Path, Path]) -> None:
    result = call(*runs, "--limit", 3)
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert lines[0] == "one -> two"
    assert "Documents: 1 differ" in lines
    assert "  stance or dimension: because of backend baseline -> encoder" in lines
    assert any(line.startswith("  balance ") and "n = " in line for line in lines)
    assert any("relabelled" in line and "against -> neutral" in line for line in lines)
    assert any("more: --limit, or --format csv" in line for line in lines)


def test_a_run_and_itself(runs: tuple[Path, Path]) -> None:
    assert call(runs[0], runs[0]).output == "nothing differs\n"


def test_json_and_csv_hold_all_of_it(runs: tuple[Path, Path]) -> None:
    found = json.loads(call(*runs, "--format", "json").output)
    assert (found["before"], found["after"], found["same"]) == ("one", "two", False)
    assert {row["change"] for row in found["statements"]} == {"relabelled", "removed"}
    rows = list(csv.DictReader(io.StringIO(call(*runs, "--format", "csv").output)))
    told = [row for row in rows if row["kind"] == "statement"]
    assert len(told) == len(found["statements"])
    assert {row["kind"] for row in rows} == {"document", "statement", "figure", "part"}


def test_a_folder_without_a_run_is_named(runs: tuple[Path, Path], tmp_path: Path) -> None:
    assert isinstance(call(runs[0], tmp_path).exception, QueryError)

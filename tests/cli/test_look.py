from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.analysis import open as open_run
from pipeline.cli.app import app
from tests.report.report_factory import material, write


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("runs") / "run", material(documents=12, statements=60))


def test_why_gives_the_spans_that_decided_as_words(run: Path) -> None:
    person = open_run(run).evidence["holder_id"].iloc[0]
    result = CliRunner().invoke(app, ["why", person, "--run", str(run), "--format", "csv"])
    rows = list(csv.DictReader(io.StringIO(result.output)))
    assert len(rows) >= 1
    assert all(cue.partition(":")[0] in ("cue", "holder", "quote")
               for row in rows for cue in row["cues"].split())  # fmt: skip


def test_topics_are_listed_with_size_words_and_group(run: Path) -> None:
    result = CliRunner().invoke(app, ["list", "topics", "--run", str(run), "--format", "csv"])
    rows = list(csv.DictReader(io.StringIO(result.output)))
    assert list(rows[0]) == ["id", "label", "n", "group", "words", "origin"]
    sizes = [int(row["n"]) for row in rows]
    assert sizes == sorted(sizes, reverse=True)
    assert {row["words"] for row in rows} == {"scale, data"}
    names = {row["label"] for row in rows}
    assert all(set(row["group"].split(" / ")) <= names for row in rows)


def test_topics_of_a_run_without_a_tree_are_listed(tmp_path: Path) -> None:
    older = write(tmp_path / "run", material(documents=4, statements=20))
    (older / "tables" / "topic_tree.parquet").unlink()
    result = CliRunner().invoke(app, ["list", "topics", "--run", str(older)])
    assert result.exit_code == 0
    assert "Money and returns" in result.output

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

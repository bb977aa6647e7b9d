"""The views of ``analysis.duckdb`` say what the tables and the notebook say."""

from __future__ import annotations

import pytest

import pipeline
from pipeline.analysis import Run
from tests.report.report_factory import Material, write
from tests.trends.factory import document, segment, statement

#: Of each comment of a thread; the third has no day of its own.
COMMENTED = ("2024-12-30", "2025-01-02", "", "2023-05-09")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A thread whose opening post is undated, and an essay of 2022; a statement a segment."""
    papers = [document(0, "", kind="thread"), document(1, "2022-03-01")]
    parts = [segment(i, papers[0].id, day) for i, day in enumerate(COMMENTED)]
    parts.append(segment(9, papers[1].id))
    said = [statement(i, part.document_id, segment_id=part.id) for i, part in enumerate(parts)]
    said.append(statement(7, papers[1].id, "against"))  # without a segment
    said.append(statement(8, papers[0].id, "unrelated", segment_id=parts[0].id))
    made = Material(documents=papers, segments=parts, statements=said)
    return pipeline.open(write(tmp_path_factory.mktemp("runs") / "run", made))


def test_evidence_is_dated_as_in_the_notebook(run: Run) -> None:
    found = run.sql("SELECT * FROM evidence")
    told = run.evidence
    assert found["date"].tolist() == sorted(told["date"])
    dates = dict(zip(told["id"], told["date"], strict=True))
    assert dict(zip(found["statement_id"], found["date"], strict=True)) == dates
    assert set(dates.values()) == {*COMMENTED, "2022-03-01"}


def test_years_are_those_of_comments(run: Run) -> None:
    found = run.sql("SELECT year, genre, stance, n FROM stance_by_year")
    assert found.to_numpy().tolist() == [
        ["2022", "essay", "against", 1],
        ["2022", "essay", "favor", 1],
        ["2023", "thread", "favor", 1],
        ["2024", "thread", "favor", 1],
        ["2025", "thread", "favor", 1],
    ]

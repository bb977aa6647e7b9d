"""The quality of topics in words."""

from __future__ import annotations

import re

import pytest

from pipeline.report.firmness import firmness
from pipeline.report.ledger import Ledger


def test_each_figure_is_told_in_words(ledger: Ledger) -> None:
    found = {row.name: row for row in firmness(ledger)}
    measured = ledger.folder.frame("topic_quality")
    assert len(found) == len(measured)
    assert found["Statements without a topic"].value == "25%"
    assert found["Words that meet (NPMI)"].value == "−0.31"
    assert found["Words of one company (C_v)"].value == "not measured"
    assert not any("made up" in row.meaning for row in found.values())


def test_a_measure_of_a_later_version_is_told_by_its_method(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = ledger.folder.frame("topic_quality").assign(measure="new_one").head(1)
    monkeypatch.setitem(ledger.folder._frames, "topic_quality", table)
    assert [(row.name, row.meaning) for row in firmness(ledger)] == [("new_one", "made up")]


def test_the_page_shows_them_under_the_topics(page: str) -> None:
    section = re.search(r'<section id="topics-section".*?</section>', page, flags=re.DOTALL)
    assert section is not None
    assert "How good these topics are" in section[0]
    for name in ("topics", "topics-over-time", "topics-by-genre", "topic-tree"):
        assert f'<figure id="{name}"' in section[0]


def test_an_older_run_has_none(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.errors import QueryError

    def missing(_name: str) -> None:
        raise QueryError("Q002", "this run has no table 'topic_quality'")

    monkeypatch.setattr(ledger.folder, "frame", missing)
    assert firmness(ledger) == []

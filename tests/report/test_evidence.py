"""Which statements stand behind a mark, and the bounds of the page."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.report import evidence
from pipeline.report.figures.base import mark_of
from pipeline.report.figures.people import people, statements_of
from pipeline.report.figures.time import stance_over_time
from pipeline.report.ledger import Ledger


def test_the_surest_of_each_document_come_first(ledger: Ledger) -> None:
    mark = mark_of("f", "all sided", ledger.sided.index)
    shown = evidence.gather(ledger, [mark], 12).exhibits[0]
    rows = ledger.sided
    best = rows.sort_values(["confidence", "id"], ascending=[False, True])
    best = best.drop_duplicates("document_id").head(12)
    assert {card.id for card in shown.cards} == set(best["id"])
    assert shown.total == len(rows)


def test_a_small_mark_shows_all(ledger: Ledger) -> None:
    mark = mark_of("f", "three", [5, 6, 7])
    assert len(evidence.gather(ledger, [mark], 12).exhibits[0].cards) == 3


def test_a_huge_page_shows_fewer_for_each_mark(ledger: Ledger, monkeypatch: object) -> None:
    import pytest

    assert isinstance(monkeypatch, pytest.MonkeyPatch)
    monkeypatch.setattr(evidence, "MAX_CARDS", 40)
    marks = [mark_of("f", str(i), np.arange(i * 30, i * 30 + 30), str(i)) for i in range(8)]
    found = evidence.gather(ledger, marks, 12)
    assert found.per_mark == 5
    assert len(found.cards) <= 40


def test_shares_rest_on_as_many_statements_as_they_say(ledger: Ledger) -> None:
    figure = stance_over_time(ledger)
    behind = {mark.id: len(mark.rows) for mark in figure.marks}
    for row in figure.frame.itertuples():
        assert round(row.estimate * row.n) == behind[row.href[1:]]


def test_people_rest_on_as_many_statements_as_they_say(ledger: Ledger) -> None:
    figure = people(ledger)
    for row in figure.frame.itertuples():
        assert len(statements_of(ledger, row.id)) == row.n_own + row.n_attributed


def test_a_card_says_what_decided(ledger: Ledger) -> None:
    row = int(ledger.statements.index[ledger.statements["voice"] == "rejected"][0])
    card = evidence.gather(ledger, [], 12, always=[row]).cards[0]
    kinds = {kind for run in card.passage.sentence for kind in run.kinds}
    assert kinds == {"cue", "holder", "quote"}
    assert card.voice == "reported in order to deny it"
    assert card.backend == "baseline"
    assert card.holder != card.speaker


@pytest.mark.parametrize(
    ("voice", "holder", "said"),
    [
        ("-", "", "a bare fact or definition, nobody’s view"),
        ("reported", "", "reported, whose view is not known"),
        ("reported", "Ada Quill", "reported"),
    ],
)
def test_a_card_says_when_nobody_holds_it(voice: str, holder: str, said: str) -> None:
    assert evidence._voice(voice, holder) == said

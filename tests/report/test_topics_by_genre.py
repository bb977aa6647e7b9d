"""Topics by genre: shares within a genre, counts, and the balance where there is enough."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import report_factory as factory

from pipeline.config import Settings, TrendsSection
from pipeline.report.figures.topics_by_genre import topics_by_genre
from pipeline.report.ledger import Ledger
from pipeline.run.folder import RunFolder


def test_every_sign_rests_on_the_statements_it_counts(ledger: Ledger) -> None:
    figure = topics_by_genre(ledger)
    stated = ledger.statements
    assert len(figure.frame) > 10
    for row, mark in zip(figure.frame.itertuples(), figure.marks, strict=True):
        behind = stated.loc[mark.rows]
        assert (row.href, row.n) == (f"#{mark.id}", len(behind))
        assert set(behind["genre"]) == {row.genre}
        assert row.share == row.n / (ledger.counted["genre"] == row.genre).sum()


def test_the_balance_is_that_of_the_trends_table(ledger: Ledger) -> None:
    frame = topics_by_genre(ledger).frame.dropna(subset=["balance"])
    assert len(frame)
    for row in frame.itertuples():
        group = f"topic-genre:{row.topic.removeprefix('topic:')}/{row.genre}"
        found = ledger.overall("balance", group)
        assert (row.balance, row.low) == pytest.approx((found.estimate, found.low))


def test_one_genre_is_no_comparison(tmp_path: Path) -> None:
    made = factory.material(documents=6, statements=30)
    made.documents = [replace(d, kind="essay") for d in made.documents]
    settings = Settings(trends=TrendsSection(min_f_avg=0.0, resamples=100))
    ledger = Ledger(RunFolder(factory.write(tmp_path / "run", made, settings)))
    assert "two genres or more" in topics_by_genre(ledger).missing

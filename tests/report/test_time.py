"""Stance over time: what is drawn lies within what was measured."""

from __future__ import annotations

from pathlib import Path

import report_factory as factory

from pipeline.config import Settings, TrendsSection
from pipeline.report.figures.time import drawn_events, events_within
from pipeline.report.ledger import Ledger
from pipeline.run.folder import RunFolder
from tests.trends.factory import document, segment, statement


def test_no_event_is_drawn_outside_the_periods_that_have_a_figure(tmp_path: Path) -> None:
    made = factory.Material()
    for year, n in ((2021, 1), (2022, 30), (2023, 30), (2025, 1)):
        made.documents.append(document(year, f"{year}-05-01"))
        made.segments.append(segment(year, made.documents[-1].id))
        made.statements += [
            statement(len(made.statements) + k, made.documents[-1].id,
                      "favor" if year == 2022 else "neutral", segment_id=made.segments[-1].id)
            for k in range(n)
        ]  # fmt: skip
    settings = Settings(trends=TrendsSection(min_f_avg=0.0, resamples=100, period="year"))
    ledger = Ledger(RunFolder(factory.write(tmp_path / "run", made, settings)))
    years = {event.date[:4] for event in drawn_events(ledger)}
    assert years == {"2022", "2023"}
    balance = ledger.trend(["balance"]).dropna(subset=["estimate"])
    assert {event.date[:4] for event in events_within(ledger, balance)} == {"2022"}
    assert events_within(ledger, balance.head(0)) == []

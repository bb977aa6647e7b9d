"""People who moved: which of their sentences stand for the earlier half and which for the later."""

from __future__ import annotations

from pathlib import Path

import report_factory as factory

from pipeline.config import Settings, TrendsSection
from pipeline.report.ledger import Ledger
from pipeline.report.moves import moves
from pipeline.run.folder import RunFolder
from tests.trends.factory import document, segment, statement


def seen(folder: Path, cells: list[tuple[str, str, int]], told: str = "") -> Ledger:
    """Cells (date, stance, n) of one holder, a document each; that of ``told`` by others."""
    made = factory.Material()
    for i, (date, stance, n) in enumerate(cells):
        made.documents.append(document(i, date))
        made.segments.append(segment(i, made.documents[-1].id))
        words = {"voice": "endorsed", "holder_kind": "person"} if date == told else {}
        made.statements += [
            statement(len(made.statements) + k, made.documents[-1].id, stance,
                      segment_id=made.segments[-1].id, **words)
            for k in range(n)
        ]  # fmt: skip
    settings = Settings(trends=TrendsSection(min_f_avg=0.0, resamples=100, period="year"))
    return Ledger(RunFolder(factory.write(folder, made, settings)))


def test_halves_are_parted_by_days_and_not_by_how_dates_are_written(tmp_path: Path) -> None:
    cells = [("2022-05-01", "against", 6), ("2022-05", "favor", 1), ("2023-04-02", "favor", 7)]
    (move,) = moves(seen(tmp_path / "run", cells))
    assert (move.earlier_when, move.later_when) == ("2022-05-01 to 2022-05", "2023-04-02")


def test_a_month_that_ends_after_the_last_day_named_is_still_earlier(tmp_path: Path) -> None:
    cells = [("2022-05", "against", 6), ("2022-05-10", "favor", 1), ("2023-04-02", "favor", 7)]
    (move,) = moves(seen(tmp_path / "run", cells))
    assert move.earlier_when == "2022-05 to 2022-05-10"


def test_a_sentence_of_the_later_half_is_never_shown_as_earlier(tmp_path: Path) -> None:
    cells = [("2022-05", "against", 6), ("2022-06", "favor", 7), ("2022-06-02", "against", 1)]
    ledger = seen(tmp_path / "run", cells)
    (move,) = moves(ledger)
    assert ledger.statements.loc[move.earlier, "date"] == "2022-05"
    assert ledger.statements.loc[move.later, "date"] == "2022-06"


def test_own_sentences_are_shown_and_none_that_others_tell(tmp_path: Path) -> None:
    cells = [("2022-05-01", "against", 6), ("2022-04-01", "against", 3), ("2023-04-02", "favor", 7)]
    ledger = seen(tmp_path / "run", cells, told="2022-04-01")
    told = ledger.statements["date"] == "2022-04-01"
    ledger.statements.loc[told, "confidence"] = 1.0
    (move,) = moves(ledger)
    assert ledger.statements.loc[move.earlier, "date"] == "2022-05-01"
    assert move.n == 13

"""How the lead words a change that has no interval: never as no data, never as no change."""

from __future__ import annotations

from pathlib import Path

import pytest
import report_factory as factory

from pipeline.config import Settings, TrendsSection
from pipeline.report.lead import lead
from pipeline.report.ledger import Ledger
from pipeline.run.folder import RunFolder
from tests.trends.factory import document, segment, statement

Cell = tuple[str, str, int, int]  # holder, date, favor, against


def course(folder: Path, cells: list[Cell]) -> str:
    """The sentence of the lead on how the balance moved."""
    made = factory.Material()
    for i, (holder, date, favor, against) in enumerate(cells):
        made.documents.append(document(i, date))
        made.segments.append(segment(i, made.documents[-1].id))
        made.statements += [
            statement(len(made.statements) + k, made.documents[-1].id, stance,
                      segment_id=made.segments[-1].id, holder_id=f"person:{holder}",
                      holder_name=holder)
            for k, stance in enumerate(["favor"] * favor + ["against"] * against)
        ]  # fmt: skip
    settings = Settings(trends=TrendsSection(min_f_avg=0.0, resamples=200, period="year"))
    return lead(Ledger(RunFolder(factory.write(folder, made, settings))))[1]


def stayed() -> list[Cell]:
    """Thirty holders, half on either side, heard in both years and of one mind."""
    return [
        (f"s{i}", year, 2 * (i % 2), 2 * (1 - i % 2))
        for i in range(30)
        for year in ("2022", "2023")
    ]


def test_many_who_did_not_move_are_not_too_few(tmp_path: Path) -> None:
    gone = [(f"l{i}", "2022", 2, 0) for i in range(30)]
    come = [(f"e{i}", "2023", 0, 2) for i in range(30)]
    said = course(tmp_path / "run", [*stayed(), *gone, *come])
    assert "moved towards dispute by −1.00 (−1." in said
    assert "too few" not in said
    assert said.endswith(
        "; none of the 30 who spoke in both changed their balance, so what change there is comes "
        "of another mix of voices."
    )


def test_a_change_of_all_is_a_change_but_no_certain_one(tmp_path: Path) -> None:
    gone = [(f"l{i}", "2022", 3, 0) for i in range(20)]
    come = [(f"e{i}", "2023", 0, 3) for i in range(20)]
    said = course(tmp_path / "run", [*gone, *come])
    assert "no clear change" not in said
    assert "moved towards dispute by −2.00 (−2.00 to −1." in said
    assert "too few spoke in both" in said  # nobody did


def test_one_holder_gives_no_interval(tmp_path: Path) -> None:
    said = course(tmp_path / "run", [("a", "2022", 10, 2), ("a", "2023", 2, 10)])
    assert said.endswith("differs by −1.33 (it rests on one holder, so no interval can be given).")


def test_a_balance_that_stays_is_said_to_stay(tmp_path: Path) -> None:
    said = course(
        tmp_path / "run", [(f"s{i}", y, 2, 0) for i in range(9) for y in ("2022", "2023")]
    )
    assert "no clear change" in said
    assert "can be seen: 0.00 (−0." in said
    assert said.endswith("; none of the 9 who spoke in both changed their balance.")


def test_all_who_turn_as_one_are_the_same_voices(tmp_path: Path) -> None:
    cells = [(f"s{i}", y, f, 3 - f) for i in range(9) for y, f in (("2022", 3), ("2023", 0))]
    said = course(tmp_path / "run", cells)
    assert "of this −2.00 (no interval) is the same voices saying" in said


def test_no_clear_change_means_that_the_interval_holds_zero(tmp_path: Path) -> None:
    moved = [
        (f"m{i}", y, f, 4 - f) for i in range(9) for y, f in (("2022", 2), ("2023", 1 + i % 3))
    ]
    said = course(tmp_path / "run", moved)
    found = said.partition("no clear change")[2].partition("(−0.")[2]
    assert found.partition(" to +")[1], said


@pytest.mark.parametrize("turned", [0, 2])
def test_too_few_are_those_heard_in_both(tmp_path: Path, turned: int) -> None:
    gone = [(f"l{i}", "2022", 2 + i % 2, 1) for i in range(9)]
    come = [(f"e{i}", "2023", 1, 2 + i % 3) for i in range(9)]
    both = [(f"b{i}", y, 1 + i, 2) for i in range(turned) for y in ("2022", "2023")]
    said = course(tmp_path / "run", [*gone, *come, *both])
    assert ("too few spoke in both" in said) == (turned < 2)

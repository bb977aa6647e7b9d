"""To take a side is to favour or to dispute, wherever the page counts or links a balance."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import report_factory as factory

from pipeline.report.figures.change import who_changed
from pipeline.report.figures.groups import (
    by_corpus,
    by_genre,
    dimensions_by_stance,
    topics_by_stance,
)
from pipeline.report.figures.network import network
from pipeline.report.figures.people import people, unplaced
from pipeline.report.figures.time import balance_over_time
from pipeline.report.lead import key_figures
from pipeline.report.ledger import Ledger
from pipeline.report.wording import taking_sides
from pipeline.run.folder import RunFolder

TWO = {"favor", "against"}


def test_the_key_figure_is_the_number_that_the_balance_rests_on(ledger: Ledger) -> None:
    told = dict(key_figures(ledger))
    assert told["of those take a side, for or against"] == str(ledger.overall("balance").n)
    assert (ledger.counted["stance"] == "mixed").any()


def test_a_balance_of_a_period_links_what_it_counts(ledger: Ledger) -> None:
    figure = balance_over_time(ledger)
    for row, mark in zip(figure.frame.itertuples(), figure.marks, strict=True):
        assert len(mark.rows) == row.n
        assert taking_sides(row.n) in mark.label
        assert set(ledger.statements.loc[mark.rows, "stance"]) <= TWO


@pytest.mark.parametrize("draw", [by_genre, by_corpus, dimensions_by_stance, topics_by_stance])
def test_a_balance_of_a_group_counts_and_links_its_own_n(ledger: Ledger, draw: object) -> None:
    figure = draw(ledger)  # type: ignore[operator]
    marks = {mark.id: mark for mark in figure.marks}
    prefix = {"by-genre": "genre:", "by-corpus": "corpus:", "dimensions": "dimension:"}
    for row in figure.frame.drop_duplicates("group").itertuples():
        mark = marks[row.whole[1:]]
        n = ledger.overall("balance", prefix.get(figure.id, "") + row.group).n
        assert (row.n_sided, len(mark.rows)) == (n, n)
        assert mark.label.endswith(taking_sides(n))
        assert set(ledger.statements.loc[mark.rows, "stance"]) <= TWO


def test_every_part_of_a_change_links_as_many_as_it_says(ledger: Ledger) -> None:
    figure = who_changed(ledger)
    assert set(figure.frame["component"]) == {"total", "within", "mix", "interaction"}
    for row, mark in zip(figure.frame.itertuples(), figure.marks, strict=True):
        assert len(mark.rows) == row.n, mark.label


def test_a_slope_of_the_mix_rests_on_everybody(tmp_path: Path) -> None:
    """Also on those heard once, who are not in the slope within holders."""
    made = factory.material()
    once = {s.document_id for s in made.statements[::9]}
    made.statements = [
        replace(s, holder_id=f"person:{s.document_id}") if s.document_id in once else s
        for s in made.statements
    ]
    ledger = Ledger(RunFolder(factory.write(tmp_path / "run", made)))
    figure = who_changed(ledger)
    behind = {
        row.component: (row.n, len(mark.rows))
        for row, mark in zip(figure.frame.itertuples(), figure.marks, strict=True)
        if row.measure.startswith("slope")
    }
    assert {n for n, linked in behind.values() if n == linked} == {n for n, _ in behind.values()}
    assert behind["within"] < behind["mix"] == behind["total"]


def test_a_yearly_change_is_said_to_add_up(ledger: Ledger) -> None:
    figure = who_changed(ledger)
    assert "need not add up" not in figure.note
    parts = figure.frame[figure.frame["measure"].str.startswith("slope")]
    parts = parts.set_index("component")["estimate"]
    assert parts["within"] + parts["mix"] == pytest.approx(parts["total"], abs=1e-9)


def test_the_network_joins_those_who_take_a_side(ledger: Ledger) -> None:
    figure = network(ledger)
    for row, mark in zip(figure.frame.itertuples(), figure.marks, strict=True):
        assert row.n == row.favor + row.against == len(mark.rows)


def test_a_place_counts_what_its_balance_rests_on(ledger: Ledger) -> None:
    figure = people(ledger)
    for row, mark in zip(figure.frame.itertuples(), figure.marks, strict=True):
        said = ledger.statements.loc[mark.rows]
        assert set(said["stance"]) <= TWO
        assert row.n_own + row.n_attributed == len(said)


def test_who_says_only_both_takes_no_side_and_is_not_listed(tmp_path: Path) -> None:
    made = factory.material(documents=12, statements=60)
    first = made.statements[0]
    made.statements[0] = replace(first, stance="mixed", holder_id="person:both", voice="own")
    ledger = Ledger(RunFolder(factory.write(tmp_path / "run", made)))
    assert (ledger.folder.frame("people")["id"] == "person:both").any()
    apart = unplaced(ledger)
    assert "person:both" not in set(apart["id"])
    assert (apart["total"] < ledger.settings.min_person).all()

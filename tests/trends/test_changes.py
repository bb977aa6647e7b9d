from __future__ import annotations

import numpy as np
import pytest

from pipeline.config import TrendsSection
from pipeline.trends import changes
from pipeline.trends.changes import movers
from pipeline.trends.counting import counted
from tests.trends.factory import document, panel, statement, tables

SECTION = TrendsSection(min_person=3)
SAID = (("2022", (1, 0)), ("2023", (0, 1)))


def moved(cells):
    return movers(counted(panel(cells), SECTION), SECTION)


def test_somebody_who_turned():
    (row,) = moved([("ann", "2022-03-01", 9, 0), ("ann", "2024-05", 0, 8)])
    assert row.measure == "person:person:ann"
    assert (row.earlier, row.later, row.n) == ("2022-03-01", "2024-05", 17)
    assert row.estimate == -2
    assert row.high < 0


def test_nobody_moves_by_what_others_endorse_of_them():
    documents = [document(i, f"{2022 + i // 8}-03-0{i % 8 + 1}") for i in range(16)]
    told = [
        statement(i, d.id, "favor" if i < 8 else "against", voice="endorsed", holder_kind="person")
        for i, d in enumerate(documents)
    ]
    assert movers(counted(tables(documents, told), SECTION), SECTION) == []
    own = [
        statement(i, d.id, s.stance) for i, (d, s) in enumerate(zip(documents, told, strict=True))
    ]
    assert len(movers(counted(tables(documents, own), SECTION), SECTION)) == 1


def test_somebody_who_did_not():
    (row,) = moved([("ann", "2022", 3, 3), ("ann", "2023", 3, 3)])
    assert row.estimate == 0
    assert row.low < 0 < row.high


@pytest.mark.parametrize(
    "cells",
    [
        [("ann", "2022", 2, 0), ("ann", "2023", 0, 5)],  # too few in one half
        [("ann", "2022", 9, 9)],  # one date: no earlier and later
        [("ann", "", 9, 0), ("ann", "2023", 0, 9)],  # undated
        [],
    ],
)
def test_nobody_is_said_to_move_on_too_little(cells):
    assert moved(cells) == []


def test_statements_of_one_date_stay_together():
    (row,) = moved([("ann", "2021", 4, 0), ("ann", "2022", 10, 0), ("ann", "2023", 0, 3)])
    assert (row.earlier, row.later) == ("2021", "2022 to 2023")


def test_a_year_is_neither_before_nor_after_its_april():
    cells = [("ann", "2023", 5, 0), ("ann", "2023-04", 0, 5)]
    assert moved(cells) == []
    (row,) = moved([*cells, ("ann", "2024-01-09", 0, 4)])
    assert (row.n_earlier, row.n_later) == (10, 4)


def test_two_documents_are_no_thirty_opinions():
    one_each = [("ann", f"{year}-0{i}", *said) for year, said in SAID for i in range(1, 7)]
    two = [("ann", "2022-01", 6, 0), ("ann", "2023-01", 0, 6)]
    (many,), (few,) = moved(one_each), moved(two)
    assert (few.n, few.estimate) == (many.n, many.estimate) == (12, -2)
    assert few.high > many.high
    assert few.p > 0.05 > many.p


def test_people_whose_documents_differ_by_chance_alone_seldom_seem_to_move(monkeypatch):
    draw = np.random.default_rng(11)
    cells = []
    for person in range(300):
        for month in range(1, 9):
            favor = int(draw.binomial(6, draw.beta(1, 1)))  # each document has a mood of its own
            cells.append((f"p{person}", f"2023-0{month}", favor, 6 - favor))
    rows = moved(cells)
    assert len(rows) == 300
    assert np.mean([row.p < 0.05 for row in rows]) < 0.05
    assert np.mean([row.low > 0 or row.high < 0 for row in rows]) < 0.08
    monkeypatch.setattr(changes, "design_effect", lambda *_: 1.0)  # as if independent
    rows = moved(cells)
    assert np.mean([row.low > 0 or row.high < 0 for row in rows]) == pytest.approx(0.21, abs=0.01)


def test_q_is_over_all_holders_tested():
    turned = [("ann", f"{year}-0{i}", *said) for year, said in SAID for i in range(1, 7)]
    (alone,) = moved(turned)
    assert alone.p == alone.q == pytest.approx(2 / 924)
    steady = [(f"p{i}", year, 3, 3) for i in range(9) for year in ("2022", "2023")]
    found = {row.measure: row for row in moved(turned + steady)}
    assert found["person:person:ann"].q == pytest.approx(10 * alone.p)
    assert found["person:person:p0"].q == 1
    assert all(row.n_holders == 1 for row in found.values())

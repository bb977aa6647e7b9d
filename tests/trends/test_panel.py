"""Slopes on invented people: who changed, who only came and went, and who is too few to say."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.config import TrendsSection
from pipeline.registry import Assets, default_models
from pipeline.store.tables import Tables
from pipeline.trends.counting import counted
from pipeline.trends.panel import LEAST_HOLDERS, Panel, fit, slopes
from pipeline.trends.resampling import effective
from tests.trends.factory import document, panel, statement, tables

ASSETS = Assets(default_models())
YEARLY = TrendsSection(period="year")
YEARS = (2021, 2022, 2023, 2024)


def rows_of(made, config=YEARLY):
    return {row.component: row for row in slopes(counted(made, config), config, ASSETS)}


def people(seed: int, *, change: float = 0.0, drift: float = 0.0, holders: int = 40) -> Panel:
    """Holders heard in most of four years, later ones more sceptical by ``drift``.

    Each year takes ``change`` from everybody's chance of favor.
    """
    draw = np.random.default_rng(seed)
    order = np.linspace(0, 1, holders)
    chance = 0.75 - drift * order
    near = np.exp(-2 * np.abs(np.linspace(0, 1, 4) - order[:, None])) if drift else 0.7
    heard = draw.random((holders, 4)) < near
    holder, period = np.nonzero(heard)
    often = 1 + draw.poisson(3, len(holder))
    holder, period = np.repeat(holder, often), np.repeat(period, often)
    favor = draw.random(len(holder)) < chance[holder] - change * period
    return Panel(
        side=np.where(favor, 1.0, -1.0),
        time=period.astype(float),
        weight=np.ones(len(holder)),
        period=period.astype(np.int64),
        holder=holder.astype(np.int64),
        followed=(heard.sum(axis=1) >= 2)[holder],
    )


def test_only_the_mix_changes_and_nobody_is_said_to_have_changed():
    found = [fit(people(seed, drift=0.7, holders=60), 0.95) for seed in range(100)]
    assert sum(f["within"].low <= 0 <= f["within"].high for f in found) >= 93
    assert sum(f["total"].high < 0 for f in found) >= 80  # the naive trend is there
    assert sum(f["mix"].high < 0 for f in found) >= 50  # and put down to who speaks
    assert np.mean([f["within"].estimate for f in found]) == pytest.approx(0, abs=0.01)


def test_only_persons_change_and_that_is_recovered():
    found = [fit(people(seed, change=0.1), 0.95) for seed in range(100)]
    truth = -0.2  # a chance that falls by 0.1 a year
    assert sum(f["within"].low <= truth <= f["within"].high for f in found) >= 93
    assert sum(f["within"].high < 0 for f in found) >= 93
    assert np.mean([f["within"].estimate for f in found]) == pytest.approx(truth, abs=0.01)
    assert sum(f["mix"].low <= 0 <= f["mix"].high for f in found) >= 90


@given(st.integers(0, 10**6), st.floats(0, 0.1), st.floats(0, 0.5))
def test_total_is_within_and_mix(seed, change, drift):
    found = fit(people(seed, change=change, drift=drift), 0.95)
    if not any(math.isnan(slope.estimate) for slope in found.values()):
        parts = found["within"].estimate + found["mix"].estimate
        assert parts == pytest.approx(found["total"].estimate, abs=1e-9)


def test_the_slope_within_is_that_of_a_dummy_for_every_holder():
    rows = people(3, change=0.05, drift=0.3)
    inner = rows.where(rows.followed)
    dummies = (inner.holder[:, None] == np.unique(inner.holder)).astype(float)
    design = np.hstack([inner.time[:, None], dummies])
    expected = np.linalg.lstsq(design, inner.side, rcond=None)[0][0]
    assert fit(rows, 0.95)["within"].estimate == pytest.approx(expected, abs=1e-9)


def test_two_periods_pooled_are_the_change_of_balance():
    cells = [(f"p{i}", "2022-07-01", 4, 1) for i in range(9)]
    cells += [(f"p{i}", "2023-07-01", 2, 3) for i in range(9)]
    years = 365 / 365.25
    found = rows_of(panel(cells))
    assert found["total"].estimate * years == pytest.approx(-0.8)
    assert found["within"].estimate == pytest.approx(found["total"].estimate)
    assert found["mix"].estimate == 0
    assert "same times" in found["mix"].method


def mixed_panel() -> Tables:
    draw = random.Random(5)
    return panel([
        (f"p{draw.randint(0, 14)}", f"{draw.choice(YEARS)}-0{draw.randint(1, 9)}",
         draw.randint(0, 4), draw.randint(0, 4))
        for _ in range(80)
    ])  # fmt: skip


def test_rows_say_how_many_people_and_statements_they_rest_on():
    found = rows_of(mixed_panel())
    assert list(found) == ["total", "within", "mix"]
    total, within = found["total"], found["within"]
    assert (total.earlier, total.later, total.measure) == ("2021", "2024", "slope:balance")
    assert total.n > total.n_earlier + total.n_later
    assert total.n_holders >= within.n_holders >= LEAST_HOLDERS
    assert (found["mix"].n, found["mix"].n_holders) == (total.n, total.n_holders)
    assert "holder fixed effects" in within.method
    assert within.low < within.estimate < within.high


@pytest.mark.parametrize("unit", ["statement", "document", "holder"])
def test_order_of_rows_changes_nothing(unit):
    config = YEARLY.model_copy(update={"unit": unit})
    given = mixed_panel()
    shuffled = {name: list(rows) for name, rows in given.items()}
    for rows in shuffled.values():
        random.Random(2).shuffle(rows)
    assert repr(rows_of(given, config)) == repr(rows_of(Tables(shuffled), config))


def test_order_within_a_panel_changes_no_figure():
    rows = people(4, change=0.05)
    order = np.random.default_rng(1).permutation(len(rows))
    first, second = fit(rows, 0.95), fit(rows.where(order), 0.95)
    for name in first:
        assert first[name].low == pytest.approx(second[name].low, abs=1e-10)


def test_too_few_is_an_answer_with_its_reason():
    cells = [(f"p{i}", f"{year}", 3, 2) for i in range(LEAST_HOLDERS - 1) for year in YEARS]
    cells += [(f"new{i}", "2024", 1, 3) for i in range(6)]
    found = rows_of(panel(cells))
    assert not math.isnan(found["total"].low)
    for name in ("within", "mix"):
        assert math.isnan(found[name].estimate)
        assert found[name].method.startswith("too few: 7 of 13 holders in two periods or more")
    assert found["within"].n_holders == 7


def test_one_voice_among_many_is_no_crowd():
    cells = [("loud", f"{year}", 90, 60) for year in YEARS]
    cells += [(f"p{i}", f"{year}", 1, 0) for i in range(9) for year in (2022, 2023)]
    found = rows_of(panel(cells))
    assert math.isnan(found["within"].low)
    assert "weigh like 1.0 equal ones" in found["within"].method


def test_agreement_alone_is_no_certainty():
    cells = [(f"p{i}", f"{year}", 3, 0) for i in range(12) for year in YEARS]
    within = rows_of(panel(cells))["within"]
    assert within.estimate == 0
    assert math.isnan(within.low)
    assert "no interval" in within.method


def test_nobody_without_a_name_is_followed():
    documents = [document(i, f"{year}") for i, year in enumerate(YEARS)]
    threads = [document(9, "2021", kind="thread")]
    rows = [
        statement(i, documents[i % 4].id, "favor" if i % 3 else "against", holder_id="")
        for i in range(80)
    ]
    found = rows_of(tables([*documents, *threads], rows))
    assert found["within"].n == 0
    assert "0 of 4 holders" in found["within"].method


def test_one_period_has_no_slope():
    assert rows_of(panel([("a", "2022", 9, 9)])) == {}
    assert rows_of(tables([], [])) == {}


def test_effective_numbers():
    assert effective(np.array([1.0, 1.0, 1.0])) == pytest.approx(3)
    assert effective(np.array([8.0, 0.0])) == pytest.approx(1)
    assert math.isnan(effective(np.zeros(2)))

from __future__ import annotations

import math
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.config import TrendsSection
from pipeline.registry import Assets, default_models
from pipeline.trends.counting import counted
from pipeline.trends.decomposition import changes, headline, parts, terms
from tests.trends.factory import document, panel, segment, statement, tables

ASSETS = Assets(default_models())
YEARLY = TrendsSection(period="year", resamples=300)

counts = st.integers(0, 9)


def pair(cells, config=YEARLY, earlier="2022", later="2023"):
    found = changes(counted(panel(cells), config), config, ASSETS)
    return {
        c.component: c
        for c in found
        if (c.measure, c.earlier, c.later) == ("balance", earlier, later)
    }


@given(st.lists(st.tuples(counts, counts, counts, counts), min_size=1, max_size=12))
def test_parts_add_up_to_the_change_of_balance(rows):
    table = np.array([*rows, (1, 0, 0, 1)], float)
    total, within, mix, interaction = parts(terms(table).sum(axis=0))
    f0, a0, f1, a1 = table.sum(axis=0)
    assert total == pytest.approx((f1 - a1) / (f1 + a1) - (f0 - a0) / (f0 + a0), abs=1e-12)
    assert within + mix + interaction == pytest.approx(total, abs=1e-12)


@given(
    st.lists(
        st.tuples(st.sampled_from("abcdef"), st.sampled_from(["2022", "2023"]), counts, counts),
        max_size=14,
    ),
    st.sampled_from(["statement", "document", "holder"]),
)
def test_published_parts_add_up_whatever_is_said(cells, unit):
    config = YEARLY.model_copy(update={"unit": unit, "resamples": 100})
    if found := pair(cells, config):
        inner = sum(found[name].estimate for name in ("within", "mix", "interaction"))
        assert inner == pytest.approx(found["total"].estimate, abs=1e-9)


@pytest.mark.parametrize("unit", ["statement", "document", "holder"])
def test_published_parts_add_up_to_1e_9(unit):
    draw = random.Random(3)
    cells = [
        (f"p{draw.randint(0, 9)}", str(year), draw.randint(0, 5), draw.randint(0, 5))
        for year in (2022, 2023)
        for _ in range(25)
    ]
    found = pair(cells, YEARLY.model_copy(update={"unit": unit}))
    inner = sum(found[name].estimate for name in ("within", "mix", "interaction"))
    assert inner == pytest.approx(found["total"].estimate, abs=1e-9)


def test_minds_change_and_nobody_comes_or_goes():
    before = [(f"p{i}", "2022", 4, 1) for i in range(12)]
    after = [(f"p{i}", "2023", 1, 4) for i in range(12)]
    found = pair(before + after)
    assert found["within"].estimate == found["total"].estimate == pytest.approx(-1.2)
    assert found["mix"].estimate == pytest.approx(0, abs=1e-9)
    assert found["interaction"].estimate == pytest.approx(0, abs=1e-9)


def test_people_come_and_go_and_nobody_changes():
    before = [("stays", "2022", 2, 2), *((f"old{i}", "2022", 5, 0) for i in range(6))]
    after = [("stays", "2023", 2, 2), *((f"new{i}", "2023", 0, 5) for i in range(6))]
    found = pair(before + after)
    assert found["within"].estimate == pytest.approx(0, abs=1e-9)
    assert found["mix"].estimate == pytest.approx(found["total"].estimate)
    assert found["total"].high < 0


def test_the_same_people_speak_more_or_less():
    before = [("bull", "2022", 9, 0), ("bear", "2022", 0, 1)]
    after = [("bull", "2023", 1, 0), ("bear", "2023", 0, 9)]
    found = pair(before + after)
    assert found["within"].estimate == pytest.approx(0, abs=1e-9)
    assert found["mix"].estimate == pytest.approx(-1.6)


def simulate(seed: int, *, changing: bool):
    """80 people with chances of their own; one half is replaced, or everybody shifts."""
    draw = np.random.default_rng(seed)
    chance = draw.beta(2, 2, 80)
    cells = []
    for i, p in enumerate(chance):
        favor = int(draw.binomial(6, p))
        cells.append((f"p{i}", "2022", favor, 6 - favor))
    for i, p in enumerate(chance):
        new = max(0.0, p - 0.25) if changing else p
        name = f"p{i}"
        if not changing and i % 2:  # somebody else, and more sceptical
            name, new = f"q{i}", max(0.0, p - 0.3)
        favor = int(draw.binomial(6, new))
        cells.append((name, "2023", favor, 6 - favor))
    return pair(cells)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_simulated_change_of_mix_is_not_taken_for_change_of_mind(seed):
    found = simulate(seed, changing=False)
    assert found["within"].low <= 0 <= found["within"].high
    assert found["mix"].high < 0


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_simulated_change_of_mind_is_not_taken_for_change_of_mix(seed):
    found = simulate(seed, changing=True)
    assert found["within"].high < 0
    assert found["mix"].estimate == pytest.approx(0, abs=1e-9)


def test_without_anybody_in_both_periods_within_has_no_interval():
    found = pair(
        [("a", "2022", 5, 1), ("b", "2022", 2, 4), ("c", "2023", 1, 5), ("d", "2023", 3, 3)]
    )
    assert found["within"].n == 0
    assert math.isnan(found["within"].low)
    assert "0 of 4 holders" in found["within"].method


def test_who_has_no_name_is_not_met_again():
    """A thread of nameless comments over two years: other people, for all that is known."""
    thread = document(0, "2022", kind="thread")
    segments = [segment(i, thread.id, year) for i, year in enumerate(("2022", "2023"))]
    rows = [
        statement(
            i, thread.id, "favor" if i < 6 else "against",
            holder_id="", segment_id=segments[i // 6].id,
        )
        for i in range(12)
    ]  # fmt: skip
    statements = counted(tables([thread], rows, segments=segments), YEARLY)
    found = {c.component: c for c in changes(statements, YEARLY, ASSETS) if c.measure == "balance"}
    assert found["total"].estimate == found["mix"].estimate == -2
    assert (found["within"].n, found["within"].n_holders) == (0, 0)


def test_pairs_are_neighbours_and_the_ends_and_skip_thin_periods():
    cells = [("a", "2020", 5, 1), ("a", "2021", 1, 0), ("a", "2022", 3, 3), ("a", "2023", 1, 5)]
    found = changes(counted(panel(cells), YEARLY), YEARLY, ASSETS)
    pairs = {(c.earlier, c.later) for c in found if c.measure == "balance"}
    assert pairs == {("2020", "2022"), ("2022", "2023"), ("2020", "2023")}


def test_years_between_conferences_are_compared_as_well():
    cells = [("a", "2023-02-01", 5, 1), ("a", "2024-02-01", 1, 5)]
    found = changes(counted(panel(cells), YEARLY), YEARLY, ASSETS)
    names = {(c.earlier, c.later) for c in found if c.measure == "balance:neurips"}
    assert names == {("NeurIPS 2022 to 2023", "NeurIPS 2023 on")}


def test_n_is_that_of_both_periods_and_of_the_panel():
    found = pair([("ann", "2022", 3, 2), ("ann", "2023", 1, 5), ("bob", "2023", 4, 0)])
    assert (found["total"].n, found["total"].n_earlier, found["total"].n_later) == (15, 5, 10)
    assert (found["within"].n, found["within"].n_earlier, found["within"].n_later) == (11, 5, 6)


def test_the_headline_is_the_change_from_the_first_to_the_last_full_period():
    cells = [("ann", "2021", 1, 1), ("ann", "2022", 5, 1), ("bob", "2023", 4, 3),
             ("ann", "2024", 1, 6), ("bob", "2025", 1, 0)]  # fmt: skip
    statements = counted(panel(cells), YEARLY)
    found = headline(statements, YEARLY, ASSETS)
    assert (found.earlier, found.later) == ("2022", "2024")
    assert found in changes(statements, YEARLY, ASSETS)
    assert headline(counted(panel(cells[:2]), YEARLY), YEARLY, ASSETS) is None


def test_each_holder_weighs_alike_whatever_else_they_say_without_a_side():
    config = YEARLY.model_copy(update={"unit": "holder", "min_n": 3})
    documents = [document(0, "2022"), document(1, "2023")]
    sides = [("ann", "favor"), ("bo", "against")]
    said = [(d, who, side) for d in documents for who, side in sides for _ in range(3)]
    said += [(documents[1], "ann", "neutral")] * 27
    rows = [
        statement(i, d.id, stance, holder_id=f"person:{who}") for i, (d, who, stance) in
        enumerate(said)
    ]  # fmt: skip
    found = changes(counted(tables(documents, rows), config), config, ASSETS)
    assert {c.component: c.estimate for c in found if c.measure == "balance"}["total"] == 0

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.trends.inference import Coded, corrected_mean, corrected_ratio, difference

FAVOR, COUNTED = np.array([1.0, 0.0, 0.0]), np.array([1.0, 1.0, 0.0])


def simple(n: int = 6000, drawn: int = 500, *, seed: int = 3, right: float = 0.8) -> Coded:
    """One column; a simple random sample; every statement its own cluster."""
    draw = np.random.default_rng(seed)
    gold = (draw.random(n) < 0.3).astype(float)
    predicted = np.where(draw.random(n) < right, gold, 1 - gold) * 0.9 + draw.random(n) * 0.05
    weight = np.zeros(n)
    weight[draw.choice(n, drawn, replace=False)] = n / drawn
    return Coded(predicted[:, None], gold[:, None], weight, np.arange(n), np.zeros(n, int))


def stances(n: int = 1200, drawn: int = 300, *, seed: int = 5) -> Coded:
    """Favor, against, unrelated; strata of the predicted stance; ten statements a cluster."""
    draw = np.random.default_rng(seed)
    true = draw.integers(3, size=n)
    label = np.where(draw.random(n) < 0.6, true, 0)
    weight = np.zeros(n)
    for stratum in range(3):
        places = np.flatnonzero(label == stratum)
        weight[draw.choice(places, drawn // 3, replace=False)] = len(places) / (drawn // 3)
    return Coded(np.eye(3)[label], np.eye(3)[true], weight, np.arange(n) // 10, label)


def test_the_figures_of_ppi_python() -> None:
    # ppi-python 0.2.3, ppi_mean_pointestimate and ppi_mean_ci(alpha=0.05) on the same numbers.
    found = corrected_mean(simple(), 0)
    assert found.estimate == pytest.approx(0.29849, abs=2e-4)
    assert (found.low, found.high) == pytest.approx((0.26677, 0.33021), abs=5e-4)


def test_the_stated_estimator() -> None:
    coded = simple(200, 40)
    drawn = coded.weight > 0
    gap = coded.gold[drawn, 0] - 0.5 * coded.predicted[drawn, 0]
    expected = 0.5 * coded.predicted.mean() + gap.mean()
    assert corrected_mean(coded, 0, power=0.5).estimate == pytest.approx(expected)


def test_where_all_is_coded_the_labels_do_not_matter() -> None:
    coded = replace(simple(400, 400), predicted=np.full((400, 1), 7.0))
    for power in (None, 0.0, 1.0):
        assert corrected_mean(coded, 0, power=power).estimate == pytest.approx(coded.gold.mean())


def test_true_labels_are_believed_and_useless_ones_are_not() -> None:
    useless = corrected_mean(simple(right=0.5), 0)
    coded = simple()
    true = corrected_mean(replace(coded, predicted=coded.gold), 0)
    alone = corrected_mean(coded, 0, power=0.0)
    assert useless.power < 0.2
    assert true.power > 0.99
    assert true.estimate == pytest.approx(coded.gold.mean(), abs=0.005)
    assert true.high - true.low < 0.5 * (alone.high - alone.low)


def test_tuned_power_is_no_worse_than_all_or_nothing() -> None:
    coded = simple()
    widths = {p: corrected_mean(coded, 0, power=p) for p in (None, 0.0, 1.0)}
    spread = {p: found.high - found.low for p, found in widths.items()}
    assert spread[None] <= min(spread[0.0], spread[1.0]) + 1e-9


def test_strata_narrow_the_interval_and_leave_the_estimate() -> None:
    coded = stances()
    flat = replace(coded, stratum=np.zeros_like(coded.stratum))
    within = corrected_ratio(coded, FAVOR, COUNTED, power=1.0)
    without = corrected_ratio(flat, FAVOR, COUNTED, power=1.0)
    assert within.estimate == pytest.approx(without.estimate)
    assert within.high - within.low < without.high - without.low


def test_statements_that_are_copies_of_each_other_tell_nothing_new() -> None:
    coded = simple(600, 200)
    copies = Coded(
        np.repeat(coded.predicted, 4, axis=0),
        np.repeat(coded.gold, 4, axis=0),
        np.repeat(coded.weight, 4),
        np.repeat(coded.cluster, 4),
        np.repeat(coded.stratum, 4),
    )
    one, four = corrected_mean(coded, 0), corrected_mean(copies, 0)
    assert four.estimate == pytest.approx(one.estimate, abs=1e-3)
    assert four.high - four.low == pytest.approx(one.high - one.low, rel=0.02)
    alone = corrected_mean(replace(copies, cluster=np.arange(2400)), 0)
    assert alone.high - alone.low < 0.6 * (one.high - one.low)


@given(st.integers(0, 1000))
def test_names_and_order_of_clusters_do_not_matter(seed: int) -> None:
    coded = stances(300, 90)
    draw = np.random.default_rng(seed)
    names, order = draw.permutation(30), draw.permutation(300)
    turned = Coded(
        coded.predicted[order],
        coded.gold[order],
        coded.weight[order],
        names[coded.cluster][order],
        coded.stratum[order],
    )
    one, other = (corrected_ratio(c, FAVOR, COUNTED) for c in (coded, turned))
    assert (one.estimate, one.low, one.high) == pytest.approx(
        (other.estimate, other.low, other.high)
    )


def test_gold_of_statements_that_were_not_drawn_is_never_read() -> None:
    coded = stances()
    hidden = np.where(coded.weight[:, None] > 0, coded.gold, np.nan)
    found = corrected_ratio(replace(coded, gold=hidden), FAVOR, COUNTED)
    assert found.estimate == corrected_ratio(coded, FAVOR, COUNTED).estimate


def test_a_period_is_told_from_its_own_statements() -> None:
    coded = stances()
    early = np.arange(len(coded)) < 600
    part = Coded(
        coded.predicted[early],
        coded.gold[early],
        coded.weight[early],
        coded.cluster[early],
        coded.stratum[early],
    )
    inside = corrected_ratio(coded, FAVOR, COUNTED, inside=early, power=1.0)
    alone = corrected_ratio(part, FAVOR, COUNTED, power=1.0)
    assert inside.estimate == pytest.approx(alone.estimate)
    assert inside.n_gold == int((part.weight > 0).sum())


def test_a_difference_knows_that_authors_are_in_both_periods() -> None:
    coded = stances()
    found = corrected_ratio(coded, FAVOR, COUNTED)
    same = difference(found, found)
    assert (same.estimate, same.low, same.high) == (0, 0, 0)
    halves = np.arange(len(coded)) < 600
    early, late = (corrected_ratio(coded, FAVOR, COUNTED, inside=h) for h in (halves, ~halves))
    change = difference(late, early)
    assert change.estimate == pytest.approx(late.estimate - early.estimate)
    apart = math.hypot(late.high - late.estimate, early.high - early.estimate)
    assert change.high - change.estimate == pytest.approx(apart, rel=0.1)  # no author in both


def test_a_difference_from_nothing_is_nothing() -> None:
    coded = stances()
    found = corrected_ratio(coded, FAVOR, COUNTED)
    none = corrected_ratio(coded, FAVOR, COUNTED, inside=np.zeros(len(coded), bool))
    assert math.isnan(difference(found, none).low)


@pytest.mark.parametrize(
    "change",
    [
        {"weight": np.zeros(1200)},  # nothing coded
        {"cluster": np.zeros(1200, int)},  # all by one author
        {"gold": np.eye(3)[np.full(1200, 2)], "predicted": np.eye(3)[np.full(1200, 2)]},
    ],
)
def test_no_figure_where_nothing_can_be_said(change: dict[str, np.ndarray]) -> None:
    found = corrected_ratio(replace(stances(), **change), FAVOR, COUNTED)
    assert all(math.isnan(v) for v in (found.estimate, found.low, found.high, found.power))


def test_single_statements_of_strata_are_not_taken_for_certain() -> None:
    # Forty strata with one coded statement each: their errors show only beside each other.
    draw = np.random.default_rng(2)
    gold = (draw.random(400) < 0.4).astype(float)[:, None]
    weight = np.where(np.arange(400) % 10 == 0, 10.0, 0.0)
    number = np.arange(400) // 10
    alone = Coded(np.zeros((400, 1)), gold, weight, np.arange(400), number)
    found = corrected_mean(alone, 0)
    flat = corrected_mean(replace(alone, stratum=np.zeros(400, int)), 0)
    assert found.high - found.low == pytest.approx(flat.high - flat.low, rel=0.05)

from __future__ import annotations

import math

import numpy as np
import pytest

from pipeline.trends.resampling import (
    FEW,
    change,
    change_interval,
    cluster_sums,
    generator,
    interval,
    left_out,
    newcombe,
    ratio,
    resample,
    share_interval,
    wilson,
    wilson_from,
)


def test_a_generator_depends_on_its_name_and_on_nothing_else():
    first = generator(1, "all", "2023").random()
    assert first == generator(1, "all", "2023").random()
    assert first != generator(1, "all", "2024").random()
    assert first != generator(2, "all", "2023").random()


def test_sums_within_clusters_keep_the_total():
    columns = np.arange(12.0).reshape(6, 2)
    sums = cluster_sums(np.array([7, 3, 7, 3, 9, 7]), columns)
    assert sums.shape == (3, 2)
    assert sums.sum(axis=0).tolist() == columns.sum(axis=0).tolist()
    assert sums[0].tolist() == (columns[1] + columns[3]).tolist()


def test_a_resample_draws_as_many_clusters_as_there_are():
    sums = np.ones((17, 1))
    assert resample(sums, 50, generator(1, "x")).ravel().tolist() == [17.0] * 50


def test_draws_have_the_variance_of_the_mean():
    values = np.random.default_rng(5).normal(size=(200, 1))
    means = resample(values, 4000, generator(1, "x")) / 200
    assert means.std() == pytest.approx(values.std() / math.sqrt(200), rel=0.06)


def test_memory_is_bounded_by_drawing_in_parts(monkeypatch):
    sums = np.random.default_rng(5).random((40, 3))
    whole = resample(sums, 100, generator(1, "x"))
    monkeypatch.setattr("pipeline.trends.resampling._DRAWS_AT_ONCE", 400)
    parts = resample(sums, 100, generator(1, "x"))
    assert parts.shape == whole.shape
    assert parts.mean() == pytest.approx(whole.mean(), rel=0.02)


def test_few_clusters_get_wider_intervals():
    draws = np.random.default_rng(5).normal(size=2000)
    few, many = interval(draws, 0.95, 5), interval(draws, 0.95, 500)
    assert few[0] < many[0] < many[1] < few[1]


@pytest.mark.parametrize("draws", [[], [math.nan], [0.5, 0.5]])
def test_draws_that_do_not_vary_give_no_interval(draws):
    assert all(math.isnan(end) for end in interval(np.array(draws), 0.95, 10))


def test_wilson_against_published_figures():
    # Newcombe 1998 (two-sided intervals for the single proportion), table I, method 3.
    assert wilson(81 / 263, 263, 0.95) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(0.0, 20, 0.95) == pytest.approx((0.0, 0.1611), abs=5e-5)
    assert wilson_from(-1.0, 2 * 81 / 263 - 1, 263, 0.95) == pytest.approx(
        (-0.4894, -0.2676), abs=1e-4
    )


def shared(sums, alone, level=0.95, least=0.0):
    """``share_interval`` with 300 draws of its own."""
    drawn = resample(sums, 300, generator(1, "x"))
    return share_interval(drawn[:, 0] / drawn[:, 1], sums, alone, level, least)


def test_leaving_out_each_cluster_is_the_jackknife_of_a_ratio():
    sums = np.array([[7.0, 10.0], [4.0, 5.0], [1.0, 6.0]])
    whole = 12 / 21
    others = np.array([5 / 11, 8 / 16, 11 / 15])
    error = math.sqrt(2 / 3 * float(((others - whole) ** 2).sum()))
    half = 4.302652729911275 * error  # Student's t with 2 degrees of freedom
    assert left_out(sums, ratio, 0.95) == pytest.approx((whole - half, whole + half))
    assert all(math.isnan(end) for end in left_out(sums[:1], ratio, 0.95))


def test_clusters_of_one_size_have_the_interval_of_their_mean():
    shares = np.array([0.2, 0.5, 0.6, 0.9])
    half = 3.182446305284263 * shares.std(ddof=1) / 2  # Student's t with 3 degrees of freedom
    found = left_out(np.stack([12 * shares, np.full(4, 12.0)], axis=1), ratio, 0.95)
    assert found == pytest.approx((0.55 - half, 0.55 + half))


def test_two_clusters_say_no_more_than_their_statements_and_no_less_than_one_cluster():
    alike = np.array([[70.0, 100.0], [71.0, 101.0]])
    assert np.ptp(shared(alike, 201)) >= np.ptp(wilson(141 / 201, 201, 0.95))
    unlike = np.array([[7.0, 10.0], [4.0, 5.0]])
    low, high = shared(unlike, 15)
    assert low < wilson(11 / 15, 15, 0.95)[0] < wilson(11 / 15, 15, 0.95)[1] < high
    assert (low, high) == pytest.approx(shared(unlike.sum(axis=0)[None], 15))
    assert shared(unlike - [[3.5, 0], [2, 0]], 15, least=-1.0)[0] >= -1


def test_unanimous_clusters_and_many_clusters_keep_their_interval():
    assert shared(np.array([[10.0, 10.0], [5.0, 5.0]]), 15) == wilson(1.0, 2, 0.95)
    many = np.stack([np.arange(FEW) % 5 + 1.0, np.full(FEW, 9.0)], axis=1)
    drawn = resample(many, 300, generator(1, "x"))
    assert shared(many, 9.0 * FEW) == interval(drawn[:, 0] / drawn[:, 1], 0.95, FEW)
    few, draws = many[1:], resample(many[1:], 300, generator(1, "x"))
    low, high = interval(draws[:, 0] / draws[:, 1], 0.95, FEW - 1)
    assert shared(few, 9.0 * FEW - 9)[0] <= low < high <= shared(few, 9.0 * FEW - 9)[1]


@pytest.mark.parametrize("sizes", [(12, 12, 12, 12), (60, 6, 3, 3)])
@pytest.mark.parametrize("clusters", [2, 3, 4])
def test_few_clusters_hold_the_truth_about_as_often_as_they_say(clusters, sizes):
    """Documents lean by beta(3, 2), so the share is 0.6; draws alone hold it in 54 to 90 %."""
    draw = np.random.default_rng(clusters)
    held = 0
    for _ in range(1000):
        below = np.array(sizes[:clusters], np.float64)
        above = draw.binomial(below.astype(int), draw.beta(3, 2, clusters)).astype(np.float64)
        low, high = shared(np.stack([above, below], axis=1), float(below.sum()))
        held += low <= 0.6 <= high
    assert held / 1000 >= 0.9


def changed(sums, level=0.95):
    """``change_interval`` with 300 draws of its own."""
    return change_interval(change(resample(sums, 300, generator(1, "x"))), sums, level)


def test_unanimous_periods_are_no_certainty_of_a_change():
    turned = np.array([[3.0, 3.0, -3.0, 3.0]] * 3)
    low, high = changed(turned)
    assert -2 == low < high
    assert (low, high) == pytest.approx(tuple(2 * end for end in newcombe((1, 3), (0, 3), 0.95)))
    many = np.concatenate([turned] * 10)
    assert changed(many)[1] < high < 0


def test_a_period_of_one_holder_says_no_more_than_one_holder():
    sums = np.array([[4.0, 4.0, 0, 0], [0, 0, -3.0, 4.0], [0, 0, -1.0, 4.0]])
    assert changed(sums)[1] > 0
    assert all(math.isnan(end) for end in changed(sums[:1]))


@pytest.mark.parametrize("panel", [True, False])
@pytest.mark.parametrize("holders", [2, 3, 4])
def test_few_holders_seldom_seem_to_change_by_chance(holders, panel):
    """Five statements a holder and period, leanings drawn anew: draws alone claim up to 33 %."""
    draw = np.random.default_rng(holders)
    moved = alone = 0
    for _ in range(300):
        favor = draw.binomial(5, draw.beta(1.2, 1.2, (2, holders)))
        first, second = (np.stack([2 * f - 5, np.full(holders, 5)], axis=1) for f in favor)
        blank = np.zeros_like(first)
        early = np.concatenate([first, second if panel else blank], axis=1)
        late = np.zeros((0, 4)) if panel else np.concatenate([blank, second], axis=1)
        sums = np.concatenate([early, late]).astype(np.float64)
        low, high = changed(sums)
        moved += low > 0 or high < 0
        low, high = interval(change(resample(sums, 300, generator(1, "x"))), 0.95, len(sums))
        alone += bool(change(sums.sum(axis=0))) and not low <= 0 <= high
    assert moved / 300 <= 0.08
    assert max(0.06, moved / 300) <= alone / 300 <= 0.34


def test_newcombe_against_published_figures():
    # Newcombe 1998 (difference of proportions), table II, method 10: 56/70 and 48/80.
    low, high = newcombe((48 / 80, 80), (56 / 70, 70), 0.95)
    assert (low, high) == pytest.approx((0.0524, 0.3339), abs=5e-5)

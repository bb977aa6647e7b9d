from __future__ import annotations

import math

import numpy as np
import pytest

from pipeline.trends.resampling import cluster_sums, generator, interval, resample, wilson


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

from __future__ import annotations

import math
import sys

import numpy as np
import pytest

from pipeline.config import TrendsSection
from pipeline.registry import Assets
from pipeline.trends.blocks import Blocks
from pipeline.trends.changepoints import changepoints, largest_gain, noise, permutation_p
from pipeline.trends.counting import counted
from tests.scripts import script
from tests.trends.factory import panel

SECTION = TrendsSection(permutations=199, resamples=200)


def rows(levels, tmp_path):
    """Changes over quarters of six documents of five statements; ``levels`` are the favors."""
    cells = [
        (f"h{q}-{d}", f"{2020 + q // 4}-{1 + q % 4 * 3:02d}-{d + 1:02d}", favor, 5 - favor)
        for q, favor in enumerate(levels)
        for d in range(6)
    ]
    return changepoints(counted(panel(cells), SECTION), SECTION, Assets(tmp_path))


def test_a_shift_is_found_where_it_is(tmp_path):
    pytest.importorskip("ruptures")
    (row,) = rows([1] * 5 + [4] * 5, tmp_path)
    assert (row.measure, row.component) == ("changepoint:balance", "total")
    assert (row.earlier, row.later) == ("2020-Q1 to 2021-Q1", "2021-Q2 to 2022-Q2")
    assert (row.n, row.n_earlier, row.n_later) == (300, 150, 150)
    assert row.estimate == pytest.approx(1.2)
    assert row.p == 1 / 200


def test_two_shifts_are_told_apart(tmp_path):
    pytest.importorskip("ruptures")
    first, second = rows([1] * 4 + [4] * 4 + [2] * 4, tmp_path)
    assert (first.later, second.earlier) == ("2021-Q1 to 2021-Q4", "2021-Q1 to 2021-Q4")
    assert first.estimate > 0 > second.estimate


def test_an_even_series_has_none_and_says_so(tmp_path):
    (row,) = rows([2, 3] * 5, tmp_path)
    assert row.component == "none"
    assert math.isnan(row.estimate)
    assert row.p > 0.05
    assert row.method.startswith("no changepoint; PELT on 10 periods")
    assert (row.n, row.n_earlier, row.n_later) == (300, 30, 30)


def test_too_short_a_series_is_not_tested(tmp_path):
    (row,) = rows([1, 1, 4, 4, 4], tmp_path)
    assert math.isnan(row.p)
    assert row.method == "5 periods are too few for two of 3 each"


def test_nobody_speaks(tmp_path):
    assert changepoints(counted(panel([]), SECTION), SECTION, Assets(tmp_path)) == []


def test_without_the_library_the_row_names_the_error(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "ruptures", None)
    (row,) = rows([1] * 5 + [4] * 5, tmp_path)
    assert row.component == "none"
    assert row.method == "R007: changepoints need the library ruptures"


def test_the_same_series_gives_the_same_rows(tmp_path):
    pytest.importorskip("ruptures")
    first, again = (rows([1, 2] * 3 + [4, 3] * 3, tmp_path) for _ in range(2))
    assert repr(first) == repr(again)
    assert first[0].low < first[0].estimate < first[0].high


def test_documents_that_all_agree_are_no_certainty(tmp_path):
    pytest.importorskip("ruptures")
    (row,) = rows([1] * 5 + [4] * 5, tmp_path)
    assert 0 < row.low < row.estimate < row.high < 2


def test_largest_gain_against_squares_written_out():
    draw = np.random.default_rng(3)
    lean, weight = draw.normal(size=9), draw.uniform(1, 3, size=9)
    level = lean / weight

    def squares(part: slice) -> float:
        mean = lean[part].sum() / weight[part].sum()
        return float((weight[part] * (level[part] - mean) ** 2).sum())

    gains = [
        squares(slice(None)) - squares(slice(None, k)) - squares(slice(k, None))
        for k in range(2, 8)
    ]
    assert largest_gain(lean, weight, 2) == pytest.approx(max(gains))


def series_of(leans):
    count = len(leans)
    return Blocks(
        stretch=np.arange(count) // 4,
        owner=np.arange(count),
        lean=np.array(leans, float),
        weight=np.ones(count),
        count=np.ones(count, np.int64),
    )


def test_p_is_one_when_nothing_differs_and_small_when_all_does():
    draw = np.random.default_rng(0)
    assert permutation_p(series_of([1.0] * 32), 3, 99, draw) == 1
    assert permutation_p(series_of([1.0] * 16 + [-1.0] * 16), 3, 99, draw) == 1 / 100


def test_noise_is_that_within_periods_and_never_nothing():
    shifted = series_of([1.0, -1.0] * 8 + [3.0, 1.0] * 8)
    assert noise(shifted) == pytest.approx(32 / 24)
    assert noise(series_of([1.0] * 16 + [-1.0] * 16)) == 1 / 33


def test_false_alarms_and_power_lie_in_their_ranges():
    pytest.importorskip("ruptures")
    found = script("benchmarks/changepoints.py").rates(60, seed=11)
    assert [rate.name for rate in found if not rate.well] == []
    assert {rate.name: rate.least for rate in found}["power, shift of 0.6"] == 0.8

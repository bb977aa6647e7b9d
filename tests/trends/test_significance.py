"""p and q against published implementations and by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.trends.significance import benjamini_hochberg, fisher_p, placebo_p


def test_p_counts_the_event_among_the_dates():
    others = np.arange(39.0)
    assert placebo_p(others, 39.0, 0.95) == 1 / 40
    assert placebo_p(others, 37.0, 0.95) == 3 / 40
    assert math.isnan(placebo_p(others[:18], 99.0, 0.95))
    assert placebo_p(others[:19], 99.0, 0.95) == 1 / 20


@given(st.lists(st.floats(0.001, 1), min_size=1, max_size=30))
def test_benjamini_hochberg_against_scipy(values):
    from scipy.stats import false_discovery_control

    assert benjamini_hochberg(values) == pytest.approx(list(false_discovery_control(values)))


def test_what_was_not_tested_stays_out_of_the_family():
    assert benjamini_hochberg([math.nan, 0.04, 0.02]) == pytest.approx(
        [math.nan, 0.04, 0.04], nan_ok=True
    )


def test_fisher_against_a_table_counted_by_hand():
    # Of all ways to deal 4 in favor over two halves of 4, 2 in 70 part them wholly.
    assert fisher_p((4, 0), (0, 4)) == pytest.approx(2 / 70)
    assert fisher_p((3, 3), (3, 3)) == 1

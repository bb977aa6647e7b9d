from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.trends.placing import Prior, fit_prior, place

FLAT = Prior(1.0, 1.0)


def put(favor: int, against: int, prior: Prior = FLAT, least: int = 3):
    return place((favor, against), prior, level=0.95, least=least)


@pytest.mark.parametrize(
    ("counts", "word"),
    [
        ((12, 0), "proponent"),
        ((0, 12), "critic"),
        ((6, 6), "side unclear"),
        ((3, 0), "side unclear"),
        ((2, 0), "too few to place"),
        ((0, 0), "too few to place"),
    ],
)
def test_the_word_follows_the_interval(counts, word):
    assert put(*counts).placed == word


def test_one_quotation_makes_no_critic():
    spot = put(0, 1, least=1)
    assert spot.placed == "side unclear"
    assert spot.low < 0 < spot.high


@pytest.mark.parametrize("prior", [Prior(39.3, 10.7), Prior(8.0, 2.0), Prior(3.0, 1.0)])
def test_a_crowd_of_one_mind_makes_no_proponent_of_who_disputes(prior):
    words = {put(favor, against, prior).placed for favor in range(9) for against in range(favor, 9)}
    assert "proponent" not in words
    assert put(0, 3, prior).low > 0 or prior.favor < 20  # the shrunken interval alone would


def test_nobody_without_a_side_gets_a_figure():
    assert math.isnan(put(0, 0).balance)


def test_a_flat_prior_gives_laplaces_rule():
    assert put(7, 1).balance == pytest.approx(2 * 8 / 10 - 1)


@given(st.integers(0, 40), st.integers(0, 40))
def test_figures_are_ordered_and_in_range(favor, against):
    if favor + against:
        spot = put(favor, against)
        assert -1 <= spot.low <= spot.balance <= spot.high <= 1


@given(st.integers(1, 30), st.integers(0, 30))
def test_balances_are_shrunken_toward_the_mean(favor, against):
    raw = (favor - against) / (favor + against)
    assert abs(put(favor, against).balance) <= abs(raw) + 1e-12


def test_the_prior_is_loose_where_people_differ_and_tight_where_they_do_not():
    apart = fit_prior([(10, 0), (0, 10)] * 6)
    alike = fit_prior([(5, 5)] * 12)
    assert apart.favor + apart.against < 2 < 20 < alike.favor + alike.against


def test_the_prior_has_the_mean_of_the_corpus():
    prior = fit_prior([(30, 10)] * 10)
    assert prior.favor / (prior.favor + prior.against) == pytest.approx(301 / 402)


def test_few_people_get_a_flat_prior():
    assert fit_prior([]) == Prior(1.0, 1.0)
    assert sum((fit_prior([(4, 4)] * 3).favor, fit_prior([(4, 4)] * 3).against)) == 2.0

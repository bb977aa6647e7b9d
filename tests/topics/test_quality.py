from __future__ import annotations

import math

import pytest

from pipeline.topics.quality import adjusted_rand, diversity, npmi, stability


def test_terms_always_together_score_one_and_never_together_minus_one():
    texts = ["solar wind", "solar wind", "tidal", "tidal"]
    assert npmi(texts, [["solar", "wind"]]) == pytest.approx(1)
    assert npmi(texts, [["solar", "tidal"]]) == -1


def test_terms_together_as_often_as_by_chance_score_zero():
    texts = ["solar wind", "solar", "wind", "tidal"]
    assert npmi(texts, [["solar", "wind"]]) == pytest.approx(0)


def test_terms_that_no_text_holds_say_nothing():
    assert math.isnan(npmi(["solar"], [["solar", "missing"]]))
    assert math.isnan(npmi([], []))


def test_diversity_counts_terms_that_differ():
    assert diversity([["a", "b"], ["a", "c"]]) == 0.75
    assert math.isnan(diversity([]))


def test_stability_ignores_the_numbers_of_labels():
    assert stability([[0, 0, 1, 1], [5, 5, 2, 2]]) == 1
    assert math.isnan(stability([[0, 1]]))


def test_adjusted_rand_on_a_table_worked_by_hand():
    # pairs together in both 2, in the first 4, in the second 3, of 15: (2 - 0.8) / (3.5 - 0.8)
    assert adjusted_rand([0, 0, 0, 1, 1, 2], [0, 0, 1, 2, 2, 1]) == pytest.approx(1.2 / 2.7)

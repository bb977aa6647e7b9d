from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.topics.coherence import c_v

FRUIT = ("apple", "pear", "plum", "fig", "quince")


def test_a_topic_worked_by_hand():
    texts = ["solar wind", "solar wind", "solar", "tidal"]
    # solar in 3 of 4, wind in 2, both in 2: NPMI = log((2/4) / (3/4 * 2/4)) / -log(2/4)
    x = math.log(4 / 3) / math.log(2)
    # the terms are (1, x) and (x, 1), the whole is their sum: both have the same cosine to it
    expected = (1 + x) / math.sqrt(2 * (1 + x * x))
    assert c_v(texts, [["solar", "wind"]]) == pytest.approx(expected, abs=1e-9)


def test_terms_of_one_company_score_one_and_strangers_less():
    texts = ["solar wind", "solar wind", "tidal", "lunar"]
    assert c_v(texts, [["solar", "wind"]]) == pytest.approx(1)
    assert c_v(texts, [["solar", "tidal"]]) < 0.1


def test_terms_in_every_text_score_one():
    assert c_v(["solar wind"] * 3, [["solar", "wind"]]) == pytest.approx(1)


def test_topics_weigh_the_same_whatever_their_number_of_terms():
    texts = ["solar wind", "solar wind", "solar", "tidal lunar", "tidal lunar", "quartz"]
    one, two = ["solar", "wind"], ["tidal", "lunar", "quartz"]
    assert c_v(texts, [one, two]) == pytest.approx((c_v(texts, [one]) + c_v(texts, [two])) / 2)


def test_what_cannot_be_judged_says_nothing():
    assert math.isnan(c_v([], []))
    assert math.isnan(c_v(["solar wind"], []))
    assert math.isnan(c_v([], [["solar", "wind"]]))
    assert math.isnan(c_v(["solar wind"], [["solar", "missing"], ["tidal"]]))


def test_neighbours_are_a_term_of_two_words():
    texts = ["solar wind quartz", "wind solar", "quartz", "tidal"]
    # "solar wind" stands in the first text alone, as often as with quartz
    x = math.log((1 / 4) / (1 / 4 * 2 / 4)) / math.log(4)
    a, b, whole = (1, x), (x, 1), (1 + x, 1 + x)
    expected = sum(
        (v[0] * whole[0] + v[1] * whole[1]) / (math.hypot(*v) * math.hypot(*whole)) for v in (a, b)
    )
    assert c_v(texts, [["solar wind", "quartz"]]) == pytest.approx(expected / 2, abs=1e-9)


@given(st.lists(st.lists(st.sampled_from(FRUIT), max_size=14), min_size=1, max_size=5))
def test_windows_are_texts_of_their_own(spoken: list[list[str]]):
    width = 4
    topics = [["apple", "pear", "plum"], ["fig quince", "apple", "quince"]]
    windows = [
        " ".join(text[start : start + width])
        for text in spoken
        for start in range(max(1, len(text) - width + 1))
    ]
    sliding = c_v([" ".join(text) for text in spoken], topics, window=width)
    assert sliding == pytest.approx(c_v(windows, topics), nan_ok=True)


def test_a_very_long_text_is_no_trouble():
    text = "solar wind tidal " * 8_000
    assert c_v([text], [["solar", "wind"]]) == pytest.approx(1)

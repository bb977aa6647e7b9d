"""Log-odds with an informative Dirichlet prior."""

from __future__ import annotations

import math
from collections import Counter

import pytest

from pipeline.report.figures.words import _summary, dividing_words, log_odds
from pipeline.report.ledger import Ledger


def test_one_word_by_hand() -> None:
    ours, theirs = Counter({"wall": 1, "works": 9}), Counter({"wall": 8, "works": 2})
    prior = 10.0
    alpha = prior * 9 / 20  # "wall" is 9 of all 20 words
    a, b = 1 + alpha, 8 + alpha
    ratio = math.log(a / (10 + prior - a)) - math.log(b / (10 + prior - b))
    z = ratio / math.sqrt(1 / a + 1 / b)
    assert log_odds(ours, theirs, prior=prior)["wall"] == pytest.approx((ratio, z))


def test_sides_are_mirrored() -> None:
    ours, theirs = Counter({"a": 5, "b": 2, "c": 1}), Counter({"a": 1, "b": 2, "d": 4})
    there, back = log_odds(ours, theirs), log_odds(theirs, ours)
    assert all(there[w][1] == pytest.approx(-back[w][1]) for w in there)


def test_a_rare_word_does_not_win() -> None:
    ours, theirs = Counter({"once": 1, "often": 60, "x": 40}), Counter({"often": 20, "x": 80})
    scores = log_odds(ours, theirs)
    assert scores["often"][1] > scores["once"][1] > 0


def test_one_side_alone_divides_nothing() -> None:
    assert log_odds(Counter({"a": 3, "b": 1}), Counter()) == {}


def test_each_word_links_to_sentences_that_hold_it(ledger: Ledger) -> None:
    figure = dividing_words(ledger)
    assert len(figure.marks) > 10
    for word, mark in zip(figure.frame["word"], figure.marks, strict=True):
        said = ledger.statements.loc[mark.rows, "text"].str.casefold()
        assert said.str.contains(word, regex=False).all()


def test_words_within_chance_are_not_said_to_divide(ledger: Ledger) -> None:
    frame = dividing_words(ledger).frame
    assert frame["z"].abs().max() >= 2
    assert _summary(frame).startswith("Words that divide the sides;")
    assert _summary(frame.assign(z=frame["z"] / 99)).startswith(
        "No word is beyond chance (z within"
    )

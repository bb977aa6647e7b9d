from __future__ import annotations

import numpy as np
import pytest

from pipeline.comparison.parts import COUNTING, Side, figures, parts
from pipeline.config import TrendsSection

FAVOR, AGAINST, NEUTRAL = 0, 1, 3


def side(stances: list[int], voices: list[str] | None = None) -> Side:
    n = len(stances)
    return Side(
        np.array(stances),
        np.array(voices or ["own"] * n, dtype=object),
        np.arange(n) // 2,
        np.zeros(n, np.int64),
    )


def test_shares_and_balance() -> None:
    found = figures(side([FAVOR, FAVOR, AGAINST, NEUTRAL, -1]), TrendsSection())
    assert found.tolist() == pytest.approx([0.5, 0.25, 0, 0.25, 1 / 3])


def test_each_document_counts_once() -> None:
    found = figures(side([FAVOR, FAVOR, AGAINST, -1]), TrendsSection(unit="document"))
    assert found[-1] == 0


def test_nothing_has_no_figure() -> None:
    assert np.isnan(figures(side([-1, -1]), TrendsSection())).all()


def test_one_cause_has_all_of_it_and_two_share() -> None:
    one, other = side([FAVOR, FAVOR, AGAINST, AGAINST]), side([AGAINST, FAVOR, AGAINST, FAVOR])
    configs = (TrendsSection(), TrendsSection())
    alone = parts(one, other, ["a"], ["a", "", "", "a"], configs)
    assert alone["a"][-1] == pytest.approx(0)
    split = parts(one, other, ["a", "b"], ["a", "", "", "b"], configs)
    assert split["a"][-1] == pytest.approx(-0.5)
    assert split["b"][-1] == pytest.approx(0.5)


def test_settings_of_counting_are_a_cause() -> None:
    same = side([FAVOR, AGAINST, AGAINST], ["own", "own", "reported"])
    configs = (TrendsSection(), TrendsSection(voice=("own", "reported")))
    found = parts(same, same, [COUNTING], ["", "", ""], configs)
    assert found[COUNTING][-1] == pytest.approx(-1 / 3)

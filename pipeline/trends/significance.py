"""How surprising a contrast is without any change, and how surprising among many contrasts."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_TIE = 1e-9


def placebo_p(placebo: Floats, score: float, level: float) -> float:
    """Rank of ``score`` among the placebo dates; nan when the best rank is above 1 - level."""
    if not math.isfinite(score) or (len(placebo) + 1) * (1 - level) < 1 - _TIE:
        return math.nan
    beaten = int(np.count_nonzero(placebo >= score - _TIE))
    return (beaten + 1) / (len(placebo) + 1)


def fisher_p(first: tuple[int, int], second: tuple[int, int]) -> float:
    """Two-sided p that two samples, each (favor, against), come of one share.

    Fisher's exact test: the chance of all tables with the same sums that are no likelier
    than the one seen. It errs on the careful side where statements are few.
    """
    from scipy.stats import fisher_exact

    return float(fisher_exact(np.array([first, second])).pvalue)


def benjamini_hochberg(values: Sequence[float]) -> list[float]:
    """Adjusted p of each value in its place (Benjamini and Hochberg 1995); nan stays nan.

    Among the contrasts whose adjusted p is at most 0.05, about one in twenty is chance.
    """
    p = np.array(values, np.float64)
    tested = np.flatnonzero(np.isfinite(p))
    order = tested[np.argsort(p[tested], kind="stable")]
    steps = p[order] * len(order) / np.arange(1, len(order) + 1)
    p[order] = np.minimum(1.0, np.minimum.accumulate(steps[::-1])[::-1])
    return [float(value) for value in p]

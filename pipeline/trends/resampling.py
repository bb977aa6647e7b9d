"""The bootstrap that all intervals of this room come from: whole clusters are drawn.

Statements of one document are not independent, so documents (or holders) are drawn
with replacement, each with all it contains (Davison and Hinkley 1997, section 3.8).
Intervals are percentiles, widened for few clusters as Hesterberg (2015, "What
teachers should know about the bootstrap") expands them.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from pipeline.ids import digest

Floats = NDArray[np.float64]

_DRAWS_AT_ONCE = 4_000_000  # bounds memory: 32 MB of indices


def generator(seed: int, *names: str) -> np.random.Generator:
    """A generator of its own for the thing named, whatever else is computed."""
    return np.random.default_rng(int(digest(seed, *names)[:16], 16))


def cluster_sums(clusters: NDArray[np.int64], columns: Floats) -> Floats:
    """Sums of ``columns`` (statements, m) within clusters: (clusters, m), in their order."""
    _, place = np.unique(clusters, return_inverse=True)
    count = int(place.max()) + 1 if len(place) else 0
    return np.stack(
        [np.bincount(place, column, minlength=count) for column in columns.T], axis=1
    ).astype(np.float64)


def resample(sums: Floats, resamples: int, draw: np.random.Generator) -> Floats:
    """Totals over drawn clusters: (resamples, m) from ``sums`` (clusters, m)."""
    count = len(sums)
    totals = np.empty((resamples, sums.shape[1]))
    step = max(1, _DRAWS_AT_ONCE // max(1, count))
    for start in range(0, resamples, step):
        rows = min(step, resamples - start)
        drawn = draw.integers(count, size=(rows, count))
        drawn += np.arange(rows)[:, None] * count
        times = np.bincount(drawn.ravel(), minlength=rows * count).reshape(rows, count)
        totals[start : start + rows] = times.astype(np.float64) @ sums
    return totals


def effective(amounts: Floats) -> float:
    """How many equal clusters would be as even as ``amounts`` >= 0 (Kish 1965); nan without any."""
    squares = float(amounts @ amounts)
    return float(amounts.sum()) ** 2 / squares if squares > 0 else math.nan


def interval(draws: Floats, level: float, clusters: int) -> tuple[float, float]:
    """Expanded percentile interval of ``draws``; (nan, nan) when they do not vary.

    The percentiles are those at which a normal variable would have the spread of
    Student's t with ``clusters - 1`` degrees of freedom.
    """
    from scipy.special import ndtr, stdtrit

    finite = draws[np.isfinite(draws)]
    if clusters < 2 or len(finite) == 0 or np.ptp(finite) < 1e-12:
        return math.nan, math.nan
    quantile = stdtrit(clusters - 1, 0.5 + level / 2) * math.sqrt(clusters / (clusters - 1))
    tail = float(ndtr(-quantile))
    low, high = np.quantile(finite, [tail, 1 - tail])
    return float(low), float(high)


def wilson(share: float, n: int, level: float) -> tuple[float, float]:
    """Wilson's score interval of a share among ``n``: for shares that no draw varies."""
    from scipy.special import ndtri

    z = float(ndtri(0.5 + level / 2))
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)

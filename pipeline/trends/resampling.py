"""The bootstrap that all intervals of this room come from: whole clusters are drawn.

Statements of one document are not independent, so documents (or holders) are drawn
with replacement, each with all it contains (Davison and Hinkley 1997, section 3.8).
Intervals are percentiles, widened for few clusters as Hesterberg (2015, "What
teachers should know about the bootstrap") expands them.

That is not enough for very few: no draw of two clusters leaves what the two say, so with two,
three and four clusters such intervals hold the truth in only 60, 75 and 86 of 100 cases. Below
``FEW`` clusters the interval of a ratio is therefore the hull of three: that of the draws, that of
the jackknife with Student's t (``left_out``), and what as many independent statements would give.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from pipeline.ids import digest

Floats = NDArray[np.float64]

#: With fewer clusters than this the draws are not trusted alone: at eight they hold the truth in 95
#: of 100 cases, at five in 90.
FEW = 8

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


def left_out(sums: Floats, level: float) -> tuple[float, float]:
    """Interval of a ratio from what leaving out each cluster would change; nan below two.

    ``sums`` (clusters, 2) are what each adds above and, > 0, below the line. This is the linearised
    (Taylor) variance of a ratio (Särndal, Swensson and Wretman 1992, section 5.6), each error
    divided by what remains without its cluster: one that carries most of the weight draws the ratio
    to itself, and would seem to have no error. It is the jackknife, CR3 in Cameron and Miller
    (2015, section VI.B), with quantiles of t with ``clusters - 1`` degrees of freedom (VI.D).
    """
    from scipy.special import stdtrit

    clusters = len(sums)
    if clusters < 2:
        return math.nan, math.nan
    above, below = sums.sum(axis=0)
    ratio = float(above / below)
    moved = (sums[:, 0] - ratio * sums[:, 1]) / (below - sums[:, 1])
    error = math.sqrt((clusters - 1) / clusters * float(moved @ moved))
    half = float(stdtrit(clusters - 1, 0.5 + level / 2)) * error
    return ratio - half, ratio + half


def share_interval(
    draws: Floats, sums: Floats, alone: float, level: float, least: float = 0.0
) -> tuple[float, float]:
    """Interval of a share, or of a balance when ``least`` is -1: from ``least`` to 1.

    Where no draw varies it is Wilson's on the clusters: unanimous ones would otherwise get an
    interval of no width, which claims certainty from agreement alone. The jackknife of few
    clusters is cut at Wilson's on one cluster, so that a second document never makes a figure
    less certain than the first alone.

    Args:
        draws: (resamples,) of the figure; nan where a draw has nothing below the line.
        sums: (clusters, 2) what each cluster adds above and, > 0, below the line.
        alone: how many statements of equal weight it rests on, as ``effective`` counts them.
        level: of the interval.
        least: the least that the figure can be.
    """
    above, below = sums.sum(axis=0)
    value = float(above / below)
    ends = interval(draws, level, len(sums))
    if math.isnan(ends[0]):
        ends = wilson_from(least, value, len(sums), level)
    bounds = wilson_from(least, value, 1, level)
    return widened(ends, sums, wilson_from(least, value, alone, level), bounds, level)


def widened(
    ends: tuple[float, float],
    sums: Floats,
    alone: tuple[float, float],
    bounds: tuple[float, float],
    level: float,
) -> tuple[float, float]:
    """The hull of ``ends``, ``alone`` and, within ``bounds``, ``left_out`` for few clusters.

    ``alone`` is the interval of the same statements taken as independent; from ``FEW`` clusters
    on, with a single one, and where there is no interval, ``ends`` stay as they are.
    """
    if not 2 <= len(sums) < FEW or math.isnan(ends[0]):
        return ends
    low, high = left_out(sums, level)
    return min(ends[0], alone[0], max(low, bounds[0])), max(ends[1], alone[1], min(high, bounds[1]))


def wilson_from(least: float, value: float, n: float, level: float) -> tuple[float, float]:
    """Wilson's interval of a figure from ``least`` to 1, such as a balance from -1."""
    reach = 1.0 - least
    share = min(1.0, max(0.0, (value - least) / reach))
    low, high = wilson(share, n, level)
    return least + reach * low, least + reach * high


def wilson(share: float, n: float, level: float) -> tuple[float, float]:
    """Wilson's score interval of a share among ``n``: for shares that no draw varies."""
    from scipy.special import ndtri

    z = float(ndtri(0.5 + level / 2))
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)

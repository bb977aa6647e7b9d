"""The bootstrap that all intervals of this room come from: whole clusters are drawn.

Statements of one document are not independent, so documents (or holders) are drawn
with replacement, each with all it contains (Davison and Hinkley 1997, section 3.8).
Intervals are percentiles, widened for few clusters as Hesterberg (2015, "What
teachers should know about the bootstrap") expands them.

That is not enough for very few: no draw of two clusters leaves what the two say, so with two,
three and four clusters such intervals hold the truth in only 60, 75 and 86 of 100 cases. Below
``FEW`` clusters the interval of a ratio, or of its change, is therefore the hull of three: that of
the draws, that of the jackknife with Student's t (``left_out``), and what as many independent
statements would give.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from pipeline.ids import digest

Floats = NDArray[np.float64]

#: With fewer clusters than this the draws are not trusted alone: at eight they hold the truth in 95
#: of 100 cases, at five in 90.
FEW = 8

_DRAWS_AT_ONCE = 4_000_000  # bounds memory: 32 MB of indices
_EPSILON = 1e-9  # what rounding leaves of nothing

#: A figure (…) from what clusters add (…, m).
Statistic = Callable[[Floats], Floats]


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


def is_few(clusters: int) -> bool:
    """Whether draws of so many are not trusted alone; a single one has no interval to widen."""
    return 2 <= clusters < FEW


def ratio(sums: Floats) -> Floats:
    """What is above the line by what is below: (…) from (…, 2); nan where nothing is below."""
    result: Floats = sums[..., 0] / np.where(sums[..., 1] > _EPSILON, sums[..., 1], np.nan)
    return result


def change(sums: Floats) -> Floats:
    """The later minus the earlier of two ratios: (…) from (…, 4); nan where one has nothing."""
    result: Floats = ratio(sums[..., 2:4]) - ratio(sums[..., :2])
    return result


def left_out(
    sums: Floats, statistic: Statistic, level: float, clusters: int | None = None
) -> tuple[float, float]:
    """Interval of ``statistic`` from what leaving out each cluster would change.

    It is the jackknife, for a ratio CR3 in Cameron and Miller (2015, section VI.B), with quantiles
    of t with ``clusters - 1`` degrees of freedom (VI.D): one that carries most of the weight draws
    the figure to itself, and in a linearised variance would seem to have no error. nan below two
    clusters, and where without one of them the statistic is.

    Args:
        sums: (rows, m) what each cluster adds.
        statistic: (…) from (…, m).
        level: of the interval.
        clusters: how many of the rows tell it; all of them by default.
    """
    from scipy.special import stdtrit

    number, rows = clusters or len(sums), len(sums)
    if number < 2:
        return math.nan, math.nan
    whole = sums.sum(axis=0)
    value = float(statistic(whole))
    moved = statistic(whole - sums) - value
    error = math.sqrt((rows - 1) / rows * float(moved @ moved))
    half = float(stdtrit(number - 1, 0.5 + level / 2)) * error
    return value - half, value + half


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
    if not is_few(len(sums)):
        return ends
    bounds = wilson_from(least, value, 1, level)
    left = left_out(sums, ratio, level)
    return hull(ends, wilson_from(least, value, alone, level), clipped(left, bounds))


def change_interval(draws: Floats, sums: Floats, level: float) -> tuple[float, float]:
    """Interval of the change of a balance, from -2 to 2; nan below two clusters.

    As that of a share, with Newcombe's interval of a difference in the place of Wilson's; where no
    draw varies it is that of as many statements as clusters are heard in either period.

    Args:
        draws: (resamples,) of the change; nan where a draw leaves out a period.
        sums: (clusters, 4) lean and weight of the earlier, lean and weight of the later period,
            each cluster with weight in one of them.
        level: of the interval.
    """
    if len(sums) < 2:
        return math.nan, math.nan
    first, second = ((float(ratio(sums[:, i : i + 2].sum(axis=0))) + 1) / 2 for i in (0, 2))

    def of(before: float, after: float) -> tuple[float, float]:
        low, high = newcombe((first, before), (second, after), level)
        return 2 * low, 2 * high

    ends = interval(draws, level, len(sums))
    if math.isnan(ends[0]):
        ends = of(*(float(np.count_nonzero(sums[:, i] > 0)) for i in (1, 3)))
    if not is_few(len(sums)):
        return ends
    left = left_out(sums, change, level)
    alone = of(*(max(1.0, float(sums[:, i].sum())) for i in (1, 3)))
    return hull(ends, alone, clipped(left, of(1, 1)))


def clipped(ends: tuple[float, float], bounds: tuple[float, float]) -> tuple[float, float]:
    """``ends`` cut at ``bounds``; ``bounds`` where there are none."""
    if math.isnan(ends[0]):
        return bounds
    return max(ends[0], bounds[0]), min(ends[1], bounds[1])


def rounded_down(number: float) -> int:
    """The whole part, where three thirds are one."""
    return math.floor(number + _EPSILON)


def hull(*intervals: tuple[float, float]) -> tuple[float, float]:
    """The least interval that holds all."""
    return min(low for low, _ in intervals), max(high for _, high in intervals)


def wilson_from(least: float, value: float, n: float, level: float) -> tuple[float, float]:
    """Wilson's interval of a figure from ``least`` to 1, such as a balance from -1."""
    reach = 1.0 - least
    share = min(1.0, max(0.0, (value - least) / reach))
    low, high = wilson(share, n, level)
    return least + reach * low, least + reach * high


def newcombe(
    first: tuple[float, float], second: tuple[float, float], level: float
) -> tuple[float, float]:
    """Interval of the difference of two shares, each (share, n), second minus first.

    Method 10 of Newcombe (1998, Statistics in Medicine 17), built on Wilson's interval.
    """
    (p, low_p, high_p), (q, low_q, high_q) = (
        (share, *wilson(share, n, level)) for share, n in (first, second)
    )
    return (
        q - p - math.hypot(q - low_q, high_p - p),
        q - p + math.hypot(high_q - q, p - low_p),
    )


def wilson(share: float, n: float, level: float) -> tuple[float, float]:
    """Wilson's score interval of a share among ``n``: for shares that no draw varies."""
    from scipy.special import ndtri

    z = float(ndtri(0.5 + level / 2))
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)

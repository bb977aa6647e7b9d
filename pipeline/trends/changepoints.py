"""Changepoints: did the balance of the periods shift, and between which of them?

Two questions are kept apart. *Whether* is a permutation test: documents (or holders)
are dealt out to the periods anew, as many to each as there were, and the largest gain
that one split of the series brings is compared with that of the real series. The null
hypothesis is that the time of a document says nothing of its side; a change of who
speaks is a change too. *Where* is PELT (Killick, Fearnhead and Eckley 2012,
``ruptures``) with least squares weighted by the amount of each period, at a penalty of
3 log(periods) noise variances, the leading term of Zhang and Siegmund (2007).
Changepoints are shown only when the test finds a change at all.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.config import TrendsSection
from pipeline.errors import RunError
from pipeline.records import Change
from pipeline.registry import Assets
from pipeline.trends.blocks import Blocks, blocks
from pipeline.trends.counting import Counted, split
from pipeline.trends.decomposition import full_periods
from pipeline.trends.resampling import (
    change,
    change_interval,
    cluster_sums,
    generator,
    resample,
)

Floats = NDArray[np.float64]

MEASURE = "changepoint:balance"
_DECIMALS = 9
_AT_ONCE = 4_000_000  # block moves held in memory together
_TIE = 1e-9  # gains that differ by rounding alone are equal


@dataclass(frozen=True, slots=True)
class Shifts:
    """What the series says: p of any change, and the first periods of new levels."""

    p: float
    starts: tuple[int, ...]


def changepoints(statements: Counted, config: TrendsSection, assets: Assets) -> list[Change]:
    """A row for each shift of balance, from the level before it to the level after it.

    Without one, a single row with the component ``none`` carries p, and its method
    why. Periods with fewer than ``min_n`` sided statements are not part of the series.

    Raises:
        ModelError: the event table is needed and missing or not understood.
    """
    periods = split(statements, config.period, assets, whole=False)
    full = full_periods(statements, periods, config)
    if not full:
        return []
    found = blocks(statements, list(full.values()), config.unit)
    names = list(full)
    if len(names) < 2 * config.min_segment:
        reason = f"{len(names)} periods are too few for two of {config.min_segment} each"
        return [_none(names, found, math.nan, reason)]
    try:
        shifts = find(found, config, generator(config.seed, MEASURE))
    except RunError as error:
        return [_none(names, found, math.nan, f"{error.code}: {error.message}")]
    if not shifts.starts:
        return [_none(names, found, shifts.p, f"no changepoint; {_method(len(names), config)}")]
    edges = [0, *shifts.starts, len(names)]
    triples = zip(edges, edges[1:], edges[2:], strict=False)
    return [_row(names, found, edge, (shifts.p, config)) for edge in triples]


def find(found: Blocks, config: TrendsSection, draw: np.random.Generator) -> Shifts:
    """Test the series of ``found`` (stretches are its periods) and locate its shifts.

    Nothing is located while p is above 1 - ``level``, so nothing is loaded either.

    Raises:
        RunError: R007 when ``ruptures`` is needed and not installed.
    """
    p = permutation_p(found, config.min_segment, config.permutations, draw)
    if p > 1 - config.level + _TIE:
        return Shifts(p, ())
    lean, weight = (_by_period(found, column) for column in (found.lean, found.weight))
    size = np.sqrt(weight / noise(found))
    signal = np.stack([lean / weight * size, size], axis=1)
    # Least squares of one column on the other: a weighted mean for each segment.
    fitted = _pelt()(model="linear", min_size=config.min_segment, jump=1).fit(signal)
    ends = fitted.predict(pen=penalty(len(lean)))
    return Shifts(p, tuple(int(end) for end in ends[:-1]))


def permutation_p(found: Blocks, least: int, permutations: int, draw: np.random.Generator) -> float:
    """Share of dealings, the real one among them, whose best split gains as much as the real."""
    real = float(
        largest_gain(_by_period(found, found.lean), _by_period(found, found.weight), least)
    )
    beaten = 0
    step = max(1, _AT_ONCE // max(1, len(found)))
    for start in range(0, permutations, step):
        rows = min(step, permutations - start)
        dealt = draw.permuted(np.tile(found.stretch, (rows, 1)), axis=1)
        lean, weight = (_dealt(dealt, column) for column in (found.lean, found.weight))
        beaten += int(np.count_nonzero(largest_gain(lean, weight, least) >= real - _TIE))
    return (beaten + 1) / (permutations + 1)


def largest_gain(lean: Floats, weight: Floats, least: int) -> Floats:
    """Most that one split takes from the weighted squares of a series of balances: (…,).

    ``lean`` and ``weight`` are (…, periods); both sides keep at least ``least`` periods.
    """
    left, right = lean.cumsum(axis=-1), weight.cumsum(axis=-1)
    whole, all_weight = left[..., -1:], right[..., -1:]
    left, right = left[..., least - 1 : -least], right[..., least - 1 : -least]
    gain = left**2 / right + (whole - left) ** 2 / (all_weight - right) - whole**2 / all_weight
    result: Floats = gain.max(axis=-1)
    return result


def noise(found: Blocks) -> float:
    """Variance of a period's balance times its weight, pooled over periods; above 0.

    Taken from how blocks of one period differ, so that a shift between periods does
    not pass for noise; from neighbouring periods where no period has two blocks.
    """
    lean, weight = (_by_period(found, column) for column in (found.lean, found.weight))
    level = lean / weight
    free = len(found) - len(level)
    if free > 0:
        rest = found.lean - level[found.stretch] * found.weight
        variance = float(rest @ rest / weight.sum()) * len(found) / free
    else:
        steps = np.diff(level) ** 2 / (1 / weight[1:] + 1 / weight[:-1])
        variance = float(steps.mean())
    return max(variance, 1 / (1 + float(weight.sum())))


def penalty(periods: int) -> float:
    """What a changepoint must gain, in noise variances."""
    return 3.0 * math.log(periods)


def _pelt() -> Any:
    try:
        from ruptures import Pelt
    except ImportError:
        raise RunError("R007", "changepoints need the library ruptures") from None
    return Pelt


def _by_period(found: Blocks, column: Floats) -> Floats:
    return np.bincount(found.stretch, column).astype(np.float64)


def _dealt(dealt: NDArray[np.int64], column: Floats) -> Floats:
    """Sums of ``column`` within each row's periods: (rows, periods)."""
    rows, periods = len(dealt), int(dealt.max()) + 1
    places = (dealt + np.arange(rows)[:, None] * periods).ravel()
    sums = np.bincount(places, np.tile(column, rows), minlength=rows * periods)
    return sums.reshape(rows, periods).astype(np.float64)


def _row(
    names: list[str], found: Blocks, edge: tuple[int, int, int], test: tuple[float, TrendsSection]
) -> Change:
    first, middle, last = edge
    p, config = test
    inside = (found.stretch >= first) & (found.stretch < last)
    late = (found.stretch >= middle)[inside]
    columns = np.zeros((len(late), 4))
    for shift, side in ((0, ~late), (2, late)):
        columns[:, shift] = np.where(side, found.lean[inside], 0)
        columns[:, shift + 1] = np.where(side, found.weight[inside], 0)
    sums = cluster_sums(found.owner[inside], columns)
    estimate = float(change(sums.sum(axis=0)))
    drawing = generator(config.seed, MEASURE, names[middle])
    draws = change(resample(sums, config.resamples, drawing))
    low, high = change_interval(draws, sums, config.level)
    counts = [int(found.count[inside][side].sum()) for side in (~late, late)]
    return Change(
        measure=MEASURE,
        component="total",
        earlier=_range(names[first:middle]),
        later=_range(names[middle:last]),
        n=sum(counts),
        n_earlier=counts[0],
        n_later=counts[1],
        estimate=round(estimate, _DECIMALS) + 0.0,
        low=round(low, _DECIMALS) + 0.0,
        high=round(high, _DECIMALS) + 0.0,
        p=p,
        method=f"{_method(len(names), config)}; bootstrap interval takes the place as given",
    )


def _none(names: list[str], found: Blocks, p: float, method: str) -> Change:
    return Change(
        measure=MEASURE,
        component="none",
        earlier=names[0],
        later=names[-1],
        n=int(found.count.sum()),
        n_earlier=int(found.count[found.stretch == 0].sum()),
        n_later=int(found.count[found.stretch == len(names) - 1].sum()),
        estimate=math.nan,
        low=math.nan,
        high=math.nan,
        p=p,
        method=method,
    )


def _method(periods: int, config: TrendsSection) -> str:
    owner = "holders" if config.unit == "holder" else "documents"
    return (
        f"PELT on {periods} periods weighted by n, penalty 3 log n = {penalty(periods):.1f} noise "
        f"variances, segments of {config.min_segment} or more; p of any change from dealing "
        f"{owner} to periods {config.permutations} times, level {config.level:g}; coding error "
        "not included"
    )


def _range(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}"

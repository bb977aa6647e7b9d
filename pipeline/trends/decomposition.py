"""Did minds change, or the people who speak? A change of balance taken apart exactly.

With w a holder's share of the sided statements of a period and b their balance,
0 the earlier and 1 the later period, and P the holders seen in both:

    within       sum over P of w0 (b1 - b0)           the same people, as heard before
    interaction  sum over P of (w1 - w0) (b1 - b0)    changed people heard more or less
    mix          sum over P of (w1 - w0) b0
                 + sum over entrants of w1 b1 - sum over leavers of w0 b0
    total        within + mix + interaction = balance later - balance earlier

This is the three-fold decomposition of Oaxaca and Kitagawa, with persons as strata.
Holders are drawn whole, both periods together, for the intervals. Who has no name is nobody
to be met again: an unnamed holder of two periods leaves the one and enters the other.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.config import TrendsSection
from pipeline.records import Change
from pipeline.registry import Assets
from pipeline.trends.counting import AGAINST, FAVOR, Counted, Places, is_named, split, weights
from pipeline.trends.resampling import (
    FEW,
    change,
    change_interval,
    clipped,
    generator,
    hull,
    interval,
    is_few,
    left_out,
    ratio,
    resample,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

COMPONENTS: tuple[str, ...] = ("total", "within", "mix", "interaction")

_DECIMALS = 12  # parts still add up to 1e-9 after rounding


def changes(statements: Counted, config: TrendsSection, assets: Assets) -> list[Change]:
    """Change of balance between periods, and its parts.

    Pairs are the first and the last period with ``min_n`` sided statements and each
    such period with the next. The measure is ``balance``; years between conferences
    are compared too, as ``balance:neurips``, when the periods are others.

    Raises:
        ModelError: the event table is needed and missing or not understood.
    """
    rows = list(_pairs("balance", split(statements, config.period, assets, whole=False),
                       statements, config))  # fmt: skip
    if config.period != "neurips" and assets.has("events.toml"):
        seasons = split(statements, "neurips", assets, whole=False)
        rows += _pairs("balance:neurips", seasons, statements, config)
    return rows


def headline(statements: Counted, config: TrendsSection, assets: Assets) -> Change | None:
    """The whole change of balance from the first to the last full period; None with one.

    Raises:
        ModelError: the event table is needed and missing or not understood.
    """
    periods = split(statements, config.period, assets, whole=False)
    full = full_periods(statements, periods, config)
    names = list(full)
    if len(names) < 2:
        return None
    return next(_pair("balance", (names[0], names[-1]), full, statements, config))


def full_periods(
    statements: Counted, periods: Mapping[str, Places], config: TrendsSection
) -> dict[str, Places]:
    """The periods with at least ``min_n`` statements that take a side, in order of time."""
    return {
        name: chosen
        for name, chosen in periods.items()
        if np.count_nonzero(statements.stance[chosen] <= AGAINST) >= config.min_n
    }


def holder_counts(
    statements: Counted, earlier: Places, later: Places, config: TrendsSection
) -> Floats:
    """Weight of favor and against in both periods by holder: (holders, 4), those heard only.

    Columns are favor and against of the earlier, favor and against of the later period.
    """
    table = np.zeros((len(statements.holders), 4))
    for shift, chosen in ((0, earlier), (2, later)):
        sided = chosen[statements.stance[chosen] <= AGAINST]
        weight = weights(statements, sided, config.unit)
        for side in (FAVOR, AGAINST):
            mask = statements.stance[sided] == side
            np.add.at(table[:, shift + side], statements.holder[sided][mask], weight[mask])
    twice = ~is_named(statements) & (table[:, :2].sum(axis=1) > 0) & (table[:, 2:].sum(axis=1) > 0)
    entering = np.where([False, False, True, True], table[twice], 0.0)
    table[twice, 2:] = 0.0
    result: Floats = np.concatenate([table[table.sum(axis=1) > 0], entering])
    return result


def terms(table: Floats) -> Floats:
    """What ``parts`` needs of each holder, additive over holders: (holders, 7).

    ``table`` has the columns of ``holder_counts``.
    """
    n0, n1 = table[:, 0] + table[:, 1], table[:, 2] + table[:, 3]
    d0, d1 = table[:, 0] - table[:, 1], table[:, 2] - table[:, 3]
    both = (n0 > 0) & (n1 > 0)
    b0 = np.divide(d0, n0, out=np.zeros_like(d0), where=n0 > 0)
    b1 = np.divide(d1, n1, out=np.zeros_like(d1), where=n1 > 0)
    moved = np.where(both, b1 - b0, 0.0)
    kept = np.where(both, n1 * b0, n1 * b1)  # as if nobody had moved
    return np.stack([d0, n0, d1, n1, n0 * moved, n1 * moved, kept], axis=1)


def parts(sums: Floats) -> Floats:
    """Total, within, mix and interaction (…, 4) from summed ``terms`` (…, 7).

    A draw in which one of the periods is empty gives nan.
    """
    total = change(sums[..., :4])
    within = ratio(sums[..., [4, 1]])
    mix = ratio(sums[..., [6, 3]]) - ratio(sums[..., :2])
    interaction = ratio(sums[..., [5, 3]]) - within
    return np.stack([total, within, mix, interaction], axis=-1)


def _pairs(
    measure: str, periods: Mapping[str, Places], statements: Counted, config: TrendsSection
) -> Iterator[Change]:
    full = full_periods(statements, periods, config)
    names = list(full)
    pairs = list(pairwise(names))
    if len(names) > 2:
        pairs.append((names[0], names[-1]))
    for pair in pairs:
        yield from _pair(measure, pair, full, statements, config)


def _pair(
    measure: str,
    pair: tuple[str, str],
    full: Mapping[str, Places],
    statements: Counted,
    config: TrendsSection,
) -> Iterator[Change]:
    earlier, later = (full[name] for name in pair)
    table = holder_counts(statements, earlier, later, config)
    counts = _counts(statements, earlier, later)
    yield from _rows((measure, *pair), table, counts, config)


def _counts(statements: Counted, earlier: Places, later: Places) -> Ints:
    """Sided statements of the earlier and the later period: all; of holders seen in both."""
    holders = [
        statements.holder[chosen][statements.stance[chosen] <= AGAINST]
        for chosen in (earlier, later)
    ]
    both = np.intersect1d(holders[0], holders[1])
    both = both[is_named(statements)[both]]
    panel = [int(np.isin(found, both).sum()) for found in holders]
    return np.array([[len(found) for found in holders], panel], np.int64)


def _rows(
    names: tuple[str, str, str], table: Floats, counts: Ints, config: TrendsSection
) -> Iterator[Change]:
    matrix = terms(table)
    estimates = parts(matrix.sum(axis=0))
    draws = parts(resample(matrix, config.resamples, generator(config.seed, *names)))
    panel = int(np.count_nonzero((matrix[:, 1] > 0) & (matrix[:, 3] > 0)))
    method = (
        f"three-fold decomposition by holder, {panel} of {len(table)} holders in both periods; "
        f"percentile bootstrap clustered on holder, {config.resamples} resamples, below {FEW} "
        f"holders widened by a jackknife with t, level {config.level:g}; coding error not included"
    )
    for column, component in enumerate(COMPONENTS):
        inner = component in ("within", "interaction")
        clusters = panel if inner else len(table)
        if component == "total":
            low, high = change_interval(draws[:, 0], matrix[:, :4], config.level)
        else:
            low, high = _part_interval(draws[:, column], matrix, (column, clusters), config.level)
        yield Change(
            measure=names[0],
            component=component,
            earlier=names[1],
            later=names[2],
            n=int(counts[int(inner)].sum()),
            n_earlier=int(counts[int(inner), 0]),
            n_later=int(counts[int(inner), 1]),
            n_holders=clusters,
            estimate=_rounded(float(estimates[column])),
            low=_rounded(low),
            high=_rounded(high),
            method=method,
        )


def _part_interval(
    draws: Floats, matrix: Floats, part: tuple[int, int], level: float
) -> tuple[float, float]:
    """Of a part (its column, how many holders tell it); nan where draws do not vary.

    Few holders of whom one is all that a period has tell nothing: nan, too.
    """
    column, clusters = part
    ends = interval(draws, level, clusters)
    if not is_few(clusters) or math.isnan(ends[0]):
        return ends
    left = left_out(matrix, lambda sums: parts(sums)[..., column], level, clusters)
    return (math.nan, math.nan) if math.isnan(left[0]) else hull(ends, clipped(left, (-2.0, 2.0)))


def _rounded(value: float) -> float:
    return value if math.isnan(value) else round(value, _DECIMALS) + 0.0

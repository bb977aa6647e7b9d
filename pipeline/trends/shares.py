"""The trends stage: shares of each stance, balance and sentiment by period and group.

Every group is measured in every period and once over everything (period ``all``, which also
holds the undated); topics within a genre only over everything. A measure with fewer than
``min_n`` statements keeps its row, with its n and no figure: estimate, low and high are nan. A
mean sentiment from one document of one holder has no interval.

Statements of one document are alike, and so are those of one holder. Where one is nested in the
other (essays of an author, comments of a thread) clustering on the outer one is right (Cameron
and Miller 2015, "A practitioner's guide to cluster-robust inference"); it is the one with the
wider interval, so the wider of both is shown. Below eight of either the draws alone would be far
too sure (``pipeline.trends.resampling``).

``n_effective`` says how many documents or holders of equal size would weigh as much as the
uneven ones there are (Kish 1965), the smaller of both: a hundred statements of which one author
wrote ninety are worth little more than one voice.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.config import CountingUnit, TrendsSection
from pipeline.records import Trend
from pipeline.registry import Assets
from pipeline.store.tables import Tables
from pipeline.trends.changepoints import changepoints
from pipeline.trends.changes import movers
from pipeline.trends.counting import (
    AGAINST,
    COUNTED,
    CROSSED,
    FAVOR,
    Counted,
    Places,
    counted,
    split,
    weights,
)
from pipeline.trends.decomposition import changes
from pipeline.trends.events import contrasts
from pipeline.trends.panel import slopes
from pipeline.trends.periods import WHOLE
from pipeline.trends.resampling import (
    FEW,
    clipped,
    cluster_sums,
    effective,
    generator,
    hull,
    interval,
    is_few,
    left_out,
    ratio,
    resample,
    share_interval,
)

Floats = NDArray[np.float64]

#: Names of the measures, in the order in which they are computed.
MEASURES: tuple[str, ...] = (*(f"share:{stance}" for stance in COUNTED), "balance", "sentiment")

_DECIMALS = 9
_LEAN, _SIDED = 6, 7  # of ``columns``


def measure(tables: Tables, config: TrendsSection, assets: Assets) -> dict[str, list[Any]]:
    """``trends`` and ``changes``, sorted by their names.

    Raises:
        ModelError: the event table is needed and missing or not understood.
    """
    statements = counted(tables, config)
    periods = split(statements, config.period, assets)
    trends = [
        row
        for group, places in statements.groups.items()
        for period, inside in periods.items()
        if period == WHOLE or not group.startswith(CROSSED)
        for row in _cell(statements, np.intersect1d(places, inside), config, (group, period))
    ]
    moved = [
        *changes(statements, config, assets),
        *slopes(statements, config, assets),
        *movers(statements, config),
        *changepoints(statements, config, assets),
        *contrasts(statements, config, assets),
    ]
    return {
        "trends": sorted(trends, key=lambda t: (t.measure, t.group, t.period)),
        "changes": sorted(moved, key=lambda c: (c.measure, c.earlier, c.later, c.component)),
    }


def figures(totals: Floats) -> Floats:
    """Measures (…, 6) in the order of ``MEASURES`` from totals (…, 8), those of ``columns``.

    A balance without sides is nan.
    """
    shares = totals[..., :4] / totals[..., 5:6]
    balance = ratio(totals[..., [_LEAN, _SIDED]])
    sentiment = totals[..., 4] / totals[..., 5]
    return np.concatenate([shares, balance[..., None], sentiment[..., None]], axis=-1)


def columns(statements: Counted, chosen: Places, unit: CountingUnit) -> Floats:
    """What ``figures`` needs of each chosen statement: (chosen, 8).

    Weights of favor, against, mixed and neutral, weighted sentiment, all weight; and for the
    balance, in which units weigh alike among the statements that have a side, favor minus
    against and both together.
    """
    weight = weights(statements, chosen, unit)
    stance = statements.stance[chosen]
    sided = stance <= AGAINST
    matrix = np.zeros((len(chosen), 8))
    matrix[np.arange(len(chosen)), stance] = weight
    matrix[:, 4] = weight * statements.sentiment[chosen]
    matrix[:, 5] = weight
    matrix[sided, _SIDED] = weights(statements, chosen[sided], unit)
    matrix[:, _LEAN] = np.where(stance == FAVOR, 1, -1) * matrix[:, _SIDED]
    return matrix


def describe(config: TrendsSection) -> str:
    """How the intervals were made, in words."""
    return (
        f"each {config.unit} counts once; voices {'+'.join(config.voice)}; percentile bootstrap "
        f"clustered on document and on holder, the wider of both, {config.resamples} resamples, "
        f"below {FEW} of them widened by a jackknife with t, level {config.level:g}; "
        "coding error not included"
    )


def _cell(
    statements: Counted, chosen: Places, config: TrendsSection, names: tuple[str, str]
) -> Iterator[Trend]:
    """All measures of one group in one period; nothing when nobody speaks there."""
    if len(chosen) == 0:
        return
    group, period = names
    matrix = columns(statements, chosen, config.unit)
    estimates = figures(matrix.sum(axis=0))
    owners = (statements.document[chosen], statements.holder[chosen])
    draws = [np.full((1, len(MEASURES)), np.nan)] * len(owners)
    if enough := len(chosen) >= config.min_n:
        draws = [
            figures(resample(cluster_sums(owner, matrix), config.resamples, generator(*key)))
            for owner, key in zip(owners, _keys(config.seed, names), strict=True)
        ]
    for column, name in enumerate(MEASURES):
        used = _used(statements, chosen, name)
        inside = np.isin(chosen, used, assume_unique=True)
        lines = _lines(matrix[inside], name)
        sums = [cluster_sums(owner[inside], lines) for owner in owners]
        ends = [(math.nan, math.nan, math.nan)]
        if enough and len(used) >= config.min_n:
            ends = [
                (
                    float(estimates[column]),
                    *_ends(name, drawn[:, column], each, lines, config.level),
                )
                for drawn, each in zip(draws, sums, strict=True)
            ]
        estimate, low, high = (round(v, _DECIMALS) + 0.0 for v in max(ends, key=_width))
        yield Trend(
            measure=name,
            group=group,
            period=period,
            n=len(used),
            n_holders=len(sums[1]),
            n_documents=len(sums[0]),
            estimate=estimate,
            low=low,
            high=high,
            method=describe(config),
            n_effective=round(min(effective(each[:, 1]) for each in sums), 6),
        )


def _width(ends: tuple[float, float, float]) -> float:
    """Of the interval; one that is missing is the narrowest."""
    return -1.0 if math.isnan(ends[1]) else ends[2] - ends[1]


def _keys(seed: int, names: tuple[str, str]) -> tuple[tuple[Any, ...], ...]:
    """Of the draws of documents and of holders."""
    return (seed, *names), (seed, *names, "holder")


def _used(statements: Counted, chosen: Places, measure: str) -> Places:
    """The statements a measure rests on: a balance rests on the two sides alone."""
    if measure != "balance":
        return chosen
    return chosen[statements.stance[chosen] <= AGAINST]


def _lines(matrix: Floats, name: str) -> Floats:
    """What each statement adds above and below the line of a measure (n, 2), from ``columns``."""
    if name == "balance":
        return matrix[:, [_LEAN, _SIDED]]
    column = 4 if name == "sentiment" else MEASURES.index(name)
    return matrix[:, [column, 5]]


def _ends(
    name: str, draws: Floats, sums: Floats, lines: Floats, level: float
) -> tuple[float, float]:
    """Interval from draws (resamples,) and from what clusters and statements add (…, 2)."""
    if name == "sentiment":
        ends = interval(draws, level, len(sums))
        if not is_few(len(sums)) or math.isnan(ends[0]):
            return ends
        left = clipped(left_out(sums, ratio, level), (-1.0, 1.0))
        return hull(ends, left_out(lines, ratio, level), left)
    least = -1.0 if name == "balance" else 0.0
    return share_interval(draws, sums, effective(lines[:, 1]), level, least)

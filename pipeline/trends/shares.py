"""The trends stage: shares of each stance, balance and sentiment by period and group.

Every group is measured in every period and once over everything (period ``all``,
which also holds the undated). A measure with fewer than ``min_n`` statements keeps
its row, with its n and no figure: estimate, low and high are nan. A mean sentiment from
one document alone has no interval.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.config import TrendsSection
from pipeline.records import Trend
from pipeline.registry import Assets
from pipeline.store.tables import Tables
from pipeline.trends.changepoints import changepoints
from pipeline.trends.changes import movers
from pipeline.trends.counting import (
    AGAINST,
    COUNTED,
    FAVOR,
    Counted,
    Places,
    clusters,
    counted,
    split,
    weights,
)
from pipeline.trends.decomposition import changes
from pipeline.trends.events import contrasts
from pipeline.trends.resampling import cluster_sums, generator, interval, resample, wilson

Floats = NDArray[np.float64]

#: Names of the measures, in the order in which they are computed.
MEASURES: tuple[str, ...] = (*(f"share:{stance}" for stance in COUNTED), "balance", "sentiment")

_DECIMALS = 9


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
        for row in _cell(statements, np.intersect1d(places, inside), config, (group, period))
    ]
    moved = [
        *changes(statements, config, assets),
        *movers(statements, config),
        *changepoints(statements, config, assets),
        *contrasts(statements, config, assets),
    ]
    return {
        "trends": sorted(trends, key=lambda t: (t.measure, t.group, t.period)),
        "changes": sorted(moved, key=lambda c: (c.measure, c.earlier, c.later, c.component)),
    }


def figures(totals: Floats) -> Floats:
    """Measures (…, 6) in the order of ``MEASURES`` from totals (…, 6).

    Totals are weights of favor, against, mixed, neutral, then weighted sentiment and
    all weight. A balance without sides is nan.
    """
    sides = totals[..., FAVOR] + totals[..., AGAINST]
    shares = totals[..., :4] / totals[..., 5:6]
    sided = np.where(sides > 0, sides, np.nan)
    balance = (totals[..., FAVOR] - totals[..., AGAINST]) / sided
    sentiment = totals[..., 4] / totals[..., 5]
    return np.concatenate([shares, balance[..., None], sentiment[..., None]], axis=-1)


def columns(statements: Counted, chosen: Places, weight: Floats) -> Floats:
    """What ``figures`` needs of each chosen statement: (chosen, 6)."""
    matrix = np.zeros((len(chosen), 6))
    matrix[np.arange(len(chosen)), statements.stance[chosen]] = weight
    matrix[:, 4] = weight * statements.sentiment[chosen]
    matrix[:, 5] = weight
    return matrix


def describe(config: TrendsSection) -> str:
    """How the intervals were made, in words."""
    cluster = "holder" if config.unit == "holder" else "document"
    return (
        f"each {config.unit} counts once; voices {'+'.join(config.voice)}; percentile bootstrap "
        f"clustered on {cluster}, {config.resamples} resamples, level {config.level:g}; "
        "coding error not included"
    )


def _cell(
    statements: Counted, chosen: Places, config: TrendsSection, names: tuple[str, str]
) -> Iterator[Trend]:
    """All measures of one group in one period; nothing when nobody speaks there."""
    if len(chosen) == 0:
        return
    group, period = names
    owners = clusters(statements, chosen, config.unit)
    matrix = columns(statements, chosen, weights(statements, chosen, config.unit))
    estimates = figures(matrix.sum(axis=0))
    enough = len(chosen) >= config.min_n
    draws = np.full((1, len(MEASURES)), np.nan)
    if enough:
        sums = cluster_sums(owners, matrix)
        draws = figures(resample(sums, config.resamples, generator(config.seed, group, period)))
    for column, name in enumerate(MEASURES):
        used = _used(statements, chosen, name)
        ends = (math.nan, math.nan, math.nan)
        if enough and len(used) >= config.min_n:
            number = len(np.unique(clusters(statements, used, config.unit)))
            ends = _ends(name, float(estimates[column]), draws[:, column], number, config.level)
        yield Trend(
            measure=name,
            group=group,
            period=period,
            n=len(used),
            n_holders=len(np.unique(statements.holder[used])),
            n_documents=len(np.unique(statements.document[used])),
            estimate=ends[0],
            low=ends[1],
            high=ends[2],
            method=describe(config),
        )


def _used(statements: Counted, chosen: Places, measure: str) -> Places:
    """The statements a measure rests on: a balance rests on the two sides alone."""
    if measure != "balance":
        return chosen
    return chosen[statements.stance[chosen] <= AGAINST]


def _ends(
    name: str, estimate: float, draws: Floats, clusters: int, level: float
) -> tuple[float, float, float]:
    """Estimate and interval, rounded; where no draw varies, Wilson's on the clusters.

    Unanimous clusters would otherwise get an interval of no width, which claims
    certainty from agreement alone.
    """
    low, high = interval(draws, level, clusters)
    if math.isnan(low) and name.startswith("share:"):
        low, high = wilson(estimate, clusters, level)
    elif math.isnan(low) and name == "balance":
        low, high = (2 * end - 1 for end in wilson((estimate + 1) / 2, clusters, level))
    rounded = [round(value, _DECIMALS) + 0.0 for value in (estimate, low, high)]
    return rounded[0], rounded[1], rounded[2]

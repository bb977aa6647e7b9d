"""How much of a change of the shares and the balance each cause makes.

The figures are computed for every set of causes: statements that a cause of the set
touches as they are in the later run, the others as they were. A cause's part is its
Shapley value (Shapley 1953), its step averaged over all orders in which the causes can be
let in, so that the parts add up to the change and no order is preferred.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import factorial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.config import TrendsSection
from pipeline.trends.counting import AGAINST, COUNTED

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

#: The measures that are split, in the order of the columns.
MEASURES = (*(f"share:{stance}" for stance in COUNTED), "balance")
#: The cause of a difference in what counts and how, whatever the statements.
COUNTING = "settings of counting"


@dataclass(frozen=True, slots=True)
class Side:
    """All statements as one of the runs has them: -1 in ``stance`` where it has none."""

    stance: Ints  # place in COUNTED
    voice: NDArray[Any]
    document: Ints
    holder: Ints

    def counts(self, config: TrendsSection) -> NDArray[np.bool_]:
        """Which of them enter shares under ``config``, as ``trends.counting`` has it."""
        voiced = np.isin(self.voice, config.voice)
        silent = (self.stance == COUNTED.index("neutral")) & (self.voice == "-")
        counted: NDArray[np.bool_] = (self.stance >= 0) & (voiced | silent)
        return counted


def parts(
    before: Side,
    after: Side,
    causes: Sequence[str],
    touched: Sequence[str],
    configs: tuple[TrendsSection, TrendsSection],
) -> dict[str, Floats]:
    """Cause -> its part of each of ``MEASURES``; nan where a set of causes has no figure.

    Args:
        before: all statements of either run as the earlier one has them.
        after: the same, as the later one has them.
        causes: all that can be let in, at most eight.
        touched: cause of each statement, "" for those that are alike.
        configs: how the two runs count.
    """
    number = np.array([causes.index(name) if name else -1 for name in touched], np.int64)
    values = {
        chosen: figures(_mixed(before, after, number, chosen), configs[_counted(causes, chosen)])
        for size in range(len(causes) + 1)
        for chosen in combinations(range(len(causes)), size)
    }
    return {name: _shapley(values, place, len(causes)) for place, name in enumerate(causes)}


def figures(side: Side, config: TrendsSection) -> Floats:
    """``MEASURES`` of one side; nan without statements, or without the two sides."""
    kept = side.counts(config)
    totals = _totals(side, kept, config)
    share = totals / totals.sum() if totals.sum() else np.full(len(COUNTED), np.nan)
    # In a balance, as in a share, everybody weighs alike among those who are in it.
    favor, against = _totals(side, kept & (side.stance <= AGAINST), config)[:2]
    balance = (favor - against) / (favor + against) if favor + against else np.nan
    return np.append(share, balance)


def _totals(side: Side, chosen: NDArray[np.bool_], config: TrendsSection) -> Floats:
    weight = _weights(side, chosen, config)
    totals = np.bincount(side.stance[chosen], weights=weight, minlength=len(COUNTED))
    return totals.astype(np.float64)  # without weights numpy counts in integers


def _weights(side: Side, kept: NDArray[np.bool_], config: TrendsSection) -> Floats:
    if config.unit == "statement" or not kept.any():
        return np.ones(int(kept.sum()))
    owner = (side.document if config.unit == "document" else side.holder)[kept]
    weight: Floats = 1.0 / np.bincount(owner)[owner]
    return weight


def _mixed(before: Side, after: Side, number: Ints, chosen: tuple[int, ...]) -> Side:
    later = np.isin(number, chosen)
    return Side(
        np.where(later, after.stance, before.stance),
        np.where(later, after.voice, before.voice),
        np.where(later, after.document, before.document),
        np.where(later, after.holder, before.holder),
    )


def _counted(causes: Sequence[str], chosen: tuple[int, ...]) -> int:
    return int(COUNTING in causes and causes.index(COUNTING) in chosen)


def _shapley(values: dict[tuple[int, ...], Floats], place: int, size: int) -> Floats:
    total = np.zeros(len(MEASURES))
    for chosen, value in values.items():
        if place not in chosen:
            weight = factorial(len(chosen)) * factorial(size - len(chosen) - 1) / factorial(size)
            total += weight * (values[tuple(sorted((*chosen, place)))] - value)
    return total

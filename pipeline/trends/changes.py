"""People who may have moved: their balance in the earlier and the later half of what they said."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from pipeline.config import TrendsSection
from pipeline.records import Change
from pipeline.trends.counting import AGAINST, FAVOR, Counted, Places
from pipeline.trends.periods import extent
from pipeline.trends.resampling import wilson

_METHOD = (
    "balance of the later minus the earlier half of the holder's dated statements; Newcombe's "
    "interval, level {level:g}, statements taken as independent, not corrected for the number "
    "of holders"
)


def movers(statements: Counted, config: TrendsSection) -> list[Change]:
    """A row for each holder with ``min_person`` dated sided statements in both halves.

    The measure is ``person:`` and the holder's id. Halves never part statements of one
    date. A row does not say that somebody moved: its interval does, when it leaves out 0.
    """
    dated = np.array([extent(text) is not None for text in statements.dates], dtype=bool)
    sided = np.flatnonzero((statements.stance <= AGAINST) & dated)
    order = np.argsort(statements.holder[sided], kind="stable")
    starts = np.flatnonzero(np.diff(statements.holder[sided][order])) + 1
    groups = np.split(sided[order], starts) if len(sided) else []
    return [row for chosen in groups for row in _mover(statements, chosen, config)]


def _mover(statements: Counted, chosen: Places, config: TrendsSection) -> Iterator[Change]:
    holder = statements.holders[int(statements.holder[chosen[0]])]
    if holder.startswith("?") or len(chosen) < 2 * config.min_person:
        return
    # Only what is known of a date orders it: "2023" stands before "2023-04".
    ordered = sorted(chosen.tolist(), key=lambda i: (statements.dates[i], i))
    cut = _cut([statements.dates[i] for i in ordered])
    early, late = ordered[:cut], ordered[cut:]
    if min(len(early), len(late)) < config.min_person:
        return
    first, second = _favor(statements, early), _favor(statements, late)
    low, high = newcombe((first, len(early)), (second, len(late)), config.level)
    yield Change(
        measure=f"person:{holder}",
        component="total",
        earlier=_range(statements, early),
        later=_range(statements, late),
        n=len(chosen),
        n_earlier=len(early),
        n_later=len(late),
        estimate=round(2 * (second - first), 9) + 0.0,
        low=round(2 * low, 9) + 0.0,
        high=round(2 * high, 9) + 0.0,
        method=_METHOD.format(level=config.level),
    )


def newcombe(
    first: tuple[float, int], second: tuple[float, int], level: float
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


def _cut(dates: list[str]) -> int:
    """The place nearest the middle at which the date changes; 0 when it never does."""
    places = [i for i in range(1, len(dates)) if dates[i] != dates[i - 1]]
    return min(places, key=lambda i: (abs(2 * i - len(dates)), i), default=0)


def _favor(statements: Counted, chosen: list[int]) -> float:
    return float(np.mean(statements.stance[chosen] == FAVOR))


def _range(statements: Counted, chosen: list[int]) -> str:
    first, last = statements.dates[chosen[0]], statements.dates[chosen[-1]]
    return first if first == last else f"{first} to {last}"

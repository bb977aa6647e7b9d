"""People who may have moved: their balance in the earlier and the later half of what they said."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import accumulate

import numpy as np

from pipeline.config import TrendsSection
from pipeline.records import Change
from pipeline.trends.counting import AGAINST, FAVOR, Counted, Places
from pipeline.trends.periods import extent
from pipeline.trends.resampling import wilson
from pipeline.trends.significance import benjamini_hochberg, fisher_p

_METHOD = (
    "balance of the later minus the earlier half of the holder's own dated statements; Newcombe's "
    "interval, level {level:g}, statements taken as independent; p by Fisher's exact test, q over "
    "all holders (Benjamini-Hochberg); coding error not included"
)


def movers(statements: Counted, config: TrendsSection) -> list[Change]:
    """A row for each holder with ``min_person`` dated sided statements of their own in both halves.

    What others tell of somebody, be it with agreement, has the date of the telling and says
    nothing of when they changed their mind. The measure is ``person:`` and the holder's id.
    Halves never part statements whose dates may be the same. A row does not say that somebody
    moved: its interval does, when it leaves out 0, and among many holders its q, since one in
    twenty intervals leaves out 0 by chance.
    """
    dated = np.array([extent(text) is not None for text in statements.dates], dtype=bool)
    sided = np.flatnonzero((statements.stance <= AGAINST) & statements.own & dated)
    order = np.argsort(statements.holder[sided], kind="stable")
    starts = np.flatnonzero(np.diff(statements.holder[sided][order])) + 1
    groups = np.split(sided[order], starts) if len(sided) else []
    rows = [row for chosen in groups for row in _mover(statements, chosen, config)]
    adjusted = benjamini_hochberg([row.p for row in rows])
    return [replace(row, q=q) for row, q in zip(rows, adjusted, strict=True)]


def _mover(statements: Counted, chosen: Places, config: TrendsSection) -> Iterator[Change]:
    holder = statements.holders[int(statements.holder[chosen[0]])]
    if holder.startswith("?") or len(chosen) < 2 * config.min_person:
        return
    days = {i: _days(statements.dates[i]) for i in chosen.tolist()}
    ordered = sorted(days, key=lambda i: (days[i], i))
    cut = _cut([days[i] for i in ordered])
    early, late = ordered[:cut], ordered[cut:]
    if min(len(early), len(late)) < config.min_person:
        return
    first, second = _sides(statements, early), _sides(statements, late)
    shares = [(favor / (favor + against), favor + against) for favor, against in (first, second)]
    low, high = newcombe(shares[0], shares[1], config.level)
    yield Change(
        measure=f"person:{holder}",
        component="total",
        earlier=_range(statements, early),
        later=_range(statements, late),
        n=len(chosen),
        n_earlier=len(early),
        n_later=len(late),
        n_holders=1,
        estimate=round(2 * (shares[1][0] - shares[0][0]), 9) + 0.0,
        low=round(2 * low, 9) + 0.0,
        high=round(2 * high, 9) + 0.0,
        p=fisher_p(first, second),
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


def _days(text: str) -> tuple[int, int]:
    """First and last day that a date may mean; only dated statements come here."""
    days = extent(text) or (date.max, date.max)
    return days[0].toordinal(), days[1].toordinal()


def _cut(days: list[tuple[int, int]]) -> int:
    """The place nearest the middle before which all lies earlier; 0 when there is none.

    A statement of "2023" is neither before nor after one of April 2023.
    """
    ends = accumulate((last for _, last in days), max)
    places = [i for i, end in enumerate(ends, 1) if i < len(days) and end < days[i][0]]
    return min(places, key=lambda i: (abs(2 * i - len(days)), i), default=0)


def _sides(statements: Counted, chosen: list[int]) -> tuple[int, int]:
    favor = int(np.count_nonzero(statements.stance[chosen] == FAVOR))
    return favor, len(chosen) - favor


def _range(statements: Counted, chosen: list[int]) -> str:
    first, last = statements.dates[chosen[0]], statements.dates[chosen[-1]]
    return first if first == last else f"{first} to {last}"

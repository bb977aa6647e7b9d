"""People who may have moved: their balance in the earlier and the later half of what they said.

What somebody says in one document is much alike, and between two of them most people's balance
goes up and down without any change of mind. Each half therefore counts for as many independent
statements as its documents are worth (``pipeline.trends.likeness``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import accumulate

import numpy as np

from pipeline.config import TrendsSection
from pipeline.records import Change
from pipeline.trends.counting import AGAINST, FAVOR, Counted, Places, grouped
from pipeline.trends.likeness import design_effect, likeness
from pipeline.trends.periods import extent
from pipeline.trends.resampling import newcombe, rounded_down
from pipeline.trends.significance import benjamini_hochberg, fisher_p

_METHOD = (
    "balance of the later minus the earlier half of the holder's own dated statements; Newcombe's "
    "interval, level {level:g}, and p by Fisher's exact test on effective counts (intraclass "
    "correlation within documents {alike:.2f}); q over all holders (Benjamini-Hochberg); coding "
    "error not included"
)
Halves = tuple[list[int], list[int]]


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
    groups = grouped(statements.holder[sided])
    halved = [
        pair for chosen in groups for pair in _halves(statements, sided[chosen], config.min_person)
    ]
    alike = _likeness(statements, halved)
    rows = [_row(statements, halves, alike, config) for halves in halved]
    adjusted = benjamini_hochberg([row.p for row in rows])
    return [replace(row, q=q) for row, q in zip(rows, adjusted, strict=True)]


def _halves(statements: Counted, chosen: Places, least: int) -> Iterator[Halves]:
    """The earlier and the later half of what one holder says; nothing if one is too small."""
    holder = statements.holders[int(statements.holder[chosen[0]])]
    if holder.startswith("?") or len(chosen) < 2 * least:
        return
    days = {i: _days(statements.dates[i]) for i in chosen.tolist()}
    ordered = sorted(days, key=lambda i: (days[i], i))
    cut = _cut([days[i] for i in ordered])
    if min(cut, len(ordered) - cut) >= least:
        yield ordered[:cut], ordered[cut:]


def _likeness(statements: Counted, halved: Sequence[Halves]) -> float:
    """How alike a document's statements are, each half by itself: no turn may pass for noise."""
    halves = [half for pair in halved for half in pair]
    number = np.repeat(np.arange(len(halves)), [len(half) for half in halves])
    chosen = np.array([i for half in halves for i in half], np.intp)
    return likeness(number, statements.document[chosen], statements.stance[chosen] == FAVOR)


def _row(statements: Counted, halves: Halves, alike: float, config: TrendsSection) -> Change:
    early, late = halves
    first, second = _effective(statements, early, alike), _effective(statements, late, alike)
    low, high = newcombe(first, second, config.level)
    return Change(
        measure=f"person:{statements.holders[int(statements.holder[early[0]])]}",
        component="total",
        earlier=_range(statements, early),
        later=_range(statements, late),
        n=len(early) + len(late),
        n_earlier=len(early),
        n_later=len(late),
        n_holders=1,
        estimate=round(2 * (second[0] - first[0]), 9) + 0.0,
        low=round(2 * low, 9) + 0.0,
        high=round(2 * high, 9) + 0.0,
        p=fisher_p(_whole(first), _whole(second)),
        method=_METHOD.format(level=config.level, alike=alike),
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


def _effective(statements: Counted, chosen: list[int], alike: float) -> tuple[float, float]:
    """Share of favor, and how many independent statements would tell as much."""
    favor = np.count_nonzero(statements.stance[chosen] == FAVOR)
    effect = design_effect(statements.document[chosen], alike)
    return float(favor / len(chosen)), len(chosen) / effect


def _whole(effective: tuple[float, float]) -> tuple[int, int]:
    """(favor, against) for a test that needs whole numbers; their sum is rounded down."""
    share, n = effective
    total = rounded_down(n)
    favor = round(share * total)
    return favor, total - favor


def _range(statements: Counted, chosen: list[int]) -> str:
    first, last = statements.dates[chosen[0]], statements.dates[chosen[-1]]
    return first if first == last else f"{first} to {last}"

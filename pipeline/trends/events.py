"""Events as contrasts: the balance after minus before each, against all other dates.

An event's own days are left out, then equally many days on either side are compared. What a
document (or holder) says in the days of one side is one observation, on however many days: a
thread with comments on thirty days is no thirty voices, and two documents have to speak on each
side. The error is that of a ratio of sums over clusters (Särndal, Swensson and Wretman 1992,
section 5.6), each side by itself: who speaks on both makes it, if anything, too wide.

An event's p is the share of placebo dates, days on which something else was said, whose
contrast is as many standard errors from 0: a drift that passes the event as it
passes every other day earns it nothing (randomisation inference in time, as for
placebo dates in Abadie, Diamond and Hainmueller 2015). Contrasts stand beside an event;
they never say that it was the cause.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pipeline.config import TrendsSection, read_toml
from pipeline.errors import ConfigError, ModelError
from pipeline.records import Change
from pipeline.registry import Assets
from pipeline.trends.counting import AGAINST, FAVOR, Counted, clusters
from pipeline.trends.periods import EVENTS, extent
from pipeline.trends.resampling import cluster_sums
from pipeline.trends.significance import benjamini_hochberg, placebo_p

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_DECIMALS = 9
_COUNT, _OWNERS = 2, 3
_CELLS_AT_ONCE = 500_000  # bounds memory: 40 MB of sums by date and owner


@dataclass(frozen=True, slots=True)
class Event:
    """An event of the table and the days it may have lasted, as ordinals."""

    id: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Layer:
    """What owners say on dates of one precision, in order of time; an entry a date and owner.

    ``owner`` are numbers, 0 upwards; ``counts`` (entries, 2) are favor minus against, and both
    together.
    """

    starts: Ints
    ends: Ints
    owner: Ints
    counts: Floats

    def within(self, first: Ints, last: Ints) -> tuple[Ints, Ints]:
        """Entries that wholly lie between two days: the number of the pair, and the entry."""
        start = np.searchsorted(self.starts, first, side="left")
        sizes = np.maximum(np.searchsorted(self.ends, last, side="right") - start, 0)
        before = np.cumsum(sizes) - sizes
        entry = np.arange(int(sizes.sum())) + np.repeat(start - before, sizes)
        return np.repeat(np.arange(len(first)), sizes), entry


@dataclass(frozen=True, slots=True)
class Contrasts:
    """For each date asked: (dates,) differences, standard errors, and counts (dates, 2)."""

    difference: Floats
    error: Floats
    counts: Ints

    @property
    def scores(self) -> Floats:
        """Standard errors from 0, without sign; nan where nothing can be compared."""
        result: Floats = np.abs(self.difference) / self.error
        return result


@dataclass(frozen=True, slots=True)
class Series:
    """All that is dated; ``days`` are those on which somebody took a side, earliest first."""

    layers: tuple[Layer, ...]
    owners: int
    days: Ints
    window: int
    least: int
    once: bool  # owners weigh 1 on each side of a date, however much they say there

    def contrast(self, asked: Ints) -> Contrasts:
        """Balance of the window after minus before each (first, last) day: (dates, 2) in.

        The error is that of a ratio of sums over documents or holders, with one
        statement more in its variance, so that agreement alone is no certainty.
        """
        before = self._sums(asked[:, 0] - self.window, asked[:, 0] - 1)
        after = self._sums(asked[:, 1] + 1, asked[:, 1] + self.window)
        enough = np.ones(len(asked), dtype=bool)
        for sums in (before, after):
            enough &= (sums[:, _COUNT] >= self.least) & (sums[:, _OWNERS] >= 2)
        (first, noise), (second, more_noise) = _balance(before, enough), _balance(after, enough)
        counts = np.rint(np.stack([before[:, _COUNT], after[:, _COUNT]], axis=1))
        return Contrasts(second - first, np.sqrt(noise + more_noise), counts.astype(np.int64))

    def scores(self, length: int) -> Floats:
        """Scores of contrasts at each of ``days``, taken to last so many days more: (days,)."""
        return self.contrast(np.stack([self.days, self.days + length], axis=1)).scores

    def placebo(self, event: Event, scores: Callable[[int], Floats] | None = None) -> Floats:
        """Finite ``scores`` of the other days, each taken to last as long as ``event``."""
        found = (scores or self.scores)(event.last - event.first)
        others = (self.days < event.first) | (self.days > event.last)
        result: Floats = found[others & np.isfinite(found)]
        return result

    def _sums(self, first: Ints, last: Ints) -> Floats:
        """Sums over the owners who take a side between two days: (dates, 7).

        Columns are lean, weight, count and number, then lean², lean x weight, weight².
        """
        step = max(1, _CELLS_AT_ONCE // max(1, sum(len(layer.owner) for layer in self.layers)))
        starts = range(0, len(first), step)
        parts = [self._part(first[i : i + step], last[i : i + step]) for i in starts]
        return np.concatenate([np.zeros((0, 7)), *parts])

    def _part(self, first: Ints, last: Ints) -> Floats:
        inside = [(layer, *layer.within(first, last)) for layer in self.layers]
        heard = np.zeros(self.owners, dtype=bool)  # few of all owners speak within a window
        for layer, _, entry in inside:
            heard[layer.owner[entry]] = True
        number, place = int(heard.sum()), np.cumsum(heard) - 1
        table = np.zeros((2, len(first) * number))
        for layer, window, entry in inside:
            cell = window * number + place[layer.owner[entry]]
            for total, counts in zip(table, layer.counts[entry].T, strict=True):
                total += np.bincount(cell, counts, minlength=len(total))
        lean, count = table.reshape(2, len(first), number)
        share = 1.0 / np.maximum(count, 1.0) if self.once else np.ones(1)
        lean, weight = lean * share, count * share
        columns = (lean, weight, count, count > 0, lean**2, lean * weight, weight**2)
        return np.stack([column.sum(axis=1) for column in columns], axis=1)


def contrasts(statements: Counted, config: TrendsSection, assets: Assets) -> list[Change]:
    """A row for each event with a sided statement in its window, in order of the table.

    Without ``min_n`` statements of two documents on both sides a row has its n and no
    figure; with too few placebo dates for p to reach 1 - ``level`` it has no p.

    Raises:
        ModelError: M003 when the event table is not understood.
    """
    if not assets.has(EVENTS):
        return []
    events = read(assets)
    found = series(statements, config)
    if not events:
        return []
    measured = found.contrast(np.array([[event.first, event.last] for event in events]))
    scores = cache(found.scores)  # most events last one day
    rows = []
    for place in np.flatnonzero(measured.counts.any(axis=1)):
        compared = math.isfinite(measured.difference[place])
        placebo = found.placebo(events[place], scores) if compared else np.zeros(0)
        rows.append(_row(events[place], (measured, int(place)), placebo, config))
    adjusted = benjamini_hochberg([row.p for row in rows])
    return [replace(row, q=q) for row, q in zip(rows, adjusted, strict=True)]


def series(statements: Counted, config: TrendsSection) -> Series:
    """What ``statements`` say by date and owner, laid out for sums over any window.

    An owner is a holder for the unit holder, else a document.
    """
    dated = np.array([i for i, text in enumerate(statements.dates) if extent(text)], np.intp)
    texts = sorted({statements.dates[i] for i in dated})
    order = {text: i for i, text in enumerate(texts)}
    place = np.array([order[statements.dates[i]] for i in dated], np.int64)
    known, owner = np.unique(clusters(statements, dated, config.unit), return_inverse=True)
    stance = statements.stance[dated]
    lean = (stance == FAVOR).astype(np.float64) - (stance == AGAINST)
    columns = np.stack([lean, np.abs(lean)], axis=1)
    key = place * len(known) + owner
    place, owner = np.divmod(np.unique(key), max(1, len(known)))
    counts = cluster_sums(key, columns)
    days = np.array([_ordinals(text) for text in texts], np.int64).reshape(-1, 2)[place]
    precision = np.array([len(text.split("-")) for text in texts], np.int64)[place]
    layers = tuple(
        _layer(days[chosen], owner[chosen], counts[chosen])
        for chosen in (precision == length for length in (1, 2, 3))
    )
    sided = np.unique(days[(precision == 3) & (counts[:, 1] > 0), 0])
    once = config.unit != "statement"
    return Series(layers, len(known), sided, config.event_days, config.min_n, once)


def read(assets: Assets) -> list[Event]:
    """All dated events of ``models/events.toml``, in its order.

    Raises:
        ModelError: M001 the table is missing, M003 it is not understood.
    """
    place = assets.path(EVENTS)
    try:
        rows = read_toml(place).get("events", [])
        found = [
            Event(row["id"], _ordinals(row["date"])[0], _ordinals(row.get("end", row["date"]))[1])
            for row in rows
        ]
    except (ConfigError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelError("M003", f"{EVENTS}: {error}", place=str(place)) from None
    return found


def _ordinals(text: str) -> tuple[int, int]:
    """First and last day of a partial date; ValueError when it is not one."""
    days = extent(text)
    if days is None:
        raise ValueError(f"{text!r} is not a date")
    return days[0].toordinal(), days[1].toordinal()


def _layer(days: Ints, owner: Ints, counts: Floats) -> Layer:
    """``days`` (entries, 2) of one precision; their order by start is that by end as well."""
    order = np.argsort(days[:, 0], kind="stable")
    return Layer(days[order, 0], days[order, 1], owner[order], counts[order])


def _balance(sums: Floats, enough: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Balance and its variance from sums over owners (dates, 7); nan where not ``enough``."""
    lean, weight, _, number, squares, products, weights = np.where(enough, sums.T, np.nan)
    balance = lean / weight
    spread = squares - 2 * balance * products + balance**2 * weights
    variance = (np.maximum(spread, 0) * number / (number - 1) + 1) / weight**2
    return balance, variance


def _row(
    event: Event, measured: tuple[Contrasts, int], placebo: Floats, config: TrendsSection
) -> Change:
    from scipy.special import ndtri

    table, place = measured
    difference, error = float(table.difference[place]), float(table.error[place])
    reach = float(ndtri(0.5 + config.level / 2)) * error
    low, high = (float(end) for end in np.clip([difference - reach, difference + reach], -2, 2))
    earlier, later = (int(count) for count in table.counts[place])
    return Change(
        measure=f"event:{event.id}",
        component="total",
        earlier=_range(event.first - config.event_days, event.first - 1),
        later=_range(event.last + 1, event.last + config.event_days),
        n=earlier + later,
        n_earlier=earlier,
        n_later=later,
        estimate=round(difference, _DECIMALS) + 0.0,
        low=round(low, _DECIMALS) + 0.0,
        high=round(high, _DECIMALS) + 0.0,
        p=placebo_p(placebo, float(table.scores[place]), config.level),
        method=_method(len(placebo), config),
    )


def _method(placebo: int, config: TrendsSection) -> str:
    owner = "holder" if config.unit == "holder" else "document"
    return (
        f"balance of the {config.event_days} days after minus before, the event's own left out; "
        f"normal interval clustered on {owner}, level {config.level:g}; p from {placebo} placebo "
        "dates; q over all events (Benjamini-Hochberg); coding error not included"
    )


def _range(first: int, last: int) -> str:
    return f"{date.fromordinal(first).isoformat()} to {date.fromordinal(last).isoformat()}"

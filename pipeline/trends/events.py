"""Events as contrasts: the balance after minus before each, against all other dates.

An event's own days are left out, then equally many days on either side are compared.
Its p is the share of placebo dates, days on which something else was said, whose
contrast is as many standard errors from 0: a drift that passes the event as it
passes every other day earns it nothing (randomisation inference in time, as for
placebo dates in Abadie, Diamond and Hainmueller 2015). Contrasts stand beside an event;
they never say that it was the cause.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from pipeline.config import TrendsSection, read_toml
from pipeline.errors import ConfigError, ModelError
from pipeline.records import Change
from pipeline.registry import Assets
from pipeline.trends.blocks import blocks
from pipeline.trends.counting import Counted
from pipeline.trends.periods import EVENTS, extent
from pipeline.trends.significance import benjamini_hochberg, placebo_p

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_DECIMALS = 9
_LEAN, _WEIGHT, _COUNT, _BLOCKS = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class Event:
    """An event of the table and the days it may have lasted, as ordinals."""

    id: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Layer:
    """Blocks dated with one precision, in order of time; ``sums`` (blocks + 1, 7) run on.

    Their columns are lean, weight, count and number, then lean², lean x weight, weight².
    """

    starts: Ints
    ends: Ints
    sums: Floats


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
    """All dated blocks; ``days`` are the days on which something was said, earliest first."""

    layers: tuple[Layer, ...]
    days: Ints
    window: int
    least: int

    def contrast(self, asked: Ints) -> Contrasts:
        """Balance of the window after minus before each (first, last) day: (dates, 2) in.

        The error is that of a ratio of sums over documents or holders, with one
        statement more in its variance, so that agreement alone is no certainty.
        """
        before = self._sums(asked[:, 0] - self.window, asked[:, 0] - 1)
        after = self._sums(asked[:, 1] + 1, asked[:, 1] + self.window)
        enough = np.ones(len(asked), dtype=bool)
        for sums in (before, after):
            enough &= (sums[:, _COUNT] >= self.least) & (sums[:, _BLOCKS] >= 2)
        (first, noise), (second, more_noise) = _balance(before, enough), _balance(after, enough)
        counts = np.rint(np.stack([before[:, _COUNT], after[:, _COUNT]], axis=1))
        return Contrasts(second - first, np.sqrt(noise + more_noise), counts.astype(np.int64))

    def placebo(self, event: Event) -> Floats:
        """Finite scores of the other days, each taken to last as long as ``event``."""
        others = self.days[(self.days < event.first) | (self.days > event.last)]
        length = event.last - event.first
        scores = self.contrast(np.stack([others, others + length], axis=1)).scores
        result: Floats = scores[np.isfinite(scores)]
        return result

    def _sums(self, first: Ints, last: Ints) -> Floats:
        """Sums over the blocks that wholly lie between two days: (dates, 7)."""
        total = np.zeros((len(first), 7))
        for layer in self.layers:
            start = np.searchsorted(layer.starts, first, side="left")
            end = np.searchsorted(layer.ends, last, side="right")
            total += layer.sums[np.maximum(start, end)] - layer.sums[start]
        return total


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
    rows = [
        _row(event, (measured, place), found, config)
        for place, event in enumerate(events)
        if measured.counts[place].any()
    ]
    adjusted = benjamini_hochberg([row.p for row in rows])
    return [replace(row, q=q) for row, q in zip(rows, adjusted, strict=True)]


def series(statements: Counted, config: TrendsSection) -> Series:
    """The dated blocks of ``statements``, laid out for sums over any window."""
    dated = np.array([i for i, text in enumerate(statements.dates) if extent(text)], np.intp)
    known, place = np.unique([statements.dates[i] for i in dated], return_inverse=True)
    texts = [str(text) for text in known]
    order = np.argsort(place, kind="stable")
    parts = np.split(dated[order], np.searchsorted(place[order], np.arange(1, len(texts))))
    found = blocks(statements, parts if texts else [], config.unit)
    lean, weight, count = found.lean, found.weight, found.count.astype(np.float64)
    columns = [lean, weight, count, np.ones(len(found)), lean**2, lean * weight, weight**2]
    table = np.stack(columns, axis=1)
    days = np.array([_ordinals(text) for text in texts], np.int64).reshape(-1, 2)[found.stretch]
    precision = np.array([len(text.split("-")) for text in texts], np.int64)[found.stretch]
    layers = tuple(_layer(days[precision == k], table[precision == k]) for k in (1, 2, 3))
    return Series(layers, np.unique(days[precision == 3, 0]), config.event_days, config.min_n)


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


def _layer(days: Ints, table: Floats) -> Layer:
    """``days`` (blocks, 2) of one precision; their order by start is that by end as well."""
    order = np.argsort(days[:, 0], kind="stable")
    sums = np.concatenate([np.zeros((1, table.shape[1])), table[order].cumsum(axis=0)])
    return Layer(days[order, 0], days[order, 1], sums)


def _balance(sums: Floats, enough: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Balance and its variance from sums of blocks (dates, 7); nan where not ``enough``."""
    lean, weight, _, number, squares, products, weights = np.where(enough, sums.T, np.nan)
    balance = lean / weight
    spread = squares - 2 * balance * products + balance**2 * weights
    variance = (np.maximum(spread, 0) * number / (number - 1) + 1) / weight**2
    return balance, variance


def _row(
    event: Event, measured: tuple[Contrasts, int], found: Series, config: TrendsSection
) -> Change:
    from scipy.special import ndtri

    table, place = measured
    difference, error = float(table.difference[place]), float(table.error[place])
    placebo = found.placebo(event) if math.isfinite(difference) else np.zeros(0)
    reach = float(ndtri(0.5 + config.level / 2)) * error
    low, high = (float(end) for end in np.clip([difference - reach, difference + reach], -2, 2))
    earlier, later = (int(count) for count in table.counts[place])
    return Change(
        measure=f"event:{event.id}",
        component="total",
        earlier=_range(event.first - found.window, event.first - 1),
        later=_range(event.last + 1, event.last + found.window),
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

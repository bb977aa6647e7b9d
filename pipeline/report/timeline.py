"""Periods and dated events as stretches of days, so that they can share one time axis."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from pipeline.registry import Assets
from pipeline.report.wording import clean, safe_url
from pipeline.trends.periods import extent

_PERIOD = re.compile(r"(\d{4})(?:-(?:Q([1-4])|H([12])|(\d{2})))?")


class Days(NamedTuple):
    """From the first day to the day after the last."""

    start: date
    end: date

    def holds(self, other: Days) -> bool:
        """True when ``other`` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    @property
    def middle(self) -> date:
        """The day halfway."""
        return self.start + (self.end - self.start) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A dated event of models/events.toml."""

    id: str
    date: str  # partial ISO
    end: str  # of its last day, "" when it has one date only
    title: str
    kind: str
    url: str  # http or https, or ""
    days: Days

    @property
    def is_neurips(self) -> bool:
        """True for a NeurIPS conference."""
        return self.kind == "conference" and self.title.startswith("NeurIPS")


def days_of(partial: str) -> Days | None:
    """The days a partial ISO date may mean; None when it is no date."""
    found = extent(partial)
    return Days(found[0], _next(found[1])) if found else None


def period_days(period: str, events: Sequence[Event], reach: Days) -> Days | None:
    """The days of a period label of the trends; None when it has none, as ``all``.

    Periods between conferences are open at the ends of the calendar: there they end
    with ``reach``, the days the documents cover.
    """
    found = _PERIOD.fullmatch(period)
    if not found:
        return _between_conferences(period, events, reach)
    year, quarter, half, month = (int(part) if part else 0 for part in found.groups())
    try:
        if quarter:
            return _months(year, 3 * quarter - 2, 3)
        if half:
            return _months(year, 6 * half - 5, 6)
        return _months(year, month, 1) if month else _months(year, 1, 12)
    except (ValueError, OverflowError):
        return None


def read_events(assets: Assets) -> list[Event]:
    """The events of models/events.toml by date; none when the file is not there."""
    if not assets.has("events.toml"):
        return []
    table = tomllib.loads(assets.path("events.toml").read_text(encoding="utf-8"))
    found = [_event(entry) for entry in table.get("events", [])]
    return sorted((e for e in found if e), key=lambda e: (e.days.start, e.id))


def latest_neurips(events: Iterable[Event], last: Days | None) -> Event | None:
    """The latest NeurIPS that was over when the data ended; None when there was none."""
    over = [e for e in events if e.is_neurips and last and e.days.end <= last.end]
    return max(over, key=lambda e: e.days.end, default=None)


def _event(entry: dict[str, object]) -> Event | None:
    start = days_of(str(entry.get("date", "")))
    if start is None:
        return None
    end = days_of(str(entry.get("end", ""))) or start
    return Event(
        id=str(entry.get("id", "")),
        date=str(entry["date"]),
        end=str(entry.get("end", "")),
        title=clean(entry.get("title", "")),
        kind=str(entry.get("kind", "")),
        url=safe_url(str(entry.get("source", ""))),
        days=Days(start.start, max(start.end, end.end)),
    )


def _between_conferences(period: str, events: Sequence[Event], reach: Days) -> Days | None:
    """``Before NeurIPS 2022``, ``NeurIPS 2022 to 2023`` or ``NeurIPS 2023 on``."""
    years = re.findall(r"\d{4}", period)
    starts = {e.title.split()[1]: e.days.start for e in events if e.is_neurips}
    if "NeurIPS" not in period or not years or any(year not in starts for year in years):
        return None
    first = starts[years[0]]
    if period.startswith("Before"):
        return Days(min(reach.start, first), first)
    return Days(first, starts[years[1]] if len(years) > 1 else max(reach.end, _next(first)))


def _next(day: date) -> date:
    return day if day == date.max else day + timedelta(days=1)


def _months(year: int, month: int, length: int) -> Days:
    after = year * 12 + month - 1 + length
    return Days(date(year, month, 1), date(after // 12, after % 12 + 1, 1))

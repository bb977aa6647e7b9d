"""Periods: months to years, or from one NeurIPS to the next; no day is ever invented.

A partial date falls into a period only when the period holds all days it may mean:
``2023`` belongs to the year 2023 and to no quarter. Labels sort in order of time.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.config import PeriodUnit, read_toml
from pipeline.errors import ConfigError, ModelError
from pipeline.registry import Assets

#: The period of everything, dated or not.
WHOLE = "all"

EVENTS = "events.toml"
_MONTHS = {"quarter": (3, "Q"), "half-year": (6, "H")}


@dataclass(frozen=True, slots=True, order=True)
class Edition:
    """One NeurIPS: its first day and its name, such as "2024"."""

    start: date
    name: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """Sorts partial dates into the periods of one unit.

    With the unit ``neurips`` a period begins on the first day of a conference and
    ends the day before the next: ``Before NeurIPS 2022``, ``NeurIPS 2022 to 2023``,
    ``NeurIPS 2023 on``.
    """

    unit: PeriodUnit
    editions: tuple[Edition, ...] = ()

    def period(self, text: str) -> str:
        """Label of the period that wholly holds the partial date ``text``; else ""."""
        days = extent(text)
        if days is None:
            return ""
        first, last = self._label(days[0]), self._label(days[1])
        return first if first == last else ""

    def _label(self, day: date) -> str:
        if self.unit == "neurips":
            return self._between(day)
        if self.unit == "year":
            return f"{day.year:04d}"
        if self.unit == "month":
            return f"{day.year:04d}-{day.month:02d}"
        months, letter = _MONTHS[self.unit]
        return f"{day.year:04d}-{letter}{(day.month - 1) // months + 1}"

    def _between(self, day: date) -> str:
        if not self.editions:
            return ""
        place = bisect_right([edition.start for edition in self.editions], day)
        if place == 0:
            return f"Before NeurIPS {self.editions[0].name}"
        earlier = self.editions[place - 1].name
        if place == len(self.editions):
            return f"NeurIPS {earlier} on"
        return f"NeurIPS {earlier} to {self.editions[place].name}"


def extent(text: str) -> tuple[date, date] | None:
    """First and last day that a partial ISO date may mean; None when it is not one."""
    try:
        numbers = [int(part) for part in text.split("-")] if text else []
        if len(numbers) == 1:
            return date(numbers[0], 1, 1), date(numbers[0], 12, 31)
        if len(numbers) == 2:
            first = date(numbers[0], numbers[1], 1)
            return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        if len(numbers) == 3:
            day = date(numbers[0], numbers[1], numbers[2])
            return day, day
    except (ValueError, OverflowError):
        return None
    return None


def calendar(unit: PeriodUnit, dates: Iterable[str], assets: Assets) -> Calendar:
    """The calendar of ``unit`` for material with these ``dates``.

    For ``neurips``, only conferences that had begun by the last date count: one
    that lies ahead of all texts parts nothing.

    Raises:
        ModelError: M001 or M003 when the event table is missing or not understood.
    """
    if unit != "neurips":
        return Calendar(unit)
    known = [days for text in dates if (days := extent(text)) is not None]
    last = max((days[1] for days in known), default=date.min)
    return Calendar(unit, tuple(e for e in editions(assets) if e.start <= last))


def editions(assets: Assets) -> Sequence[Edition]:
    """All dated NeurIPS conferences of ``models/events.toml``, earliest first.

    Raises:
        ModelError: M001 the table is missing, M003 it is not understood.
    """
    place = assets.path(EVENTS)
    try:
        events = read_toml(place).get("events", [])
        found = [
            Edition(date.fromisoformat(event["date"]), _name(event["title"]))
            for event in events
            if event["kind"] == "conference"
            and event["title"].startswith("NeurIPS")
            and event["precision"] == "day"
        ]
    except (ConfigError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelError("M003", f"{EVENTS}: {error}", place=str(place)) from None
    return sorted(set(found))


def _name(title: str) -> str:
    words = title.removeprefix("NeurIPS").split()
    return words[0] if words else title

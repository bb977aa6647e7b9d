"""Dates as people write them, as partial ISO dates: a missing day or month stays missing.

Order of trust for a document: corpus.toml ``[dates.files]``, what the file itself says
(front matter, by-line, column), the side-car dates.csv, the file's name,
``dates.default``. A date with two readings (03/04/2023) needs ``dates.order``; what
cannot be read is C104. There is no clock here: "3 days ago" is not a date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Literal, NamedTuple

from pipeline.config import Dates
from pipeline.errors import CorpusError
from pipeline.records import DatePrecision

Order = Literal["", "day-first", "month-first"]

#: Years in which the debate can have been held; 1970-01-01 is a clock that was not set.
FIRST_YEAR, LAST_YEAR = 1900, 2099
_UNSET = "1970-01-01"

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_TAIL = r"(?:[T,]?\s*(?:at\s+)?\d{1,2}:\d{2}.*)?"  # a time of day and its zone: not kept
_ISO = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2})" + _TAIL + ")?)?", re.I)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T\d{4,6}Z?)?")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]{3,9})\.?,?[ -](\d{4})" + _TAIL, re.I)
_MONTH_DAY = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})" + _TAIL, re.I)
_MONTH_YEAR = re.compile(r"([a-z]{3,9})\.?,?[ -](\d{4})", re.I)
_TWITTER = re.compile(r"([a-z]{3}) (\d{1,2}) [\d:]{8} [+-]\d{4} (\d{4})", re.I)
_NUMERIC = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})" + _TAIL, re.I)
_EPOCH = re.compile(r"(\d{9,16})(?:\.\d{1,9})?")
_WEEKDAY = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[.,]?\s+", re.I
)
_IN_NAME = (
    re.compile(r"(?<![0-9a-z])(\d{4})([-_.])(\d{1,2})\2(\d{1,2})(?!\d)", re.I),
    re.compile(r"(?<![0-9a-z])(\d{4})()(\d{2})(\d{2})(?![0-9a-z])", re.I),
    re.compile(r"(?<![0-9a-z])(\d{4})([-_.])(\d{2})(?![0-9a-z]|[-_.]\d)()", re.I),
    re.compile(r"^(\d{4})()()()(?=\.[^.]+$)"),  # 2023.txt
)


class PartialDate(NamedTuple):
    """``iso`` is YYYY, YYYY-MM or YYYY-MM-DD, as ``precision`` says; "" when unknown."""

    iso: str
    precision: DatePrecision

    def __bool__(self) -> bool:
        """True when something is known."""
        return bool(self.iso)


NO_DATE = PartialDate("", "none")


class Settled(NamedTuple):
    """A document's date, where it came from, and what could not be read on the way."""

    date: PartialDate
    source: str
    problem: str


def parse(text: str, *, order: Order = "", epoch: bool = False) -> PartialDate:
    """The date that ``text`` states, no finer than it states it.

    A time of day is dropped with its zone: the day is the one that was written.

    Args:
        text: one date, e.g. ``2023-05-02T11:00Z``, ``March 10, 2022``, ``Mar 2022``, ``2022``.
        order: how to read 03/04/2023.
        epoch: also read bare numbers as seconds, milliseconds or microseconds since 1970.

    Raises:
        CorpusError: C104 when it has no reading, two readings, or none that can be true.
    """
    shown = " ".join(text.split()).strip("\"'")
    if not 4 <= len(shown) <= 64:
        raise _unreadable(shown)
    parts = _read(_WEEKDAY.sub("", shown, count=1), order, epoch)
    if parts is None:
        raise _unreadable(shown)
    found = _checked(*parts)
    if not found:
        raise _unreadable(shown, "no such day, or not between 1900 and 2099")
    return found


def from_file_name(path: str) -> PartialDate:
    """The first date in a file's name: 2023-05-02, 2021-9-1, 20230502, 2023-05; or just 2023."""
    name = path.rpartition("/")[2]
    for pattern in _IN_NAME:
        for found in pattern.finditer(name):
            year, _, month, day = found.groups()
            if partial := _checked(int(year), int(month or 0), int(day or 0)):
                return partial
    return NO_DATE


def settle(written: str, source: str, *, path: str, hint: str, dates: Dates) -> Settled:
    """The date of a document by the order of trust.

    Args:
        written: what the document itself says, as written.
        source: where it says so, e.g. ``front-matter`` or ``column:posted``.
        path: of the file, relative to its corpus.
        hint: what dates.csv says of the file, as written.
        dates: the corpus's settings.

    Raises:
        CorpusError: C104 when a date that is given cannot be read and
            ``dates.on_error`` is "quarantine"; otherwise the next source is asked.
    """
    problem = ""
    for text, origin in _candidates(written, source, path, hint, dates):
        try:
            epoch = origin.startswith("column:")
            return Settled(parse(text, order=dates.order, epoch=epoch), origin, problem)
        except CorpusError as error:
            if dates.on_error == "quarantine":
                raise CorpusError(
                    "C104", f"{error.message} ({origin})", remedy=error.remedy
                ) from None
            problem = problem or f"{error.message} ({origin})"
    return Settled(NO_DATE, "", problem)


def _candidates(
    written: str, source: str, path: str, hint: str, dates: Dates
) -> Iterator[tuple[str, str]]:
    named = from_file_name(path).iso if dates.from_file_name else ""
    ranked = (
        (dates.files.get(path, ""), "corpus.toml"),
        (written, source),
        (hint, "dates.csv"),
        (named, "file-name"),
        (dates.default, "corpus.toml"),
    )
    return ((text, origin) for text, origin in ranked if text.strip())


def _read(text: str, order: Order, epoch: bool) -> tuple[int, int, int] | None:
    """Year, month, day (0 = not stated), unchecked; None when no form fits."""
    if epoch and (found := _EPOCH.fullmatch(text)) and not _COMPACT.fullmatch(text):
        return _from_epoch(int(found[1]))
    for form in (_ISO, _COMPACT):
        if found := form.fullmatch(text):
            return int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if found := _NUMERIC.fullmatch(text):
        return _numeric(int(found[1]), int(found[2]), int(found[3]), order)
    return _worded(text)


def _worded(text: str) -> tuple[int, int, int] | None:
    """Forms that name the month."""
    if found := _DAY_MONTH.fullmatch(text):
        day, month, year = found.groups()
    elif found := _MONTH_DAY.fullmatch(text) or _TWITTER.fullmatch(text):
        month, day, year = found.groups()
    elif found := _MONTH_YEAR.fullmatch(text):
        month, day, year = found[1], "0", found[2]
    else:
        return None
    number = _month(month)
    return (int(year), number, int(day)) if number else None


def _month(word: str) -> int:
    low = word.lower()
    matches = [n for n, name in enumerate(_MONTHS, 1) if name.startswith(low)]
    if low == "sept":
        return 9
    return matches[0] if len(matches) == 1 else 0


def _numeric(first: int, second: int, year: int, order: Order) -> tuple[int, int, int]:
    if order == "month-first" or (not order and second > 12):
        return year, first, second
    if order == "day-first" or first > 12 or first == second:
        return year, second, first
    shown = f"{first:02}/{second:02}/{year}"
    remedy = 'set `dates.order = "day-first"` or "month-first" in the folder\'s corpus.toml'
    raise CorpusError("C104", f"the date {shown} has two readings", remedy=remedy)


def _from_epoch(number: int) -> tuple[int, int, int]:
    seconds = number
    while seconds > 10**11:  # milliseconds or microseconds
        seconds //= 1000
    day = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).date()
    return day.year, day.month, day.day


def _checked(year: int, month: int, day: int) -> PartialDate:
    """The parts as a partial date; none when they name no possible day."""
    if not FIRST_YEAR <= year <= LAST_YEAR or month > 12 or (day and not month):
        return NO_DATE
    if not month:
        return PartialDate(f"{year:04}", "year")
    if not day:
        return PartialDate(f"{year:04}-{month:02}", "month")
    try:
        iso = date(year, month, day).isoformat()
    except ValueError:
        return NO_DATE
    return NO_DATE if iso == _UNSET else PartialDate(iso, "day")


def _unreadable(shown: str, why: str = "") -> CorpusError:
    if re.fullmatch(r"\d{5}", shown):
        why = "it looks like a spreadsheet's day number; format the column as a date"
    detail = f": {why}" if why else ""
    return CorpusError("C104", f'cannot read the date "{shown[:64]}"{detail}')

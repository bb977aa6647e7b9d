"""Numbers, dates and corpus text as a reader sees them."""

from __future__ import annotations

import math
import re
from urllib.parse import urlsplit

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
# Controls but tab and newline, lone surrogates, and the two non-characters of each plane.
_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
    + "]"
)


def clean(text: object) -> str:
    """``text`` without control characters, which neither XML nor a reader can take."""
    return _CONTROLS.sub("\ufffd", str(text))


def short(text: object, limit: int) -> str:
    """``text`` on one line, cut at a word to at most ``limit`` characters."""
    line = " ".join(clean(text).split())
    if len(line) <= limit:
        return line
    head = line[: limit - 1]
    at = head.rfind(" ")
    return (head[:at] if at > limit // 2 else head).rstrip(" ,;:") + "…"


def label(text: object, limit: int) -> str:
    """``text`` as an axis label: short, and without marks that turn the writing direction.

    A drawing has no ``<bdi>``, so the controls that would turn its neighbours are left out.
    Vega keeps categories in a JavaScript object and fails on the names of its members;
    a zero-width space makes them other words.
    """
    shown = short("".join(c for c in str(text) if c not in _BIDI), limit)
    return f"{shown}\u200b" if shown in _OBJECT_MEMBERS else shown


def percent(share: float) -> str:
    """``0.342`` as ``34%``; a dash when there is no number."""
    return "–" if math.isnan(share) else f"{100 * share:.0f}%"


def signed(value: float) -> str:
    """``-0.214`` as ``−0.21``, ``0.3`` as ``+0.30``; a dash when there is no number."""
    if math.isnan(value):
        return "–"
    shown = f"{value:+.2f}".replace("-", "−")
    return "0.00" if shown[1:] == "0.00" else shown


def percent_range(low: float, high: float) -> str:
    """``28–41%``; "no interval" when there is none."""
    if math.isnan(low) or math.isnan(high):
        return "no interval"
    return f"{100 * low:.0f}–{100 * high:.0f}%"


def signed_range(low: float, high: float) -> str:
    """``−0.40 to −0.02``; "no interval" when there is none."""
    if math.isnan(low) or math.isnan(high):
        return "no interval"
    return f"{signed(low)} to {signed(high)}"


def count(n: int, one: str, many: str = "") -> str:
    """``1 statement``, ``1,204 statements``."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def taking_sides(n: int) -> str:
    """``150 statements that take a side``: how many a balance rests on, wherever that is told."""
    return f"{count(n, 'statement that takes', 'statements that take')} a side"


def capital(text: str) -> str:
    """``text`` with its first letter large, the others as they are."""
    return text[:1].upper() + text[1:]


def quoted(name: object) -> str:
    """``name`` in quotation marks: “size, bigger” is then one thing in a sentence."""
    return f"“{name}”"


def of_all(shown: int, total: int, one: str, many: str = "") -> str:
    """``12 topics``, or where not all are shown ``the 12 largest of 24 topics``."""
    if shown >= total:
        return count(shown, one, many)
    return f"the {shown:,} largest of {count(total, one, many)}"


def date_words(date: str) -> str:
    """``11 April 2023``, ``April 2023`` or ``2023``: never more than is known."""
    found = _DATE.fullmatch(date)
    if not found:
        return clean(date) or "no date"
    year, month, day = found.groups()
    if month is None or not 1 <= int(month) <= 12:
        return year
    name = f"{_MONTHS[int(month) - 1]} {year}"
    return name if day is None else f"{int(day)} {name}"


def range_words(dates: str) -> str:
    """``2022-03 to 2023-01-09`` as ``March 2022 – 9 January 2023``."""
    return " – ".join(date_words(part) for part in dates.split(" to "))


def period_words(period: str) -> str:
    """``2023-Q2`` as ``Q2 2023``, ``2023-04`` as ``April 2023``, seasons in words."""
    if "NeurIPS" in period:
        return _season_words(period)
    year, dash, part = period.partition("-")
    if dash and part[:1] in ("Q", "H"):
        return f"{part} {year}"
    return date_words(period)


def safe_url(url: str) -> str:
    """``url`` when it is a plain http or https address, else ""; nothing else is ever linked."""
    if len(url) > 2000 or any(c.isspace() or not c.isprintable() for c in url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.hostname else ""


def _season_words(period: str) -> str:
    """``Before NeurIPS 2022``, ``NeurIPS 2022 to 2023`` and ``NeurIPS 2023 on`` in a sentence."""
    if period.startswith("Before "):
        return "the time before" + period.removeprefix("Before")
    if period.endswith(" on"):
        return "the time since " + period.removesuffix(" on")
    return "the year from " + period.partition(" to ")[0]


_OBJECT_MEMBERS = frozenset(
    {"__proto__", "constructor", "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable",
     "toLocaleString", "toString", "valueOf"}
)  # fmt: skip
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

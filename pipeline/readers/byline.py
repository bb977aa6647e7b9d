"""Title, author and date as a pasted page shows them; "" where it does not, never a guess."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.errors import CorpusError
from pipeline.readers.dates import parse
from pipeline.readers.speakers import is_name

#: Lines at the top in which a by-line or a date may stand.
_TOP = 7

_FIELD = re.compile(r"\**(title|author|by|date|published|url|link)\**\s*:\**\s+(\S.{0,300})$", re.I)
_FIELDS = {"by": "author", "published": "date", "link": "url"}
_BY = re.compile(r"(?:written |posted |published )?by:?\s+(\S.{1,60})$", re.I)
_CUT = re.compile(r"\s*(?:\||·|•|,\s+(?=\d|[A-Z][a-z]{2,8}\.? \d)| on (?=[A-Z][a-z]+ \d)| - ).*$")
_BIO = re.compile(
    r"((?:[A-Z][\w'’.-]*\s+){1,3}[A-Z][\w'’-]+),? "
    r"(?:is (?:an?|the|currently|professor|founder|co-founder)|was|has|writes|teaches|works|warned"
    r"|covers|leads|runs|studies)\b"
)
_CLOSING = re.compile(
    r"\b(?:subscrib\w+|newsletter|author of|professor|researcher|journalist|writer|engineer"
    r"|scientist|founder|fellow|writes|blog|podcast|student|lecturer|analyst|editor|columnist)\b",
    re.I,
)


def header_block(lines: Sequence[str]) -> tuple[dict[str, str], int]:
    """``Title: ...``, ``Author: ...``, ``Date: ...`` lines at the very top of a text.

    Returns:
        The fields found (title, author, date, url) and the number of lines they take;
        nothing and 0 when the text does not begin with such a block of two or more.
    """
    fields: dict[str, str] = {}
    used = 0
    for number, line in enumerate(lines[:12], 1):
        found = _FIELD.match(line.strip()[:400])
        if found:
            key = found[1].lower()
            fields.setdefault(_FIELDS.get(key, key), found[2].strip().strip("*").strip())
            used = number
        elif line.strip():
            break
    return (fields, used) if len(fields) > 1 else ({}, 0)


def byline_author(top: Sequence[str]) -> str:
    """The author that a line ``By X``, or a name right above a date, states near the top."""
    for line, following in zip(top[:_TOP], (*top[1:_TOP], ""), strict=False):
        if found := _BY.match(line):
            name = _CUT.sub("", found[1]).strip().rstrip(".")
            if is_name(name):
                return name
        name = line.strip()
        if byline_date([following]) and is_name(name) and 2 <= len(name.split()) <= 4:
            return name
    return ""


def byline_date(top: Sequence[str]) -> str:
    """The first of the top lines that is a date and nothing else, as written."""
    for line in top[:_TOP]:
        shown = line.strip()
        if any(c.isdigit() for c in shown) and len(shown) > 4 and _is_date(shown):
            return shown
    return ""


def is_byline(line: str, author: str) -> bool:
    """True when a line near the top holds only the author's name or a date."""
    shown = line.strip()
    if author and len(shown) <= len(author) + 12 and author in shown:
        return True
    return bool(byline_date([shown]))


def bio_author(closing: Sequence[str]) -> str:
    """The author a closing line presents: ``X is a professor ...``, ``X ... subscribe``."""
    for line in reversed(closing):
        found = _BIO.match(line[:400])
        if found and _CLOSING.search(line[:2000]):
            return " ".join(found[1].split())
    return ""


def _is_date(text: str) -> bool:
    try:
        return parse(text).precision != "year"
    except CorpusError:
        return False

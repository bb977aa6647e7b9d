"""Quotation marks: which stretches of a segment stand between them.

A scanner, not a regex: curly, straight, angled and low marks; several paragraphs
that each open with a mark; marks that never close. Marks around one to three words
are scare quotes or names, and are told apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.spans import Span

_PAIRS = {"“": "”", "„": "”“", "«": "»", "»": "«", "‘": "’", "「": "」"}
_STRAIGHT = ('"', "'")
_SCARE = 3  # words at most
_UNCLOSED = 600  # characters after which an unclosed mark was no quotation


@dataclass(frozen=True, slots=True)
class Marked:
    """Words between quotation marks; ``outer`` holds the marks, ``inner`` what is said."""

    outer: Span
    inner: Span
    closed: bool
    scare: bool  # too short to be somebody's sentence


def marked(text: str, within: Span) -> list[Marked]:
    """The outermost quotations of ``within``, left to right.

    A paragraph that opens with a mark goes on with the quotation left open before it.
    """
    found: list[Marked] = []
    for paragraph in _paragraphs(text, within):
        for quote in _scan(text, paragraph):
            if found and not found[-1].closed and _goes_on(text, found[-1], quote, paragraph):
                found[-1] = _quote(text, found[-1].outer.start, quote.outer.end, quote.closed)
            else:
                found.append(quote)
    return [q for q in found if q.closed or q.inner.end - q.inner.start <= _UNCLOSED]


def _paragraphs(text: str, within: Span) -> Iterator[Span]:
    start = within.start
    while start < within.end:
        end = text.find("\n", start, within.end)
        end = within.end if end < 0 else end
        if end > start:
            yield Span(start, end)
        start = end + 1


def _goes_on(text: str, before: Marked, quote: Marked, paragraph: Span) -> bool:
    opens = quote.outer.start == paragraph.start
    return opens and not text[before.outer.end : paragraph.start].strip()


def _scan(text: str, within: Span) -> Iterator[Marked]:
    at = within.start
    while at < within.end:
        mark = text[at]
        if (mark in _PAIRS or mark in _STRAIGHT) and _opens(text, at, within):
            close = _close(text, at, within)
            if close >= 0:
                yield _quote(text, at, close + 1, True)
                at = close + 1
                continue
            if mark not in "'‘’»":
                yield _quote(text, at, within.end, False)
                return
        at += 1


def _opens(text: str, at: int, within: Span) -> bool:
    """True when the mark stands at the start of a word."""
    before = text[at - 1] if at > within.start else " "
    after = text[at + 1] if at + 1 < within.end else " "
    return not after.isspace() and not (before.isalnum() or before in ")]")


def _close(text: str, at: int, within: Span) -> int:
    """Offset of the mark that closes the one at ``at``, -1 when none does."""
    opening = text[at]
    closing = _PAIRS.get(opening, opening)
    depth = 0
    for i in range(at + 1, within.end):
        char = text[i]
        if char in closing and _closes(text, i, within, opening):
            if depth == 0:
                return i
            depth -= 1
        elif char == opening and opening not in _STRAIGHT:
            depth += 1
    return -1


def _closes(text: str, at: int, within: Span, opening: str) -> bool:
    """Apostrophes look like closing marks: those inside or before a word do not close."""
    after = text[at + 1] if at + 1 < within.end else " "
    if opening in ("'", "‘", '"'):
        return not after.isalnum() and not text[at - 1].isspace()
    return True


def _quote(text: str, start: int, end: int, closed: bool) -> Marked:
    inner = Span(start + 1, end - 1 if closed else end)
    said = inner.of(text)
    scare = len(said.split(None, _SCARE)) <= _SCARE and said.rstrip()[-1:] not in ".!?,…"
    return Marked(Span(start, end), inner, closed, scare)

"""Quotation marks: which stretches of a segment stand between them.

A scanner, not a regex: curly, straight, angled and low marks; several paragraphs
that each open with a mark; marks that never close. Marks around one to three words
are scare quotes or names, and are told apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.spans import Span

_PAIRS = {"“": "”", "„": "”“", "«": "»", "»": "«", "‘": "’", "「": "」"}
_STRAIGHT = ('"', "'")
_MARK = re.compile("[“”„«»‘’「」\"']")
_LASTING = '“"„«'  # marks that may stay open to the end of a paragraph
_NESTED = 6  # open marks that a closing one may reach past
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
    """The outermost pairs of marks, and a last one that does not close; one pass."""
    open_marks: list[int] = []
    pairs: list[tuple[int, int]] = []
    for found in _MARK.finditer(text, within.start, within.end):
        at = found.start()
        opener = _opener(text, at, within, open_marks)
        if opener >= 0:
            pairs.append((open_marks[opener], at))
            del open_marks[opener:]
        elif _opens(text, at, within):
            open_marks.append(at)
    covered = within.start
    for start, end in sorted(pairs):
        if start >= covered:
            yield _quote(text, start, end + 1, True)
            covered = end + 1
    unclosed = [at for at in open_marks if at >= covered and text[at] in _LASTING]
    if unclosed:
        yield _quote(text, unclosed[0], within.end, False)


def _opener(text: str, at: int, within: Span, open_marks: Sequence[int]) -> int:
    """Which of the innermost open marks the one at ``at`` closes; -1 for none."""
    for i in range(len(open_marks) - 1, max(-1, len(open_marks) - 1 - _NESTED), -1):
        opening = text[open_marks[i]]
        if text[at] in _PAIRS.get(opening, opening) and _closes(text, at, within, opening):
            return i
    return -1


def _opens(text: str, at: int, within: Span) -> bool:
    """True when the mark stands at the start of a word."""
    before = text[at - 1] if at > within.start else " "
    after = text[at + 1] if at + 1 < within.end else " "
    opening = text[at] in _PAIRS or text[at] in _STRAIGHT
    return opening and not after.isspace() and not (before.isalnum() or before in ")]")


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

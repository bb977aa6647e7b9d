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

#: What may close a mark. Agencies write "''" and "``", and mix straight with curly marks.
_PAIRS: dict[str, tuple[str, ...]] = {
    "“": ("”", '"'),
    '"': ('"', "”"),
    "„": ("”", "“"),
    "«": ("»",),
    "»": ("«",),
    "‘": ("’",),
    "「": ("」",),
    "``": ("''",),
    "''": ("''",),
    "'": ("'",),
}
_MARK = re.compile("''|``|[“”„«»‘’「」\"']")
_LASTING = ("“", '"', "„", "«", "''", "``")  # may stay open to a paragraph's end
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
                outer = Span(found[-1].outer.start, quote.outer.end)
                inner = Span(found[-1].inner.start, quote.inner.end)
                found[-1] = _quote(text, outer, inner, quote.closed)
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
    open_marks: list[Span] = []
    pairs: list[tuple[Span, Span]] = []
    for found in _MARK.finditer(text, within.start, within.end):
        mark = Span(*found.span())
        opener = _opener(text, mark, within, open_marks)
        if opener >= 0:
            pairs.append((open_marks[opener], mark))
            del open_marks[opener:]
        elif _opens(text, mark, within):
            open_marks.append(mark)
    covered = within.start
    for first, last in sorted(pairs):
        if first.start >= covered:
            yield _quote(text, Span(first.start, last.end), Span(first.end, last.start), True)
            covered = last.end
    unclosed = [m for m in open_marks if m.start >= covered and m.of(text) in _LASTING]
    if unclosed:
        rest = Span(unclosed[0].end, within.end)
        yield _quote(text, Span(unclosed[0].start, within.end), rest, False)


def _opener(text: str, mark: Span, within: Span, open_marks: Sequence[Span]) -> int:
    """Which of the innermost open marks ``mark`` closes; -1 for none."""
    for i in range(len(open_marks) - 1, max(-1, len(open_marks) - 1 - _NESTED), -1):
        opening = open_marks[i].of(text)
        closing = mark.of(text)
        if closing in _PAIRS.get(opening, ()) and _closes(text, mark, within):
            return i
    return -1


def _opens(text: str, mark: Span, within: Span) -> bool:
    """True when the mark stands at the start of a word."""
    before = text[mark.start - 1] if mark.start > within.start else " "
    after = text[mark.end] if mark.end < within.end else " "
    opening = mark.of(text) in _PAIRS
    return opening and not after.isspace() and not (before.isalnum() or before in ")]")


def _closes(text: str, mark: Span, within: Span) -> bool:
    """Apostrophes look like closing marks: those inside or before a word do not close."""
    after = text[mark.end] if mark.end < within.end else " "
    if mark.of(text) in ("'", "’", '"', "''"):
        return not after.isalnum() and not text[mark.start - 1].isspace()
    return True


def _quote(text: str, outer: Span, inner: Span, closed: bool) -> Marked:
    said = inner.of(text)
    scare = len(said.split(None, _SCARE)) <= _SCARE and said.rstrip()[-1:] not in ".!?,…"
    return Marked(outer, inner, closed, scare)

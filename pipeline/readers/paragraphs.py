"""Where the paragraphs of a plain text stand.

Two habits exist: a paragraph a line (what a browser's clipboard gives), and lines
wrapped at a fixed width with a blank line between paragraphs (mail, old archives).
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from pipeline.spans import Span, trim

#: Lines of a wrapped text are at most this long, and most are at least half of it.
_WRAP = 100


class Paragraph(NamedTuple):
    """A paragraph's text without surrounding white space, and the gap before it."""

    span: Span
    text: str
    blank_lines_before: int


def split(text: str) -> list[Paragraph]:
    """The paragraphs of ``text`` in order; spans index into ``text``."""
    lines = _lines(text)
    wrapped = is_wrapped([text[start:end] for start, end in lines])
    found: list[Paragraph] = []
    blanks = 0
    for line in lines:
        span = trim(text, line)
        if not span:
            blanks += 1
            continue
        if wrapped and found and not blanks:
            whole = Span(found[-1].span.start, span.end)
            found[-1] = Paragraph(whole, whole.of(text), found[-1].blank_lines_before)
        else:
            found.append(Paragraph(span, span.of(text), blanks))
        blanks = 0
    return found


def lines_of(text: str) -> list[Span]:
    """The lines of ``text`` that hold something, without white space at their ends."""
    return [span for line in _lines(text) if (span := trim(text, line))]


def is_wrapped(lines: list[str]) -> bool:
    """True when line ends are a width's doing: blank lines are what separates paragraphs."""
    inner = [len(line) for line, following in pairwise(lines) if line.strip() and following.strip()]
    blank = sum(not line.strip() for line in lines)
    if len(inner) < 3 or not blank or max(map(len, lines)) > _WRAP:
        return False
    return sum(length >= _WRAP // 2 for length in inner) >= 0.6 * len(inner)


def _lines(text: str) -> list[Span]:
    spans = []
    start = 0
    for line in text.split("\n"):  # not splitlines: offsets and line numbers must agree
        spans.append(Span(start, start + len(line)))
        start += len(line) + 1
    return spans

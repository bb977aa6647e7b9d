"""Half-open character spans into the stored text of a document.

All offsets count Unicode code points of ``Document.text``; a border to a tool
that counts bytes or UTF-16 units converts there and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range ``[start, end)`` of code points, ``0 <= start <= end``."""

    start: int
    end: int

    def __bool__(self) -> bool:
        """True when the span holds at least one character."""
        return self.end > self.start

    def of(self, text: str) -> str:
        """The characters of ``text`` that this span covers."""
        return text[self.start : self.end]

    def shift(self, offset: int) -> Span:
        """The same stretch seen from an origin ``offset`` characters earlier."""
        return Span(self.start + offset, self.end + offset)

    def holds(self, other: Span) -> bool:
        """True when ``other`` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlap(self, other: Span) -> int:
        """Number of characters that both spans cover."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))


def trim(text: str, span: Span) -> Span:
    """``span`` without the white space at its ends; empty spans stay at their start."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def gaps(spans: Iterable[Span], within: Span) -> Iterator[Span]:
    """The stretches of ``within`` that no span covers, left to right."""
    cursor = within.start
    for span in sorted(spans):
        if span.start > cursor:
            yield Span(cursor, min(span.start, within.end))
        cursor = max(cursor, span.end)
    if cursor < within.end:
        yield Span(cursor, within.end)

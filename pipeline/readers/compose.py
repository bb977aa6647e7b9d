"""Builds the text of a document and its segments together, so that offsets cannot drift.

Readers whose files are not already the text a person reads (Markdown, captions,
transcripts, tables) compose it: blocks in reading order, separated by a blank line.
What is no voice of the debate (labels, code, contents lists, ``[Applause]``) may stand
in the text for the reader's sake without being in any segment.
"""

from __future__ import annotations

from typing import Any

from pipeline.readers.base import Draft, DraftSegment
from pipeline.records import SegmentRole
from pipeline.spans import Span, trim

#: Stands between two blocks of a composed text.
BREAK = "\n\n"


class Composer:
    """Text that grows block by block; every ``add`` may leave a segment behind."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._segments: list[DraftSegment] = []

    def __bool__(self) -> bool:
        """True when there is at least one segment."""
        return bool(self._segments)

    def add(self, text: str, role: SegmentRole, *, glue: str = BREAK, **fields: Any) -> str:
        """Append ``text`` as a segment of its own.

        Args:
            text: what the segment says; white space at its ends is not part of it.
            role: of the segment.
            glue: what stands between it and the text so far.
            fields: further fields of ``DraftSegment``.

        Returns:
            The segment's key, "" when ``text`` is blank and nothing was added.
        """
        start = self._append(text, glue)
        span = trim(text, Span(0, len(text))).shift(start)
        if not span:
            return ""
        key = fields.pop("key", "") or f"s{len(self._segments)}"
        segment = DraftSegment(key=key, start=span.start, end=span.end, role=role, **fields)
        self._segments.append(segment)
        return key

    def show(self, text: str, *, glue: str = BREAK) -> None:
        """Append ``text`` to be read, but in no segment."""
        self._append(text, glue)

    def draft(self, **fields: Any) -> Draft:
        """The document so far; ``fields`` are those of ``Draft`` but text and segments."""
        return Draft(text="".join(self._pieces), segments=tuple(self._segments), **fields)

    def _append(self, text: str, glue: str) -> int:
        if not text.strip():
            return self._length
        if self._length:
            self._push(glue)
        start = self._length
        self._push(text)
        return start

    def _push(self, piece: str) -> None:
        self._pieces.append(piece)
        self._length += len(piece)

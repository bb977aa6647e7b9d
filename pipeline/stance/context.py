"""The words around a sentence, as a coder would be shown them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from pipeline.records import Segment
from pipeline.spans import Span

#: Most characters taken before and after the sentence, and from the segment answered.
BEFORE, AFTER, ANSWERED = 320, 180, 220
#: With less than this before it in its own segment, what was answered is shown too.
ENOUGH = 60


class Context:
    """Finds the context of spans in one document; segments in text order."""

    def __init__(self, text: str, segments: Sequence[Segment]) -> None:
        """Index ``segments`` of the document with ``text``."""
        self._text = text
        self._segments = sorted(segments, key=lambda s: s.start)
        self._starts = [segment.start for segment in self._segments]
        self._by_id = {segment.id: segment for segment in self._segments}

    def segment_at(self, position: int) -> Segment | None:
        """The segment that holds ``position``, None outside all."""
        i = self._place(position)
        return None if i is None else self._segments[i]

    def around(self, span: Span) -> tuple[str, str]:
        """(before, after): white space folded, cut at words, within ``BEFORE`` and ``AFTER``.

        Paragraphs of one author and parts of one turn are read on end. At the start of a
        turn or comment, the end of what it answers comes first, with its speaker in brackets.
        """
        i = self._place(span.start)
        if i is None:
            return "", ""
        first, last = i, i
        while first > 0 and span.start - self._segments[first].start < BEFORE:
            if not _goes_on(self._segments[first - 1], self._segments[first]):
                break
            first -= 1
        while last + 1 < len(self._segments) and self._segments[last].end - span.end < AFTER:
            if not _goes_on(self._segments[last], self._segments[last + 1]):
                break
            last += 1
        before = _tail(self._joined(first, i, self._segments[first].start, span.start), BEFORE)
        after = _head(self._joined(i, last, span.end, self._segments[last].end), AFTER)
        if len(before) < ENOUGH:
            before = f"{self._answered(first)} {before}".strip()
        return before, after

    def _place(self, position: int) -> int | None:
        i = bisect_right(self._starts, position) - 1
        return i if i >= 0 and position < self._segments[i].end else None

    def _joined(self, first: int, last: int, start: int, end: int) -> str:
        """The text of some segments from ``start`` to ``end``, without what stands between them."""
        chosen = self._segments[first : last + 1]
        parts = (self._text[max(start, s.start) : min(end, s.end)] for s in chosen)
        return " ".join(part for part in parts if part)

    def _answered(self, place: int) -> str:
        segment = self._segments[place]
        earlier = self._by_id.get(segment.reply_to)
        if earlier is None and place > 0:
            earlier = self._segments[place - 1]
        if earlier is None:
            return ""
        said = _tail(self._text[earlier.start : earlier.end], ANSWERED)
        same = earlier.speaker == segment.speaker or not earlier.speaker
        return said if same else f"[{earlier.speaker}] {said}"


def _goes_on(earlier: Segment, later: Segment) -> bool:
    """True where ``later`` is the next piece of the same text by the same writer or speaker."""
    if "comment" in (earlier.role, later.role) or later.reply_to:
        return False
    if (earlier.role == "turn") != (later.role == "turn"):
        return False
    quoted = "blockquote" in (earlier.role, later.role)  # it may name whom it quotes
    return quoted or earlier.speaker == later.speaker


def _tail(text: str, limit: int) -> str:
    folded = " ".join(text[-4 * limit :].split())
    if len(folded) <= limit:
        return folded
    return folded[-limit:].partition(" ")[2]


def _head(text: str, limit: int) -> str:
    folded = " ".join(text[: 4 * limit].split())
    if len(folded) <= limit:
        return folded
    return folded[:limit].rpartition(" ")[0]

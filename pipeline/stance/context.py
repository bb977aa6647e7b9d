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
        i = bisect_right(self._starts, position) - 1
        if i < 0 or position >= self._segments[i].end:
            return None
        return self._segments[i]

    def around(self, span: Span) -> tuple[str, str]:
        """(before, after): white space folded, cut at words, never across ``AFTER``.

        At the start of a turn or comment, the end of what it answers comes first, with
        its speaker in brackets.
        """
        segment = self.segment_at(span.start)
        if segment is None:
            return "", ""
        before = _tail(self._text[segment.start : span.start], BEFORE)
        after = _head(self._text[span.end : segment.end], AFTER)
        if len(before) < ENOUGH:
            answered = self._answered(segment)
            before = f"{answered} {before}".strip()
        return before, after

    def _answered(self, segment: Segment) -> str:
        earlier = self._by_id.get(segment.reply_to)
        if earlier is None:
            i = bisect_right(self._starts, segment.start) - 2
            earlier = self._segments[i] if i >= 0 else None
        if earlier is None:
            return ""
        said = _tail(self._text[earlier.start : earlier.end], ANSWERED)
        same = earlier.speaker == segment.speaker or not earlier.speaker
        return said if same else f"[{earlier.speaker}] {said}"


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

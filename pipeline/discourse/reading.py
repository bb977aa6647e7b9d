"""A document as the discourse layer reads it: its sentences in order, quotations, parses.

Body paragraphs of one author flow into each other; a turn or comment stands alone. What
comes before and after a sentence is looked for inside its flow only.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from pipeline.discourse.frames import reports
from pipeline.discourse.grammar import Report
from pipeline.discourse.lexicon import Lexicon
from pipeline.discourse.marks import Marked, marked
from pipeline.discourse.nlp import Parse, parse
from pipeline.discourse.sentences import sentences
from pipeline.records import Document, Segment
from pipeline.spans import Span

#: Segments that read on from one to the next.
_FLOWING = frozenset({"body", "blockquote"})
_LINE = 5000  # characters of a line that ``>`` marks
_LIST_REACH = 5  # lines of a list that one colon introduces


class Reading:
    """Sentences of one document by number, with what is known about each."""

    def __init__(self, document: Document, segments: Sequence[Segment], lexicon: Lexicon) -> None:
        """Cut ``segments`` (in text order) into sentences; nothing is parsed yet."""
        self.text = document.text
        self.segments = segments
        self._lexicon = lexicon
        self._spans: list[Span] = []
        self._owner: list[int] = []  # index of each sentence's segment
        self._flow: list[int] = []
        flow = 0
        for i, segment in enumerate(segments):
            flow += not (i and self._flows(segments[i - 1], segment))
            for span in sentences(self.text, segment.span):
                self._spans.append(span)
                self._owner.append(i)
                self._flow.append(flow)
        self._starts = [span.start for span in self._spans]
        self._marks: dict[int, list[Marked]] = {}
        self._parses: dict[int, Parse] = {}
        self._reports: dict[int, list[Report]] = {}

    def _flows(self, before: Segment, segment: Segment) -> bool:
        """True when nothing, not even a section mark, stands between two such segments."""
        both = before.role in _FLOWING and segment.role in _FLOWING
        quoted = "blockquote" in (before.role, segment.role)
        gap = self.text[before.end : segment.start]
        return both and not gap.strip() and (quoted or before.speaker == segment.speaker)

    def at(self, offset: int) -> int:
        """The number of the sentence at ``offset`` (the one before it in a gap)."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def span(self, i: int) -> Span:
        """Where sentence ``i`` stands."""
        return self._spans[i]

    def segment(self, i: int) -> Segment:
        """The segment of sentence ``i``."""
        return self.segments[self._owner[i]]

    def back(self, i: int, steps: int = 1) -> int:
        """The sentence ``steps`` before ``i``, or the first of its flow; ``i`` at the start."""
        first = i
        while first > 0 and i - first < steps and self._flow[first - 1] == self._flow[i]:
            first -= 1
        return first

    def is_repeated(self, i: int) -> bool:
        """True in a block quotation and in a line that begins with ``>``: another's words."""
        if self.segment(i).role == "blockquote":
            return True
        start = self._spans[i].start
        first = max(self.segment(i).start, start - _LINE)
        line = max(first, self.text.rfind("\n", first, start) + 1)
        return self.text[line : start + 1].lstrip().startswith((">", "&gt;"))

    def said_before(self, i: int) -> str:
        """The sentence before ``i`` in its flow, "" at its start."""
        return self._spans[i - 1].of(self.text) if self.back(i) < i else ""

    def said_after(self, i: int) -> str:
        """The sentence after ``i`` in its flow, "" at its end."""
        more = i + 1 < len(self._spans) and self._flow[i + 1] == self._flow[i]
        return self._spans[i + 1].of(self.text) if more else ""

    def introduction(self, i: int) -> int:
        """The sentence whose final colon introduces ``i``, perhaps lines of a list before; -1."""
        ended = self._spans[i].of(self.text).rstrip('"”’)*_ ')[-1:] in (".", "!", "?")
        for back in range(1, 2 if ended else _LIST_REACH + 1):
            if self.back(i, back) != i - back:
                return -1
            said = self._spans[i - back].of(self.text).rstrip("*_ ")
            if said.endswith(":"):
                return i - back
            if said[-1:] in '.!?…"”’)':
                return -1
        return -1

    def quotation(self, i: int) -> Marked | None:
        """The quotation that began before sentence ``i`` and holds most of it."""
        span = self._spans[i]
        quotes = self._quotations(i)
        before = bisect_left(quotes, span.start, key=lambda quote: quote.outer.start) - 1
        quote = quotes[before] if before >= 0 else None
        if quote is None or quote.scare:
            return None
        most = quote.inner.overlap(span) > 0.6 * (span.end - span.start)
        return quote if most else None

    def marks(self, i: int) -> list[Marked]:
        """The quotations that touch sentence ``i``."""
        quotes, span = self._quotations(i), self._spans[i]
        first = bisect_right(quotes, span.start, key=lambda quote: quote.outer.end)
        last = bisect_left(quotes, span.end, lo=first, key=lambda quote: quote.outer.start)
        return quotes[first:last]

    def marks_around(self, i: int) -> list[Marked]:
        """The quotations that touch sentence ``i``, and the first one behind it."""
        quotes, span = self._quotations(i), self._spans[i]
        first = bisect_right(quotes, span.start, key=lambda quote: quote.outer.end)
        last = bisect_left(quotes, span.end, lo=first, key=lambda quote: quote.outer.start)
        return quotes[first : last + 1]

    def _quotations(self, i: int) -> list[Marked]:
        """The quotations of the segment of sentence ``i``, found once."""
        owner = self._owner[i]
        if owner not in self._marks:
            self._marks[owner] = marked(self.text, self.segments[owner].span)
        return self._marks[owner]

    def parse(self, wanted: Iterable[int], *, ner: bool) -> None:
        """Parse the sentences ``wanted`` in one pass."""
        numbers = sorted(set(wanted))
        parses = parse(self.text, [self._spans[i] for i in numbers], ner=ner)
        self._parses = dict(zip(numbers, parses, strict=True))

    @property
    def parses(self) -> dict[int, Parse]:
        """The parses made, by sentence, in text order."""
        return self._parses

    def reports(self, i: int) -> list[Report]:
        """The attributions in sentence ``i``; none when it was not parsed."""
        if i not in self._reports:
            known = self._parses.get(i)
            found = reports(known, self._lexicon, self.marks(i)) if known else []
            self._reports[i] = found
        return self._reports[i]

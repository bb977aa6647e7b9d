"""The screen stage: which sentences may speak of the target, at the speed of reading.

Every sentence is split and weighed by the terms of the target (``terms``). The
sentences around it count for half and the passage around them a little, so that "He
was wrong." passes where the talk is of the target; at the start of a turn or comment
the end of what it answers counts like a sentence before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from pipeline.config import ScreenSection
from pipeline.discourse.sentences import sentences
from pipeline.discourse.terms import Terms, load_terms, score_of
from pipeline.ids import content_id
from pipeline.records import Candidate, Document, Segment
from pipeline.registry import Assets
from pipeline.spans import Span
from pipeline.store.tables import Tables

_NEAR = 0.5  # what a sentence nearby counts
_PASSAGE = 1.5  # what the mean sentence of the passage counts
_PASSAGE_REACH = 10  # sentences of the document on either side
_MOST = 4.0  # evidence of one sentence that counts for others: one slogan is not a passage


def screen(tables: Tables, config: ScreenSection, assets: Assets) -> dict[str, list[Candidate]]:
    """``candidates``: the sentences whose score reaches ``config.threshold``, by id.

    Raises:
        ModelError: M001 or M003 when the target's file is missing or not understood.
    """
    terms = load_terms(assets, config.target)
    segments: dict[str, list[Segment]] = {}
    for segment in tables.rows("segments", Segment):
        segments.setdefault(segment.document_id, []).append(segment)
    found: list[Candidate] = []
    for document in tables.rows("documents", Document):
        own = sorted(segments.get(document.id, ()), key=lambda s: (s.start, s.id))
        scored = Scores(document.text, own, terms, reach=config.context_sentences)
        found.extend(c for c in scored.candidates(config.target) if c.score >= config.threshold)
    return {"candidates": sorted(found, key=lambda candidate: candidate.id)}


class Scores:
    """The sentences of one document with what they and their surroundings speak of.

    Args:
        text: of the document.
        segments: of the document, in text order.
        terms: of the target.
        reach: sentences before and after that count as near; 0 = no context at all.
    """

    def __init__(self, text: str, segments: Sequence[Segment], terms: Terms, *, reach: int) -> None:
        self._reach = reach
        self._segments = segments
        self._spans: list[Span] = []
        self._first: list[int] = []  # number of each segment's first sentence
        for segment in segments:
            self._first.append(len(self._spans))
            self._spans.extend(sentences(text, segment.span))
        self._evidence = [terms.evidence(span.of(text)) for span in self._spans]
        self._lent = [min(e, _MOST) for e in self._evidence]
        self._sums = [0.0, *accumulate(self._lent)]
        self._place = {segment.id: at for at, segment in enumerate(segments)}

    def candidates(self, target: str) -> Iterator[Candidate]:
        """Every sentence with its score for ``target``, whatever the score, in text order."""
        for at, segment in enumerate(self._segments):
            for i in range(self._first[at], self._last(at)):
                score = score_of(self._total(i, segment))
                yield _candidate(segment, self._spans[i], target, score)

    def _last(self, at: int) -> int:
        return self._first[at + 1] if at + 1 < len(self._first) else len(self._spans)

    def _total(self, i: int, segment: Segment) -> float:
        """Evidence of sentence ``i`` together with what its surroundings lend it."""
        if not self._reach:
            return self._evidence[i]
        near = self._around(i, self._reach)
        passage = self._around(i, _PASSAGE_REACH) / (2 * _PASSAGE_REACH)
        answered = self._answered(i, segment)
        return self._evidence[i] + _NEAR * (near + answered) + _PASSAGE * passage

    def _around(self, i: int, reach: int) -> float:
        low, high = max(0, i - reach), min(len(self._lent), i + reach + 1)
        return max(0.0, self._sums[high] - self._sums[low] - self._lent[i])

    def _answered(self, i: int, segment: Segment) -> float:
        """Lent by the end of the comment that is answered, when it does not stand right before."""
        at = self._place.get(segment.reply_to)
        opening = i - self._first[self._place[segment.id]] < self._reach
        if at is None or not opening or self._last(at) == self._first[self._place[segment.id]]:
            return 0.0
        return sum(self._lent[max(self._first[at], self._last(at) - self._reach) : self._last(at)])


def _candidate(segment: Segment, span: Span, target: str, score: float) -> Candidate:
    return Candidate(
        id=content_id("cand", segment.document_id, span.start, span.end),
        document_id=segment.document_id,
        segment_id=segment.id,
        start=span.start,
        end=span.end,
        target=target,
        score=round(score, 6),
    )

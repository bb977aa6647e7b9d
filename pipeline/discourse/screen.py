"""The screen stage: which sentences may speak of the target, at the speed of reading.

Every sentence is split and weighed by the terms of the target (``terms``). The
sentences around it count for half and the passage around them a little, so that "He
was wrong." passes where the talk is of the target; at the start of a turn or comment
the end of what it answers counts like a sentence before it. Where weights of words have
been learned for the target (``weights``), they decide wherever a term is near, and the
terms are one voice of several.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from pipeline.config import ScreenSection
from pipeline.discourse.sentences import sentences
from pipeline.discourse.terms import Terms, load_terms, score_of, words_of
from pipeline.discourse.weights import Weights, load_weights, shape_of
from pipeline.ids import content_id
from pipeline.records import Candidate, Document, Segment
from pipeline.registry import Assets
from pipeline.spans import Span
from pipeline.store.tables import Tables

_NEAR = 0.5  # what a sentence nearby counts
_PASSAGE = 1.5  # what the mean sentence of the passage counts
_PASSAGE_REACH = 10  # sentences of the document on either side
_GRAIN = 2**32  # parts of 1 in which sums are kept
_MOST = 4.0  # evidence of one sentence that counts for others: one slogan is not a passage


def screen(tables: Tables, config: ScreenSection, assets: Assets) -> dict[str, list[Candidate]]:
    """``candidates``: the sentences whose score reaches ``config.threshold``, by id.

    Raises:
        ModelError: M001, M002 or M003 when a file of the target is missing, another than
            the one that ships, or not understood.
    """
    knowledge = load_knowledge(assets, config.target)
    segments: dict[str, list[Segment]] = {}
    for segment in tables.rows("segments", Segment):
        segments.setdefault(segment.document_id, []).append(segment)
    found: list[Candidate] = []
    for document in tables.rows("documents", Document):
        own = sorted(segments.get(document.id, ()), key=lambda s: (s.start, s.id))
        scored = Scores(document.text, own, knowledge, reach=config.context_sentences)
        found.extend(c for c in scored.candidates(config.target) if c.score >= config.threshold)
    return {"candidates": sorted(found, key=lambda candidate: candidate.id)}


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the screen knows of a target: its terms and, where they were learned, weights."""

    terms: Terms
    weights: Weights | None = None


def load_knowledge(assets: Assets, target: str) -> Knowledge:
    """Everything below ``models/targets`` that the screen goes by.

    Raises:
        ModelError: M001 no terms, M002 weights of another digest, M003 not understood.
    """
    return Knowledge(load_terms(assets, target), load_weights(assets, target))


class Scores:
    """The sentences of one document with what they and their surroundings speak of.

    Args:
        text: of the document.
        segments: of the document, in text order.
        knowledge: of the target.
        reach: sentences before and after that count as near; 0 = no context at all.
    """

    def __init__(
        self, text: str, segments: Sequence[Segment], knowledge: Knowledge, *, reach: int
    ) -> None:
        self._reach = reach
        self._segments = segments
        self._weights = knowledge.weights
        self.spans: list[Span] = []
        self._first: list[int] = []  # number of each segment's first sentence
        for segment in segments:
            self._first.append(len(self.spans))
            self.spans.extend(sentences(text, segment.span))
        self.words = [words_of(span.of(text)) for span in self.spans]
        self._evidence = [knowledge.terms.weigh(words) for words in self.words]
        self._lent = _Lent([min(e, _MOST) for e in self._evidence])
        self._place = {segment.id: at for at, segment in enumerate(segments)}
        if knowledge.weights is not None:
            said = [knowledge.weights.said(words) for words in self.words]
            self._said = [one.own for one in said]
            self._said_near = _Lent([one.lent for one in said])

    def candidates(self, target: str) -> Iterator[Candidate]:
        """Every sentence with its score for ``target``, whatever the score, in text order."""
        for at, segment in enumerate(self._segments):
            for i in range(self._first[at], self._last(at)):
                yield _candidate(segment, self.spans[i], target, self._score(i, at))

    def shape(self, i: int, at: int = 0) -> tuple[float, ...]:
        """What the terms say of sentence ``i`` of segment ``at``, as ``weights.SHAPE`` names it."""
        near = _NEAR * self._nearby(self._lent, i, at)
        return shape_of(self._evidence[i], near, self._total(i, near), len(self.words[i]))

    def around(self, i: int) -> Iterator[list[str]]:
        """The words of each sentence near sentence ``i``, without those of what it answers."""
        for j in range(max(0, i - self._reach), min(len(self.words), i + self._reach + 1)):
            if j != i:
                yield self.words[j]

    def _score(self, i: int, at: int) -> float:
        total = self._total(i, _NEAR * self._nearby(self._lent, i, at))
        if self._weights is None or not total:
            return score_of(total)  # where no term is anywhere near, words are of another talk
        said = self._said[i] + self._nearby(self._said_near, i, at)
        return self._weights.score(said, self.shape(i, at))

    def _last(self, at: int) -> int:
        return self._first[at + 1] if at + 1 < len(self._first) else len(self.spans)

    def _total(self, i: int, near: float) -> float:
        """Evidence of sentence ``i`` together with what its surroundings lend it."""
        if not self._reach:
            return self._evidence[i]
        passage = self._lent.around(i, _PASSAGE_REACH) / (2 * _PASSAGE_REACH)
        return self._evidence[i] + near + _PASSAGE * passage

    def _nearby(self, lent: _Lent, i: int, at: int) -> float:
        """Lent by the sentences around, and by the end of the comment that is answered."""
        if not self._reach:
            return 0.0
        return lent.around(i, self._reach) + self._answered(lent, i, at)

    def _answered(self, lent: _Lent, i: int, at: int) -> float:
        """Lent by the end of the comment that is answered, when it does not stand right before."""
        answered = self._place.get(self._segments[at].reply_to)
        opening = i - self._first[at] < self._reach
        if answered is None or not opening or self._last(answered) == self._first[at]:
            return 0.0
        last = self._last(answered)
        return lent.between(max(self._first[answered], last - self._reach), last)


class _Lent:
    """What each sentence of a document lends to others, summed at once over any stretch."""

    def __init__(self, values: Sequence[float]) -> None:
        self._count = len(values)
        # Whole numbers of 2**-32 add up exactly, so that no sum depends on what lies before it.
        self._sums = [0, *accumulate(round(value * _GRAIN) for value in values)]

    def between(self, low: int, high: int) -> float:
        """Lent by the sentences ``low`` to ``high - 1``."""
        return (self._sums[high] - self._sums[low]) / _GRAIN

    def around(self, i: int, reach: int) -> float:
        """Lent by the sentences up to ``reach`` before and after sentence ``i``."""
        low, high = max(0, i - reach), min(self._count, i + reach + 1)
        return self.between(low, i) + self.between(i + 1, high)


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

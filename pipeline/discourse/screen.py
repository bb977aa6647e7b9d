"""The screen stage: which sentences may speak of the target, at the speed of reading.

Every sentence is split and scored by the term families of the target (``terms``); the
sentences around it, and the end of what it answers, count for half, so that "He was
wrong." passes where the talk before it was of the target.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.config import ScreenSection
from pipeline.discourse.sentences import sentences
from pipeline.discourse.terms import Terms, load_terms
from pipeline.ids import content_id
from pipeline.records import Candidate, Document, Segment
from pipeline.registry import Assets
from pipeline.spans import Span
from pipeline.store.tables import Tables

#: Parts of a segment this near its start also see the end of what it answers.
_OPENING_SENTENCES = 2


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
        scores = Scores(document.text, own, terms, reach=config.context_sentences)
        for segment in own:
            found.extend(c for c in scores.candidates(segment) if c.score >= config.threshold)
    return {"candidates": sorted(found, key=lambda candidate: candidate.id)}


class Scores:
    """Sentences of one document with what they and their surroundings speak of.

    Args:
        text: of the document.
        segments: of the document, in text order.
        terms: of the target.
        reach: sentences before and after that count as context.
    """

    def __init__(self, text: str, segments: Sequence[Segment], terms: Terms, *, reach: int) -> None:
        self._terms = terms
        self._reach = reach
        self._spans = {s.id: list(sentences(text, s.span)) for s in segments}
        self._bits = {
            key: [terms.families(span.of(text)) for span in spans]
            for key, spans in self._spans.items()
        }
        self._before = {b.id: a.id for a, b in zip(segments, segments[1:], strict=False)}

    def candidates(self, segment: Segment) -> Iterator[Candidate]:
        """Every sentence of ``segment`` with its score, whatever the score."""
        for at, span in enumerate(self._spans[segment.id]):
            yield _candidate(segment, span, self._score(segment, at))

    def _score(self, segment: Segment, at: int) -> float:
        bits, reach = self._bits[segment.id], self._reach
        around = 0
        for near in (*bits[max(0, at - reach) : at], *bits[at + 1 : at + 1 + reach]):
            around |= near
        if at < _OPENING_SENTENCES and reach:
            answered = segment.reply_to or self._before.get(segment.id, "")
            for near in self._bits.get(answered, [])[-reach:]:
                around |= near
        return self._terms.combined(bits[at], around)


def _candidate(segment: Segment, span: Span, score: float) -> Candidate:
    return Candidate(
        id=content_id("cand", segment.document_id, span.start, span.end),
        document_id=segment.document_id,
        segment_id=segment.id,
        start=span.start,
        end=span.end,
        score=round(score, 6),
    )

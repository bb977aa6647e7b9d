"""The discourse stage: mentions, quotations, and for each candidate its holder and voice."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from pipeline.config import DiscourseSection
from pipeline.discourse.attribution import Attributor, flags
from pipeline.discourse.grammar import NOWHERE, Report
from pipeline.discourse.lexicon import load_lexicon
from pipeline.discourse.naming import Holder
from pipeline.discourse.people import load_registry
from pipeline.discourse.voice import ironic
from pipeline.ids import content_id
from pipeline.records import (
    CO_HOLDER,
    Candidate,
    Document,
    Mention,
    Quote,
    Segment,
    Statement,
    Teller,
)
from pipeline.registry import Assets
from pipeline.spans import Span, trim
from pipeline.store.tables import Tables


def attribute(tables: Tables, config: DiscourseSection, assets: Assets) -> dict[str, list[Any]]:
    """``mentions``, ``quotes``, ``attributions`` and ``tellers``, each in id order.

    There is one attribution a candidate and holder ("A and B believe" gives two, the
    second flagged ``co-holder``); its stance is still neutral, with no backend.

    Raises:
        ModelError: M001 or M003 when people.toml or verbs.toml is missing or not understood.
    """
    registry, lexicon = load_registry(assets), load_lexicon(assets)
    segments = _by_document(tables.rows("segments", Segment))
    candidates = _by_document(tables.rows("candidates", Candidate))
    names = ("mentions", "quotes", "attributions", "tellers")
    found: dict[str, dict[str, Any]] = {name: {} for name in names}
    for document in tables.rows("documents", Document):
        own = segments.get(document.id, [])
        work = Attributor(document, own, registry, lexicon, config)
        chosen = [(c, work.reading.at(c.start)) for c in candidates.get(document.id, [])]
        work.parse([i for _, i in chosen])
        for mention in _mentions(work, document, own):
            found["mentions"][mention.id] = mention
        for candidate, i in chosen:
            teller = _teller(work, work.reading.segment(i))
            found["tellers"][teller.id] = teller
            for quote in _quotes(work, document, i):
                found["quotes"][quote.id] = quote
            for statement in _statements(work, document, candidate, i):
                found["attributions"][statement.id] = statement
    return {name: [rows[key] for key in sorted(rows)] for name, rows in found.items()}


def _by_document(rows: Sequence[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in sorted(rows, key=lambda row: (row.document_id, row.start, row.end, row.id)):
        found.setdefault(row.document_id, []).append(row)
    return found


def _mentions(
    work: Attributor, document: Document, segments: Sequence[Segment]
) -> Iterator[Mention]:
    starts = [segment.start for segment in segments]
    for name in work.names.all:
        at = bisect_right(starts, name.span.start) - 1
        if at >= 0 and name.span.end <= segments[at].end:
            yield Mention(
                id=content_id("men", document.id, *name.span),
                document_id=document.id,
                segment_id=segments[at].id,
                start=name.span.start,
                end=name.span.end,
                kind=name.kind,
                entity_id=name.entity_id,
                name=name.span.of(document.text),
                method=name.method,
            )


def _teller(work: Attributor, segment: Segment) -> Teller:
    voiced = work.teller(segment)
    return Teller(
        id=segment.id,
        document_id=segment.document_id,
        holder_id=voiced.id,
        holder_name=voiced.name,
    )


def _quotes(work: Attributor, document: Document, i: int) -> Iterator[Quote]:
    """One row a stretch: the stretches of one quotation share source and cue."""
    for quotation in work.quotations(i):
        report, source = quotation.report, quotation.source
        if report.first or source == NOWHERE:
            continue
        holder = work.holder(report, i)
        for content in quotation.contents:
            yield Quote(
                id=content_id("quo", document.id, *source, *report.cue, *content),
                document_id=document.id,
                segment_id=work.reading.segment(i).id,
                source_start=source.start,
                source_end=source.end,
                cue_start=report.cue.start,
                cue_end=report.cue.end,
                content_start=content.start,
                content_end=content.end,
                speaker_id=_speaker(report, holder),
                form=_form(work, content, i),
            )


def _speaker(report: Report, holder: Holder | None) -> str:
    """The id of the source; a label ("OYA:") that names nobody known is no group."""
    if holder is None or (report.lemma == ":" and holder.kind == "group"):
        return ""
    return holder.id


def _form(work: Attributor, content: Span, i: int) -> Any:
    """Direct when all of the content is between marks, mixed when a part of it is."""
    inside = [m for m in work.reading.marks_around(i) if m.inner.overlap(content)]
    if any(m.inner.holds(content) for m in inside):
        return "direct"
    return "mixed" if inside else "indirect"


def _statements(
    work: Attributor, document: Document, candidate: Candidate, i: int
) -> Iterator[Statement]:
    span = trim(document.text, candidate.span)
    decision = work.decide(i)
    marks = tuple(
        flags(
            decision,
            host=work.is_host(work.reading.segment(i)),
            irony=ironic(span.of(document.text)),
        )
    )
    first = Statement(
        id=content_id("st", document.id, span.start, span.end, candidate.target),
        document_id=document.id,
        segment_id=candidate.segment_id,
        start=span.start,
        end=span.end,
        target=candidate.target,
        holder_id=decision.holder.id,
        holder_kind=decision.holder.kind,
        holder_name=decision.holder.name,
        voice=decision.voice,
        dimension="-",
        stance="neutral",
        score=0.0,
        confidence=0.0,
        sentiment=0.0,
        flags=marks,
        cues=tuple(f"{kind}:{where.start}-{where.end}" for kind, where in decision.cues),
        backend="",
    )
    yield first
    for other in decision.holder.also:
        yield replace(
            first,
            id=content_id("st", document.id, span.start, span.end, candidate.target, other.id),
            holder_id=other.id,
            holder_kind=other.kind,
            holder_name=other.name,
            flags=tuple(sorted({*marks, CO_HOLDER})),
        )

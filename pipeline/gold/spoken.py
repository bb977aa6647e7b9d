"""Gold texts as the documents and segments that the stages read."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.discourse.sentences import sentences
from pipeline.ids import content_id, document_id, text_digest
from pipeline.records import Candidate, Document, DocumentKind, Segment, SegmentRole
from pipeline.spans import Span

#: What the candidates are said to speak of; nothing that is measured here depends on it.
_TARGET = "scaling"


def document_of(text: str, name: str) -> tuple[Document, Segment]:
    """``text`` as an essay of one body segment; nobody is known to have written it."""
    document = made_document(text, name, kind="essay")
    return document, made_segment(document, 0, 0, len(text), role="body")


def made_document(text: str, name: str, *, kind: DocumentKind, date: str = "") -> Document:
    """A document of the corpus "gold"."""
    return Document(
        id=document_id("gold", name),
        corpus="gold",
        path=name,
        part="",
        kind=kind,
        title="",
        text=text,
        date=date,
        date_precision="day" if len(date) == 10 else "none",
        date_source="",
        author="",
        venue="",
        url="",
        licence="",
        sha256=text_digest(text),
    )


def made_segment(
    document: Document, number: int, start: int, end: int, *, role: SegmentRole, speaker: str = ""
) -> Segment:
    """Segment ``number`` of ``document``."""
    return Segment(
        id=f"seg:{document.id.partition(':')[2]}-{number:05d}",
        document_id=document.id,
        start=start,
        end=end,
        role=role,
        speaker=speaker,
        reply_to="",
        date=document.date,
        date_precision=document.date_precision,
        confidence=1.0,
    )


def every_sentence(document: Document, segment: Segment) -> Iterator[Candidate]:
    """All sentences of ``segment`` as candidates, whatever they speak of."""
    for span in sentences(document.text, segment.span):
        yield made_candidate(document, segment, span)


def made_candidate(document: Document, segment: Segment, span: Span) -> Candidate:
    """The sentence at ``span`` as a candidate."""
    return Candidate(
        id=content_id("cand", document.id, *span),
        document_id=document.id,
        segment_id=segment.id,
        start=span.start,
        end=span.end,
        target=_TARGET,
        score=1.0,
    )

"""Small tables for the tests of this room; every argument has a sensible default."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pipeline.records import Document, Segment, Statement, TopicShare
from pipeline.store.tables import Tables


def document(number: int, date: str = "2023-02-01", **changes: Any) -> Document:
    fields: dict[str, Any] = {
        "id": f"doc:{number:08d}",
        "corpus": "club",
        "path": f"{number}.md",
        "part": "",
        "kind": "essay",
        "title": "",
        "text": "Scale works.",
        "date": date,
        "date_precision": {0: "none", 4: "year", 7: "month"}.get(len(date), "day"),
        "date_source": "",
        "author": "",
        "venue": "",
        "url": "",
        "licence": "",
        "sha256": "",
    }
    return Document(**{**fields, **changes})


def segment(number: int, document_id: str, date: str = "", **changes: Any) -> Segment:
    fields: dict[str, Any] = {
        "id": f"seg:{number:08d}",
        "document_id": document_id,
        "start": 0,
        "end": 12,
        "role": "body",
        "speaker": "",
        "reply_to": "",
        "date": date,
        "date_precision": {0: "none", 4: "year", 7: "month"}.get(len(date), "day"),
        "confidence": 1.0,
    }
    return Segment(**{**fields, **changes})


def statement(number: int, document_id: str, stance: str = "favor", **changes: Any) -> Statement:
    fields: dict[str, Any] = {
        "id": f"st:{number:08d}",
        "document_id": document_id,
        "segment_id": "",
        "start": 0,
        "end": 12,
        "target": "scaling",
        "holder_id": "person:ann-lee",
        "holder_kind": "self",
        "holder_name": "Ann Lee",
        "voice": "own",
        "dimension": "returns",
        "stance": stance,
        "score": 0.0,
        "confidence": 0.9,
        "sentiment": 0.0,
        "flags": (),
        "cues": (),
        "backend": "test",
    }
    return Statement(**{**fields, **changes})


def tables(
    documents: Sequence[Document],
    statements: Sequence[Statement],
    *,
    segments: Iterable[Segment] = (),
    shares: Iterable[TopicShare] = (),
) -> Tables:
    return Tables(
        {
            "documents": list(documents),
            "segments": list(segments),
            "statements": list(statements),
            "topic_shares": list(shares),
        }
    )


def panel(cells: Sequence[tuple[str, str, int, int]]) -> Tables:
    """Tables from (holder, date, favor, against) cells, one document a cell."""
    documents, statements = [], []
    for i, (holder, date, favor, against) in enumerate(cells):
        documents.append(document(i, date))
        for stance in ["favor"] * favor + ["against"] * against:
            statements.append(
                statement(
                    len(statements), documents[-1].id, stance,
                    holder_id=f"person:{holder}", holder_name=holder,
                )
            )  # fmt: skip
    return tables(documents, statements)

"""Duplicates, and the books of what came in: nothing disappears silently.

``duplicates`` sees the whole corpus and names the documents whose text another one
already has; ``keep`` leaves them out, shard by shard, and closes the account
``records = documents + duplicates + skipped + quarantined`` of every file.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from pipeline.catalogue import CATALOGUE
from pipeline.config import ReadSection
from pipeline.errors import printable
from pipeline.ids import text_digest
from pipeline.records import Document, Dropped, Intake, Record, Segment
from pipeline.registry import Assets
from pipeline.store.tables import Tables

#: Below so many characters two people can have said the same thing of their own accord.
_SHORT = 200


def duplicates(tables: Tables, config: ReadSection, assets: Assets) -> dict[str, list[Record]]:
    """One row for each document with the text of an earlier one, white space aside.

    The first in order of corpus, path and part is kept. Texts under 200 characters are
    duplicates only where the author is the same.

    Returns:
        ``duplicates``, sorted by id.
    """
    first: dict[tuple[str, str], Document] = {}
    found: list[Dropped] = []
    documents = tables.rows("raw_documents", Document)
    for document in sorted(documents, key=lambda d: (d.corpus, d.path, d.part)):
        kept = first.setdefault(_likeness(document), document)
        if kept is not document:
            found.append(_duplicate(document, kept))
    return {"duplicates": [*sorted(found, key=lambda row: row.id)]}


def keep(tables: Tables, config: ReadSection, assets: Assets) -> dict[str, list[Record]]:
    """The documents of a shard that are no duplicates, with segments and closed accounts.

    Returns:
        ``documents``, ``segments``, ``intake``, ``dropped``, each sorted by id.
    """
    here = tables.rows("raw_documents", Document)
    ids = {document.id for document in here}
    twice = {row.id: row for row in tables.rows("duplicates", Dropped) if row.id in ids}
    documents = [document for document in here if document.id not in twice]
    kept = {document.id for document in documents}
    copies = Counter((row.corpus, row.path) for row in twice.values())
    dropped: list[Dropped] = [*tables.rows("read_dropped", Dropped), *twice.values()]
    return {
        "documents": list(documents),
        "segments": [s for s in tables.rows("raw_segments", Segment) if s.document_id in kept],
        "intake": [_closed(row, copies) for row in tables.rows("raw_intake", Intake)],
        "dropped": [*sorted(dropped, key=lambda row: (row.id, row.code, row.reason))],
    }


def _likeness(document: Document) -> tuple[str, str]:
    """What two documents share when one of them is a duplicate."""
    text = " ".join(document.text.split())
    return text_digest(text), document.author if len(text) < _SHORT else ""


def _duplicate(document: Document, kept: Document) -> Dropped:
    where = f"{kept.corpus}/{kept.path}" + (f" ({kept.part})" if kept.part else "")
    return Dropped(
        id=document.id,
        corpus=document.corpus,
        path=document.path,
        stage="duplicates",
        kind="duplicate",
        code="C115",
        reason=printable(f"the same text as {where}"),
        detail=CATALOGUE["C115"].remedy,
    )


def _closed(row: Intake, copies: Counter[tuple[str, str]]) -> Intake:
    count = copies[row.corpus, row.path]
    return replace(row, documents=row.documents - count, duplicates=count)

"""The discourse stage: mentions, quotations, and for each candidate its holder and voice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.config import DiscourseSection
from pipeline.discourse.attribution import Attributor
from pipeline.discourse.lexicon import load_lexicon
from pipeline.discourse.people import load_registry
from pipeline.records import Candidate, Document, Mention, Quote, Segment, Statement
from pipeline.registry import Assets
from pipeline.store.tables import Tables


def attribute(
    tables: Tables, config: DiscourseSection, assets: Assets
) -> dict[str, list[Any]]:
    """``mentions``, ``quotes`` and ``attributions``, each in id order.

    Raises:
        ModelError: M001 or M003 when people.toml or verbs.toml is missing or not understood.
    """
    registry, lexicon = load_registry(assets), load_lexicon(assets)
    segments = _by_document(tables.rows("segments", Segment))
    candidates = _by_document(tables.rows("candidates", Candidate))
    mentions: list[Mention] = []
    quotes: list[Quote] = []
    statements: list[Statement] = []
    for document in tables.rows("documents", Document):
        work = Attributor(document, segments.get(document.id, []), registry, lexicon, config)
        done = work.run(candidates.get(document.id, []))
        mentions += done.mentions
        quotes += done.quotes
        statements += done.statements
    return {
        "mentions": sorted(mentions, key=lambda row: row.id),
        "quotes": sorted(quotes, key=lambda row: row.id),
        "attributions": sorted(statements, key=lambda row: row.id),
    }


def _by_document(rows: Sequence[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.document_id, []).append(row)
    return {key: list(_ordered(value)) for key, value in found.items()}


def _ordered(rows: Sequence[Any]) -> Iterator[Any]:
    return iter(sorted(rows, key=lambda row: (row.start, row.end, row.id)))

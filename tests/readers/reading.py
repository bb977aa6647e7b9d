"""Shorthands for tests that read one file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipeline.config import CorpusSettings, ReadSection
from pipeline.readers.accounts import duplicates, keep
from pipeline.readers.base import Draft, Failure, RawFile, Reader
from pipeline.readers.corpus import find_sources, read
from pipeline.registry import Assets
from pipeline.store.tables import Tables

LIMITS = ReadSection()
ASSETS = Assets(Path())


def outcomes(reader: Reader, path: str, content: str | bytes, **settings: Any) -> list[Any]:
    """What ``reader`` yields for a file."""
    body = content.encode() if isinstance(content, str) else content
    raw = RawFile(corpus="test", path=path, content=body)
    return list(reader.read(raw, CorpusSettings.model_validate(settings), LIMITS))


def one(reader: Reader, path: str, content: str | bytes, **settings: Any) -> Draft:
    """The only document of a file."""
    drafts = [x for x in outcomes(reader, path, content, **settings) if isinstance(x, Draft)]
    assert len(drafts) == 1
    check(drafts[0])
    return drafts[0]


def failures(reader: Reader, path: str, content: str | bytes, **settings: Any) -> list[Failure]:
    """The failures and remarks of a file."""
    return [x for x in outcomes(reader, path, content, **settings) if isinstance(x, Failure)]


def said(draft: Draft, *roles: str) -> list[tuple[str, str]]:
    """(speaker, text) of each segment of the given roles, or of all."""
    return [
        (s.speaker, draft.text[s.start : s.end])
        for s in draft.segments
        if not roles or s.role in roles
    ]


def check(draft: Draft) -> None:
    """Segments lie in the text, in order, without overlap, and hold something."""
    cursor = 0
    for segment in draft.segments:
        assert cursor <= segment.start < segment.end <= len(draft.text)
        assert draft.text[segment.start : segment.end].strip()
        cursor = segment.end
    assert len({segment.key for segment in draft.segments}) == len(draft.segments)


def run(root: Path, **limits: Any) -> dict[str, Any]:
    """All tables of the three reading stages over the corpora under ``root``."""
    config = ReadSection(**limits)
    tables: dict[str, Any] = {"sources": find_sources(root)}
    tables.update(read(Tables(tables), config, ASSETS))
    tables.update(duplicates(Tables(tables), config, ASSETS))
    tables.update(keep(Tables(tables), config, ASSETS))
    return tables


def balanced(tables: dict[str, Any]) -> bool:
    """True when the account of every file is closed."""
    return all(
        row.records == row.documents + row.duplicates + row.skipped + row.quarantined
        and row.records > 0
        for row in tables["intake"]
    )

"""Codes without text: sentences named by file, place and hash, for texts that may not be copied.

One JSON object a line: ``file`` (``corpus/path`` below the corpora folder), ``part``,
``start`` and ``end`` in code points of the document as the readers give it, ``sha256``
(the first 16 hexadecimal digits of the sentence's), and the codes ``stance``, ``voice``,
``dimension``. Whoever has the texts gets the gold format back from them; whoever has
not learns nothing of the texts from us.

A sentence of a spreadsheet stands in a cell: ``part`` is ``row:column name``, and the
places are counted after links written as ``<@text@>(title)`` are put as their text.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from pipeline.config import ReadSection
from pipeline.errors import PipelineError
from pipeline.readers.corpus import find_sources, read
from pipeline.records import CODES, Document, Segment
from pipeline.registry import Assets
from pipeline.spans import Span
from pipeline.stance.context import Context
from pipeline.stance.examples import code_of, json_lines
from pipeline.store.tables import Tables

_MOST_ROWS = 20_000  # of a spreadsheet: a sheet may claim a million
_LINK = re.compile(r"<@(.*?)@>(?:\(.*?\))?")


def sentence_hash(sentence: str) -> str:
    """The first 16 hexadecimal digits of the sentence's sha256, white space folded."""
    return hashlib.sha256(" ".join(sentence.split()).encode()).hexdigest()[:16]


@dataclass(slots=True, kw_only=True)
class Resolved:
    """What became of a folder of pointers."""

    rows: list[dict[str, Any]] = field(default_factory=list)  # the gold format
    missing: list[str] = field(default_factory=list)  # files that the corpora do not hold
    changed: list[str] = field(default_factory=list)  # ids whose sentence reads otherwise now


def resolve(pointers: Path, corpora: Path, assets: Assets) -> Resolved:
    """The coded sentences that ``pointers`` name, taken from ``corpora``.

    Args:
        pointers: a JSON Lines file, or a folder of them.
        corpora: the folder whose sub-folders are the corpora.
        assets: the models folder.

    Returns:
        Rows in the order of the pointers. A sentence whose hash differs is left out and
        named, so a corpus of another edition can never bring in wrong codes.

    Raises:
        PipelineError: G001 when a line is not understood.
    """
    named = list(_read(pointers))
    texts = _Texts(corpora, assets)
    found = Resolved()
    for row in named:
        passage = texts.find(row["file"], row.get("part", ""))
        if passage is None:
            if row["file"] not in found.missing:
                found.missing.append(row["file"])
            continue
        span = Span(row["start"], row["end"])
        if sentence_hash(span.of(passage.text)) != row["sha256"]:
            found.changed.append(row["id"])
            continue
        found.rows.append(_gold(row, passage, span))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Passage:
    """A document, or a cell of a spreadsheet, with its segments."""

    text: str
    segments: list[Segment]
    source: str
    part: str = ""
    licence: str = ""
    date: str = ""
    genre: str = ""
    title: str = ""


class _Texts:
    """What the corpora folder holds, by file and part."""

    def __init__(self, corpora: Path, assets: Assets) -> None:
        tables = read(Tables({"sources": find_sources(corpora)}), ReadSection(), assets)
        segments: dict[str, list[Segment]] = {}
        for segment in tables["raw_segments"]:
            if isinstance(segment, Segment):
                segments.setdefault(segment.document_id, []).append(segment)
        self._corpora = corpora
        self._passages = {
            (f"{d.corpus}/{d.path}", d.part): _passage(d, segments.get(d.id, []))
            for d in tables["raw_documents"]
            if isinstance(d, Document)
        }

    def find(self, file: str, part: str) -> _Passage | None:
        if file.endswith(".xlsx") and (self._corpora / file).is_file():
            self._passages |= _cells(self._corpora, file)
        return self._passages.get((file, part))


def _passage(document: Document, segments: list[Segment]) -> _Passage:
    return _Passage(
        text=document.text,
        segments=segments,
        source=document.corpus,
        part=document.part,
        licence=document.licence,
        date=document.date,
        genre=document.kind,
        title=document.title,
    )


@lru_cache(maxsize=4)
def _cells(corpora: Path, file: str) -> dict[tuple[str, str], _Passage]:
    """Every text cell of the first sheet; needs openpyxl (the extra ``[train]``)."""
    from openpyxl import load_workbook

    sheet = load_workbook(corpora / file, read_only=True, data_only=True).worksheets[0]
    rows = sheet.iter_rows(values_only=True)
    names = [str(name) for name in next(rows)]
    found: dict[tuple[str, str], _Passage] = {}
    for number, row in enumerate(islice(rows, _MOST_ROWS), 2):
        for name, cell in zip(names, row, strict=False):
            if isinstance(cell, str):
                text = _LINK.sub(r"\1", cell)
                found[file, f"{number}:{name}"] = _Passage(
                    text=text,
                    segments=[_whole(f"{file}#{number}:{name}", text)],
                    source=file.split("/")[0],
                    part=f"{number}:{name}",
                    genre="essay",
                )
    return found


def _whole(name: str, text: str) -> Segment:
    return Segment(
        id=name,
        document_id=name,
        start=0,
        end=len(text),
        role="body",
        speaker="the author",
        reply_to="",
        date="",
        date_precision="none",
        confidence=1.0,
    )


def _gold(row: dict[str, Any], passage: _Passage, span: Span) -> dict[str, Any]:
    context = Context(passage.text, passage.segments)
    before, after = context.around(span)
    segment = context.segment_at(span.start)
    return {
        "id": row["id"],
        "source": passage.source,
        "licence": passage.licence,
        "file": row["file"] + (f"#{passage.part}" if passage.part else ""),
        "date": passage.date,
        "genre": passage.genre,
        "title": passage.title,
        "speaker": segment.speaker if segment else "",
        "before": before,
        "text": " ".join(span.of(passage.text).split()),
        "after": after,
        **{name: row[name] for name in CODES},
        "holder": "-",
    }


def _read(path: Path) -> Iterator[dict[str, Any]]:
    files: Iterable[Path] = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    for file in files:
        for number, row in json_lines(file):
            yield _pointer(row, f"{file}, line {number}")


def _pointer(row: Any, place: str) -> dict[str, Any]:
    if not isinstance(row, dict):
        raise PipelineError("G001", "the line is no JSON object", place=place)
    for name in ("id", "file", "sha256", *CODES):
        if not isinstance(row.get(name), str):
            raise PipelineError("G001", f"the line has no `{name}`", place=place)
        if name in CODES:
            code_of(row[name], name, place)
    for name, least in (("start", 0), ("end", row.get("start", 0))):
        if type(row.get(name)) is not int or row[name] < least:
            raise PipelineError("G001", f"`{name}` is no place in a text", place=place)
    return row

"""Coded sentences: the gold format of the codebook, one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from pipeline.errors import PipelineError, nearest
from pipeline.records import CODES, Dimension, Stance, Voice
from pipeline.stance.base import Item

SELF = "self"  # the holder who speaks


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A sentence with its codes."""

    id: str
    document: str  # the file it stands in: what splits must keep together
    genre: str
    date: str
    item: Item
    stance: Stance
    voice: Voice
    dimension: Dimension
    holder: str


def read_examples(path: Path) -> list[Example]:
    """All examples of a JSON Lines file, in file order.

    Raises:
        PipelineError: G001 naming the line, when a field is missing, a code unknown, or an id
            was there before: a sentence that stands twice would count twice.
    """
    lines: dict[str, int] = {}
    found = []
    for number, row in json_lines(path):
        place = f"{path}, line {number}"
        example = _example(row, place)
        if example.id and lines.setdefault(example.id, number) != number:
            message = f"the id {example.id!r} stands in line {lines[example.id]}, too"
            raise PipelineError("G001", message, place=place, remedy="code a sentence once")
        found.append(example)
    return found


def read_folder(folder: Path) -> list[Example]:
    """All examples of ``folder/*.jsonl``, files in name order."""
    return [example for path in sorted(folder.glob("*.jsonl")) for example in read_examples(path)]


def as_json_lines(rows: Iterable[Mapping[str, Any]]) -> str:
    """One object a line, letters as they are."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def json_lines(path: Path) -> Iterator[tuple[int, Any]]:
    """(line number from 1, value) of each line that is not blank.

    Raises:
        PipelineError: G001 when the file cannot be read or a line is no JSON.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise PipelineError("G001", f"cannot read {path.name}: {error}", place=str(path)) from None
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield number, orjson.loads(line)
            except ValueError as error:
                place = f"{path}, line {number}"
                raise PipelineError("G001", f"not JSON: {error}", place=place) from None


def _example(row: Any, place: str) -> Example:
    if not isinstance(row, dict) or not isinstance(row.get("text"), str) or not row["text"].strip():
        raise PipelineError("G001", "the line has no `text`", place=place)
    return Example(
        id=str(row.get("id", "")),
        document=str(row.get("file") or row.get("id", "")),
        genre=str(row.get("genre", "")),
        date=str(row.get("date", "")),
        item=Item(
            text=row["text"].strip(),
            before=str(row.get("before") or ""),
            after=str(row.get("after") or ""),
            speaker=str(row.get("speaker") or ""),
            document=str(row.get("file") or row.get("id", "")),
        ),
        stance=_code(row, "stance", place),
        voice=_code(row, "voice", place),
        dimension=_code(row, "dimension", place),
        holder=_holder(str(row.get("holder", ""))),
    )


def _holder(written: str) -> str:
    return SELF if written.strip().casefold() == SELF else written


def _code(row: dict[str, Any], field: str, place: str) -> Any:
    return code_of(row.get(field, None if field == "stance" else "-"), field, place)


def code_of(value: Any, field: str, place: str, *, error: str = "G001") -> str:
    """``value``, which must be one of the codes of ``field``.

    Raises:
        PipelineError: ``error`` with the nearest code, or all, as its remedy.
    """
    if isinstance(value, str) and value in CODES[field]:
        return value
    close = nearest(str(value), CODES[field])
    options = f"did you mean {close}?" if close else f"known: {', '.join(CODES[field])}"
    raise PipelineError(error, f"{field} {value!r} is no code", place=place, remedy=options)

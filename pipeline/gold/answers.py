"""What coding tools export, read down to one answer a statement and coder; nothing is judged.

Label Studio's JSON and JSON-MIN, doccano's JSON Lines (labels ``field:code``; also the older
form with the statement's id under ``meta``) and CSV, with commas, semicolons or tabs.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.errors import PipelineError

_FIELDS = ("stance", "voice", "dimension")
_LIMIT = 200_000_000  # bytes: more is no sample that people have coded
_SEPARATORS = ",;\t"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One statement as one coder answered it, unchecked; ``fault`` says what is broken."""

    id: str
    coder: str  # "" when the export names nobody
    codes: dict[str, str] = field(default_factory=dict)  # "" or absent = not coded
    place: str
    fault: str = ""


def label_studio_answers(path: Path) -> list[Answer]:
    """The answers of a Label Studio export, JSON or JSON-MIN; cancelled ones are left out.

    Raises:
        PipelineError: G001 when the file is no list of tasks.
    """
    try:
        tasks = json.loads(_text(path))
    except (ValueError, RecursionError) as error:
        raise PipelineError("G001", f"not JSON: {error}", place=str(path)) from None
    if not isinstance(tasks, list):
        raise PipelineError("G001", "the export is no list of tasks", place=str(path))
    return [a for i, task in enumerate(tasks, 1) for a in _task(task, f"{path}, task {i}")]


def doccano_answers(path: Path) -> list[Answer]:
    """The answers of a doccano export of text classification, one a line.

    Raises:
        PipelineError: G001 when the file cannot be read.
    """
    lines = enumerate(_text(path).split("\n"), 1)
    return [_doccano(line, f"{path}, line {i}") for i, line in lines if line.strip()]


def table_answers(path: Path) -> list[Answer]:
    """The answers of a CSV file; its columns are known by name, in any order.

    Raises:
        PipelineError: G001 when the file has no such columns.
    """
    text = _text(path)
    head = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=head.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        missing = {"statement_id", "stance", "voice"} - set(rows.fieldnames or ())
        if missing:
            named = ", ".join(sorted(missing))
            raise PipelineError("G001", f"the table has no column {named}", place=str(path))
        return [_row(row, f"{path}, line {rows.line_num}") for row in rows]
    except csv.Error as error:
        place = f"{path}, line {rows.line_num}"
        raise PipelineError("G001", f"not CSV: {error}", place=place) from None


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _LIMIT:
            raise PipelineError("G001", f"{path.name} is over 200 MB", place=str(path))
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise PipelineError("G001", f"cannot read {path.name}: {error}", place=str(path)) from None


def _task(task: Any, place: str) -> Iterator[Answer]:
    if not isinstance(task, dict):
        yield Answer(id="", coder="", place=place, fault="the task is no JSON object")
        return
    if "annotations" not in task:  # JSON-MIN: one annotation a row, fields beside the text
        coder = _coder(task.get("annotator"))
        codes = {name: _one(task.get(name)) for name in _FIELDS}
        yield Answer(id=_one(task.get("statement_id")), coder=coder, codes=codes, place=place)
        return
    held = task.get("data")
    identifier = _one(held.get("statement_id")) if isinstance(held, dict) else ""
    annotations = task["annotations"]
    if not isinstance(annotations, list) or not all(isinstance(a, dict) for a in annotations):
        yield Answer(id=identifier, coder="", place=place, fault="annotations are no list")
        return
    for annotation in annotations:
        if not annotation.get("was_cancelled"):
            codes = _results(annotation.get("result"))
            coder = _coder(annotation.get("completed_by"))
            yield Answer(id=identifier, coder=coder, codes=codes, place=place)


def _results(results: Any) -> dict[str, str]:
    found = {}
    for result in results if isinstance(results, list) else []:
        if isinstance(result, dict) and result.get("from_name") in _FIELDS:
            value = result.get("value")
            choices = value.get("choices") if isinstance(value, dict) else None
            found[str(result["from_name"])] = _one(choices)
    return found


def _doccano(line: str, place: str) -> Answer:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Answer(id="", coder="", place=place, fault=f"not JSON: {error}")
    if not isinstance(row, dict):
        return Answer(id="", coder="", place=place, fault="the line is no JSON object")
    older = row.get("meta")
    meta: Mapping[str, Any] = older if isinstance(older, dict) else row
    identifier = _one(row.get("statement_id") or meta.get("statement_id"))
    labels = row.get("label", row.get("labels"))
    codes: dict[str, str] = {}
    for label in labels if isinstance(labels, list) else []:
        name, _, code = str(label).partition(":")
        if name not in _FIELDS:
            return Answer(id=identifier, coder="", place=place, fault=f"unknown label {label!r}")
        if name in codes:
            return Answer(id=identifier, coder="", place=place, fault=f"two codes of {name}")
        codes[name] = code
    return Answer(id=identifier, coder=_one(row.get("annotator")), codes=codes, place=place)


def _row(row: Mapping[str | None, Any], place: str) -> Answer:
    if None in row:
        return Answer(id="", coder="", place=place, fault="the row has more cells than columns")
    codes = {name: _one(row.get(name)).lower() for name in _FIELDS}
    identifier, coder = _one(row.get("statement_id")), _one(row.get("coder"))
    # Spreadsheets write a dash as they please, and a leading one may be guarded.
    codes = {name: "-" if code in {"'-", "–", "—"} else code for name, code in codes.items()}
    return Answer(id=identifier, coder=coder, codes=codes, place=place)


def _coder(value: Any) -> str:
    """Who annotated: a name, an email address or a number of the tool's."""
    if isinstance(value, dict):
        value = value.get("email") or value.get("username") or value.get("id")
    return f"coder-{value}" if isinstance(value, int) else _one(value)


def _one(value: Any) -> str:
    """A single string; several choices are joined, so that they are no code."""
    if isinstance(value, list):
        return "+".join(str(item) for item in value)
    return value.strip() if isinstance(value, str) else ""

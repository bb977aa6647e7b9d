"""Documents and tables of cases for the tests of this room."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pipeline.discourse.sentences import sentences
from pipeline.ids import content_id, document_id, text_digest
from pipeline.records import Candidate, Document, Segment, Statement


@dataclass(frozen=True)
class Part:
    """A segment to be: what it says, in which role, and whose it is."""

    text: str
    role: str = "body"
    speaker: str = ""
    reply_to: int = -1  # number of the part that is answered


def build(
    parts: Sequence[Part],
    *,
    kind: str = "essay",
    title: str = "",
    author: str = "",
    date: str = "",
    corpus: str = "made",
    path: str = "made.txt",
) -> tuple[Document, list[Segment]]:
    """A document with one segment a part, a blank line between them."""
    identifier = document_id(corpus, path)
    text = "\n\n".join(part.text for part in parts)
    segments, start = [], 0
    for number, part in enumerate(parts):
        segments.append(
            Segment(
                id=f"seg:{identifier[4:]}-{number}",
                document_id=identifier,
                start=start,
                end=start + len(part.text),
                role=part.role,  # type: ignore[arg-type]
                speaker=part.speaker,
                reply_to=f"seg:{identifier[4:]}-{part.reply_to}" if part.reply_to >= 0 else "",
                date=date,
                date_precision="none",
                confidence=1.0,
            )
        )
        start += len(part.text) + 2
    document = Document(
        id=identifier,
        corpus=corpus,
        path=path,
        part="",
        kind=kind,  # type: ignore[arg-type]
        title=title,
        text=text,
        date=date,
        date_precision="none",
        date_source="",
        author=author,
        venue="",
        url="",
        licence="",
        sha256=text_digest(text),
    )
    return document, segments


def every_sentence(document: Document, segments: Sequence[Segment]) -> list[Candidate]:
    """All sentences as candidates, whatever they speak of."""
    return [
        Candidate(
            id=content_id("cand", document.id, span.start, span.end),
            document_id=document.id,
            segment_id=segment.id,
            start=span.start,
            end=span.end,
            target="scaling",
            score=1.0,
        )
        for segment in segments
        for span in sentences(document.text, segment.span)
    ]


def rows(name: str) -> list[Any]:
    """The lines of a table of cases; ``xfail`` holds the reason of an expected failure."""
    path = Path(__file__).parent / "cases" / name
    found = []
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            reason = row.pop("xfail")
            marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
            found.append(pytest.param(row, id=f"line{number}", marks=marks))
    return found


def told(case: dict[str, str]) -> tuple[list[Part], dict[str, str]]:
    """The parts of a document around the sentence of a case, and the fields of that document."""
    if case["role"] == "blockquote":
        framed = Part(case["before"] or "The garden is green.", "body", "Ada Quill")
        return [framed, Part(case["text"], "blockquote")], {}
    glue = "\n" if case["before"].endswith(":") else " "
    said = glue.join(filter(None, (case["before"], case["text"])))
    said = " ".join(filter(None, (said, case["after"])))
    kind = {"turn": "transcript", "comment": "thread"}.get(case["role"], "essay")
    return [Part(said, case["role"], case["speaker"])], {"kind": kind}


def statement_on(found: dict[str, list[Any]], sentence: str) -> Statement:
    """The statement whose words are ``sentence``."""
    text = found["documents"][0].text
    return next(s for s in found["attributions"] if s.span.of(text) == sentence)

"""Coded quotations: the gold format, and how what was found is compared with it.

Each line of gold is a document, ``{"id", "text", "quotes": [{"source", "cue",
"content"}]}``. The three parts of a quotation are lists of half-open spans of ``text``,
counted in code points (several where the cue stands inside the content, none where it
is not expressed).

*Exact*: the same characters. *Overlap*: at least half of the longer of the two is
shared, each span used once. A *pair* counts when source and content of one quotation
both fit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import orjson

from pipeline.errors import PipelineError
from pipeline.gold import metrics
from pipeline.spans import Span

Spans = tuple[Span, ...]
PARTS = ("source", "cue", "content")
MANNERS = ("exact", "overlap")
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation; each part is its stretches in text order, empty when not expressed."""

    source: Spans
    cue: Spans
    content: Spans


@dataclass(frozen=True, slots=True)
class Coded:
    """A text with its quotations."""

    id: str
    text: str
    quotations: tuple[Quotation, ...]


def score(
    gold: Sequence[Sequence[Quotation]], found: Sequence[Sequence[Quotation]]
) -> dict[str, metrics.Figure]:
    """``part.manner.measure`` -> figure, over documents in the same order in both."""
    figures = {}
    for part in (*PARTS, "pair"):
        for manner in MANNERS:
            counts = np.array(
                [_counts(g, f, part, manner) for g, f in zip(gold, found, strict=True)]
            )
            for measure in ("precision", "recall", "f1"):
                figures[f"{part}.{manner}.{measure}"] = metrics.resampled(
                    counts, metrics.COUNTED[measure]
                )
    return figures


def _counts(
    gold: Sequence[Quotation], found: Sequence[Quotation], part: str, manner: str
) -> tuple[int, int, int]:
    """(hits, found, gold) of one document; the same span twice counts once."""
    ours, theirs = _units(found, part), _units(gold, part)
    hits = sum((Counter(ours) & Counter(theirs)).values())
    if manner == "overlap":
        hits = _matched(ours, theirs)
    return hits, len(ours), len(theirs)


def _units(quotations: Sequence[Quotation], part: str) -> list[tuple[Spans, ...]]:
    """What is compared: the part, or source and content together; only where expressed."""
    names = ("source", "content") if part == "pair" else (part,)
    units = (tuple(getattr(q, name) for name in names) for q in quotations)
    return sorted({unit for unit in units if all(unit)})


def _matched(ours: Sequence[tuple[Spans, ...]], theirs: Sequence[tuple[Spans, ...]]) -> int:
    """One-to-one matches that share at least half in every part, the closest first."""
    close = sorted(
        ((-min(map(shared, a, b)), i, k) for i, a in enumerate(ours) for k, b in enumerate(theirs)),
    )
    mine: set[int] = set()
    yours: set[int] = set()
    for closeness, i, k in close:
        if -closeness >= _HALF and i not in mine and k not in yours:
            mine.add(i)
            yours.add(k)
    return len(mine)


def shared(ours: Spans, theirs: Spans) -> float:
    """Characters that both cover, as a share of the longer one."""
    both = sum(a.overlap(b) for a in ours for b in theirs)
    longer = max(sum(s.end - s.start for s in spans) for spans in (ours, theirs))
    return both / longer if longer else 0.0


def read_coded(path: Path) -> list[Coded]:
    """The documents of a gold file, in file order.

    Raises:
        PipelineError: G001 when the file is empty or a line is not understood.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise PipelineError("G001", f"cannot read {path.name}: {error}", place=str(path)) from None
    coded = [
        _coded(line, f"{path}, line {number}")
        for number, line in enumerate(lines, 1)
        if line.strip()
    ]
    if not coded:
        raise PipelineError("G001", f"{path.name} holds no document", place=str(path))
    return coded


def _coded(line: str, place: str) -> Coded:
    try:
        row = orjson.loads(line)
        quotations = tuple(
            Quotation(*(_spans(quote[part], len(row["text"])) for part in PARTS))
            for quote in row["quotes"]
        )
        return Coded(str(row["id"]), str(row["text"]), quotations)
    except (ValueError, KeyError, TypeError) as error:
        raise PipelineError("G001", f"not coded quotations: {error!r}", place=place) from None


def _spans(pairs: Iterable[Sequence[int]], length: int) -> Spans:
    found = [(start, end) for start, end in pairs]
    if any(type(edge) is not int for span in found for edge in span):
        raise ValueError(f"a span that is not two whole numbers: {found}")
    spans = sorted(Span(start, end) for start, end in found)
    if any(not 0 <= s.start < s.end <= length for s in spans):
        raise ValueError(f"a span outside the text: {spans}")
    return tuple(spans)

"""Which statements to code by hand: a probability sample with known chances.

Statements are drawn at random within strata of period, genre and predicted stance, so that
every one, also those judged unrelated, has a known chance above zero; ``weight`` is one divided
by it. Rare strata are drawn more densely: their numbers go by the square root of their size
(power allocation, Bankier 1988), never fewer than two, so that each can show its spread.
The same seed and run always give the same sample.
"""

from __future__ import annotations

import heapq
import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from pipeline.config import PeriodUnit
from pipeline.errors import PipelineError
from pipeline.records import Document, Segment, Statement
from pipeline.registry import Assets
from pipeline.spans import Span
from pipeline.stance.context import Context
from pipeline.stance.examples import as_json_lines
from pipeline.store.tables import SCHEMA, Tables, from_parquet
from pipeline.trends.counting import dates
from pipeline.trends.periods import calendar
from pipeline.trends.resampling import generator

#: What a run must show to be sampled from and corrected.
READ: tuple[str, ...] = ("documents", "segments", "statements")
#: The period of statements that no period wholly holds.
UNDATED = "undated"
_LEAST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A statement to code, as a coder sees it, and how it came into the sample."""

    id: str
    document: str
    genre: str
    date: str
    title: str
    speaker: str
    holder: str  # only where several statements share the sentence: whose position to code
    before: str
    text: str
    after: str
    stratum: str  # period/genre/predicted stance
    stratum_size: int
    stratum_drawn: int
    weight: float  # stratum_size / stratum_drawn
    unit: PeriodUnit  # of the periods of the strata
    frame: int  # statements of the run

    @property
    def predicted(self) -> str:
        """The stance that the model gave it."""
        return self.stratum.rpartition("/")[2]


def read_run(folder: Path) -> Tables:
    """The tables of a finished run that samples and corrections need.

    Raises:
        PipelineError: Q001 when the folder is no finished run.
    """
    try:
        files = {name: (folder / "tables" / f"{name}.parquet").read_bytes() for name in READ}
    except OSError:
        raise PipelineError("Q001", "there are no tables of a run", place=str(folder)) from None
    return Tables({name: from_parquet(SCHEMA[name], held) for name, held in files.items()})


def draw(
    tables: Tables, n: int, assets: Assets, *, unit: PeriodUnit = "year", seed: int = 1
) -> list[Drawn]:
    """``n`` statements of a run, in order of their ids, which tells nothing of their strata.

    Args:
        tables: documents, segments and statements of a run.
        n: how many to draw; all when the run has fewer.
        assets: the models folder, for the dates of conferences.
        unit: periods of the strata.
        seed: of the draw.

    Raises:
        PipelineError: G002 when the run is empty or ``n`` below two a stratum.
    """
    statements = sorted(tables.rows("statements", Statement), key=lambda s: s.id)
    members: dict[str, list[Statement]] = {}
    for statement, stratum in zip(statements, strata(tables, unit, assets), strict=True):
        members.setdefault(stratum, []).append(statement)
    names = sorted(members)
    counts = allocate([len(members[name]) for name in names], n)
    shown = _Shown(tables)
    found = []
    for name, count in zip(names, counts, strict=True):
        inside = members[name]
        for i in generator(seed, "gold", name).choice(len(inside), count, replace=False):
            facts: dict[str, Any] = {
                "stratum": name,
                "stratum_size": len(inside),
                "stratum_drawn": count,
                "weight": len(inside) / count,
                "unit": unit,
                "frame": len(statements),
            }
            found.append(Drawn(**shown.of(inside[int(i)]), **facts))
    return sorted(found, key=lambda row: row.id)


def strata(tables: Tables, unit: PeriodUnit, assets: Assets) -> list[str]:
    """``period/genre/predicted stance`` of every statement, in order of their ids."""
    statements = sorted(tables.rows("statements", Statement), key=lambda s: s.id)
    genres = {d.id: d.kind for d in tables.rows("documents", Document)}
    dated = dates(tables, statements)
    sorter = calendar(unit, dated, assets)
    return [
        f"{sorter.period(date) or UNDATED}/{genres[s.document_id]}/{s.stance}"
        for s, date in zip(statements, dated, strict=True)
    ]


def allocate(sizes: Sequence[int], n: int) -> list[int]:
    """How many to draw from strata of these ``sizes``: ``n`` in all, by square roots.

    Seats beyond the least go one by one to the stratum with the largest root for the
    seats it has (Sainte-Laguë).

    Raises:
        PipelineError: G002 when there are no strata, or ``n`` is below two for each.
    """
    counts = [min(_LEAST, size) for size in sizes]
    if not counts or sum(counts) > n:
        needed = f"{len(sizes)} strata need at least {sum(counts)} statements, not {n}"
        raise PipelineError("G002", needed if counts else "the run has no statements")
    queue = [
        (-math.sqrt(size) / (count + 0.5), i)
        for i, (size, count) in enumerate(zip(sizes, counts, strict=True))
        if count < size
    ]
    heapq.heapify(queue)
    for _ in range(min(n, sum(sizes)) - sum(counts)):
        _, i = heapq.heappop(queue)
        counts[i] += 1
        if counts[i] < sizes[i]:
            heapq.heappush(queue, (-math.sqrt(sizes[i]) / (counts[i] + 0.5), i))
    return counts


def write_sample(path: Path, rows: Iterable[Drawn]) -> None:
    """One JSON object a line. It names strata: keep it from the coders."""
    path.write_text(as_json_lines(map(asdict, rows)), encoding="utf-8")


def read_sample(path: Path) -> list[Drawn]:
    """What ``write_sample`` wrote.

    Raises:
        PipelineError: G001 naming the line that is not understood.
    """
    names = [field.name for field in fields(Drawn)]
    return [
        Drawn(**{name: row[name] for name in names})
        for row in read_lines(path, {f.name: f.type for f in fields(Drawn)})
    ]


def read_lines(path: Path, wanted: Mapping[str, Any]) -> list[dict[str, Any]]:
    """JSON objects, one a line, that have every field of ``wanted`` (name -> annotation).

    Raises:
        PipelineError: G001 naming the line that lacks a field or has one of another kind.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")  # a text may hold U+2028
    except (OSError, UnicodeDecodeError) as error:
        raise PipelineError("G001", f"cannot read {path.name}: {error}", place=str(path)) from None
    return [_line(line, wanted, f"{path}, line {i}") for i, line in enumerate(lines, 1) if line]


def _line(line: str, wanted: Mapping[str, Any], place: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise PipelineError("G001", f"not JSON: {error}", place=place) from None
    if not isinstance(row, dict):
        raise PipelineError("G001", "the line is no JSON object", place=place)
    for name, kind in wanted.items():
        known = {"int": (int,), "float": (int, float)}.get(str(kind), (str,))
        if not isinstance(row.get(name), known) or isinstance(row.get(name), bool):
            raise PipelineError("G001", f"the line has no usable `{name}`", place=place)
    return row


class _Shown:
    """What a coder is shown of a statement: the sentence, the words around it, who speaks."""

    def __init__(self, tables: Tables) -> None:
        self._documents = {d.id: d for d in tables.rows("documents", Document)}
        statements = tables.rows("statements", Statement)
        self._dates = dict(zip([s.id for s in statements], dates(tables, statements), strict=True))
        self._alike = Counter((s.document_id, s.start, s.end) for s in statements)
        segments: dict[str, list[Segment]] = {}
        for segment in tables.rows("segments", Segment):
            segments.setdefault(segment.document_id, []).append(segment)
        self._contexts = {
            name: Context(document.text, segments.get(name, []))
            for name, document in self._documents.items()
        }

    def of(self, statement: Statement) -> dict[str, Any]:
        document = self._documents[statement.document_id]
        span = Span(statement.start, statement.end)
        context = self._contexts[document.id]
        before, after = context.around(span)
        segment = context.segment_at(span.start)
        shared = self._alike[document.id, span.start, span.end] > 1
        return {
            "id": statement.id,
            "document": document.id,
            "genre": document.kind,
            "date": self._dates[statement.id],
            "title": document.title,
            "speaker": segment.speaker if segment else "",
            "holder": statement.holder_name if shared else "",
            "before": before,
            "text": " ".join(span.of(document.text).split()),
            "after": after,
        }

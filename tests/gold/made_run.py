"""A small run of two years and two genres, with what its statements truly say."""

from __future__ import annotations

import random
from pathlib import Path

from pipeline.gold.exchange import Coding
from pipeline.gold.sample import READ, Drawn
from pipeline.records import Document, Segment, Statement
from pipeline.store.tables import SCHEMA, Tables, to_parquet
from tests.trends.factory import document, segment, statement, tables

SENTENCE = "Bigger models are wiser."
PER_DOCUMENT = 12


def made_run(documents: int = 24, *, seed: int = 1) -> tuple[Tables, dict[str, str]]:
    """Tables, and the true stance of each statement: the labeller calls much of it favor."""
    draw = random.Random(seed)
    papers: list[Document] = []
    parts: list[Segment] = []
    statements: list[Statement] = []
    truth = {}
    step = len(SENTENCE) + 1
    for i in range(documents):
        text = " ".join([SENTENCE] * PER_DOCUMENT)
        kind = "essay" if i % 2 else "thread"
        papers.append(document(i, f"202{2 + i % 4 // 2}-05-01", kind=kind, text=text, title="Wise"))
        part = segment(i, papers[-1].id, end=len(text), speaker=f"writer {i}")
        parts.append(part)
        for j in range(PER_DOCUMENT):
            true = draw.choice(["favor", "against", "against", "neutral"])
            label = true if draw.random() < 0.5 else "favor"
            found = statement(
                i * PER_DOCUMENT + j,
                papers[-1].id,
                label,
                segment_id=part.id,
                start=j * step,
                end=j * step + len(SENTENCE),
                holder_id=f"person:{i % 7}",
            )
            statements.append(found)
            truth[found.id] = true
    return tables(papers, statements, segments=parts), truth


def write_run(folder: Path, run: Tables) -> None:
    (folder / "tables").mkdir(parents=True)
    for name in READ:
        content = to_parquet(SCHEMA[name], run[name])
        (folder / "tables" / f"{name}.parquet").write_bytes(content)


def coded(sample: list[Drawn], truth: dict[str, str], coder: str = "ann") -> list[Coding]:
    return [
        Coding(
            id=row.id,
            coder=coder,
            stance=truth[row.id],
            voice="own",
            dimension="-",
            weight=row.weight,
            stratum=row.stratum,
            stratum_size=row.stratum_size,
            unit=row.unit,
            frame=row.frame,
        )
        for row in sample
    ]

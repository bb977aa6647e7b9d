"""The screen with learned weights against its terms alone: what whole corpora let through.

``python benchmarks/bench_screen.py [FOLDER OF CORPORA ...]``, by default the shipped
ones. Most of what is read is far from the target, and every sentence let through has
to be parsed and judged: the share let through of *all* sentences is what recall costs.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from pipeline.config import ReadSection
from pipeline.discourse.screen import Knowledge, Scores, load_knowledge
from pipeline.readers.corpus import find_sources, read
from pipeline.records import Document, Segment
from pipeline.registry import Assets, default_models
from pipeline.store.tables import Tables

THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7)
_REACH = 2  # sentences; the default of screen.context_sentences


def main(folders: Sequence[Path]) -> None:
    """Print share let through and words per second of both, for each folder."""
    assets = Assets(default_models())
    knowledge = load_knowledge(assets, "scaling")
    for folder in folders:
        tables = read(Tables({"sources": find_sources(folder)}), ReadSection(), assets)
        segments: dict[str, list[Segment]] = {}
        found = [segment for segment in tables["raw_segments"] if isinstance(segment, Segment)]
        for segment in sorted(found, key=lambda s: (s.start, s.id)):
            segments.setdefault(segment.document_id, []).append(segment)
        documents = [d for d in tables["raw_documents"] if isinstance(d, Document)]
        print(f"\n{len(documents)} documents")
        for name, known in (("terms", Knowledge(knowledge.terms)), ("weights", knowledge)):
            _measure(name, documents, segments, known)


def _measure(
    name: str,
    documents: Sequence[Document],
    segments: dict[str, list[Segment]],
    knowledge: Knowledge,
) -> None:
    words = sum(len(document.text.split()) for document in documents)
    started = time.perf_counter()
    scores = [
        candidate.score
        for document in documents
        for candidate in Scores(
            document.text, segments.get(document.id, []), knowledge, reach=_REACH
        ).candidates("scaling")
    ]
    speed = words / (time.perf_counter() - started)
    print(f"{name:<8} {len(scores):,} sentences, {words:,} words, {speed:,.0f} words/s")
    for threshold in THRESHOLDS:
        passed = sum(score >= threshold for score in scores) / len(scores)
        print(f"   at {threshold:.1f}: {passed:.1%} let through")


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]] or [Path(__file__).parents[1] / "corpora"])

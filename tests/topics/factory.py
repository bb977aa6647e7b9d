"""Small tables and make-believe embeddings for the tests of this room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from pipeline.records import Document, Statement
from pipeline.store.tables import Tables

#: Three things to talk about, with words of their own.
THEMES: dict[str, tuple[str, ...]] = {
    "kitchen": ("onion", "butter", "oven", "recipe", "flour", "pepper"),
    "harbour": ("ferry", "anchor", "tide", "sailor", "harbour", "mast"),
    "orchard": ("apple", "blossom", "ladder", "cider", "pruning", "pear"),
}


def document(number: int, text: str) -> Document:
    return Document(
        id=f"doc:{number:08d}", corpus="club", path=f"{number}.md", part="", kind="essay", title="",
        text=text, date="", date_precision="none", date_source="", author="", venue="", url="",
        licence="", sha256="",
    )  # fmt: skip


def statement(number: int, document_id: str, end: int, stance: Any = "favor") -> Statement:
    return Statement(
        id=f"st:{number:08d}", document_id=document_id, segment_id="", start=0, end=end,
        target="scaling", holder_id="", holder_kind="self", holder_name="", voice="own",
        dimension="returns", stance=stance, score=0.0, confidence=0.9, sentiment=0.0, flags=(),
        cues=(), backend="test",
    )  # fmt: skip


def tables(texts: Sequence[str], stances: Sequence[str] = ()) -> Tables:
    """One document and statement a text; all favor unless ``stances`` says otherwise."""
    documents = [document(i, text) for i, text in enumerate(texts)]
    statements = [
        statement(i, documents[i].id, len(text), stances[i] if stances else "favor")
        for i, text in enumerate(texts)
    ]
    return Tables({"documents": documents, "statements": statements})


def talk(each: int, seed: int = 1, themes: Sequence[str] = tuple(THEMES)) -> list[str]:
    """``each`` different sentences about each theme."""
    draw = np.random.default_rng(seed)
    texts = []
    for theme in themes:
        for i in range(each):
            first, second = draw.choice(THEMES[theme], 2, replace=False)
            texts.append(f"In year {i} the {first} came before the {second}.")
    return texts


def embed(texts: Sequence[str], _: Any = None) -> np.ndarray:
    """Stands in for the encoder: a place for each theme, and a little noise of the text's own."""
    rows = []
    for text in texts:
        noise = np.random.default_rng(sum(text.encode()) * 31 + len(text)).normal(size=384)
        row = 0.02 * noise
        row[0] += 1.0  # what all texts share
        for axis, words in enumerate(THEMES.values(), start=1):
            row[axis] += 1.5 * any(word in text.lower() for word in words)
        rows.append(row / np.linalg.norm(row))
    return np.array(rows, np.float32).reshape(-1, 384)

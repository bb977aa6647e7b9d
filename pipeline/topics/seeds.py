"""Seed topics: what the debate is known to be about, from ``models/topics/*.toml``.

A seed is a place among sentence embeddings (the mean of its example sentences and
its words) and a list of words. A sentence's likeness to a seed is the cosine to that
place, plus a little for each of the seed's words it holds: words alone are too blunt
("wall", "search"), embeddings alone miss names ("Chinchilla").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.config import read_toml
from pipeline.errors import ConfigError, ModelError
from pipeline.registry import Assets
from pipeline.topics.embeddings import WIDTH, embed

Matrix = NDArray[np.float32]

FOLDER = "topics"

#: What each of at most two of a seed's words adds to the cosine.
_PER_WORD, _MOST_WORDS = 0.05, 2


@dataclass(frozen=True, slots=True)
class Seed:
    """One seed topic; ``words`` may end in ``*``, which stands for any ending."""

    name: str
    label: str
    words: tuple[str, ...]
    about: tuple[str, ...]

    @property
    def pattern(self) -> re.Pattern[str]:
        """Matches the seed's words, whole and in any case."""
        written = (re.escape(word).replace(r"\*", r"\w*") for word in self.words)
        return re.compile(rf"\b(?:{'|'.join(written)})\b", re.IGNORECASE)


def read_seeds(assets: Assets) -> list[Seed]:
    """The seeds of all files in ``models/topics``, in the order of files and entries.

    No folder means no seeds.

    Raises:
        ModelError: M003 an entry lacks a field, or a name stands twice.
    """
    if not assets.has(FOLDER):
        return []
    seeds: list[Seed] = []
    for path in sorted(assets.path(FOLDER).glob("*.toml")):
        try:
            seeds += [
                Seed(row["name"], row["label"], tuple(row["words"]), tuple(row["about"]))
                for row in read_toml(path)["topics"]
            ]
        except (ConfigError, KeyError, TypeError) as error:
            raise ModelError("M003", f"{path.name}: {error}", place=str(path)) from None
    names = [seed.name for seed in seeds]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ModelError("M003", f"models/{FOLDER}: two topics are called {twice[0]!r}")
    return seeds


def word_hits(texts: Sequence[str], seeds: Sequence[Seed]) -> NDArray[np.int64]:
    """How many different words of each seed each text holds: (texts, seeds)."""
    hits = np.zeros((len(texts), len(seeds)), np.int64)
    for column, pattern in enumerate(seed.pattern for seed in seeds):
        for row, text in enumerate(texts):
            hits[row, column] = len({found.lower() for found in pattern.findall(text)})
    return hits


def places(seeds: Sequence[Seed], assets: Assets) -> Matrix:
    """The place of each seed among the embeddings: (seeds, width), rows of length 1."""
    if not seeds:
        return np.zeros((0, WIDTH), np.float32)
    rows = []
    for seed in seeds:
        spoken = ", ".join(word.rstrip("*") for word in seed.words)
        rows.append(embed([*seed.about, spoken], assets).mean(axis=0))
    found = np.stack(rows)
    result: Matrix = found / np.linalg.norm(found, axis=1, keepdims=True)
    return result


def likeness(vectors: Matrix, centres: Matrix, hits: NDArray[np.int64]) -> Matrix:
    """Cosine and words together: (texts, seeds)."""
    result: Matrix = (vectors @ centres.T + _PER_WORD * np.minimum(hits, _MOST_WORDS)).astype(
        np.float32
    )
    return result

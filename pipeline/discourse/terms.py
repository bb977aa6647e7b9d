"""The words by which the screen knows a debate: weighted families of terms.

A sentence's score is a noisy-or over the families it holds, ``1 - prod(1 - weight)``.
Matching is a dictionary look-up a word, so its cost does not grow with the lists:
a word is classified once per process and then remembered.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline.errors import ModelError
from pipeline.registry import Assets

#: A word of the screen: letters and digits, with inner hyphens, dots and apostrophes.
_TOKEN = re.compile(r"[^\W_]+(?:[-.'’][^\W_]+)*")
#: Words remembered per process; a natural vocabulary is far smaller.
_MEMORY = 200_000

Phrase = tuple[tuple[str, ...], int]  # words after the first one, family


class Terms:
    """Term families, indexed by first word.

    Args:
        weights: of the families, 0 <= weight < 1.
        words: terms of each family; ``*`` at the end of a word stands for any ending.
    """

    def __init__(self, weights: Sequence[float], words: Sequence[Iterable[str]]) -> None:
        self.weights = tuple(weights)
        self._exact: dict[str, int] = {}  # word -> bits of the families it is a term of
        self._stems: dict[str, int] = {}
        self._phrases: dict[str, list[Phrase]] = {}
        self._phrase_stems: dict[str, list[Phrase]] = {}
        for family, terms in enumerate(words):
            for term in terms:
                self._add(tuple(_TOKEN_STAR.findall(term.lower())), family)
        self._lengths = sorted({len(stem) for stem in (*self._stems, *self._phrase_stems)})
        self._known: dict[str, tuple[int, tuple[Phrase, ...]]] = {}
        self._scores: dict[int, float] = {0: 0.0}

    def score(self, sentence: str) -> float:
        """How strongly ``sentence`` speaks of the target, 0..1."""
        return self.score_of(self.families(sentence))

    def score_of(self, families: int) -> float:
        """The score of a set of families, given as bits."""
        found = self._scores.get(families)
        if found is None:
            rest = 1.0
            for family, weight in enumerate(self.weights):
                if families >> family & 1:
                    rest *= 1.0 - weight
            found = self._scores[families] = 1.0 - rest
        return found

    def combined(self, own: int, around: int) -> float:
        """The score of a sentence that holds ``own`` where its surroundings hold ``around``.

        Context counts for half: ``1 - (1 - own) * sqrt(1 - around)``, so that strong
        surroundings can carry a sentence that names nothing itself.
        """
        return 1.0 - (1.0 - self.score_of(own)) * math.sqrt(1.0 - self.score_of(around))

    def families(self, sentence: str) -> int:
        """The families that ``sentence`` holds a term of, as bits."""
        tokens = _TOKEN.findall(sentence.lower())
        bits = 0
        for at, token in enumerate(tokens):
            known = self._known.get(token)
            if known is None:
                known = self._classify(token)
            bits |= known[0]
            for rest, family in known[1]:
                if _follows(tokens, at + 1, rest):
                    bits |= 1 << family
        return bits

    def _add(self, words: tuple[str, ...], family: int) -> None:
        first, rest = words[0], words[1:]
        stem = first.endswith("*")
        key = first.removesuffix("*")
        if rest:
            table = self._phrase_stems if stem else self._phrases
            table.setdefault(key, []).append((rest, family))
        else:
            singles = self._stems if stem else self._exact
            singles[key] = singles.get(key, 0) | 1 << family

    def _classify(self, token: str) -> tuple[int, tuple[Phrase, ...]]:
        """What ``token`` is and may begin; compounds count for their parts, too."""
        bits, phrases = self._look_up(token)
        bare = token.removesuffix("'s").removesuffix("’s")
        for part in {bare, *bare.split("-")} - {token}:
            more, starts = self._look_up(part)
            bits |= more
            phrases += starts
        found = bits, tuple(sorted(set(phrases)))
        if len(self._known) < _MEMORY:
            self._known[token] = found
        return found

    def _look_up(self, token: str) -> tuple[int, list[Phrase]]:
        bits = self._exact.get(token, 0)
        phrases = list(self._phrases.get(token, ()))
        for length in self._lengths:
            if length > len(token):
                break
            bits |= self._stems.get(token[:length], 0)
            phrases += self._phrase_stems.get(token[:length], ())
        return bits, phrases


_TOKEN_STAR = re.compile(r"[^\W_]+(?:[-.'’][^\W_]+)*\*?")


def _follows(tokens: Sequence[str], at: int, rest: Sequence[str]) -> bool:
    if at + len(rest) > len(tokens):
        return False
    return all(
        token.startswith(word[:-1]) if word.endswith("*") else token == word
        for token, word in zip(tokens[at : at + len(rest)], rest, strict=True)
    )


def load_terms(assets: Assets, target: str) -> Terms:
    """The term families of ``models/targets/<target>.toml``.

    Raises:
        ModelError: M001 when the file is missing, M003 when its terms are not understood.
    """
    path = assets.path(f"targets/{target}.toml")
    return _load(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _load(path: Path, _changed: int) -> Terms:
    try:
        table: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        families = table["terms"]
        weights = [float(family["weight"]) for family in families]
        words = [[str(word) for word in family["words"]] for family in families]
        if not all(0 <= weight < 1 for weight in weights):
            raise ValueError("a weight is not in 0 <= weight < 1")
        return Terms(weights, words)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, IndexError) as error:
        raise ModelError("M003", f"targets/{path.name}: {error}", place=str(path)) from None

"""The words by which the screen knows a debate: weighted terms, each counted once.

A sentence's score is a noisy-or over its distinct terms, ``1 - prod(1 - weight)``, so
its *evidence* ``-log(1 - score)`` adds up over terms and over sentences. Matching is a
dictionary look-up a word, so its cost does not grow with the lists: a word is
classified once per process and then remembered.
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
_TERM = re.compile(r"[^\W_]+(?:[-.'’][^\W_]+)*\*?")
#: Words remembered per process; a natural vocabulary is far smaller.
_MEMORY = 200_000

#: A phrase by the words after its first one, and the number of its term.
Phrase = tuple[tuple[str, ...], int]
_Known = tuple[tuple[int, ...], tuple[Phrase, ...]]


class Terms:
    """Weighted terms, indexed by their first word.

    Args:
        weighted: terms with their weights, 0 <= weight < 1; ``*`` at the end of a word
            stands for any ending. The last weight of a repeated term counts.
    """

    def __init__(self, weighted: Iterable[tuple[str, float]]) -> None:
        self._evidence: list[float] = []
        self._words: dict[str, list[int]] = {}
        self._stems: dict[str, list[int]] = {}
        self._phrases: dict[str, list[Phrase]] = {}
        self._phrase_stems: dict[str, list[Phrase]] = {}
        for term, weight in {t.lower().replace("’", "'"): w for t, w in weighted}.items():
            self._add(_TERM.findall(term), -math.log(1.0 - weight))
        self._lengths = sorted({len(stem) for stem in (*self._stems, *self._phrase_stems)})
        self._known: dict[str, _Known] = {}

    def evidence(self, sentence: str) -> float:
        """How strongly ``sentence`` speaks of the target: 0 for not at all, no upper end."""
        return self.weigh(words_of(sentence))

    def weigh(self, tokens: Sequence[str]) -> float:
        """The evidence of a sentence that is already cut into words (``words_of``)."""
        found: set[int] = set()
        for at, token in enumerate(tokens):
            terms, phrases = self._known.get(token) or self._classify(token)
            found.update(terms)
            for rest, term in phrases:
                if _follows(tokens, at + 1, rest):
                    found.add(term)
        return math.fsum(self._evidence[term] for term in found)

    def score(self, sentence: str) -> float:
        """The same as a number between 0 and 1."""
        return score_of(self.evidence(sentence))

    def _add(self, words: Sequence[str], evidence: float) -> None:
        term = len(self._evidence)
        self._evidence.append(evidence)
        first, rest = words[0], tuple(words[1:])
        stem = first.endswith("*")
        key = first.removesuffix("*")
        if rest:
            table = self._phrase_stems if stem else self._phrases
            table.setdefault(key, []).append((rest, term))
        else:
            (self._stems if stem else self._words).setdefault(key, []).append(term)

    def _classify(self, token: str) -> _Known:
        """What ``token`` is and may begin; compounds count for their parts, too."""
        terms: set[int] = set()
        phrases: set[Phrase] = set()
        bare = token.removesuffix("'s")
        for part in {token, bare, *bare.split("-")}:
            terms.update(self._words.get(part, ()))
            phrases.update(self._phrases.get(part, ()))
            for length in self._lengths:
                if length > len(part):
                    break
                terms.update(self._stems.get(part[:length], ()))
                phrases.update(self._phrase_stems.get(part[:length], ()))
        found = tuple(sorted(terms)), tuple(sorted(phrases))
        if len(self._known) < _MEMORY:
            self._known[token] = found
        return found


def words_of(sentence: str) -> list[str]:
    """The words of ``sentence`` in small letters, in order."""
    return _TOKEN.findall(sentence.lower().replace("’", "'"))


def score_of(evidence: float) -> float:
    """Evidence as a score, ``1 - exp(-evidence)``, 0 <= score < 1."""
    return -math.expm1(-evidence)


def _follows(tokens: Sequence[str], at: int, rest: Sequence[str]) -> bool:
    if at + len(rest) > len(tokens):
        return False
    return all(
        token.startswith(word[:-1]) if word.endswith("*") else token == word
        for token, word in zip(tokens[at : at + len(rest)], rest, strict=True)
    )


def load_terms(assets: Assets, target: str) -> Terms:
    """The terms of ``models/targets/<target>.toml``.

    Raises:
        ModelError: M001 when the file is missing, M003 when its terms are not understood.
    """
    path = assets.path(f"targets/{target}.toml")
    return _load(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _load(path: Path, _changed: int) -> Terms:
    try:
        table: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        if any(isinstance(group["words"], str) for group in table["terms"]):
            raise TypeError("`words` is no list")
        weighted = [
            (str(word), float(group["weight"]))
            for group in table["terms"]
            for word in group["words"]
        ]
        if empty := [word for word, _ in weighted if not _TERM.search(word.lower())]:
            raise ValueError(f"the term {empty[0]!r} holds no word")
        if not all(0 <= weight < 1 for _, weight in weighted):
            raise ValueError("a weight is not in 0 <= weight < 1")
        return Terms(weighted)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, IndexError) as error:
        raise ModelError("M003", f"targets/{path.name}: {error}", place=str(path)) from None

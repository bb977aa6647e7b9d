"""What a word says of the target, learned from coded sentences: a table that can be read.

Beside the terms of a target (``terms``), which somebody chose, stand weights that
``scaling-discourse train screen`` learned: one for a word or a pair of words in the
sentence itself (``words``), one for a word in a sentence nearby (``near``), and a few
for what the terms say and how long the sentence is (``shape``). Their sum is the log
odds of the score, set so that 0.5 is where the recall aimed at was reached on held-back
documents. A target without such a file is screened by its terms alone.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, repeat
from pathlib import Path
from typing import Any

from pipeline.discourse.terms import score_of
from pipeline.errors import ModelError
from pipeline.registry import Assets

#: What is weighed besides the words, in the order of ``shape_of``.
SHAPE = ("evidence", "own score", "evidence nearby", "score nearby", "score", "length")
_MOST = 6.0  # of evidence; beyond it a sentence is about nothing else anyhow
_HIGHEST = 0.999999  # a score is below 1, as the terms' is


@dataclass(frozen=True, slots=True)
class Said:
    """Log odds from the words of one sentence."""

    own: float  # for the sentence itself
    lent: float  # for each sentence near it


class Weights:
    """Learned weights of one target.

    Args:
        offset: log odds of a sentence that nothing is known of.
        shape: a weight for each name of ``SHAPE``.
        words: weights of words, and of pairs of words with a space between, in small letters.
        near: weights of words of the sentences nearby.
    """

    def __init__(
        self,
        offset: float,
        shape: Mapping[str, float],
        words: Mapping[str, float],
        near: Mapping[str, float],
    ) -> None:
        self._offset = offset
        self._shape = tuple(shape[name] for name in SHAPE)
        self._words = {word: weight for word, weight in words.items() if " " not in word}
        self._pairs = {_pair(word): weight for word, weight in words.items() if " " in word}
        self._near = dict(near)

    def said(self, words: Sequence[str]) -> Said:
        """What the distinct words, and pairs of neighbouring words, of a sentence say."""
        distinct = dict.fromkeys(words)  # in text order: sums must not hang on hash seeds
        pairs = dict.fromkeys(pairwise(words))
        own = sum(map(self._words.get, distinct, repeat(0.0)))
        own += sum(map(self._pairs.get, pairs, repeat(0.0)))
        return Said(own=own, lent=sum(map(self._near.get, distinct, repeat(0.0))))

    def score(self, said: float, shape: Sequence[float]) -> float:
        """0 <= score < 1 from the log odds of all words and the ``shape_of`` a sentence."""
        odds = self._offset + said + math.fsum(map(float.__mul__, self._shape, shape))
        return min(_HIGHEST, 1.0 / (1.0 + math.exp(-max(odds, -700.0))))


def shape_of(evidence: float, near: float, total: float, length: int) -> tuple[float, ...]:
    """The values that ``SHAPE`` names.

    Args:
        evidence: of the sentence, by the terms.
        near: what the sentences nearby lend it.
        total: of it and all its surroundings.
        length: of the sentence in words.
    """
    return (
        min(evidence, _MOST),
        score_of(evidence),
        min(near, _MOST),
        score_of(near),
        score_of(total),
        math.log1p(length),
    )


def name_of(target: str) -> str:
    """Where the weights of ``target`` lie below ``models/``."""
    return f"targets/{target}.screen.json"


def load_weights(assets: Assets, target: str) -> Weights | None:
    """The learned weights of ``target``; None when nobody has trained any.

    Raises:
        ModelError: M002 when the file is listed in ``models.toml`` with another digest,
            M003 when it is not understood.
    """
    if not assets.has(name_of(target)):
        return None
    path = assets.path(name_of(target))
    listing = assets.root / "models.toml"
    changed = (listing.stat().st_mtime_ns if listing.is_file() else 0, path.stat().st_mtime_ns)
    return _load(assets.root, name_of(target), changed)


@lru_cache(maxsize=8)
def _load(root: Path, name: str, _changed: tuple[int, int]) -> Weights:
    content = Assets(root).verified(name)
    try:
        table: dict[str, Any] = json.loads(content)
        parts = [_numbers(table[part]) for part in ("shape", "words", "near")]
        return Weights(_number(table["offset"]), *parts)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        message = f"{name} is not understood: {error!r}"
        raise ModelError("M003", message, place=str(root / name)) from None


def _numbers(table: Mapping[str, Any]) -> dict[str, float]:
    return {str(name): _number(value) for name, value in table.items()}


def _number(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"{value!r} is no finite number")
    return number


def _pair(words: str) -> tuple[str, str]:
    first, _, second = words.partition(" ")
    return first, second

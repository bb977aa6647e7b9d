"""Changes of surface that leave what a sentence says as it was: pure functions.

Training varies its sentences with them (``augment``), and ``evaluate robustness``
measures what they change (``gold.perturb``).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from pipeline.stance.base import Item

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_STOPS = re.compile(r"[.,;:!?\"“”„«»()\[\]{}…]")
_DASHES = re.compile(r"[–—/]| - ")
_NEIGHBOURS = dict(zip("abcdefghijklmnopqrstuvwxyz", "svxfrghjoklknbpowtdyibecux", strict=True))
_NEGATIONS = ("never", "nothing", "none", "nobody", "nowhere", "neither", "without", "cannot")


def each_part(item: Item, change: Callable[[str], str]) -> Item:
    """``change`` done to the sentence and to what stands around it."""
    return replace(
        item, text=change(item.text), before=change(item.before), after=change(item.after)
    )


def upper_case(item: Item, seed: int = 0) -> Item:
    """Sentence and context in capitals; ``seed`` changes nothing."""
    return each_part(item, str.upper)


def caption_style(item: Item, seed: int = 0) -> Item:
    """As automatic captions are: lower case, no punctuation; ``seed`` changes nothing."""
    return each_part(item, lambda t: " ".join(_STOPS.sub("", _DASHES.sub(" ", t)).lower().split()))


def typos(item: Item, seed: int, *, rate: float = 0.08) -> Item:
    """One slip in about ``rate`` of the words of four letters or more, one at least.

    A slip swaps two letters, drops one, doubles one or hits the key beside it, never at
    the first letter. Words of negation are left alone: a slip there changes what is said.
    """
    return replace(
        item,
        text=_mistyped(item.text, seed, rate, at_least=1),
        before=_mistyped(item.before, seed, rate),
        after=_mistyped(item.after, seed, rate),
    )


def draw(seed: int, text: str) -> int:
    """A number below 2**64 that ``seed`` and ``text`` decide, on every machine."""
    return int.from_bytes(hashlib.sha256(f"{seed}:{text}".encode()).digest()[:8])


def _mistyped(text: str, seed: int, rate: float, at_least: int = 0) -> str:
    places = [
        (m.start(), m.end())
        for m in _WORD.finditer(text)
        if m.end() - m.start() >= 4 and not _denies(m[0].casefold())
    ]
    random = np.random.default_rng(draw(seed, text))
    count = min(len(places), max(at_least, round(rate * len(places))))
    hit = sorted(random.permutation(len(places))[:count].tolist(), reverse=True)
    for i in hit:
        start, end = places[i]
        text = text[:start] + _slip(text[start:end], random) + text[end:]
    return text


def _denies(word: str) -> bool:
    return word in _NEGATIONS or word.endswith(("n't", "n’t"))


def _slip(word: str, random: np.random.Generator) -> str:
    kind, i = int(random.integers(4)), int(random.integers(1, len(word) - 1))
    if kind == 0 and word[i] != word[i + 1]:
        return word[:i] + word[i + 1] + word[i] + word[i + 2 :]
    if kind == 1:
        return word[:i] + word[i + 1 :]
    if kind == 2:
        return word[: i + 1] + word[i:]
    return word[:i] + _NEIGHBOURS.get(word[i].lower(), "e") + word[i + 1 :]

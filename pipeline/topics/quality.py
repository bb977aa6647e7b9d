"""How good topics are: do their terms go together, do they differ, do they come back?"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike

from pipeline.topics.vocabulary import tokens


def npmi(texts: Sequence[str], topics: Sequence[Sequence[str]]) -> float:
    """Mean normalised pointwise mutual information of pairs of a topic's terms, -1..1.

    Co-occurrence is counted in whole texts: -1 for pairs never together, 0 for chance,
    1 for pairs always together (Bouma 2009; Lau, Newman and Baldwin 2014). Pairs with
    a term that no text holds are left out; nan when no pair is left.
    """
    wanted = {term for topic in topics for term in topic}
    single: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for text in texts:
        held = sorted(wanted.intersection(tokens(text)))
        single.update(held)
        pairs.update(combinations(held, 2))
    values = [
        _pair(single[a], single[b], pairs[a, b], len(texts))
        for topic in topics
        for a, b in combinations(sorted(set(topic)), 2)
        if single[a] and single[b]
    ]
    return float(np.mean(values)) if values else math.nan


def diversity(topics: Sequence[Sequence[str]]) -> float:
    """Distinct terms over all terms of all topics, 0..1 (Dieng, Ruiz and Blei 2020)."""
    terms = [term for topic in topics for term in topic]
    return len(set(terms)) / len(terms) if terms else math.nan


def stability(labellings: Sequence[ArrayLike]) -> float:
    """Mean adjusted Rand index over pairs of labellings of the same texts.

    1 when all agree, about 0 when they agree by chance; nan for fewer than two.
    """
    values = [adjusted_rand(a, b) for a, b in combinations(labellings, 2)]
    return float(np.mean(values)) if values else math.nan


def adjusted_rand(first: ArrayLike, second: ArrayLike) -> float:
    """Adjusted Rand index of two labellings (Hubert and Arabie 1985)."""
    from sklearn.metrics import adjusted_rand_score

    return float(adjusted_rand_score(np.asarray(first), np.asarray(second)))


def _pair(a: int, b: int, both: int, texts: int) -> float:
    if both == 0:
        return -1.0
    if both == texts:
        return 1.0
    mutual = math.log(both * texts / (a * b))
    return mutual / -math.log(both / texts)

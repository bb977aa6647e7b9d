"""C_v: do a topic's terms turn up in the same company?

Of the measures that Röder, Both and Hinneburg (2015) compare it agrees best with
people. Every term of a topic is described by its NPMI with all terms of the topic, and
compared with the topic as a whole. The settings are theirs: boolean sliding window of
110 words, one-set segmentation, cosine, arithmetic mean.

On texts shorter than a window gensim gives the same figure. On longer ones it differs
in the third digit: as its window moves on, it forgets a word that leaves at one end
even where the word stands in the window a second time.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, groupby

import numpy as np
from numpy.typing import NDArray

from pipeline.topics.vocabulary import words

Floats = NDArray[np.float64]

WINDOW = 110
_LITTLE = 1e-12  # keeps the logarithm of a pair never seen finite, as in their paper


def c_v(texts: Sequence[str], topics: Sequence[Sequence[str]], window: int = WINDOW) -> float:
    """Mean C_v of ``topics`` over ``texts``, 0..1 in practice; nan without any topic to judge.

    Windows run over the words that may name a topic (``vocabulary.words``), in which
    function words do not count. A term of two words is held where they are neighbours.
    Terms that no text holds are left out, and so are topics of fewer than two others.
    """
    order = {term: i for i, term in enumerate(sorted(set(chain.from_iterable(topics))))}
    together, windows = _counts(texts, order, window)
    values = []
    for topic in topics:
        places = [order[term] for term in dict.fromkeys(topic) if together[order[term]].any()]
        if len(places) > 1:
            values.append(_one(together[np.ix_(places, places)] / windows))
    return float(np.mean(values)) if values else math.nan


def _one(shares: Floats) -> float:
    """C_v of one topic; ``shares`` (k, k) of the windows hold a pair, the diagonal a term."""
    single = np.diag(shares)
    mutual = np.log((shares + _LITTLE) / np.outer(single, single))
    # A pair in every single window has a surprise of 0: its NPMI is 1 by convention.
    surprise = -np.log(shares + _LITTLE)
    certain = surprise < _LITTLE
    npmi = np.where(certain, 1.0, mutual / np.where(certain, 1.0, surprise))
    whole = npmi.sum(axis=0)
    lengths = np.linalg.norm(npmi, axis=1) * np.linalg.norm(whole)
    cosines = (npmi @ whole) / np.where(lengths > 0, lengths, 1.0)
    return float(cosines.mean())


def _counts(texts: Sequence[str], order: dict[str, int], window: int) -> tuple[Floats, int]:
    """Windows that hold both of two terms, (terms, terms), and the number of all windows."""
    from scipy.sparse import csr_matrix

    places: list[int] = []
    ends, repeats = [0], []
    for text in texts:
        for held, times in _windows(words(text), order, window):
            places.extend(held)
            ends.append(len(places))
            repeats.append(times)
    shape = (len(repeats), len(order))
    ones = np.ones(len(places))
    matrix = csr_matrix((ones, np.array(places, np.int64), np.array(ends, np.int64)), shape)
    weighted = matrix.multiply(np.array(repeats, np.float64).reshape(-1, 1))
    return np.asarray((matrix.T @ weighted.tocsr()).todense(), np.float64), sum(repeats)


def _windows(
    spoken: Sequence[str], order: dict[str, int], window: int
) -> Iterator[tuple[list[int], int]]:
    """What each window of ``spoken`` holds, and in how many windows running it holds just that.

    A text shorter than a window is one window; one without words is one that holds nothing.
    """
    for held, run in groupby(_held(spoken, order, window)):
        yield held, sum(1 for _ in run)


def _held(spoken: Sequence[str], order: dict[str, int], window: int) -> Iterator[list[int]]:
    inside: Counter[int] = Counter()
    for end in range(len(spoken)):
        inside.update(_places(order, spoken[end], spoken[max(end - 1, 0) : end + 1]))
        gone = end - window  # the word that leaves, and with it the pair that it begins
        if gone >= 0:
            inside.subtract(_places(order, spoken[gone], spoken[gone : gone + 2]))
        if end >= window - 1:
            yield sorted(place for place, times in inside.items() if times)
    if len(spoken) < window:
        yield sorted(inside)


def _places(order: dict[str, int], word: str, pair: Sequence[str]) -> list[int]:
    terms = (word, " ".join(pair)) if len(pair) == 2 else (word,)
    return [order[term] for term in terms if term in order]

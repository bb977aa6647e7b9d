"""Do the same topics come back? Refits with other seeds and on resampled texts.

Both take a sample of texts, so that the cost is the same for every corpus: ``REFITS``
times the whole sorting of at most ``TEXTS`` texts. The texts without topic count as one
more topic, so that moving in and out is instability too; two fits without any topic
agree about nothing, and are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import isnan, nan

import numpy as np
from numpy.typing import NDArray

from pipeline.config import TopicsSection
from pipeline.topics.grouping import OUT
from pipeline.topics.quality import adjusted_rand
from pipeline.topics.seeds import Seed
from pipeline.topics.sorting import by_clusters
from pipeline.topics.texts import Texts

Matrix = NDArray[np.float32]
Labels = NDArray[np.int64]

#: Refits behind each of the two figures, and the most texts of one.
REFITS, TEXTS = 3, 1_500


@dataclass(frozen=True, slots=True)
class Fitting:
    """What ``by_clusters`` was given: all it takes to sort the texts, or some of them, again."""

    texts: Texts
    vectors: Matrix
    alike: Matrix
    guide: tuple[Sequence[Seed], TopicsSection]

    def part(self, chosen: Labels) -> Fitting:
        """The same for the texts at ``chosen`` alone."""
        texts = self.texts.part(chosen)
        return Fitting(texts, self.vectors[chosen], self.alike[chosen], self.guide)

    def sort(self, seed: int) -> Labels:
        """Labels of the texts with another seed."""
        seeds, config = self.guide
        guide = (seeds, config.model_copy(update={"seed": seed}))
        return by_clusters(self.texts, self.vectors, self.alike, guide).labels


def sampled(fitting: Fitting, most: int = TEXTS) -> Fitting:
    """At most ``most`` of its texts, drawn by their hashes."""
    seed = fitting.guide[1].seed
    chosen = fitting.texts.sample(np.arange(len(fitting.texts.texts)), seed, most)
    return fitting.part(chosen)


def over_seeds(fitting: Fitting, refits: int = REFITS) -> float:
    """Mean adjusted Rand index over pairs of ``refits`` fits that differ by the seed alone.

    nan for fewer than two, and where no fit finds a topic.
    """
    first = fitting.guide[1].seed
    everything = np.arange(len(fitting.texts.texts))
    return _mean([(everything, fitting.sort(first + i)) for i in range(refits)])


def over_bootstraps(fitting: Fitting, refits: int = REFITS) -> float:
    """Mean adjusted Rand index over pairs of fits on bootstrap samples of the texts.

    Two fits are compared on the texts that are in both samples, about two in five. The
    seed of the fits stays the same. nan as in ``over_seeds``.
    """
    seed, size = fitting.guide[1].seed, len(fitting.texts.texts)
    fits = []
    for i in range(refits):
        drawn = np.unique(np.random.default_rng([seed, i]).integers(0, size, size))
        fits.append((drawn, fitting.part(drawn).sort(seed)))
    return _mean(fits)


def _mean(fits: Sequence[tuple[Labels, Labels]]) -> float:
    """Mean over pairs of fits, each (places of its texts in order, their labels)."""
    values = [_agreement(first, second) for first, second in combinations(fits, 2)]
    known = [value for value in values if not isnan(value)]
    return float(np.mean(known)) if known else nan


def _agreement(first: tuple[Labels, Labels], second: tuple[Labels, Labels]) -> float:
    _, mine, theirs = np.intersect1d(first[0], second[0], return_indices=True)
    if not ((first[1][mine] != OUT).any() or (second[1][theirs] != OUT).any()):
        return nan
    return adjusted_rand(first[1][mine], second[1][theirs])

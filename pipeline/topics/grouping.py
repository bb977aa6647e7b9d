"""From clusters to topics: merge what is the same, dissolve what is small, cut what is far.

All arrays have one row a distinct text; ``counts`` says how many statements have it.
A label is a number from 0; ``OUT`` is no topic.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Labels = NDArray[np.int64]
Counts = NDArray[np.int64]

OUT = -1

#: Cosine of two centres at which topics are one, and of a text to a centre to belong.
SAME, FLOOR = 0.5, 0.3


def centred(vectors: Vectors) -> Vectors:
    """``vectors`` seen from their mean, rows of length 1.

    Sentences of one debate are all alike; what tells them apart is where they lie
    around their middle. Without this, large topics near the middle draw everything.
    """
    away: Vectors = vectors - vectors.mean(axis=0)
    away /= np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1e-12)  # in place: it is large
    return away


def centres(vectors: Vectors, labels: Labels, size: int) -> Vectors:
    """Mean direction of each label's texts: (size, width), rows of length 1 or 0."""
    found = np.zeros((size, vectors.shape[1]), np.float32)
    for label in range(size):
        members = vectors[labels == label]
        if len(members):
            middle = members.mean(axis=0)
            found[label] = middle / max(float(np.linalg.norm(middle)), 1e-12)
    return found


def merge_same(vectors: Vectors, labels: Labels, *, fixed: int, size: int) -> Labels:
    """``labels`` with near-duplicates joined; two of the first ``fixed`` are never joined.

    The closest pair is joined first, into the lower label, until no pair is closer than
    ``SAME``.
    """
    labels = labels.copy()
    while size > 1:
        found = centres(vectors, labels, size)
        alike = np.triu(found @ found.T, 1)
        alike[:fixed, :fixed] = 0
        low, high = np.unravel_index(int(np.argmax(alike)), alike.shape)
        if alike[low, high] < SAME:
            break
        labels[labels == high] = low
    return labels


def dissolve(labels: Labels, counts: Counts, *, least: int, most: int) -> Labels:
    """``labels`` without topics under ``least`` statements and beyond the ``most`` largest."""
    weight = np.bincount(labels[labels >= 0], counts[labels >= 0])
    order = np.lexsort((np.arange(len(weight)), -weight))
    kept = [label for label in order[:most] if weight[label] >= least]
    return np.where(np.isin(labels, kept), labels, OUT)


def cosines(vectors: Vectors, labels: Labels, size: int) -> Vectors:
    """Cosine of each text to each topic's centre: (texts, size); -inf for empty topics."""
    found = centres(vectors, labels, size)
    result: Vectors = vectors @ found.T
    result[:, ~found.any(axis=1)] = -np.inf
    return result


def own(alike: Vectors, labels: Labels) -> Vectors:
    """What each text's own topic is worth in ``alike``; 0 for texts of no topic."""
    if alike.shape[1] == 0:
        return np.zeros(len(labels), np.float32)
    picked = alike[np.arange(len(labels)), np.maximum(labels, 0)]
    result: Vectors = np.where(labels >= 0, picked, 0.0).astype(np.float32)
    return result


def drop_loose(alike: Vectors, labels: Labels, *, fixed: int) -> Labels:
    """``labels`` without those, from ``fixed`` on, most of whose texts lie beyond ``FLOOR``.

    K-means cuts everything into clusters; a cluster that is not gathered around its
    centre is a piece of the background.
    """
    near = own(alike, labels) >= FLOOR
    loose = [
        k for k in range(fixed, alike.shape[1]) if near[labels == k].sum() * 2 < (labels == k).sum()
    ]
    return np.where(np.isin(labels, loose), OUT, labels)


def release_far(alike: Vectors, labels: Labels, core: NDArray[np.bool_]) -> Labels:
    """Takes texts farther than ``FLOOR`` from their centre out of it, save ``core`` ones."""
    far = ~core & (labels >= 0) & (own(alike, labels) < FLOOR)
    return np.where(far, OUT, labels)


def adopt(
    alike: Vectors, labels: Labels, counts: Counts, *, near: float, max_outliers: float
) -> Labels:
    """Gives texts without topic to the topic they are most like.

    ``alike`` (texts, topics) holds -inf for a topic that does not exist. A text joins when
    it is at least ``near``; if more than ``max_outliers`` of all statements are left, the
    nearest of those join too.
    """
    labels = labels.copy()
    if alike.shape[1] == 0 or not np.isfinite(alike).any():
        return labels
    best, nearest = alike.max(axis=1), alike.argmax(axis=1)
    joins = (labels == OUT) & (best >= near)
    labels[joins] = nearest[joins]
    left = np.flatnonzero(labels == OUT)
    left = left[np.lexsort((left, best[left]))]  # farthest first
    allowed = np.cumsum(counts[left]) <= max_outliers * counts.sum()
    labels[left[~allowed]] = nearest[left[~allowed]]
    return labels

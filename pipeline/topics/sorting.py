"""Three ways to sort texts into topics, from the poorest material to the richest.

``by_words`` needs no encoder, ``by_seeds`` suits few statements, ``by_clusters`` is
the full way: seeds, BERTopic on what is left, one set of topics.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.config import TopicsSection
from pipeline.ids import slug
from pipeline.topics import grouping
from pipeline.topics.seeds import Seed, word_hits
from pipeline.topics.texts import Texts
from pipeline.topics.vocabulary import words

Labels = NDArray[np.int64]
Matrix = NDArray[np.float32]

#: Likeness from which a text belongs to a seed: read off sentences of either side of it.
NEAR = 0.38
#: Fewest texts of a found topic, and share of them that must hold one of its terms.
LEAST, HELD = 10, 0.5
_TERMS = 10
_TEXTS_A_CLUSTER = 40


@dataclass(frozen=True, slots=True)
class Naming:
    """How a topic is called, by what terms it is known, and where it comes from."""

    name: str
    label: str
    terms: tuple[str, ...]
    origin: str


@dataclass(frozen=True, slots=True)
class Sorted:
    """Label of each text (``grouping.OUT`` for none), how near it is (0..1), the topics."""

    labels: Labels
    nearness: Matrix  # to its own topic; of outliers, to the nearest
    topics: dict[int, Naming]
    places: Matrix  # where each label lies, for the tree: rows of length 1, or 0 for an empty one


def by_words(texts: Texts, seeds: Sequence[Seed]) -> Sorted:
    """The seed of which a text holds most words, the first among equals."""
    hits = word_hits(texts.texts, seeds)
    best = hits.max(axis=1, initial=0)
    labels = np.where(best > 0, _first_best(hits), grouping.OUT)
    nearness = (np.minimum(best, 3) / 3).astype(np.float32)
    # Seeds are alike when the same texts hold words of both.
    held = (hits.T > 0).astype(np.float32)
    places = held / np.maximum(np.linalg.norm(held, axis=1, keepdims=True), 1.0)
    return Sorted(labels, nearness, _seed_topics(texts, labels, seeds), places)


def by_seeds(
    texts: Texts, alike: Matrix, places: Matrix, guide: tuple[Sequence[Seed], TopicsSection]
) -> Sorted:
    """The seed a text is most like, when it is near.

    ``alike`` is (texts, seeds), ``places`` are the seeds' own among the embeddings: few
    texts have no middle that could be trusted.
    """
    seeds, config = guide
    nothing = np.full(len(texts.texts), grouping.OUT, np.int64)
    labels = grouping.adopt(
        alike, nothing, texts.counts, near=NEAR, max_outliers=config.max_outliers
    )
    nearness = alike.max(axis=1, initial=0.0)
    return Sorted(labels, nearness, _seed_topics(texts, labels, seeds), places)


def by_clusters(
    texts: Texts, vectors: Matrix, alike: Matrix, guide: tuple[Sequence[Seed], TopicsSection]
) -> Sorted:
    """Seeds first, BERTopic on the rest, then merging, dissolving and cutting.

    ``alike`` (texts, seeds) decides about seeds; everything else looks at ``vectors``
    (texts, width) from their middle.
    """
    seeds, config = guide
    around = grouping.centred(vectors)
    core = alike.max(axis=1, initial=-1.0) >= NEAR
    labels = np.where(core, _first_best(alike), grouping.OUT)
    wanted = how_many(len(texts.texts), config)
    labels, size = _cluster_rest(texts, around, labels, (len(seeds), wanted, config.seed))
    labels = grouping.merge_same(around, labels, fixed=len(seeds), size=size)
    cosines = grouping.cosines(around, labels, size)
    labels = grouping.drop_loose(cosines, labels, fixed=len(seeds))
    labels = grouping.release_far(cosines, labels, core)
    least = max(2, round(0.005 * int(texts.counts.sum())))
    labels = grouping.dissolve(labels, texts.counts, least=least, most=wanted)
    topics = _described(texts, labels, seeds, config.seed)
    labels = np.where(np.isin(labels, list(topics)), labels, grouping.OUT)
    labels = grouping.adopt(
        grouping.cosines(around, labels, size),
        labels,
        texts.counts,
        near=grouping.FLOOR,
        max_outliers=config.max_outliers,
    )
    places = grouping.centres(around, labels, size)
    return Sorted(labels, _nearness(around, labels, size), topics, places)


def how_many(texts: int, config: TopicsSection) -> int:
    """The most topics: as asked, or half the root of the number of texts, 8 to 25."""
    if config.count != "auto":
        return config.count
    return int(np.clip(round(texts**0.5 / 2), 8, 25))


def _cluster_rest(
    texts: Texts, vectors: Matrix, labels: Labels, numbers: tuple[int, int, int]
) -> tuple[Labels, int]:
    """Labels from ``fixed`` on for texts without seed, and one more than the highest.

    There are as many clusters as topics are wanted beyond the seeds in use, at least a
    third of all, and at most one for ``_TEXTS_A_CLUSTER`` texts; which of them stand is
    decided later. A large rest is clustered on a sample and assigned to the nearest centre.
    """
    from pipeline.topics.model import cluster

    fixed, wanted, seed = numbers
    rest = np.flatnonzero(labels == grouping.OUT)
    count = max(wanted - len(np.unique(labels[labels >= 0])), -(-wanted // 3))
    count = min(count, len(rest) // _TEXTS_A_CLUSTER)
    if count < 2:
        return labels, fixed
    chosen = texts.sample(rest, seed)
    labels = labels.copy()
    labels[chosen] = fixed + cluster(texts.pick(chosen), vectors[chosen], count, seed)
    missing = np.flatnonzero(labels == grouping.OUT)
    found = grouping.cosines(vectors, np.maximum(labels - fixed, grouping.OUT), count)
    labels[missing] = fixed + found[missing].argmax(axis=1)
    return labels, fixed + count


def _first_best(scores: NDArray[np.generic]) -> Labels:
    """Column of the highest score of each row; -1 when there are no columns."""
    if scores.shape[1] == 0:
        return np.full(len(scores), grouping.OUT, np.int64)
    return np.asarray(scores.argmax(axis=1), np.int64)


def _nearness(vectors: Matrix, labels: Labels, size: int) -> Matrix:
    alike = grouping.cosines(vectors, labels, size)
    best = alike.max(axis=1, initial=0.0)
    result: Matrix = np.where(labels >= 0, grouping.own(alike, labels), best).astype(np.float32)
    return result


def _seed_topics(texts: Texts, labels: Labels, seeds: Sequence[Seed]) -> dict[int, Naming]:
    """The seeds in use; their terms are their words as the texts have them, commonest first."""
    topics = {}
    for label in np.unique(labels[labels >= 0]).tolist():
        seed = seeds[label]
        members = texts.pick(np.flatnonzero(labels == label))
        count = Counter(
            w for text in members for w in {m.lower() for m in seed.pattern.findall(text)}
        )
        terms = sorted(count, key=lambda word: (-count[word], word))[:_TERMS]
        topics[label] = Naming(seed.name, seed.label, tuple(terms), seed.name)
    return topics


def _described(texts: Texts, labels: Labels, seeds: Sequence[Seed], seed: int) -> dict[int, Naming]:
    """The topics with their terms from c-TF-IDF; found ones are called by their first three.

    A found topic stands only if it has ``LEAST`` texts and ``HELD`` of them hold one of its
    terms: a cluster that no words hold together is a manner of speaking.
    """
    from pipeline.topics.model import terms

    chosen = texts.sample(np.flatnonzero(labels >= 0), seed)
    if len(chosen) == 0:
        return {}
    topics: dict[int, Naming] = {}
    for label, found in sorted(terms(texts.pick(chosen), labels[chosen], _TERMS).items()):
        if label < len(seeds):
            topics[label] = Naming(seeds[label].name, seeds[label].label, found, seeds[label].name)
            continue
        members = texts.pick(chosen[labels[chosen] == label])
        if len(members) < LEAST or _held(members, found) < HELD:
            continue
        shown = ", ".join(found[:3])
        taken = {topic.name for topic in topics.values()}
        name = slug(shown)
        topics[label] = Naming(f"{name}-{label}" if name in taken else name, shown, found, "found")
    return topics


def _held(members: Sequence[str], found: Sequence[str]) -> float:
    """Share of ``members`` that hold one of the terms ``found``."""
    padded = [f" {term} " for term in found]
    spoken = [f" {' '.join(words(text))} " for text in members]
    return sum(any(term in text for term in padded) for text in spoken) / len(spoken)

"""The tree of topics: which are most alike, which two groups join next, up to one root.

Average linkage over 1 - cosine between the topics' places among the embeddings, the
space in which they were made: a topic of twenty sentences has a place there, but too
few words for a trustworthy distance between term weights, which is what BERTopic's own
``hierarchical_topics`` uses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

import numpy as np
from numpy.typing import NDArray

from pipeline.ids import content_id
from pipeline.records import Topic, TopicBranch

Matrix = NDArray[np.float32]

_DIGITS = 4  # of a distance; what differs less than that is a tie, broken by the order of ids
_TERMS = 10


@dataclass(frozen=True, slots=True)
class _Group:
    """A topic, or what two ``sides`` join to at ``height``; ``topics`` by id."""

    id: str
    topics: tuple[Topic, ...]
    sides: tuple[_Group, ...] = ()
    height: float = 0.0

    @property
    def size(self) -> int:
        """Statements of all its topics."""
        return sum(topic.size for topic in self.topics)

    @property
    def by_size(self) -> list[Topic]:
        """Its topics, the largest first."""
        return sorted(self.topics, key=lambda topic: (-topic.size, topic.id))


def grow(topics: Sequence[Topic], places: Matrix) -> tuple[list[Topic], list[TopicBranch]]:
    """``topics`` with their branch and its height, and all branches; both sorted by id.

    Args:
        topics: sorted by id; k of them have k - 1 branches, so that none and one have none.
        places: (k, width), rows of length 1; a topic whose row is 0 is at distance 1 from all.
    """
    if len(topics) < 2:
        return list(topics), []
    joins = _joins(topics, places)
    above = {side.id: join for join in joins for side in join.sides}
    joined = [
        replace(topic, parent_id=above[topic.id].id, height=above[topic.id].height)
        for topic in topics
    ]
    branches = [
        TopicBranch(
            id=join.id,
            label=_label(join),
            terms=_terms(join),
            parent_id=above[join.id].id if join.id in above else "",
            height=join.height,
            size=join.size,
            topics=tuple(topic.id for topic in join.topics),
        )
        for join in joins
    ]
    return joined, sorted(branches, key=lambda branch: branch.id)


def _joins(topics: Sequence[Topic], places: Matrix) -> list[_Group]:
    """The groups of two and more topics, in the order in which they join."""
    from scipy.cluster.hierarchy import linkage

    groups = [_Group(topic.id, (topic,)) for topic in topics]
    for first, second, distance, _ in linkage(_distances(places), "average").tolist():
        sides = (groups[int(first)], groups[int(second)])
        below = tuple(sorted((t for side in sides for t in side.topics), key=lambda t: t.id))
        name = content_id("branch", *(topic.id for topic in below))
        groups.append(_Group(name, below, sides, round(distance, _DIGITS)))
    return groups[len(topics) :]


def _distances(places: Matrix) -> NDArray[np.float64]:
    """1 - cosine of all pairs, in the condensed form that scipy reads: (k (k - 1) / 2,)."""
    exact = places.astype(np.float64)
    first, second = np.triu_indices(len(exact), 1)
    alike = (exact[first] * exact[second]).sum(axis=1)
    found: NDArray[np.float64] = np.round(np.clip(1.0 - alike, 0.0, 2.0), _DIGITS)
    return found


def _label(join: _Group) -> str:
    """The largest topic of either side, the larger side first."""
    sides = sorted(join.sides, key=lambda side: (-side.size, side.topics[0].id))
    return " / ".join(side.by_size[0].label for side in sides)


def _terms(group: _Group) -> tuple[str, ...]:
    """The terms of its topics in turn, each once."""
    turns = zip_longest(*(topic.terms for topic in group.by_size))
    spoken = dict.fromkeys(term for turn in turns for term in turn if term is not None)
    return tuple(spoken)[:_TERMS]

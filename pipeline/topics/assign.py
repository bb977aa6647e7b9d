"""The topics stage: what every statement is about.

1. A statement goes to the seed topic it is most like, when it is like enough.
2. What is left is clustered by BERTopic; clusters that repeat a seed or each other
   are joined, small and loose ones dissolve.
3. Statements far from every topic stay outliers, at most ``topics.max_outliers`` of
   all: beyond that the nearest are given to the topic they are most like.

Equal sentences count once when topics are made, so that a footer on every page is no
topic. Everything is done in the alphabetical order of distinct texts, so that the
order of files changes nothing. Under ``topics.min_statements`` the seeds alone are
used, and without the encoder's files the words of the seeds.

Topics stand in a tree (``topic_tree``), and how good they are in ``topic_quality``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from pipeline.config import TopicsSection
from pipeline.records import Topic, TopicBranch, TopicShare
from pipeline.registry import Assets
from pipeline.store.tables import Tables
from pipeline.topics import embeddings, grouping
from pipeline.topics.appraisal import appraise
from pipeline.topics.seeds import likeness, places, read_seeds, word_hits
from pipeline.topics.sorting import Sorted, by_clusters, by_seeds, by_words
from pipeline.topics.stability import Fitting
from pipeline.topics.texts import Texts, distinct_texts
from pipeline.topics.tree import grow

#: Id of the topic of those that have none.
OUTLIER = "topic:outlier"

#: Statements that stand for a topic, all of different texts.
_REPRESENTATIVES = 3


def assign(tables: Tables, config: TopicsSection, assets: Assets) -> dict[str, list[Any]]:
    """``topics``, ``topic_shares``, ``topic_tree`` and ``topic_quality``, by id.

    Every statement that is not unrelated has one share. Its weight says how near the
    statement is to the centre of its topic (0..1). A statement of no topic belongs to
    ``topic:outlier``, with what the nearest topic leaves of 1.

    Raises:
        ModelError: a file under models/ is damaged or not understood.
    """
    texts = distinct_texts(tables)
    if not texts.statements:
        return {"topics": [], "topic_shares": [], "topic_tree": [], "topic_quality": []}
    found, fitting = sort(texts, config, assets)
    topics, branches = _topics(texts, found)
    return {
        "topics": topics,
        "topic_shares": _shares(texts, found),
        "topic_tree": branches,
        "topic_quality": appraise(texts, topics, fitting, config.seed),
    }


def sort(texts: Texts, config: TopicsSection, assets: Assets) -> tuple[Sorted, Fitting | None]:
    """``texts`` sorted into topics, and what they were clustered with; None if they were not.

    Raises:
        ModelError: a file under models/ is damaged or not understood.
    """
    seeds = read_seeds(assets) if config.guided else []
    if not embeddings.available(assets):
        return by_words(texts, seeds), None
    vectors, middles = embeddings.embed(texts.texts, assets), places(seeds, assets)
    alike = likeness(vectors, middles, word_hits(texts.texts, seeds))
    guide = (seeds, config)
    if len(texts.statements) < config.min_statements:
        return by_seeds(texts, alike, middles, guide), None
    return by_clusters(texts, vectors, alike, guide), Fitting(texts, vectors, alike, guide)


def _topics(texts: Texts, found: Sorted) -> tuple[list[Topic], list[TopicBranch]]:
    """The topics with their place in the tree, the one of the outliers too, and the tree."""
    sizes = np.bincount(found.labels + 1, texts.counts, minlength=2).astype(int).tolist()
    order = sorted(found.topics, key=lambda label: found.topics[label].name)
    alone = [
        Topic(
            id=f"topic:{found.topics[label].name}",
            label=found.topics[label].label,
            terms=found.topics[label].terms,
            size=sizes[label + 1],
            origin=found.topics[label].origin,
            representatives=_representatives(texts, found, label),
        )
        for label in order
    ]
    topics, branches = grow(alone, found.places[order])
    if sizes[0]:
        topics.append(
            Topic(id=OUTLIER, label="No topic", terms=(), size=sizes[0], origin="outlier")
        )
    return sorted(topics, key=lambda t: t.id), branches


def _representatives(texts: Texts, found: Sorted, label: int) -> tuple[str, ...]:
    """Of the texts nearest to the topic's centre, the first statement each, nearest first."""
    members = np.flatnonzero(found.labels == label)
    nearest = members[np.lexsort((members, -found.nearness[members]))][:_REPRESENTATIVES]
    return tuple(texts.statements[int(np.argmax(texts.place == text))] for text in nearest)


def _shares(texts: Texts, found: Sorted) -> list[TopicShare]:
    ids = {label: f"topic:{naming.name}" for label, naming in found.topics.items()}
    near = np.clip(np.nan_to_num(found.nearness, neginf=0.0), 0.0, 1.0)
    weights = np.where(found.labels == grouping.OUT, 1.0 - near, near)
    return [
        TopicShare(
            statement_id=statement,
            topic_id=ids.get(int(found.labels[text]), OUTLIER),
            weight=round(float(weights[text]), 4),
        )
        for statement, text in zip(texts.statements, texts.place, strict=True)
    ]

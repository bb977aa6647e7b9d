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
"""

from __future__ import annotations

from typing import Any

import numpy as np

from pipeline.config import TopicsSection
from pipeline.records import Topic, TopicShare
from pipeline.registry import Assets
from pipeline.store.tables import Tables
from pipeline.topics import embeddings, grouping
from pipeline.topics.seeds import likeness, places, read_seeds, word_hits
from pipeline.topics.sorting import Sorted, by_clusters, by_seeds, by_words
from pipeline.topics.texts import Texts, distinct_texts

#: Id of the topic of those that have none.
OUTLIER = "topic:outlier"


def assign(tables: Tables, config: TopicsSection, assets: Assets) -> dict[str, list[Any]]:
    """``topics`` and ``topic_shares``, by id; one share a statement that is not unrelated.

    The share's weight says how near the statement is to the centre of its topic (0..1).
    A statement of no topic belongs to ``topic:outlier``, with what the nearest topic
    leaves of 1.

    Raises:
        ModelError: a file under models/ is damaged or not understood.
    """
    texts = distinct_texts(tables)
    if not texts.statements:
        return {"topics": [], "topic_shares": []}
    return _rows(texts, _sort(texts, config, assets))


def _sort(texts: Texts, config: TopicsSection, assets: Assets) -> Sorted:
    seeds = read_seeds(assets) if config.guided else []
    if not embeddings.available(assets):
        return by_words(texts, seeds)
    vectors = embeddings.embed(texts.texts, assets)
    alike = likeness(vectors, places(seeds, assets), word_hits(texts.texts, seeds))
    if len(texts.statements) < config.min_statements:
        return by_seeds(texts, alike, seeds, config)
    return by_clusters(texts, vectors, alike, (seeds, config))


def _rows(texts: Texts, found: Sorted) -> dict[str, list[Any]]:
    sizes = np.bincount(found.labels + 1, texts.counts, minlength=2).astype(int).tolist()
    topics = [
        Topic(
            id=f"topic:{naming.name}",
            label=naming.label,
            terms=naming.terms,
            size=sizes[label + 1],
            origin=naming.origin,
        )
        for label, naming in found.topics.items()
    ]
    if sizes[0]:
        topics.append(
            Topic(id=OUTLIER, label="No topic", terms=(), size=sizes[0], origin="outlier")
        )
    return {"topics": sorted(topics, key=lambda t: t.id), "topic_shares": _shares(texts, found)}


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

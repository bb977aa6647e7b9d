"""The quality figures of a run's topics, as the table ``topic_quality`` and the manifest have them.

Coherence is measured on at most ``texts.SAMPLE`` of the texts that the topics were made
of, stability by refits on a smaller sample (``pipeline.topics.stability``): the cost is
bounded whatever the corpus. Figures of one corpus say how firm its topics are; they
cannot be compared with those of other texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import nan

import numpy as np

from pipeline.records import Topic, TopicQuality
from pipeline.topics.coherence import c_v
from pipeline.topics.quality import diversity, npmi
from pipeline.topics.stability import REFITS, Fitting, over_bootstraps, over_seeds, sampled
from pipeline.topics.texts import Texts

_DIGITS = 4


def appraise(
    texts: Texts, topics: Sequence[Topic], fitting: Fitting | None, seed: int
) -> list[TopicQuality]:
    """One row a measure, by its name.

    Args:
        texts: all of them.
        topics: with sizes; the one of the outliers among them.
        fitting: how the texts were clustered; None when they were not, and then the
            figures of stability are nan: sorting by seeds alone has nothing to refit.
        seed: of the sample of texts.
    """
    return sorted(
        [*_counted(texts, topics), *_coherence(texts, topics, seed), *_stability(fitting)],
        key=lambda row: row.measure,
    )


def _counted(texts: Texts, topics: Sequence[Topic]) -> list[TopicQuality]:
    statements = len(texts.statements)
    outside = sum(topic.size for topic in topics if topic.origin == "outlier")
    real = sum(topic.origin != "outlier" for topic in topics)
    return [
        _row("topics", real, statements, "topics of statements, without the outliers"),
        _row("outlier_share", outside / statements, statements, "statements of no topic over all"),
    ]


def _coherence(texts: Texts, topics: Sequence[Topic], seed: int) -> list[TopicQuality]:
    terms = [topic.terms for topic in topics if topic.terms]
    chosen = texts.pick(texts.sample(np.arange(len(texts.texts)), seed))
    n = len(chosen)
    return [
        _row("npmi", npmi(chosen, terms), n, "mean over pairs of a topic's terms, in whole texts"),
        _row("c_v", c_v(chosen, terms), n, "windows of 110 words, one-set, NPMI vectors, cosine"),
        _row("diversity", diversity(terms), len(terms), "distinct terms over terms of all topics"),
    ]


def _stability(fitting: Fitting | None) -> list[TopicQuality]:
    small = sampled(fitting) if fitting else None
    n = len(small.texts.texts) if small else 0
    how = f"mean adjusted Rand index over pairs of {REFITS} refits"
    return [
        _row("stability_seeds", over_seeds(small) if small else nan, n, f"{how}, other seeds"),
        _row(
            "stability_bootstrap",
            over_bootstraps(small) if small else nan,
            n,
            f"{how} on bootstrap samples of the texts",
        ),
    ]


def _row(measure: str, value: float, n: int, method: str) -> TopicQuality:
    return TopicQuality(measure=measure, value=round(float(value), _DIGITS), n=n, method=method)

from __future__ import annotations

import math

import numpy as np
import pytest

from pipeline.config import TopicsSection
from pipeline.records import Topic
from pipeline.topics.appraisal import appraise
from pipeline.topics.stability import Fitting
from pipeline.topics.texts import distinct_texts
from tests.topics import factory

MEASURES = [
    "c_v", "diversity", "npmi", "outlier_share", "stability_bootstrap", "stability_seeds", "topics",
]  # fmt: skip


def topic(name: str, size: int, *terms: str) -> Topic:
    origin = "outlier" if name == "outlier" else "found"
    return Topic(id=f"topic:{name}", label=name, terms=terms, size=size, origin=origin)


def test_figures_of_topics_that_were_not_clustered():
    texts = distinct_texts(factory.tables(["solar wind", "solar  wind", "tidal", "lunar"]))
    found = appraise(texts, [topic("a", 3, "solar", "wind"), topic("outlier", 1)], None, 1)
    assert [row.measure for row in found] == MEASURES
    value = {row.measure: row.value for row in found}
    assert (value["topics"], value["outlier_share"], value["diversity"]) == (1, 0.25, 1)
    assert value["npmi"] == value["c_v"] == pytest.approx(1)
    assert math.isnan(value["stability_seeds"])
    assert math.isnan(value["stability_bootstrap"])
    assert {row.measure: row.n for row in found}["npmi"] == 3  # texts, of four statements


def test_figures_of_no_topic_at_all():
    texts = distinct_texts(factory.tables(["solar wind"]))
    value = {row.measure: row.value for row in appraise(texts, [topic("outlier", 1)], None, 1)}
    assert (value["topics"], value["outlier_share"]) == (0, 1)
    assert math.isnan(value["npmi"])
    assert math.isnan(value["c_v"])


def test_refits_are_part_of_it():
    texts = distinct_texts(factory.tables(factory.talk(120)))
    nothing = np.zeros((len(texts.texts), 0), np.float32)
    fitting = Fitting(texts, factory.embed(texts.texts), nothing, ([], TopicsSection(guided=False)))
    rows = {row.measure: row for row in appraise(texts, [], fitting, 1)}
    assert rows["stability_seeds"].value >= 0.9
    assert rows["stability_bootstrap"].value >= 0.9
    assert rows["stability_seeds"].n == len(texts.texts)

from __future__ import annotations

import numpy as np
import pytest

from pipeline.topics.grouping import (
    OUT,
    adopt,
    centred,
    centres,
    cosines,
    dissolve,
    drop_loose,
    merge_same,
    release_far,
)


def cloud(*directions: tuple[float, ...], each: int = 10) -> np.ndarray:
    """``each`` unit vectors near every direction."""
    draw = np.random.default_rng(1)
    rows = [np.array(d) + 0.05 * draw.normal(size=len(d)) for d in directions for _ in range(each)]
    return np.array([row / np.linalg.norm(row) for row in rows], np.float32)


def test_centres_have_length_one_or_are_empty():
    found = centres(cloud((1, 0), (0, 1)), np.repeat([0, 2], 10), 3)
    assert np.linalg.norm(found, axis=1) == pytest.approx([1, 0, 1])


def test_what_all_share_is_taken_away():
    vectors = centred(cloud((5, 1, 0), (5, 0, 1)))
    assert vectors[:10].mean(axis=0) @ vectors[10:].mean(axis=0) < 0


def test_near_duplicates_join_the_lower_label():
    vectors = cloud((1, 0, 0), (0, 1, 0), (0, 1, 0.1))
    labels = np.repeat([0, 1, 2], 10)
    assert merge_same(vectors, labels, fixed=0, size=3).tolist() == [0] * 10 + [1] * 20


def test_without_topics_nothing_is_joined():
    nothing = np.full(10, OUT)
    assert merge_same(cloud((1, 0)), nothing, fixed=0, size=0).tolist() == [OUT] * 10


def test_seeds_are_never_joined():
    vectors = cloud((1, 0), (1, 0.01))
    labels = np.repeat([0, 1], 10)
    assert merge_same(vectors, labels, fixed=2, size=2).tolist() == labels.tolist()


def test_small_topics_and_those_beyond_the_most_dissolve():
    labels = np.array([0, 0, 0, 1, 1, 2, OUT])
    ones = np.ones(7, np.int64)
    assert dissolve(labels, ones, least=2, most=9).tolist() == [0, 0, 0, 1, 1, OUT, OUT]
    assert dissolve(labels, ones, least=1, most=1).tolist() == [0, 0, 0, OUT, OUT, OUT, OUT]


def test_statements_are_counted_and_not_texts():
    labels, counts = np.array([0, 1, 1]), np.array([9, 1, 1])
    assert dissolve(labels, counts, least=1, most=1).tolist() == [0, OUT, OUT]


def test_outliers_are_adopted_from_the_nearest_on():
    alike = np.array([[0.9], [0.2], [0.1], [0.05]], np.float32)
    nothing, ones = np.full(4, OUT), np.ones(4, np.int64)
    assert adopt(alike, nothing, ones, near=0.5, max_outliers=1.0).tolist() == [0, OUT, OUT, OUT]
    assert adopt(alike, nothing, ones, near=0.5, max_outliers=0.5).tolist() == [0, 0, OUT, OUT]
    assert adopt(alike, nothing, ones, near=0.5, max_outliers=0.0).tolist() == [0, 0, 0, 0]


def test_without_topics_everything_stays_out():
    empty = np.zeros((3, 0), np.float32)
    for alike in (empty, np.full((3, 2), -np.inf, np.float32)):
        found = adopt(alike, np.full(3, OUT), np.ones(3, np.int64), near=0.1, max_outliers=0.0)
        assert found.tolist() == [OUT] * 3


def test_loose_members_are_released_and_core_ones_stay():
    alike = np.array([[0.9], [0.1], [0.1]], np.float32)
    core = np.array([False, False, True])
    assert release_far(alike, np.zeros(3, np.int64), core).tolist() == [0, OUT, 0]


def test_clusters_not_gathered_around_their_centre_are_dropped_but_no_seed_is():
    alike = np.full((6, 3), 0.9, np.float32)
    alike[:2, 0] = alike[2:4, 1] = 0.1
    labels = np.repeat([0, 1, 2], 2)
    assert drop_loose(alike, labels, fixed=1).tolist() == [0, 0, OUT, OUT, 2, 2]


def test_an_empty_topic_is_near_to_nothing():
    found = cosines(cloud((1, 0)), np.zeros(10, np.int64), 2)
    assert np.isneginf(found[:, 1]).all()

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.records import Topic
from pipeline.topics.tree import grow


def topic(name: str, size: int = 10, terms: tuple[str, ...] = ()) -> Topic:
    return Topic(id=f"topic:{name}", label=name.title(), terms=terms, size=size, origin="found")


def rows(*directions: tuple[float, ...]) -> np.ndarray:
    found = np.array(directions, np.float32)
    return found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-12)


def test_heights_worked_by_hand():
    topics = [topic("ferry", 3), topic("onion", 5), topic("pepper", 9)]
    joined, branches = grow(topics, rows((1, 0), (0, 1), (0.6, 0.8)))
    low, root = sorted(branches, key=lambda b: b.height)
    # cosines: ferry-onion 0, ferry-pepper 0.6, onion-pepper 0.8
    assert (low.height, root.height) == (0.2, 0.7)
    assert low.topics == ("topic:onion", "topic:pepper")
    assert [(t.parent_id, t.height) for t in joined] == [(root.id, 0.7)] + [(low.id, 0.2)] * 2
    assert (low.parent_id, root.parent_id) == (root.id, "")
    assert (low.size, root.size) == (14, 17)


def test_branches_are_called_by_the_largest_topic_of_either_side():
    given_ = [topic("ferry", 30), topic("onion", 5), topic("pepper", 9)]
    _, branches = grow(given_, rows((1, 0), (0, 1), (0.6, 0.8)))
    assert {b.label for b in branches} == {"Pepper / Onion", "Ferry / Pepper"}


def test_terms_are_taken_in_turn_and_once():
    topics = [topic("ferry", 1, ("tide", "mast", "salt")), topic("onion", 2, ("salt", "butter"))]
    _, (root,) = grow(topics, rows((1, 0), (0, 1)))
    assert root.terms == ("salt", "tide", "butter", "mast")


@pytest.mark.parametrize("count", [0, 1])
def test_too_few_topics_for_a_tree(count: int):
    topics = [topic("ferry")][:count]
    assert grow(topics, np.zeros((count, 4), np.float32)) == (topics, [])


def test_two_topics_have_one_root():
    joined, (root,) = grow([topic("ferry"), topic("onion")], rows((1, 0), (1, 0)))
    assert [t.parent_id for t in joined] == [root.id, root.id]
    assert (root.parent_id, root.height) == ("", 0.0)


def test_ties_are_broken_by_id():
    _, branches = grow([topic(name) for name in "abc"], np.eye(3, dtype=np.float32))
    assert min(branches, key=lambda b: len(b.topics)).topics == ("topic:a", "topic:b")


def test_a_topic_without_a_place_is_far_from_all():
    joined, branches = grow([topic(name) for name in "abc"], rows((1, 0), (0, 0), (1, 0.1)))
    assert joined[1].height == max(b.height for b in branches) == 1.0


@given(st.lists(st.lists(st.integers(-3, 3), min_size=3, max_size=3), min_size=2, max_size=9))
def test_any_places_give_one_tree(directions: list[list[int]]):
    topics = [topic(f"t{i}", size=i + 1) for i in range(len(directions))]
    joined, branches = grow(topics, rows(*(tuple(d) for d in directions)))
    by_id = {b.id: b for b in branches}
    assert len(by_id) == len(topics) - 1
    roots = [b for b in branches if not b.parent_id]
    assert [b.topics for b in roots] == [tuple(t.id for t in topics)]
    for leaf in joined:
        assert leaf.id in by_id[leaf.parent_id].topics
        assert leaf.height == by_id[leaf.parent_id].height
    for branch in branches:
        assert branch.size == sum(t.size for t in topics if t.id in branch.topics)
        if branch.parent_id:
            assert set(branch.topics) < set(by_id[branch.parent_id].topics)
            assert branch.height <= by_id[branch.parent_id].height + 1e-4

from __future__ import annotations

import numpy as np

from pipeline.topics import texts as texts_module
from pipeline.topics.texts import distinct_texts
from tests.topics.factory import tables


def test_equal_sentences_are_one_text_of_several_statements():
    found = distinct_texts(tables(["It  works.", "It fails.", "It works."]))
    assert found.texts == ("It fails.", "It works.")
    assert found.counts.tolist() == [1, 2]
    assert found.place.tolist() == [1, 0, 1]


def test_the_unrelated_are_left_out():
    found = distinct_texts(tables(["Lunch.", "It works."], ["unrelated", "neutral"]))
    assert found.texts == ("It works.",)


def test_a_sample_does_not_depend_on_what_else_is_there(monkeypatch):
    monkeypatch.setattr(texts_module, "SAMPLE", 5)
    few = distinct_texts(tables([f"text {i}" for i in range(10)]))
    more = distinct_texts(tables([f"text {i}" for i in range(10)] + ["another"]))
    chosen = set(few.pick(few.sample(np.arange(10), 1)))
    assert len(chosen) == 5
    assert chosen >= set(more.pick(more.sample(np.arange(11), 1))) - {"another"}


def test_a_small_corpus_is_its_own_sample():
    found = distinct_texts(tables(["a", "b"]))
    assert found.sample(np.array([1]), 1).tolist() == [1]


def test_a_part_keeps_its_counts_and_has_no_statements():
    found = distinct_texts(tables(["b", "a", "b", "c"])).part(np.array([1, 2]))
    assert (found.texts, found.counts.tolist()) == (("b", "c"), [2, 1])
    assert found.statements == ()

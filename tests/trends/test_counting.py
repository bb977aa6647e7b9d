from __future__ import annotations

import numpy as np
import pytest

from pipeline.config import TrendsSection
from pipeline.records import TopicShare
from pipeline.trends.counting import counted, counts, weights
from tests.trends.factory import document, segment, statement, tables

OWN = ("own", "endorsed")


@pytest.mark.parametrize(
    ("stance", "voice", "expected"),
    [
        ("favor", "own", True),
        ("against", "endorsed", True),
        ("mixed", "own", True),
        ("favor", "reported", False),
        ("against", "rejected", False),
        ("favor", "question", False),
        ("neutral", "-", True),
        ("neutral", "own", True),
        ("neutral", "question", False),
        ("neutral", "reported", False),
        ("unrelated", "-", False),
    ],
)
def test_which_statements_count(stance, voice, expected):
    assert counts(statement(1, "d", stance, voice=voice), OWN) is expected


def test_voices_are_a_choice():
    reported = statement(1, "d", voice="reported")
    assert counts(reported, ("own", "reported"))


def test_groups_hold_the_places_of_their_statements():
    documents = [document(0), document(1, kind="thread", corpus="forum")]
    rows = [
        statement(0, documents[0].id, dimension="limits"),
        statement(1, documents[1].id, "neutral", voice="-", dimension="-", holder_kind="-"),
    ]
    shares = [TopicShare(statement_id=rows[1].id, topic_id="topic:wall", weight=0.5)]
    groups = counted(tables(documents, rows, shares=shares), TrendsSection()).groups
    assert {name: places.tolist() for name, places in groups.items()} == {
        "all": [0, 1],
        "corpus:club": [0],
        "corpus:forum": [1],
        "dimension:limits": [0],
        "genre:essay": [0],
        "genre:thread": [1],
        "holder:self": [0],
        "topic-genre:wall/thread": [1],
        "topic:wall": [1],
    }


def test_a_comment_has_its_own_date():
    thread = document(0, "2023-01-01", kind="thread")
    comment = segment(0, thread.id, "2023-05-02", role="comment")
    rows = [statement(0, thread.id, segment_id=comment.id), statement(1, thread.id)]
    found = counted(tables([thread], rows, segments=[comment]), TrendsSection())
    assert found.dates == ("2023-05-02", "2023-01-01")


def test_unnamed_holders_are_not_merged_across_documents():
    documents = [document(0), document(1)]
    rows = [statement(i, documents[i % 2].id, holder_id="") for i in range(4)]
    assert len(counted(tables(documents, rows), TrendsSection()).holders) == 2


@pytest.mark.parametrize(("unit", "sums"), [("statement", 4.0), ("document", 2.0), ("holder", 3.0)])
def test_each_unit_weighs_one(unit, sums):
    documents = [document(0), document(1)]
    holders = ["person:a", "person:a", "person:b", "person:c"]
    rows = [statement(i, documents[i // 3].id, holder_id=h) for i, h in enumerate(holders)]
    found = counted(tables(documents, rows), TrendsSection())
    assert weights(found, np.arange(4), unit).sum() == pytest.approx(sums)


def test_nothing_at_all_is_counted_as_nothing():
    found = counted(tables([], []), TrendsSection())
    assert len(found) == 0
    assert found.groups == {}

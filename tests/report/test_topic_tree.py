"""The tree of topics: what joins where, what stands behind it, and what is left out."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import report_factory as factory

from pipeline.config import Settings, TrendsSection
from pipeline.report import freeze
from pipeline.report.figures.base import Canvas, Figure
from pipeline.report.figures.topic_tree import joined, topic_tree
from pipeline.report.ledger import Ledger
from pipeline.run.folder import RunFolder


def branch(name: str, parent: str, height: float, topics: str) -> Any:
    return SimpleNamespace(
        id=name, parent_id=parent, height=height, topics=tuple(topics), label=name
    )


#: ((a b) c) (d e): of a row of letters, each a topic.
TREE = [
    branch("ab", "abc", 0.2, "ab"), branch("abc", "all", 0.5, "abc"),
    branch("de", "all", 0.3, "de"), branch("all", "", 0.9, "abcde"),
]  # fmt: skip
PARENTS = {"a": "ab", "b": "ab", "c": "abc", "d": "de", "e": "de"}


@pytest.fixture(scope="module")
def figure(ledger: Ledger) -> Figure:
    return topic_tree(ledger)


def test_the_larger_side_is_drawn_first() -> None:
    found = joined(PARENTS, {"a": 1, "b": 5, "c": 2, "d": 9, "e": 8}, TREE)
    assert found["all"].topics == ("d", "e", "b", "a", "c")
    assert found["all"].children == ("de", "abc")


def test_a_branch_with_one_side_left_is_not_drawn() -> None:
    kept = {name: PARENTS[name] for name in "acd"}
    found = joined(kept, dict.fromkeys("acd", 1), TREE)
    assert sorted(found) == ["a", "abc", "all", "c", "d"]
    assert found["abc"].children == ("a", "c")
    assert found["all"].children == ("abc", "d")


def test_topics_of_a_damaged_tree_stay_apart() -> None:
    found = joined({"a": "gone", "b": ""}, {"a": 1, "b": 1}, [])
    assert sorted(found) == ["a", "b"]


def test_every_sign_rests_on_the_statements_it_counts(ledger: Ledger, figure: Figure) -> None:
    for row, mark in zip(figure.frame.itertuples(), figure.marks, strict=True):
        assert (row.href, row.n) == (f"#{mark.id}", len(mark.rows))
        assert f"{row.favor} favour" in mark.label
    root, topics = figure.marks[-1], list(ledger.topics.values())
    assert root.rows.tolist() == np.unique(np.concatenate(topics)).tolist()
    assert mark_kinds(figure) == ["topic"] * len(topics) + ["group"] * (len(topics) - 1)


def mark_kinds(figure: Figure) -> list[str]:
    return list(figure.frame["kind"])


def test_a_join_lies_between_its_sides_and_no_two_topics_on_a_line(figure: Figure) -> None:
    frame = figure.frame
    topics, groups = frame[frame["kind"] == "topic"], frame[frame["kind"] == "group"]
    assert sorted(topics["y"]) == list(range(len(topics)))
    assert (groups["top"] < groups["y"]).all()
    assert (groups["y"] < groups["end"]).all()
    assert (frame["height"] <= frame["up"]).all()


@pytest.mark.parametrize("width", [930, 336])
def test_each_sign_and_ring_is_one_spoken_link(figure: Figure, width: int) -> None:
    svg = freeze.inline(freeze.render(figure.draw(Canvas(width=width, links=True))), "topic-tree")
    links = re.findall(r'<a href="#(m-\w{10})" aria-label="(?:Topic|Group of) [^"]+">', svg)
    assert len(links) == len(set(links)) == svg.count("<a ")
    assert set(links) == {mark.id for mark in figure.marks}


def test_the_table_says_where_a_topic_joins(figure: Figure) -> None:
    table = figure.table
    groups = set(table.loc[table["Kind"] == "group", "Topic or group"])
    assert set(table.loc[table["Kind"] == "topic", "Joins the group"]) <= groups


def without(folder: Path, made: factory.Material, *tables: str) -> Ledger:
    settings = Settings(trends=TrendsSection(min_f_avg=0.0, resamples=100))
    path = factory.write(folder, made, settings)
    for name in tables:
        (path / "tables" / f"{name}.parquet").unlink()
    return Ledger(RunFolder(path))


def test_an_older_run_has_no_tree(tmp_path: Path) -> None:
    ledger = without(tmp_path / "run", factory.material(documents=6, statements=30), "topic_tree")
    assert "no tree" in topic_tree(ledger).missing


def test_one_topic_is_no_tree(tmp_path: Path) -> None:
    made = factory.material(documents=6, statements=30)
    made.topics = made.topics[:1]
    made.topic_shares = [s for s in made.topic_shares if s.topic_id == made.topics[0].id]
    assert "two topics or more" in topic_tree(without(tmp_path / "run", made)).missing

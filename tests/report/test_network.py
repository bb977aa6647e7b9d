"""The network of holders and topics: who is drawn, in which order, and what stands behind it."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import report_factory as factory

from pipeline.config import Settings, TrendsSection
from pipeline.report import freeze
from pipeline.report.figures.base import Canvas, Figure
from pipeline.report.figures.network import HOLDERS, LINES, TOPICS, least_of, network
from pipeline.report.figures.network_drawing import crossings, ordered
from pipeline.report.ledger import Ledger
from pipeline.run.folder import RunFolder


def seen(folder: Path, made: factory.Material) -> Ledger:
    """The ledger of a run without a report: quicker than a page."""
    settings = Settings(trends=TrendsSection(min_f_avg=0.0, resamples=100))
    return Ledger(RunFolder(factory.write(folder, made, settings)))


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: Any) -> Ledger:
    return seen(tmp_path_factory.mktemp("runs") / "run", factory.material())


@pytest.fixture(scope="module")
def figure(ledger: Ledger) -> Figure:
    return network(ledger)


def test_every_line_and_sign_rests_on_as_many_statements_as_it_says(
    ledger: Ledger, figure: Figure
) -> None:
    stances = ledger.statements["stance"]
    for row, mark in zip(figure.frame.itertuples(), figure.marks, strict=True):
        behind = stances.loc[mark.rows]
        assert row.href == f"#{mark.id}"
        assert (row.n, row.favor) == (len(behind), int((behind == "favor").sum()))
        if row.kind != "topic":
            assert set(ledger.statements.loc[mark.rows, "holder_id"]) == {row.holder_id}


def test_there_is_never_more_than_can_be_read(figure: Figure) -> None:
    kinds = figure.frame["kind"].value_counts()
    assert 2 <= kinds["holder"] <= HOLDERS
    assert 2 <= kinds["topic"] <= TOPICS
    assert 2 <= kinds["line"] <= LINES


def test_nobody_is_drawn_without_a_line(figure: Figure) -> None:
    lines = figure.frame[figure.frame["kind"] == "line"]
    nodes = figure.frame[figure.frame["kind"] != "line"]
    joined = {*lines["holder_id"], *lines["topic_id"]}
    assert joined == {*nodes["holder_id"], *nodes["topic_id"]} - {""}


@pytest.mark.parametrize("width", [930, 336])
def test_each_line_and_sign_is_one_spoken_link(figure: Figure, width: int) -> None:
    svg = freeze.inline(freeze.render(figure.draw(Canvas(width=width, links=True))), "network")
    links = re.findall(r'<a href="#(m-\w{10})" aria-label="[^"]+ a side, [^"]+">', svg)
    assert len(links) == len(set(links)) == svg.count("<a ")
    known = {mark.id for mark in figure.marks}
    assert set(links) == known if width == 930 else set(links) <= known


def test_names_stand_apart(figure: Figure) -> None:
    svg = freeze.inline(freeze.render(figure.draw(Canvas(width=336, links=True))), "network")
    places = re.findall(r'<text text-anchor="(\w+)" transform="translate\(([\d.-]+),([\d.-]+)', svg)
    for side in ("start", "end"):
        heights = sorted(float(y) for anchor, _, y in places if anchor == side)
        gaps = [b - a for a, b in pairwise(heights)]
        assert min(gaps) >= 26  # two lines of 13


def test_the_same_tables_in_another_order_give_the_same_drawing(
    figure: Figure, tmp_path: Path
) -> None:
    made = factory.material()
    random.Random(3).shuffle(made.topic_shares)
    again = network(seen(tmp_path / "run", made))
    assert again.draw().to_dict() == figure.draw().to_dict()


def test_groups_and_pronouns_are_nobody(tmp_path: Path) -> None:
    made = factory.material(documents=12, statements=60)
    made.statements = [
        replace(s, holder_id="group:people", holder_name="people", holder_kind="group")
        for s in made.statements
    ]
    found = network(seen(tmp_path / "run", made))
    assert found.missing.startswith("No named holder")


def test_without_topics_the_figure_says_so(tmp_path: Path) -> None:
    made = factory.material(documents=6, statements=30)
    made.topics, made.topic_shares = [], []
    assert network(seen(tmp_path / "run", made)).missing


def test_sweeps_undo_a_tangle() -> None:
    weights = {("a", "z"): 3, ("b", "y"): 2, ("c", "x"): 1}
    assert crossings(weights, ["a", "b", "c"], ["x", "y", "z"]) == 6 + 3 + 2
    left, right = ordered(weights, ["a", "b", "c"], ["x", "y", "z"])
    assert crossings(weights, left, right) == 0


def test_an_order_without_crossings_is_left_alone() -> None:
    weights = {("a", "x"): 1, ("b", "x"): 1, ("b", "y"): 1}
    assert ordered(weights, ["a", "b"], ["x", "y"]) == [["a", "b"], ["x", "y"]]


def test_the_threshold_is_the_smallest_that_leaves_few_enough() -> None:
    assert least_of([5, 4, 4, 2, 1], 3) == 3
    assert least_of([5, 4], 3) == 1
    assert least_of([2, 2, 2, 2], 3) == 2

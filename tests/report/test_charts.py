"""The charts as a notebook meets them, and frozen for the page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd
import pytest

from pipeline.errors import QueryError
from pipeline.report import freeze
from pipeline.report.charts import COLUMNS, Charts
from pipeline.report.figures.base import Canvas
from pipeline.report.figures.time import balance_over_time, in_stretches, stance_over_time
from pipeline.report.figures.time_drawing import spread
from pipeline.report.grid import figure_csv
from pipeline.report.ledger import Ledger
from pipeline.run.folder import RunFolder

METHODS = (
    "stance_over_time", "balance_over_time", "who_changed", "decomposition", "topics_by_stance",
    "topics_over_time", "people", "speaks_of_whom", "dimensions_by_stance", "by_genre",
    "by_corpus", "dividing_words", "network", "topics_by_genre", "topic_tree",
)  # fmt: skip


@pytest.fixture(scope="module")
def charts(run: Path) -> Charts:
    return Charts(Ledger(RunFolder(run)))


@pytest.mark.parametrize("method", METHODS)
def test_each_chart_is_a_valid_specification(charts: Charts, method: str) -> None:
    chart = getattr(charts, method)()
    spec = chart.to_dict()
    assert "$schema" in spec
    assert '"#m-' not in str(spec.get("encoding", ""))


@pytest.mark.parametrize("by", ["genre", "corpus", "dimension"])
def test_stance_over_time_by_group(charts: Charts, by: str) -> None:
    spec = charts.stance_over_time(by=by).to_dict()
    assert len(spec["vconcat"]) >= 3


@pytest.mark.parametrize(
    ("by", "told"),
    [("nonsense", "known: 'genre', 'corpus'"), ("Genres", "did you mean 'genre'?"),
     ("", "known: "), ("topic-genre", "did you mean 'topic'?"), (3, "known: ")],
)  # fmt: skip
def test_a_column_that_is_none_is_told_with_those_there_are(
    charts: Charts, by: Any, told: str
) -> None:
    for draw in (charts.stance_over_time, charts.balance_over_time):
        with pytest.raises(QueryError) as caught:
            draw(by=by)
        assert caught.value.code == "Q006"
        assert repr(by) in caught.value.message
        assert told in caught.value.remedy


def test_drawings_of_groups_are_called_as_on_the_page(charts: Charts) -> None:
    titles = {by: [part.title for part in charts.stance_over_time(by=by).vconcat] for by in COLUMNS}
    assert "Comment threads" in titles["genre"]
    assert "Returns: do gains go on?" in titles["dimension"]
    assert "Money and returns" in titles["topic"]
    assert "Who speaks or writes" in titles["holder"]
    assert "corpus:forum" in titles["corpus"]


def test_charts_for_a_notebook_lead_nowhere(charts: Charts) -> None:
    figure = charts.figures()[0]
    assert "href" not in str(figure.draw().to_dict()["vconcat"][0]["layer"][-2]["encoding"])
    linked = freeze.render(figure.draw(Canvas(links=True)))
    assert linked.count("<a ") > freeze.render(figure.draw()).count("<a ")


def test_frozen_marks_are_labelled_links(charts: Charts) -> None:
    drawn = [figure for figure in charts.figures() if not figure.missing]
    assert len(drawn) >= 14
    for figure in drawn:
        svg = freeze.inline(freeze.render(figure.draw(Canvas(links=True))), figure.id)
        links = re.findall(r"<a [^>]*>", svg)
        assert links
        assert all(re.search(r'href="#m-\w{10}"', link) and "aria-label=" in link for link in links)
        assert "http" not in svg.replace('xmlns="http://www.w3.org/2000/svg"', "")
        assert not re.search(r"\s(style|class|onclick)=", svg)


def test_a_file_of_its_own_links_to_the_page(run: Path) -> None:
    svg = (run / "figures" / "people.svg").read_text(encoding="utf-8")
    assert 'href="../report.html#m-' in svg
    assert 'fill="#ffffff"' in svg


def test_ids_inside_drawings_are_the_figures_own() -> None:
    frame = pd.DataFrame({"x": [1], "y": [1]})
    chart = alt.Chart(frame).mark_point(clip=True).encode(x="x:Q", y="y:Q")
    svg = freeze.inline(freeze.render(chart), "one")
    assert 'id="one-1"' in svg
    assert "url(#one-1)" in svg
    assert "clip1" not in svg


def test_characters_that_vega_cuts_in_half_are_drawn_otherwise() -> None:
    frame = pd.DataFrame({"name": ["𝐀" * 60, "x"], "v": [1, 2]})
    y = alt.Y("name:N", axis=alt.Axis(labelLimit=101))
    svg = freeze.render(alt.Chart(frame).mark_point().encode(y=y, x="v:Q"))
    assert "<svg" in svg


def test_labels_are_moved_apart_and_no_further() -> None:
    assert spread([10, 11, 60], 16) == [10, 26, 60]
    assert spread([], 16) == []


def test_a_spreadsheet_runs_no_cell(charts: Charts) -> None:
    from dataclasses import replace

    figure = next(f for f in charts.figures() if f.id == "people")
    frame = figure.frame.assign(name=["=1+1", *list(figure.frame["name"])[1:]])
    assert "'=1+1" in figure_csv(replace(figure, frame=frame)).decode()


def test_no_line_is_drawn_over_a_period_without_figures() -> None:
    days = pd.to_datetime(["2023-01-01", "2023-04-01", "2023-07-01", "2024-01-01", "2024-04-01"])
    rows = pd.DataFrame({
        "measure": "balance", "start": days[[0, 1, 3]], "end": days[[1, 2, 4]],
        "estimate": [0.1, 0.2, 0.3],
    })  # fmt: skip
    found = in_stretches(rows)
    assert found["stretch"].tolist() == [1, 1, 2]
    assert found["alone"].tolist() == [False, False, True]


def test_lines_and_bands_are_parted_by_stretch(ledger: Ledger) -> None:
    for figure in (stance_over_time(ledger), balance_over_time(ledger)):
        spec = str(figure.draw().to_dict())
        assert spec.count("'detail': {'field': 'stretch'") >= 1

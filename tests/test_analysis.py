"""The notebook face: every table, chart and answer of a run."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import pipeline
from pipeline.analysis import Run
from pipeline.errors import QueryError
from pipeline.store.tables import PUBLISHED
from tests.report.report_factory import material, write


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return pipeline.open(write(tmp_path_factory.mktemp("runs") / "run", material()))


@pytest.mark.parametrize("name", PUBLISHED)
def test_every_published_table_is_reachable_and_told(run: Run, name: str) -> None:
    assert getattr(run, name) is run.table(name)
    assert isinstance(run.table(name), pd.DataFrame)
    assert getattr(Run, name).__doc__.startswith("One row a ") or name in ("changes", "dropped")
    assert run.sql(f'SELECT count(*) AS n FROM "{name}"')["n"][0] == len(run.table(name))


def test_public_names_are_told() -> None:
    public = [name for name in vars(Run) if not name.startswith("_")]
    assert [name for name in public if not getattr(Run, name).__doc__] == []


def test_a_run_shows_how_to_go_on_and_what_it_shows_works(run: Run) -> None:
    shown = run._repr_html_()
    for step, _ in run._next_steps()[:-1]:
        assert eval(step, {"run": run}) is not None
        assert step.split("(")[0] in shown
    assert str(run.path.parent) not in shown


@pytest.mark.parametrize("by", [None, "genre", "corpus", "dimension", "topic", "holder"])
def test_stance_over_time_by(run: Run, by: str | None) -> None:
    spec = run.chart.stance_over_time(by=by).to_dict()
    assert "vconcat" in spec


def test_why_says_its_sentences(run: Run) -> None:
    person = run.people.sort_values("n_statements")["id"].iloc[-1]
    found = run.why(person)
    assert set(found["holder_id"]) == {person}
    assert found["date"].is_monotonic_increasing
    assert found._repr_html_().count("<li>") == min(len(found), 40)
    assert len(run.why(person, limit=2)) == 2
    document = found["document_id"].iloc[0]
    assert set(run.why(document)["document_id"]) == {document}
    assert list(run.why(found["id"].iloc[0])["id"]) == [found["id"].iloc[0]]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("Amara Okonkw", "did you mean person:amara-okonkwo?"),
        ("topic:mony-and-returns", "did you mean topic:money-and-returns?"),
        ("topic:Data that is lef", "did you mean topic:data-that-is-left?"),
        ("st:none", "run.evidence"),
        ("topic:", "list people"),
    ],
)
def test_why_names_the_nearest_of_the_kind_asked_for(run: Run, asked: str, told: str) -> None:
    with pytest.raises(QueryError, match="Q002") as caught:
        run.why(asked)
    assert told in caught.value.remedy


def test_who_moved_is_told_with_a_sentence_from_each_side(run: Run) -> None:
    moved = run.moved
    assert len(moved) > 0
    said = run.evidence.groupby("text")["stance"].agg(set)
    for turn in moved.itertuples():
        left, taken = ("against", "favor") if turn.estimate > 0 else ("favor", "against")
        assert left in said[turn.earlier]
        assert taken in said[turn.later]
        assert not turn.clear or turn.low > 0 or turn.high < 0
    assert moved["q"].dropna().is_monotonic_increasing


#: Measure -> the stances that it is counted from.
_SIDES_OF = {
    "balance": ("favor", "against"),
    "share:favor": ("favor", "against", "mixed", "neutral"),
}


def test_the_sentences_that_a_figure_was_counted_from_are_as_many_as_it_says(run: Run) -> None:
    trends = run.trends
    rows = trends[(trends["group"] == "all") & trends["measure"].isin(_SIDES_OF)]
    assert len(rows) > 4
    for row in rows.itertuples():
        behind = run.evidence[run.evidence["counted"]]
        behind = behind[behind["stance"].isin(_SIDES_OF[row.measure])]
        if row.period != "all":
            behind = behind[behind["period"] == row.period]
        assert len(behind) == row.n


def test_read_marks_and_names_what_is_missing(run: Run) -> None:
    document = run.evidence["document_id"].iloc[0]
    assert "<mark" in run.read(document)._repr_html_()
    with pytest.raises(QueryError, match="Q002") as caught:
        run.read("doc:none")
    assert "list documents" in caught.value.remedy


def test_compare_takes_a_run_or_a_path(run: Run, tmp_path: Path) -> None:
    assert run.compare(run).same
    assert run.compare(run.path).same
    with pytest.raises(QueryError, match="Q001"):
        run.compare(tmp_path)


def test_an_older_run_lacks_a_table_kindly(tmp_path: Path) -> None:
    path = write(tmp_path / "run", material(documents=4, statements=12))
    (path / "tables" / "quotes.parquet").unlink()
    with pytest.raises(QueryError, match="no table 'quotes'"):
        _ = pipeline.open(path).quotes

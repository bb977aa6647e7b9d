"""The three sentences, and people who moved."""

from __future__ import annotations

from math import isnan, nan

import pandas as pd
import pytest

from pipeline.report import method
from pipeline.report.lead import (
    _parts,
    _placed,
    _short,
    key_figures,
    lead,
    span_of_time,
    span_words,
)
from pipeline.report.ledger import Ledger
from pipeline.report.moves import moves
from pipeline.trends.people import UNRELIABLE


def test_the_first_sentence_quotes_the_trends_table(ledger: Ledger) -> None:
    row = ledger.overall("share:favor")
    assert (
        f"{100 * row.estimate:.0f}% ({100 * row.low:.0f}–{100 * row.high:.0f}%)" in lead(ledger)[0]
    )


def test_the_second_sentence_is_careful_where_the_interval_holds_zero(ledger: Ledger) -> None:
    from pipeline.report.figures.change import changes_of

    total = changes_of(ledger).iloc[0]
    clear = total["low"] > 0 or total["high"] < 0
    assert total["component"] == "total"
    assert ("no clear change" in lead(ledger)[1]) == (not clear)


def test_parts_of_a_change_add_up(ledger: Ledger) -> None:
    from pipeline.report.figures.change import changes_of

    rows = changes_of(ledger)
    for _, part in rows.groupby(["earlier", "later"]):
        values = part.set_index("component")["estimate"]
        assert (
            abs(values["within"] + values["mix"] + values["interaction"] - values["total"]) < 1e-9
        )


def test_key_figures_name_the_latest_neurips(ledger: Ledger) -> None:
    assert ledger.neurips is not None
    assert any(ledger.neurips.title in name for name, _ in key_figures(ledger))
    assert span_of_time(ledger).startswith("from January 2022 to ")


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2022-01", "2023-02", "from January 2022 to February 2023"),
        ("2022-01", "2022-01", "in January 2022"),
        ("2022", "2023-02", "from 2022 to February 2023"),
        ("2023", "2023-02", "in 2023"),  # the one holds the other
        ("2023", "2023", "in 2023"),
    ],
)
def test_a_span_is_said_no_finer_than_it_is_known(first: str, last: str, words: str) -> None:
    assert span_words(first, last) == words


def test_a_turn_shows_a_sentence_of_either_side(ledger: Ledger) -> None:
    found = moves(ledger)
    assert found
    for move in found:
        earlier, later = ledger.statements.loc[move.earlier], ledger.statements.loc[move.later]
        assert earlier["holder_id"] == later["holder_id"] == move.person_id
        assert earlier["date"] < later["date"]
        sides = ("against", "favor") if move.estimate > 0 else ("favor", "against")
        assert (earlier["stance"], later["stance"]) == sides


def test_a_run_that_did_not_reckon_with_many_tests_shows_its_turns(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = ledger.folder.frame("changes").drop(columns="q")
    monkeypatch.setitem(ledger.folder._frames, "changes", older)
    found = moves(ledger)
    assert found
    assert all(isnan(move.q) for move in found)


def test_without_anybody_in_both_periods_no_changed_mind_is_claimed() -> None:
    rows = pd.DataFrame(
        {"estimate": [0.0, -0.5, 0.0], "low": [nan, -1.0, nan], "high": [nan, 0.1, nan],
         "n_holders": [1, 9, 1]},
        index=["within", "mix", "interaction"],
    )  # fmt: skip
    assert "too few spoke in both" in _parts(rows)
    rows.loc["within", ["low", "high", "n_holders"]] = (-0.1, 0.1, 2)
    assert "same voices saying something else" in _parts(rows)


def test_no_side_is_counted_while_the_model_is_too_weak() -> None:
    people = pd.DataFrame({"placed": [UNRELIABLE, UNRELIABLE], "kind": ["public", "group"]})
    assert _placed(people) == "not shown"
    rows = {"placed": ["proponent", *["critic"] * 3], "kind": [*["public"] * 3, "group"]}
    assert _placed(pd.DataFrame(rows)) == "1 · 2"  # a group without a name is nobody
    assert _placed(people.head(0)) == "0 · 0"


def test_a_million_words_are_read_at_a_glance() -> None:
    assert (_short(999_999), _short(1_551_604)) == ("999,999", "1.55 million")


def test_how_often_a_side_is_right_stands_in_the_lead(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(method, "_measured", lambda _: {})
    silent = lead(ledger)
    right = {"value": 0.5, "low": 0.4, "high": 0.6}
    found = {"n": 80, "groups": {"genre: essay": {}, "genre: thread": {}, "year: 2022": {}},
             "precision": {"favor": right, "against": right}}  # fmt: skip
    monkeypatch.setattr(method, "_measured", lambda _: found)
    told = lead(ledger)
    (said,) = [line for line in told if line not in silent]
    assert said.startswith("Mind the labels: on 80 coded sentences of essays and threads, 50% (40")

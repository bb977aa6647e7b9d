from __future__ import annotations

import math

import pytest

from pipeline.config import TrendsSection
from pipeline.registry import Assets, default_models
from pipeline.robustness import Specification, explore, of_run, thresholds
from pipeline.run.folder import RunFolder
from pipeline.store.tables import Tables
from tests.report.report_factory import material, write
from tests.trends.factory import document, statement, tables

CONFIG = TrendsSection(period="year", resamples=100, min_n=5)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return RunFolder(write(tmp_path_factory.mktemp("runs") / "run", material(documents=40)))


@pytest.fixture(scope="module")
def found(folder):
    return of_run(folder, Assets(default_models()), prolific=2)


def made(said):
    """Tables from (corpus, holder, date, stance, voice, confidence, times)."""
    documents, rows = [], []
    for i, (corpus, holder, date, stance, voice, confidence, times) in enumerate(said):
        documents.append(document(i, date, corpus=corpus))
        rows += [
            statement(len(rows) + k, documents[-1].id, stance, holder_id=holder, voice=voice,
                      confidence=confidence)
            for k in range(times)
        ]  # fmt: skip
    return tables(documents, rows)


# Ann turns in one corpus; whoever is only reported turns the other way in the other.
TURN = [
    ("club", "person:ann", "2022-02-01", "favor", "own", 0.9, 20),
    ("club", "person:ann", "2024-02-01", "against", "own", 0.9, 20),
    ("press", "person:bob", "2022-03-01", "against", "own", 0.6, 8),
    ("press", "person:bob", "2024-03-01", "favor", "own", 0.6, 8),
    ("press", "person:cy", "2022-04-01", "against", "reported", 0.5, 6),
    ("press", "person:cy", "2024-04-01", "favor", "reported", 0.5, 6),
]


def pick(found, **wanted):
    (one,) = [
        o for o in found.outcomes
        if all(getattr(o.specification, name) == value for name, value in wanted.items())
    ]  # fmt: skip
    return one


def test_each_choice_does_what_it_says(tmp_path):
    found = explore(made(TURN), CONFIG, Assets(tmp_path), prolific=1)
    base = {"threshold": 0.0, "period": "year", "unit": "statement", "corpus": "", "holder": ""}
    assert found.default.specification == Specification("own+endorsed", **base)
    assert found.default.estimate == pytest.approx(-24 / 28)
    assert pick(found, **base, voice="all").estimate == pytest.approx(-12 / 34)
    by_holder = pick(found, **{**base, "unit": "holder"}, voice="own")
    assert by_holder.estimate == pytest.approx(0)
    sure = pick(found, **{**base, "threshold": 0.9}, voice="own")
    assert sure.estimate == -2
    assert pick(found, corpus="club").estimate == 2
    assert pick(found, corpus="press").estimate == -2
    assert pick(found, holder="person:ann").estimate == 2


def test_what_matters_most_is_named_first(tmp_path):
    found = explore(made(TURN), CONFIG, Assets(tmp_path), prolific=1)
    # One holder left out moves it by 2 + 24/28, and nothing moves it by more on average.
    first = found.influences[0]
    assert (first.choice, first.pairs) == ("holder left out", 1)
    assert first.mean == first.largest == pytest.approx(2 + 24 / 28)
    assert first.between == "person:ann / none"
    assert found.summary()["matters most"] == "holder left out"
    means = [influence.mean for influence in found.influences]
    assert means == sorted(means, reverse=True)


def test_the_default_is_the_change_that_the_run_published(folder, found):
    changes = folder.frame("changes")
    rows = changes[(changes["measure"] == "balance") & (changes["component"] == "total")]
    change = found.default.change
    (row,) = rows[(rows["earlier"] == change.earlier) & (rows["later"] == change.later)].to_dict(
        "records"
    )
    assert {name: row[name] for name in ("estimate", "low", "high", "n", "n_earlier", "n_later")} \
        == {name: getattr(change, name)
            for name in ("estimate", "low", "high", "n", "n_earlier", "n_later")}  # fmt: skip


def test_the_curve_rises_and_holds_every_choice(found):
    computed = [o.estimate for o in found.outcomes if not math.isnan(o.estimate)]
    assert computed == sorted(computed)
    # 3 voices, 3 thresholds, 4 periods, 3 units, 3 corpora and 2 holders left out
    assert len(found.outcomes) == 3 * 3 * 4 * 3 + 3 + 2
    facts = found.summary()
    assert (facts["lowest"], facts["highest"]) == (computed[0], computed[-1])
    assert facts["above 0"] + facts["below 0"] <= facts["computed"] == len(computed)
    assert {influence.choice for influence in found.influences} == {
        "voice", "threshold", "period", "unit", "corpus left out", "holder left out"
    }  # fmt: skip


def test_order_of_rows_changes_nothing(tmp_path):
    straight = made(TURN)
    turned = Tables({name: list(reversed(straight[name])) for name in straight})
    once, again = (explore(t, CONFIG, Assets(tmp_path)) for t in (straight, turned))
    assert once == again


def test_own_voices_of_a_run_are_kept(tmp_path):
    config = CONFIG.model_copy(update={"voice": ("own", "question")})
    found = explore(made(TURN), config, Assets(tmp_path))
    assert found.default.specification.voice == "own+question"
    assert {o.specification.voice for o in found.outcomes} == {
        "own", "own+endorsed", "own+question", "all"
    }  # fmt: skip


def test_nothing_to_compare_is_an_answer(tmp_path):
    found = explore(made(TURN[:1]), CONFIG, Assets(tmp_path))
    assert found.default.change is None
    assert found.influences == ()
    facts = found.summary()
    assert (facts["computed"], facts["matters most"]) == (0, "")
    assert math.isnan(facts["median"])


def test_thresholds_follow_the_backend_s_own_scale():
    assert thresholds(made(TURN)) == [0.0, 0.6, 0.9]
    assert thresholds(made([])) == [0.0]

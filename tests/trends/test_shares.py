from __future__ import annotations

import math
import random

import numpy as np
import pytest

from pipeline.config import TrendsSection
from pipeline.records import TopicShare
from pipeline.registry import Assets, default_models
from pipeline.store.tables import Tables
from pipeline.trends.resampling import FEW, wilson_from
from pipeline.trends.shares import MEASURES, measure
from tests.trends.factory import document, panel, statement, tables

ASSETS = Assets(default_models())
FAST = TrendsSection(resamples=200, period="year")


def trend(found, name: str, group: str = "all", period: str = "all"):
    (row,) = [t for t in found["trends"] if (t.measure, t.group, t.period) == (name, group, period)]
    return row


def debate(seed: int = 1, size: int = 300) -> Tables:
    """A made-up corpus of ``size`` statements in a tenth as many documents."""
    draw = random.Random(seed)
    documents = [
        document(i, f"20{draw.randint(21, 24)}-0{draw.randint(1, 9)}-11", corpus=draw.choice("ab"))
        for i in range(size // 10)
    ]
    rows, shares = [], []
    for i in range(size):
        rows.append(
            statement(
                i,
                draw.choice(documents).id,
                draw.choice(["favor", "against", "mixed", "neutral", "unrelated"]),
                holder_id=f"person:{draw.randint(0, 30)}",
                sentiment=draw.uniform(-1, 1),
            )
        )
        shares.append(TopicShare(statement_id=rows[-1].id, topic_id=f"topic:{i % 3}", weight=1.0))
    return tables(documents, rows, shares=shares)


def test_shares_of_the_stances_add_up_to_one():
    found = measure(debate(), FAST, ASSETS)
    cells = {(t.group, t.period) for t in found["trends"]}
    for group, period in sorted(cells):
        estimates = [trend(found, m, group, period).estimate for m in MEASURES[:4]]
        assert sum(estimates) == pytest.approx(1, abs=1e-8) or all(map(math.isnan, estimates))


def test_balance_is_favor_minus_against_over_both():
    found = measure(panel([("a", "2023", 6, 2)]), FAST, ASSETS)
    row = trend(found, "balance", period="2023")
    assert (row.estimate, row.n, row.n_holders, row.n_documents) == (0.5, 8, 1, 1)


def test_intervals_hold_their_estimates_within_the_range():
    for row in measure(debate(), FAST, ASSETS)["trends"]:
        if math.isnan(row.low):  # one document says nothing about how sentiment varies
            assert math.isnan(row.estimate) or (row.measure, row.n_documents) == ("sentiment", 1)
        else:
            least = 0 if row.measure.startswith("share") else -1
            assert least <= row.low <= row.estimate <= row.high <= 1


def test_too_few_statements_keep_their_n_and_get_no_figure():
    row = trend(measure(panel([("a", "2023", 3, 1)]), FAST, ASSETS), "balance")
    assert row.n == 4
    assert all(math.isnan(v) for v in (row.estimate, row.low, row.high))


def test_a_balance_needs_enough_statements_that_take_a_side():
    documents = [document(0)]
    rows = [statement(i, documents[0].id, "favor" if i < 4 else "neutral") for i in range(9)]
    found = measure(tables(documents, rows), FAST, ASSETS)
    assert trend(found, "share:favor").estimate == pytest.approx(4 / 9)
    assert math.isnan(trend(found, "balance").estimate)
    assert trend(found, "balance").n == 4


def test_no_row_for_an_empty_period():
    found = measure(panel([("a", "2021", 5, 5), ("a", "2023", 5, 5)]), FAST, ASSETS)
    assert {t.period for t in found["trends"]} == {"2021", "2023", "all"}


def test_the_undated_count_in_all_and_nowhere_else():
    found = measure(panel([("a", "", 5, 5), ("a", "2023", 6, 0)]), FAST, ASSETS)
    assert trend(found, "balance").n == 16
    assert trend(found, "balance", period="2023").n == 6


def test_unanimous_documents_do_not_get_an_interval_of_no_width():
    row = trend(
        measure(panel([(f"p{i}", "2023", 5, 0) for i in range(4)]), FAST, ASSETS), "balance"
    )
    assert row.estimate == 1
    assert row.low < 0.5  # four documents, whatever the number of sentences


def test_a_second_document_does_not_make_a_figure_sure():
    """Two documents that happen to agree say no more than fifteen independent statements."""
    one = measure(panel([("a", "2023", 11, 4)]), FAST, ASSETS)
    two = measure(panel([("a", "2023", 7, 3), ("b", "2023", 4, 1)]), FAST, ASSETS)
    for name, least in (("share:favor", 0.0), ("balance", -1.0)):
        alone, row = trend(one, name), trend(two, name)
        low, high = wilson_from(least, row.estimate, 15, 0.95)
        assert alone.low <= row.low < low
        assert high < row.high <= alone.high
    assert f"below {FEW}" in row.method


def test_documents_that_weigh_alike_are_told_by_their_weights():
    """With a document counting once, 40 sentences of one are worth about two of another."""
    config = FAST.model_copy(update={"unit": "document"})
    cells = [("a", "2023", 20, 20), ("b", "2023", 1, 1), ("c", "2023", 1, 1), ("d", "2023", 2, 1)]
    row = trend(measure(panel(cells), config, ASSETS), "share:favor")
    alone = 4**2 / (1 / 40 + 1 / 2 + 1 / 2 + 1 / 3)  # Kish
    low, high = wilson_from(0.0, row.estimate, alone, 0.95)
    assert row.low <= low + 1e-9
    assert row.high >= high - 1e-9


def test_the_sentiment_of_two_documents_is_not_known_to_a_hair():
    documents = [document(0), document(1)]
    values = (0.1, 0.9, -0.2, 0.4, 0.0, 0.6, -0.3, 0.5)
    rows = [
        statement(i, documents[i // 4].id, holder_id=f"p:{i // 4}", sentiment=value)
        for i, value in enumerate(values)
    ]
    row = trend(measure(tables(documents, rows), FAST, ASSETS), "sentiment")
    assert row.estimate == pytest.approx(0.25)
    reach = 2.3646 * np.std(values, ddof=1) / math.sqrt(8)  # t of eight independent statements
    assert -1 <= row.low <= 0.25 - reach + 1e-4
    assert 0.25 + reach - 1e-4 <= row.high <= 1


def test_a_long_document_counts_once_when_documents_are_counted():
    cells = [("a", "2023", 40, 0), ("b", "2023", 0, 2), ("c", "2023", 0, 2)]
    by_statement = trend(measure(panel(cells), FAST, ASSETS), "balance")
    config = FAST.model_copy(update={"unit": "document"})
    by_document = trend(measure(panel(cells), config, ASSETS), "balance")
    assert by_statement.estimate > 0 > by_document.estimate
    assert by_document.estimate == pytest.approx(-1 / 3)


def test_order_of_rows_changes_nothing():
    given = debate()
    mixed = {name: list(rows) for name, rows in given.items()}
    for rows in mixed.values():
        random.Random(9).shuffle(rows)
    first, second = measure(given, FAST, ASSETS), measure(Tables(mixed), FAST, ASSETS)
    assert repr(first) == repr(second)  # nan is not equal to itself, its repr is


def test_another_corpus_does_not_change_the_draws_of_this_one():
    given, other = debate(), [document(99, corpus="z")]
    more = [statement(900 + i, other[0].id, "against") for i in range(9)]
    joined = tables(
        [*given["documents"], *other],
        [*given["statements"], *more],
        shares=given["topic_shares"],
    )
    first = trend(measure(given, FAST, ASSETS), "balance", "corpus:a")
    assert first == trend(measure(joined, FAST, ASSETS), "balance", "corpus:a")


def test_essays_of_one_author_are_not_independent_voices():
    """One author's 20 essays beside 20 authors with one each: as many documents, fewer voices."""
    alone = [("ann", "2023", 6, 0)] * 20 + [(f"p{i}", "2023", 0, 6) for i in range(20)]
    apart = [(f"q{i}", "2023", 6, 0) for i in range(20)] + alone[20:]
    one, many = (trend(measure(panel(cells), FAST, ASSETS), "balance") for cells in (alone, apart))
    assert one.estimate == many.estimate == 0
    assert one.high - one.low > 2 * (many.high - many.low)
    assert one.n_effective == pytest.approx(240**2 / (120**2 + 20 * 6**2))
    assert many.n_effective == 40


def test_comments_of_one_thread_are_not_independent_documents():
    documents = [document(i, kind="thread") for i in range(6)]
    rows = [
        statement(i, documents[i // 10].id, "favor" if i < 30 else "against", holder_id=f"p:{i}")
        for i in range(60)
    ]
    row = trend(measure(tables(documents, rows), FAST, ASSETS), "balance")
    assert row.n_effective == 6
    assert row.high - row.low > 1


def test_topics_are_told_apart_by_genre_over_everything():
    documents = [document(0), document(1, kind="thread")]
    rows = [statement(i, documents[i % 2].id, ["favor", "against"][i % 2]) for i in range(20)]
    shares = [TopicShare(statement_id=r.id, topic_id="topic:wall", weight=1.0) for r in rows]
    found = measure(tables(documents, rows, shares=shares), FAST, ASSETS)
    assert trend(found, "balance", "topic-genre:wall/essay").estimate == 1
    assert trend(found, "balance", "topic-genre:wall/thread").estimate == -1
    crossed = [t for t in found["trends"] if t.group.startswith("topic-genre:")]
    assert {t.period for t in crossed} == {"all"}


def test_no_statements_no_rows():
    assert measure(tables([], []), FAST, ASSETS) == {"trends": [], "changes": []}


def test_hash_seed_changes_nothing(printed_under_hash_seeds):
    code = (
        "from tests.trends.test_shares import *\n"
        "from pipeline.ids import digest\n"
        "print(digest(repr(measure(debate(), FAST, ASSETS))))"
    )
    assert len(printed_under_hash_seeds(code)) == 1


@pytest.mark.slow
def test_intervals_cover_the_truth_about_as_often_as_they_say():
    """Clustered documents with a known mean balance of 0.2: 95 % intervals, 150 corpora."""
    covered, naive = 0, 0
    trials = 150
    for trial in range(trials):
        draw = np.random.default_rng(1000 + trial)
        cells = []
        for i in range(30):
            favor = int(draw.binomial(10, draw.beta(1.2, 0.8)))  # mean 0.6, so balance 0.2
            cells.append((f"p{i}", "2023", favor, 10 - favor))
        row = trend(measure(panel(cells), FAST, ASSETS), "balance", period="2023")
        covered += row.low <= 0.2 <= row.high
        half = 1.96 * math.sqrt((1 - row.estimate**2) / row.n)
        naive += abs(row.estimate - 0.2) <= half
    assert 0.90 <= covered / trials <= 0.99
    assert naive / trials < 0.85  # what statements taken as independent would give


def test_changes_hold_periods_people_changepoints_and_events():
    cells = [
        (f"h{i % 9}", f"{year}-{month:02d}-{2 * i + 1:02d}", 2, 1 + i % 2)
        for year in (2022, 2023)
        for month in range(1, 13)
        for i in range(9)
    ]
    found = measure(panel(cells), FAST.model_copy(update={"period": "quarter"}), ASSETS)["changes"]
    kinds = {row.measure.partition(":")[0] for row in found}
    assert kinds == {"balance", "slope", "person", "changepoint", "event"}
    pairs = [r for r in found if r.component != "none" and not r.measure.startswith("slope:")]
    assert all(row.n == row.n_earlier + row.n_later for row in pairs)
    tested = [row for row in found if row.measure.startswith("event:") and row.p == row.p]
    assert len(tested) > 5
    assert all(row.p <= row.q for row in tested)

from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.config import TrendsSection
from pipeline.errors import ModelError
from pipeline.registry import Assets
from pipeline.trends.counting import AGAINST, FAVOR, counted
from pipeline.trends.events import contrasts, read, series
from pipeline.trends.periods import extent
from tests.trends.factory import document, panel, segment, statement, tables

SECTION = TrendsSection(min_n=2, event_days=30)


@pytest.fixture
def assets(tmp_path):
    def write(*events):
        entries = [
            "[[events]]\n" + "".join(f'{key} = "{value}"\n' for key, value in event.items())
            for event in events
        ]
        (tmp_path / "events.toml").write_text("\n".join(entries), encoding="utf-8")
        return Assets(tmp_path)

    return write


def day(number):
    return (date(2023, 1, 1) + timedelta(days=number)).isoformat()


def turn(at, until=120):
    """A document every other day, against before day ``at`` and in favor from then on."""
    return [(f"h{i}", day(i), 2 * (i >= at), 2 * (i < at)) for i in range(0, until, 2)]


def of(cells, assets, config=SECTION):
    return contrasts(counted(panel(cells), config), config, assets)


def threads(comments):
    """Tables from (document, holder, date, stance) comments, each a segment with its own day."""
    documents = [document(i, "", kind="thread") for i in range(max(c[0] for c in comments) + 1)]
    parts = [segment(i, documents[d].id, day) for i, (d, _, day, _) in enumerate(comments)]
    rows = [
        statement(i, documents[d].id, stance, segment_id=parts[i].id, holder_id=f"person:{who}")
        for i, (d, who, _, stance) in enumerate(comments)
    ]
    return tables(documents, rows, segments=parts)


def talk(number, days):
    """Comments of thread and person ``number``, one on each of ``days``, a third of them for."""
    return [(number, number, day(d), "against" if d % 3 else "favor") for d in days]


def test_a_turn_at_an_event(assets):
    (row,) = of(turn(60), assets({"id": "turn", "date": day(59)}))
    assert row.measure == "event:turn"
    assert (row.earlier, row.later) == (f"{day(29)} to {day(58)}", f"{day(60)} to {day(89)}")
    assert (row.n, row.n_earlier, row.n_later) == (60, 30, 30)
    assert row.estimate == 2
    assert 0 < row.low < row.high == 2
    assert row.p == row.q < 0.1
    assert "placebo dates" in row.method


def test_the_event_s_own_days_do_not_count(assets):
    cells = [*turn(60), ("loud", day(59), 0, 40)]
    (alone,) = of(turn(60), assets({"id": "turn", "date": day(59)}))
    (row,) = of(cells, assets({"id": "turn", "date": day(59)}))
    assert (row.n, row.estimate) == (alone.n, alone.estimate)


def test_a_month_and_an_event_of_some_days_are_left_out_whole(assets):
    month, days = of(
        turn(60),
        assets(
            {"id": "month", "date": "2023-03"},
            {"id": "days", "date": "2023-03-01", "end": "2023-03-04"},
        ),
    )
    assert (month.earlier, month.later) == ("2023-01-30 to 2023-02-28", "2023-04-01 to 2023-04-30")
    assert days.later == "2023-03-05 to 2023-04-03"


def test_a_coarse_date_counts_only_where_the_window_holds_it(assets):
    cells = [("a", "2023-02", 3, 0), ("b", "2023", 3, 0), ("c", "2023-04", 0, 3)]
    (row,) = of(cells, assets({"id": "march", "date": "2023-03"}))
    assert (row.n_earlier, row.n_later) == (3, 3)
    assert row.n == 6
    assert of(cells, assets({"id": "day", "date": "2023-03-05"})) == []


def test_too_little_on_one_side_keeps_its_n_and_no_figure(assets):
    (row,) = of([("a", day(0), 3, 0), ("b", day(1), 3, 0)], assets({"id": "x", "date": day(5)}))
    assert (row.n_earlier, row.n_later) == (6, 0)
    assert all(math.isnan(v) for v in (row.estimate, row.low, row.high, row.p, row.q))


def test_an_event_that_nobody_lived_near_has_no_row(assets):
    assert of(turn(60), assets({"id": "old", "date": "1956-07"})) == []


def test_without_events_or_statements_there_are_no_rows(assets, tmp_path):
    assert of(turn(60), Assets(tmp_path / "nowhere")) == []
    assert of([], assets({"id": "x", "date": day(1)})) == []
    (tmp_path / "events.toml").write_text("")
    assert of(turn(60), Assets(tmp_path)) == []


@pytest.mark.parametrize("event", [{"id": "x"}, {"date": "2023"}, {"id": "x", "date": "spring"}])
def test_a_table_that_is_not_understood(event, assets):
    with pytest.raises(ModelError) as caught:
        read(assets(event))
    assert caught.value.code == "M003"


def test_few_placebo_dates_give_no_p(assets):
    (row,) = of(turn(20, until=40), assets({"id": "turn", "date": day(19)}))
    assert row.estimate == 2
    assert math.isnan(row.p)


@pytest.mark.parametrize("unit", ["statement", "document", "holder"])
def test_a_thread_with_comments_on_many_days_is_one_voice(unit, assets):
    config = SECTION.model_copy(update={"unit": unit})
    days = [d for d in range(30, 91) if d != 60]
    event = assets({"id": "x", "date": day(60)})
    (row,) = contrasts(counted(threads(talk(0, days)), config), config, event)
    assert (row.n_earlier, row.n_later) == (30, 30)
    assert all(math.isnan(v) for v in (row.estimate, row.low, row.high, row.p))
    (row,) = contrasts(counted(threads(talk(0, days) + talk(1, days)), config), config, event)
    assert row.estimate == row.estimate  # two on both sides


@pytest.mark.parametrize("unit", ["statement", "document", "holder"])
def test_how_many_days_a_thread_takes_does_not_matter(unit, assets):
    """The same comments on ten days each and on one: as many voices, so the same interval."""
    config = SECTION.model_copy(update={"unit": unit})
    firsts = (31, 35, 48, 61, 70, 77)
    spread = [c for i, first in enumerate(firsts) for c in talk(i, range(first, first + 10 + i))]
    at_once = [(d, who, day(firsts[d]), stance) for d, who, _, stance in spread]
    event = assets({"id": "x", "date": day(60)})
    rows = [
        contrasts(counted(threads(comments), config), config, event)[0]
        for comments in (spread[:-6], at_once[:-6])
    ]
    assert (rows[0].estimate, rows[0].low, rows[0].high, rows[0].n) == (
        rows[1].estimate, rows[1].low, rows[1].high, rows[1].n,
    )  # fmt: skip
    assert rows[0].low > -2


_DATES = st.one_of(
    st.integers(0, 150).map(day), st.sampled_from(["2023", "2023-02", "2023-03", "2023-05", ""])
)
_CELLS = st.lists(st.tuples(st.just("h"), _DATES, st.integers(0, 3), st.integers(0, 3)))


@given(_CELLS, st.integers(0, 150))
def test_sums_over_windows_against_a_plain_count(cells, middle):
    statements = counted(panel(cells), SECTION)
    at = date(2023, 1, 1) + timedelta(days=middle)
    counts = series(statements, SECTION).contrast(np.array([[at.toordinal()] * 2])).counts[0]
    expected = [0, 0]
    for stance, text in zip(statements.stance, statements.dates, strict=True):
        days = extent(text)
        if days is None or stance not in (FAVOR, AGAINST):
            continue
        expected[0] += at - timedelta(days=30) <= days[0] <= days[1] < at
        expected[1] += at < days[0] <= days[1] <= at + timedelta(days=30)
    assert counts.tolist() == expected


_COMMENTS = st.lists(
    st.tuples(
        st.integers(0, 4),
        st.integers(0, 4),
        st.integers(0, 90).map(day),
        st.sampled_from(["favor", "against", "neutral"]),
    ),
    min_size=1,
)


@given(_COMMENTS, st.sampled_from(["statement", "document", "holder"]))
def test_sums_within_a_window_against_a_plain_ratio_of_clusters(comments, unit):
    config = SECTION.model_copy(update={"unit": unit, "min_n": 1})
    statements = counted(threads(comments), config)
    at = date(2023, 1, 1) + timedelta(days=45)
    found = series(statements, config).contrast(np.array([[at.toordinal()] * 2]))
    owners = statements.holder if unit == "holder" else statements.document
    sides = []
    for first, last in ((15, 44), (46, 75)):
        said: dict[int, list[int]] = {}
        for owner, stance, text in zip(owners, statements.stance, statements.dates, strict=True):
            if day(first) <= text <= day(last):
                said.setdefault(int(owner), []).append({FAVOR: 1, AGAINST: -1}.get(int(stance), 0))
        lines = [
            np.array([sum(codes), sum(map(abs, codes))])
            / (sum(map(abs, codes)) if unit != "statement" else 1)
            for codes in said.values()
            if any(codes)
        ]
        sides.append(plain_ratio(lines))
    difference, error = sides[1][0] - sides[0][0], math.hypot(sides[0][1], sides[1][1])
    assert found.difference[0] == pytest.approx(difference, nan_ok=True)
    assert found.error[0] == pytest.approx(error, nan_ok=True)


def plain_ratio(lines):
    """Ratio of the sums of (above, below) lines and its error; nan for fewer than two."""
    if len(lines) < 2:
        return math.nan, math.nan
    above, below = np.sum(lines, axis=0)
    squares = sum((a - above / below * b) ** 2 for a, b in lines)
    return above / below, math.sqrt(squares * len(lines) / (len(lines) - 1) + 1) / below

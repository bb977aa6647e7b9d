"""The trend within persons, beside the pooled one: rows of the change figure, and its sentence."""

from __future__ import annotations

import math
from typing import Any

from pipeline.report.figures.base import Mark, mark_of
from pipeline.report.ledger import Frame, Ledger
from pipeline.report.wording import count, period_words, signed, signed_range
from pipeline.trends.panel import MEASURE

#: Components of a change in a reader's words, in their order.
PARTS: dict[str, str] = {
    "total": "Whole change",
    "within": "Same voices",
    "mix": "Mix of voices",
    "interaction": "Both at once",
}


def slope_rows(ledger: Ledger) -> Frame:
    """Change of balance a year: whole, within the same holders, and of the mix; may be empty."""
    rows = _measured(ledger).dropna(subset=["estimate"]).copy()
    rows["part"] = rows["component"].map(PARTS)
    rows["rank"] = [list(PARTS).index(name) for name in rows["component"]]
    rows["pair"] = [
        f"Each year, {period_words(row.earlier)} → {period_words(row.later)}"
        for row in rows.itertuples()
    ]
    return rows.sort_values("rank", kind="stable").drop(columns="rank")


def slope_mark(ledger: Ledger, row: Any) -> Mark:
    """The statements that a slope rests on; within holders, those of holders heard twice."""
    words = (
        f"{row.part}, {row.pair}: {signed(row.estimate)} ({signed_range(row.low, row.high)}), "
        f"{count(int(row.n_holders), 'holder')}"
    )
    sided = _full(ledger)
    if row.component == "within":
        named = sided[sided["holder_id"] != ""]
        periods = named.groupby("holder_id", sort=True)["period"].nunique()
        sided = named[named["holder_id"].isin(periods.index[periods >= 2])]
    return mark_of("who-changed", words, sided.index, MEASURE, row.component)


def slope_sentence(ledger: Ledger) -> str:
    """Composition against conversion in one sentence; "" for a run without slopes."""
    found = {str(row.component): row for row in _measured(ledger).itertuples()}
    if not {"total", "within", "mix"} <= set(found):
        return ""
    total, within, mix = (found[name] for name in ("total", "within", "mix"))
    start = f"On a straight line over all periods the balance moves by {_figure(total)} a year"
    if math.isnan(total.estimate):
        start = "How much the balance moves a year cannot be told"
    if math.isnan(within.estimate):
        reason = str(within.method).partition(";")[0].removeprefix("too few: ")
        return f"{start}; too few are heard again to say if they changed: {reason}."
    return (
        f"{start}; among {count(int(within.n_holders), 'holder')} heard in two periods or more "
        f"({count(int(within.n), 'statement')}), each compared with themselves, by "
        f"{_figure(within)}; {_figure(mix)} is who speaks, and how much."
    )


def _measured(ledger: Ledger) -> Frame:
    rows = ledger.folder.frame("changes")
    rows = rows[rows["measure"] == MEASURE]
    return rows.assign(n_holders=rows.get("n_holders", 0))


def _full(ledger: Ledger) -> Frame:
    """Statements that take a side in the periods that have enough of them."""
    rows = ledger.sided
    sizes = rows.loc[rows["period"] != "", "period"].value_counts()
    return rows[rows["period"].isin(sizes.index[sizes >= ledger.settings.min_n])]


def _figure(row: Any) -> str:
    return f"{signed(row.estimate)} ({signed_range(row.low, row.high)})"

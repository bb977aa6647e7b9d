"""Stance over time: shares and balance with intervals, statements counted, dated events."""

from __future__ import annotations

from typing import Any

from pipeline.report.figures.base import Figure, Mark, mark_of, nothing, with_marks
from pipeline.report.figures.time_drawing import draw_balance, draw_shares
from pipeline.report.ledger import Frame, Ledger
from pipeline.report.theme import ORDER, WORDS
from pipeline.report.timeline import Days, Event
from pipeline.report.wording import (
    count,
    percent,
    percent_range,
    period_words,
    signed,
    signed_range,
    taking_sides,
)

_MISSING = "No period has enough dated statements, so nothing can be said about time."
_COLUMNS = {
    "period": "Period", "name": "Stance", "n": "Statements", "n_documents": "Documents",
    "n_holders": "Holders", "n_effective": "Effective number",
    "estimate": "Share", "low": "Low", "high": "High",
}  # fmt: skip
_BALANCE_COLUMNS = {"n": "Statements that take a side", "estimate": "Balance"}


def stance_over_time(ledger: Ledger, *, group: str = "all") -> Figure:
    """Share of each stance by period, with bands; ``group`` as in the trends table."""
    measures = [f"share:{stance}" for stance in ORDER]
    rows = in_stretches(ledger.trend(measures, group).dropna(subset=["estimate"]))
    figure = "stance-over-time" if group == "all" else f"stance-over-time-{group}"
    title = "Shares of each stance"
    if rows.empty:
        return nothing(figure, title, _MISSING)
    rows["stance"] = rows["measure"].str.removeprefix("share:")
    rows["name"] = rows["stance"].map(WORDS)
    behind = _by(ledger, ["period", "stance"])
    marks = [_share_mark(figure, row, behind) for row in rows.itertuples()]
    wholes = _wholes(ledger, figure, rows)
    at = [wholes[period] for period in rows["period"]]
    rows = rows.assign(whole=[f"#{m.id}" for m in at], whole_words=[m.label for m in at])
    first, last = rows["period"].iloc[0], rows["period"].iloc[-1]
    level = round(100 * ledger.settings.level)
    return Figure(
        id=figure,
        title=title,
        summary=_share_summary(rows, first, last),
        note=(
            "Shares of all statements about scaling that somebody makes, or repeats and agrees "
            f"with, and of bare facts that are nobody’s view. Bands are {level}% intervals: where "
            "they overlap, a difference may be chance. "
            "Bars below count the statements of each period; lines break where a period has too "
            "few. A hundred sentences by one author are one voice: the effective number in the "
            "table says how many equally talkative documents or holders a period is worth."
        ),
        frame=with_marks(rows, marks),
        columns=_COLUMNS,
        drawing=lambda frame, canvas: draw_shares(frame, canvas, events_within(ledger, frame)),
        marks=(*marks, *wholes.values()),
    )


def balance_over_time(ledger: Ledger, *, group: str = "all") -> Figure:
    """(favor - against) / (favor + against) by period, with intervals."""
    rows = in_stretches(ledger.trend(["balance"], group).dropna(subset=["estimate"]))
    figure = "balance-over-time" if group == "all" else f"balance-over-time-{group}"
    title = "Balance over time"
    if rows.empty:
        return nothing(figure, title, _MISSING)
    sided = _by(ledger, ["period"], ledger.sided)
    marks = [
        mark_of(
            figure,
            f"Balance in {period_words(row.period)}: {signed(row.estimate)} "
            f"({signed_range(row.low, row.high)}), {taking_sides(int(row.n))}",
            sided.get((row.period,), []),
            str(row.period),
        )
        for row in rows.itertuples()
    ]
    last = rows.iloc[-1]
    return Figure(
        id=figure,
        title=title,
        summary=(
            f"Balance of favouring over disputing statements in {count(len(rows), 'period')}; "
            f"in the last, {period_words(last['period'])}, {signed(last['estimate'])} "
            f"({signed_range(last['low'], last['high'])})."
        ),
        note=(
            "Of the statements that take a side, to favour or to dispute: +1 when all favour the "
            "hypothesis, −1 when all dispute it, 0 when as many do either. Upright lines are "
            "intervals; the line between the dots breaks where a period has too few."
        ),
        frame=with_marks(rows, marks),
        columns={k: v for k, v in _COLUMNS.items() if k != "name"} | _BALANCE_COLUMNS,
        drawing=lambda frame, canvas: draw_balance(frame, canvas, events_within(ledger, frame)),
        marks=tuple(marks),
    )


def in_stretches(rows: Frame) -> Frame:
    """``rows`` of trends with the number of their ``stretch``, and whether they are ``alone``.

    A stretch is periods that follow each other at once: no line is drawn over a period in
    which too little was said.
    """
    rows = rows.sort_values(["measure", "start"], kind="stable").reset_index(drop=True)
    follows = (rows["start"] == rows["end"].shift()) & (rows["measure"] == rows["measure"].shift())
    stretch = (~follows).cumsum()
    return rows.assign(stretch=stretch, alone=~stretch.duplicated(keep=False))


def events_within(ledger: Ledger, rows: Frame) -> list[Event]:
    """The dated events between the first and the last day of ``rows``, by date.

    Periods with too little to draw a share or a balance of can come before and after them.
    """
    if rows.empty:
        return []
    shown = Days(rows["start"].min().date(), rows["end"].max().date())
    return [e for e in ledger.events if shown.holds(e.days)]


def drawn_events(ledger: Ledger) -> list[Event]:
    """Those of the shares over time."""
    shares = ledger.trend([f"share:{stance}" for stance in ORDER])
    return events_within(ledger, shares.dropna(subset=["estimate"]))


def _by(ledger: Ledger, keys: list[str], rows: Frame | None = None) -> dict[tuple[str, ...], Any]:
    chosen = ledger.counted if rows is None else rows
    groups = chosen.groupby(keys, sort=True).indices
    at = chosen.index.to_numpy()
    return {(k if isinstance(k, tuple) else (k,)): at[v] for k, v in groups.items()}


def _wholes(ledger: Ledger, figure: str, rows: Frame) -> dict[str, Mark]:
    """The mark of each period's bar: all statements that its shares divide."""
    behind = _by(ledger, ["period"])
    return {
        str(row.period): mark_of(
            figure,
            f"All of {period_words(row.period)}: {count(int(row.n), 'statement')}",
            behind.get((row.period,), []),
            str(row.period),
        )
        for row in rows.drop_duplicates("period").itertuples()
    }


def _share_mark(figure: str, row: Any, behind: dict[tuple[str, ...], Any]) -> Mark:
    words = (
        f"{row.name} in {period_words(row.period)}: {percent(row.estimate)} "
        f"({percent_range(row.low, row.high)}) of {count(int(row.n), 'statement')}"
    )
    return mark_of(figure, words, behind.get((row.period, row.stance), []), row.period, row.stance)


def _share_summary(rows: Frame, first: str, last: str) -> str:
    def at(period: str, stance: str) -> str:
        found = rows[(rows["period"] == period) & (rows["stance"] == stance)]
        if found.empty:
            return "none"
        row = found.iloc[0]
        return f"{percent(row['estimate'])} ({percent_range(row['low'], row['high'])})"

    return (
        f"Shares of four stances in {period_words(first)} and in {period_words(last)}, the first "
        f"and the last period: favouring {at(first, 'favor')}, then {at(last, 'favor')} of the "
        f"statements; disputing {at(first, 'against')}, then {at(last, 'against')}."
    )

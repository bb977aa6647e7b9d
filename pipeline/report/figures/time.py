"""Stance over time: shares and balance with intervals, statements counted, dated events."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from pipeline.report.figures.base import Canvas, Figure, Mark, mark_of, nothing, with_marks
from pipeline.report.ledger import Ledger
from pipeline.report.theme import (
    AXIS, DASHES, GRID, INK, LINES, ORDER, QUIET, SHAPES, WORDS, stance_scale,
)  # fmt: skip
from pipeline.report.timeline import Event
from pipeline.report.wording import count, percent, percent_range, signed, signed_range

_MISSING = "No statement has a date that falls into a period, so nothing can be said about time."
_BALANCE_WORDS = (
    "datum.value == 1 ? 'all favour' : datum.value == -1 ? 'all dispute' : "
    "datum.value == 0 ? 'even' : format(datum.value, '+.1f')"
)
_COLUMNS = {
    "period": "Period", "name": "Stance", "n": "Statements", "n_documents": "Documents",
    "n_holders": "Holders", "estimate": "Share", "low": "Low", "high": "High",
}  # fmt: skip


def stance_over_time(ledger: Ledger, *, group: str = "all") -> Figure:
    """Share of each stance by period, with bands; ``group`` as in the trends table."""
    measures = [f"share:{stance}" for stance in ORDER]
    rows = ledger.trend(measures, group).dropna(subset=["estimate"])
    figure = "stance-over-time" if group == "all" else f"stance-over-time-{group}"
    title = "Stance over time"
    if rows.empty:
        return nothing(figure, title, _MISSING)
    rows["stance"] = rows["measure"].str.removeprefix("share:")
    rows["name"] = rows["stance"].map(WORDS)
    behind = _by(ledger, ["period", "stance"])
    marks = [_share_mark(figure, row, behind) for row in rows.itertuples()]
    first, last = rows["period"].iloc[0], rows["period"].iloc[-1]
    return Figure(
        id=figure,
        title=title,
        summary=_share_summary(rows, first, last),
        note=(
            "Shares of all statements about scaling in the speaker’s own or endorsed voice. "
            "Bands are intervals; bars below count the statements of each period."
        ),
        frame=with_marks(rows, marks),
        columns=_COLUMNS,
        drawing=lambda frame, canvas: _draw_shares(frame, canvas, ledger),
        marks=tuple(marks),
    )


def balance_over_time(ledger: Ledger, *, group: str = "all") -> Figure:
    """(favor - against) / (favor + against) by period, with intervals."""
    rows = ledger.trend(["balance"], group).dropna(subset=["estimate"])
    figure = "balance-over-time" if group == "all" else f"balance-over-time-{group}"
    title = "Balance over time"
    if rows.empty:
        return nothing(figure, title, _MISSING)
    sided = _by(ledger, ["period"], ledger.sided)
    marks = [
        mark_of(
            figure,
            f"Balance in {row.period}: {signed(row.estimate)} "
            f"({signed_range(row.low, row.high)}), {count(int(row.n), 'statement')}",
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
            f"in the last, {last['period']}, {signed(last['estimate'])} "
            f"({signed_range(last['low'], last['high'])})."
        ),
        note="+1: all sided statements favour the hypothesis; −1: all dispute it; 0: even.",
        frame=with_marks(rows, marks),
        columns={k: v for k, v in _COLUMNS.items() if k != "name"} | {"estimate": "Balance"},
        drawing=lambda frame, canvas: _draw_balance(frame, canvas, ledger),
        marks=tuple(marks),
    )


def events_within(ledger: Ledger) -> list[Event]:
    """The dated events that fall into the periods of the data, by date."""
    days = list(ledger.periods.values())
    if not days:
        return []
    start, end = days[0].start, days[-1].end
    return [e for e in ledger.events if start <= e.days.start and e.days.end <= end]


def _by(
    ledger: Ledger, keys: list[str], rows: pd.DataFrame | None = None
) -> dict[tuple[str, ...], Any]:
    chosen = ledger.counted if rows is None else rows
    groups = chosen.groupby(keys, sort=True).indices
    at = chosen.index.to_numpy()
    return {(k if isinstance(k, tuple) else (k,)): at[v] for k, v in groups.items()}


def _share_mark(figure: str, row: Any, behind: dict[tuple[str, ...], Any]) -> Mark:
    words = (
        f"{row.name} in {row.period}: {percent(row.estimate)} "
        f"({percent_range(row.low, row.high)}) of {count(int(row.n), 'statement')}"
    )
    return mark_of(figure, words, behind.get((row.period, row.stance), []), row.period, row.stance)


def _share_summary(rows: pd.DataFrame, first: str, last: str) -> str:
    def at(period: str, stance: str) -> str:
        found = rows[(rows["period"] == period) & (rows["stance"] == stance)]["estimate"]
        return percent(float(found.iloc[0])) if len(found) else "no"

    return (
        f"Shares of four stances from {first} to {last}. Favouring went from "
        f"{at(first, 'favor')} to {at(last, 'favor')} of the statements, disputing from "
        f"{at(first, 'against')} to {at(last, 'against')}."
    )


def _x(frame: pd.DataFrame, field: str = "middle", *, axis: bool = True) -> alt.X:
    domain = [frame["start"].min().isoformat(), frame["end"].max().isoformat()]
    shown = alt.Axis(format="%Y", tickCount="year", grid=False, title=None) if axis else None
    return alt.X(f"{field}:T", scale=alt.Scale(domain=domain, nice=False), axis=shown)


def _draw_shares(frame: pd.DataFrame, canvas: Canvas, ledger: Ledger) -> Any:
    height = 220 if canvas.narrow else 300
    y = alt.Y("estimate:Q", scale=alt.Scale(domain=[0, _ceiling(frame)]),
              axis=alt.Axis(format="%", title=None, tickCount=5, domain=False, ticks=False))  # fmt: skip
    base = alt.Chart(frame).encode(x=_x(frame, axis=False))
    ink = alt.Color("stance:N", scale=stance_scale(LINES), legend=None)
    bands = base.mark_area(opacity=0.14).encode(
        y=alt.Y("low:Q"), y2="high:Q", color=ink
    ).transform_filter("datum.stance == 'favor' || datum.stance == 'against'")  # fmt: skip
    lines = base.mark_line(strokeWidth=2.2).encode(
        y=y, color=ink, strokeDash=alt.StrokeDash("stance:N", scale=stance_scale(DASHES), legend=None)
    )
    points = base.mark_point(filled=True, opacity=1, size=64).encode(
        y=y, color=ink,
        shape=alt.Shape("stance:N", scale=stance_scale(SHAPES), legend=None),
        tooltip=_tips(), **canvas.linked(),
    )  # fmt: skip
    top = alt.layer(*_conferences(frame, ledger), bands, lines, points, *_names(frame, canvas, height))
    return _stacked(top.properties(width=canvas.width, height=height), frame, canvas, ledger)


def _draw_balance(frame: pd.DataFrame, canvas: Canvas, ledger: Ledger) -> Any:
    height = 180 if canvas.narrow else 220
    y = alt.Y("estimate:Q", scale=alt.Scale(domain=[-1, 1]),
              axis=alt.Axis(values=[-1, -0.5, 0, 0.5, 1], labelExpr=_BALANCE_WORDS,
                            title=None, domain=False, ticks=False))  # fmt: skip
    base = alt.Chart(frame).encode(x=_x(frame))
    zero = alt.Chart(pd.DataFrame({"zero": [0]})).mark_rule(color=AXIS).encode(y="zero:Q")
    line = base.mark_line(color=AXIS, strokeWidth=1.6).encode(y=y)
    ends = base.mark_rule(color=QUIET, strokeWidth=1.4).encode(y="low:Q", y2="high:Q")
    points = base.mark_point(filled=True, color=INK, opacity=1, size=60).encode(
        y=y, tooltip=_tips("+.2f"), **canvas.linked()
    )
    drawn = alt.layer(*_conferences(frame, ledger), zero, line, ends, points)
    return drawn.properties(width=canvas.width, height=height)


def _stacked(top: Any, frame: pd.DataFrame, canvas: Canvas, ledger: Ledger) -> Any:
    """``top`` over the strip of events and the count of statements, on one time axis."""
    parts = [top]
    ticks = _ticks(frame, canvas, ledger)
    if ticks is not None:
        parts.append(ticks)
    once = frame.drop_duplicates("period")
    counts = (
        alt.Chart(once)
        .mark_bar(color="#c3c8ce")
        .encode(
            x=_x(frame, "start"),
            x2="end:T",
            y2=alt.datum(0),
            y=alt.Y("n:Q", axis=alt.Axis(title=None, tickCount=2, domain=False, ticks=False, format="d")),
            tooltip=[alt.Tooltip("period:N"), alt.Tooltip("n:Q", title="statements")],
        )
        .properties(width=canvas.width, height=46, title=_small("statements in each period"))
    )  # fmt: skip
    return alt.vconcat(*parts, counts, spacing=6).resolve_scale(x="independent")


def _ticks(frame: pd.DataFrame, canvas: Canvas, ledger: Ledger) -> Any | None:
    events = [e for e in events_within(ledger) if not e.is_neurips]
    if not events:
        return None
    marks = [mark_of("event", e.title, [], e.id) for e in events]
    rows = pd.DataFrame({
        "at": [pd.Timestamp(e.days.middle) for e in events],
        "event": [e.title for e in events], "date": [e.date for e in events],
    })  # fmt: skip
    rows = with_marks(rows, marks).assign(description=[f"{e.title}, {e.date}" for e in events])
    return (
        alt.Chart(rows)
        .mark_point(shape="triangle-up", filled=True, color=QUIET, opacity=1, size=50)
        .encode(x=_x(frame, "at", axis=False), tooltip=["event:N", "date:N"], **canvas.linked())
        .properties(width=canvas.width, height=14, title=_small("dated events"))
    )


def _small(text: str) -> Any:
    return alt.TitleParams(
        text, anchor="start", fontSize=11, fontWeight="normal", color=QUIET, offset=2
    )


def _conferences(frame: pd.DataFrame, ledger: Ledger) -> list[Any]:
    """A dashed rule and a name for each NeurIPS within the data."""
    events = [e for e in events_within(ledger) if e.is_neurips]
    if not events:
        return []
    rows = pd.DataFrame({
        "at": [pd.Timestamp(e.days.start) for e in events],
        "name": [f"NeurIPS ’{e.days.start:%y}" for e in events],
    })  # fmt: skip
    base = alt.Chart(rows).encode(x=_x(frame, "at", axis=False))
    rule = base.mark_rule(color=AXIS, strokeDash=[3, 3])
    name = base.mark_text(align="right", baseline="top", dx=-4, color=QUIET, fontSize=11, y=2)
    return [rule, name.encode(text="name:N")]


def _names(frame: pd.DataFrame, canvas: Canvas, height: int) -> list[Any]:
    """Each line's name at its end, moved apart where they would touch."""
    last = frame.sort_values("start").groupby("stance", sort=True).tail(1)
    top = _ceiling(frame)
    heights = spread([float(v) / top * height for v in last["estimate"]], 16)
    rows = last.assign(at=[h / height * top for h in heights], edge=frame["end"].max())
    ink = alt.Color("stance:N", scale=stance_scale(LINES), legend=None)
    text = alt.Chart(rows).mark_text(align="left", dx=6, fontSize=12.5, fontWeight=600, clip=False)
    return [text.encode(x=_x(frame, "edge", axis=False), y="at:Q", text="name:N", color=ink)]


def spread(places: list[float], gap: float) -> list[float]:
    """``places`` moved upwards as little as needed so that neighbours are ``gap`` apart."""
    order = sorted(range(len(places)), key=lambda i: (places[i], i))
    moved = list(places)
    for before, after in zip(order, order[1:], strict=False):
        moved[after] = max(moved[after], moved[before] + gap)
    return moved


def _ceiling(frame: pd.DataFrame) -> float:
    highest = frame[["estimate", "high"]].max().max()
    return min(1.0, max(0.1, round(float(highest) + 0.06, 1)))


def _tips(form: str = ".0%") -> list[Any]:
    return [
        alt.Tooltip("description:N", title="mark"),
        *(alt.Tooltip(f"{name}:Q", format=form) for name in ("estimate", "low", "high")),
        alt.Tooltip("n:Q", title="statements"),
    ]



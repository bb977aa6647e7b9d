"""Who changed, or who came and went: a change of balance split into its parts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import altair as alt
import pandas as pd

from pipeline.report.figures.base import Canvas, Figure, Mark, mark_of, nothing, with_marks
from pipeline.report.figures.slope import PARTS, slope_mark, slope_rows, slope_sentence
from pipeline.report.ledger import Frame, Ledger
from pipeline.report.theme import AXIS, INK, QUIET, signs
from pipeline.report.timeline import days_of, period_days
from pipeline.report.wording import capital, period_words, signed, signed_range

_COLUMNS = {
    "earlier": "From", "later": "To", "part": "Part", "estimate": "Change of balance",
    "low": "Low", "high": "High", "n": "Statements that take a side", "n_holders": "Holders",
    "method": "Method",
}  # fmt: skip
_AXIS = "towards dispute  ←  change of balance  →  towards favour"
_SEASONS = 3  # the latest steps from conference to conference

#: The whole stretch, and the steps between conferences.
MEASURES = ("balance", "balance:neurips")


def who_changed(ledger: Ledger) -> Figure:
    """Change of balance between periods and how much of it is the same holders' change."""
    title = "Change of balance and its parts"
    rows = changes_of(ledger)
    if rows.empty:
        missing = "Change needs two periods with enough statements; this run does not have them."
        return nothing("who-changed", title, missing)
    rows["part"] = rows["component"].map(PARTS)
    rows["pair"] = [
        capital(f"{period_words(r.earlier)} → {period_words(r.later)}") for r in rows.itertuples()
    ]
    yearly = slope_rows(ledger)
    marks = [_mark(ledger, row) for row in rows.itertuples()]
    marks += [slope_mark(ledger, row) for row in yearly.itertuples()]
    summary = f"{_summary(rows)} {slope_sentence(ledger)}".strip()
    rows = pd.concat([rows, yearly], ignore_index=True) if len(yearly) else rows
    return Figure(
        id="who-changed",
        title=title,
        summary=summary,
        note=(
            "A change of +0.1 is five in a hundred statements that dispute before and favour "
            "after, of all that take a side. “Same voices” is what would have changed had the same "
            "holders spoken as often as before; “mix of voices” what would have changed had nobody "
            "altered their view, but others spoken, or the same people more or less; "
            "“both at once” is what neither explains alone, such as people who changed and spoke "
            "more. A line that crosses 0 may be chance; n counts statements that take a side. A "
            "year’s change is that of a straight line through all periods: “same voices” compares "
            "holders heard in two periods or more each with themselves, “mix of voices” is the "
            "rest of the whole."
        ),
        frame=with_marks(rows, marks),
        columns=_COLUMNS,
        drawing=_draw,
        marks=tuple(marks),
    )


def changes_of(ledger: Ledger) -> Frame:
    """The change over the whole time, then the steps from one NeurIPS to the next, with parts.

    The whole is from first to last period or from first to last season, whichever
    rests on more statements.
    """
    rows = ledger.folder.frame("changes")
    rows = rows[rows["measure"].isin(MEASURES) & rows["component"].isin(list(PARTS))]
    rows = rows.dropna(subset=["estimate"])
    rows = rows.assign(n_holders=rows.get("n_holders", 0))
    if rows.empty:
        return rows
    rows["order"] = [_moment(ledger, str(row.earlier)) for row in rows.itertuples()]
    rows["rank"] = [list(PARTS).index(part) for part in rows["component"]]
    rows = rows.sort_values(["measure", "order", "later", "rank"], kind="stable")
    wholes = [_ends(part) for _, part in rows.groupby("measure", sort=True)]
    whole = max(wholes, key=lambda part: int(part["n"].max()))
    seasons = rows[rows["measure"] == MEASURES[1]]
    steps = (
        seasons[~seasons.index.isin(_ends(seasons).index)] if len(seasons) > len(PARTS) else seasons
    )
    steps = steps[~steps.index.isin(whole.index)].tail(_SEASONS * len(PARTS))
    return pd.concat([whole, steps], ignore_index=True)


def _within(ledger: Ledger, *periods: str) -> Callable[[str], bool]:
    """Whether a date falls into one of ``periods``, of quarters or of seasons."""
    found = [period_days(name, ledger.events, ledger.reach) for name in periods if ledger.reach]

    def inside(date: str) -> bool:
        days = days_of(date)
        return days is not None and any(span is not None and span.holds(days) for span in found)

    return inside


def _heard_in_both(ledger: Ledger, *periods: str) -> Frame:
    """Sided statements of holders who have a name and are heard in each of ``periods``."""
    named = ledger.sided[ledger.sided["holder_id"] != ""]
    for period in periods:
        heard = named.loc[named["date"].map(_within(ledger, period)), "holder_id"]
        named = named[named["holder_id"].isin(set(heard))]
    return named


def _ends(rows: Frame) -> Frame:
    """The rows from the first period to the last; the trends stage compares those too."""
    if rows.empty:
        return rows
    first = rows[rows["order"] == rows["order"].min()]
    return first[first["later"] == first["later"].iloc[-1]]


def _moment(ledger: Ledger, period: str) -> str:
    """The first day of a period, to sort by."""
    days = period_days(period, ledger.events, ledger.reach) if ledger.reach else None
    return days.start.isoformat() if days else period


def _mark(ledger: Ledger, row: Any) -> Mark:
    sided = ledger.sided
    if row.component in ("within", "interaction"):  # as their n: of holders heard in both
        sided = _heard_in_both(ledger, row.earlier, row.later)
    inside = sided.index[sided["date"].map(_within(ledger, row.earlier, row.later))]
    words = (
        f"{row.part}, {period_words(row.earlier)} to {period_words(row.later)}: "
        f"{signed(row.estimate)} ({signed_range(row.low, row.high)})"
    )
    return mark_of("who-changed", words, inside, row.earlier, row.later, row.component)


def _summary(rows: Frame) -> str:
    last = rows[rows["pair"] == rows["pair"].iloc[0]].set_index("component")
    start, end = (period_words(last[name].iloc[0]) for name in ("earlier", "later"))
    parts = [
        f"{PARTS[name].lower()} {signed(last.loc[name, 'estimate'])} "
        f"({signed_range(last.loc[name, 'low'], last.loc[name, 'high'])})"
        if last.loc[name, "n"]
        else f"{PARTS[name].lower()}: nobody was heard in both"
        for name in PARTS
        if name in last.index
    ]
    return f"Change of balance from {start} to {end}: {'; '.join(parts)}."


def _draw(frame: Frame, canvas: Canvas) -> Any:
    bound = max(0.1, float(frame[["low", "high", "estimate"]].abs().max().max()) * 1.1)
    pairs = list(frame["pair"].drop_duplicates())
    room = 140 if canvas.narrow else 330
    charts = []
    for pair in pairs:
        rows = frame[frame["pair"] == pair]
        shown = pair == pairs[-1]
        x = alt.X("estimate:Q", scale=alt.Scale(domain=[-bound, bound], nice=False), axis=alt.Axis(
            labelExpr=signs("+.1f"), title=_AXIS if shown else None, grid=True,
            domain=False, ticks=False, labels=shown,
            tickCount=3 if canvas.narrow else 5))  # fmt: skip
        rows = rows.assign(words=[f"n = {n:,}" if n else "nobody heard in both" for n in rows["n"]])
        y = alt.Y("part:N", sort=list(PARTS.values()), axis=canvas.labels())
        base = alt.Chart(rows).encode(y=y)
        zero = alt.Chart(pd.DataFrame({"zero": [0]})).mark_rule(color=AXIS).encode(x="zero:Q")
        reach = base.mark_rule(strokeWidth=1.6, color=QUIET).encode(x="low:Q", x2="high:Q")
        dots = base.mark_point(filled=True, size=80, opacity=1, color=INK).encode(
            x=x, tooltip=["description:N"], **canvas.linked(),
            shape=alt.Shape("component:N", legend=None, scale=alt.Scale(
                domain=list(PARTS), range=["square", "circle", "diamond", "triangle-up"])),
        )  # fmt: skip
        name = alt.TitleParams(
            pair.replace(" → ", " →\n").split("\n") if canvas.narrow else pair,
            anchor="start",
            fontSize=12 if canvas.narrow else 13,
            fontWeight=600,
            color=INK,
            frame="bounds" if canvas.narrow else "group",
        )
        counted = base.mark_text(align="left", dx=12, fontSize=11, color=QUIET).encode(
            x=alt.XDatum(bound), text="words:N"
        )
        layers = alt.layer(zero, reach, dots, *([] if canvas.narrow else [counted]))
        charts.append(layers.properties(width=canvas.width - room, height=92, title=name))
    return alt.vconcat(*charts, spacing=10)

"""Who changed, or who came and went: a change of balance split into its parts."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from pipeline.report.figures.base import Canvas, Figure, Mark, mark_of, nothing, with_marks
from pipeline.report.ledger import Ledger
from pipeline.report.theme import AXIS, INK, QUIET
from pipeline.report.wording import signed, signed_range

PARTS: dict[str, str] = {
    "total": "Whole change",
    "within": "Same voices, other views",
    "mix": "Other voices",
    "interaction": "Both at once",
}
_COLUMNS = {
    "earlier": "From", "later": "To", "part": "Part", "estimate": "Change of balance",
    "low": "Low", "high": "High", "n": "Statements", "method": "Method",
}  # fmt: skip
_SEASONS = 3  # the latest steps from conference to conference

#: The whole stretch, and the steps between conferences.
MEASURES = ("balance", "balance:neurips")


def who_changed(ledger: Ledger) -> Figure:
    """Change of balance between periods and how much of it is the same holders' change."""
    title = "Who changed, or who came and went"
    rows = changes_of(ledger)
    if rows.empty:
        missing = "Change needs two periods with enough statements; this run does not have them."
        return nothing("who-changed", title, missing)
    rows["part"] = rows["component"].map(PARTS)
    rows["pair"] = [f"{r.earlier} → {r.later}" for r in rows.itertuples()]
    marks = [_mark(ledger, row) for row in rows.itertuples()]
    return Figure(
        id="who-changed",
        title=title,
        summary=_summary(rows),
        note=(
            "“Same voices” is what would have changed had the same holders spoken as often as "
            "before; “other voices” what would have changed had nobody altered their view."
        ),
        frame=with_marks(rows, marks),
        columns=_COLUMNS,
        drawing=_draw,
        marks=tuple(marks),
    )


def changes_of(ledger: Ledger) -> pd.DataFrame:
    """The change over all periods, then those between one NeurIPS and the next, with parts."""
    rows = ledger.folder.frame("changes")
    rows = rows[rows["measure"].isin(MEASURES) & rows["component"].isin(list(PARTS))]
    rows = rows.dropna(subset=["estimate"]).copy()
    rows["rank"] = [list(PARTS).index(part) for part in rows["component"]]
    rows["order"] = [MEASURES.index(name) for name in rows["measure"]]
    rows = rows.sort_values(["order", "earlier", "later", "rank"], kind="stable")
    whole = rows[rows["measure"] == MEASURES[0]]
    if len(whole):
        first, last = whole["earlier"].min(), whole["later"].max()
        whole = whole[(whole["earlier"] == first) & (whole["later"] == last)]
    seasons = rows[rows["measure"] == MEASURES[1]]
    keys = seasons[["earlier", "later"]].drop_duplicates()
    first_to_last = (keys["earlier"] == keys["earlier"].min()) & (keys["later"] == keys["later"].max())
    steps = keys[~first_to_last | (len(keys) == 1)].tail(_SEASONS)
    seasons = seasons.merge(steps, on=["earlier", "later"])
    return pd.concat([whole, seasons], ignore_index=True)


def _mark(ledger: Ledger, row: Any) -> Mark:
    sided = ledger.sided
    inside = sided[sided["period"].isin([row.earlier, row.later])]
    words = (
        f"{row.part}, {row.earlier} to {row.later}: {signed(row.estimate)} "
        f"({signed_range(row.low, row.high)})"
    )
    return mark_of("who-changed", words, inside.index, row.earlier, row.later, row.component)


def _summary(rows: pd.DataFrame) -> str:
    last = rows[rows["pair"] == rows["pair"].iloc[0]].set_index("component")
    parts = [
        f"{PARTS[name].lower()} {signed(last.loc[name, 'estimate'])} "
        f"({signed_range(last.loc[name, 'low'], last.loc[name, 'high'])})"
        for name in PARTS
        if name in last.index
    ]
    return f"Change of balance {last['pair'].iloc[0]}: {'; '.join(parts)}."


def _draw(frame: pd.DataFrame, canvas: Canvas) -> Any:
    bound = max(0.1, float(frame[["low", "high", "estimate"]].abs().max().max()) * 1.1)
    x = alt.X("estimate:Q", scale=alt.Scale(domain=[-bound, bound], nice=False), axis=alt.Axis(
        format="+.1f", title="change of balance", grid=False, domain=False, tickCount=5))  # fmt: skip
    pairs = list(frame["pair"].drop_duplicates())
    room = 170 if canvas.narrow else 240
    charts = []
    for pair in pairs:
        rows = frame[frame["pair"] == pair]
        y = alt.Y("part:N", sort=list(PARTS.values()), axis=alt.Axis(
            title=None, domain=False, ticks=False, labelColor=INK))  # fmt: skip
        base = alt.Chart(rows).encode(y=y)
        zero = alt.Chart(pd.DataFrame({"zero": [0]})).mark_rule(color=AXIS).encode(x="zero:Q")
        reach = base.mark_rule(strokeWidth=1.6, color=QUIET).encode(x="low:Q", x2="high:Q")
        dots = base.mark_point(filled=True, size=80, opacity=1, color=INK).encode(
            x=x, tooltip=["description:N"], **canvas.linked(),
            shape=alt.Shape("component:N", legend=None, scale=alt.Scale(
                domain=list(PARTS), range=["square", "circle", "diamond", "triangle-up"])),
        )  # fmt: skip
        name = alt.TitleParams(
            pair, anchor="start", fontSize=13, fontWeight=600, color=INK, frame="group"
        )
        layers = alt.layer(zero, reach, dots)
        charts.append(layers.properties(width=canvas.width - room, height=96, title=name))
    return alt.vconcat(*charts, spacing=10)

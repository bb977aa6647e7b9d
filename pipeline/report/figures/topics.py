"""Topics over time: how many statements, and which way they lean."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from pipeline.report.figures.base import Canvas, Figure, Mark, mark_of, nothing, with_marks
from pipeline.report.ledger import Column, Frame, Ledger
from pipeline.report.theme import FILLS, LINES, ORDER, SHAPES, stance_scale
from pipeline.report.wording import count, label, of_all, period_words, quoted

_SHOWN = 12
_COLUMNS = {
    "name": "Topic", "period": "Period", "n": "Statements",
    "favor": "Favour", "against": "Dispute", "mixed": "Both", "neutral": "Neutral",
}  # fmt: skip


def topics_over_time(ledger: Ledger) -> Figure:
    """One circle a topic and period: its size counts, its colour and shape lean."""
    dated = {t: _dated(ledger, rows) for t, rows in ledger.topics.items()}
    dated = {t: rows for t, rows in dated.items() if len(rows)}
    if not dated:
        missing = "No topic has a dated statement, so their course cannot be drawn."
        return nothing("topics-over-time", "Topics over time", missing)
    labels = ledger.folder.frame("topics").set_index("id")["label"]
    frame, marks = _cells(ledger, dated, labels)
    return Figure(
        id="topics-over-time",
        title="Topics over time",
        summary=_summary(frame, len(dated)),
        note=(
            "A sign’s area counts statements; colour and shape say whether more of them "
            "favour (circle), dispute (diamond), or neither (square)."
        ),
        frame=with_marks(frame, marks),
        columns=_COLUMNS,
        drawing=_draw,
        marks=tuple(marks),
    )


def lean(favor: int, against: int) -> str:
    """Which side the majority of sided statements takes: favor, against or mixed."""
    if favor == against:
        return "mixed"
    return "favor" if favor > against else "against"


def _dated(ledger: Ledger, at: Any) -> Frame:
    rows = ledger.statements.loc[at, ["stance", "period"]]
    return rows[rows["period"].isin(list(ledger.periods))]


def _cells(ledger: Ledger, dated: dict[str, Frame], labels: Column) -> tuple[Frame, list[Mark]]:
    largest = sorted(dated, key=lambda t: (-len(dated[t]), t))[:_SHOWN]
    cells, marks = [], []
    groups = [
        (topic, period, inside)
        for topic in largest
        for period, inside in dated[topic].groupby("period", sort=True)
    ]
    for topic, period, inside in groups:
        stances = inside["stance"].value_counts()
        counts = {stance: int(stances.get(stance, 0)) for stance in ORDER}
        name, days = label(labels[topic], 44), ledger.periods[period]
        cells.append({
            "topic": topic, "name": name, "period": period, "n": len(inside),
            "at": pd.Timestamp(days.middle), "start": pd.Timestamp(days.start),
            "end": pd.Timestamp(days.end), "rank": largest.index(topic),
            "lean": lean(counts["favor"], counts["against"]), **counts,
        })  # fmt: skip
        words = (
            f"{name}, {period_words(period)}: {count(len(inside), 'statement')}, "
            f"{counts['favor']} favour, {counts['against']} dispute"
        )
        marks.append(mark_of("topics-over-time", words, inside.index, topic, period))
    return pd.DataFrame(cells), marks


def _summary(frame: Frame, total: int) -> str:
    largest = frame.groupby("name")["n"].sum().sort_values(ascending=False)
    peak = frame.sort_values(["n", "name"], ascending=[False, True]).iloc[0]
    return (
        f"Statements of {of_all(len(largest), total, 'topic')} by period. The largest is "
        f"{quoted(largest.index[0])} with {largest.iloc[0]:,}; most in one period were on "
        f"{quoted(peak['name'])}, in {period_words(peak['period'])}: {peak['n']}."
    )


def _draw(frame: Frame, canvas: Canvas) -> Any:
    frame = frame.assign(name=canvas.folded(frame["name"]))
    order = list(frame.sort_values("rank")["name"].drop_duplicates())
    sizes = [10, 90] if canvas.narrow else [18, 420]
    width = canvas.width - (130 if canvas.narrow else 184)
    leaning = ("favor", "mixed", "against")
    reach = [frame["start"].min().isoformat(), frame["end"].max().isoformat()]
    return (
        alt.Chart(frame)
        .mark_point(filled=True, opacity=0.9, strokeWidth=1)
        .encode(
            x=alt.X("at:T", axis=alt.Axis(format="%Y", tickCount="year", title=None),
                    scale=alt.Scale(domain=reach, nice=False)),
            y=alt.Y("name:N", sort=order, axis=canvas.labels(grid=True)),
            size=alt.Size("n:Q", scale=alt.Scale(range=sizes), legend=None),
            color=alt.Color("lean:N", scale=stance_scale(FILLS, leaning), legend=None),
            stroke=alt.Stroke("lean:N", scale=stance_scale(LINES, leaning), legend=None),
            shape=alt.Shape("lean:N", scale=stance_scale(SHAPES, leaning), legend=None),
            tooltip=["description:N"],
            **canvas.linked(),
        )
        .properties(width=width, height=30 * len(order) + 10)
    )  # fmt: skip

"""Who speaks of whom: statements that one voice makes about another's position."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from pipeline.records import OF_OTHERS
from pipeline.report.figures.base import Canvas, Figure, Mark, mark_of, nothing, with_marks
from pipeline.report.figures.topics import lean
from pipeline.report.ledger import Column, Frame, Ledger
from pipeline.report.theme import FILLS, INK, LINES, POSITIONS, SHAPES, stance_scale
from pipeline.report.wording import count, label

_ROWS, _COLUMNS_SHOWN, _COLUMNS_NARROW = 16, 12, 6
_NAMED = ("person", "organisation")  # “people” and “somebody” are nobody's position
_COLUMN_NAMES = alt.Axis(
    orient="top", labelAngle=-40, title=None, domain=False, ticks=False, grid=True, labelColor=INK
)
_COLUMNS = {
    "who": "Speaks", "whom": "Of whom", "n": "Statements", "favor": "As favouring",
    "against": "As disputing", "mixed": "As both", "rejected": "In order to deny",
}  # fmt: skip


def speaks_of_whom(ledger: Ledger) -> Figure:
    """Matrix of speakers and the holders whose positions they report, sorted by how often."""
    title = "Who reports whose position"
    told = attributed(ledger)
    if told.empty:
        missing = "No statement reports somebody else’s position by name."
        return nothing("speaks-of-whom", title, missing)
    frame, marks = _cells(told)
    return Figure(
        id="speaks-of-whom",
        title=title,
        summary=_summary(frame, len(told)),
        note=(
            "Rows speak, columns are spoken of; a sign’s area counts statements, its colour and "
            "shape the position ascribed (circle favours, diamond disputes, square even). "
            "Pronouns and unnamed groups, such as “people”, are left out."
        ),
        frame=with_marks(frame, marks),
        columns=_COLUMNS,
        drawing=_draw,
        marks=tuple(marks),
    )


def attributed(ledger: Ledger) -> Frame:
    """Statements in which one named voice tells another's position: favor, against or mixed."""
    rows = ledger.statements
    told = rows["voice"].isin(OF_OTHERS) & rows["stance"].isin(POSITIONS)
    found = rows[told & rows["holder_kind"].isin(_NAMED) & (rows["holder_id"] != "")]
    return found[(found["speaker"] != "") & (found["speaker"] != found["holder"])]


def _most(values: Column, limit: int) -> list[str]:
    sizes = values.value_counts()
    return sorted(sizes.index, key=lambda v: (-int(sizes[v]), str(v)))[:limit]


def _cells(told: Frame) -> tuple[Frame, list[Mark]]:
    whom = _most(told["holder"], _COLUMNS_SHOWN)
    who = _most(told.loc[told["holder"].isin(whom), "speaker"], _ROWS)
    kept = told[told["speaker"].isin(who) & told["holder"].isin(whom)]
    cells, marks = [], []
    for (speaker, holder), inside in kept.groupby(["speaker", "holder"], sort=True):
        stances = inside["stance"].value_counts()
        counts = {stance: int(stances.get(stance, 0)) for stance in POSITIONS}
        cells.append({
            "who": label(speaker, 32), "whom": label(holder, 26), "n": len(inside), **counts,
            "rejected": int((inside["voice"] == "rejected").sum()),
            "lean": lean(counts["favor"], counts["against"]),
            "who_rank": who.index(speaker), "whom_rank": whom.index(holder),
        })  # fmt: skip
        words = (
            f"{label(speaker, 60)} on {label(holder, 60)}: {count(len(inside), 'statement')}, "
            f"{counts['favor']} as favouring, {counts['against']} as disputing"
        )
        marks.append(mark_of("speaks-of-whom", words, inside.index, str(speaker), str(holder)))
    return pd.DataFrame(cells), marks


def _summary(frame: Frame, total: int) -> str:
    top = frame.groupby("whom")["n"].sum().sort_values(ascending=False, kind="stable")
    return (
        f"{count(total, 'statement')} in which one voice tells another’s position; "
        f"most spoken of: {top.index[0]}, {top.iloc[0]} times among those shown."
    )


def _draw(frame: Frame, canvas: Canvas) -> Any:
    if canvas.narrow:
        frame = frame[frame["whom_rank"] < _COLUMNS_NARROW]
    who = list(frame.sort_values("who_rank")["who"].drop_duplicates())
    whom = list(frame.sort_values("whom_rank")["whom"].drop_duplicates())
    sizes = [24, 160] if canvas.narrow else [36, 380]
    room = 130 if canvas.narrow else 244
    return (
        alt.Chart(frame)
        .mark_point(filled=True, opacity=0.95, strokeWidth=1)
        .encode(
            x=alt.X("whom:N", sort=whom, axis=_COLUMN_NAMES),
            y=alt.Y("who:N", sort=who, axis=canvas.labels(grid=True)),
            size=alt.Size("n:Q", legend=None, scale=alt.Scale(range=sizes)),
            color=alt.Color("lean:N", legend=None, scale=stance_scale(FILLS, POSITIONS)),
            stroke=alt.Stroke("lean:N", legend=None, scale=stance_scale(LINES, POSITIONS)),
            shape=alt.Shape("lean:N", legend=None, scale=stance_scale(SHAPES, POSITIONS)),
            tooltip=["description:N"],
            **canvas.linked(),
        )
        .properties(width=min(canvas.width - room, 46 * len(whom) + 20), height=28 * len(who) + 10)
    )  # fmt: skip

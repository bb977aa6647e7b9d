"""Topics by genre: what essays, comment threads and conversations speak of, and how they lean."""

from __future__ import annotations

import math
from typing import Any

import altair as alt
import pandas as pd

from pipeline.report.figures.base import Canvas, Figure, Mark, mark_of, nothing, with_marks
from pipeline.report.figures.groups import GENRES
from pipeline.report.figures.topics import lean
from pipeline.report.ledger import Frame, Ledger
from pipeline.report.theme import FILLS, INK, LINES, POSITIONS, QUIET, SHAPES, stance_scale
from pipeline.report.wording import count, label, of_all, percent, quoted, signed, signed_range

_ID, _TITLE = "topics-by-genre", "Topics by genre"
_SHOWN = 16
_COLUMNS = {
    "name": "Topic", "genre_name": "Genre", "n": "Statements", "share": "Share of the genre",
    "favor": "Favour", "against": "Dispute", "mixed": "Both", "neutral": "Neutral",
    "balance": "Balance", "low": "Balance, low", "high": "Balance, high",
}  # fmt: skip
_STANCES = (*POSITIONS, "neutral")


def topics_by_genre(ledger: Ledger) -> Figure:
    """One sign a topic and genre: its area is the share of the genre, its colour leans."""
    genres = [g for g in GENRES if (ledger.counted["genre"] == g).any()]
    if len(genres) < 2 or not ledger.topics:
        missing = "To compare genres by topic, a run needs topics and two genres or more."
        return nothing(_ID, _TITLE, missing)
    frame, marks = _cells(ledger, genres)
    return Figure(
        id=_ID,
        title=_TITLE,
        summary=_summary(frame, len(ledger.topics)),
        note=(
            "A sign’s area is the share of the genre’s statements that belong to the topic, so "
            "that a genre of which much was read does not look larger; the number beside it "
            "counts them. Colour and shape say whether more of them favour (circle), dispute "
            "(diamond), or neither (square). The table gives the balance where there is enough."
        ),
        frame=with_marks(frame, marks),
        columns=_COLUMNS,
        drawing=_draw,
        marks=tuple(marks),
    )


def _cells(ledger: Ledger, genres: list[str]) -> tuple[Frame, list[Mark]]:
    labels = ledger.folder.frame("topics").set_index("id")["label"]
    wholes = ledger.counted["genre"].value_counts()
    largest = sorted(ledger.topics, key=lambda t: (-len(ledger.topics[t]), t))[:_SHOWN]
    cells, marks = [], []
    for rank, topic in enumerate(largest):
        said = ledger.statements.loc[ledger.topics[topic], ["stance", "genre"]]
        for genre in genres:
            inside = said[said["genre"] == genre]
            if inside.empty:
                continue
            cell = _cell(ledger, topic, genre, inside["stance"])
            cells.append({
                **cell, "topic": topic, "name": label(labels[topic], 44), "rank": rank,
                "genre": genre, "genre_name": GENRES[genre], "share": cell["n"] / wholes[genre],
            })  # fmt: skip
            marks.append(mark_of(_ID, _words(cells[-1]), inside.index, topic, genre))
    return pd.DataFrame(cells), marks


def _cell(ledger: Ledger, topic: str, genre: str, stances: Any) -> dict[str, Any]:
    """Counts by stance, and the balance of the trends table."""
    counts = {stance: int((stances == stance).sum()) for stance in _STANCES}
    whole = ledger.overall("balance", f"topic-genre:{topic.removeprefix('topic:')}/{genre}")
    balance = {"balance": "estimate", "low": "low", "high": "high"}
    return {
        "n": len(stances), **counts, "lean": lean(counts["favor"], counts["against"]),
        **{k: math.nan if whole is None else float(getattr(whole, v)) for k, v in balance.items()},
    }  # fmt: skip


def _words(cell: dict[str, Any]) -> str:
    enough = (
        ""
        if math.isnan(cell["balance"])
        else f"; balance {signed(cell['balance'])} ({signed_range(cell['low'], cell['high'])})"
    )
    return (
        f"{cell['name']}, {cell['genre_name'].lower()}: {count(cell['n'], 'statement')}, "
        f"{percent(cell['share'])} of the genre, {cell['favor']} favour, "
        f"{cell['against']} dispute{enough}"
    )


def _summary(frame: Frame, total: int) -> str:
    first = frame.sort_values(["genre", "share", "rank"], ascending=[True, False, True])
    first = first.drop_duplicates("genre")
    parts = [f"{r.genre_name.lower()} {quoted(r.name_)} ({percent(r.share)})"
             for r in first.rename(columns={"name": "name_"}).itertuples()]  # fmt: skip
    shown = of_all(frame["topic"].nunique(), total, "topic")
    return f"Statements of {shown} by genre. The largest topic in each: {', '.join(parts)}."


def _draw(frame: Frame, canvas: Canvas) -> Any:
    frame = frame.assign(name=canvas.folded(frame["name"]), counted=[f"{n:,}" for n in frame["n"]])
    order = list(frame.sort_values("rank")["name"].drop_duplicates())
    genres = [name for name in GENRES.values() if name in set(frame["genre_name"])]
    top = alt.Axis(
        orient="top", title=None, domain=False, ticks=False, labelAngle=0, labelColor=INK,
        labelFontSize=11 if canvas.narrow else 12,
        labelExpr="replace(datum.label, 'Comment t', 'T')" if canvas.narrow else "datum.label",
    )  # fmt: skip
    base = alt.Chart(frame).encode(
        x=alt.X("genre_name:N", sort=genres, axis=top),
        y=alt.Y("name:N", sort=order, axis=canvas.labels(grid=True)),
    )
    sizes = [16, 220] if canvas.narrow else [20, 420]
    far = float(frame["share"].max())
    signs = base.mark_point(filled=True, opacity=0.95, strokeWidth=1).encode(
        size=alt.Size("share:Q", legend=None, scale=alt.Scale(domain=[0, far], range=sizes)),
        color=alt.Color("lean:N", legend=None, scale=stance_scale(FILLS, POSITIONS)),
        stroke=alt.Stroke("lean:N", legend=None, scale=stance_scale(LINES, POSITIONS)),
        shape=alt.Shape("lean:N", legend=None, scale=stance_scale(SHAPES, POSITIONS)),
        tooltip=["description:N"], **canvas.linked(),
    )  # fmt: skip
    words = base.mark_text(align="left", dx=15, color=QUIET, fontSize=11).encode(text="counted:N")
    wide = canvas.width - (140 if canvas.narrow else 284)
    return alt.layer(signs, words).properties(
        width=min(wide, 150 * len(genres)), height=(30 if canvas.narrow else 28) * len(order) + 10
    )

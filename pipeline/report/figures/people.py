"""Proponents and critics: where each holder stands, with an interval, and on what evidence."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from pipeline.report.figures.base import Canvas, Figure, Mark, mark_of, nothing, with_marks
from pipeline.report.ledger import Frame, Ledger
from pipeline.report.theme import AXIS, PAPER, QUIET, SIDES, signs
from pipeline.report.wording import count, label, signed, signed_range
from pipeline.trends.people import UNRELIABLE
from pipeline.trends.placing import PLACED

UNPLACED = (PLACED[-1], UNRELIABLE)
_SHOWN = 40
_INKS = {"proponent": "#0f4c81", "critic": "#b4470f"}
_PLURALS = {"proponent": "proponents", "critic": "critics"}
_BASES = ("own words", "own and attributed", "attributed only")
_SHAPES = alt.Scale(domain=list(_BASES), range=["circle", "diamond", "diamond"])
_COLUMNS = {
    "name": "Holder", "placed": "Placed as", "balance": "Balance", "low": "Low", "high": "High",
    "n_own": "Own, for or against", "n_attributed": "Attributed, for or against",
    "n_documents": "Documents",
}  # fmt: skip


def people(ledger: Ledger) -> Figure:
    """The holders with most sided statements, sorted by balance, proponents on top."""
    rows = _counted(ledger)
    rows = rows[(~rows["placed"].isin(UNPLACED)) & rows["balance"].notna()]
    rows = rows[rows["kind"] != "group"].copy()  # "people" is nobody to be placed
    title = "Where each holder stands"
    if rows.empty:
        return nothing("people", title, _why_nobody(ledger.folder.frame("people")))
    rows["sided"] = rows["n_own"] + rows["n_attributed"]
    placed = len(rows)
    rows = rows.sort_values(["sided", "id"], ascending=[False, True]).head(_SHOWN)
    rows = rows.sort_values(["balance", "id"], ascending=[False, True]).reset_index(drop=True)
    rows["name"] = _distinct([label(name, 40) for name in rows["name"]])
    rows["basis"] = [_basis(row) for row in rows.itertuples()]
    marks = [_mark(ledger, row) for row in rows.itertuples()]
    return Figure(
        id="people",
        title=title,
        summary=_summary(rows, placed),
        note=(
            "The sign is the balance of a holder’s statements that take a side, drawn towards the "
            "mean where they are few; the line is its interval, which takes each statement as made "
            "by itself and is too narrow where they come from few documents. Blue: proponents; "
            "orange: critics; grey: this interval, or that of their statements alone, holds 0, "
            "which does not mean that they waver. Circle: own words only. Filled diamond: own "
            "words and what others attribute. Hollow diamond: attributed only, so told of and not "
            "heard."
        ),
        frame=with_marks(rows, marks),
        columns=_COLUMNS,
        drawing=_draw,
        marks=tuple(marks),
    )


def _why_nobody(people: Frame) -> str:
    """Why nobody has a place: the judge is too weak for it, or too little was said."""
    if (people["placed"] == UNRELIABLE).any():
        return (
            "Nobody is placed: the stance model was measured on coded sentences and found "
            "too weak to call a person a proponent or a critic. What each of them said can still "
            "be read, under “Who speaks of whom, and of what”."
        )
    return "Nobody has enough statements that favour or dispute the hypothesis to be placed."


def unplaced(ledger: Ledger) -> Frame:
    """Holders with a sided statement but too few to place, most statements first."""
    rows = _counted(ledger)
    rows = rows[(rows["placed"].isin(UNPLACED)) & (rows["n_own"] + rows["n_attributed"] > 0)]
    total = rows["n_own"] + rows["n_attributed"]
    return rows.assign(total=total).sort_values(["total", "id"], ascending=[False, True])


def statements_of(ledger: Ledger, person: str) -> Any:
    """Rows of the sided statements that a person's place rests on: said, or told by others."""
    rows = _placing(ledger)
    return rows.index[rows["holder_id"] == person].to_numpy()


def _placing(ledger: Ledger) -> Frame:
    rows = ledger.statements
    return rows[(rows["own"] | rows["told"]) & rows["stance"].isin(SIDES)]


def _counted(ledger: Ledger) -> Frame:
    """The people table with ``n_own``, ``n_attributed`` and ``n_documents`` of what takes a side.

    Those of the table count statements that say both, too, on which no balance rests.
    """
    rows, behind = ledger.folder.frame("people"), _placing(ledger)
    found = behind.groupby("holder_id")[["own", "told"]].sum().reindex(rows["id"])
    own, told = (found[name].fillna(0).to_numpy(dtype=np.int64) for name in ("own", "told"))
    documents = behind.groupby("holder_id")["document_id"].nunique().reindex(rows["id"])
    where = documents.fillna(0).to_numpy(dtype=np.int64)
    return rows.assign(n_own=own, n_attributed=told, n_documents=where)


def _basis(row: Any) -> str:
    if row.n_own and row.n_attributed:
        return _BASES[1]
    return _BASES[0] if row.n_own else _BASES[2]


def _mark(ledger: Ledger, row: Any) -> Mark:
    words = (
        f"{row.name}: {row.placed}, balance {signed(row.balance)} "
        f"({signed_range(row.low, row.high)}), {row.n_own} own, {row.n_attributed} attributed, "
        f"in {count(row.n_documents, 'document')}"
    )
    return mark_of("people", words, statements_of(ledger, row.id), row.id)


def _summary(rows: Frame, placed: int) -> str:
    kinds = rows["placed"].value_counts()
    words = {kind: _PLURALS.get(kind, kind) if kinds[kind] > 1 else kind for kind in kinds.index}
    parts = ", ".join(f"{kinds[kind]} {words[kind]}" for kind in sorted(words))
    top, end = rows.iloc[0], rows.iloc[-1]
    return (
        f"Balance of {_how_many(len(rows), placed)} ({parts}). Most favouring: {top['name']}, "
        f"{signed(top['balance'])}; most disputing: {end['name']}, {signed(end['balance'])}."
    )


def _how_many(shown: int, placed: int) -> str:
    if shown == placed:
        return count(shown, "placed holder")
    return f"the {shown} of {placed} placed holders with most statements"


def _distinct(names: list[str]) -> list[str]:
    """Two people of one name get a number, or the chart would draw them on one line."""
    seen: dict[str, int] = {}
    told = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        told.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return told


def _draw(frame: Frame, canvas: Canvas) -> Any:
    order = list(frame["name"])
    rows = frame.assign(
        words=[f"{r.n_own} own · {r.n_attributed} attr." for r in frame.itertuples()]
    )
    y = alt.Y("name:N", sort=order, axis=canvas.labels(grid=True))
    axis = alt.Axis(
        values=[-1, -0.5, 0, 0.5, 1],
        labelExpr=signs("+.1f"),
        orient="top",
        grid=False,
        domain=False,
        title="disputes  ←   balance   →  favours",
    )
    x = alt.X("balance:Q", scale=alt.Scale(domain=[-1, 1]), axis=axis)
    base = alt.Chart(rows).encode(y=y)
    zero = alt.Chart(pd.DataFrame({"zero": [0]})).mark_rule(color=AXIS).encode(x="zero:Q")
    reach = base.mark_rule(color=QUIET, strokeWidth=1.6).encode(x="low:Q", x2="high:Q")
    dots = base.mark_point(size=86, opacity=1, strokeWidth=2).encode(
        x=x,
        shape=alt.Shape("basis:N", legend=None, scale=_SHAPES),
        fill=_ink(rows, hollow=True),
        stroke=_ink(rows, hollow=False),
        tooltip=["description:N"],
        **canvas.linked(),
    )
    counts = base.mark_text(align="left", dx=12, fontSize=11, color=QUIET).encode(
        x=alt.XDatum(1), text="words:N"
    )
    layers = [zero, reach, dots] if canvas.narrow else [zero, reach, dots, counts]
    room = 136 if canvas.narrow else 274
    return alt.layer(*layers).properties(width=canvas.width - room, height=22 * len(order) + 8)


def _ink(rows: Frame, *, hollow: bool) -> Any:
    """The side's ink; paper inside the sign of those known only through others."""
    inks = []
    for row in rows.itertuples():
        ink = _INKS.get(row.placed, "#71767d")
        inks.append(PAPER if hollow and row.basis == _BASES[2] else ink)
    channel = alt.Fill if hollow else alt.Stroke
    scale = alt.Scale(domain=list(rows["name"]), range=inks)
    return channel("name:N", scale=scale, legend=None)

"""How the tree of topics is drawn: names left, branches to the right, a sign on each join."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from pipeline.report.figures.base import Canvas, fold
from pipeline.report.ledger import Frame
from pipeline.report.theme import (
    AXIS,
    FILLS,
    INK,
    LINES,
    PAPER,
    POSITIONS,
    QUIET,
    SHAPES,
    stance_scale,
)


def draw_tree(frame: Frame, canvas: Canvas) -> Any:
    """A dendrogram on its side; ``frame`` as ``topic_tree`` makes it."""
    leaves, groups = frame[frame["kind"] == "topic"], frame[frame["kind"] == "group"]
    layers = alt.layer(
        _branches(frame, groups, canvas),
        _rings(groups, canvas),
        _signs(leaves, canvas),
        *_names(leaves, canvas),
    )
    row = 30 if canvas.narrow else 24
    return layers.properties(
        width=canvas.width - (150 if canvas.narrow else 342), height=row * len(leaves)
    )


def _x(frame: Frame, canvas: Canvas) -> alt.X:
    far = float(frame["height"].max()) or 1.0
    words = "alike ← distance → unlike" if canvas.narrow else "alike  ←  distance  →  unlike"
    axis = alt.Axis(title=words, grid=False, tickCount=3 if canvas.narrow else 6, format=".1f")
    return alt.X("height:Q", axis=axis, scale=alt.Scale(domain=[0, far * 1.04], nice=False))


def _y(lines: int, canvas: Canvas) -> alt.Y:
    """One line a topic; the axis is only the room for the names."""
    wide = 112 if canvas.narrow else 252  # the names stand further off than on an axis
    axis = alt.Axis(
        title=None, labels=False, ticks=False, domain=False, grid=False,
        minExtent=wide, maxExtent=wide,
    )  # fmt: skip
    return alt.Y("top:Q", axis=axis, scale=alt.Scale(domain=[lines - 0.5, -0.5], nice=False))


def _branches(frame: Frame, groups: Frame, canvas: Canvas) -> Any:
    """Each node's way to its join, and the upright line of the join itself."""
    across = frame.assign(to=frame["up"], top=frame["y"], end=frame["y"])
    upright = groups.assign(to=groups["height"])
    lines = len(frame) - len(groups)
    pieces = pd.concat([across, upright])[["height", "to", "top", "end"]]
    return (
        alt.Chart(pieces)
        .mark_rule(color=AXIS, strokeWidth=1.4)
        .encode(x=_x(frame, canvas), x2="to:Q", y=_y(lines, canvas), y2="end:Q")
    )


def _rings(groups: Frame, canvas: Canvas) -> Any:
    mark = alt.Chart(groups).mark_point(
        filled=True, fill=PAPER, stroke=INK, strokeWidth=1.4, opacity=1, size=46
    )
    return mark.encode(x="height:Q", y="y:Q", tooltip=["description:N"], **canvas.linked())


def _signs(leaves: Frame, canvas: Canvas) -> Any:
    sizes = [30, 190] if canvas.narrow else [36, 300]
    scale = alt.Scale(domain=[0, int(leaves["n"].max())], range=sizes)
    return (
        alt.Chart(leaves)
        .mark_point(filled=True, opacity=1, strokeWidth=1)
        .encode(
            x="height:Q", y="y:Q", tooltip=["description:N"], **canvas.linked(),
            size=alt.Size("n:Q", legend=None, scale=scale),
            color=alt.Color("lean:N", legend=None, scale=stance_scale(FILLS, POSITIONS)),
            stroke=alt.Stroke("lean:N", legend=None, scale=stance_scale(LINES, POSITIONS)),
            shape=alt.Shape("lean:N", legend=None, scale=stance_scale(SHAPES, POSITIONS)),
        )
    )  # fmt: skip


def _names(leaves: Frame, canvas: Canvas) -> list[Any]:
    """The topics' names left of their signs; beside each sign how many statements it has."""
    rows = leaves.assign(
        shown=[fold(name) if canvas.narrow else name for name in leaves["name"]],
        counted=[f"{n:,}" for n in leaves["n"]],
    )
    base = alt.Chart(rows).encode(x="height:Q", y="y:Q")
    name = base.mark_text(
        align="right", baseline="middle", dx=-13, color=INK, lineBreak="\n",
        fontSize=11 if canvas.narrow else 12, lineHeight=13,
    )  # fmt: skip
    counted = base.mark_text(
        align="left", baseline="bottom", dx=12, dy=-2, color=QUIET, fontSize=11
    )
    return [name.encode(text="shown:N"), counted.encode(text="counted:N")]

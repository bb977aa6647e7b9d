"""How the network is drawn: two columns of names, ordered so that few lines cross."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

import altair as alt
import pandas as pd

from pipeline.report.figures.base import Canvas, fold
from pipeline.report.ledger import Frame
from pipeline.report.theme import (
    DASHES,
    FILLS,
    INK,
    LINES,
    POSITIONS,
    QUIET,
    SHAPES,
    stance_scale,
)

_SWEEPS = 12
_STEPS = 16  # straight pieces of a curve
_NARROW_HOLDERS, _NARROW_TOPICS, _NARROW_LINES = 12, 9, 36

Weights = Mapping[tuple[str, str], int]


def draw_network(frame: Frame, canvas: Canvas) -> Any:
    """Holders left, topics right, a curve for each line between them."""
    if canvas.narrow:
        frame = _fewer(frame)
    lines, nodes = frame[frame["kind"] == "line"], frame[frame["kind"] != "line"]
    heights = _heights(lines, nodes)
    rows = max(int((nodes["kind"] == kind).sum()) for kind in ("holder", "topic"))
    size = {"width": canvas.width - (216 if canvas.narrow else 440),
            "height": (36 if canvas.narrow else 25) * rows}  # fmt: skip
    most = int(nodes["n"].max())
    placed = nodes.assign(
        x=[0.0 if kind == "holder" else 1.0 for kind in nodes["kind"]],
        y=[heights[i] for i in _ids(nodes)],
        name=[_name(row, canvas) for row in nodes.itertuples()],
    )
    drawn = alt.layer(
        _curves(lines, heights, canvas), _signs(placed, canvas, most), *_words(placed, canvas)
    )
    return drawn.resolve_scale(color="independent").properties(**size)


def ordered(weights: Weights, left: Sequence[str], right: Sequence[str]) -> list[list[str]]:
    """Both sides in the order with the fewest crossings that barycentre sweeps find.

    Sugiyama, Tagawa and Toda (1981), "Methods for Visual Understanding of Hierarchical
    System Structures", IEEE Trans. SMC 11(2): each node goes to the mean place of its
    neighbours, the two sides in turn. Nothing is drawn by lot: equal means keep their order.
    """
    sides = [list(left), list(right)]
    best, fewest = [list(side) for side in sides], crossings(weights, *sides)
    for sweep in range(_SWEEPS):
        turn = 1 - sweep % 2
        centres = _centres(weights, turn, sides[1 - turn])
        sides[turn].sort(key=centres.__getitem__)
        found = crossings(weights, *sides)
        if found < fewest:
            best, fewest = [list(side) for side in sides], found
    return best


def crossings(weights: Weights, left: Sequence[str], right: Sequence[str]) -> int:
    """Pairs of lines that cross, each pair as often as the product of its statements."""
    at = {name: i for side in (left, right) for i, name in enumerate(side)}
    lines = [(at[a], at[b], n) for (a, b), n in weights.items()]
    return sum(m * n for (a, b, m), (c, d, n) in combinations(lines, 2) if (a - c) * (b - d) < 0)


def _centres(weights: Weights, turn: int, other: Sequence[str]) -> dict[str, float]:
    """The mean place in ``other`` of the neighbours of each node, weighted by statements."""
    place = {name: i for i, name in enumerate(other)}
    sums: dict[str, int] = {}
    counts: dict[str, int] = {}
    for pair, n in weights.items():
        sums[pair[turn]] = sums.get(pair[turn], 0) + place[pair[1 - turn]] * n
        counts[pair[turn]] = counts.get(pair[turn], 0) + n
    return {name: sums[name] / counts[name] for name in sums}


def _fewer(frame: Frame) -> Frame:
    """What a phone has room for: the first of either side that still have a line."""
    room = frame["kind"].map({"holder": _NARROW_HOLDERS, "topic": _NARROW_TOPICS, "line": 0})
    first = frame[frame["rank"] < room]
    lines = frame[frame["kind"] == "line"]
    for name in ("holder_id", "topic_id"):
        lines = lines[lines[name].isin(list(first[name]))]
    lines = lines.sort_values("rank").head(_NARROW_LINES)
    if lines.empty:  # the largest of both sides may not have met: the heaviest line stays
        lines = frame[frame["kind"] == "line"].head(1)
    joined = {*lines["holder_id"], *lines["topic_id"]}
    nodes = frame[frame["kind"] != "line"]
    return pd.concat([lines, nodes[[name in joined for name in _ids(nodes)]]])


def _ids(frame: Frame) -> list[str]:
    """The id of the holder or topic of each row."""
    return [h or t for h, t in zip(frame["holder_id"], frame["topic_id"], strict=True)]


def _heights(lines: Frame, nodes: Frame) -> dict[str, float]:
    """Where each node stands, 0 above to 1 below; the shorter side is spread as wide.

    The sweeps begin with those who favour on top.
    """
    weights = {(str(r.holder_id), str(r.topic_id)): int(r.n) for r in lines.itertuples()}
    start = nodes.assign(id=_ids(nodes)).sort_values(["balance", "id"], ascending=[False, True])
    sides = ordered(
        weights, *(list(start.loc[start["kind"] == kind, "id"]) for kind in ("holder", "topic"))
    )
    return {name: (i + 0.5) / len(side) for side in sides for i, name in enumerate(side)}


def _curves(lines: Frame, heights: dict[str, float], canvas: Canvas) -> Any:
    """Each line as a smooth step from its holder's height to its topic's."""
    pieces = []
    for step in range(_STEPS + 1):
        t = step / _STEPS
        ease = t * t * (3 - 2 * t)
        ends = zip(lines["holder_id"], lines["topic_id"], strict=True)
        y = [heights[h] + (heights[p] - heights[h]) * ease for h, p in ends]
        pieces.append(lines.assign(x=t, y=y, step=step))
    wide = [1, 5] if canvas.narrow else [1.2, 8]
    return (
        alt.Chart(pd.concat(pieces, ignore_index=True))
        .mark_line(opacity=0.6, strokeCap="butt")
        .encode(
            x=_x(), y=_y(), order="step:O", detail="href:N",
            strokeWidth=alt.StrokeWidth("n:Q", legend=None, scale=alt.Scale(
                domain=[1, max(2, int(lines["n"].max()))], range=wide)),
            color=alt.Color("lean:N", legend=None, scale=stance_scale(LINES, POSITIONS)),
            strokeDash=alt.StrokeDash("lean:N", legend=None, scale=stance_scale(DASHES, POSITIONS)),
            tooltip=["description:N"], **canvas.linked(),
        )
    )  # fmt: skip


def _signs(nodes: Frame, canvas: Canvas, most: int) -> Any:
    sizes = [30, 170] if canvas.narrow else [40, 330]
    return (
        alt.Chart(nodes)
        .mark_point(filled=True, opacity=1, strokeWidth=1)
        .encode(
            x=_x(), y=_y(), tooltip=["description:N"], **canvas.linked(),
            size=alt.Size("n:Q", legend=None, scale=alt.Scale(domain=[0, most], range=sizes)),
            color=alt.Color("lean:N", legend=None, scale=stance_scale(FILLS, POSITIONS)),
            stroke=alt.Stroke("lean:N", legend=None, scale=stance_scale(LINES, POSITIONS)),
            shape=alt.Shape("lean:N", legend=None, scale=stance_scale(SHAPES, POSITIONS)),
        )
    )  # fmt: skip


def _words(nodes: Frame, canvas: Canvas) -> list[Any]:
    """Names outside of either column, and what the columns are."""
    drawn = []
    ends: dict[str, dict[str, Any]] = {
        "holder": {"align": "right", "dx": -13}, "topic": {"align": "left", "dx": 13},
    }  # fmt: skip
    for kind, end in ends.items():
        side = nodes[nodes["kind"] == kind]
        name = alt.Chart(side).mark_text(
            baseline="middle", color=INK, lineBreak="\n", lineHeight=13,
            fontSize=11 if canvas.narrow else 12, **end,
        )  # fmt: skip
        head = pd.DataFrame({"x": [float(kind == "topic")], "name": [kind.title() + "s"]})
        title = alt.Chart(head).mark_text(baseline="bottom", y=-6, color=QUIET, fontSize=12, **end)
        drawn += [name.encode(x=_x(), y=_y(), text="name:N"), title.encode(x=_x(), text="name:N")]
    return drawn


def _name(row: Any, canvas: Canvas) -> str:
    whole = str(row.who if row.kind == "holder" else row.topic)
    return fold(whole) if canvas.narrow else whole


def _x() -> alt.X:
    return alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, 1], nice=False))


def _y() -> alt.Y:
    return alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[1, 0], nice=False))

"""How stance over time is drawn: lines, intervals, counts and events on one time axis."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import altair as alt
import pandas as pd

from pipeline.report.figures.base import Canvas, mark_of, with_marks
from pipeline.report.ledger import Frame
from pipeline.report.theme import AXIS, DASHES, INK, LINES, QUIET, SHAPES, stance_scale
from pipeline.report.timeline import Event

_LEFT = 52  # px of the axis column, so that stacked parts begin at one line
_BALANCE_WORDS = (
    "datum.value == 1 ? 'all favour' : datum.value == -1 ? 'all dispute' : "
    "datum.value == 0 ? 'even' : format(datum.value, '+.1f')"
)


def _x(frame: Frame, field: str = "middle", *, axis: bool = True) -> alt.X:
    domain = [frame["start"].min().isoformat(), frame["end"].max().isoformat()]
    shown = alt.Axis(format="%Y", tickCount="year", grid=False, title=None) if axis else None
    return alt.X(f"{field}:T", scale=alt.Scale(domain=domain, nice=False), axis=shown)


def _side(**options: Any) -> alt.Axis:
    """A y axis; all of them are as wide, so that stacked parts begin at one line."""
    return alt.Axis(title=None, domain=False, ticks=False, minExtent=_LEFT, **options)


def draw_shares(frame: Frame, canvas: Canvas, events: Sequence[Event]) -> Any:
    """Lines with bands over the strip of events and the count of statements."""
    height = 220 if canvas.narrow else 300
    axis = _side(format="%", tickCount=5)
    y = alt.Y("estimate:Q", scale=alt.Scale(domain=[0, _ceiling(frame)]), axis=axis)
    base = alt.Chart(frame).encode(x=_x(frame, axis=False))
    ink = alt.Color("stance:N", scale=stance_scale(LINES), legend=None)
    sides = base.encode(y=alt.Y("low:Q"), y2="high:Q", color=ink).transform_filter(
        "datum.stance == 'favor' || datum.stance == 'against'"
    )
    bands = sides.mark_area(opacity=0.14).encode(detail="stretch:N")
    # A band needs two ends: a period alone between gaps has its interval as a stroke.
    alone = sides.mark_rule(opacity=0.3, strokeWidth=5).transform_filter("datum.alone")
    lines = base.mark_line(strokeWidth=2.2).encode(
        y=y,
        color=ink,
        detail="stretch:N",
        strokeDash=alt.StrokeDash("stance:N", scale=stance_scale(DASHES), legend=None),
    )
    points = base.mark_point(filled=True, opacity=1, size=64).encode(
        y=y, color=ink,
        shape=alt.Shape("stance:N", scale=stance_scale(SHAPES), legend=None),
        tooltip=_tips(), **canvas.linked(),
    )  # fmt: skip
    top = alt.layer(
        *_conferences(frame, canvas, events),
        bands,
        alone,
        lines,
        points,
        *_names(frame, canvas, height),
    )
    return _stacked(top.properties(width=_width(canvas), height=height), frame, canvas, events)


def draw_balance(frame: Frame, canvas: Canvas, events: Sequence[Event]) -> Any:
    """Points with their intervals around the line of even sides."""
    height = 180 if canvas.narrow else 220
    axis = _side(values=[-1, -0.5, 0, 0.5, 1], labelExpr=_BALANCE_WORDS)
    y = alt.Y("estimate:Q", scale=alt.Scale(domain=[-1, 1]), axis=axis)
    base = alt.Chart(frame).encode(x=_x(frame))
    zero = alt.Chart(pd.DataFrame({"zero": [0]})).mark_rule(color=AXIS).encode(y="zero:Q")
    line = base.mark_line(color=AXIS, strokeWidth=1.6).encode(y=y, detail="stretch:N")
    ends = base.mark_rule(color=QUIET, strokeWidth=1.4).encode(y="low:Q", y2="high:Q")
    points = base.mark_point(filled=True, color=INK, opacity=1, size=60).encode(
        y=y, tooltip=_tips("+.2f"), **canvas.linked()
    )
    drawn = alt.layer(*_conferences(frame, canvas, events), zero, line, ends, points)
    return drawn.properties(width=_width(canvas), height=height)


def _stacked(top: Any, frame: Frame, canvas: Canvas, events: Sequence[Event]) -> Any:
    """``top`` over the strip of events and the count of statements, on one time axis."""
    parts = [top]
    ticks = _ticks(frame, canvas, events)
    if ticks is not None:
        parts.append(ticks)
    once = frame.drop_duplicates("period")
    once = once.assign(href=once["whole"], description=once["whole_words"])
    counts = (
        alt.Chart(once)
        .mark_bar(color="#c3c8ce")
        .encode(
            x=_x(frame, "start"),
            x2="end:T",
            y2=alt.datum(0),
            y=alt.Y("n:Q", axis=_side(tickCount=2, format="d")),
            tooltip=["description:N"],
            **canvas.linked(),
        )
        .properties(width=_width(canvas), height=46, title=_small("statements in each period"))
    )
    return alt.vconcat(*parts, counts, spacing=6).resolve_scale(x="independent")


def _ticks(frame: Frame, canvas: Canvas, events: Sequence[Event]) -> Any | None:
    dated = [e for e in events if not e.is_neurips]
    if not dated:
        return None
    marks = [mark_of("event", e.title, [], e.id) for e in dated]
    rows = pd.DataFrame({
        "at": [pd.Timestamp(e.days.middle) for e in dated],
        "event": [e.title for e in dated], "date": [e.date for e in dated],
    })  # fmt: skip
    rows = with_marks(rows, marks).assign(description=[f"{e.title}, {e.date}" for e in dated])
    return (
        alt.Chart(rows)
        .mark_point(shape="triangle-up", filled=True, color=QUIET, opacity=1, size=50)
        .encode(x=_x(frame, "at", axis=False), tooltip=["event:N", "date:N"], **canvas.linked())
        .properties(width=_width(canvas), height=14, title=_small("dated events"))
    )


def _width(canvas: Canvas) -> int:
    """Room for the names at the lines' ends."""
    return canvas.width - (104 if canvas.narrow else 40)


def _small(text: str) -> Any:
    return alt.TitleParams(
        text, anchor="start", fontSize=11, fontWeight="normal", color=QUIET, offset=2
    )


def _conferences(frame: Frame, canvas: Canvas, events: Sequence[Event]) -> list[Any]:
    """A dashed rule and a name for each NeurIPS within the data."""
    held = [e for e in events if e.is_neurips]
    if not held:
        return []
    head = "" if canvas.narrow else "NeurIPS "
    rows = pd.DataFrame({
        "at": [pd.Timestamp(e.days.start) for e in held],
        "name": [f"{head}’{e.days.start:%y}" for e in held],
    })  # fmt: skip
    base = alt.Chart(rows).encode(x=_x(frame, "at", axis=False))
    rule = base.mark_rule(color=AXIS, strokeDash=[3, 3])
    name = base.mark_text(align="center", baseline="bottom", color=QUIET, fontSize=11, y=-4)
    return [rule, name.encode(text="name:N")]


def _names(frame: Frame, canvas: Canvas, height: int) -> list[Any]:
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
    for before, after in pairwise(order):
        moved[after] = max(moved[after], moved[before] + gap)
    return moved


def _ceiling(frame: Frame) -> float:
    highest = frame[["estimate", "high"]].max().max()
    return min(1.0, max(0.1, round(float(highest) + 0.06, 1)))


def _tips(form: str = ".0%") -> list[Any]:
    return [
        alt.Tooltip("description:N", title="mark"),
        *(alt.Tooltip(f"{name}:Q", format=form) for name in ("estimate", "low", "high")),
        alt.Tooltip("n:Q", title="statements"),
    ]

"""How the judge's error is drawn: one panel a side, interval, band of error, corrected shares."""

from __future__ import annotations

from typing import Any

import altair as alt

from pipeline.report.figures.base import Canvas
from pipeline.report.ledger import Frame
from pipeline.report.theme import INK, LINES, QUIET, WORDS

_GAP = 30  # px between the panels
_AXES = 46  # px of a panel's own axis


def draw(frame: Frame, canvas: Canvas) -> Any:
    """Favouring and disputing side by side; on a phone one above the other."""
    sides = [side for side in ("favor", "against") if (frame["stance"] == side).any()]
    columns = 1 if canvas.narrow else len(sides)
    width = (canvas.width - _GAP * (columns - 1)) // columns - _AXES
    panels = [_panel(frame, side, canvas).properties(width=width, height=190) for side in sides]
    return alt.vconcat(*panels) if canvas.narrow else alt.hconcat(*panels, spacing=_GAP)


def _panel(frame: Frame, side: str, canvas: Canvas) -> Any:
    rows = frame[frame["stance"] == side]
    ink = LINES[side]
    ends = [name for name in ("high", "outer_high", "corrected_high") if name in rows]
    top = min(1.0, round(float(frame[ends].max().max()) + 0.06, 1))
    domain = [frame["start"].min().isoformat(), frame["end"].max().isoformat()]
    years = alt.Axis(format="%Y", tickCount="year", grid=False, title=None)
    x = alt.X("middle:T", scale=alt.Scale(domain=domain, nice=False), axis=years)
    shares = alt.Axis(format="%", tickCount=5, title=None, domain=False, ticks=False)
    y = alt.Y("estimate:Q", scale=alt.Scale(domain=[0, max(0.1, top)]), axis=shares)
    base = alt.Chart(rows, title=_heading(side, ink)).encode(x=x)
    tips = [alt.Tooltip("description:N", title="mark")]
    parts = []
    if "outer_low" in rows:
        parts += _band(base, ("outer_low", "outer_high"), ink, 0.12)
    parts += _band(base, ("low", "high"), QUIET if "corrected" in rows else ink, 0.22)
    parts.append(base.mark_line(color=ink, strokeWidth=1.8).encode(y=y, detail="stretch:N"))
    parts.append(
        base.mark_point(filled=True, color=ink, opacity=1, size=46).encode(
            y=y, tooltip=tips, **canvas.linked()
        )
    )
    if "corrected" in rows:
        known = base.transform_filter("isValid(datum.corrected)")
        parts.append(known.mark_rule(color=INK, strokeWidth=1.6).encode(
            y=alt.Y("corrected_low:Q"), y2="corrected_high:Q"))  # fmt: skip
        parts.append(known.mark_point(filled=True, shape="diamond", color=INK, opacity=1, size=90)
                     .encode(y="corrected:Q", tooltip=tips, **canvas.linked()))  # fmt: skip
    return alt.layer(*parts)


def _band(base: Any, ends: tuple[str, str], ink: str, opacity: float) -> list[Any]:
    """An area between ``ends``; a period alone between gaps has it as a stroke."""
    between = base.encode(y=alt.Y(f"{ends[0]}:Q"), y2=f"{ends[1]}:Q", detail="stretch:N")
    alone = between.transform_filter("datum.alone")
    return [
        between.mark_area(color=ink, opacity=opacity),
        alone.mark_rule(color=ink, opacity=2 * opacity, strokeWidth=9 if opacity < 0.2 else 4),
    ]


def _heading(side: str, ink: str) -> Any:
    return alt.TitleParams(
        WORDS[side], anchor="start", fontSize=12.5, fontWeight=600, color=ink, offset=4
    )

"""What a figure is: its drawing, the numbers it draws, and the statements behind each mark."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.ids import digest
from pipeline.report.ledger import Frame
from pipeline.report.theme import INK, QUIET, dressed


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One thing drawn, and the statements (rows of ``Ledger.statements``) that made it."""

    id: str  # the anchor of its evidence
    figure: str  # id of the figure it stands in
    label: str
    rows: NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Canvas:
    """How a figure is to be drawn."""

    width: int = 760  # of the plot, px; under 480 is a phone
    links: bool = False  # marks link to their evidence; only on the page

    def labels(self, width: int = 240, **options: Any) -> alt.Axis:
        """A y axis of names whose column is as wide in every figure, so that figures align."""
        wide = 112 if self.narrow else width
        return alt.Axis(
            title=None, domain=False, ticks=False, labelColor=INK, labelLimit=wide - 12,
            labelFontSize=11 if self.narrow else 12, labelLineHeight=12,
            labelExpr="split(datum.label, '\\n')",
            minExtent=wide, maxExtent=wide, **options,
        )  # fmt: skip

    def folded(self, names: Iterable[str]) -> list[str]:
        """``names`` as ``labels`` shows them: on a phone in two lines, and still all distinct."""
        found: dict[str, str] = {}
        for name in names:
            if name not in found:
                shown = fold(name) if self.narrow else name
                while shown in found.values():  # two names cut alike would become one row
                    shown += "\u200b"
                found[name] = shown
        return [found[name] for name in names]

    @property
    def narrow(self) -> bool:
        """True on a phone."""
        return self.width < 480

    def linked(self) -> dict[str, Any]:
        """Encodings that every mark carries: what it says, and on the page where it leads."""
        channels: dict[str, Any] = {"description": alt.Description("description:N")}
        return {**channels, "href": alt.Href("href:N")} if self.links else channels


Drawing = Callable[[Frame, Canvas], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure of the page, also its data and its words.

    ``frame`` has one row a mark with at least ``href`` and ``description``. ``columns``
    names those a reader sees, in order, with their headings.
    """

    id: str
    title: str
    summary: str  # the text alternative: what there is to see
    note: str  # how it was counted
    frame: Frame
    columns: dict[str, str]
    drawing: Drawing
    marks: tuple[Mark, ...] = ()
    missing: str = ""  # why there is nothing to draw
    extra: dict[str, Any] = field(default_factory=dict)

    def draw(self, canvas: Canvas | None = None) -> Any:
        """The Altair chart; a sentence where there is nothing to draw."""
        if self.missing:
            return dressed(_sentence(self.missing))
        return dressed(self.drawing(self.frame, canvas or Canvas()))

    @property
    def table(self) -> Frame:
        """The numbers drawn, with a reader's headings."""
        return self.frame[list(self.columns)].rename(columns=self.columns)


def fold(name: str, letters: int = 15) -> str:
    """``name`` on two lines of about ``letters``, cut where it is longer."""
    return "\n".join(textwrap.wrap(name, letters, max_lines=2, placeholder="…"))


def mark_of(figure: str, label: str, rows: Any, *key: str) -> Mark:
    """A mark whose anchor depends on the figure and ``key`` alone, so that it is stable."""
    return Mark(
        id=f"m-{digest(figure, *key)[:10]}",
        figure=figure,
        label=label,
        rows=np.asarray(rows, dtype=np.int64),
    )


def with_marks(frame: Frame, marks: Sequence[Mark]) -> Frame:
    """``frame`` with the anchor and spoken sentence of each row's mark."""
    return frame.assign(
        href=[f"#{mark.id}" for mark in marks], description=[mark.label for mark in marks]
    )


def nothing(figure: str, title: str, missing: str) -> Figure:
    """The figure that cannot be drawn, and why."""
    empty = pd.DataFrame({"href": [], "description": []})
    return Figure(
        id=figure, title=title, summary=missing, note="", frame=empty, columns={},
        drawing=lambda _frame, _canvas: _sentence(missing), missing=missing,
    )  # fmt: skip


def _sentence(text: str) -> Any:
    frame = pd.DataFrame({"text": [text]})
    chart = alt.Chart(frame).mark_text(align="left", fontSize=14, color=QUIET, x=0)
    return chart.encode(text="text:N").properties(width=480, height=24)

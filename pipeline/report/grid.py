"""The data of a figure as a table on the page and as a CSV file beside it."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass
from typing import Any

from pipeline.errors import no_formula
from pipeline.report.figures.base import Figure
from pipeline.report.wording import clean

ROWS_SHOWN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Headings and rows; each row with the anchor of its evidence."""

    headings: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    total: int


def grid_of(figure: Figure) -> Grid:
    """The first rows of what ``figure`` draws, as words."""
    table = figure.table
    numeric = tuple(table[name].dtype.kind in "if" for name in table.columns)
    shown = table.head(ROWS_SHOWN).itertuples(index=False)
    links = figure.frame["href"].head(ROWS_SHOWN)
    rows = tuple((h, tuple(_cell(v) for v in row)) for h, row in zip(links, shown, strict=True))
    return Grid(headings=tuple(table.columns), numeric=numeric, rows=rows, total=len(table))


def figure_csv(figure: Figure) -> bytes:
    """All rows as UTF-8 CSV; text that a spreadsheet would run as a formula is quoted."""
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(figure.columns.values())
    for row in figure.table.itertuples(index=False):
        writer.writerow([_csv_cell(value) for value in row])
    return sink.getvalue().encode("utf-8")


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return "–" if math.isnan(value) else f"{value:.2f}".replace("-", "−")
    return f"{value:,}" if isinstance(value, int) else clean(value)


def _csv_cell(value: Any) -> Any:
    if isinstance(value, float):
        return "" if math.isnan(value) else round(value, 6)
    if isinstance(value, int):
        return value
    return no_formula(clean(value))

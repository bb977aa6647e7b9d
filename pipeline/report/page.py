"""``report.html``: the page people read, with every figure as SVG, PNG and CSV beside it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from altair.utils.schemapi import debug_mode
from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from pipeline.config import ReportSection
from pipeline.registry import Assets
from pipeline.report import freeze, method, theme
from pipeline.report.charts import Charts
from pipeline.report.evidence import gather
from pipeline.report.figures.base import Canvas, Figure
from pipeline.report.figures.people import unplaced
from pipeline.report.firmness import firmness
from pipeline.report.grid import Grid, figure_csv, grid_of
from pipeline.report.lead import key_figures, lead, span_of_time
from pipeline.report.ledger import Ledger
from pipeline.report.moves import moves, tested
from pipeline.report.sections import SECTIONS, event_rows
from pipeline.report.wording import clean, count, range_words, signed, signed_range
from pipeline.run.folder import RunFolder
from pipeline.trends.people import UNRELIABLE

_WIDE, _NARROW = Canvas(width=930, links=True), Canvas(width=336, links=True)
_UNPLACED_SHOWN = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Plate:
    """A figure as the template sees it: drawn twice, for wide and for narrow windows."""

    figure: Figure
    wide: Markup
    narrow: Markup
    grid: Grid
    csv: str  # relative address of its data, "" when there is none


def write_report(folder: Path, section: ReportSection, *, models: Assets | None = None) -> None:
    """Write ``folder/report.html`` and ``folder/figures`` from the tables of a finished run.

    The same tables and settings give the same bytes; what the manifest says of time and
    machine stands in its own section alone.

    Raises:
        QueryError: Q001 when ``folder`` holds no finished run.
    """
    ledger = Ledger(RunFolder(folder), models)
    pictures = folder / "figures"
    pictures.mkdir(exist_ok=True)
    figures = Charts(ledger).figures()
    with debug_mode(
        False
    ):  # Altair's checks of our own charts are for the tests: they cost seconds
        plates = {figure.id: _plate(figure, pictures) for figure in figures}
    content = _template().render(_context(ledger, section, figures, plates))
    (folder / "report.html").write_text(content, encoding="utf-8", newline="\n")


def _context(
    ledger: Ledger, section: ReportSection, figures: Sequence[Figure], plates: dict[str, Plate]
) -> dict[str, Any]:
    turns = moves(ledger)
    marks = [mark for figure in figures for mark in figure.marks]
    always = [row for turn in turns for row in (turn.earlier, turn.later)]
    evidence = gather(ledger, marks, section.evidence_per_mark, always)
    cards = {card.id: card for card in evidence.cards}
    ids = ledger.statements["id"]
    apart = unplaced(ledger)
    return {
        "title": section.title,
        "style": Markup(_style()),  # noqa: S704  # our own file
        "style_hash": _style_hash(),
        "lead": lead(ledger),
        "span": span_of_time(ledger),
        "key_figures": key_figures(ledger),
        "sections": SECTIONS,
        "plates": plates,
        "events": event_rows(ledger),
        "neurips": ledger.neurips,
        "turns": [(t, cards[ids[t.earlier]], cards[ids[t.later]]) for t in turns],
        "turns_tested": count(tested(ledger), "holder"),
        "unplaced": list(apart.head(_UNPLACED_SHOWN).itertuples()),
        "unplaced_total": len(apart),
        "unreliable": bool((apart["placed"] == UNRELIABLE).any()),
        "evidence": evidence,
        "titles": {figure.id: figure.title for figure in figures},
        "method": method,
        "ledger": ledger,
        "words": theme.WORDS,
        "order": theme.ORDER,
        "leaning": theme.LEANINGS,
        "firmness": firmness(ledger),
        "signed": signed,
        "signed_range": signed_range,
        "when": range_words,
    }


def _plate(figure: Figure, pictures: Path) -> Plate:
    """``figure`` drawn for the page, and its files written."""
    if figure.missing:
        return Plate(figure=figure, wide=Markup(), narrow=Markup(), grid=grid_of(figure), csv="")
    wide = freeze.render(figure.draw(_WIDE))
    narrow = freeze.render(figure.draw(_NARROW))
    alone = freeze.standalone(wide, figure.id, "../report.html")
    (pictures / f"{figure.id}.svg").write_text(alone, encoding="utf-8", newline="\n")
    (pictures / f"{figure.id}.png").write_bytes(freeze.picture(alone))
    (pictures / f"{figure.id}.csv").write_bytes(figure_csv(figure))
    return Plate(
        figure=figure,
        wide=Markup(freeze.inline(wide, figure.id)),  # noqa: S704  # rebuilt from parsed XML
        narrow=Markup(freeze.inline(narrow, f"{figure.id}-narrow", figure.id)),  # noqa: S704
        grid=grid_of(figure),
        csv=f"figures/{figure.id}.csv",
    )


@lru_cache(maxsize=1)
def _style() -> str:
    return _static("static/page.css")


@lru_cache(maxsize=1)
def _style_hash() -> str:
    return base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()


def _static(name: str) -> str:
    return (files("pipeline.report") / name).read_text(encoding="utf-8")


def _template() -> Any:
    environment = Environment(
        loader=FunctionLoader(lambda name: _static(f"templates/{name}")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["readable"] = clean
    return environment.get_template("page.html.j2")

"""How good the topics of a run are: the table ``topic_quality`` in a reader's words."""

from __future__ import annotations

import math
from dataclasses import dataclass

from pipeline.errors import QueryError
from pipeline.report.ledger import Frame, Ledger
from pipeline.report.wording import clean, count, percent

#: Measure: its name, whether it is a share, and half a sentence on how to read it.
_MEANING: dict[str, tuple[str, bool, str]] = {
    "topics": ("Topics", False, "how many were told apart"),
    "outlier_share": (
        "Statements without a topic", True,
        "share of all that is missing from every figure of topics, though not from the rest of "
        "the page; above the limit (topics.max_outliers) they go to the nearest topic, however far",
    ),
    "npmi": (
        "Words that meet (NPMI)", False,
        "whether the words that name a topic stand in the same sentence: +1 always, 0 as often as "
        "by chance, −1 never; short sentences draw it down",
    ),
    "c_v": (
        "Words of one company (C_v)", False,
        "whether the words that name a topic keep company with the same other words: 1 always, "
        "0 never",
    ),
    "diversity": (
        "Words of one topic only (diversity)", True,
        "share of the words that name topics which is no repetition; the lower, the more topics "
        "overlap",
    ),
    "stability_seeds": (
        "Found again by another draw", False,
        "whether statements fall together again when the computer starts from other random "
        "numbers: 1 the same groups, 0 no more than chance",
    ),
    "stability_bootstrap": (
        "Found again in other samples", False,
        "the same question when statements are drawn anew, some twice and some not at all: how "
        "far the topics hang on which texts happened to be read",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Firmness:
    """One figure of the quality of topics, to be read by somebody who never heard of it."""

    name: str
    value: str
    meaning: str
    basis: str  # on how many statements, texts or topics it was measured


def firmness(ledger: Ledger) -> list[Firmness]:
    """The figures of ``topic_quality`` in the order of explanation; empty in older runs."""
    try:
        table: Frame = ledger.folder.frame("topic_quality")
    except QueryError:  # the run is older than the table
        return []
    rows = {str(row.measure): row for row in table.itertuples()}
    known = [name for name in _MEANING if name in rows]
    return [
        _told(name, float(rows[name].value), int(rows[name].n), str(rows[name].method))
        for name in [*known, *sorted(set(rows) - set(known))]
    ]


def _told(measure: str, value: float, n: int, method: str) -> Firmness:
    name, share, meaning = _MEANING.get(measure, (clean(measure), False, clean(method)))
    of = "topic word list" if measure == "diversity" else "statement"
    return Firmness(
        name=name,
        value=_shown(measure, value, share=share),
        meaning=meaning,
        basis=count(n, of),
    )


def _shown(measure: str, value: float, *, share: bool) -> str:
    if math.isnan(value):
        return "not measured"
    if measure == "topics":
        return f"{value:,.0f}"
    return percent(value) if share else f"{value:.2f}".replace("-", "−")

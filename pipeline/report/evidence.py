"""The statements behind each mark: which are shown, and each in its context."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.report.figures.base import Mark
from pipeline.report.figures.groups import DIMENSIONS
from pipeline.report.highlight import Passage, passage
from pipeline.report.ledger import Frame, Ledger
from pipeline.report.theme import WORDS
from pipeline.report.wording import clean, date_words, percent, safe_url, short
from pipeline.spans import Span

#: Bounds that keep the page of a large run under 5 MB: lines in all lists, and cards.
MAX_LINES, MAX_CARDS = 5500, 1600

VOICES: dict[str, str] = {
    "own": "in their own words",
    "endorsed": "reported and agreed with",
    "reported": "reported",
    "rejected": "reported in order to deny it",
    "question": "asked or supposed",
    "-": "a bare fact or definition, nobody’s view",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One statement with everything that lets a reader check it."""

    id: str
    passage: Passage
    line: str  # the sentence alone, one line
    date: str
    title: str
    url: str  # "" when there is none that may be linked
    corpus: str
    holder: str
    speaker: str
    voice: str
    stance: str  # code, for its colour
    stance_words: str
    dimension: str
    confidence: str
    backend: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """A mark with the statements shown for it, of ``total``."""

    mark: Mark
    total: int
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """All exhibits and all cards of the page, and how many were shown a mark."""

    exhibits: tuple[Exhibit, ...]
    cards: tuple[Card, ...]
    per_mark: int


def gather(
    ledger: Ledger, marks: Sequence[Mark], per_mark: int, always: Sequence[int] = ()
) -> Evidence:
    """Exhibits of ``marks`` with up to ``per_mark`` statements each, fewer on a huge page.

    Args:
        ledger: the statements.
        marks: in the order of the page.
        per_mark: of the settings.
        always: rows that need a card in any case.
    """
    order = _surest_first(ledger.statements)
    documents = pd.factorize(ledger.statements["document_id"])[0]
    ranks = [_ranked(order, documents, mark, per_mark) for mark in marks]
    shown = _fitting(ranks, per_mark)
    rows = sorted({int(i) for rank in ranks for i in rank[:shown]} | set(always))
    cards = {i: _card(ledger, i) for i in rows}
    exhibits = tuple(
        Exhibit(
            mark=mark,
            total=len(mark.rows),
            cards=tuple(cards[int(i)] for i in sorted(rank[:shown])),
        )
        for mark, rank in zip(marks, ranks, strict=True)
    )
    return Evidence(exhibits=exhibits, cards=tuple(cards[i] for i in rows), per_mark=shown)


def _ranked(
    order: NDArray[np.int64], documents: NDArray[np.int64], mark: Mark, limit: int
) -> NDArray[np.int64]:
    """Rows of ``mark``: the surest of every document, then the second surest, and so on."""
    rows = mark.rows[np.argsort(order[mark.rows], kind="stable")]
    turns: Counter[int] = Counter()
    turn = np.empty(len(rows), np.int64)
    for i, document in enumerate(documents[rows].tolist()):
        turn[i] = turns[document]
        turns[document] += 1
    return rows[np.argsort(turn, kind="stable")[:limit]]


def _surest_first(statements: Frame) -> NDArray[np.int64]:
    """The rank of each row by confidence, ties by id."""
    ordered = statements.sort_values(["confidence", "id"], ascending=[False, True], kind="stable")
    rank = np.empty(len(ordered), np.int64)
    rank[ordered.index.to_numpy()] = np.arange(len(ordered))
    return rank


def _fitting(ranks: Sequence[NDArray[np.int64]], per_mark: int) -> int:
    """The largest number a mark, up to ``per_mark``, that keeps the page within bounds."""
    for shown in range(per_mark, 1, -1):
        lines = sum(min(shown, len(rank)) for rank in ranks)
        if lines <= MAX_LINES and len({int(i) for r in ranks for i in r[:shown]}) <= MAX_CARDS:
            return shown
    return 1


def _card(ledger: Ledger, i: int) -> Card:
    row = ledger.statements.loc[i]
    return Card(
        id=str(row["id"]),
        passage=_passage(ledger, row),
        line=short(row["text"], 240),
        date=date_words(str(row["date"])),
        title=short(row["title"], 120) or "untitled",
        url=safe_url(str(row["url"])),
        corpus=clean(row["corpus"]),
        holder=short(row["holder"], 80),
        speaker=short(row["speaker"], 80),
        voice=_voice(str(row["voice"]), str(row["holder"])),
        stance=str(row["stance"]),
        stance_words=WORDS.get(str(row["stance"]), str(row["stance"])),
        dimension=DIMENSIONS.get(str(row["dimension"]), "").partition(":")[0],
        confidence=percent(float(row["confidence"])),
        backend=clean(row["backend"]),
    )


def _voice(voice: str, holder: str) -> str:
    words = VOICES.get(voice, voice)
    return words if holder or voice == "-" else f"{words}, whose view is not known"


def _passage(ledger: Ledger, row: Any) -> Passage:
    text, start, end = ledger.place(str(row["document_id"]), str(row["segment_id"]))
    sentence = Span(int(row["start"]), int(row["end"]))
    return passage(text, sentence, Span(start, end), list(row["cues"]))

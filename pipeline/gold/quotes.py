"""``evaluate quotes``: sources, cues and contents against gold spans, with baselines.

The record and the gold draw their lines differently (marks, "that", auxiliaries), so
``pipeline.gold.newsroom`` first redraws ours; gold is taken as it is.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.config import DiscourseSection
from pipeline.discourse.statements import attribute
from pipeline.gold import metrics
from pipeline.gold.newsroom import nested, redrawn
from pipeline.gold.quote_baselines import direct_quotations, has_textacy, textacy_quotations
from pipeline.gold.quoted import Coded, Quotation, read_coded, score
from pipeline.gold.spoken import document_of, every_sentence
from pipeline.records import Quote
from pipeline.registry import Assets
from pipeline.spans import Span
from pipeline.store.tables import Tables


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteEvaluation:
    """Figures of one finder of quotations; precision, recall and F1 of part and manner."""

    finder: str
    documents: int
    gold: int
    found: int
    figures: dict[str, metrics.Figure]  # "content.exact.f1" …
    seconds: float
    words: int

    def as_dict(self) -> dict[str, Any]:
        """As printed by ``--json``; dots in names nest."""
        return {
            "finder": self.finder,
            "documents": self.documents,
            "gold": self.gold,
            "found": self.found,
            **metrics.nested(self.figures),
            "words_per_second": round(self.words / self.seconds) if self.seconds else 0,
        }


def evaluate_quotes(gold: Path, assets: Assets) -> list[QuoteEvaluation]:
    """The discourse layer over all sentences, then what it is compared with.

    Raises:
        PipelineError: G001 when the gold file is empty or not understood.
    """
    coded = read_coded(gold)
    ways: list[tuple[str, Callable[[Coded], Iterable[Quotation]]]] = [
        ("layer", lambda c: layer_quotations(c.text, c.id, assets)),
        ("regex", lambda c: direct_quotations(c.text)),
    ]
    if has_textacy():
        ways.append(("textacy", lambda c: textacy_quotations(c.text)))
    return [_evaluate(name, find, coded) for name, find in ways]


def layer_quotations(text: str, name: str, assets: Assets) -> tuple[Quotation, ...]:
    """What the discourse layer finds in ``text`` when every sentence is read."""
    document, segment = document_of(text, name)
    candidates = list(every_sentence(document, segment))
    tables = Tables({"documents": [document], "segments": [segment], "candidates": candidates})
    rows: list[Quote] = attribute(tables, DiscourseSection(), assets)["quotes"]
    return tuple(_joined(text, rows))


def _joined(text: str, rows: Iterable[Quote]) -> Iterator[Quotation]:
    """Rows of one source and cue are stretches of one quotation."""
    contents: dict[tuple[Span, Span], list[Span]] = {}
    for row in rows:
        key = Span(row.source_start, row.source_end), Span(row.cue_start, row.cue_end)
        contents.setdefault(key, []).append(Span(row.content_start, row.content_end))
    said = [span for spans in contents.values() for span in spans]
    for source, cue in sorted(contents):
        if nested(cue, said, text):
            continue
        found = redrawn(text, source, cue, sorted(contents[source, cue]))
        yield Quotation(*(tuple(s for s in part if s) for part in found))


def _evaluate(
    name: str, find: Callable[[Coded], Iterable[Quotation]], coded: Sequence[Coded]
) -> QuoteEvaluation:
    started = time.perf_counter()
    found = [tuple(find(c)) for c in coded]
    seconds = time.perf_counter() - started
    return QuoteEvaluation(
        finder=name,
        documents=len(coded),
        gold=sum(len(c.quotations) for c in coded),
        found=sum(map(len, found)),
        figures=score([c.quotations for c in coded], found),
        seconds=seconds,
        words=sum(len(c.text.split()) for c in coded),
    )

"""What the screen learns from: coded sentences, and a background of whole corpora.

Each sentence is seen as the screen sees it in a gold file, with the few sentences
around it: its words, pairs of neighbouring words, words nearby, and what the terms say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Literal

from pipeline.config import ReadSection, ScreenSection
from pipeline.discourse.screen import Knowledge, Scores
from pipeline.discourse.sentences import sentences
from pipeline.gold.pointers import sentence_hash
from pipeline.gold.spoken import document_of
from pipeline.ids import digest
from pipeline.readers.corpus import find_sources, read
from pipeline.records import Document, Segment
from pipeline.registry import Assets
from pipeline.spans import Span
from pipeline.stance.context import Context
from pipeline.stance.examples import read_examples
from pipeline.store.tables import Tables

Kind = Literal["coded", "background", "alone"]

#: What stands before a word of a sentence nearby; no word holds it.
NEAR = "~"
#: What one nearby sentence counts in the fit, like in the score of the terms.
NEAR_COUNTS = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A sentence to learn from, with its context."""

    document: str
    text: str
    before: str = ""
    after: str = ""
    related: bool = False
    kind: Kind = "background"

    def alone(self) -> Passage:
        """The sentence as if nothing stood around it."""
        return replace(self, before="", after="", kind="alone")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One sentence as the regression sees it."""

    document: str
    related: bool
    kind: Kind
    words: dict[str, float]  # word, pair of words or ``~`` and a word nearby -> how often
    shape: tuple[float, ...]


def coded_passages(paths: Sequence[Path], left_out: set[str]) -> Iterator[Passage]:
    """Each sentence of a document once, in an order that no file decides."""
    examples = sorted((e for path in paths for e in read_examples(path)), key=lambda e: e.id)
    found = {(file_of(e.document), e.item.text): e for e in examples}
    for place in sorted(found):
        if place[0] not in left_out:
            yield Passage(
                document=place[0],
                before=found[place].item.before,
                text=found[place].item.text,
                after=found[place].item.after,
                related=found[place].stance != "unrelated",
                kind="coded",
            )


def file_of(document: str) -> str:
    """The name of a document's file: sets name the folders above it differently."""
    return document.rpartition("/")[2]


def background_passages(
    corpora: Path, assets: Assets, left_out: set[str], related: set[str], share: float
) -> Iterator[Passage]:
    """A share of all sentences, drawn by their hashes."""
    tables = read(Tables({"sources": find_sources(corpora)}), ReadSection(), assets)
    segments: dict[str, list[Segment]] = {}
    for segment in tables["raw_segments"]:
        if isinstance(segment, Segment):
            segments.setdefault(segment.document_id, []).append(segment)
    for document in tables["raw_documents"]:
        if not isinstance(document, Document) or file_of(document.path) in left_out:
            continue
        context = Context(document.text, segments.get(document.id, []))
        for segment in segments.get(document.id, []):
            for span in sentences(document.text, segment.span):
                text = span.of(document.text)
                if lot(document.id, text) < share and sentence_hash(text) not in related:
                    before, after = context.around(span)
                    text, name = " ".join(text.split()), file_of(document.path)
                    yield Passage(document=name, before=before, text=text, after=after)


def lot(document: str, text: str) -> float:
    """A number between 0 and 1 that only the sentence and its document decide."""
    return int(digest(document, text)[:8], 16) / 2**32


def row_of(passage: Passage, knowledge: Knowledge) -> Row:
    """The sentence as the screen would see it with this context, cut like ``evaluate screen``."""
    joined = " ".join(filter(None, (passage.before, passage.text, passage.after)))
    document, segment = document_of(joined, "row")
    reach = ScreenSection().context_sentences
    scores = Scores(document.text, [segment], knowledge, reach=reach)
    start = len(passage.before) + 1 if passage.before else 0
    coded = Span(start, start + len(passage.text))
    i = max(range(len(scores.spans)), key=lambda at: (_shared(scores.spans[at], coded), -at))
    own = scores.words[i]
    counted = Counter(dict.fromkeys(own, 1.0))
    counted.update({f"{one} {other}": 1.0 for one, other in pairwise(own)})
    for words in scores.around(i):
        counted.update({f"{NEAR}{word}": NEAR_COUNTS for word in words})
    return Row(
        document=passage.document,
        related=passage.related,
        kind=passage.kind,
        words=dict(counted),
        shape=scores.shape(i),
    )


def _shared(one: Span, other: Span) -> int:
    return min(one.end, other.end) - max(one.start, other.start)

"""``evaluate people``: are names of people found, and are they linked to the right ones?

Names: exact spans of the classes person and researcher in CrossNER's CoNLL columns (one
sentence a document, tokens joined by spaces), beside spaCy's recogniser alone. Links: a
table ``text,mention,entity`` where the last mention of that wording in the text has to get
that entity, or stay unlinked ("none"), beside looking up full names alone.
"""

from __future__ import annotations

import csv
import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.config import DiscourseSection
from pipeline.discourse.nlp import parse
from pipeline.discourse.people import load_registry
from pipeline.discourse.sentences import sentences
from pipeline.discourse.statements import attribute
from pipeline.errors import PipelineError
from pipeline.gold import metrics
from pipeline.gold.spoken import document_of, every_sentence
from pipeline.ids import content_id
from pipeline.records import Mention
from pipeline.registry import Assets
from pipeline.spans import Span
from pipeline.store.tables import Tables

_PEOPLE = frozenset({"person", "researcher"})
_UNLINKED = "none"


@dataclass(frozen=True, slots=True)
class Named:
    """A text with the spans of the people that it names."""

    text: str
    people: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """Whom the last ``mention`` in ``text`` means; "none" when that cannot be known."""

    text: str
    mention: str
    entity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleEvaluation:
    """Figures of one finder of people."""

    finder: str
    sentences: int
    links: int
    figures: dict[str, metrics.Figure]  # names.precision, names.recall, names.f1, linking
    seconds: float

    def as_dict(self) -> dict[str, Any]:
        """As printed by ``--json``; dots in names nest."""
        return {
            "finder": self.finder,
            "sentences": self.sentences,
            "links": self.links,
            **metrics.nested(self.figures),
            "seconds": round(self.seconds, 3),
        }


def evaluate_people(gold: Sequence[Path], assets: Assets) -> list[PeopleEvaluation]:
    """The discourse layer, then spaCy's names and a look-up of full names.

    Args:
        gold: CoNLL columns (``.txt``, ``.conll``), links as ``.csv`` or ``.jsonl`` rows.
        assets: the models folder.

    Raises:
        PipelineError: G001 when a file is empty or not understood.
    """
    named: list[Named] = []
    links: list[Link] = []
    for path in gold:
        before = len(named) + len(links)
        if path.suffix in (".txt", ".conll"):
            named.extend(read_columns(path))
        else:
            links.extend(read_links(path))
        if len(named) + len(links) == before:
            raise PipelineError("G001", f"{path.name} holds no case", place=str(path))
    texts = [*(n.text for n in named), *(link.text for link in links)]
    ways: tuple[tuple[str, Callable[[], list[list[Mention]]]], ...] = (
        ("layer", lambda: layer_mentions(texts, assets)),
        ("spacy, full names", lambda: simple_mentions(texts, assets)),
    )
    return [_evaluate(name, find, named, links) for name, find in ways]


def _evaluate(
    name: str,
    find: Callable[[], list[list[Mention]]],
    named: Sequence[Named],
    links: Sequence[Link],
) -> PeopleEvaluation:
    started = time.perf_counter()
    found = find()
    seconds = time.perf_counter() - started
    figures: dict[str, metrics.Figure] = {}
    if named:
        counts = np.array([_name_counts(n, f) for n, f in zip(named, found, strict=False)])
        for measure, of in metrics.COUNTED.items():
            figures[f"names.{measure}"] = metrics.resampled(counts, of)
    if links:
        behind = found[len(named) :]
        right = [(int(is_right(k, f)), 1) for k, f in zip(links, behind, strict=True)]
        figures["linking.accuracy"] = metrics.resampled(np.array(right), metrics.share_of)
    return PeopleEvaluation(
        finder=name, sentences=len(named), links=len(links), figures=figures, seconds=seconds
    )


def _name_counts(named: Named, found: Iterable[Mention]) -> tuple[int, int, int]:
    ours = {Span(m.start, m.end) for m in found if m.kind == "person"}
    return len(ours & set(named.people)), len(ours), len(named.people)


def is_right(link: Link, found: Iterable[Mention]) -> bool:
    """True when the mention of the case got its entity, or stayed unlinked as it should."""
    start = link.text.rindex(link.mention)
    linked = {m.entity_id for m in found if m.start == start and m.entity_id}
    return linked == (set() if link.entity == _UNLINKED else {link.entity})


def layer_mentions(texts: Sequence[str], assets: Assets) -> list[list[Mention]]:
    """What the discourse layer finds in each text, in the order of ``texts``."""
    made = [document_of(text, f"{i:05d}") for i, text in enumerate(texts)]
    tables = Tables(
        {
            "documents": [document for document, _ in made],
            "segments": [segment for _, segment in made],
            "candidates": [
                c for document, segment in made for c in every_sentence(document, segment)
            ],
        }
    )
    found: dict[str, list[Mention]] = {document.id: [] for document, _ in made}
    for mention in attribute(tables, DiscourseSection(), assets)["mentions"]:
        found[mention.document_id].append(mention)
    return [found[document.id] for document, _ in made]


def simple_mentions(texts: Sequence[str], assets: Assets) -> list[list[Mention]]:
    """PERSON of spaCy as it comes, linked where the whole name is one of the registry."""
    registry = load_registry(assets)
    found = []
    for i, text in enumerate(texts):
        document, segment = document_of(text, f"{i:05d}")
        parsed = parse(text, list(sentences(text, segment.span)))
        people = [e for p in parsed for e in p.entities if e.label == "PERSON"]
        rows = []
        for entity in people:
            written = text[entity.start : entity.end]
            known = registry.named(written)
            rows.append(
                Mention(
                    id=content_id("men", document.id, entity.start, entity.end),
                    document_id=document.id,
                    segment_id=segment.id,
                    start=entity.start,
                    end=entity.end,
                    kind="person",
                    entity_id=known.id if known else "",
                    name=written,
                    method="ner",
                )
            )
        found.append(rows)
    return found


def read_columns(path: Path) -> Iterator[Named]:
    """Sentences of a CoNLL file: a token and its tag a line, an empty line between sentences."""
    rows: list[tuple[str, str]] = []
    for number, line in enumerate([*_lines(path), ""], 1):
        token, tab, tag = line.rstrip("\r").partition("\t")
        if tab:
            rows.append((token, tag.strip()))
        elif line.strip():
            raise PipelineError("G001", "no token and tag", place=f"{path}, line {number}")
        elif rows:
            yield _sentence(rows)
            rows = []


def _sentence(rows: Sequence[tuple[str, str]]) -> Named:
    people: list[Span] = []
    start, inside = 0, False
    for token, tag in rows:
        place, _, kind = tag.partition("-")
        if kind in _PEOPLE and place == "I" and inside:
            people[-1] = Span(people[-1].start, start + len(token))
        elif kind in _PEOPLE:
            people.append(Span(start, start + len(token)))
        inside = kind in _PEOPLE
        start += len(token) + 1
    return Named(" ".join(token for token, _ in rows), tuple(people))


def read_links(path: Path) -> Iterator[Link]:
    """Cases of a ``.csv`` with a header, or of JSON Lines: text, mention, entity."""
    rows: Iterable[tuple[int, Any]]
    if path.suffix == ".csv":
        rows = enumerate(csv.DictReader(_lines(path)), 2)
    else:
        rows = ((n, _json(line, path, n)) for n, line in enumerate(_lines(path), 1) if line.strip())
    for number, row in rows:
        try:
            link = Link(str(row["text"]), str(row["mention"]), str(row["entity"] or _UNLINKED))
            link.text.rindex(link.mention)
        except (KeyError, TypeError, ValueError) as error:
            place = f"{path}, line {number}"
            raise PipelineError("G001", f"not a case of linking: {error!r}", place=place) from None
        yield link


def _json(line: str, path: Path, number: int) -> Any:
    try:
        return json.loads(line)
    except ValueError as error:
        place = f"{path}, line {number}"
        raise PipelineError("G001", f"not JSON: {error}", place=place) from None


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise PipelineError("G001", f"cannot read {path.name}: {error}", place=str(path)) from None

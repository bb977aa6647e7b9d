"""People whom a run found by their names alone: candidates for the registry.

Somebody is unknown when the recogniser, a by-line, a speaker's label or the source of a
report gave them an id and no entry of the registry has it. What is listed is what a person
needs to decide: how they are written, how often and where they occur, and one sentence.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.discourse.people import Registry, pieces
from pipeline.discourse.sentences import sentences
from pipeline.records import Document, Mention, Segment, Statement
from pipeline.store.tables import Tables

#: The tables of a finished run that are read.
READ: tuple[str, ...] = ("documents", "segments", "mentions", "statements")
_ALIKE = 0.86  # of two names that may be one, misspelt (difflib's ratio)
_EXAMPLE = 300  # characters of an example


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """Somebody whom the registry does not know, and where they occur."""

    id: str
    name: str  # the most frequent full form
    variants: tuple[str, ...]  # all forms as written, most frequent first
    mentions: int
    statements: int  # that they are said to hold
    documents: int
    example: str  # the first sentence that names them
    resembles: str  # a name of the registry that is spelt much alike, or ""

    @property
    def aliases(self) -> tuple[str, ...]:
        """Further full forms: at least two words, other than ``name``."""
        named = {pieces(self.name)}
        found = []
        for form in self.variants:
            if len(pieces(form)) > 1 and pieces(form) not in named:
                named.add(pieces(form))
                found.append(form)
        return tuple(found)


def unknown_people(tables: Tables, registry: Registry, *, limit: int = 0) -> list[Unknown]:
    """The unknown people of a run, most often mentioned first, then by id.

    Args:
        tables: ``READ``.
        registry: who is known.
        limit: how many at most; 0 for all.
    """
    named: dict[str, list[_Place]] = {}
    for mention in tables.rows("mentions", Mention):
        if mention.kind == "person" and _is_new(mention.entity_id, registry):
            named.setdefault(mention.entity_id, []).append(_place(mention, mention.name))
    held: dict[str, list[_Place]] = {}
    for statement in tables.rows("statements", Statement):
        if _is_new(statement.holder_id, registry):
            place = _place(statement, statement.holder_name)
            held.setdefault(statement.holder_id, []).append(place)
    documents = {document.id: document for document in tables.rows("documents", Document)}
    segments = {segment.id: segment for segment in tables.rows("segments", Segment)}
    known = [name for key in sorted(registry.entities) for name in registry.entities[key].full]
    both = {key: (named.get(key, []), held.get(key, [])) for key in sorted({*named, *held})}
    order = sorted(both, key=lambda key: (-sum(map(len, both[key])), key))
    return [
        _unknown(key, *both[key], _first(both[key][0] or both[key][1], documents, segments), known)
        for key in order[: limit or None]
    ]


class _Place(NamedTuple):
    """Where somebody occurs, and as what; sorts by document and place."""

    document: str
    start: int
    segment: str
    name: str


def _place(row: Mention | Statement, name: str) -> _Place:
    return _Place(row.document_id, row.start, row.segment_id, " ".join(name.split()))


def _is_new(key: str, registry: Registry) -> bool:
    return key.startswith("person:") and key not in registry.entities


def _unknown(
    key: str, named: Sequence[_Place], held: Sequence[_Place], example: str, known: Sequence[str]
) -> Unknown:
    forms = Counter(place.name for place in (*named, *held))
    variants = tuple(sorted(forms, key=lambda form: (-forms[form], form)))
    name = next((form for form in variants if len(pieces(form)) > 1), variants[0])
    alike = difflib.get_close_matches(name, known, n=1, cutoff=_ALIKE)
    return Unknown(
        id=key,
        name=name,
        variants=variants,
        mentions=len(named),
        statements=len(held),
        documents=len({place.document for place in (*named, *held)}),
        example=example,
        resembles=alike[0] if alike else "",
    )


def _first(
    places: Iterable[_Place], documents: Mapping[str, Document], segments: Mapping[str, Segment]
) -> str:
    """The sentence of the first place, on one line."""
    first = min(places)
    document, segment = documents.get(first.document), segments.get(first.segment)
    if document is None or segment is None:
        return ""
    around = sentences(document.text, segment.span)
    here = next((s for s in around if s.end > first.start), segment.span)
    said = " ".join(here.of(document.text).split())
    return said if len(said) <= _EXAMPLE else said[: _EXAMPLE - 1] + "…"

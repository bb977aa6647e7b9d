"""A holder, and what is known about names around a sentence."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.discourse.cast import Voiced
from pipeline.discourse.lexicon import Lexicon
from pipeline.discourse.mentions import Name
from pipeline.discourse.people import Registry
from pipeline.records import HolderKind
from pipeline.spans import Span


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose position it is; ``span`` points at the words that say so."""

    id: str
    kind: HolderKind
    name: str
    span: Span
    also: tuple[Holder, ...] = ()  # others who are named with them: "A and B believe"


@dataclass(frozen=True, slots=True)
class Naming:
    """What is known about names around a sentence."""

    text: str
    names: Sequence[Name]  # of the document, in text order
    registry: Registry
    lexicon: Lexicon
    date: str  # of the document
    author: Voiced
    answered: Voiced  # who spoke before, or whom a comment answers; "" when nobody
    host: Voiced  # who interviews; "" when nobody does, or several do
    asking: bool  # the sentence is the host's

    def within(self, span: Span) -> list[Name]:
        """The names that lie inside ``span``, left to right."""
        first = bisect_left(self.names, span.start, key=lambda name: name.span.start)
        last = bisect_left(self.names, span.end, lo=first, key=lambda name: name.span.start)
        return [name for name in self.names[first:last] if name.span.end <= span.end]

    def held_by(self, name: Name, source: Span) -> Holder:
        """The person or organisation called ``name``, as named by the words at ``source``."""
        written = name.span.of(self.text)
        if not name.entity_id:
            return Holder("", "unresolved", written, source)
        entity = self.registry.entities.get(name.entity_id)
        kind: HolderKind = "organisation" if name.kind == "organisation" else "person"
        return Holder(name.entity_id, kind, entity.name if entity else written, source)

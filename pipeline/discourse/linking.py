"""All names of a document, linked: registry, recogniser and cast brought together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipeline.config import DiscourseSection
from pipeline.discourse.cast import Cast
from pipeline.discourse.mentions import Name, full_names, short_names
from pipeline.discourse.nlp import Parse
from pipeline.discourse.people import Registry
from pipeline.ids import slug
from pipeline.records import Document, Segment
from pipeline.spans import Span

_POSSESSIVE = ("'s", "’s", "'", "’")


class Names:
    """The names of one document and its cast.

    Args:
        document: whose names.
        segments: of the document, in text order.
        registry: known people, organisations and models.
        parses: parsed sentences; their person entities that no gazetteer claims become
            people of the document.
        config: whether and how commenters are pseudonymised.
    """

    def __init__(
        self,
        document: Document,
        segments: Sequence[Segment],
        registry: Registry,
        parses: Iterable[Parse],
        config: DiscourseSection,
    ) -> None:
        text = document.text
        full = full_names(text, registry)
        full += recognised(text, parses, full)
        named = {n.entity_id: _shown(n, text, registry) for n in full if _is_person(n)}
        self.cast = Cast(document, segments, registry, named, config)
        short = short_names(text, registry, self.cast.people, full)
        self.all = sorted((*full, *short), key=lambda name: name.span)


def recognised(text: str, parses: Iterable[Parse], known: Sequence[Name]) -> list[Name]:
    """People whom only the recogniser knows, where it gives them at least two names.

    What the registry has claimed (also "Claude" and "Chinchilla") is left alone.
    """
    taken = sorted(name.span for name in known)
    found = {name.span: name for parse in parses for name in _people(text, parse)}
    return [found[s] for s in sorted(found) if not any(s.overlap(t) for t in taken)]


def _people(text: str, parse: Parse) -> Iterator[Name]:
    for entity in parse.entities:
        written = text[entity.start : entity.end]
        for ending in _POSSESSIVE:
            written = written.removesuffix(ending)
        words = written.split(" ")
        if entity.label == "PERSON" and 2 <= len(words) <= 4 and all(map(_is_name, words)):
            span = Span(entity.start, entity.start + len(written))
            yield Name(span, "person", f"person:{slug(written)}", "ner")


def _is_name(word: str) -> bool:
    letters = word.replace("-", "").replace(".", "").replace("’", "").replace("'", "")
    small = word in ("de", "van", "von", "der", "den", "la", "le", "al", "bin", "di", "da")
    return letters.isalpha() and (
        small or (word[0].isupper() and not word.isupper()) or len(letters) == 1
    )


def _is_person(name: Name) -> bool:
    return name.kind == "person" and bool(name.entity_id)


def _shown(name: Name, text: str, registry: Registry) -> str:
    entity = registry.entities.get(name.entity_id)
    return entity.name if entity else name.span.of(text)

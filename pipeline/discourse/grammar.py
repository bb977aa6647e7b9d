"""An attribution, and the grammar that the rules for finding one share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.discourse.lexicon import Attitude, Lexicon
from pipeline.discourse.marks import Marked
from pipeline.discourse.nlp import Parse, Token
from pipeline.discourse.words import wordlist
from pipeline.spans import Span

NOWHERE = Span(-1, -1)
SUBJECTS = ("nsubj", "nsubjpass", "csubj")
#: Whoever speaks, alone or among others.
FIRST = wordlist("i we me us my our mine ourselves myself")
#: Subjects that hold nothing: what is said of them is the writer's own.
_EMPTY = wordlist(
    """
    there it this these those one nothing something nobody none everything anybody what
    """
)
_NOTHING = wordlist("there nothing nobody none anybody what one")
_ASIDES = ("relcl", "acl", "appos", "punct", "advcl", "prep")
_MAIN = ("conj", "attr", "acomp", "nsubj", "ccomp", "xcomp", "parataxis", "dobj")
_CONDITIONS = wordlist("if when whenever until unless before after although though while whereas")

#: "It is clear that they have noticed": what they noticed is the matter.
_PLAIN = wordlist("clear obvious evident plain apparent true telling striking remarkable notable")
_AMOUNTS = wordlist(
    "lot bunch number majority plenty handful couple half dozen kind sort group one another"
)

_HEAR = wordlist("hear read take understand interpret quote cite remember report")
_WRITINGS = wordlist(
    "post paper essay article report blog study book memo letter note piece column thread tweet"
)

Kind = Literal["verb", "according", "noun", "adjective", "camp", "like", "agree", "frame"]


@dataclass(frozen=True, slots=True)
class Report:
    """One attribution in a sentence; a span is ``NOWHERE`` when it is not expressed."""

    kind: Kind
    lemma: str  # of the cue
    source: Span
    head: int  # token that heads the source, -1 when there is none
    cue: Span
    content: Span
    attitude: Attitude
    first: bool  # the speaker or author reports themselves
    root: bool  # the cue is the main statement of the sentence
    conditional: bool  # under "if", "when", "because"


class Grammar:
    """What the rules of one sentence share: its parse, the lexicon, its quotations."""

    def __init__(self, parse: Parse, lexicon: Lexicon, quotes: Sequence[Marked]) -> None:
        self.parse = parse
        self.lexicon = lexicon
        self.quotes = [q for q in quotes if not q.scare and parse.span.overlap(q.inner)]

    def subject(self, verb: Token, *, any_thing: bool = False) -> Token | None:
        """The subject of ``verb``, through relative clauses, conjunction and participles.

        None for subjects that hold nothing ("it", "this"), unless ``any_thing`` is asked for.
        """
        for _ in range(4):
            found = self._nearest_subject(verb)
            head = self.parse.head(verb)
            if found is not None:
                relative = found.lower in ("who", "that", "which") and verb.dep == "relcl"
                counted = found.lower == "one" and self._counted(found) is not found
                if found.lower in (_NOTHING if any_thing else _EMPTY) and not counted:
                    return None
                return head if relative else found
            if verb.dep in ("acl", "relcl") and head.pos in ("NOUN", "PROPN", "PRON"):
                return head if verb.tag in ("VBG", "VBZ", "VBP", "VBD") else None
            if verb.dep == "pcomp" and head.lower in ("as", "by"):  # "is quoted as saying"
                verb = self.parse.head(head)
                heard = self.parse.child(verb.i, "dobj") if verb.lemma in _HEAR else None
                if heard is not None:  # "I hear her as saying": it is she who says so
                    return heard
                continue
            climbs = verb.dep in ("conj", "xcomp") or (verb.dep == "advcl" and verb.tag == "VBG")
            if not climbs or verb.i == head.i:
                return None
            verb = head
        return None

    def _nearest_subject(self, verb: Token) -> Token | None:
        """Of two, the one behind the verb: "The data, said Marcus, will run out"."""
        found = [c for c in self.parse.children(verb.i) if c.dep in SUBJECTS]
        for auxiliary in self.parse.children(verb.i) if not found else ():
            if auxiliary.dep in ("aux", "auxpass"):  # where the parser sometimes hangs it
                found += [c for c in self.parse.children(auxiliary.i) if c.dep in SUBJECTS]
        return found[-1] if found else None

    def span(self, left: int, right: int) -> Span:
        """Tokens ``left`` up to ``right`` without punctuation and "that" at the ends."""
        tokens = self.parse.tokens
        while left < right and tokens[right - 1].pos in ("PUNCT", "SPACE"):
            right -= 1
        while left < right and (tokens[left].pos in ("PUNCT", "SPACE") or _is_that(tokens[left])):
            left += 1
        return Span(tokens[left].start, tokens[right - 1].end) if left < right else NOWHERE

    @property
    def whole(self) -> Span:
        """The sentence without punctuation at its ends."""
        return self.span(0, len(self.parse.tokens))

    def report(
        self, kind: Kind, cue: Token, source: Token | None, content: Span, attitude: Attitude
    ) -> Report:
        """A report with what follows from its cue and source."""
        source = source and self._writer(source)
        return Report(
            kind=kind,
            lemma=cue.lemma,
            source=NOWHERE if source is None else self._noun_phrase(source),
            head=-1 if source is None else self._counted(source).i,
            cue=Span(cue.start, cue.end),
            content=content,
            attitude=attitude,
            first=source is not None and self._is_first(source),
            root=self._is_main(cue),
            conditional=self._is_conditional(cue),
        )

    def _writer(self, source: Token) -> Token:
        """Of "a recent post by Anthropic" whoever wrote it; else ``source`` itself."""
        by = self.parse.child(source.i, "prep", "agent") if source.lemma in _WRITINGS else None
        name = self.parse.child(by.i, "pobj") if by is not None and by.lower == "by" else None
        return name if name is not None and name.pos == "PROPN" else source

    def _counted(self, source: Token) -> Token:
        """In "a lot of these companies" it is the companies who hold."""
        of = self.parse.child(source.i, "prep") if source.lemma in _AMOUNTS else None
        return (self.parse.child(of.i, "pobj") if of is not None else None) or source

    def _is_first(self, source: Token) -> bool:
        mine = self.parse.child(source.i, "poss")
        own = mine is not None and mine.lower in FIRST and source.lemma in self.lexicon.frames
        return source.lower in FIRST or own

    def _is_main(self, cue: Token) -> bool:
        """True when nothing but conjunctions stands between the cue and the root."""
        token = cue
        for _ in range(8):
            if token.head == token.i:
                return True
            if token.dep == "pcomp" and self.parse.head(token).lower == "as":
                token = self.parse.head(self.parse.head(token))  # "is quoted as saying"
                continue
            if self._is_plain_that(token):
                return True
            if token.dep not in _MAIN and not self._exists(token):
                return False
            token = self.parse.head(token)
        return False

    def _is_plain_that(self, token: Token) -> bool:
        """True inside "it is clear that …", wherever the parser hangs it."""
        be = self.parse.head(token)  # the parser may take "striking" for the verb
        subject = self.parse.child(be.i, *SUBJECTS, "expl")
        said = self.parse.child(be.i, "acomp", "attr") if be.lemma in ("be", "'s") else be
        it = subject is not None and subject.lower == "it"
        plain = said is not None and said.lower in _PLAIN
        return token.dep == "ccomp" and it and plain

    def _exists(self, token: Token) -> bool:
        """True inside "there are experts who say …", which is a main statement, too."""
        noun = token if token.dep in ("pobj", "prep") else self.parse.head(token)
        for _ in range(3):
            verb = self.parse.head(noun)
            if verb.lemma == "be" and self.parse.child(verb.i, "expl") is not None:
                return True
            if noun.dep not in ("pobj", "prep", "attr"):
                return False
            noun = verb
        return False

    def _is_conditional(self, cue: Token) -> bool:
        token = cue
        for _ in range(6):
            marks = self.parse.children(token.i)
            # The parser may hang the main clause on it: "Although he says so, it bends."
            if (token.dep == "advcl" or token.head == token.i) and any(
                c.dep in ("mark", "advmod") and c.lower in _CONDITIONS for c in marks
            ):
                return True
            token = self.parse.head(token)
        return False

    def _noun_phrase(self, source: Token) -> Span:
        """The phrase of ``source``, without the clauses and asides that hang on it."""
        right = source.right
        for child in self.parse.children(source.i):
            of = child.dep == "prep" and child.lower in ("of", "from", "like", "at", "in")
            if child.dep in _ASIDES and child.i > source.i and not of:
                right = min(right, child.left)
        return self.span(source.left, max(right, source.i + 1))


def _is_that(token: Token) -> bool:
    return token.lower == "that" and token.dep == "mark"

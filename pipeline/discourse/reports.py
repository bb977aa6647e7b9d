"""Who is said to say or hold what, in one parsed sentence: source, cue and content.

Rules over the dependency parse with the lexicon of ``models/verbs.toml``: verbs of
saying and holding with their clause, object or quotation; "according to"; nouns such as
"the idea that"; adjectives such as "convinced that"; camps ("a proponent of"). What the
speaker says of themselves ("I think") is found, too, and marked ``first``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.discourse.lexicon import Attitude, Lexicon
from pipeline.discourse.marks import Marked
from pipeline.discourse.nlp import Parse, Token
from pipeline.spans import Span

NOWHERE = Span(-1, -1)
_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_FIRST = frozenset("i we me us my our mine ourselves myself".split())
_EMPTY = frozenset("there it this that what these those which one nothing something".split())
_CLAUSES = ("ccomp", "xcomp", "parataxis")
_MODAL_PAST = frozenset({"would", "could", "might", "may"})

Kind = Literal["verb", "according", "noun", "adjective", "camp", "like"]


@dataclass(frozen=True, slots=True)
class Report:
    """One attribution in a sentence; a span is ``NOWHERE`` when it is not expressed."""

    kind: Kind
    source: Span
    head: int  # token that heads the source, -1 when there is none
    cue: Span
    content: Span
    attitude: Attitude
    first: bool  # the speaker or author reports themselves
    negated: bool
    root: bool  # the cue is the main statement of the sentence
    modifiers: tuple[str, ...]  # adverbs of the cue, folded


def reports(parse: Parse, lexicon: Lexicon, quotes: Sequence[Marked]) -> list[Report]:
    """The attributions of one sentence, in order of their cues.

    Args:
        parse: the sentence.
        lexicon: reporting words.
        quotes: quotations of its segment; they serve as content where no clause does.
    """
    finder = _Finder(parse, lexicon, [q for q in quotes if parse.span.overlap(q.inner)])
    found = [r for token in parse.tokens for r in finder.at(token)]
    return sorted(found, key=lambda r: (r.cue, r.source))


class _Finder:
    def __init__(self, parse: Parse, lexicon: Lexicon, quotes: Sequence[Marked]) -> None:
        self._parse = parse
        self._tokens = parse.tokens
        self._lexicon = lexicon
        self._quotes = [q for q in quotes if not q.scare]

    def at(self, token: Token) -> Iterator[Report]:
        """The reports whose cue is ``token``."""
        if token.pos in ("VERB", "AUX"):
            yield from self._verb(token)
            yield from self._adjective(token)
            yield from self._like(token)
        elif token.lemma in ("accord", "according", "per") and token.dep in ("prep", "advcl"):
            yield from self._according(token)
        elif token.pos == "NOUN":
            yield from self._noun(token)

    def _verb(self, verb: Token) -> Iterator[Report]:
        attitude = self._lexicon.verb(verb.lemma)
        if attitude is None:
            return
        subject = self._subject(verb)
        if subject is None:
            return
        content = self._content(verb, subject)
        if content == NOWHERE:
            return
        yield self._report("verb", verb, subject, content, attitude)

    def _subject(self, verb: Token) -> Token | None:
        """The subject of ``verb``, through relative clauses, conjunction and participles."""
        seen = 0
        while seen < 4:
            found = next((c for c in self._parse.children(verb.i) if c.dep in _SUBJECTS), None)
            head = self._tokens[verb.head]
            if found is not None:
                if found.lemma in ("who", "that", "which") and verb.dep == "relcl":
                    return head
                return found
            if verb.dep in ("acl", "relcl") and head.pos in ("NOUN", "PROPN", "PRON"):
                return head if verb.tag in ("VBG", "VBZ", "VBP", "VBD") else None
            if verb.dep not in ("conj", "xcomp", "advcl") or verb.i == head.i:
                return None
            verb, seen = head, seen + 1
        return None

    def _content(self, verb: Token, subject: Token) -> Span:
        clauses = [c for c in self._parse.children(verb.i) if c.dep in _CLAUSES]
        for clause in clauses:
            if clause.i != subject.i:
                return self._clause(verb, clause)
        quoted = self._quoted(verb)
        if quoted != NOWHERE:
            return quoted
        head = self._tokens[verb.head]
        if verb.dep == "parataxis" or (verb.dep in ("ccomp", "advcl") and self._set_off(verb)):
            return self._around(head, verb)
        objects = [c for c in self._parse.children(verb.i) if c.dep in ("dobj", "prep", "attr")]
        for found in objects:
            if found.right - found.left > 1 and found.lemma not in ("to", "at", "by", "like"):
                return self._span(found.left, found.right)
        return NOWHERE

    def _clause(self, verb: Token, clause: Token) -> Span:
        """The clause that ``verb`` governs, without the verb's own part when it is inside."""
        left, right = clause.left, clause.right
        if left <= verb.i < right:
            left, right = (verb.i + 1, right) if clause.i > verb.i else (left, verb.i)
        return self._span(left, right)

    def _quoted(self, verb: Token) -> Span:
        near = [q.inner for q in self._quotes if not q.inner.start <= verb.start < q.inner.end]
        if not near:
            return NOWHERE
        sentence = self._parse.span
        best = min(near, key=lambda s: min(abs(s.start - verb.end), abs(verb.start - s.end)))
        return Span(max(best.start, sentence.start), min(best.end, sentence.end))

    def _set_off(self, verb: Token) -> bool:
        """True for "…, said Moyo, …": subject and verb between commas."""
        before = self._tokens[verb.left - 1] if verb.left else None
        return before is not None and before.text in (",", "—", "–", "”", '"')

    def _around(self, head: Token, verb: Token) -> Span:
        """What stands around an inserted "he said": the longer side of it."""
        left, right = self._span(head.left, verb.left), self._span(verb.right, head.right)
        return max((left, right), key=lambda s: s.end - s.start)

    def _according(self, token: Token) -> Iterator[Report]:
        objects = [
            t for t in self._tokens
            if t.dep == "pobj" and token.i < t.i <= token.right and t.left >= token.i
        ]
        if objects:
            sentence = self._span(0, len(self._tokens))
            yield self._report("according", token, objects[0], sentence, "neutral")

    def _noun(self, noun: Token) -> Iterator[Report]:
        attitude = self._lexicon.nouns.get(noun.lemma)
        if noun.lemma in self._lexicon.camps:
            yield from self._camp(noun)
        if attitude is None:
            return
        content = self._noun_content(noun)
        if content != NOWHERE:
            source = self._owner(noun)
            yield self._report("noun", noun, source, content, attitude)

    def _noun_content(self, noun: Token) -> Span:
        for child in self._parse.children(noun.i):
            that = self._tokens[child.left].lemma == "that"
            if child.dep in ("acl", "ccomp", "relcl") and child.i > noun.i and that:
                if child.dep == "relcl" and any(
                    t.lemma == "that" and t.dep in ("nsubj", "dobj", "nsubjpass")
                    for t in self._parse.children(child.i)
                ):
                    continue
                return self._span(child.left, child.right)
        verb = self._tokens[noun.head]
        if noun.dep in _SUBJECTS and verb.lemma == "be":
            for child in self._parse.children(verb.i):
                if child.dep in ("ccomp", "attr") and child.i > verb.i:
                    return self._span(child.left, child.right)
        return NOWHERE

    def _owner(self, noun: Token) -> Token | None:
        """Whose it is: "his view", "Sutton's argument", "the view of most linguists"."""
        for child in self._parse.children(noun.i):
            if child.dep == "poss":
                return child
            if child.dep == "prep" and child.lemma in ("of", "from", "by", "among"):
                found = next((c for c in self._parse.children(child.i) if c.dep == "pobj"), None)
                if found is not None and found.pos in ("NOUN", "PROPN", "PRON"):
                    return found
        return None

    def _camp(self, noun: Token) -> Iterator[Report]:
        """"X is a proponent of Y"; as a subject the noun is a source like any other."""
        verb = self._tokens[noun.head]
        if noun.dep == "attr" and verb.lemma == "be":
            subject = self._subject(verb)
            if subject is not None:
                content = self._span(noun.left, noun.right)
                yield self._report("camp", noun, subject, content, "neutral")

    def _adjective(self, verb: Token) -> Iterator[Report]:
        for child in self._parse.children(verb.i):
            attitude = self._lexicon.adjectives.get(child.lemma)
            if child.dep not in ("acomp", "oprd") or attitude is None:
                continue
            subject = self._subject(verb)
            deps = ("ccomp", "prep", "xcomp")
            parts = [c for c in self._parse.children(child.i) if c.dep in deps]
            if subject is not None and (parts or attitude != "neutral"):
                part = parts[0] if parts else child
                content = self._span(part.left, part.right)
                yield self._report("adjective", child, subject, content, attitude)

    def _like(self, verb: Token) -> Iterator[Report]:
        """Talk: "people were like …", "and he's like, …"."""
        if verb.lemma != "be" or verb.i + 1 >= len(self._tokens):
            return
        after = self._tokens[verb.i + 1 : verb.i + 3]
        like = next((t for t in after if t.lemma == "like" and t.pos != "VERB"), None)
        subject = self._subject(verb)
        if like is None or subject is None or like.i + 1 >= len(self._tokens):
            return
        following = self._tokens[like.i + 1]
        speech = following.text[0] in ",\"“'‘" or following.text[0].isupper()
        if speech or following.lemma in ("oh", "well", "okay", "yeah", "no", "look", "hey"):
            content = self._span(like.i + 1, len(self._tokens))
            yield self._report("like", like, subject, content, "neutral")

    def _report(
        self, kind: Kind, cue: Token, source: Token | None, content: Span, attitude: Attitude
    ) -> Report:
        span = NOWHERE if source is None else self._source_span(source)
        negated = any(c.dep == "neg" for c in self._parse.children(cue.i))
        modifiers = tuple(
            c.text.lower()
            for c in self._parse.children(cue.i)
            if c.dep in ("advmod", "amod", "mark", "aux", "det")
        )
        first = source is not None and source.text.lower() in _FIRST
        root = self._is_main(cue)
        return Report(
            kind, span, -1 if source is None else source.i, Span(cue.start, cue.end), content,
            attitude, first, negated, root, modifiers,
        )

    def _is_main(self, cue: Token) -> bool:
        """True when nothing but conjunctions stands between the cue and the root."""
        token = cue
        for _ in range(6):
            if token.head == token.i:
                return True
            if token.dep not in ("conj", "attr", "acomp", "nsubj", "ccomp", "parataxis"):
                return False
            token = self._tokens[token.head]
        return False

    def _source_span(self, source: Token) -> Span:
        """The noun phrase of the source, without the clauses and asides that hang on it."""
        right = source.right
        for child in self._parse.children(source.i):
            aside = child.dep in ("relcl", "acl", "appos", "punct", "cc", "advcl")
            if aside and child.i > source.i and not (child.dep == "cc"):
                right = min(right, child.left)
        return self._span(source.left, max(right, source.i + 1))

    def _span(self, left: int, right: int) -> Span:
        tokens = self._tokens[left:right]
        while tokens and (tokens[-1].pos in ("PUNCT", "SPACE") or tokens[-1].dep == "case"):
            tokens = tokens[:-1]
        while tokens and (tokens[0].pos in ("PUNCT", "SPACE") or tokens[0].lemma == "that"):
            tokens = tokens[1:]
        if not tokens:
            return NOWHERE
        return Span(tokens[0].start, tokens[-1].end)


_SPOKEN_FOR = re.compile(r"\b(?:in|to) (?:the )?(?:view|opinion|eyes|mind) of\b", re.I)

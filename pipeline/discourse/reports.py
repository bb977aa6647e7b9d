"""Who is said to say or hold what, in one parsed sentence: source, cue and content.

Verbs of saying and holding with their clause, object or quotation, also when they are
inserted ("…, said Moyo, …") or introduced ("as Marcus notes"). Phrases without such a
verb are the matter of ``frames``. What the speakers say of themselves ("I think") is
found, too, and marked ``first``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.discourse.lexicon import Attitude, Lexicon
from pipeline.discourse.marks import Marked
from pipeline.discourse.nlp import Parse, Token
from pipeline.discourse.words import wordlist
from pipeline.spans import Span

NOWHERE = Span(-1, -1)
SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_FIRST = wordlist("i we me us my our mine ourselves myself")
#: Subjects that hold nothing: what is said of them is the writer's own.
_EMPTY = wordlist(
    """
    there it this these those one nothing something nobody none everything anybody what
    """
)
_ABOUT = wordlist("about against for in of on that to")
_ASIDES = ("relcl", "acl", "appos", "punct", "advcl", "prep")
_MAIN = ("conj", "attr", "acomp", "nsubj", "ccomp", "xcomp", "parataxis", "dobj")
_CONDITIONS = wordlist("if when whenever until unless before after")

_AMOUNTS = wordlist("lot bunch number majority plenty handful couple half dozen kind sort group")

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

    def subject(self, verb: Token) -> Token | None:
        """The subject of ``verb``, through relative clauses, conjunction and participles."""
        for _ in range(4):
            found = self._nearest_subject(verb)
            head = self.parse.head(verb)
            if found is not None:
                relative = found.lower in ("who", "that", "which") and verb.dep == "relcl"
                return None if found.lower in _EMPTY else head if relative else found
            if verb.dep in ("acl", "relcl") and head.pos in ("NOUN", "PROPN", "PRON"):
                return head if verb.tag in ("VBG", "VBZ", "VBP", "VBD") else None
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

    def report(
        self, kind: Kind, cue: Token, source: Token | None, content: Span, attitude: Attitude
    ) -> Report:
        """A report with what follows from its cue and source."""
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

    def _counted(self, source: Token) -> Token:
        """In "a lot of these companies" it is the companies who hold."""
        of = self.parse.child(source.i, "prep") if source.lemma in _AMOUNTS else None
        return (self.parse.child(of.i, "pobj") if of is not None else None) or source

    def _is_first(self, source: Token) -> bool:
        mine = self.parse.child(source.i, "poss")
        own = mine is not None and mine.lower in _FIRST and source.lemma in self.lexicon.frames
        return source.lower in _FIRST or own

    def _is_main(self, cue: Token) -> bool:
        """True when nothing but conjunctions stands between the cue and the root."""
        token = cue
        for _ in range(8):
            if token.head == token.i:
                return True
            if token.dep not in _MAIN and not self._exists(token):
                return False
            token = self.parse.head(token)
        return False

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
            if token.dep == "advcl" and any(
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


def verb_reports(grammar: Grammar, verb: Token) -> Iterator[Report]:
    """The report whose cue is ``verb``, when it is a reporting verb with a content."""
    words = grammar.lexicon
    say, hold, takes = (t.get(verb.lemma) for t in (words.say, words.hold, words.object))
    if not (say or hold or takes):
        return
    subject = grammar.subject(verb)
    if subject is None or subject.i == verb.i:
        return
    content = NOWHERE
    if say or hold:
        content = _clause(grammar, verb, subject, finite=not say)
    if say and content == NOWHERE:
        content = _spoken(grammar, verb)
    if takes and content == NOWHERE:
        content = _object(grammar, verb)
    if content != NOWHERE:
        attitude = say or hold or takes or "neutral"
        content = _all_that_is_quoted(grammar, content)
        endorses = _as_said(grammar, verb) and attitude == "neutral"
        found = grammar.report("verb", verb, subject, content, "endorse" if endorses else attitude)
        yield replace(found, root=True) if _as_said(grammar, verb) else found


def _clause(grammar: Grammar, verb: Token, subject: Token, *, finite: bool) -> Span:
    """The clause that ``verb`` governs, without the verb's own part when it is inside."""
    for clause in grammar.parse.children(verb.i):
        if clause.dep not in ("ccomp", "parataxis") or clause.i == subject.i:
            continue
        if finite and grammar.parse.child(clause.i, *SUBJECTS, "expl") is None:
            continue
        first = grammar.parse.tokens[clause.left]
        if first.lower in ("whether", "if") or first.tag in ("WRB", "WP"):
            continue  # a question, not a view
        left, right = clause.left, clause.right
        if left <= verb.i < right:
            left, right = (verb.i + 1, right) if clause.i > verb.i else (left, verb.i)
        return grammar.span(left, right)
    return NOWHERE


def _spoken(grammar: Grammar, verb: Token) -> Span:
    """A quotation near the verb, or what an inserted "he said" stands in."""
    quoted = _quoted(grammar, verb)
    if quoted != NOWHERE or verb.lemma in ("go", "put", "tell"):
        return quoted
    tokens = grammar.parse.tokens
    inserted = (
        verb.dep in ("ccomp", "advcl")
        and verb.left > 0
        and (tokens[verb.left - 1].text in (",", "—", "–", "”", '"'))
    )
    if verb.dep == "parataxis" or inserted or _as_said(grammar, verb):
        return _around(grammar, grammar.parse.head(verb), verb)
    if verb.lemma in ("say", "insist", "swear") and verb.head == verb.i:
        return grammar.span(verb.i + 1, len(tokens))
    return NOWHERE


def _quoted(grammar: Grammar, verb: Token) -> Span:
    near = [q.inner for q in grammar.quotes if not q.inner.start <= verb.start < q.inner.end]
    if not near:
        return NOWHERE
    sentence = grammar.parse.span
    best = min(near, key=lambda s: min(abs(s.start - verb.end), abs(verb.start - s.end)))
    return Span(max(best.start, sentence.start), min(best.end, sentence.end))


def _all_that_is_quoted(grammar: Grammar, content: Span) -> Span:
    """The whole quotation where the parser found most of it."""
    sentence = grammar.parse.span
    for quote in grammar.quotes:
        start, end = max(quote.inner.start, sentence.start), min(quote.inner.end, sentence.end)
        if start <= content.start and content.end <= end < 2 * content.end - start:
            return Span(start, end)
    return content


def _around(grammar: Grammar, head: Token, verb: Token) -> Span:
    """What stands around an inserted "he said": the longer side of it."""
    sides = grammar.span(head.left, verb.left), grammar.span(verb.right, head.right)
    return max(sides, key=lambda s: s.end - s.start)


def _as_said(grammar: Grammar, verb: Token) -> bool:
    """True for "as Marcus notes"."""
    return verb.dep == "advcl" and any(
        c.dep in ("mark", "advmod") and c.lower == "as" for c in grammar.parse.children(verb.i)
    )


def _object(grammar: Grammar, verb: Token) -> Span:
    for found in grammar.parse.children(verb.i):
        wanted = found.dep in ("dobj", "attr") or (found.dep == "prep" and found.lower in _ABOUT)
        short = found.right - found.left == 1 and verb.lemma not in ("realize", "realise")
        if wanted and not short and found.i > verb.i:
            return grammar.span(found.left, found.right)
    return NOWHERE

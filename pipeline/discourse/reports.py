"""Who is said to say or hold what, in one parsed sentence: source, cue and content.

Verbs of saying and holding with their clause, object or quotation, also when they are
inserted ("…, said Moyo, …") or introduced ("as Marcus notes"). Phrases without such a
verb are the matter of ``frames``. What the speakers say of themselves ("I think") is
found, too, and marked ``first``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from pipeline.discourse.grammar import NOWHERE, SUBJECTS, Grammar, Report
from pipeline.discourse.lexicon import Attitude
from pipeline.discourse.nlp import Token
from pipeline.discourse.words import wordlist
from pipeline.spans import Span

#: What belongs to "he told the paper on Monday" besides what is said.
_OWN = ("nsubj", "aux", "advmod", "npadvmod", "prep", "dobj", "dative", "neg")
#: "Calls it a dead end", "sees it as a dead end".
_CALLING = wordlist("call label brand deem consider dub declare pronounce")
_SEEING = wordlist(
    """
    see view regard treat characterize characterise depict portray paint take read describe present
    frame
    """
)
#: "Told me to wait for the next one": what they would have one do says what they think.
_BIDDING = wordlist("tell urge advise take")
#: With somebody who is told, between verb and clause.
_TELLING = wordlist("tell remind warn assure inform advise")
_SHORT = 3  # tokens: "told him to go"
_IT = wordlist("it this that them him her")
_LITTLE = wordlist("little nothing much more less anything")
_FAR = 8  # tokens from "told" to "that"
_ABOUT = wordlist("about against for in of on that to")


def verb_reports(grammar: Grammar, verb: Token) -> Iterator[Report]:
    """The report whose cue is ``verb``, when it is a reporting verb with a content."""
    words = grammar.lexicon
    if not (_names(verb) or any(verb.lemma in t for t in (words.say, words.hold, words.object))):
        return
    subject = grammar.subject(verb)
    if subject is None or subject.i == verb.i or _imagined(grammar, verb, subject):
        return
    content, attitude = _content(grammar, verb, subject)
    if content == NOWHERE:
        return
    content = _all_that_is_quoted(grammar, verb, content)
    if not _as_said(grammar, verb):
        yield grammar.report("verb", verb, subject, content, attitude)
        return
    endorsed = "endorse" if attitude == "neutral" else attitude
    yield replace(grammar.report("verb", verb, subject, content, endorsed), root=True)


def _names(verb: Token) -> bool:
    """True for what calls something something, or sees it as something."""
    return verb.lemma in _CALLING or verb.lemma in _SEEING


def _content(grammar: Grammar, verb: Token, subject: Token) -> tuple[Span, Attitude]:
    """What ``verb`` reports of ``subject``, by the first construction that fits, and how.

    NOWHERE when none does.
    """
    words = grammar.lexicon
    say, hold, takes = (t.get(verb.lemma) for t in (words.say, words.hold, words.object))
    usual, as_said = say or hold or takes or "neutral", _as_said(grammar, verb)
    steps: tuple[tuple[bool, Callable[[], Span], Attitude], ...] = (
        (bool(say or hold), lambda: _clause(grammar, verb, subject, finite=not say), usual),
        (verb.lemma in _BIDDING, lambda: _bidden(grammar, verb), usual),
        (bool(say), lambda: _spoken(grammar, verb), usual),
        (verb.lemma in _TELLING, lambda: _behind_that(grammar, verb), usual),
        (bool(hold) and as_said, lambda: _around(grammar, grammar.parse.head(verb), verb), usual),
        (bool(takes), lambda: _object(grammar, verb), usual),
        # Nothing is granted by seeing no proof of it.
        (bool(hold), lambda: _none_seen(grammar, verb), say or "neutral"),
        # "Sees that" grants it, "sees it as" does not.
        (_names(verb), lambda: _predicated(grammar, verb), say or takes or "neutral"),
    )
    for fits, find, attitude in steps:
        content = find() if fits else NOWHERE
        if content != NOWHERE:
            return content, attitude
    return NOWHERE, usual


def _bidden(grammar: Grammar, verb: Token) -> Span:
    """As in "told me to wait for the next one", "take this to mean that it works"."""
    whom = grammar.parse.child(verb.i, "dobj", "dative")
    what = grammar.parse.child(verb.i, "xcomp")
    if whom is None or what is None or what.i < whom.i or what.right - what.left <= _SHORT:
        return NOWHERE
    if verb.lemma == "take" and what.lemma not in ("mean", "be", "show", "prove"):
        return NOWHERE
    return grammar.span(what.left, what.right)


def _none_seen(grammar: Grammar, verb: Token) -> Span:
    """As in "sees no sign that the gains level off", "found no return on it"."""
    thing = grammar.parse.child(verb.i, "dobj")
    none = thing is not None and any(c.lower == "no" for c in grammar.parse.children(thing.i))
    return grammar.span(thing.left, thing.right) if thing is not None and none else NOWHERE


def _behind_that(grammar: Grammar, verb: Token) -> Span:
    """As in "told me over coffee that nobody …", whose clause the parser hangs on the coffee."""
    tokens = grammar.parse.tokens
    for that in tokens[verb.i + 1 : verb.i + _FAR]:
        if that.lower == "that" and that.tag in ("IN", "WDT"):
            right = grammar.parse.head(that).right if that.dep == "mark" else len(tokens)
            return grammar.span(that.i + 1, right) if right - that.i > _SHORT else NOWHERE
        if that.pos in ("VERB", "AUX", "CCONJ") or that.text in (";", ":", "."):
            break
    return NOWHERE


def _imagined(grammar: Grammar, verb: Token, subject: Token) -> bool:
    """True for "you might say", "you will object": nobody has said it."""
    modal = any(c.tag == "MD" for c in grammar.parse.children(verb.i))
    return modal and subject.lower == "you"


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
        if clause.i < verb.i and grammar.parse.child(verb.i, "neg") is not None:
            continue  # "…; others have not yet replied"
        if left <= verb.i < right:
            left, right = (verb.i + 1, right) if clause.i > verb.i else (left, verb.i)
        return grammar.span(left, right)
    return NOWHERE


def sides_of(grammar: Grammar, verb: Token) -> tuple[Span, ...]:
    """What stands before and after an inserted "he said", each without it; else nothing."""
    subject = grammar.subject(verb)
    if subject is None or not (grammar.lexicon.say.get(verb.lemma)):
        return ()
    head, clause = grammar.parse.head(verb), grammar.parse.child(verb.i, "ccomp", "parataxis")
    if clause is not None and clause.left < verb.i < clause.right:
        whole = clause
    elif verb.dep == "parataxis" or (
        verb.dep in ("ccomp", "advcl") and head.left < verb.left < head.i
    ):
        whole = head
    else:
        return ()
    own = [verb, *(c for c in grammar.parse.children(verb.i) if c.dep in _OWN)]
    left = min(verb.i, *(c.left if c.i != verb.i else c.i for c in own))
    right = max(verb.i + 1, *(c.right if c.i != verb.i else c.i + 1 for c in own))
    first = whole.left + (grammar.parse.tokens[whole.left].pos == "CCONJ")
    sides = grammar.span(first, left), grammar.span(right, whole.right)
    return tuple(side for side in sides if side != NOWHERE)


def _spoken(grammar: Grammar, verb: Token) -> Span:
    """A quotation near the verb, or what an inserted "he said" stands in."""
    quoted = _quoted(grammar, verb)
    if quoted != NOWHERE or verb.lemma in ("go", "put", "tell"):
        return quoted
    tokens = grammar.parse.tokens
    if verb.tag == "VBG" and (grammar.parse.child(verb.i, "xcomp") is not None):
        return NOWHERE  # "…, promising to lift them": what follows is the content
    inserted = (
        verb.dep in ("ccomp", "advcl")
        and verb.left > 0
        and (tokens[verb.left - 1].text in (",", "—", "–", "”", '"'))
    )
    if verb.dep == "parataxis" or inserted or _as_said(grammar, verb):
        return _around(grammar, grammar.parse.head(verb), verb)
    what = grammar.parse.child(verb.i, "dobj")
    little = what is not None and what.lower in _LITTLE  # "has said little about it, but …"
    first = verb.head == verb.i or _at_once(grammar, verb)
    if verb.lemma in ("say", "insist", "swear") and first and not little:
        return grammar.span(verb.i + 1, len(tokens))
    return NOWHERE


def _at_once(grammar: Grammar, verb: Token) -> bool:
    """True for "They'll say look at the curve", with nothing but the subject before it."""
    own = {c.i for c in grammar.parse.children(verb.i) if c.dep in (*SUBJECTS, "aux", "advmod")}
    return verb.tag != "VBG" and all(
        t.i in own or t.head in own or t.pos in ("PUNCT", "CCONJ", "INTJ", "SPACE")
        for t in grammar.parse.tokens[: verb.i]
    )


def _quoted(grammar: Grammar, verb: Token) -> Span:
    near = [q.inner for q in grammar.quotes if not q.inner.start <= verb.start < q.inner.end]
    if not near:
        return NOWHERE
    sentence = grammar.parse.span
    best = min(near, key=lambda s: min(abs(s.start - verb.end), abs(verb.start - s.end)))
    return Span(max(best.start, sentence.start), min(best.end, sentence.end))


def _all_that_is_quoted(grammar: Grammar, verb: Token, content: Span) -> Span:
    """The whole quotation where the parser found most of it."""
    sentence = grammar.parse.span
    for quote in grammar.quotes:
        if quote.outer.start <= verb.start < quote.outer.end:
            continue  # somebody says it inside the quotation
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


def _called(grammar: Grammar, verb: Token) -> Span:
    """As in "calls this “the wall that no algorithm will climb”"."""
    it = grammar.parse.tokens[verb.i + 1 : verb.i + 2]
    if not it or it[0].lower not in _IT:
        return NOWHERE
    starts = (q.inner for q in grammar.quotes if 0 < q.inner.start - it[0].end <= 3)
    return next(starts, NOWHERE)


def _predicated(grammar: Grammar, verb: Token) -> Span:
    """As in "calls it a dead end", "regards it as a dead end": what is said of the object."""
    after = [c for c in grammar.parse.children(verb.i) if c.i > verb.i]
    thing = next((c for c in after if c.dep == "dobj"), None)
    if verb.lemma in _CALLING:
        called = _called(grammar, verb)
        if called != NOWHERE:
            return called
        small = next((c for c in after if c.dep in ("ccomp", "oprd")), None)
        if small is not None and small.pos in ("NOUN", "PROPN", "ADJ"):
            left = small.left if thing is None else min(thing.left, small.left)
            return grammar.span(left, small.right)
        return NOWHERE
    within = [] if thing is None else grammar.parse.children(thing.i)
    like = next((c for c in (*after, *within) if c.dep == "prep" and c.lower == "as"), None)
    return (
        grammar.span(thing.left, like.right) if thing is not None and like is not None else NOWHERE
    )

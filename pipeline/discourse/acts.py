"""What people want, promise, refuse, praise and blame: reported without being a position.

Infinitives ("she vowed to close it", "he urged them to wait"), objects of judgement
("they praised the plan as bold"), questions ("asked whether it works") and passives
with an agent ("was praised by …"). Used for quotations only: holder and voice are
decided on ``reports`` alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.discourse.grammar import NOWHERE, SUBJECTS, Grammar, Report
from pipeline.discourse.nlp import Token
from pipeline.discourse.words import wordlist
from pipeline.spans import Span

_GOES_ON = ("xcomp", "oprd", "acomp", "ccomp", "advcl")
#: A clause that begins so says when, not what.
_MEANWHILE = wordlist("as until after before while when")
_TARGETS = wordlist("about against for of on over at with to as from")
#: Verbs whose object is the one who is spoken to.
TOLD = wordlist("tell assure inform remind warn convince persuade ask advise notify")


def acts(grammar: Grammar) -> Iterator[Report]:
    """The reported acts of one sentence, in order of their cues."""
    words = grammar.lexicon
    for verb in grammar.parse.tokens:
        if verb.pos == "NOUN" and (verb.lemma in words.deeds or verb.lemma in words.nouns):
            yield from _owned(grammar, verb)
        if verb.pos not in ("VERB", "AUX"):
            continue
        says = verb.lemma in words.say or verb.lemma in words.hold
        intends, judges = verb.lemma in words.intends, verb.lemma in words.judges
        if not (says or intends or judges):
            continue
        passive = _passive(grammar, verb) if judges or says else None
        if passive is not None:
            yield passive
            continue
        subject = grammar.subject(verb, any_thing=True)
        if subject is None or subject.i == verb.i:
            continue
        content = _beside(grammar, verb, subject)
        if content == NOWHERE:
            content = _clause(grammar, verb)
        if content == NOWHERE and (intends or judges):
            content = _gerund(grammar, verb)
        if content == NOWHERE and intends:
            content = _infinitive(grammar, verb)
        if content == NOWHERE and (judges or verb.lemma in words.object):
            content = _object(grammar, verb)
        if content != NOWHERE:
            yield grammar.report("verb", verb, subject, content, "neutral")


def _owned(grammar: Grammar, noun: Token) -> Iterator[Report]:
    """As in "her plan to build it", "the mayor's criticism of the plan"."""
    owner = grammar.parse.child(noun.i, "poss")
    after = [c for c in grammar.parse.children(noun.i) if c.i > noun.i]
    for child in after if owner is not None else ():
        of = child.dep == "prep" and child.lower in _TARGETS
        if of or child.dep in ("acl", "ccomp", "relcl"):
            content = grammar.span(child.i + 1 if of else child.left, child.right)
            if content != NOWHERE:
                yield grammar.report("noun", noun, owner, content, "neutral")
            return


def _passive(grammar: Grammar, verb: Token) -> Report | None:
    """As in "the plan was praised by the mayor": the mayor's, about the plan."""
    subject = grammar.parse.child(verb.i, "nsubjpass")
    by = grammar.parse.child(verb.i, "agent")
    source = grammar.parse.child(by.i, "pobj") if by is not None else None
    if subject is None or source is None or subject.lower in ("who", "which", "that"):
        return None
    content = grammar.span(subject.left, subject.right)
    return grammar.report("verb", verb, source, content, "neutral")


def _beside(grammar: Grammar, verb: Token, subject: Token) -> Span:
    """A quotation right before "the narrator asks" or right behind it."""
    tokens = grammar.parse.tokens
    left, right = min(subject.left, verb.i), max(subject.right, verb.i + 1)
    if right < len(tokens) and tokens[right].text in (",", ":"):
        right += 1
    before = tokens[left - 1].start if left else -1
    after = tokens[right].start if right < len(tokens) else -1
    for quote in grammar.quotes:
        if quote.closed and (quote.outer.start == after or quote.inner.end == before):
            sentence = grammar.parse.span
            return Span(max(quote.inner.start, sentence.start), min(quote.inner.end, sentence.end))
    return NOWHERE


def _clause(grammar: Grammar, verb: Token) -> Span:
    """A clause of any kind after the verb, questions as well."""
    for clause in grammar.parse.children(verb.i):
        if clause.dep == "ccomp" and clause.i > verb.i and clause.left > verb.i:
            return grammar.span(clause.left, clause.right)
    return NOWHERE


def _infinitive(grammar: Grammar, verb: Token) -> Span:
    """As in "wants to win", "urged them to wait"."""
    for clause in grammar.parse.children(verb.i):
        if clause.dep not in ("xcomp", "ccomp", "advcl") or clause.i < verb.i:
            continue
        if not any(t.lower == "to" and t.tag == "TO" for t in grammar.parse.children(clause.i)):
            continue
        left = clause.left
        whom = grammar.parse.child(verb.i, "dobj")
        if whom is not None and verb.i < whom.i < left and verb.lemma not in TOLD:
            left = whom.left
        right = max(clause.right, _listed(grammar, verb))
        return grammar.span(left, right) if left > verb.i else NOWHERE
    return NOWHERE


def _gerund(grammar: Grammar, verb: Token) -> Span:
    """As in "resented being held to them", "denied taking it"."""
    for clause in grammar.parse.children(verb.i):
        own = grammar.parse.child(clause.i, *SUBJECTS) is None
        if clause.dep == "xcomp" and clause.tag == "VBG" and own and clause.left > verb.i:
            return grammar.span(clause.left, clause.right)
    return NOWHERE


def _called(grammar: Grammar, verb: Token) -> Span:
    """As in "called her vote for the war a mistake": the thing and what it is called."""
    children = [c for c in grammar.parse.children(verb.i) if c.i > verb.i]
    thing = next((c for c in children if c.dep == "dobj"), None)
    name = next((c for c in children if c.dep == "oprd"), None)
    if thing is None or name is None or thing.left > name.i:
        return NOWHERE
    return grammar.span(thing.left, name.right)


def _listed(grammar: Grammar, verb: Token) -> int:
    """Where "wants to grow it, mend it and sell it" ends: the parser hangs these on "wants"."""
    if verb.tag == "VB":
        return 0
    more = (c for c in grammar.parse.children(verb.i) if c.dep == "conj" and c.tag == "VB")
    return max((c.right for c in more), default=0)


def _object(grammar: Grammar, verb: Token) -> Span:
    """The object with what is said of it: "praised the plan as bold"."""
    called = _called(grammar, verb)
    if called != NOWHERE:
        return called
    after = [c for c in grammar.parse.children(verb.i) if c.i > verb.i]
    thing = next((c for c in after if c.dep in ("dobj", "attr", "oprd")), None)
    if thing is not None:
        right = thing.right
        for child in after:
            aside = child.dep == "advcl" and any(
                t.lower in _MEANWHILE for t in grammar.parse.children(child.i)
            )
            more = (child.dep in _GOES_ON and not aside) or (
                child.dep == "prep" and child.lower in _TARGETS
            )
            if child.left >= right and more and child.left - right <= 1:
                right = child.right
        return grammar.span(thing.left, right)
    prep = next((c for c in after if c.dep == "prep" and c.lower in _TARGETS), None)
    return grammar.span(prep.i + 1, prep.right) if prep is not None else NOWHERE

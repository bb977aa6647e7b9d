"""Who leans which way, told without a verb of saying: "the field is coming around".

Phrases of taking up, keeping and giving up a belief. What is believed stands in the
phrase or is clear from the text, so the whole sentence is the content.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.discourse.grammar import SUBJECTS, Grammar, Report
from pipeline.discourse.lexicon import Attitude
from pipeline.discourse.nlp import Token
from pipeline.discourse.words import wordlist

#: Verb, then what has to stand with it, then how far the writer goes along.
_PHRASES: tuple[tuple[frozenset[str], frozenset[str], Attitude], ...] = (
    (wordlist("come"), wordlist("around round"), "endorse"),
    (wordlist("wake"), wordlist("up"), "endorse"),
    (wordlist("catch cotton"), wordlist("on"), "endorse"),
    (wordlist("see"), wordlist("light"), "endorse"),
    (wordlist("fall"), wordlist("for"), "reject"),
    (wordlist("cling"), wordlist("to"), "reject"),
    (wordlist("buy"), wordlist("into it that hype story idea thesis premise dream pitch"),
     "neutral"),
    (wordlist("sour cool bank"), wordlist("on"), "neutral"),
    (wordlist("warm flock convert"), wordlist("to"), "neutral"),
    (wordlist("swear"), wordlist("by"), "neutral"),
    (wordlist("turn shift walk back drift"), wordlist("against away off"), "neutral"),
    (wordlist("lose keep have retain"), wordlist("faith confidence patience"), "neutral"),
    (wordlist("change"), wordlist("mind minds tune view views"), "neutral"),
    (wordlist("pin stake"), wordlist("hope hopes future fortunes"), "neutral"),
    (wordlist("fall"), wordlist("out"), "neutral"),
    (wordlist("have get"), wordlist("right point case"), "endorse"),
    (wordlist("nail"), wordlist("it this one"), "endorse"),
)  # fmt: skip
_GIVES_UP = wordlist("up on")
#: What is felt toward something by those it belongs to: "investors' faith in scale is waning".
_FELT = wordlist(
    """
    doubt concern worry misgiving reservation scepticism skepticism faith belief hope confidence
    optimism pessimism enthusiasm excitement disillusion disappointment unease suspicion
    """
)
_TOWARD = wordlist("about in on over regarding for at with toward towards")
_OF = wordlist("among of from inside within")


def leanings(grammar: Grammar, token: Token) -> Iterator[Report]:
    """The leaning whose cue is ``token``, a verb of such a phrase or a noun of feeling."""
    if token.pos == "VERB":
        yield from _phrase(grammar, token)
    elif token.pos == "NOUN" and token.lemma in _FELT and token.dep in SUBJECTS:
        yield from _felt(grammar, token)


def _phrase(grammar: Grammar, verb: Token) -> Iterator[Report]:
    beside = {c.lower for c in grammar.parse.children(verb.i) if c.i > verb.i}
    if verb.lemma == "give" and beside >= _GIVES_UP:
        attitude: Attitude | None = "neutral"
    else:
        attitude = next((a for v, w, a in _PHRASES if verb.lemma in v and beside & w), None)
    subject = grammar.subject(verb) if attitude is not None else None
    if attitude is None or subject is None or subject.lower == "you":
        return
    auxiliaries = {c.dep for c in grammar.parse.children(verb.i)}
    if "auxpass" in auxiliaries or ("neg" in auxiliaries and attitude != "neutral"):
        return
    yield grammar.report("verb", verb, subject, grammar.span(verb.i, verb.right), attitude)


def _felt(grammar: Grammar, noun: Token) -> Iterator[Report]:
    """As in "doubts among researchers about the wall are growing"."""
    parts = grammar.parse.children(noun.i)
    owner = next((c for c in parts if c.dep == "poss"), None)
    for prep in parts if owner is None else ():
        if prep.lower in _OF:
            owner = grammar.parse.child(prep.i, "pobj") or owner
    behind = grammar.parse.tokens[noun.i + 1 : noun.right]
    reaches = any(t.dep == "prep" and t.lower in _TOWARD for t in behind)
    if owner is not None and reaches:
        yield replace(grammar.report("noun", noun, owner, grammar.whole, "neutral"), root=True)

"""Whose reasons they are, what others found as well, and words put into somebody's mouth.

Positions that no verb of saying governs: "Their reasons range from … to …", "several banks
have found similar results", "First step: declare “it is done”".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.discourse.grammar import NOWHERE, SUBJECTS, Grammar, Report
from pipeline.discourse.nlp import Token
from pipeline.discourse.words import wordlist

#: What people have, besides the nouns of the lexicon, that says why they think so.
_REASONS = wordlist("reason motive grounds evidence example")
_CONSIST = wordlist(
    """
    range include run go boil come rest seem sound concern center centre turn stem start begin
    lie amount reduce hinge rely depend point be
    """
)
_THIRD = wordlist("their his her")
#: "Found similar results": the finding goes with what was said before it.
_FIND = wordlist("find report reach get obtain see publish produce")
_RESULTS = wordlist("result finding evidence conclusion pattern effect figure number outcome")
_ALIKE = wordlist("similar same comparable consistent such")


def grounds(grammar: Grammar, token: Token) -> Iterator[Report]:
    """The attributions of this kind whose cue is ``token``."""
    if token.pos == "NOUN":
        yield from _reasons(grammar, token)
    elif token.pos in ("VERB", "AUX"):
        yield from _found_alike(grammar, token)
        yield from _called_out(grammar, token)
    if token.lemma in grammar.lexicon.say:
        yield from _bidden_to_say(grammar, token)


def _reasons(grammar: Grammar, noun: Token) -> Iterator[Report]:
    """As in "Their reasons range from the data to the bill"."""
    owner = grammar.parse.child(noun.i, "poss")
    verb = grammar.parse.head(noun)
    if owner is None or noun.dep not in SUBJECTS or verb.lemma not in _CONSIST:
        return
    third = owner.lower in _THIRD or owner.pos in ("PROPN", "NOUN")
    if third and (noun.lemma in _REASONS or noun.lemma in grammar.lexicon.nouns):
        content = grammar.span(verb.i + 1, len(grammar.parse.tokens))
        if content != NOWHERE:
            yield replace(grammar.report("noun", noun, owner, content, "neutral"), root=True)


def _found_alike(grammar: Grammar, verb: Token) -> Iterator[Report]:
    """As in "Two banks have now found similar results"."""
    thing = grammar.parse.child(verb.i, "dobj")
    if verb.lemma not in _FIND or thing is None or thing.lemma not in _RESULTS:
        return
    alike = any(c.lower in _ALIKE for c in grammar.parse.children(thing.i))
    subject = grammar.subject(verb)
    negated = grammar.parse.child(verb.i, "neg") is not None
    if alike and subject is not None and not negated:
        content = grammar.span(thing.left, thing.right)
        yield replace(grammar.report("verb", verb, subject, content, "endorse"), root=True)


def _called_out(grammar: Grammar, verb: Token) -> Iterator[Report]:
    """As in "those who called out the limits early"."""
    thing = grammar.parse.child(verb.i, "dobj")
    subject = grammar.subject(verb)
    out = any(c.dep == "prt" and c.lower == "out" for c in grammar.parse.children(verb.i))
    if verb.lemma == "call" and out and thing is not None and subject is not None:
        content = grammar.span(thing.left, thing.right)
        yield grammar.report("verb", verb, subject, content, "endorse")


def _bidden_to_say(grammar: Grammar, verb: Token) -> Iterator[Report]:
    """As in "Then declare: “It is done.”": steps that nobody takes in earnest."""
    bare = verb.tag in ("VB", "VBP") and grammar.parse.child(verb.i, *SUBJECTS) is None
    before = grammar.parse.tokens[: verb.i]
    opens = all(t.pos in ("ADV", "PUNCT", "CCONJ", "SPACE", "ADJ", "NUM") for t in before)
    step = bool(before) and before[-1].text == ":"
    quoted = next((q for q in grammar.quotes if q.inner.start > verb.end), None)
    if not bare or not (opens or step) or quoted is None:
        return
    if quoted.outer.start - verb.end <= 3:
        yield replace(grammar.report("noun", verb, None, quoted.inner, "neutral"), root=True)

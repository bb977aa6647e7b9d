"""What is said without anybody being named, and what people are to be made to believe."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.discourse.grammar import SUBJECTS, Grammar, Report
from pipeline.discourse.nlp import Token
from pipeline.discourse.words import wordlist

#: Of these one says that they "go" or "run": "so the story goes".
_TALES = wordlist("story tale saying line thinking reasoning song refrain logic pitch case")
_TOLD = wordlist("tell assure promise inform lead ask invite")
_INSERTED = ("parataxis", "ccomp", "ROOT")
_WILL = wordlist("will 'll ’ll")
_HEARERS = wordlist("i we you one")


def hearsay(grammar: Grammar, verb: Token) -> Iterator[Report]:
    """As in "it is said that", "we are told that", "the story goes that": nobody is named."""
    if verb.lower == "reportedly":
        yield replace(grammar.report("noun", verb, None, grammar.whole, "neutral"), root=True)
        return
    children = grammar.parse.children(verb.i)
    subject = next((c for c in children if c.dep in SUBJECTS), None)
    if subject is None and verb.lemma == "hear":
        subject = grammar.subject(verb)  # of "we keep hearing that"
    modal = any(c.tag == "MD" and c.lower not in _WILL for c in children)
    if subject is None or modal or any(c.dep == "neg" for c in children):
        return
    clause = next((c for c in children if c.dep in ("ccomp", "xcomp") and c.i > verb.i), None)
    content = grammar.whole if clause is None else grammar.span(clause.left, clause.right)
    tale = subject.lemma in _TALES or subject.lemma in grammar.lexicon.nouns
    if verb.lemma in ("go", "run") and subject.pos == "NOUN" and tale:
        mine = grammar.parse.child(subject.i, "poss")
        if mine is None:
            yield replace(grammar.report("noun", verb, None, content, "neutral"), root=True)
        return
    says = grammar.lexicon.say.get(verb.lemma) or grammar.lexicon.hold.get(verb.lemma)
    passive = any(c.dep == "auxpass" for c in children)
    nobody = subject.lower == "it" and passive and says in ("neutral", "doubt")
    told = subject.lower in _HEARERS and (
        (passive and verb.lemma in _TOLD) or (not passive and verb.lemma == "hear")
    )
    if clause is not None and verb.lemma != "note" and (nobody or told):
        yield grammar.report("noun", verb, None, content, "neutral")
    elif told and passive and verb.lemma == "tell" and verb.dep in _INSERTED:  # "…, I am told"
        inserted = grammar.report("noun", verb, None, grammar.whole, "neutral")
        yield replace(inserted, root=True)


def would_have(grammar: Grammar, verb: Token) -> Iterator[Report]:
    """As in "they would have us believe that …", "they want us to think that …"."""
    children = grammar.parse.children(verb.i)
    would = any(c.tag == "MD" for c in children)
    if not (verb.lemma == "have" and would) and verb.lemma not in ("want", "expect", "ask"):
        return
    made = next((c for c in children if c.dep in ("ccomp", "xcomp") and c.i > verb.i), None)
    subject = grammar.subject(verb)
    if made is None or subject is None or made.lemma not in ("believe", "think", "accept"):
        return
    whom = grammar.parse.child(made.i, *SUBJECTS)
    said = grammar.parse.child(made.i, "ccomp")
    if whom is not None and said is not None and whom.lower in ("us", "you", "everyone", "people"):
        content = grammar.span(said.left, said.right)
        yield grammar.report("verb", verb, subject, content, "reject")

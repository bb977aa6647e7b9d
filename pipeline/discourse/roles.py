"""The part that a name or pronoun plays in its sentence, as far as the resolver asks."""

from __future__ import annotations

from pipeline.discourse.grammar import SUBJECTS
from pipeline.discourse.mentions import Name
from pipeline.discourse.nlp import Parse, Token
from pipeline.discourse.words import wordlist

#: Verbs after which "he" may as well be the one whom the subject met.
_MUTUAL = wordlist("meet debate interview ask face join host marry tell call phone visit")
_MUTUAL_WITH = wordlist("speak talk sit chat argue dine correspond")


def is_subject(name: Name, parse: Parse) -> bool:
    """True when the name is the subject of a clause, alone or joined to one with "and"."""
    token = parse.at(name.span.end - 1)
    for _ in range(4):
        if token is None:
            return False
        if token.dep in SUBJECTS:
            return True
        if token.dep not in ("conj", "appos", "compound", "flat"):
            return False
        token = parse.head(token)
    return False


def is_mutual(name: Name, parse: Parse) -> bool:
    """True where the verb leaves open which of two does what comes next: "Ann met Bea"."""
    token = parse.at(name.span.end - 1)
    if token is None:
        return False
    verb = parse.head(token)
    shared = any(c.dep == "prep" and c.lower in ("with", "to") for c in parse.children(verb.i))
    return verb.lemma in _MUTUAL or (verb.lemma in _MUTUAL_WITH and shared)


def is_subordinate(token: Token, parse: Parse) -> bool:
    """True inside a clause or phrase that stands before the main one."""
    for _ in range(6):
        if token.dep in ("advcl", "prep", "pcomp") and token.i < parse.head(token).i:
            return True
        if token.head == token.i:
            return False
        token = parse.head(token)
    return False

"""Attributions without a verb of saying: adjectives, "according to", "be like", and nouns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.discourse.grammar import NOWHERE, SUBJECTS, Grammar, Report
from pipeline.discourse.grounds import grounds
from pipeline.discourse.hearsay import hearsay, would_have
from pipeline.discourse.leanings import leanings
from pipeline.discourse.lexicon import Lexicon
from pipeline.discourse.marks import Marked
from pipeline.discourse.nlp import Parse, Token
from pipeline.discourse.nouns import noun_reports
from pipeline.discourse.reports import verb_reports
from pipeline.discourse.standpoints import standpoints
from pipeline.discourse.talk import talk
from pipeline.discourse.words import wordlist

_OPENERS = wordlist("oh well okay ok yeah no look hey wow hmm yes sure but and")
_SEEN = wordlist("see tell put have describe frame phrase explain")
_BE = wordlist("be 's 're 'm")
#: Said of somebody with nothing behind it, these grant what they are known to hold.
_AGREED = wordlist("right correct")
_LONGEST_SOURCE = 6  # words behind "according to" that no preposition governs


def reports(parse: Parse, lexicon: Lexicon, quotes: Sequence[Marked]) -> list[Report]:
    """The attributions of one sentence, in order of their cues.

    Args:
        parse: the sentence.
        lexicon: reporting words.
        quotes: quotations of its segment; they serve as content where no clause does.
    """
    grammar = Grammar(parse, lexicon, quotes)
    found = [r for token in parse.tokens for r in _at(grammar, token)]
    found += [*standpoints(grammar), *talk(grammar)]
    return sorted(found, key=lambda r: (r.cue, r.source))


def introducers(parse: Parse, lexicon: Lexicon, quotes: Sequence[Marked]) -> list[Report]:
    """Who may be speaking after a colon at the end of this sentence, the likeliest first.

    A report of the sentence itself, of somebody who is named rather than of nobody; else the
    subject of its last reporting verb; else a group that it names beside a noun of belief
    ("led some people to this thought").
    """
    found = reports(parse, lexicon, quotes)
    if found:
        return sorted(found, key=lambda r: (r.source == NOWHERE, -r.cue.start))
    grammar = Grammar(parse, lexicon, quotes)
    for verb in reversed(parse.tokens):
        if verb.lemma in lexicon.say or verb.lemma in lexicon.hold or verb.lemma == "do":
            subject = grammar.subject(verb)
            if subject is not None:
                return [grammar.report("verb", verb, subject, grammar.whole, "neutral")]
    nouns = [t for t in parse.tokens if t.lemma in lexicon.nouns]
    groups = [t for t in parse.tokens if t.lower in lexicon.groups and t.pos == "NOUN"]
    if nouns and groups:
        return [grammar.report("noun", nouns[-1], groups[-1], grammar.whole, "neutral")]
    root = parse.root
    subject = grammar.subject(root) if root is not None else None
    if root is None or subject is None or subject.lower not in lexicon.groups:
        return []
    return [grammar.report("verb", root, subject, grammar.whole, "neutral")]


def _at(grammar: Grammar, token: Token) -> Iterator[Report]:
    yield from grounds(grammar, token)
    if token.lower == "according":
        yield from _according(grammar, token)
    elif token.pos in ("VERB", "AUX"):
        yield from verb_reports(grammar, token)
        yield from _adjective(grammar, token)
        yield from _like(grammar, token)
        yield from _agreement(grammar, token)
        yield from _as_seen(grammar, token)
        yield from hearsay(grammar, token)
        yield from would_have(grammar, token)
        yield from leanings(grammar, token)
    elif token.lower == "reportedly" and token.i <= 1:
        yield from hearsay(grammar, token)
    elif token.pos == "NOUN":
        yield from noun_reports(grammar, token)
        yield from leanings(grammar, token)


def _according(grammar: Grammar, token: Token) -> Iterator[Report]:
    """The next object of a preposition after "according"; else what stands behind "to"."""
    tokens = grammar.parse.tokens
    source = next((t for t in tokens[token.i + 1 :] if t.dep == "pobj"), None)
    if source is not None and source.left - token.i <= 3:
        yield grammar.report("according", token, source, grammar.whole, "neutral")
    elif token.i + 2 < len(tokens) and tokens[token.i + 1].lower == "to":
        behind = tokens[token.i + 2 :]
        end = next((t.i for t in behind if t.pos == "PUNCT"), len(tokens))
        if 0 < end - token.i - 2 <= _LONGEST_SOURCE:  # "to show insiders", taken for a verb
            found = grammar.report("according", token, tokens[end - 1], grammar.whole, "neutral")
            yield replace(found, source=grammar.span(token.i + 2, end))


def _as_seen(grammar: Grammar, verb: Token) -> Iterator[Report]:
    """As in "as the fund sees it", "to hear the enthusiasts tell it"."""
    it = grammar.parse.child(verb.i, "dobj")
    subject = grammar.parse.child(verb.i, *SUBJECTS)
    if verb.lemma not in _SEEN or it is None or it.lower != "it" or subject is None:
        return
    first = grammar.parse.tokens[verb.left]
    hear = grammar.parse.head(verb).lemma == "hear"
    if (first.lower in ("as", "the") and (first.lower == "as" or hear)) or hear:
        yield grammar.report("frame", verb, subject, grammar.whole, "neutral")


def _adjective(grammar: Grammar, verb: Token) -> Iterator[Report]:
    """As in "is convinced that", "was sceptical of", "is right that"."""
    for word in (verb, *grammar.parse.children(verb.i)):
        attitude = grammar.lexicon.adjectives.get(word.lower)
        agreed = word.lower in _AGREED and word.dep == "advmod" and word.i == verb.i + 1
        if attitude is None or not (word.i == verb.i or word.dep in ("acomp", "oprd") or agreed):
            continue
        subject = grammar.subject(verb)
        parts = (c for c in grammar.parse.children(word.i) if c.i > word.i)
        part = next((c for c in parts if c.dep in ("ccomp", "prep") or _says(grammar, c)), None)
        third = subject is not None and subject.lower in ("he", "she", "they")
        said_of = third and (verb.head == verb.i or _mine(grammar, verb))
        if part is None and subject is not None:
            part = _that_behind(grammar, word)
        if part is None and subject is not None and word.lower in _AGREED and said_of:
            yield grammar.report("adjective", word, subject, grammar.whole, attitude)
        elif subject is not None and part is not None:
            right = len(grammar.parse.tokens) if part.lower == "that" else part.right
            content = grammar.span(part.left, right)
            yield grammar.report("adjective", word, subject, content, attitude)


def _mine(grammar: Grammar, verb: Token) -> bool:
    """As "is" in "I think he is right"."""
    head = grammar.parse.head(verb)
    subject = grammar.subject(head) if verb.dep == "ccomp" and head.head == head.i else None
    thinks = head.lemma in grammar.lexicon.hold
    return thinks and subject is not None and subject.lower in ("i", "we")


def _that_behind(grammar: Grammar, word: Token) -> Token | None:
    """The "that" of "is unconvinced that", wherever the parser hangs its clause."""
    tokens = grammar.parse.tokens
    more = word.i + 2 < len(tokens) and tokens[word.i + 1].lower == "that"
    return tokens[word.i + 1] if more else None


def _says(grammar: Grammar, verb: Token) -> bool:
    """As in "was right to say that …"."""
    spoken = verb.lemma in grammar.lexicon.say or verb.lemma in grammar.lexicon.hold
    return verb.dep == "xcomp" and spoken and grammar.parse.child(verb.i, "ccomp") is not None


def _like(grammar: Grammar, verb: Token) -> Iterator[Report]:
    """Talk: "people were like …", "and he's like, …"."""
    tokens = grammar.parse.tokens
    after = tokens[verb.i + 1 : verb.i + 3] if verb.lemma in _BE else ()
    like = next((t for t in after if t.lower == "like" and t.pos != "VERB"), None)
    if like is None or like.i + 1 >= len(tokens):
        return
    subject = grammar.subject(verb)
    following = tokens[like.i + 1]
    speech = following.text[0] in ",\"“'‘" or following.text[0].isupper()
    if subject is not None and (speech or following.lower in _OPENERS):
        content = grammar.span(like.i + 1, len(tokens))
        yield replace(grammar.report("like", like, subject, content, "neutral"), root=True)


def _agreement(grammar: Grammar, verb: Token) -> Iterator[Report]:
    """As in "I agree with X that …", "I'm with X on this": X's view, endorsed."""
    if verb.lemma not in ("agree", "concur", "side", "align", "be"):
        return
    subject = grammar.subject(verb)
    if subject is None or subject.lower not in ("i", "we"):
        return
    if any(c.dep == "neg" for c in grammar.parse.children(verb.i)):
        return
    for prep in grammar.parse.children(verb.i):
        source = grammar.parse.child(prep.i, "pobj") if prep.lower == "with" else None
        if source is not None:
            yield grammar.report("agree", verb, source, grammar.whole, "endorse")

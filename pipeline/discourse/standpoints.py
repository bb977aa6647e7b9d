"""From where a sentence is said to hold: "to its admirers", "on one view", "the reply was: …".

Somebody's position without a verb that governs it: a phrase at the head of the sentence,
a view that nobody owns, words of saying before a colon or at the end, and a text or a
thesis that "holds that" something.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.discourse.grammar import NOWHERE, SUBJECTS, Grammar, Report
from pipeline.discourse.nlp import Token
from pipeline.discourse.words import wordlist
from pipeline.spans import Span

#: What a thing is or does in somebody's eyes: "to the critics this was a surrender".
_SEEMS = wordlist(
    """
    be show mean prove settle look seem suggest sound remain demonstrate confirm represent amount
    signal spell
    """
)
_SOME = wordlist("some others many most another him her them")
_VIEWS = wordlist(
    "view reading account telling theory logic interpretation reasoning argument hypothesis"
)
#: With these a view is somebody's, though nobody is named.
_UNOWNED = wordlist(
    """
    one another either common usual standard received popular prevailing orthodox
    conventional optimistic pessimistic strict strong weak venerable old familiar traditional
    fashionable rosy gloomy
    """
)
_MINE = wordlist("i we my our me us")
_HELD = wordlist("hold argue contend maintain assert claim posit predict state insist")
_TEXTS = wordlist(
    """
    rebuttal objection argument theory essay thesis hypothesis school tradition orthodoxy doctrine
    position rumour rumor consensus opinion wisdom
    """
)
#: What is said, when a colon follows: "the reply came at once: …".
_SAID = wordlist(
    """
    reply response answer retort rebuttal rejoinder objection argument claim charge complaint
    refrain mantra creed pitch slogan story line promise lesson moral verdict reading message
    excuse defence defense view position thesis inference warning case question
    """
)
_ARRIVES = wordlist("come go run arrive follow change")
_SHORTEST = 3  # tokens behind the colon
_BREAKS = wordlist("that : ,")  # last word of a sentence that goes on in the next line
_FOLLOWS = wordlist("this that it following")
#: What nobody calls words of their own, but for a joke; and how near the end of the sentence.
_OTHERS_WORDS = wordlist(
    """
    pitch slogan mantra creed dogma doctrine gospel refrain narrative myth fantasy delusion
    illusion fallacy misconception superstition canard strawman fiction
    """
)
_NEAR_END = 4  # tokens, the colon among them


def standpoints(grammar: Grammar) -> Iterator[Report]:
    """The standpoints of one sentence."""
    yield from _in_eyes(grammar)
    yield from _before_colon(grammar)
    yield from _broken_off(grammar)
    for token in grammar.parse.tokens:
        if token.pos == "NOUN" and token.lemma in _VIEWS:
            yield from _on_a_view(grammar, token)
        elif token.lemma in _HELD or token.lemma == "say":
            yield from _it_holds(grammar, token)


def _in_eyes(grammar: Grammar) -> Iterator[Report]:
    """As in "To its admirers the list was proof", "for others it is a toy"."""
    words = [t for t in grammar.parse.tokens[:3] if t.pos not in ("PUNCT", "CCONJ", "SPACE")]
    prep = words[0] if words else None
    whom = grammar.parse.child(prep.i, "pobj") if prep is not None else None
    if prep is None or whom is None or prep.lower not in ("to", "for"):
        return
    camp = whom.lemma in grammar.lexicon.camps or whom.lower in _SOME
    known = camp or whom.lower in grammar.lexicon.groups or whom.pos == "PROPN"
    verb = grammar.parse.head(prep)
    subject = grammar.parse.child(verb.i, *SUBJECTS)
    if subject is None or verb.i < whom.i or verb.lemma not in _SEEMS:
        return
    # "For Hassabis, scale is half of the work"; but "for Hassabis, this is good news".
    somebody = _is_person(grammar, whom) and subject.pos in ("NOUN", "PROPN")
    if known if prep.lower == "to" else camp or somebody:
        yield grammar.report("frame", prep, whom, grammar.whole, "neutral")


def _is_person(grammar: Grammar, name: Token) -> bool:
    """True for a name that the recogniser takes for nothing but a person's."""
    labels = {e.label for e in grammar.parse.entities if e.start <= name.start < e.end}
    return name.pos == "PROPN" and labels <= {"PERSON"}


def _on_a_view(grammar: Grammar, noun: Token) -> Iterator[Report]:
    """As in "on one venerable view, …", "is, on this reading, …"; nobody owns it."""
    prep = grammar.parse.head(noun)
    if noun.dep != "pobj" or prep.lower not in ("on", "in", "under", "by"):
        return
    tokens, words = grammar.parse.tokens, grammar.parse.children(noun.i)
    set_off = prep.i <= 1 or tokens[prep.i - 1].text in (",", "—", "–")
    mine = any(t.lower in _MINE for t in tokens)
    back = prep.i > 1 and any(t.lower in ("this", "that") for t in words)  # else free speech
    if set_off and not mine and noun.right - noun.i == 1 and (back or _unowned(words)):
        yield _by_nobody(grammar, noun, grammar.whole)


def _unowned(words: list[Token]) -> bool:
    return any(t.lower in _UNOWNED for t in words) and not any(t.dep == "poss" for t in words)


def _it_holds(grammar: Grammar, verb: Token) -> Iterator[Report]:
    """As in "It holds that …" of an essay, "the strong one says that …" of a thesis."""
    subject = grammar.parse.child(verb.i, "nsubj")
    clause = grammar.parse.child(verb.i, "ccomp")
    if subject is None or clause is None or clause.i < verb.i:
        return
    described = any(c.dep in ("det", "amod") for c in grammar.parse.children(subject.i))
    known = (
        subject.lower == "it" or subject.lemma in _TEXTS or (subject.lower == "one" and described)
    )
    if not known or verb.dep == "advcl":
        return
    about = grammar.parse.child(clause.i, *SUBJECTS, "expl")
    opens = grammar.parse.tokens[clause.left].lower == "that"
    itself = about is not None and about.lower in ("it", "its")  # a machine about itself
    if about is not None and opens and not itself:
        yield _by_nobody(grammar, verb, grammar.span(clause.left, clause.right))


def _before_colon(grammar: Grammar) -> Iterator[Report]:
    """As in "The reply from the sceptics was quick: …", "a friend put it well: …"."""
    tokens = grammar.parse.tokens
    colon = next((t.i for t in tokens if t.text == ":" and t.i > 1), len(tokens))
    content = grammar.span(colon + 1, len(tokens))
    if len(tokens) - colon <= _SHORTEST or content == NOWHERE:
        return
    before = tokens[:colon]
    for verb in reversed(before):
        if verb.pos in ("VERB", "AUX") and verb.lemma in grammar.lexicon.say:
            yield from _said_by(grammar, verb, content)
            return
        if verb.dep == "conj" and grammar.parse.child(verb.i, *SUBJECTS, "expl") is not None:
            break  # "Critics announce a wall, but there is none: …"
    for noun in reversed(before):
        if noun.pos == "NOUN" and noun.lemma in _SAID:
            yield from _words_of(grammar, noun, content)
            return


def _broken_off(grammar: Grammar) -> Iterator[Report]:
    """As in "Altman wrote:", "a better pitch than:": what is said stands in the next line."""
    tokens = [t for t in grammar.parse.tokens if t.pos != "SPACE"]
    if not tokens or tokens[-1].lower not in _BREAKS:
        return
    verb = next((t for t in reversed(tokens) if t.pos in ("VERB", "AUX")), None)
    noun = next((t for t in reversed(tokens[-_NEAR_END:]) if t.lemma in _OTHERS_WORDS), None)
    if noun is not None:
        yield _words_to_come(grammar, noun)
    elif verb is not None and verb.lemma in grammar.lexicon.say:
        subject, what = grammar.subject(verb), grammar.parse.child(verb.i, "ccomp", "dobj")
        if subject is not None and (what is None or what.lower in _FOLLOWS):
            report = grammar.report("verb", verb, subject, NOWHERE, "neutral")
            if report.root:
                yield report


def _words_to_come(grammar: Grammar, noun: Token) -> Report:
    """Somebody's with "my pitch:", else nobody's that is named."""
    owner = grammar.parse.child(noun.i, "poss")
    attitude = grammar.lexicon.nouns.get(noun.lemma, "neutral")
    return replace(grammar.report("noun", noun, owner, NOWHERE, attitude), root=True)


def _said_by(grammar: Grammar, verb: Token, content: Span) -> Iterator[Report]:
    subject = grammar.subject(verb)
    if subject is not None and subject.pos != "VERB" and verb.tag != "VB":
        attitude = grammar.lexicon.say[verb.lemma]
        yield replace(grammar.report("verb", verb, subject, content, attitude), root=True)


def _words_of(grammar: Grammar, noun: Token, content: Span) -> Iterator[Report]:
    """Whose words they are stands with the noun; or they just "came"."""
    owner, verb = grammar.parse.child(noun.i, "poss"), grammar.parse.head(noun)
    if owner is None and noun.dep == "dobj" and verb.i < noun.i:
        owner = grammar.subject(verb)  # whoever draws the lesson from somebody's figures
    for prep in grammar.parse.children(noun.i) if owner is None else ():
        if prep.lower in ("from", "of", "among", "by"):
            owner = grammar.parse.child(prep.i, "pobj") or owner
    if owner is not None:
        yield replace(grammar.report("noun", noun, owner, content, "neutral"), root=True)
    elif noun.dep in SUBJECTS and verb.lemma in _ARRIVES:
        yield _by_nobody(grammar, noun, content)


def _by_nobody(grammar: Grammar, cue: Token, content: Span) -> Report:
    return replace(grammar.report("noun", cue, None, content, "neutral"), root=True)

"""Attributions by a noun: "the view that …", "in her view", "a believer in scale"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.discourse.grammar import NOWHERE, SUBJECTS, Grammar, Report
from pipeline.discourse.nlp import Token
from pipeline.discourse.words import wordlist
from pipeline.spans import Span

#: What one has or raises "about", "in" or "on" something without a clause.
_TOWARD = wordlist(
    """
    doubt concern worry misgiving reservation objection criticism scepticism skepticism faith
    belief hope confidence optimism pessimism question
    """
)
_ABOUT = wordlist("about in on over regarding against")
#: With "the … is that" these are the writer's own, unless they are said to be usual.
_AUTHORS_OWN = wordlist(
    """
    answer reply case estimate promise point conclusion lesson moral verdict inference reading
    line story response message effect take thing position observation insight finding judgement
    judgment impression
    """
)
_BELONGS = wordlist("of from by among at inside within")
_MEET = wordlist("hear read know see get meet remember recall receive encounter")
_TAKE_UP = wordlist("take consider recall remember hear")
_ARRIVE = wordlist("come follow circulate persist remain")
_USUAL = wordlist(
    """
    usual standard common stock conventional prevailing popular familiar typical orthodox received
    fashionable widespread mainstream official dominant favourite favorite another other next
    always
    """
)
_EARLY = 3  # tokens before the noun of "In the eyes of its critics, …"


def noun_reports(grammar: Grammar, noun: Token) -> Iterator[Report]:
    """Whatever ``noun`` attributes: what it names, the camp it puts somebody in, whose frame."""
    yield from _noun(grammar, noun)
    yield from _camp(grammar, noun)
    yield from _framed(grammar, noun)


def _framed(grammar: Grammar, noun: Token) -> Iterator[Report]:
    """As in "in her view", "by Bernardi's account": the whole sentence is the content."""
    prep = grammar.parse.head(noun)
    if noun.lower not in grammar.lexicon.frames or noun.dep != "pobj":
        return
    owner = grammar.parse.child(noun.i, "poss")
    of = next((c for c in grammar.parse.children(noun.i) if c.lower == "of"), None)
    apart = prep.i and grammar.parse.tokens[prep.i - 1].text in (",", "—", "–")
    if owner is None and of is not None and (noun.i <= _EARLY or apart):
        owner = grammar.parse.child(of.i, "pobj")
    if owner is not None and prep.lower in ("in", "by", "to", "on", "for"):
        yield grammar.report("frame", noun, owner, grammar.whole, "neutral")


def _noun(grammar: Grammar, noun: Token) -> Iterator[Report]:
    attitude = grammar.lexicon.nouns.get(noun.lemma)
    if attitude is None:
        return
    content = _noun_content(grammar, noun)
    if content == NOWHERE:
        return
    source = _owner(grammar, noun)
    if source is not None and (source.lower == "its" or _met(grammar, noun, source)):
        yield replace(grammar.report("noun", noun, None, content, attitude), root=True)
    elif source is not None or _introduced(grammar, noun) or _taken_up(grammar, noun):
        report = grammar.report("noun", noun, source, content, attitude)
        whose = any(c.lower == "whose" for c in grammar.parse.children(noun.i))
        yield replace(report, root=True) if whose else report


def _noun_content(grammar: Grammar, noun: Token) -> Span:
    """The clause of "the view that …" or "the view is …"."""
    tokens = grammar.parse.tokens
    for child in grammar.parse.children(noun.i):
        clause = child.dep in ("acl", "ccomp", "relcl") and child.i > noun.i
        if clause and tokens[child.left].lower == "that" and not _relative(grammar, child):
            return grammar.span(child.left, child.right)
    verb = grammar.parse.head(noun)
    for before in (noun, verb) if verb.lemma == "be" else (noun,):
        after = before.i + 1
        if after < len(tokens) and tokens[after].lower == "that" and tokens[after].tag == "IN":
            marked_by = grammar.parse.head(tokens[after])
            right = len(tokens) if before is verb else marked_by.right
            return grammar.span(after + 1, max(right, after + 1))
    if noun.dep == "dobj" and noun.lemma in _TOWARD:
        about = next((c for c in grammar.parse.children(noun.i) if c.lower in _ABOUT), None)
        if about is not None and grammar.parse.child(about.i, "pobj", "pcomp") is not None:
            return grammar.span(about.i + 1, about.right)
    if noun.dep in SUBJECTS and verb.lemma == "be":
        for child in grammar.parse.children(verb.i):
            owned = grammar.parse.child(noun.i, "poss") is not None
            if (child.dep == "ccomp" or (child.dep == "attr" and owned)) and child.i > verb.i:
                return grammar.span(child.left, child.right)
    return NOWHERE


def _relative(grammar: Grammar, clause: Token) -> bool:
    """True for "the view that he took": "that" stands for the noun."""
    return clause.dep == "relcl" and any(
        t.lower == "that" and t.dep in ("nsubj", "dobj", "nsubjpass", "pobj")
        for t in grammar.parse.children(clause.i)
    )


def _owner(grammar: Grammar, noun: Token) -> Token | None:
    """Whose it is: "his view", "the view of most linguists", "they take the view"."""
    for child in grammar.parse.children(noun.i):
        if child.dep == "poss" and child.lower == "whose":
            verb = grammar.parse.head(noun)
            return grammar.parse.head(verb) if verb.dep == "relcl" else None
        if child.dep == "poss":
            return child
        if child.dep == "prep" and child.lower in _BELONGS:
            found = grammar.parse.child(child.i, "pobj")
            if found is not None and found.pos in ("NOUN", "PROPN", "PRON"):
                return found
        by = grammar.parse.child(child.i, "agent") if child.dep == "acl" else None
        if by is not None:  # "the wager made by Meta is that"
            return grammar.parse.child(by.i, "pobj")
    above = grammar.parse.head(noun)
    if noun.dep == "pobj":
        above = grammar.parse.head(above)
    if noun.dep in ("dobj", "pobj") and above.pos in ("VERB", "AUX"):
        return grammar.subject(above)
    return None


def _met(grammar: Grammar, noun: Token, source: Token) -> bool:
    """True for "I keep hearing the objection that": the speakers meet it, others hold it."""
    met = grammar.parse.head(noun).lemma in _MEET and noun.dep == "dobj"
    return met and source.lower in ("i", "we", "you")


def _taken_up(grammar: Grammar, noun: Token) -> bool:
    """True for "Take the claim that …", "Then comes the argument that …"."""
    verb = grammar.parse.head(noun)
    subject = grammar.parse.child(verb.i, *SUBJECTS)
    asked = noun.dep == "dobj" and verb.lemma in _TAKE_UP and subject is None
    return asked or (noun.dep in ("nsubj", "attr", "dobj") and verb.lemma in _ARRIVE)


def _introduced(grammar: Grammar, noun: Token) -> bool:
    """As in "There is this view that", "the belief is that": held by somebody, not named."""
    verb = grammar.parse.head(noun)
    beside = (*grammar.parse.children(noun.i), *grammar.parse.children(verb.i))
    usual = any(c.lower in _USUAL for c in beside)
    if verb.lemma != "be" or (noun.lemma in _AUTHORS_OWN and not usual):
        return False
    return noun.dep in SUBJECTS or grammar.parse.child(verb.i, "expl") is not None


def _camp(grammar: Grammar, noun: Token) -> Iterator[Report]:
    """As in "X is a proponent of Y"; as a subject the noun is a source like any other."""
    if noun.lemma not in grammar.lexicon.camps:
        return
    verb, tokens = grammar.parse.head(noun), grammar.parse.tokens
    subject = grammar.subject(verb) if noun.dep == "attr" and verb.lemma == "be" else None
    if subject is None and "being" in [t.lower for t in tokens[max(0, noun.i - 3) : noun.i]]:
        # "with people like X being believers": the parser is rarely right about these.
        nouns = (t for t in tokens[: noun.i] if t.dep in ("nsubj", "pobj", "pcomp"))
        subject = next(nouns, None)
    if subject is not None:
        content = grammar.span(noun.left, noun.right)
        yield grammar.report("camp", noun, subject, content, "neutral")

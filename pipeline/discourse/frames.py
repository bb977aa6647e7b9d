"""Attributions without a verb of saying: nouns, adjectives, camps, "according to", "be like"."""

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
from pipeline.discourse.reports import verb_reports
from pipeline.discourse.standpoints import standpoints
from pipeline.discourse.words import wordlist
from pipeline.spans import Span

_OPENERS = wordlist("oh well okay ok yeah no look hey wow hmm yes sure but and")
_SEEN = wordlist("see tell put have")
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
#: Said of somebody with nothing behind it, these grant what they are known to hold.
_AGREED = wordlist("right correct")
_LONGEST_SOURCE = 6  # words behind "according to" that no preposition governs
_EARLY = 3  # tokens before the noun of "In the eyes of its critics, …"


def reports(parse: Parse, lexicon: Lexicon, quotes: Sequence[Marked]) -> list[Report]:
    """The attributions of one sentence, in order of their cues.

    Args:
        parse: the sentence.
        lexicon: reporting words.
        quotes: quotations of its segment; they serve as content where no clause does.
    """
    grammar = Grammar(parse, lexicon, quotes)
    found = [r for token in parse.tokens for r in _at(grammar, token)]
    found += standpoints(grammar)
    return sorted(found, key=lambda r: (r.cue, r.source))


def introducers(parse: Parse, lexicon: Lexicon, quotes: Sequence[Marked]) -> list[Report]:
    """Who may be speaking after a colon at the end of this sentence, the likeliest first.

    A report of the sentence itself; else the subject of its last reporting verb; else a
    group that it names beside a noun of belief ("led some people to this thought").
    """
    found = reports(parse, lexicon, quotes)
    if found:
        return found[::-1]
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
    root = next((t for t in parse.tokens if t.head == t.i), None)
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
        yield from _noun(grammar, token)
        yield from _camp(grammar, token)
        yield from _framed(grammar, token)
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


def _framed(grammar: Grammar, noun: Token) -> Iterator[Report]:
    """As in "in her view", "by Bernardi's account": the whole sentence is the content."""
    prep = grammar.parse.head(noun)
    if noun.lower not in grammar.lexicon.frames or noun.dep != "pobj":
        return
    owner = grammar.parse.child(noun.i, "poss")
    of = next((c for c in grammar.parse.children(noun.i) if c.lower == "of"), None)
    if owner is None and of is not None and noun.i <= _EARLY:
        owner = grammar.parse.child(of.i, "pobj")
    if owner is not None and prep.lower in ("in", "by", "to", "on", "for"):
        yield grammar.report("frame", noun, owner, grammar.whole, "neutral")


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
        yield grammar.report("noun", noun, source, content, attitude)


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
        if child.dep == "poss":
            return child
        if child.dep == "prep" and child.lower in ("of", "from", "by", "among"):
            found = grammar.parse.child(child.i, "pobj")
            if found is not None and found.pos in ("NOUN", "PROPN", "PRON"):
                return found
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
        said_of = subject is not None and subject.lower in ("he", "she") and verb.head == verb.i
        if part is None and subject is not None and word.lower in _AGREED and said_of:
            yield grammar.report("adjective", word, subject, grammar.whole, attitude)
        elif subject is not None and part is not None:
            content = grammar.span(part.left, part.right)
            yield grammar.report("adjective", word, subject, content, attitude)


def _says(grammar: Grammar, verb: Token) -> bool:
    """As in "was right to say that …"."""
    spoken = verb.lemma in grammar.lexicon.say or verb.lemma in grammar.lexicon.hold
    return verb.dep == "xcomp" and spoken and grammar.parse.child(verb.i, "ccomp") is not None


def _like(grammar: Grammar, verb: Token) -> Iterator[Report]:
    """Talk: "people were like …", "and he's like, …"."""
    tokens = grammar.parse.tokens
    after = tokens[verb.i + 1 : verb.i + 3] if verb.lemma == "be" else ()
    like = next((t for t in after if t.lower == "like" and t.pos != "VERB"), None)
    if like is None or like.i + 1 >= len(tokens):
        return
    subject = grammar.subject(verb)
    following = tokens[like.i + 1]
    speech = following.text[0] in ",\"“'‘" or following.text[0].isupper()
    if subject is not None and (speech or following.lower in _OPENERS):
        content = grammar.span(like.i + 1, len(tokens))
        yield grammar.report("like", like, subject, content, "neutral")


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

"""How talk says whose words follow: "what she would say is …", "the way Ilya puts it, …".

Frames of speech that no verb governs as a clause of its own, so that the grammar of
reporting verbs misses them; they are as common in essays that talk to their readers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.discourse.grammar import NOWHERE, SUBJECTS, Grammar, Report
from pipeline.discourse.nlp import Token
from pipeline.discourse.words import wordlist

_PUTS = wordlist("put see tell say describe explain frame phrase read")
_ASKERS = wordlist("you we one")
_WHISPERS = wordlist("rumour rumor legend gossip hearsay lore")
_APPLAUSE = wordlist("amen kudos +1 props hat-tip credit")
_EARLY = 3  # tokens before "way"
_OPENS = wordlist("well no oh look okay ok yeah yes but so and listen nah sure")
_GOING = wordlist("go goes went")


def talk(grammar: Grammar) -> Iterator[Report]:
    """The frames of this kind in one sentence."""
    yield from _applauded(grammar)
    for token in grammar.parse.tokens:
        if token.lemma == "way" and token.i <= _EARLY:
            yield from _the_way(grammar, token)
        elif token.pos in ("VERB", "AUX"):
            yield from _what_is_said(grammar, token)
            yield from _asked(grammar, token)
            yield from _has_it(grammar, token)
            yield from _goes(grammar, token)


def _what_is_said(grammar: Grammar, verb: Token) -> Iterator[Report]:
    """As in "What Dario would say is that …", "what I hear from my students is …"."""
    what = next((c for c in grammar.parse.children(verb.i) if c.lower == "what"), None)
    be = grammar.parse.head(verb)
    if verb.dep != "csubj" or what is None or be.lemma not in ("be", "'s"):
        return
    chain = [verb, *(c for c in grammar.parse.children(verb.i) if c.dep == "xcomp")]
    source, content = grammar.subject(verb), grammar.span(be.i + 1, be.right)
    if any(t.lemma == "hear" for t in chain):
        whence = next((c for c in grammar.parse.children(verb.i) if c.lower == "from"), None)
        asked = source is not None and source.lower in _ASKERS
        source = grammar.parse.child(whence.i, "pobj") if whence is not None else None
        if source is None and asked:  # "what you hear at every conference is that …"
            yield replace(grammar.report("noun", verb, None, content, "neutral"), root=True)
    elif not any(t.lemma in grammar.lexicon.say or t.lemma in grammar.lexicon.hold for t in chain):
        return
    if source is not None and content != NOWHERE:
        yield replace(grammar.report("verb", chain[-1], source, content, "neutral"), root=True)


def _the_way(grammar: Grammar, way: Token) -> Iterator[Report]:
    """As in "The way Ilya puts it, …"; "the way I see it" is the speaker's own."""
    for verb in grammar.parse.tokens[way.i + 2 : way.i + 8]:
        it = grammar.parse.tokens[verb.i + 1 : verb.i + 2]
        if verb.lemma in _PUTS and it and it[0].lower in ("it", "this", ","):
            source = grammar.subject(verb)
            if source is not None and source.i > way.i:
                yield _framed(grammar, verb, source)
            return


def _asked(grammar: Grammar, verb: Token) -> Iterator[Report]:
    """As in "If you ask Bengio, …"."""
    asker, whom = grammar.parse.child(verb.i, *SUBJECTS), grammar.parse.child(verb.i, "dobj")
    if verb.lemma != "ask" or verb.dep != "advcl" or asker is None or whom is None:
        return
    when = grammar.parse.child(verb.i, "mark", "advmod")
    if asker.lower in _ASKERS and when is not None and when.lower in ("if", "when"):
        yield replace(_framed(grammar, verb, whom), conditional=False)


def _has_it(grammar: Grammar, verb: Token) -> Iterator[Report]:
    """As in "Rumour has it that …", "Musk had it that …"."""
    it, said = grammar.parse.child(verb.i, "dobj"), grammar.parse.child(verb.i, "ccomp")
    source = grammar.subject(verb)
    if verb.lemma != "have" or it is None or it.lower != "it" or said is None or source is None:
        return
    nobody = source.lemma.lower() in _WHISPERS
    that = any(t.lower == "that" for t in grammar.parse.tokens[it.i + 1 : it.i + 2])
    if said.i > it.i and (nobody or that):
        content = grammar.span(said.left, said.right)
        kind, whose = ("noun", None) if nobody else ("verb", source)
        yield replace(grammar.report(kind, verb, whose, content, "neutral"), root=True)  # type: ignore[arg-type]


def _goes(grammar: Grammar, verb: Token) -> Iterator[Report]:
    """As in "She goes, well, we don't know": a comma and a word that opens a turn."""
    after = [t.lower for t in grammar.parse.tokens[verb.i + 1 : verb.i + 3]]
    source = grammar.parse.child(verb.i, *SUBJECTS)
    if verb.lower not in _GOING or source is None or source.i != verb.i - 1:
        return
    if len(after) == 2 and after[0] in (",", ":") and after[1] in _OPENS:
        content = grammar.span(verb.i + 1, len(grammar.parse.tokens))
        yield replace(grammar.report("like", verb, source, content, "neutral"), root=True)


def _applauded(grammar: Grammar) -> Iterator[Report]:
    """As in "Amen to what Hinton said, …", "+1 to what the report says"."""
    tokens = grammar.parse.tokens
    to = next((t.i for t in tokens[:5] if t.lower == "to"), len(tokens))
    before = {t.lower for t in tokens[:to]}
    if to == len(tokens) or not (before & _APPLAUSE or ({"+", "1"} <= before)):
        return
    for verb in tokens[to + 1 :]:
        if verb.pos in ("VERB", "AUX") and verb.lemma in grammar.lexicon.say:
            source = grammar.subject(verb)
            if source is not None and source.i > to:
                agreed = grammar.report("agree", verb, source, grammar.whole, "endorse")
                yield replace(agreed, root=True, conditional=False)
            return


def _framed(grammar: Grammar, cue: Token, source: Token) -> Report:
    found = grammar.report("frame", cue, source, grammar.whole, "neutral")
    return replace(found, root=True)

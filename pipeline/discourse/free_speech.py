"""Free indirect speech: a sentence that goes on with what the one before it reports.

Three signs are taken, all of them of form: a bare that-clause ("And that it would pay"),
a phrase that points back ("On this view, …"), and the tense of reported speech, "would"
after a report in the past, where the writer's own future is "will".
"""

from __future__ import annotations

from pipeline.discourse.grammar import Report
from pipeline.discourse.nlp import Parse, Token
from pipeline.discourse.words import wordlist

_JOINING = wordlist("and but or nor")
_POINTING = wordlist("this that such his her their")
_FRAMES = wordlist(
    """
    view account reading telling logic story picture argument theory vision scheme version
    scenario reasoning premise hypothesis
    """
)
_PREPOSITIONS = wordlist("on in by under from")
#: With these "would" is the writer's own: "I would wait", "if it did, it would fail".
_OWN = wordlist("i we you my our if unless otherwise instead but however yet")


def carries_on(parse: Parse, report: Report, before: Parse) -> bool:
    """True when the sentence goes on with what ``report`` in the sentence before says."""
    return _is_bare_clause(parse) or _points_back(parse) or _keeps_tense(parse, report, before)


def _is_bare_clause(parse: Parse) -> bool:
    """True for "And that it would pay for itself", a clause on its own."""
    first = [t for t in parse.tokens[:3] if t.pos not in ("PUNCT", "SPACE")]
    first = [t for t in first if t.lower not in _JOINING]
    return bool(first) and first[0].lower == "that" and first[0].dep == "mark"


def _points_back(parse: Parse) -> bool:
    """True for "On this view, the rest is detail"."""
    words = parse.tokens[:4]
    return (
        len(words) == 4
        and words[0].lower in _PREPOSITIONS
        and words[1].lower in _POINTING
        and words[2].lemma in _FRAMES
        and words[3].pos in ("PUNCT", "PRON", "DET", "NOUN", "PROPN")
    )


def _keeps_tense(parse: Parse, report: Report, before: Parse) -> bool:
    """True for "It would learn by itself" after "She said that it would grow"."""
    cue = before.at(report.cue.start)
    past = cue is not None and cue.tag == "VBD"
    if not past or not _has_would(before, report) or parse.tokens[-1].text == "?":
        return False
    root = parse.root
    shifted = root is not None and any(_is_would(c) for c in parse.children(root.i))
    return shifted and not any(t.lower in _OWN for t in parse.tokens)


def _has_would(before: Parse, report: Report) -> bool:
    """The content was in that tense already."""
    said = report.content
    return any(_is_would(t) and said.start <= t.start < said.end for t in before.tokens)


def _is_would(token: Token) -> bool:
    return token.lower in ("would", "could", "'d", "’d") and token.tag == "MD"

"""Our quotations redrawn as coders of news draw them (the manner of PARC and PolNeAR).

Our records point at what is said; those coders include the marks around it, "that"
and "to" before it, the auxiliaries and adverbs of the cue and its preposition. Only the
edges move, over words of closed classes; what is not there is not invented.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.spans import Span

_OPEN = "“\"‘'«„`"
_OPENING = re.compile(r"(?:''|``|[“\"‘'«„])$")
_CLOSING = re.compile(r"[,.?!]?(?:''|[”\"’'»])")
_THAT = re.compile(r"\b(?:that,?|to)\s+$", re.I)
_AUXILIARIES = re.compile(
    r"(?:(?:\b(?:has|have|had|is|are|was|were|be|been|being|will|would|can|could|may|might|must|"
    r"should|do|does|did|not|also|never|now|then|once|again|still|even|just|first|"
    r"later|long|often|already|repeatedly|to|[a-z]{3,12}ly)|['’](?:s|ve|re|ll|d)|"
    r"\b[a-z]{2,6}n['’]t)\s+){1,5}$"
)
_AFTER_CUE = re.compile(
    r":|\s+(?:on|about|for|of|to|with|against|in|at|by|as|out|up|down|that)\b(?=\s)"
)
_DAY = re.compile(r"\s+(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_PREPOSITION = re.compile(r"(?:about|of|on|against|in|for|with|at|over)\s+")
_BACK = 60  # characters before an edge that are looked at


def redrawn(
    text: str, source: Span, cue: Span, contents: Sequence[Span]
) -> tuple[tuple[Span, ...], tuple[Span, ...], tuple[Span, ...]]:
    """Source, cue and stretches of content with the edges of the newsroom's coders."""
    said = tuple(_with_marks(text, _with_that(text, span)) for span in contents)
    said = tuple(_after_preposition(text, cue, span) for span in said)
    return (source,) if source else (), (_whole_cue(text, cue, said),), said


def _after_preposition(text: str, cue: Span, content: Span) -> Span:
    """Without the preposition that it begins with: coders give that to the cue."""
    found = _PREPOSITION.match(text, content.start, content.end)
    return Span(found.end(), content.end) if found and content.start > cue.start else content


def nested(cue: Span, contents: Sequence[Span], text: str) -> bool:
    """True when the cue stands in words that somebody is quoted with: coders leave it out."""
    return any(c.holds(cue) and c.start and text[c.start - 1] in _OPEN for c in contents)


def _with_that(text: str, content: Span) -> Span:
    found = _THAT.search(text, max(0, content.start - _BACK), content.start)
    return Span(found.start(), content.end) if found else content


def _with_marks(text: str, content: Span) -> Span:
    """With the marks around it, and a comma or stop that stands before a closing one."""
    start, end = content
    opening = _OPENING.search(text, max(0, start - 2), start)
    start = opening.start() if opening else start
    closing = _CLOSING.match(text, end)
    if closing and any(mark in text[start:end] for mark in _OPEN):
        end = closing.end()
    return Span(start, end)


def _whole_cue(text: str, cue: Span, contents: Sequence[Span]) -> Span:
    """With auxiliaries before it, and a preposition between it and the content."""
    found = _AUXILIARIES.search(text, max(0, cue.start - _BACK), cue.start)
    start = found.start() if found else cue.start
    day = _DAY.match(text, cue.end)
    cue = Span(cue.start, day.end()) if day else cue
    following = min((s.start for s in contents if s.start >= cue.end), default=-1)
    after = _AFTER_CUE.match(text, cue.end)
    if after and following >= after.end() and not text[after.end() : following].strip():
        return Span(start, after.end())
    return Span(start, cue.end)

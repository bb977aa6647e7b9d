"""Cuts a stretch of text into sentences: one pass, no model, the same answer everywhere.

Written for what the corpora hold: titles and initials before names, ellipses,
comments in lower case, list items, quoted sentences, soft-wrapped lines and captions
without any punctuation. A blank line always ends a sentence; a single line break does
unless the lines are wrapped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.discourse.words import wordlist
from pipeline.spans import Span, trim

#: Words before a full stop that do not end a sentence when a capital or digit follows.
_TITLES = wordlist(
    """
    mr mrs ms dr prof sen rep gov gen lt sgt capt col st hon rev pres sec messrs mx fig figs eq
    eqs sec ch vol no nos pp ed eds cf vs viz al approx dept univ est jan feb mar apr jun jul aug
    sept oct nov dec e.g i.e u.s u.k a.k.a
    """
)
#: These end a sentence when what follows looks like the start of one.
_TAILS = wordlist("etc inc ltd co corp jr sr a.m p.m ph.d")

_BREAK = re.compile(r"\n[^\S\n]*(?:\n\s*)?")
_END = re.compile(r"(?:[.!?]+|…|[。！？])[\"”’»')\]*_]{0,4}(?=\s|$)")
_WORD_BEFORE = re.compile(r"[^\s\"“”‘’«»()\[\]]{1,24}$")
_OPENING = "\"“‘«'([*_—–-¿¡ "
_LIST_NUMBER = re.compile(r"\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4})$")
_LIST_ITEM = re.compile(r"(?:[-*•–—]|\(?(?:\d{1,3}|[a-z])[.)])\s")
_CUE_AFTER = re.compile(
    r"\s+(?:[A-Z][\w.'’-]{0,20}\s+){0,3}"
    r"(?:said|says|asked|asks|wrote|writes|replied|added|argued|told|tweeted|quipped)\b"
)
_JOINT = re.compile(r"\s(?=(?:and|but|so|because|or|then|now|well|okay|which|that|if|when)\s)")
_PAUSE = re.compile(r"[,;:—–]")
_WORD = re.compile(r"\S+")

_WRAP_MIN, _WRAP_MAX = 45, 100  # characters of a soft-wrapped line
_UNPUNCTUATED = 60  # words without a stop, and hardly a comma: captions
_LONGEST = 150  # words, whatever the punctuation
_PIECE_MIN, _PIECE_MAX = 28, 40  # words of a piece of unpunctuated talk


def sentences(text: str, within: Span) -> Iterator[Span]:
    """The sentences of ``within``, trimmed, left to right, never overlapping or empty."""
    for paragraph in _paragraphs(text, within):
        for sentence in _split(text, paragraph):
            span = trim(text, sentence)
            if span:
                yield from _pieces(text, span)


def _paragraphs(text: str, within: Span) -> Iterator[Span]:
    """Stretches between line breaks that end a sentence."""
    start = line = within.start
    for found in _BREAK.finditer(text, within.start, within.end):
        hard = found[0].count("\n") > 1
        if hard or not _is_wrapped(text, Span(line, found.start()), Span(found.end(), within.end)):
            yield Span(start, found.start())
            start = found.end()
        line = found.end()
    yield Span(start, within.end)


def _is_wrapped(text: str, line: Span, rest: Span) -> bool:
    """True when a line break stands where a line was full, in the middle of a sentence."""
    ahead = text[rest.start : min(rest.end, rest.start + 3)]
    last = text[line.start : line.end].rstrip()[-1:]
    if not ahead or _LIST_ITEM.match(text, rest.start, rest.end) or ahead.startswith(">"):
        return False
    if not _WRAP_MIN <= line.end - line.start <= _WRAP_MAX:
        return False
    if ahead[0].islower():
        return last not in ".!?…:"
    return last in ",;" or (last.islower() and ahead[0].isalnum() and _next_is_long(text, rest))


def _next_is_long(text: str, rest: Span) -> bool:
    end = text.find("\n", rest.start, rest.end)
    return (end if end >= 0 else rest.end) - rest.start >= _WRAP_MIN


def _split(text: str, paragraph: Span) -> Iterator[Span]:
    start = paragraph.start
    lower = _writes_lower(text, paragraph)
    for found in _END.finditer(text, paragraph.start, paragraph.end):
        if found.end() < paragraph.end and _ends(text, start, found, paragraph.end, lower):
            yield Span(start, found.end())
            start = found.end()
    yield Span(start, paragraph.end)


def _writes_lower(text: str, paragraph: Span) -> bool:
    """True for people who begin their sentences with small letters."""
    head = text[paragraph.start : paragraph.start + 12].lstrip(_OPENING)
    return head[:1].islower()


def _ends(text: str, start: int, found: re.Match[str], end: int, lower: bool) -> bool:
    ahead = text[found.end() : min(end, found.end() + 12)].lstrip().lstrip(_OPENING)
    first = ahead[:1]
    if first.islower() and not lower and not ahead.startswith(("o1", "o3", "o4", "xAI", "iP")):
        return False
    mark = found[0]
    if ahead.startswith("/s") and not ahead[2:3].isalnum():
        return False  # a mark of irony belongs to what it marks
    if mark[0] in "!?" and mark[-1] not in "!?" and _CUE_AFTER.match(text, found.end(), end):
        return False
    if (mark != "." and not mark.startswith(".")) or mark.startswith(".."):
        return True
    return not _is_abbreviation(text, start, found.start(), first)


def _is_abbreviation(text: str, start: int, stop: int, following: str) -> bool:
    """True when the full stop at ``stop`` belongs to the word before it."""
    found = _WORD_BEFORE.search(text, max(start, stop - 25), stop)
    if found is None:
        return False
    word = found[0]
    folded = word.lower()
    if folded in _TITLES:
        return not (folded == "no" and following.isalpha())
    if folded in _TAILS:
        return not following.isupper()
    if found.start() - start <= 4 and not text[start : found.start()].strip(_OPENING + "\n\t"):
        return bool(_LIST_NUMBER.match(word))
    initial = len(word) == 1 and word.isupper() and word != "I"
    return initial and _name_before(text, start, found.start()) and following.isupper()


def _name_before(text: str, start: int, stop: int) -> bool:
    words = text[max(start, stop - 30) : stop].split()
    return bool(words) and words[-1].lstrip(_OPENING)[:1].isupper()


def _pieces(text: str, span: Span) -> Iterator[Span]:
    """``span``, or shorter pieces of it where talk goes on without a stop."""
    if span.end - span.start < 5 * _UNPUNCTUATED // 2:
        yield span
        return
    words = [(m.start(), m.end()) for m in _WORD.finditer(text, span.start, span.end)]
    pauses = sum(1 for _ in _PAUSE.finditer(text, span.start, span.end))
    unpunctuated = len(words) > _UNPUNCTUATED and pauses * 30 < len(words)
    if not unpunctuated and len(words) <= _LONGEST:
        yield span
        return
    at = 0
    while len(words) - at > _PIECE_MAX + 10:
        low, high = words[at + _PIECE_MIN][0], words[at + _PIECE_MAX][0]
        cut = _cut(text, low, high)
        yield trim(text, Span(words[at][0], cut))
        while words[at][0] < cut:
            at += 1
    yield Span(words[at][0], span.end)


def _cut(text: str, low: int, high: int) -> int:
    """The best place to cut between two words: a line break, a pause, a conjunction."""
    newline = text.rfind("\n", low, high)
    if newline >= 0:
        return newline + 1
    pauses = [m.end() for m in _PAUSE.finditer(text, low, high) if text[m.end()].isspace()]
    joints = [m.end() for m in _JOINT.finditer(text, low - 1, high)]
    return (pauses or joints or [high])[-1]

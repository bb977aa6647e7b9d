"""A statement in its context, cut into runs that say which spans cover them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from pipeline.spans import Span

_CUE = re.compile(r"([a-z]{1,20}):(\d{1,9})-(\d{1,9})")

#: The kinds of spans that are shown; others decide nothing a reader could see.
KINDS = ("cue", "holder", "quote")


class Run(NamedTuple):
    """A stretch of text and the kinds of spans that cover all of it."""

    text: str
    kinds: tuple[str, ...]


class Passage(NamedTuple):
    """What stands before the sentence, the sentence, and what follows."""

    before: tuple[Run, ...]
    sentence: tuple[Run, ...]
    after: tuple[Run, ...]


def passage(
    text: str, sentence: Span, segment: Span, cues: Iterable[str], *, reach: int = 220
) -> Passage:
    """``sentence`` with up to ``reach`` characters of its segment on either side."""
    bounds = Span(max(0, segment.start), min(len(text), max(segment.end, sentence.end)))
    window = _window(text, sentence, bounds, reach)
    marked = spans_of(cues, window)
    return Passage(
        _runs(text, Span(window.start, sentence.start), marked),
        _runs(text, sentence, marked),
        _runs(text, Span(sentence.end, window.end), marked),
    )


def spans_of(cues: Iterable[str], window: Span) -> list[tuple[str, Span]]:
    """The spans of ``"kind:start-end"`` cues that reach into ``window``, cut to it."""
    found = []
    for cue in cues:
        match = _CUE.fullmatch(cue)
        if not match or match.group(1) not in KINDS:
            continue
        span = Span(int(match.group(2)), int(match.group(3)))
        if span and span.overlap(window):
            cut = Span(max(span.start, window.start), min(span.end, window.end))
            found.append((match.group(1), cut))
    return found


def _runs(text: str, within: Span, marked: list[tuple[str, Span]]) -> tuple[Run, ...]:
    inside = [(kind, span) for kind, span in marked if span.overlap(within)]
    borders = {within.start, within.end}
    for _, span in inside:
        borders |= {max(span.start, within.start), min(span.end, within.end)}
    cuts = sorted(borders)
    runs = []
    for start, end in pairwise(cuts):
        piece = Span(start, end)
        kinds = tuple(k for k in KINDS if any(n == k and s.holds(piece) for n, s in inside))
        runs.append(Run(piece.of(text), kinds))
    return tuple(runs)


def _window(text: str, sentence: Span, bounds: Span, reach: int) -> Span:
    start = max(bounds.start, sentence.start - reach)
    end = min(bounds.end, sentence.end + reach)
    if start > bounds.start:  # begin at a word
        space = text.find(" ", start, sentence.start)
        start = space + 1 if space >= 0 else start
    if end < bounds.end:
        space = text.rfind(" ", sentence.end, end)
        end = space if space >= 0 else end
    return Span(min(start, sentence.start), max(end, sentence.end))

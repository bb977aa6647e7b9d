"""Where a pasted page stops being the essay and readers' comments begin.

Nothing in a paste marks the place, so the evidence is weighed: a line the owner put in
is certain; headers that a site writes are nearly so; without any, how the paragraphs
at the end sound (``cues``) and what stands right before them (a bio, a subscribe line,
a run of blank lines) are added up in log-odds. The confidence is kept with every
comment; what stays below the caller's threshold must not be cut.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from pipeline.readers.comment_headers import Header, header_at, is_explicit, section_strength
from pipeline.readers.cues import closing, comment_score, is_letter, second_person
from pipeline.readers.paragraphs import Paragraph

#: Confidence from which an uncut boundary is worth a remark.
SUSPICION = 0.3

_PRIOR = -1.8  # most paragraphs of most pastes are the essay's
_LETTER_PRIOR = -3.0
_SILENT = -0.9  # a paragraph without any cue, where nothing but cues speaks for a boundary
_SILENT_AFTER_END = -0.25  # ... after a bio or a run of blank lines
_ENOUGH = 8.0  # log-odds that cues can give in all
_LONG_TAIL = 15.0  # for each share of the words beyond 40 %: so many comments have headers
_WINDOW = 200  # paragraphs at the end that are weighed
_BEFORE = 40  # words that must stand before comments: there has to be an essay


@dataclass(frozen=True, slots=True)
class Boundary:
    """``index`` of the first line or paragraph that is not the essay's, and how sure."""

    index: int
    confidence: float
    method: str  # explicit | stated | headers | section | cues | none


class Hints(NamedTuple):
    """What is known before looking: the first words of the comments, the author's name."""

    threshold: float
    stated: str = ""
    names: Sequence[str] = ()


NO_BOUNDARY = Boundary(-1, 0.0, "none")


def find(lines: Sequence[str], paragraphs: Sequence[Paragraph], hints: Hints) -> Boundary:
    """The surest boundary of a page, whether or not it reaches ``hints.threshold``.

    Args:
        lines: of the page, stripped, none empty; ``index`` of the result counts these.
        paragraphs: the same page in paragraphs, whose first lines are among ``lines``.
        hints: what is known beforehand.
    """
    found = by_marker(lines, hints.stated)
    if found.index < 0:
        found = by_headers(lines)
    if found.confidence >= hints.threshold or not paragraphs:
        return found
    sounded = by_cues(paragraphs, hints.names)
    if sounded.confidence <= found.confidence:
        return found
    before = sum(part.text.count("\n") + 1 for part in paragraphs[: sounded.index])
    return replace(sounded, index=before)


def by_marker(lines: Sequence[str], stated: str = "") -> Boundary:
    """The line ``---comments---``, or the line in which the text ``stated`` begins.

    Args:
        lines: of the page, stripped.
        stated: first words of the first comment, from corpus.toml.
    """
    for index, line in enumerate(lines):
        if is_explicit(line):
            return Boundary(index, 1.0, "explicit")
    wanted = " ".join(stated.split())
    for index, line in enumerate(lines):
        if wanted and " ".join(line.split()).startswith(wanted):
            return Boundary(index, 1.0, "stated")
    return NO_BOUNDARY


def by_headers(lines: Sequence[str]) -> Boundary:
    """The first section line or comment header of the site, by how many there are.

    Args:
        lines: of the page, stripped, none empty.
    """
    before = _words_before(lines)
    headers = [
        (index, found)
        for index in range(len(lines))
        if before[index] >= _BEFORE and (found := header_at(lines, index))
    ]
    best = _repeated(headers)
    for index, line in enumerate(lines):
        strength = section_strength(line) if before[index] >= _BEFORE else 0.0
        opened = _section(index, strength, headers, before) if strength else NO_BOUNDARY
        if opened.confidence > 0 and (best.index < 0 or opened.index < best.index):
            return max(opened, best, key=lambda boundary: boundary.confidence)
    return best


def by_cues(paragraphs: Sequence[Paragraph], names: Sequence[str] = ()) -> Boundary:
    """The best place by the sound of the last paragraphs, with its confidence.

    Args:
        paragraphs: of the page.
        names: words of the author's name.
    """
    texts = [paragraph.text for paragraph in paragraphs]
    first = max(1, len(texts) - _WINDOW)
    scores = {k: comment_score(texts[k], names) for k in range(first, len(texts))}
    gaps = sorted(paragraph.blank_lines_before for paragraph in paragraphs[1:])
    usual_gap = gaps[len(gaps) // 2] if gaps else 0
    prior = _PRIOR + (_LETTER_PRIOR if is_letter(texts) else 0.0)
    before = _words_before(texts)
    total = before[-1] + len(texts[-1].split()) if texts else 0
    best = NO_BOUNDARY
    for index in range(first, len(texts)):
        ending = _ending(paragraphs, index, usual_gap)
        if before[index] < _BEFORE or (scores[index] < 1.0 and not ending):
            continue
        tail = [scores[k] for k in range(index, len(texts))]
        usual = _habit([scores[k] for k in range(first, index)])
        logit = prior + ending + _weigh(tail, ended=bool(ending)) - usual * (2 + len(tail))
        logit += _address(texts[first:index], texts[index:])
        logit -= _LONG_TAIL * max(0.0, (total - before[index]) / total - 0.4)
        confidence = 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))
        if confidence > best.confidence:
            best = Boundary(index, round(confidence, 3), "cues")
    return best


def _repeated(headers: Sequence[tuple[int, Header]]) -> Boundary:
    """The boundary that headers alone give: a family that comes again is no accident."""
    counts = Counter(found.family for _, found in headers)
    for index, found in headers:
        count = counts[found.family]
        if count >= 2:
            return Boundary(index, 0.95 if count > 2 else 0.9, "headers")
    for index, found in headers:
        sure = 0.45 if found.family in ("name-above-date", "dotted") else 0.7
        return Boundary(index, sure, "headers")
    return NO_BOUNDARY


def _section(
    index: int,
    strength: float,
    headers: Sequence[tuple[int, Header]],
    before: Sequence[int],
) -> Boundary:
    """A section line counts with a header soon after it, or late in the page."""
    if any(index < place <= index + 12 for place, _ in headers):
        return Boundary(index, 0.97, "section")
    after = before[-1] - before[index]
    late = before[index] >= 0.4 * before[-1]
    return Boundary(index, strength, "section") if after > 3 and late else NO_BOUNDARY


def _ending(paragraphs: Sequence[Paragraph], index: int, usual_gap: int) -> float:
    """Evidence that the essay ended right before paragraph ``index``, in log-odds."""
    run = paragraphs[index].blank_lines_before - usual_gap
    evidence = 2.0 if run >= 3 else 1.5 if run >= 2 else 0.0
    return evidence + closing(paragraphs[index - 1].text)


def _weigh(tail: Sequence[float], *, ended: bool) -> float:
    """What the paragraphs after a boundary say for it; many voices say no more than some."""
    silent = _SILENT_AFTER_END if ended else _SILENT
    return min(_ENOUGH, sum(score if score else silent for score in tail))


def _habit(scores: Sequence[float]) -> float:
    """How far the essay itself sounds like comments, as a review of another's piece does."""
    return min(1.5, sum(max(0.0, score) for score in scores) / max(1, len(scores)))


def _address(essay: Sequence[str], tail: Sequence[str]) -> float:
    """Evidence in log-odds from who "you" is: whoever reads the essay, or its author."""
    usual = second_person(essay)
    if usual > 0.03:
        return -1.0
    return 0.7 if usual < 0.008 and second_person(tail) > 0.025 else 0.0


def _words_before(texts: Sequence[str]) -> list[int]:
    """Number of words before each text, with the total as one more entry."""
    counts = [0]
    for text in texts:
        counts.append(counts[-1] + len(text.split()))
    return counts if texts else [0]

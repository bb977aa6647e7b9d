"""Reads captions of talks: cues become turns, and rolling repeats are told once.

Automatic captions scroll: each cue shows the line before again and adds one. The
repeats are removed word by word, in files where most cues repeat, so that somebody who
says "no" in three cues keeps saying it three times elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.config import CorpusSettings, ReadSection
from pipeline.readers.base import Draft, Failure, RawFile
from pipeline.readers.compose import BREAK, Composer
from pipeline.readers.decode import decode
from pipeline.readers.speakers import Label, cast_of, label_of
from pipeline.readers.subtitles import Cue, Damage, json_cues, timed_lines
from pipeline.readers.turns import is_direction, pieces

_EXTENSIONS = (".vtt", ".srt", ".json3", ".sbv")
_TIMED = re.compile(r"^\s*(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3}\s*-->", re.M)
_JSON_CUES = re.compile(
    r'"(?:tStartMs|wireMagic|startTime|avg_logprob|no_speech_prob|word_segments)"'
)
_MACHINE = re.compile(
    r"\.[a-z]{2}(?:-[A-Za-z]{2,4})?-[a-z]{2}\.(?:vtt|srt|json3)$"
)  # talk.en-de.vtt
_PAUSE = 2.0  # seconds of silence that end a paragraph
_BREATH = 1.0  # ... where there is no punctuation to go by
_LONG = 120  # words after which a paragraph ends at the next chance
_OVERLAP = 40  # words that a rolling cue can repeat


class Stretch(NamedTuple):
    """What one speaker says over some cues, with when it begins and ends (seconds)."""

    speaker: str
    text: str
    start: float
    end: float


class CaptionReader:
    """WebVTT, SRT, YouTube json3 and segment lists; one transcript a file."""

    name = "captions"

    def claims(self, path: str, head: str) -> float:
        """By extension, by the WEBVTT line, by timing lines, or by the keys of the JSON."""
        low = path.lower()
        if low.endswith(_EXTENSIONS) or head.startswith("WEBVTT"):
            return 1.0
        if head.lstrip()[:1] in ("{", "["):
            return 0.9 if low.endswith(".json") and _JSON_CUES.search(head) else 0.0
        return 0.85 if len(_TIMED.findall(head)) > 2 else 0.0

    def read(
        self, raw: RawFile, settings: CorpusSettings, limits: ReadSection
    ) -> Iterator[Draft | Failure]:
        """One document of kind transcript, and a failure for each damaged cue.

        Raises:
            CorpusError: C103 not text, C109 cut-off JSON; C110 no cue can be read.
        """
        override = settings.encoding or limits.encoding
        decoded = decode(raw.content, override=override, place=raw.place)
        json = decoded.text.lstrip()[:1] in ("{", "[")
        found = json_cues(decoded.text, raw.place) if json else timed_lines(decoded.text)
        cues: list[Cue] = []
        for item in found:
            if isinstance(item, Damage):
                part = f"{'entry' if json else 'line'} {item.line}"
                yield Failure(kind="flagged", code="C108", reason=item.reason, part=part)
            else:
                cues.append(item)
        yield _draft(raw, cues, settings, decoded.flags)


def _draft(
    raw: RawFile, cues: Sequence[Cue], settings: CorpusSettings, flags: tuple[str, ...]
) -> Draft | Failure:
    if not cues:
        return Failure(kind="quarantined", code="C110", reason="no cue can be read")
    composer = Composer()
    for stretch in stretches(told_once(cues), settings.speakers):
        _add(stretch, composer)
    if not composer:
        return Failure(kind="skipped", code="C105", reason="no speech in the captions")
    if _MACHINE.search(raw.path):
        flags = (*flags, "machine-translated")
    return composer.draft(kind=settings.kind or "transcript", flags=flags)


def told_once(cues: Sequence[Cue]) -> list[Cue]:
    """``cues`` without what a rolling caption shows again; unchanged when none roll."""
    if not _rolls(cues):
        return list(cues)
    kept: list[Cue] = []
    told: list[str] = []
    for cue in cues:
        words = " ".join(cue.lines).split()
        fresh = words[_repeated(told, words) :]
        told = (told + fresh)[-_OVERLAP:]
        if fresh:
            kept.append(cue._replace(lines=(" ".join(fresh),)))
    return kept


def _rolls(cues: Sequence[Cue]) -> bool:
    """True when at least a third of the cues begin with the line, or text, before them."""
    pairs = list(pairwise(cues))
    again = sum(
        later.start <= earlier.end + 0.5
        and (
            later.lines[0] == earlier.lines[-1]
            or " ".join(later.lines).startswith(" ".join(earlier.lines) + " ")
        )
        for earlier, later in pairs
    )
    return len(pairs) > 1 and again >= len(pairs) / 3


def _repeated(told: Sequence[str], words: Sequence[str]) -> int:
    """How many of the first ``words`` are the last words told."""
    for size in range(min(len(told), len(words), _OVERLAP), 0, -1):
        if list(told[-size:]) == list(words[:size]):
            return size
    return 0


def stretches(cues: Sequence[Cue], aliases: dict[str, str]) -> Iterator[Stretch]:
    """Cues joined while the same person speaks, cut into paragraphs at pauses."""
    spoken = list(_spoken(cues, aliases))
    punctuated = _is_punctuated(spoken)
    waiting: Stretch | None = None
    for piece, changes in spoken:
        if waiting is None:
            waiting = piece
        elif changes or piece.speaker != waiting.speaker or _ends(waiting, piece, punctuated):
            yield waiting
            waiting = piece
        else:
            text = f"{waiting.text} {piece.text}"
            waiting = Stretch(waiting.speaker, text, waiting.start, piece.end)
    if waiting is not None:
        yield waiting


def _spoken(cues: Sequence[Cue], aliases: dict[str, str]) -> Iterator[tuple[Stretch, bool]]:
    """Each cue's lines with their speaker, and whether somebody else begins to speak."""
    labels: list[Label | None] = []
    for cue in cues:
        # the voice tag is a label like any other, so that aliases hold for it too
        labels.extend(label_of(line) for line in cue.lines)
        labels.append(Label(cue.speaker, 0, "timed") if cue.speaker else None)
    cast = cast_of(_trusted(labels, len(cues)), aliases)
    rest = iter(labels)
    speaker = ""
    for cue in cues:
        tagged = bool(cue.speaker)
        speaker = cast.name(cue.speaker) if tagged else speaker
        for line in cue.lines:
            label = next(rest)
            changes = False
            if label is not None and (not label.name or label.name in cast) and not tagged:
                speaker = cast.name(label.name) if label.name else ""
                changes = True
            said = line[label.start :].strip() if label is not None and changes else line
            if said:
                yield Stretch(speaker, said, cue.start, cue.end), changes
        next(rest)


def _trusted(labels: Sequence[Label | None], cues: int) -> list[Label | None]:
    """Labels taken at their word where half of the cues have one, as meeting programs write."""
    sure = sum(label is not None for label in labels) >= cues / 2
    return [label._replace(strength="timed") if label and sure else label for label in labels]


def _is_punctuated(spoken: Sequence[tuple[Stretch, bool]]) -> bool:
    words = sum(len(piece.text.split()) for piece, _ in spoken)
    stops = sum(piece.text.count(mark) for piece, _ in spoken for mark in ".?!")
    return stops * 40 > words


def _ends(waiting: Stretch, piece: Stretch, punctuated: bool) -> bool:
    """True when a paragraph ends between the two: a pause, or a long one's next stop."""
    if is_direction(piece.text) or is_direction(waiting.text):
        return True
    silence, words = piece.start - waiting.end, waiting.text.count(" ") + 1
    if not punctuated:
        return silence >= _BREATH or words >= _LONG
    stopped = waiting.text.endswith((".", "?", "!", "”", '"', "]", ")"))
    return (stopped and (silence >= _PAUSE or words >= _LONG)) or words >= 4 * _LONG


def _add(stretch: Stretch, composer: Composer) -> None:
    glue = BREAK
    for text, speech in pieces(stretch.text):
        if speech:
            composer.add(text, "turn", glue=glue, speaker=stretch.speaker)
        else:
            composer.show(text, glue=glue)
        glue = " "


READER = CaptionReader()

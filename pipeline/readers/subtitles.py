"""Timed text as cues: WebVTT, SRT, YouTube json3 and JSON lists of segments.

One tolerant parser serves WebVTT and SRT, led by the timing lines: the libraries for
these formats lose cues without a word when a header, an index or a blank line is
missing, or when milliseconds follow a comma.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import orjson

from pipeline.errors import CorpusError
from pipeline.readers.decode import plain

_TIMING = re.compile(
    r"\s*((?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3})\s*-->\s*((?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3})"
)
_VOICE = re.compile(r"<v(?:\.[\w.-]{1,60})?\s+([^<>\n]{1,80})>")
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,120}>|<\d{1,3}:[\d:.]{2,12}>|\{\\[a-z0-9]{1,10}\}")
_NOT_CUES = re.compile(r"(?:WEBVTT|NOTE|STYLE|REGION)(?=\s|$)|(?:Kind|Language):")
_LIKE_TIMING = re.compile(r"\s*(?:\d[\w:.,]{0,20})?\s*-->")


class Cue(NamedTuple):
    """What is shown from ``start`` to ``end`` (seconds); ``lines`` without tags."""

    start: float
    end: float
    lines: tuple[str, ...]
    speaker: str = ""


class Damage(NamedTuple):
    """A cue that could not be read: the line's number (from 1) and why."""

    line: int
    reason: str


def timed_lines(text: str) -> Iterator[Cue | Damage]:
    """The cues of a WebVTT or SRT text in file order."""
    lines = text.split("\n")
    starts = [number for number, line in enumerate(lines) if _LIKE_TIMING.match(line)]
    for position, number in enumerate(starts):
        following = starts[position + 1] if position + 1 < len(starts) else len(lines)
        found = _TIMING.match(lines[number])
        if not found:
            shown = lines[number].strip()[:60]
            yield Damage(number + 1, f"not a timing line: {shown!r}")
            continue
        start, end = _seconds(found[1]), _seconds(found[2])
        if end < start:
            yield Damage(number + 1, f"the cue ends before it begins: {found[0].strip()!r}")
            continue
        said = _payload(lines[number + 1 : following], before_a_cue=following < len(lines))
        yield from _voices(start, end, said)


def json_cues(text: str, place: str = "") -> Iterator[Cue | Damage]:
    """The cues of YouTube json3, or of a JSON file with a list of segments.

    Segments are those of Whisper, whisperX and Podcasting 2.0: ``text`` or ``body``,
    ``start`` or ``startTime``, and perhaps ``speaker``.

    Raises:
        CorpusError: C109 the JSON is cut off or damaged; C110 it holds no list of cues.
    """
    try:
        content = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise CorpusError("C109", f"not valid JSON: {error}", place=place) from None
    if isinstance(content, list):
        content = {"segments": content}
    if isinstance(content, dict) and isinstance(content.get("events"), list):
        return _json3(content["events"])
    if isinstance(content, dict) and isinstance(content.get("segments"), list):
        return _segments(content["segments"])
    raise CorpusError("C110", "the JSON holds neither `events` nor `segments`", place=place)


def _payload(between: list[str], *, before_a_cue: bool) -> list[str]:
    """The lines of one cue: all that stands before the next, but notes and the next one's name.

    A blank line inside a cue should not be, but is met, and what follows it was said.
    """
    blocks: list[list[str]] = [[]]
    for line in between:
        if line.strip():
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    last = blocks[-1]  # empty after a blank line: then the next cue has no name
    if before_a_cue and (
        (last[-1:] and last[-1].strip().isdigit()) or len(blocks) > 1 == len(last)
    ):
        last.pop()
    notes = [
        number > 0 and bool(_NOT_CUES.match("".join(b[:1]))) for number, b in enumerate(blocks)
    ]
    return [line for block, note in zip(blocks, notes, strict=True) if not note for line in block]


def _voices(start: float, end: float, payload: list[str]) -> Iterator[Cue]:
    """A cue, or several when voice tags say that several people speak in it."""
    speaker = ""
    lines: list[str] = []
    for line in payload:
        cursor = 0
        for found in _VOICE.finditer(line):
            lines.append(line[cursor : found.start()])
            if shown := _shown(lines):
                yield Cue(start, end, shown, speaker)
                lines = []
            speaker, cursor = " ".join(html.unescape(found[1]).split()), found.end()
        lines.append(line[cursor:])
    if shown := _shown(lines):
        yield Cue(start, end, shown, speaker)


def _shown(lines: list[str]) -> tuple[str, ...]:
    bare = (html.unescape(_TAG.sub("", plain(line))).replace("\u200b", "") for line in lines)
    tidy = (" ".join(line.split()) for line in bare)
    return tuple(line for line in tidy if line)


def _json3(events: list[Any]) -> Iterator[Cue | Damage]:
    for number, event in enumerate(events, 1):
        if not isinstance(event, dict) or "segs" not in event:
            continue  # a window's position, not text
        try:
            text = "".join(str(seg.get("utf8") or "") for seg in event["segs"])
            start = float(event.get("tStartMs", 0)) / 1000
            end = start + float(event.get("dDurationMs", 0)) / 1000
        except (AttributeError, TypeError, ValueError):
            yield Damage(number, "the event has no readable text or time")
            continue
        if shown := _shown(text.split("\n")):
            yield Cue(start, end, shown)


def _segments(segments: list[Any]) -> Iterator[Cue | Damage]:
    for number, segment in enumerate(segments, 1):
        text = _first(segment, "text", "body") if isinstance(segment, dict) else None
        if not isinstance(text, str):
            yield Damage(number, "the segment has no text")
            continue
        try:
            start = float(_first(segment, "start", "startTime") or 0)
            end = float(_first(segment, "end", "endTime") or start)
        except (TypeError, ValueError):
            yield Damage(number, "the segment's time is not a number")
            continue
        if shown := _shown(text.split("\n")):
            yield Cue(start, end, shown, str(segment.get("speaker") or ""))


def _first(segment: Mapping[str, Any], *names: str) -> Any:
    return next((segment[name] for name in names if segment.get(name) is not None), None)


def _seconds(clock: str) -> float:
    *larger, seconds = clock.replace(",", ".").split(":")
    total = float(seconds)
    for factor, part in zip((60, 3600), reversed(larger), strict=False):
        total += factor * int(part)
    return total

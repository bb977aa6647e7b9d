"""Reads transcripts kept as plain text: ``Name: ...``, Otter, Rev, Zoom, hearings, UI pastes."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.config import CorpusSettings, ReadSection
from pipeline.readers.base import Draft, Failure, RawFile
from pipeline.readers.byline import header_block
from pipeline.readers.compose import Composer
from pipeline.readers.decode import decode
from pipeline.readers.paragraphs import is_wrapped
from pipeline.readers.turns import Line, Script, compose, is_direction, is_time_line, script_of

_EXTENSIONS = (".txt", ".text", ".transcript")
_FURNITURE = ("transcribed by http", "search in video", "transcript")


class TranscriptReader:
    """Plain-text talk; turns are segments, with the label as speaker."""

    name = "transcript"

    def claims(self, path: str, head: str) -> float:
        """High when labelled turns, or time marks on their own lines, hold most of the text."""
        if "." in path.rpartition("/")[2] and not path.lower().endswith(_EXTENSIONS):
            return 0.0
        lines = [line for line in lines_of(head) if line.text.strip()]
        timed = sum(is_time_line(line.text) for line in lines)
        if lines and timed >= max(3, 0.3 * len(lines)):
            return 0.8
        return 0.8 if script_of(lines).is_talk else 0.0

    def read(
        self, raw: RawFile, settings: CorpusSettings, limits: ReadSection
    ) -> Iterator[Draft | Failure]:
        """One document of kind transcript.

        Raises:
            CorpusError: C102, C103 when the bytes are not text.
        """
        override = settings.encoding or limits.encoding
        decoded = decode(raw.content, override=override, place=raw.place)
        header, used = header_block(decoded.text.split("\n"))
        lines = lines_of("\n".join(decoded.text.split("\n")[used:]))
        composer = Composer()
        script = script_of(lines, settings.speakers)
        title = header.get("title", "") or _title(script)
        composer.add(title, "title")
        compose(script.without_first() if title and "title" not in header else script, composer)
        if not composer:
            yield Failure(kind="skipped", code="C105", reason="no speech in the file")
            return
        yield composer.draft(
            kind=settings.kind or "transcript",
            title=title,
            date=header.get("date", ""),
            date_source="byline" if header.get("date") else "",
            author=header.get("author", ""),
            url=header.get("url", ""),
            flags=decoded.flags,
        )


def _title(script: Script) -> str:
    """The first line when it is a headline above the talk, else ""."""
    lines = script.lines
    text = lines[0].text if lines else ""
    spoken = any(label and label.name in script.cast for label in script.labels[:1])
    if spoken or is_time_line(text) or is_direction(text):
        return ""
    below = len(lines) > 1 and lines[1].opens
    return text if below and len(text) <= 140 and not text.endswith((".", ",", ":", "?")) else ""


def lines_of(text: str) -> list[Line]:
    """The lines of a plain-text transcript without those a program wrote."""
    raw = text.split("\n")
    wrapped = is_wrapped(raw)
    found: list[Line] = []
    opens = True
    for line in raw:
        low = line.strip().casefold()
        if not low:
            opens = True
        elif is_time_line(line):
            found.append(Line(line.strip()))
            opens = False  # the sentence goes on over a time mark
        elif low not in _FURNITURE and not low.startswith(_FURNITURE[0]):
            found.append(Line(line.strip(), opens=opens))
            opens = not wrapped
    return found


READER = TranscriptReader()

"""What a reader is: bytes in, drafts and failures out, nothing lost between.

A reader never touches the disk, the clock or the network. It yields one ``Draft``
for each document it found and one ``Failure`` for each record it could not use, so
that ``records = drafts + failures`` for every file (``flagged`` failures are remarks
and do not count). Dates stay as written: ``pipeline.readers.dates`` settles them in
one place, with one order of trust.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

from pipeline.config import CorpusSettings, ReadSection
from pipeline.records import DocumentKind, SegmentRole


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFile:
    """One file as a reader sees it; ``path`` is POSIX style, relative to the corpus."""

    corpus: str
    path: str
    content: bytes

    @property
    def place(self) -> str:
        """How an error message names the file."""
        return f"{self.corpus}/{self.path}"

    @property
    def suffix(self) -> str:
        """The last extension in lower case, with its dot; "" when there is none."""
        name = self.path.rpartition("/")[2]
        stem, dot, extension = name.rpartition(".")
        return f".{extension.lower()}" if dot and stem else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSegment:
    """A segment before ids are stamped; ``key`` is unique within its draft."""

    key: str
    start: int
    end: int
    role: SegmentRole
    speaker: str = ""
    reply_to: str = ""  # key of the segment answered
    date: str = ""  # as written
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A document before ids are stamped; segments are in text order and do not overlap.

    A segment may span blank lines (a turn or a comment of several paragraphs).
    """

    part: str = ""
    kind: DocumentKind
    title: str = ""
    text: str
    date: str = ""  # as written
    date_source: str = ""  # front-matter | byline | column:NAME
    author: str = ""
    venue: str = ""
    url: str = ""
    licence: str = ""
    flags: tuple[str, ...] = ()
    segments: tuple[DraftSegment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A record that gave no document, or (``flagged``) a remark on one that did."""

    kind: Literal["skipped", "quarantined", "flagged"]
    code: str
    reason: str
    part: str = ""  # row, line or entry, as a person would name it: "line 12"


class Reader(Protocol):
    """Reads one family of formats."""

    name: str

    def claims(self, path: str, head: str) -> float:
        """How sure this reader is (0..1) that the file is its own.

        Args:
            path: relative to the corpus.
            head: the first 64 k decoded characters.
        """
        ...

    def read(
        self, raw: RawFile, settings: CorpusSettings, limits: ReadSection
    ) -> Iterator[Draft | Failure]:
        """The drafts and failures of one file, in file order.

        Raises:
            CorpusError: the file as a whole cannot be read; costs that file alone.
        """
        ...

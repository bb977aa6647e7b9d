"""Reads a page as a person pastes it: an essay, perhaps followed by readers' comments.

The text is stored as it stands; segments point into it. Where the comments begin is
decided by ``boundary``; below ``read.boundary_threshold`` the page stays whole and is
flagged ``maybe_comments``, for the corpus's owner to decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.config import CorpusSettings, ReadSection
from pipeline.readers.base import Draft, DraftSegment, Failure, RawFile
from pipeline.readers.boundary import SUSPICION, Boundary, Hints, find
from pipeline.readers.byline import bio_author, byline_author, byline_date, header_block, is_byline
from pipeline.readers.comment_headers import is_furniture
from pipeline.readers.comments import group
from pipeline.readers.cues import closing
from pipeline.readers.decode import decode, refuse_markup
from pipeline.readers.paragraphs import Paragraph, lines_of, split
from pipeline.records import SegmentRole

_EXTENSIONS = (".txt", ".text")
_TITLE = 140  # characters at most
_FRONT = 12  # paragraphs among which by-line and date stand
_STOPS = (".", ",", ";", ":", "!", "?", "…", "”", '"', ")")
_OPEN_ENDED = frozenset(
    (
        *("a", "an", "the", "of", "to", "and", "or", "but", "that", "which", "with", "for"),
        *("in", "on", "at", "by", "as", "is", "are", "was", "from", "than"),
    )
)


class Page(NamedTuple):
    """The pasted text, its paragraphs, and where its comments begin (a character; or none)."""

    text: str
    paragraphs: Sequence[Paragraph]
    boundary: Boundary
    cut: int  # offset of the first character that is not the essay's

    @property
    def essay(self) -> list[Paragraph]:
        """The paragraphs of the essay."""
        return [part for part in self.paragraphs if part.span.start < self.cut]


class PasteReader:
    """Plain text that is one essay; comments after it become segments of their own."""

    name = "paste"

    def claims(self, path: str, head: str) -> float:
        """Any plain text, unless a reader that knows more wants it."""
        name = path.rpartition("/")[2].lower()
        return 0.5 if name.endswith(_EXTENSIONS) or "." not in name else 0.0

    def read(
        self, raw: RawFile, settings: CorpusSettings, limits: ReadSection
    ) -> Iterator[Draft | Failure]:
        """One document of kind essay, and a remark where comments may follow it.

        Raises:
            CorpusError: C102 a web page, C103 the bytes are not text.
        """
        override = settings.encoding or limits.encoding
        decoded = decode(raw.content, override=override, place=raw.place)
        refuse_markup(decoded.text[:2000], place=raw.place)
        stated = settings.paste.comments_from.get(raw.path, "")
        page = page_of(decoded.text, limits.boundary_threshold, stated)
        draft = _draft(page, settings, decoded.flags)
        if not draft.segments:
            yield Failure(kind="skipped", code="C105", reason="no running text in the file")
            return
        yield draft
        if stated and page.boundary.method != "stated" and page.boundary.method != "explicit":
            reason = f"the text of paste.comments_from does not begin a line: {stated[:60]!r}"
            yield Failure(kind="flagged", code="C114", reason=reason)
        if "maybe_comments" in draft.flags:
            sure, line = page.boundary.confidence, _line_number(page)
            reason = f"comments may begin at line {line} (confidence {sure:.2f})"
            yield Failure(kind="flagged", code="C114", reason=reason, part=f"line {line}")


def page_of(text: str, threshold: float, stated: str = "") -> Page:
    """``text`` with the boundary found, cut only where the confidence reaches ``threshold``."""
    lines = lines_of(text)
    paragraphs = split(text)
    names = _author(paragraphs, len(text)).split()
    shown = [line.of(text) for line in lines]
    boundary = find(shown, paragraphs, Hints(threshold, stated, names))
    sure = boundary.index >= 0 and boundary.confidence >= threshold
    cut = lines[boundary.index].start if sure else len(text)
    return Page(text, paragraphs, boundary, cut)


def _draft(page: Page, settings: CorpusSettings, flags: tuple[str, ...]) -> Draft:
    essay = page.essay
    header, used = header_block([part.text for part in essay])
    author = header.get("author") or _author(page.paragraphs, page.cut) or settings.author
    date = header.get("date") or byline_date(_top(essay))
    segments = list(essay_segments(essay[used:], author))
    title = header.get("title") or next((s for s in _titles(segments, page.text)), "")
    cut = page.cut < len(page.text)
    if cut:
        segments.extend(comment_segments(page))
    elif page.boundary.confidence >= SUSPICION:
        flags = (*flags, "maybe_comments")
    return Draft(
        kind=settings.kind or "essay",
        title=title,
        text=page.text,
        date=date,
        date_source="byline" if date else "",
        author=author,
        url=header.get("url", ""),
        flags=flags,
        segments=tuple(segments),
    )


def essay_segments(paragraphs: Sequence[Paragraph], author: str) -> Iterator[DraftSegment]:
    """Title, headings, quotations and body paragraphs of an essay, in order."""
    for index, part in enumerate(paragraphs):
        role = _role(paragraphs, index, author)
        if role is not None:
            start, end = part.span
            speaker = "" if role == "blockquote" else author
            key = f"p{index}"
            yield DraftSegment(key=key, start=start, end=end, role=role, speaker=speaker)


def comment_segments(page: Page) -> Iterator[DraftSegment]:
    """One segment a comment under a header; one a paragraph where nothing tells them apart."""
    lines = [line for line in lines_of(page.text) if line.start >= page.cut]
    shown = [line.of(page.text) for line in lines]
    for number, comment in enumerate(group(shown, page.boundary.confidence)):
        yield DraftSegment(
            key=f"c{number}",
            start=lines[comment.lines[0]].start,
            end=lines[comment.lines[-1]].end,
            role="comment",
            speaker=comment.speaker,
            date=comment.date,
            confidence=comment.confidence,
        )


def _role(paragraphs: Sequence[Paragraph], index: int, author: str) -> SegmentRole | None:
    """The role of a paragraph; None when it is a separator or a button."""
    text = paragraphs[index].text
    if sum(c.isalnum() for c in text) < 2 or (is_furniture(text) and len(text) < 60):
        return None
    if index < _FRONT and is_byline(text, author):
        return None
    if text.startswith(">"):
        return "blockquote"
    if index == 0 and len(paragraphs) > 1 and _is_title(text):
        return "title"
    return "heading" if _is_heading(paragraphs, index) else "body"


def _top(paragraphs: Sequence[Paragraph]) -> list[str]:
    """The first lines without the site's buttons: where by-line and date stand."""
    return [part.text for part in paragraphs[:_FRONT] if not is_furniture(part.text)]


def _is_title(text: str) -> bool:
    return len(text) <= _TITLE and "\n" not in text and not text.endswith((".", ",", ";", ":"))


def _is_heading(paragraphs: Sequence[Paragraph], index: int) -> bool:
    """A short line without a final stop, above a paragraph and not inside a list."""
    text = paragraphs[index].text
    words = text.split()
    if not 1 <= len(words) <= 10 or "\n" in text or text.endswith(_STOPS):
        return False
    if not text[0].isupper() or words[-1].lower() in _OPEN_ENDED or index == 0:
        return False
    before = paragraphs[index - 1].text
    listed = index > 1 and before[-1].isalnum()  # an item after an item without a stop
    if index + 1 >= len(paragraphs) or listed or before.endswith((":", ",")):
        return False
    following = paragraphs[index + 1].text
    return len(following.split()) > 10 and following[0].isalnum() | (following[0] in "“\"'‘")


def _titles(segments: Sequence[DraftSegment], text: str) -> Iterator[str]:
    return (text[s.start : s.end] for s in segments[:1] if s.role == "title")


def _author(paragraphs: Sequence[Paragraph], cut: int) -> str:
    """By-line at the top, else the bio among the closing lines."""
    essay = [part.text for part in paragraphs if part.span.start < cut]
    found = byline_author(_top(paragraphs))
    if found:
        return found
    return bio_author([text for text in essay[len(essay) // 2 :] if closing(text)])


def _line_number(page: Page) -> int:
    start = lines_of(page.text)[page.boundary.index].start
    return page.text.count("\n", 0, start) + 1


READER = PasteReader()

"""Reads Markdown: essays and, where ``**Name:**`` turns recur, transcripts.

The stored text is what a reader sees, not the source: marks of emphasis, link targets,
images, HTML and template tags would otherwise end up inside sentences. Code and lists
of contents can be read in the text but are in no segment.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, get_args

from pipeline.config import CorpusSettings, ReadSection
from pipeline.readers.base import Draft, Failure, RawFile
from pipeline.readers.boundary import SUSPICION, Hints, find
from pipeline.readers.byline import header_block
from pipeline.readers.comments import group
from pipeline.readers.compose import BREAK, Composer
from pipeline.readers.decode import decode
from pipeline.readers.front_matter import split
from pipeline.readers.markdown_blocks import Block, blocks_of
from pipeline.readers.paragraphs import Paragraph
from pipeline.readers.turns import Line, LineKind, compose, is_chapter, script_of
from pipeline.records import DocumentKind, SegmentRole
from pipeline.spans import Span

_EXTENSIONS = (".md", ".markdown", ".mdown", ".mkd", ".mdx", ".qmd", ".rmd")
_KINDS: dict[str, DocumentKind] = {kind: kind for kind in get_args(DocumentKind)}
_CONTENTS = frozenset({"contents", "table of contents", "outline", "toc", "chapters", "timestamps"})


class _Page(NamedTuple):
    """What is known of a file before its text is composed."""

    path: str
    fields: dict[str, str]
    settings: CorpusSettings
    threshold: float

    @property
    def author(self) -> str:
        """Whose the body is: the file's author, else the corpus's."""
        return self.fields.get("author", "") or self.settings.author


class MarkdownReader:
    """Markdown with or without front matter."""

    name = "markdown"

    def claims(self, path: str, head: str) -> float:
        """By extension; a text file with front matter is Markdown too."""
        if path.lower().endswith(_EXTENSIONS):
            return 0.9
        front = split(head) if path.lower().endswith(".txt") else None
        return 0.7 if front and front.fields else 0.0

    def read(
        self, raw: RawFile, settings: CorpusSettings, limits: ReadSection
    ) -> Iterator[Draft | Failure]:
        """One document of kind essay or transcript.

        Raises:
            CorpusError: C102, C103 when the bytes are not text.
        """
        override = settings.encoding or limits.encoding
        decoded = decode(raw.content, override=override, place=raw.place)
        front = split(decoded.text)
        if front.problem:
            yield Failure(kind="flagged", code="C113", reason=front.problem)
        lines = _without_chapters(list(_lines(_without_contents(blocks_of(front.body)))))
        header, used = header_block([line.text for line in lines[:12]])
        page = _Page(raw.path, {**header, **front.fields}, settings, limits.boundary_threshold)
        composer = Composer()
        kind, flags = _compose(lines[used:] if header else lines, page, composer)
        if not composer:
            yield Failure(kind="skipped", code="C105", reason="no running text in the file")
            return
        fields = page.fields
        yield composer.draft(
            kind=kind,
            title=fields.get("title", ""),
            date=fields.get("date", ""),
            date_source="front-matter" if "date" in front.fields else "byline",
            author=fields.get("author", ""),
            venue=fields.get("venue", ""),
            url=fields.get("url", ""),
            licence=fields.get("licence", ""),
            flags=(*decoded.flags, *flags),
        )
        if flags:
            reason = "comments may follow the essay, but where is not certain"
            yield Failure(kind="flagged", code="C114", reason=reason)


def _without_contents(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, with those under a heading such as "Contents" only to be shown."""
    listing = False
    for block in blocks:
        if block.kind == "heading":
            listing = block.text.strip().rstrip(":").casefold() in _CONTENTS
        yield block._replace(kind="shown") if listing and block.kind == "text" else block


def _lines(blocks: Iterator[Block]) -> Iterator[Line]:
    """Blocks as lines; the lines of one paragraph after the first do not open a new one."""
    for block in blocks:
        if block.kind != "text":
            yield Line(block.text.replace("\n", " "), kind=block.kind)
            continue
        for number, text in enumerate(block.text.split("\n")):
            if text.strip():
                yield Line(text, block.bold if number == 0 else "", opens=number == 0)


def _without_chapters(lines: list[Line]) -> list[Line]:
    """The lines, with those of a list of chapters and times only to be shown."""
    if sum(line.kind == "text" and is_chapter(line.text) for line in lines) < 3:
        return lines
    return [
        line._replace(kind="shown") if line.kind == "text" and is_chapter(line.text) else line
        for line in lines
    ]


def _compose(
    lines: Sequence[Line], page: _Page, composer: Composer
) -> tuple[DocumentKind, tuple[str, ...]]:
    """Append the text; returns what kind of document it is, and flags."""
    fields, settings = page.fields, page.settings
    if not fields.get("title") and lines and lines[0].kind == "heading":
        fields["title"] = lines[0].text.strip()
        lines = lines[1:]
    composer.add(fields.get("title", ""), "title", speaker=page.author)
    given = {name: name for name in fields.get("speakers", "").split(", ") if name}
    script = script_of(lines, {**given, **settings.speakers})
    kind = settings.kind or _KINDS.get(fields.get("kind", ""))
    if kind == "transcript" or (kind is None and script.is_talk):
        compose(script, composer)
        return "transcript", ()
    return kind or "essay", _essay(list(_paragraphs(lines)), page, composer)


def _essay(lines: Sequence[Line], page: _Page, composer: Composer) -> tuple[str, ...]:
    """Append an essay, and the comments below it where their boundary is sure enough."""
    told = [line for line in lines if line.kind != "shown" and line.text.strip()]
    texts = [line.text.strip() for line in told]
    paragraphs = [Paragraph(Span(k, k + 1), text, 1) for k, text in enumerate(texts)]
    stated = page.settings.paste.comments_from.get(page.path, "")
    boundary = find(texts, paragraphs, Hints(page.threshold, stated, page.author.split()))
    cut = boundary.index >= 0 and boundary.confidence >= page.threshold
    first = told[boundary.index] if cut else None
    end = next((k for k, line in enumerate(lines) if line is first), len(lines))
    for line in lines[:end]:
        _add(line, composer, page.author)
    for comment in group(texts[boundary.index :] if cut else [], boundary.confidence):
        said = BREAK.join(texts[boundary.index + k] for k in comment.lines)
        fields = {"speaker": comment.speaker, "date": comment.date}
        composer.add(said, "comment", confidence=comment.confidence, **fields)
    return ("maybe_comments",) if not cut and boundary.confidence >= SUSPICION else ()


def _paragraphs(lines: Sequence[Line]) -> Iterator[Line]:
    """Lines joined to the paragraphs they were."""
    waiting: list[Line] = []
    for line in lines:
        if waiting and not (line.kind == "text" and not line.opens):
            yield waiting[0]._replace(text=" ".join(part.text for part in waiting))
            waiting = []
        waiting.append(line)
    if waiting:
        yield waiting[0]._replace(text=" ".join(part.text for part in waiting))


_ROLES: dict[LineKind, SegmentRole] = {"text": "body", "heading": "heading", "quote": "blockquote"}


def _add(line: Line, composer: Composer, author: str) -> None:
    role = _ROLES.get(line.kind)
    if role is None or not any(c.isalpha() for c in line.text):
        composer.show(line.text)
    else:
        composer.add(line.text, role, speaker="" if role == "blockquote" else author)


READER = MarkdownReader()

"""Reads Markdown: essays and, where ``**Name:**`` turns recur, transcripts.

The stored text is what a reader sees, not the source: marks of emphasis, link targets,
images, HTML and template tags would otherwise end up inside sentences. Code and lists
of contents can be read in the text but are in no segment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from pipeline.config import CorpusSettings, ReadSection
from pipeline.readers.base import Draft, Failure, RawFile
from pipeline.readers.byline import header_block
from pipeline.readers.compose import Composer
from pipeline.readers.decode import decode
from pipeline.readers.front_matter import split
from pipeline.readers.html_text import parts
from pipeline.readers.turns import Line, LineKind, compose, is_chapter, script_of
from pipeline.records import DocumentKind, SegmentRole

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_EXTENSIONS = (".md", ".markdown", ".mdown", ".mkd", ".mdx", ".qmd", ".rmd")
_INLINE_LIMIT = 20_000  # characters; longer paragraphs keep their marks, parsing could be slow
_LIQUID = re.compile(r"\{%[^%\n]{0,500}%\}|\{\{[^{}\n]{0,500}\}\}|%%[^%\n]{0,500}%%")
_WIKILINK = re.compile(r"!?\[\[(?:[^\[\]|\n]{1,200}\|)?([^\[\]|\n]{1,200})\]\]")
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]{1,40}\]:?")
_CALLOUT = re.compile(r"\[![a-z-]{2,20}\][+-]? ?", re.I)
_CONTENTS = frozenset({"contents", "table of contents", "outline", "toc", "chapters", "timestamps"})


class Block(NamedTuple):
    """One block as a reader sees it; ``bold`` is what stands in bold at its start."""

    text: str
    kind: LineKind
    bold: str = ""


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
        fields = {**header, **front.fields}
        composer = Composer()
        kind = _compose(lines[used:] if header else lines, settings, composer, fields)
        if not composer:
            yield Failure(kind="skipped", code="C105", reason="no running text in the file")
            return
        yield composer.draft(
            kind=settings.kind or kind,
            title=fields.get("title", ""),
            date=fields.get("date", ""),
            date_source="front-matter"
            if front.fields.get("date")
            else "byline" * ("date" in fields),
            author=fields.get("author", ""),
            venue=fields.get("venue", ""),
            url=fields.get("url", ""),
            licence=fields.get("licence", ""),
            flags=decoded.flags,
        )


def blocks_of(source: str) -> list[Block]:
    """The blocks of a Markdown text in reading order, marks removed."""
    found: list[Block] = []
    tokens = _parser().parse(_LIQUID.sub("", source))
    quotes = 0
    for index, token in enumerate(tokens):
        quotes += (token.type == "blockquote_open") - (token.type == "blockquote_close")
        if token.type == "inline":
            kind: LineKind = "heading" if tokens[index - 1].type == "heading_open" else "text"
            found.append(_inline(token, "quote" if quotes else kind))
        elif token.type in ("fence", "code_block"):
            found.append(Block(token.content.strip("\n"), "shown"))
        elif token.type == "hr":
            found.append(Block("", "rule"))
        elif token.type == "html_block":
            found.extend(_html(token.content))
    return found


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").disable("inline")


@lru_cache(maxsize=1)
def _inline_parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark")


def _inline(token: Token, kind: LineKind) -> Block:
    """An inline token's visible text; plain source where marks are many and parsing slow."""
    source = _CALLOUT.sub("", token.content, count=1) if kind == "quote" else token.content
    source = _FOOTNOTE.sub("", _WIKILINK.sub(r"\1", source))
    if len(source) > _INLINE_LIMIT:
        return Block(source, kind)
    parsed = _inline_parser().parseInline(source)
    children = parsed[0].children or [] if parsed else []
    text = "".join(_shown(child) for child in children)
    return Block(text, kind, _leading_bold(children))


def _shown(token: Token) -> str:
    if token.type in ("text", "code_inline", "text_special"):
        return token.content
    if token.type in ("softbreak", "hardbreak"):
        return "\n"
    return " " if token.type == "html_inline" and token.content.lower().startswith("<br") else ""


def _leading_bold(tokens: Sequence[Token]) -> str:
    """The text of a ``**...**`` that opens the paragraph, "" when none does."""
    inside = False
    text = ""
    for token in tokens:
        if token.type == "strong_open":
            inside = True
        elif token.type == "strong_close":
            return text
        elif inside:
            text += _shown(token)
        elif _shown(token).strip():
            return ""
    return ""


def _html(source: str) -> Iterator[Block]:
    for text, part in parts(source):
        if sum(c.isalpha() for c in text) > 1:
            yield Block(text, part)


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
    lines: Sequence[Line], settings: CorpusSettings, composer: Composer, fields: dict[str, str]
) -> DocumentKind:
    """Append the text; returns the kind of document it turned out to be."""
    if not fields.get("title") and lines and lines[0].kind == "heading":
        fields["title"] = lines[0].text.strip()
        composer.add(lines[0].text, "title")
        lines = lines[1:]
    elif fields.get("title"):
        composer.add(fields["title"], "title")
    script = script_of(lines, settings.speakers)
    talk = settings.kind == "transcript" or (not settings.kind and script.is_talk)
    if talk:
        compose(script, composer)
        return "transcript"
    for paragraph in _paragraphs(lines):
        _add(paragraph, composer, fields.get("author", "") or settings.author)
    return "essay"


def _paragraphs(lines: Sequence[Line]) -> Iterator[Line]:
    """Lines joined to the paragraphs they were."""
    waiting: Line | None = None
    for line in lines:
        if waiting is not None and line.kind == "text" and not line.opens:
            waiting = waiting._replace(text=f"{waiting.text} {line.text}")
            continue
        if waiting is not None:
            yield waiting
        waiting = line
    if waiting is not None:
        yield waiting


_ROLES: dict[LineKind, SegmentRole] = {"text": "body", "heading": "heading", "quote": "blockquote"}


def _add(line: Line, composer: Composer, author: str) -> None:
    role = _ROLES.get(line.kind)
    if role is None or not any(c.isalpha() for c in line.text):
        composer.show(line.text)
    else:
        composer.add(line.text, role, speaker="" if role == "blockquote" else author)


READER = MarkdownReader()

"""Markdown as the blocks a reader sees: marks of emphasis, targets, tags and images removed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from pipeline.readers.html_text import parts
from pipeline.readers.turns import LineKind

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_INLINE_LIMIT = 20_000  # characters; longer paragraphs keep their marks, parsing could be slow
_DEEPEST = 100  # lists and quotations in one another
_BRACKETS = 400  # likewise: every open bracket is tried as a link
_LIQUID = re.compile(r"\{%[^%\n]{0,500}%\}|\{\{[^{}\n]{0,500}\}\}|%%[^%\n]{0,500}%%")
_WIKILINK = re.compile(r"!?\[\[(?:[^\[\]|\n]{1,200}\|)?([^\[\]|\n]{1,200})\]\]")
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]{1,40}\]:?")
_CALLOUT = re.compile(r"\[![a-z-]{2,20}\][+-]? ?", re.I)


class Block(NamedTuple):
    """One block as a reader sees it; ``bold`` is what stands in bold at its start."""

    text: str
    kind: LineKind
    bold: str = ""


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

    # What is nested deeper is left out by the parser, with all that follows it in its block.
    return MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).disable("inline")


@lru_cache(maxsize=1)
def _inline_parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark")


def _inline(token: Token, kind: LineKind) -> Block:
    """An inline token's visible text; plain source where marks are many and parsing slow."""
    source = _CALLOUT.sub("", token.content, count=1) if kind == "quote" else token.content
    source = _FOOTNOTE.sub("", _WIKILINK.sub(r"\1", source))
    if len(source) > _INLINE_LIMIT or source.count("[") > _BRACKETS:
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

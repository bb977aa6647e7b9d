"""The visible text of the bits of HTML that stand in Markdown files and table cells.

Not for whole web pages, which are refused by name (see ``decode.refuse_markup``).
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from typing import Literal

#: What a paragraph of HTML stands in: running text, a quotation, a heading, or code.
Part = Literal["text", "quote", "heading", "shown"]

_BLOCK = re.compile(
    r"</?(?:p|div|h[1-6]|ul|ol|li|table|tr|blockquote|section|article|br|hr|pre|figure)\b[^<>]{0,2000}>",
    re.I,
)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,2000}>|<![^<>]{0,2000}>")
_HOLDER = re.compile(r"<(/?)(blockquote|pre|h[1-6])\b[^<>]{0,2000}>", re.I)
_LOOKS = re.compile(
    r"</(?:p|div|a|i|b|em|strong|li|blockquote|h[1-6]|span)>|<(?:p|br|br ?/)>|&#x?[0-9a-f]{2,5};"
    r"|&(?:quot|amp|lt|gt|nbsp);",
    re.I,
)
_ASCII_LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")
_TAG_ENDS = " \t\n\f/>"  # what follows the name of an element
_DROPPED = ("script", "style", "template", "iframe", "svg")


def looks_like_html(text: str) -> bool:
    """True when a cell's text is HTML rather than plain text or Markdown."""
    return bool(_LOOKS.search(text[:20_000]))


def parts(text: str) -> Iterator[tuple[str, Part]]:
    """Visible paragraphs of a bit of HTML in order, with what each stands in."""
    inside: Counter[str] = Counter()
    cursor = 0
    for found in _HOLDER.finditer(text):
        yield from _paragraphs(text[cursor : found.start()], inside)
        name, cursor = found[2].lower(), found.end()
        if not found[1]:
            inside[name] += 1
        elif inside[name]:
            inside[name] -= 1
    yield from _paragraphs(text[cursor:], inside)


def posted(text: str) -> str:
    """A post as plain text, whose quotations begin with ``>`` as in mails and on forums.

    Where there are entities and no tag, lines stay lines: forums escape their Markdown so.
    """
    if not looks_like_html(text):
        return text
    if not _TAG.search(text):
        return html.unescape(text).replace("\xa0", " ")
    return "\n\n".join(f"> {words}" if part == "quote" else words for words, part in parts(text))


def _paragraphs(text: str, inside: Counter[str]) -> Iterator[tuple[str, Part]]:
    part: Part = "text"
    if inside["blockquote"]:
        part = "quote"
    elif inside["pre"]:
        part = "shown"
    elif any(inside.values()):
        part = "heading"
    return ((paragraph, part) for paragraph in visible(text).split("\n\n") if paragraph)


def visible(text: str) -> str:
    """What a browser would show of ``text``: paragraphs separated by blank lines."""
    shown = _BLOCK.sub("\n\n", _without_dropped(text))
    shown = html.unescape(_TAG.sub("", shown)).replace("\xa0", " ")
    paragraphs = (" ".join(part.split()) for part in shown.split("\n\n"))
    return "\n\n".join(part for part in paragraphs if part)


def _without_dropped(text: str) -> str:
    """Cut out elements whose content is not text, by search rather than by pattern.

    What only looks like one stays, as it may be prose ("a <script in the page").
    """
    low = text.translate(_ASCII_LOWER)  # as long as ``text``, which str.lower() need not be
    for name in _DROPPED:
        start, last = low.find(f"<{name}"), low.rfind(f"</{name}")
        while start >= 0:
            end = low.find(f"</{name}", start) if start < last else -1  # no vain search
            stop = low.find(">", end) + 1 if end >= 0 else _cut_off(low, start)
            if stop and low[start + len(name) + 1] in _TAG_ENDS:
                text, low = text[:start] + text[stop:], low[:start] + low[stop:]
                last -= stop - start
            else:
                start += 1
            start = low.find(f"<{name}", start)
    return text


def _cut_off(low: str, start: int) -> int:
    """The end of a text whose element at ``start`` never ends; 0 where it is no element."""
    other = low.find("<", start + 1)
    opened = low.find(">", start, other if other >= 0 else len(low))
    return len(low) if opened >= 0 else 0

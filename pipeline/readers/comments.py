"""Readers' comments below an essay, one group of lines a comment.

Under headers each header opens a comment. Without headers nothing tells where one
comment ends, so every paragraph stands for itself, with less confidence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.readers.comment_headers import (
    Header,
    header_at,
    is_explicit,
    is_furniture,
    section_strength,
)

#: Paragraphs are not comments: what the confidence shrinks to without headers.
_APART = 0.8


class Comment(NamedTuple):
    """Which lines are one comment, whose, when (as written), and how sure."""

    lines: tuple[int, ...]
    speaker: str
    date: str
    confidence: float


def group(lines: Sequence[str], sure: float) -> Iterator[Comment]:
    """The comments among ``lines``; headers, buttons and counters are in none.

    Args:
        lines: from the boundary on, stripped, none empty.
        sure: the boundary's confidence.
    """
    header: Header | None = None
    waiting: list[int] = []
    index = 0
    while index < len(lines):
        found = header_at(lines, index)
        if found is not None:
            yield from _comment(waiting, header, sure)
            header, waiting = found, []
            index += found.lines
            continue
        if not _is_site(lines[index]):
            if header is None:
                yield from _comment(waiting, None, sure)
                waiting = []
            waiting.append(index)
        index += 1
    yield from _comment(waiting, header, sure)


def _comment(lines: Sequence[int], header: Header | None, sure: float) -> Iterator[Comment]:
    if lines and header is not None:
        yield Comment(tuple(lines), header.speaker, header.date, sure)
    elif lines:
        yield Comment(tuple(lines), "", "", round(_APART * sure, 3))


def _is_site(line: str) -> bool:
    return is_explicit(line) or is_furniture(line) or section_strength(line) > 0

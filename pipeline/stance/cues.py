"""The words that tell of somebody else's view, read back from a statement's cues."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from pipeline.records import Statement
from pipeline.registry import Assets
from pipeline.spans import Span


def told_by(statement: Statement, text: str) -> Iterator[tuple[Span, list[str]]]:
    """Span and words, lower case, of each word of telling ("cue:12-20") of ``statement``."""
    for cue in statement.cues:
        kind, _, place = cue.partition(":")
        if kind == "cue":
            start, _, end = place.partition("-")
            span = Span(int(start), int(end))
            yield span, span.of(text).lower().split()


def comes_round(statement: Statement, text: str, assets: Assets) -> bool:
    """True where somebody else is told to have come to see it: "the field is starting to realize".

    Whoever tells it so takes what is seen as true, which with "admit" and "concede" they need
    not: those are said of the other side as readily.
    """
    if statement.voice != "endorsed":
        return False
    words = words_of_telling(assets.path("verbs.toml")).get("awakenings", {})
    return any(said[0] in words.get("words", ()) for _, said in told_by(statement, text) if said)


@lru_cache(maxsize=4)
def words_of_telling(path: Path) -> dict[str, dict[str, list[str]]]:
    """The tables of a verbs.toml, read once."""
    return tomllib.loads(path.read_text(encoding="utf-8"))

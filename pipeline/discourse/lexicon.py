"""The words of reporting (``models/verbs.toml``): what kind of cue a lemma is."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pipeline.errors import ModelError
from pipeline.registry import Assets

Attitude = Literal["neutral", "doubt", "endorse", "reject"]
_ATTITUDES: tuple[Attitude, ...] = ("neutral", "doubt", "endorse", "reject")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Lemma to attitude for verbs (by what they govern), nouns and adjectives; word lists."""

    say: dict[str, Attitude]
    hold: dict[str, Attitude]
    object: dict[str, Attitude]
    nouns: dict[str, Attitude]
    adjectives: dict[str, Attitude]
    speech: frozenset[str]
    frames: frozenset[str]
    camps: frozenset[str]
    groups: frozenset[str]
    intends: frozenset[str]  # these three for quotations only, not for positions
    judges: frozenset[str]
    deeds: frozenset[str]


def load_lexicon(assets: Assets) -> Lexicon:
    """The lexicon of ``models/verbs.toml``.

    Raises:
        ModelError: M001 when the file is missing, M003 when it is not understood.
    """
    path = assets.path("verbs.toml")
    return _load(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _load(path: Path, _changed: int) -> Lexicon:
    try:
        table: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        return Lexicon(
            say=_classes(table["say"]),
            hold=_classes(table["hold"]),
            object=_classes(table["object"]),
            nouns=_classes(table["nouns"]),
            adjectives=_classes(table["adjectives"]),
            speech=frozenset(map(str, table["speech"]["words"])),
            frames=frozenset(map(str, table["frames"]["words"])),
            camps=frozenset(map(str, table["camps"]["words"])),
            groups=frozenset(map(str, table["groups"]["words"])),
            intends=frozenset(map(str, table["intends"]["words"])),
            judges=frozenset(map(str, table["judges"]["words"])),
            deeds=frozenset(map(str, table["deeds"]["words"])),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError("M003", f"verbs.toml: {error}", place=str(path)) from None


def _classes(section: dict[str, list[str]]) -> dict[str, Attitude]:
    """The first class that lists a lemma wins, so that a file may list it once too often."""
    found: dict[str, Attitude] = {}
    for attitude in _ATTITUDES:
        for lemma in section.get(attitude, ()):
            found.setdefault(lemma, attitude)
    return found

"""Sides that a word for a person says: "X is a believer", "sceptics such as Y".

A sentence that speaks of the target and of somebody only as a believer or a sceptic takes
no side itself, so a judge of sentences calls it neutral; whoever is called so has one.
In the coded sentences such a word for somebody else nearly always goes with that side, and
hardly ever with a neutral code; "critic" and "fan", of whatever it may be, are left out.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pipeline.records import OF_OTHERS, Stance, Statement
from pipeline.registry import Assets
from pipeline.stance.cues import told_by, words_of_telling

#: On a statement whose stance follows from what its holder is called.
BY_CAMP = "by-camp"
_TAKEN_BACK = frozenset({"no", "not", "never", "former", "hardly", "once", "ex", "lapsed", "n't"})
_BEFORE = 4  # words in which something takes the word back


def side_of_camp(statement: Statement, text: str, assets: Assets) -> Stance | None:
    """The side that the cue of somebody else's view says by itself; None where it says none.

    Args:
        statement: with the spans of its cues.
        text: of its document.
        assets: the models folder, for the words.
    """
    if statement.voice not in OF_OTHERS:
        return None
    sides = _sides(assets.path("verbs.toml"))
    for cue, words in told_by(statement, text):
        side = sides.get(words[-1].removesuffix("s")) if words else None
        before = text[statement.start : cue.start].lower().replace("-", " ").split()
        if side and not _TAKEN_BACK & set(before[-_BEFORE:]):
            return side
    return None


@lru_cache(maxsize=4)
def _sides(path: Path) -> dict[str, Stance]:
    camps = words_of_telling(path).get("camps", {})
    sides: tuple[Stance, Stance] = ("favor", "against")
    return {word: side for side in sides for word in camps.get(side, ())}

"""A training by numbers: how many sentences of which kind are taken.

For a further training of weights that have seen most sentences before: what the second
coder corrected, what was written since and the real sentences that take a side are few,
and among shares of everything they would drown.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from fnmatch import fnmatchcase
from typing import TypeVar

from pipeline.records import SIDED
from pipeline.stance.examples import Example
from pipeline.stance.recipe import Draw

T = TypeVar("T")


def drawn_own(
    own: Sequence[Example], corrected: Collection[str], draw: Draw, chooser: random.Random
) -> list[Example]:
    """Of ``own`` sentences those that ``draw`` takes: corrected ones, newest ones, older ones.

    One that is corrected and new may be taken as both, and is learned from twice then.

    Args:
        own: sentences whose ids are the name of their file, a hyphen and a number.
        corrected: ids of those whose stance the second coder changed.
        draw: how many of what.
        chooser: draws the samples.
    """
    mended = [e for e in own if e.id in corrected]
    newest = [e for e in own if any(fnmatchcase(_file(e.id), f) for f in draw.newest_files)]
    known = {e.id for e in (*mended, *newest)}
    older = [e for e in own if e.id not in known]
    parts = ((mended, draw.corrected), (newest, draw.newest), (older, draw.older))
    return [example for part, most in parts for example in at_most(part, most, chooser)]


def drawn_real(real: Sequence[Example], draw: Draw, chooser: random.Random) -> list[Example]:
    """All of ``real`` that take a side, then as many others as ``draw`` takes."""
    sided = [e for e in real if e.stance in SIDED]
    others = [e for e in real if e.stance not in SIDED]
    return [*sided, *at_most(others, draw.unsided, chooser)]


def at_most(found: Sequence[T], most: int, chooser: random.Random) -> list[T]:
    """``most`` of ``found`` in an order of chance, or all of them where there are no more."""
    return chooser.sample(found, min(most, len(found)))


def _file(key: str) -> str:
    return key.rpartition("-")[0] or key

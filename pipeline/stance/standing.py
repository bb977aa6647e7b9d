"""What a speaker says elsewhere in a document lends a little to their unclear sentences.

"And it just kept going" says little by itself; from somebody who argues throughout that
larger models will do it, it is one more step of that argument. So the stance of each
sentence is judged by itself first, and then moved towards the side that its speaker takes
in the *other* sentences of the same document: a simple form of what is known as collective
stance classification (Walker et al. 2012; Sridhar et al. 2015). Only what is the speaker's
own counts, views told to be denied count the other way round, and only the balance between
favor and against moves. Nothing is known of anybody from other documents.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.records import STANCES, VOICES
from pipeline.stance.base import Item

Matrix = NDArray[np.float64]

#: How far the logits of favor and against move towards a speaker who is all on one side.
STRENGTH = 2.0
#: Weight of a speaker of whom nothing else is known, in sentences that clearly take a side.
_UNKNOWN = 2.0
#: Names that several people of one document may go by.
_ANYBODY = frozenset({
    "", "a commenter", "commenter", "anonymous", "[deleted]", "deleted", "guest", "audience",
    "audience member", "speaker", "unknown",
})  # fmt: skip
_FAVOR, _AGAINST = STANCES.index("favor"), STANCES.index("against")
_OWN, _ENDORSED, _REJECTED = (VOICES.index(v) for v in ("own", "endorsed", "rejected"))


def lent(
    items: Sequence[Item], stances: Matrix, voices: Matrix, strength: float = STRENGTH
) -> Matrix:
    """The logits ``stances`` (n, 5) with what speakers say elsewhere taken into account.

    Args:
        items: whose document and speaker are looked at; without both an item stands alone.
        stances: logits in the order of ``STANCES``.
        voices: logits in the order of ``VOICES``, "-" among them or not.
        strength: of the pull; 0 leaves everything as it is.

    Returns:
        New logits; those of sentences that nobody else's company touches are equal.
    """
    chances, spoken = softmax(stances), softmax(voices[:, : len(VOICES) - 1])
    mine = spoken[:, _OWN] + spoken[:, _ENDORSED] - spoken[:, _REJECTED]
    counts = spoken[:, _OWN] + spoken[:, _ENDORSED] + spoken[:, _REJECTED]
    side = chances[:, _FAVOR] - chances[:, _AGAINST]
    moved = stances.copy()
    for rows in _speakers(items):
        told, weight = side[rows] * mine[rows], np.abs(side[rows]) * counts[rows]
        others = (told.sum() - told) / (weight.sum() - weight + _UNKNOWN)
        pull = strength * others * mine[rows]
        moved[rows, _FAVOR] += pull
        moved[rows, _AGAINST] -= pull
    return moved


def _speakers(items: Sequence[Item]) -> list[NDArray[np.intp]]:
    """The places of each speaker's items of one document, where there are two or more."""
    places: dict[tuple[str, str], list[int]] = {}
    for place, item in enumerate(items):
        if item.document and item.speaker.lower() not in _ANYBODY:
            places.setdefault((item.document, item.speaker), []).append(place)
    return [np.array(rows, np.intp) for rows in places.values() if len(rows) > 1]


def softmax(logits: Matrix) -> Matrix:
    """Probabilities of each row of ``logits`` (n, classes)."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    found: Matrix = powers / powers.sum(axis=1, keepdims=True)
    return found

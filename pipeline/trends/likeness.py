"""How alike the statements are that somebody makes in one document, and how many they count for.

Thirty sentences of one essay are no thirty opinions. The intraclass correlation of a person's
statements in a document says how far they repeat each other; with it comes the design effect (Kish
1965). Counts divided by it may be taken for those of independent statements by binomial methods
(Rao and Scott 1992, "A simple method for the analysis of clustered binary data", Biometrics 48).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.trends.counting import grouped

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]

#: The likeness as long as nobody tells it: that of the coded sentences of our own check set (a
#: test). It weighs as much as ten persons who do, since few tell it badly.
ASSUMED = 0.3
_ASSUMED_WEIGHT = 10


def likeness(person: Ints, document: Ints, favor: Flags) -> float:
    """Intraclass correlation of a person's sides within documents, 0 to 1, drawn to ``ASSUMED``.

    Two statements of a person agree more often when they are of one document: by how much, as a
    share of how often those of two documents disagree. Persons weigh as many statements as they
    make, among those heard in two documents, in one of them twice.

    Args:
        person: (n,) numbers of who holds each statement.
        document: (n,) numbers of where it stands.
        favor: (n,) True for favor, False for against.
    """
    told = [_agreement(document[chosen], favor[chosen]) for chosen in grouped(person)]
    rates = np.array([row for row in told if row is not None]).reshape(-1, 3)
    weight, within, between = rates.T
    apart = float(weight @ (1.0 - between))
    if apart <= 0:
        return ASSUMED  # nobody tells it, or ever disagrees with themselves
    found = float(np.clip(weight @ (within - between) / apart, 0.0, 1.0))
    known = len(rates) / (len(rates) + _ASSUMED_WEIGHT)
    return known * found + (1.0 - known) * ASSUMED


def design_effect(document: Ints, alike: float) -> float:
    """How many statements of these documents (n,) count as one; 1 where each has its own."""
    _, sizes = np.unique(document, return_counts=True)
    total = sizes.sum()
    return 1.0 + alike * (float(sizes @ sizes) / total - 1.0) if total else 1.0


def _agreement(document: Ints, favor: Flags) -> tuple[float, float, float] | None:
    """Statements, and how often two of one document and of two documents agree; None if unknown."""
    _, place = np.unique(document, return_inverse=True)
    table = np.bincount(2 * place + favor).astype(np.float64)
    table = np.pad(table, (0, len(table) % 2)).reshape(-1, 2)
    sizes = table.sum(axis=1)
    pairs, inside = _pairs(sizes.sum()), _pairs(sizes).sum()
    agreeing, agreeing_inside = _pairs(table.sum(axis=0)).sum(), _pairs(table).sum()
    if inside == 0 or inside == pairs:
        return None
    return (
        float(sizes.sum()),
        float(agreeing_inside / inside),
        float((agreeing - agreeing_inside) / (pairs - inside)),
    )


def _pairs(count: Floats) -> Floats:
    result: Floats = np.asarray(count * (count - 1) / 2)
    return result

"""Blocks: what one document, or one holder, says in one stretch of time, as two sums.

Statements of one document are not independent of each other; its block is the smallest
thing that a test may move to another time, or count as one observation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.config import CountingUnit
from pipeline.trends.counting import AGAINST, FAVOR, Counted, Places, clusters, weights
from pipeline.trends.resampling import cluster_sums

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Blocks:
    """Blocks that take a side, by stretch and then by owner; all arrays (blocks,).

    ``stretch`` and ``owner`` are numbers; ``lean`` is the weight of favor minus that of
    against, ``weight`` their sum, so that the balance of some blocks is the sum of
    leans over the sum of weights; ``count`` is the number of statements.
    """

    stretch: Ints
    owner: Ints
    lean: Floats
    weight: Floats
    count: Ints

    def __len__(self) -> int:
        return len(self.lean)


def blocks(statements: Counted, stretches: Sequence[Places], unit: CountingUnit) -> Blocks:
    """The blocks of each stretch; an owner is a holder for ``unit`` holder, else a document.

    Units count once a stretch, all they say in it together, as in the shares.
    """
    found = [_blocks(statements, chosen, unit) for chosen in stretches]
    owners = [owner for owner, _ in found]
    sums = np.concatenate([table for _, table in found]) if found else np.zeros((0, 3))
    return Blocks(
        stretch=np.repeat(np.arange(len(found)), [len(owner) for owner in owners]),
        owner=np.concatenate(owners) if found else np.zeros(0, np.int64),
        lean=sums[:, 0],
        weight=sums[:, 1],
        count=np.rint(sums[:, 2]).astype(np.int64),
    )


def _blocks(statements: Counted, chosen: Places, unit: CountingUnit) -> tuple[Ints, Floats]:
    """Owners in order of number, and lean, weight and count of each: (owners, 3)."""
    sided = chosen[statements.stance[chosen] <= AGAINST]
    weight = weights(statements, sided, unit)
    side = np.where(statements.stance[sided] == FAVOR, 1.0, -1.0)
    columns = np.stack([weight * side, weight, np.ones(len(sided))], axis=1)
    owner = clusters(statements, sided, unit)
    return np.unique(owner), cluster_sums(owner, columns)

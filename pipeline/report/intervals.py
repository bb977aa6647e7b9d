"""Shares and balances of a group of statements, with intervals that know about documents.

Statements of one document resemble each other, so a plain binomial interval would be too
narrow. Here the number of statements is divided by the design effect of documents as
clusters, and Wilson's interval is taken with what remains: the modified Wilson interval
of Dean and Pagano (2015, Survey Methodology 41) after Korn and Graubard (1998).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import pandas as pd
from numpy.typing import NDArray

METHOD = "Wilson, documents as clusters"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its interval; ``nan`` where nothing can be said. ``n`` are statements."""

    n: int
    value: float
    low: float
    high: float


def share(chosen: pd.Series, documents: pd.Series, *, level: float) -> Estimate:
    """Share (0..1) of true values in ``chosen``, statements grouped by ``documents``."""
    n = len(chosen)
    if n == 0:
        return Estimate(0, math.nan, math.nan, math.nan)
    codes, _ = pd.factorize(documents)
    hits = np.bincount(codes, weights=chosen.to_numpy(dtype=float))
    sizes = np.bincount(codes).astype(float)
    p = float(hits.sum() / n)
    low, high = _wilson(p, _effective(p, hits, sizes), level)
    return Estimate(n, p, low, high)


def balance(statements: pd.DataFrame, *, level: float) -> Estimate:
    """(favor - against) / (favor + against), -1..1; ``mixed`` and ``neutral`` do not enter.

    Args:
        statements: with columns ``stance`` and ``document_id``.
        level: of the interval, between 0.5 and 1.
    """
    sided = statements[statements["stance"].isin(["favor", "against"])]
    found = share(sided["stance"] == "favor", sided["document_id"], level=level)
    return Estimate(found.n, 2 * found.value - 1, 2 * found.low - 1, 2 * found.high - 1)


def _effective(p: float, hits: NDArray[np.float64], sizes: NDArray[np.float64]) -> float:
    """The number of independent statements that would tell as much."""
    n, clusters = float(sizes.sum()), len(sizes)
    if clusters < 2:
        return 1.0
    if p in (0.0, 1.0):
        return float(clusters)  # no variance to see: each document counts once
    spread = float(((hits - p * sizes) ** 2).sum())
    variance = clusters / (clusters - 1) * spread / n**2
    if variance == 0:
        return n
    return min(n, p * (1 - p) / variance)


def _wilson(p: float, n: float, level: float) -> tuple[float, float]:
    z = NormalDist().inv_cdf(0.5 + level / 2)
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return max(0.0, centre - half), min(1.0, centre + half)

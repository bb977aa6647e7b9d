"""Where somebody stands, from few statements: a beta-binomial model with a fitted prior.

Each person says favor with a chance of their own; these chances follow a Beta
distribution around the corpus mean, whose concentration is the one that makes the
persons' counts most likely (empirical Bayes). One quotation moves nobody far from
the mean, thirty do. Statements count as if each were made by itself: where somebody's come
from few documents, the interval is too narrow.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

PLACED = ("proponent", "critic", "side unclear", "too few to place")

#: Concentrations tried: from hardly any pull to that of fifty statements.
_CONCENTRATIONS = np.geomspace(0.5, 50.0, 41)
#: What is assumed while fewer people than this are seen twice: a flat prior.
_PEOPLE_TO_FIT = 5
_FLAT = 2.0


@dataclass(frozen=True, slots=True)
class Prior:
    """Beta(favor, against): what is assumed of a person before they say anything."""

    favor: float
    against: float


@dataclass(frozen=True, slots=True)
class Place:
    """Shrunken balance, its credible interval and the word for it."""

    balance: float
    low: float
    high: float
    placed: str


def fit_prior(counts: Sequence[tuple[int, int]]) -> Prior:
    """The prior fitted to (favor, against) of all persons.

    Its mean is the corpus's share of favor, pulled to a half by one statement a side;
    with fewer than five persons of two statements, its concentration is 2.
    """
    favor = np.array([f for f, _ in counts], np.float64)
    against = np.array([a for _, a in counts], np.float64)
    mean = (favor.sum() + 1) / (favor.sum() + against.sum() + 2)
    strength = _FLAT
    if np.count_nonzero(favor + against >= 2) >= _PEOPLE_TO_FIT:
        likelihoods = [_log_likelihood(favor, against, mean, c) for c in _CONCENTRATIONS]
        strength = float(_CONCENTRATIONS[int(np.argmax(likelihoods))])
    return Prior(float(mean * strength), float((1 - mean) * strength))


def place(counts: tuple[int, int, int], prior: Prior, *, level: float, least: int) -> Place:
    """The place of somebody with (favor, against, mixed) statements.

    ``mixed`` ones count toward ``least``, the number needed to be placed, and say
    nothing on the side; from them alone nobody is placed. The interval is equal-tailed.
    """
    from scipy.special import betaincinv

    favor, against, mixed = counts
    if favor + against == 0:
        return Place(math.nan, math.nan, math.nan, PLACED[3])
    a, b = prior.favor + favor, prior.against + against
    tail = (1 - level) / 2
    balance, low, high = (
        round(2 * float(share) - 1, 9) + 0.0
        for share in (a / (a + b), betaincinv(a, b, tail), betaincinv(a, b, 1 - tail))
    )
    enough = favor + against + mixed >= least
    return Place(balance, low, high, _word(low, high) if enough else PLACED[3])


def _word(low: float, high: float) -> str:
    if low > 0:
        return PLACED[0]
    return PLACED[1] if high < 0 else PLACED[2]


def _log_likelihood(favor: np.ndarray, against: np.ndarray, mean: float, strength: float) -> float:
    from scipy.special import betaln

    a, b = mean * strength, (1 - mean) * strength
    return float(np.sum(betaln(favor + a, against + b) - betaln(a, b)))

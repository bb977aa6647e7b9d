"""Where somebody stands, from few statements: a beta-binomial model with a fitted prior.

Each person says favor with a chance of their own; these chances follow a Beta
distribution around the corpus mean, whose concentration is the one that makes the
persons' counts most likely (empirical Bayes). One quotation moves nobody far from
the mean, thirty do. Statements count as if each were made by itself: where somebody's come
from few documents, the interval is too narrow.

Among a crowd of one mind the prior alone would make a proponent of somebody who only disputes.
The *word* therefore has to follow from a person's own statements, too: from Jeffreys' interval
(Beta(1/2, 1/2); Brown, Cai and DasGupta 2001, Statistical Science 16), which knows no others.
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
_JEFFREYS = 0.5


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


def place(counts: tuple[int, int], prior: Prior, *, level: float, least: int) -> Place:
    """The place of somebody with (favor, against) statements; mixed ones tell no side.

    The balance and its equal-tailed interval are shrunken; the word needs ``least`` statements
    and both this interval and that of their own statements alone on one side of 0.
    """
    favor, against = counts
    if favor + against == 0:
        return Place(math.nan, math.nan, math.nan, PLACED[3])
    shrunken = Prior(prior.favor + favor, prior.against + against)
    share = shrunken.favor / (shrunken.favor + shrunken.against)
    low, high = _interval(shrunken, level)
    alone = _interval(Prior(_JEFFREYS + favor, _JEFFREYS + against), level)
    word = _word(min(low, alone[0]), max(high, alone[1]))
    enough = favor + against >= least
    return Place(_balance(share), low, high, word if enough else PLACED[3])


def _interval(beta: Prior, level: float) -> tuple[float, float]:
    """Equal-tailed, as balances."""
    from scipy.special import betaincinv

    tail = (1 - level) / 2
    low, high = (_balance(betaincinv(beta.favor, beta.against, q)) for q in (tail, 1 - tail))
    return low, high


def _balance(share: float) -> float:
    return round(2 * float(share) - 1, 9) + 0.0


def _word(low: float, high: float) -> str:
    if low > 0:
        return PLACED[0]
    return PLACED[1] if high < 0 else PLACED[2]


def _log_likelihood(favor: np.ndarray, against: np.ndarray, mean: float, strength: float) -> float:
    from scipy.special import betaln

    a, b = mean * strength, (1 - mean) * strength
    return float(np.sum(betaln(favor + a, against + b) - betaln(a, b)))

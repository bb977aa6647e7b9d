"""Shares and balances corrected by a hand-coded probability sample.

A figure counted from a model's labels carries the model's errors, and an interval around it that
does not know of them is wrong however narrow. With a sample of statements coded by hand, drawn
with known chances, the errors are measured where they matter and taken off:

    corrected total = sum of predictions over all statements
                    + weighted sum of (gold - prediction) over the coded ones

This is prediction-powered inference (Angelopoulos, Bates, Fannjiang, Jordan and Zrnic 2023,
"Prediction-powered inference") with the power-tuning of Angelopoulos, Duchi and Zrnic (2023,
"PPI++"): predictions enter times ``power`` in 0..1, chosen to make the variance least, so that
useless labels do no harm. With weights 1 / (chance of being drawn) it is the design-based
estimator of Egami, Hinck, Stewart and Wei (2023, "Using imperfect surrogates for downstream
inference"). Nothing is assumed of the model, only that the chances are known.

A share is a ratio of two corrected totals. Its variance comes from the linearised values of the
statements (Särndal, Swensson and Wretman 1992, section 5.6), summed within documents or holders:
statements of one author are alike. Within strata, errors are taken about their stratum's mean
(section 3.7 there), because a stratified sample cannot miss a stratum.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Coded:
    """All statements of a population, with the codes of those that were drawn.

    Attributes:
        predicted: (n, m) what the model says, such as one column a stance.
        gold: (n, m) what coders say; rows with weight 0 are not read.
        weight: (n,) 1 / chance of being drawn where coded, >= 1; 0 where not coded.
        cluster: (n,) number of the document or holder, 0 upwards.
        stratum: (n,) number of the stratum the sample was drawn in, 0 upwards. All zero
            when strata are not known: intervals are then wider than they need be.
    """

    predicted: Floats
    gold: Floats
    weight: Floats
    cluster: Ints
    stratum: Ints

    def __len__(self) -> int:
        return len(self.weight)


@dataclass(frozen=True, slots=True)
class Corrected:
    """A corrected figure, with what it rests on.

    ``n_gold`` counts the coded statements, ``n_clusters`` the documents or holders that have
    any; ``influence`` (clusters,) is what each cluster moves the figure by. Estimate, low, high
    and power are nan where nothing can be said: fewer than two clusters with coded statements,
    or a denominator that is not positive.
    """

    estimate: float
    low: float
    high: float
    power: float
    n_gold: int
    n_clusters: int
    influence: Floats


def corrected_mean(
    coded: Coded, column: int, *, power: float | None = None, level: float = 0.95
) -> Corrected:
    """Mean of ``column`` over all statements; see ``corrected_ratio``."""
    rows = len(coded)
    top = np.zeros(coded.predicted.shape[1])
    top[column] = 1.0
    everyone = np.ones((rows, 1))
    widened = Coded(
        np.hstack([coded.predicted, everyone]),
        np.hstack([coded.gold, everyone]),
        coded.weight,
        coded.cluster,
        coded.stratum,
    )
    bottom = np.append(np.zeros_like(top), 1.0)
    return corrected_ratio(widened, np.append(top, 0.0), bottom, power=power, level=level)


def corrected_ratio(
    coded: Coded,
    top: Floats,
    bottom: Floats,
    *,
    inside: NDArray[np.bool_] | None = None,
    power: float | None = None,
    level: float = 0.95,
) -> Corrected:
    """The ratio of two corrected totals, with its interval.

    A share of favor has ``top`` 1 at favor and ``bottom`` 1 at every stance that counts; a
    balance has 1 and -1 above, 1 and 1 below.

    Args:
        coded: the whole population that the sample was drawn from.
        top: (m,) how much of each column is counted above the line.
        bottom: (m,) the same below the line.
        inside: (n,) the period or group the ratio is of; None for everything.
        power: how far predictions count, 0..1; None chooses the best.
        level: of the interval.
    """
    member = np.ones(len(coded)) if inside is None else inside.astype(np.float64)
    drawn = (coded.weight > 0) & (member > 0)
    sides = np.stack([top, bottom], axis=1)
    guess = (coded.predicted @ sides) * member[:, None]
    truth = np.where(coded.weight[:, None] > 0, coded.gold @ sides, 0.0) * member[:, None]
    first = _ratio(_totals(guess, truth, coded.weight, 1.0 if power is None else power))
    counts = (int(drawn.sum()), len(np.unique(coded.cluster[drawn])))
    if counts[1] < 2 or math.isnan(first):
        return _nothing(counts, coded)
    line = np.array([1.0, -first])
    chosen = _best_power(coded, guess @ line, truth @ line) if power is None else power
    totals = _totals(guess, truth, coded.weight, chosen)
    estimate = _ratio(totals)
    if math.isnan(estimate):
        return _nothing(counts, coded)
    sums = _cluster_totals(coded, guess, truth, chosen)
    # What leaving a cluster out would change: the jackknife, with strata kept as they are.
    left = np.maximum(totals[1] - sums[:, 1], totals[1] / 10)
    influence = (sums[:, 0] - estimate * sums[:, 1]) / left
    return _placed(estimate, chosen, influence, counts, level)


def difference(later: Corrected, earlier: Corrected, *, level: float = 0.95) -> Corrected:
    """``later`` minus ``earlier``, both of one population: authors in both are not told twice."""
    counts = (later.n_gold + earlier.n_gold, min(later.n_clusters, earlier.n_clusters))
    influence = later.influence - earlier.influence
    estimate = later.estimate - earlier.estimate
    power = min(later.power, earlier.power)
    if math.isnan(estimate):
        return Corrected(math.nan, math.nan, math.nan, math.nan, *counts, influence)
    return _placed(estimate, power, influence, counts, level)


def _totals(guess: Floats, truth: Floats, weight: Floats, power: float) -> Floats:
    """Corrected totals (2,) above and below the line."""
    total: Floats = power * guess.sum(axis=0) + weight @ (truth - power * guess)
    return total


def _cluster_totals(coded: Coded, guess: Floats, truth: Floats, power: float) -> Floats:
    """What each cluster adds to the corrected totals above and below the line (clusters, 2)."""
    sums = [
        np.bincount(
            coded.cluster,
            _values(coded, truth[:, side]) + power * _cancelled(coded, guess[:, side]),
        )
        for side in (0, 1)
    ]
    return np.stack(sums, axis=1).astype(np.float64)


def _ratio(totals: Floats) -> float:
    return float(totals[0] / totals[1]) if totals[1] > 0 else math.nan


def _best_power(coded: Coded, guess: Floats, truth: Floats) -> float:
    """The power of least variance, 0..1; 1 where the strata leave nothing to choose."""
    fixed = _centred(coded.cluster, _values(coded, truth))
    moved = _centred(coded.cluster, _cancelled(coded, guess))
    spread = float(moved @ moved)
    if spread <= 1e-12 * max(1.0, float(fixed @ fixed)):
        return 1.0
    return min(1.0, max(0.0, -float(fixed @ moved) / spread))


def _values(coded: Coded, truth: Floats) -> Floats:
    """What each statement adds to the weighted sum of ``truth``, as far as chance moves it.

    Every statement adds its stratum's mean; the coded ones add their weighted distance from
    it, times sqrt(n / (n - 1)) for the mean being their own. The mean of a stratum with one
    coded statement is taken from all such strata together, else its error would read as none.
    """
    strata = int(coded.stratum.max()) + 1
    drawn = coded.weight > 0
    weight = coded.weight
    counts = np.bincount(coded.stratum, drawn, minlength=strata)
    alone = counts == 1
    place = np.where(alone, strata, np.arange(strata))[coded.stratum]
    mass = np.bincount(place, weight, minlength=strata + 1)
    mean = np.bincount(place, weight * truth, minlength=strata + 1) / np.where(mass > 0, mass, 1)
    counts = np.append(counts, alone.sum())
    stretch = np.sqrt(np.divide(counts, counts - 1, out=np.ones(strata + 1), where=counts > 1))
    # A stratum coded whole has no chance in it: its values are the truths themselves.
    stretched = np.where(weight > 1, stretch[place], 1.0)
    values: Floats = mean[place] + np.where(drawn, weight * stretched * (truth - mean[place]), 0.0)
    return values


def _cancelled(coded: Coded, guess: Floats) -> Floats:
    """Prediction minus its weighted sample value: zero on average, whatever the model."""
    cancelled: Floats = guess - _values(coded, guess)
    return cancelled


def _placed(
    estimate: float, power: float, influence: Floats, counts: tuple[int, int], level: float
) -> Corrected:
    """With the interval of Student's t on the clusters that hold coded statements."""
    from scipy.special import stdtrit

    active = influence != 0
    number = int(active.sum())
    centred = influence - active * (influence.sum() / max(1, number))
    error = math.sqrt(float(centred @ centred) * number / max(1, number - 1))
    half = float(stdtrit(max(1, min(counts[1], number) - 1), 0.5 + level / 2)) * error
    return Corrected(estimate, estimate - half, estimate + half, power, *counts, influence)


def _centred(cluster: Ints, values: Floats) -> Floats:
    """Sums of ``values`` within clusters, less their mean."""
    sums = np.bincount(cluster, values).astype(np.float64)
    centred: Floats = sums - sums.mean()
    return centred


def _nothing(counts: tuple[int, int], coded: Coded) -> Corrected:
    clusters = int(coded.cluster.max()) + 1 if len(coded) else 0
    return Corrected(math.nan, math.nan, math.nan, math.nan, *counts, np.zeros(clusters))

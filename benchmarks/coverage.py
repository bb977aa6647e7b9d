"""Do the intervals hold the truth? Naive and corrected ones on statements whose truth is known.

A world is made 1,000 times: authors with leanings of their own write statements over six periods
in which the share of favor falls and that of against rises; a labeller reads them with the
errors of our stance model; a sample is drawn as ``gold sample`` draws it and coded without
error. The truth is that of the process, not of the statements that happened to be written, so an
interval must cover chance in authors as well as errors of the labeller.

    python benchmarks/coverage.py [--runs 1000] [--gold 600]

Prints how often each 95 % interval holds the truth and ends with 1 when a corrected one does so
in fewer than 93 or more than 97 % of the runs, or when every naive one does as well.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.gold.sample import allocate
from pipeline.records import STANCES
from pipeline.registry import default_models
from pipeline.trends.inference import Coded, Corrected, corrected_ratio, difference
from pipeline.trends.resampling import cluster_sums, interval, resample

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

PERIODS = 6
AUTHORS = 60  # a period; half of them write in the next one too
STATEMENTS = 8.0  # mean of an author in a period
LEANING = 0.7  # standard deviation of an author's leaning, in logits
GENRES = 2
RESAMPLES = 300
LOWEST, HIGHEST = 0.93, 0.97
FAVOR, AGAINST, UNRELATED = 0, 1, 4

#: Rows gold, columns predicted, in the order of ``STANCES``: the shipped encoder of version 0.1
#: on 428 coded sentences. Used when models/stance/metrics.json holds no table of its own.
FIXED = (
    (8, 1, 0, 13, 18),
    (10, 7, 0, 9, 16),
    (0, 0, 0, 2, 1),
    (10, 4, 0, 68, 36),
    (3, 3, 0, 26, 193),
)
MEASURES = {
    "share of favor": ([1, 0, 0, 0, 0], [1, 1, 1, 1, 0]),
    "share of against": ([0, 1, 0, 0, 0], [1, 1, 1, 1, 0]),
    "balance": ([1, -1, 0, 0, 0], [1, 1, 0, 0, 0]),
}


@dataclass(frozen=True, slots=True)
class World:
    """One made corpus; all arrays have an entry a statement."""

    period: Ints
    genre: Ints
    author: Ints
    stance: Ints
    predicted: Ints


def confusion() -> tuple[Floats, str]:
    """Chance of each predicted stance given the true one (5, 5), and where it is from."""
    path = default_models() / "stance" / "metrics.json"
    found = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    table = found.get("confusion") or FIXED
    source = "models/stance/metrics.json" if found.get("confusion") else "the fixed table"
    return reading_of(table), source


def reading_of(table: Sequence[Sequence[int]]) -> Floats:
    """Chances (5, 5) from counts: rows gold, columns predicted."""
    smoothed = np.array(table, dtype=np.float64) + 0.5 / len(STANCES)  # anything may be said
    chances: Floats = smoothed / smoothed.sum(axis=1, keepdims=True)
    return chances


def leanings() -> Floats:
    """Logits (periods, genres, stances) of an author without a leaning."""
    time = np.linspace(0.0, 1.0, PERIODS)[:, None]
    genre = np.linspace(-0.3, 0.3, GENRES)[None, :]
    favor = 0.5 - 0.9 * time + genre
    against = -0.4 + 0.9 * time - genre
    level = np.zeros_like(favor)
    return np.stack([favor, against, level - 1.5, level + 0.3, level + 0.6], axis=-1)


def chances(logits: Floats, leaning: Floats) -> Floats:
    """Chance of each stance when a leaning moves favor up and against down."""
    moved = logits + leaning[:, None] * np.array([1.0, -1.0, 0.0, 0.0, 0.0])
    raised = np.exp(moved)
    return raised / raised.sum(axis=1, keepdims=True)


def truths() -> dict[str, Floats]:
    """Measure -> its true value in each period, by Gauss-Hermite quadrature over leanings."""
    nodes, mass = np.polynomial.hermite_e.hermegauss(60)
    logits = leanings()
    shares = np.zeros((PERIODS, len(STANCES)))
    for genre in range(GENRES):
        for period in range(PERIODS):
            each = chances(np.tile(logits[period, genre], (len(nodes), 1)), LEANING * nodes)
            shares[period] += mass @ each / mass.sum() / GENRES
    return {
        name: (shares @ np.array(top)) / (shares @ np.array(bottom))
        for name, (top, bottom) in MEASURES.items()
    }


def make(draw: np.random.Generator, reading: Floats) -> World:
    """One corpus: who writes when, what they mean, and what the labeller reads."""
    new = AUTHORS // 2  # authors who enter in a period
    people = new * (PERIODS + 1)
    leaning = draw.normal(0.0, LEANING, people)
    genres = draw.integers(GENRES, size=people)
    writes = [(p, a) for p in range(PERIODS) for a in range(new * p, new * (p + 2))]
    counts = 1 + draw.negative_binomial(2, 2 / (1 + STATEMENTS), len(writes))
    period, author = np.repeat(np.array(writes), counts, axis=0).T
    logits = leanings()[period, genres[author]]
    stance = _one_of(draw, chances(logits, leaning[author]))
    predicted = _one_of(draw, reading[stance])
    return World(period, genres[author], author, stance, predicted)


def drawn_from(world: World, n: int, draw: np.random.Generator) -> Coded:
    """The population with a stratified sample of ``n`` coded without error."""
    labels = len(STANCES)
    cell = (world.period * GENRES + world.genre) * labels + world.predicted
    _, stratum = np.unique(cell, return_inverse=True)
    sizes = np.bincount(stratum)
    weight = np.zeros(len(stratum))
    for i, count in enumerate(allocate(sizes.tolist(), n)):
        chosen = draw.choice(np.flatnonzero(stratum == i), count, replace=False)
        weight[chosen] = sizes[i] / count
    identity = np.eye(labels)
    return Coded(identity[world.predicted], identity[world.stance], weight, world.author, stratum)


def naive(world: World, period: int, draw: np.random.Generator) -> dict[str, tuple[float, float]]:
    """The intervals of the report: authors resampled, labels taken for true."""
    inside = world.period == period
    sums = cluster_sums(world.author[inside], np.eye(len(STANCES))[world.predicted[inside]])
    totals = resample(sums, RESAMPLES, draw)
    return {
        name: interval((totals @ np.array(top)) / (totals @ np.array(bottom)), 0.95, len(sums))
        for name, (top, bottom) in MEASURES.items()
    }


def corrected(coded: Coded, inside: NDArray[np.bool_], name: str) -> Corrected:
    """The corrected figure of one measure in one period."""
    top, bottom = (np.array(side, dtype=np.float64) for side in MEASURES[name])
    return corrected_ratio(coded, top, bottom, inside=inside)


def simulate(
    runs: int, gold: int, *, seed: int = 1, reading: Floats | None = None
) -> dict[str, dict[str, list[bool]]]:
    """Kind of interval -> measure -> whether each interval held the truth."""
    reading = confusion()[0] if reading is None else reading
    truth = truths()
    kinds = ("naive", "corrected", "corrected change")
    held: dict[str, dict[str, list[bool]]] = {k: {m: [] for m in MEASURES} for k in kinds}
    for run in range(runs):
        draw = np.random.default_rng([seed, run])
        world = make(draw, reading)
        coded = drawn_from(world, gold, draw)
        raw = [naive(world, period, draw) for period in range(PERIODS)]
        for name, values in truth.items():
            found = [corrected(coded, world.period == p, name) for p in range(PERIODS)]
            for period, value in enumerate(values):
                low, high = raw[period][name]
                held["naive"][name].append(low <= value <= high)
                held["corrected"][name].append(found[period].low <= value <= found[period].high)
            change = difference(found[-1], found[0])
            moved = values[-1] - values[0]
            held["corrected change"][name].append(change.low <= moved <= change.high)
    return held


def main() -> int:
    """Print the coverage of every interval; 1 when one that must hold does not."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--gold", type=int, default=600, help="coded statements in all")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    _, source = confusion()
    print(f"{asked.runs} runs, {asked.gold} coded statements, errors of {source}")
    held = simulate(asked.runs, asked.gold, seed=asked.seed)
    shares = {k: {m: float(np.mean(hits)) for m, hits in v.items()} for k, v in held.items()}
    for kind, found in shares.items():
        for name, share in found.items():
            print(f"{kind:<18}{name:<18}{share:7.1%}")
    good = [LOWEST <= s <= HIGHEST for k in shares if k != "naive" for s in shares[k].values()]
    fails = any(share < LOWEST for share in shares["naive"].values())
    print("within 93 to 97 %" if all(good) else "OUTSIDE 93 to 97 %")
    return 0 if all(good) and fails else 1


def _one_of(draw: np.random.Generator, shares: Floats) -> Ints:
    edges = np.cumsum(shares, axis=1)
    found: Ints = (draw.random(len(shares))[:, None] > edges[:, :-1]).sum(axis=1)
    return found


if __name__ == "__main__":
    sys.exit(main())

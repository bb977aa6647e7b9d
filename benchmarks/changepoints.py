"""How often a change is reported where there is none, and how often one is found.

Series are invented: quarters with a few documents each, documents with leanings of
their own, so that statements of one document resemble each other. What is run on them
is the trends stage's own code. Ends with 1 when a judged figure is outside its range.

    python benchmarks/changepoints.py [RUNS]

Ranges, at a level of 95 %:

* false alarms, no change: at most 5 % and two standard errors of the simulation;
* power: at least 80 % for a shift of the balance by 0.6 (a share of favor from 35 to
  65 %) in the middle of 16 quarters of about 14 documents, found within one quarter;
* false alarms of an event's contrast on a date where nothing happens: as above.

Shown and not judged: series in which holders with firm leanings come and go. Their
balance does change when they do, and the test says so; it does not know why. Also the
power of an event's contrast, which the many dates close to the event keep low.
"""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from pipeline.config import TrendsSection
from pipeline.trends.blocks import blocks
from pipeline.trends.changepoints import find
from pipeline.trends.counting import Counted
from pipeline.trends.events import Event, series
from pipeline.trends.significance import placebo_p

PERIODS = 16
DAYS = 91  # of an invented quarter
START = date(2021, 1, 1)
SHIFT = 0.6
NOMINAL = 0.05
LEAST_POWER = 0.8
CONFIG = TrendsSection(permutations=199, event_days=90)


@dataclass(frozen=True)
class World:
    """How documents come about; leanings are shares of favor."""

    before: float = 0.5
    after: float = 0.5
    spread: float = 4.0  # of documents: a Beta of this concentration
    holders: int = 0  # prolific ones with leanings of their own; 0 = a new one each time
    come_and_go: bool = False  # each holder keeps to a year of their own


@dataclass(frozen=True)
class Rate:
    """A share of runs and the range in which it must lie."""

    name: str
    value: float
    least: float = 0.0
    most: float = 1.0

    @property
    def well(self) -> bool:
        """Whether the share lies in its range."""
        return self.least <= self.value <= self.most


def invent(world: World, draw: np.random.Generator) -> Counted:
    """The statements of one invented corpus: 16 quarters, 2 to about 25 documents each."""
    per_period = 2 + draw.poisson(12, PERIODS)
    period = np.repeat(np.arange(PERIODS), per_period)
    day = period * DAYS + draw.integers(DAYS, size=len(period))
    share = np.where(period < PERIODS // 2, world.before, world.after)
    holder = np.arange(len(period))
    if world.holders:
        leaning = draw.beta(1, 1, world.holders)
        holder = draw.integers(world.holders, size=len(period))
        if world.come_and_go:
            holder = (period // 4) + 4 * (holder // 4)
        share = leaning[holder]
    favor = draw.beta(world.spread * share, world.spread * (1 - share))
    size = 1 + draw.poisson(2, len(period))
    owner = np.repeat(np.arange(len(period)), size)
    count = len(owner)
    return Counted(
        stance=(draw.random(count) >= favor[owner]).astype(np.int64),
        own=np.ones(count, dtype=bool),
        sentiment=np.zeros(count),
        document=owner,
        holder=holder[owner],
        holders=tuple(f"person:{i}" for i in range(int(holder.max()) + 1)),
        dates=tuple((START + timedelta(days=int(day[i]))).isoformat() for i in owner),
        groups={},
    )


def found_at(statements: Counted, draw: np.random.Generator) -> tuple[int, ...]:
    """First quarters of new levels as the trends stage finds them."""
    days = np.array([(date.fromisoformat(text) - START).days for text in statements.dates])
    stretches = [np.flatnonzero(days // DAYS == period) for period in range(PERIODS)]
    return find(blocks(statements, stretches, CONFIG.unit), CONFIG, draw).starts


def event_p(statements: Counted) -> float:
    """P of an event in the middle of the corpus; nan when it cannot be tested."""
    day = (START + timedelta(days=PERIODS // 2 * DAYS)).toordinal()
    event = Event("middle", day, day)
    timeline = series(statements, CONFIG)
    score = float(timeline.contrast(np.array([[day, day]])).scores[0])
    return placebo_p(timeline.placebo(event), score, CONFIG.level)


def rates(runs: int, seed: int = 20260101) -> list[Rate]:
    """All figures over ``runs`` invented corpora each; the first ones are judged."""
    most = NOMINAL + 2 * math.sqrt(NOMINAL * (1 - NOMINAL) / runs)
    shifted = World(before=0.5 - SHIFT / 4, after=0.5 + SHIFT / 4)

    def share(number: int, world: World, event: bool = False, near: bool = False) -> float:
        hits = 0
        for run in range(runs):
            draw = np.random.default_rng([seed, number, run])
            statements = invent(world, draw)
            if event:
                hits += event_p(statements) <= NOMINAL
            else:
                starts = found_at(statements, draw)
                hits += any(not near or abs(s - PERIODS // 2) <= 1 for s in starts)
        return hits / runs

    return [
        Rate("false alarms, even balance", share(0, World()), most=most),
        Rate("false alarms, lopsided balance", share(1, World(0.85, 0.85)), most=most),
        Rate("false alarms, 12 firm holders", share(2, World(holders=12)), most=most),
        Rate("power, shift of 0.6", share(3, shifted, near=True), least=LEAST_POWER),
        Rate("false alarms of an event", share(4, World(), event=True), most=most),
        Rate("(holders come and go: changes)", share(5, World(holders=12, come_and_go=True))),
        Rate("(power of an event, shift of 0.6)", share(6, shifted, event=True)),
    ]


def main(runs: int = 1000) -> int:
    """Print every figure with its range; 1 when one is outside, else 0."""
    found = rates(runs)
    print(f"{runs} invented corpora a figure, level 95 %")
    for rate in found:
        said = "as wanted" if rate.well else "OUTSIDE"
        limits = f"{rate.least:.3f} to {rate.most:.3f}"
        print(f"{rate.name:<36}{rate.value:.3f}   range {limits}   {said}")
    return 0 if all(rate.well for rate in found) else 1


if __name__ == "__main__":
    sys.exit(main(*(int(word) for word in sys.argv[1:2])))

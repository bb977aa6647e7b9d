"""The headline over many reasonable ways to compute it: does it hang on one choice?

The headline is the change of balance from the first to the last full period, as the
trends stage computes it. Here the same functions compute it for every combination of
voices, confidence threshold, period and counting unit, and, all else as in the run,
without each corpus and without each of the most prolific holders. This is a
specification curve (Simonsohn, Simmons and Nelson 2020, Nature Human Behaviour 4) or
multiverse (Steegen et al. 2016): the range counts, no member of it is the right one.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import Any

from pipeline.config import CountingUnit, PeriodUnit, TrendsSection, validate
from pipeline.records import SIDED, Change, Document, Segment, Statement
from pipeline.registry import Assets
from pipeline.run.folder import RunFolder
from pipeline.store.tables import Tables, from_parquet
from pipeline.trends.counting import counted, counts
from pipeline.trends.decomposition import headline
from pipeline.trends.periods import EVENTS

#: Voices that may count; a question commits nobody, so ``all`` leaves it out.
VOICES: Mapping[str, tuple[str, ...]] = {
    "own": ("own",),
    "own+endorsed": ("own", "endorsed"),
    "all": ("own", "endorsed", "reported", "rejected"),
}
#: Confidence thresholds as shares of the sided statements that fall below: how sure a
#: backend says it is differs from one to the next, so a fixed figure would mean nothing.
BELOW = (0.0, 0.25, 0.5)
PERIODS: tuple[PeriodUnit, ...] = ("quarter", "half-year", "year")
UNITS: tuple[CountingUnit, ...] = ("statement", "document", "holder")

#: The choices whose influence is compared, as columns of the specification curve.
CHOICES = ("voice", "threshold", "period", "unit", "corpus left out", "holder left out")
_CROSSED = CHOICES[:4]


@dataclass(frozen=True, slots=True)
class Specification:
    """One way to compute the headline; ``corpus`` and ``holder`` are left out, "" = none."""

    voice: str
    threshold: float
    period: PeriodUnit
    unit: CountingUnit
    corpus: str = ""
    holder: str = ""

    def option(self, choice: str) -> str | float:
        """What it takes for one of ``CHOICES``."""
        taken = (self.voice, self.threshold, self.period, self.unit, self.corpus, self.holder)
        return taken[CHOICES.index(choice)]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The headline under one specification; None with fewer than two full periods."""

    specification: Specification
    change: Change | None

    @property
    def estimate(self) -> float:
        """Change of balance, -2..2; nan when there is none."""
        return self.change.estimate if self.change else math.nan

    def row(self) -> dict[str, Any]:
        """As a row of the specification curve."""
        found = self.change
        return {
            "estimate": self.estimate,
            "low": found.low if found else math.nan,
            "high": found.high if found else math.nan,
            "n": found.n if found else 0,
            "earlier": found.earlier if found else "",
            "later": found.later if found else "",
            **{choice: self.specification.option(choice) for choice in CHOICES},
        }


@dataclass(frozen=True, slots=True)
class Influence:
    """How much one choice moves the headline, all others equal."""

    choice: str
    mean: float  # absolute difference over the pairs
    largest: float
    between: str  # the two options that are ``largest`` apart
    pairs: int


@dataclass(frozen=True, slots=True)
class Robustness:
    """The headline as run, the curve from lowest to highest, and the choices by influence."""

    default: Outcome
    outcomes: tuple[Outcome, ...]
    influences: tuple[Influence, ...]

    def summary(self) -> dict[str, Any]:
        """Range, middle and signs of the estimates; nan where nothing could be computed."""
        found = [o.change for o in self.outcomes if o.change is not None]
        values = [change.estimate for change in found]
        return {
            "specifications": len(self.outcomes),
            "computed": len(found),
            "lowest": values[0] if values else math.nan,
            "median": _median(values),
            "highest": values[-1] if values else math.nan,
            "above 0": sum(value > 0 for value in values),
            "below 0": sum(value < 0 for value in values),
            "interval above 0": sum(change.low > 0 for change in found),
            "interval below 0": sum(change.high < 0 for change in found),
            "matters most": self.influences[0].choice if self.influences else "",
        }


def of_run(folder: RunFolder, assets: Assets, *, prolific: int = 5) -> Robustness:
    """The robustness of the headline of a finished run, under the run's own settings.

    Raises:
        ConfigError: the manifest holds settings that this version does not know.
        ModelError: M003 when the event table is not understood.
    """
    settings = folder.manifest["settings"]["trends"]
    config = validate(TrendsSection, settings, str(folder.path / "run.json"))
    return explore(read_tables(folder), config, assets, prolific=prolific)


def explore(
    tables: Tables, config: TrendsSection, assets: Assets, *, prolific: int = 5
) -> Robustness:
    """All specifications over ``tables``; those of ``config`` are the default.

    ``prolific`` is how many holders are left out in turn, by number of sided statements.
    """
    same = (name for name, voices in VOICES.items() if set(voices) == set(config.voice))
    default = Specification(next(same, "+".join(config.voice)), 0.0, config.period, config.unit)
    voices = {**VOICES, default.voice: config.voice}
    seasons: tuple[PeriodUnit, ...] = ("neurips",) if assets.has(EVENTS) else ()
    periods = list(dict.fromkeys([config.period, *PERIODS, *seasons]))
    crossed = [
        Specification(*taken)
        for taken in product(sorted(voices), thresholds(tables), periods, UNITS)
    ]
    specifications = [*crossed, *_left_out(tables, config, default, prolific)]
    outcomes = list(_compute(tables, specifications, config, assets, voices))
    base = next(outcome for outcome in outcomes if outcome.specification == default)
    return Robustness(base, tuple(sorted(outcomes, key=_place)), tuple(influences(outcomes, base)))


def thresholds(tables: Tables) -> list[float]:
    """Least confidences to compare, lowest first: 0 and those that ``BELOW`` describes."""
    sure = sorted(
        s.confidence for s in tables.rows("statements", Statement) if s.stance in SIDED
    ) or [0.0]
    found = {sure[int(share * len(sure))] if share else 0.0 for share in BELOW}
    return sorted(found)


def influences(outcomes: Sequence[Outcome], default: Outcome) -> list[Influence]:
    """How much each choice matters, most first; choices without a pair are left out.

    Pairs are specifications that differ in one choice alone; one that leaves something
    out is compared with ``default``.
    """
    found = []
    for choice in CHOICES:
        pairs = [
            (abs(a.estimate - b.estimate), _between(choice, a, b))
            for a, b in _pairs(choice, outcomes, default)
            if math.isfinite(a.estimate - b.estimate)
        ]
        if pairs:
            largest, between = max(pairs, key=lambda pair: (pair[0], pair[1]))
            mean = math.fsum(size for size, _ in pairs) / len(pairs)
            found.append(Influence(choice, mean, largest, between, len(pairs)))
    return sorted(found, key=lambda influence: (-influence.mean, influence.choice))


def read_tables(folder: RunFolder) -> Tables:
    """What counting needs of a finished run; topics play no part in the headline."""
    kinds: dict[str, type[Any]] = {
        "documents": Document,
        "segments": Segment,
        "statements": Statement,
    }
    found: dict[str, Sequence[Any]] = {"topic_shares": []}
    for name, kind in kinds.items():
        content = (folder.path / "tables" / f"{name}.parquet").read_bytes()
        found[name] = from_parquet(kind, content)
    return Tables(found)


def _left_out(
    tables: Tables, config: TrendsSection, default: Specification, prolific: int
) -> Iterator[Specification]:
    corpora = sorted({document.corpus for document in tables.rows("documents", Document)})
    if len(corpora) > 1:
        yield from (replace(default, corpus=name) for name in corpora)
    said = Counter(
        s.holder_id
        for s in tables.rows("statements", Statement)
        if s.holder_id and s.stance in SIDED and counts(s, config.voice)
    )
    most = sorted(said, key=lambda holder: (-said[holder], holder))[:prolific]
    yield from (replace(default, holder=name) for name in most)


def _compute(
    tables: Tables,
    specifications: Iterable[Specification],
    config: TrendsSection,
    assets: Assets,
    voices: Mapping[str, tuple[str, ...]],
) -> Iterator[Outcome]:
    """Outcomes in the order given; statements are counted once for all that count the same."""
    known = {}
    for one in specifications:
        own = config.model_copy(
            update={"voice": voices[one.voice], "period": one.period, "unit": one.unit}
        )
        key = (one.voice, one.threshold, one.corpus, one.holder)
        if key not in known:
            known[key] = counted(_kept(tables, one), own)
        yield Outcome(one, headline(known[key], own, assets))


def _kept(tables: Tables, one: Specification) -> Tables:
    """The tables as ``one`` sees them; a side below the threshold is an abstention."""
    documents = tables.rows("documents", Document)
    inside = {d.id for d in documents if not one.corpus or d.corpus != one.corpus}
    statements = [
        replace(s, stance="neutral") if s.stance in SIDED and s.confidence < one.threshold else s
        for s in tables.rows("statements", Statement)
        if s.document_id in inside and (not one.holder or s.holder_id != one.holder)
    ]
    return Tables({**tables, "statements": statements})


def _pairs(
    choice: str, outcomes: Sequence[Outcome], default: Outcome
) -> Iterator[tuple[Outcome, Outcome]]:
    if choice not in _CROSSED:
        yield from ((o, default) for o in outcomes if o.specification.option(choice))
        return
    alike: dict[tuple[str | float, ...], list[Outcome]] = {}
    for outcome in outcomes:
        one = outcome.specification
        if not one.corpus and not one.holder:
            rest = tuple(one.option(other) for other in _CROSSED if other != choice)
            alike.setdefault(rest, []).append(outcome)
    for group in alike.values():
        yield from combinations(group, 2)


def _between(choice: str, first: Outcome, second: Outcome) -> str:
    options = (outcome.specification.option(choice) for outcome in (first, second))
    return " / ".join(f"{option:.2f}" if isinstance(option, float) else option or "none"
                      for option in options)  # fmt: skip


def _median(values: Sequence[float]) -> float:
    """Of sorted ``values``; nan without any."""
    if not values:
        return math.nan
    middle = len(values) // 2
    return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2


def _place(outcome: Outcome) -> tuple[bool, float, tuple[str, ...]]:
    """Lowest estimate first, those without one last, then by what was chosen."""
    missing = math.isnan(outcome.estimate)
    options = tuple(str(outcome.specification.option(choice)) for choice in CHOICES)
    return missing, 0.0 if missing else outcome.estimate, options

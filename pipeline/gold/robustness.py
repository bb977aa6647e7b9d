"""Does a judge read positions or surfaces? Labels that change when only the surface does.

Two measures, after CheckList (Ribeiro et al. 2020): *invariance*, the share of stances
that change under a perturbation of ``gold.perturb`` among the items it changes; and
*minimal pairs*, sentences that differ in a word or two that turn the code.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.config import StanceSection
from pipeline.errors import PipelineError
from pipeline.gold import metrics
from pipeline.gold.perturb import Perturbation, perturbations
from pipeline.registry import Assets
from pipeline.stance.base import Item, Judge, Judgement
from pipeline.stance.examples import Example, json_lines, read_examples
from pipeline.stance.judge import load_judge
from pipeline.stance.target import load_target
from pipeline.trends.resampling import wilson

#: The table of minimal pairs under ``models/``, in the gold format with ``pair`` and ``kind``.
PAIRS = "stance/minimal_pairs.jsonl"
_SIDES = {"favor", "against"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Figures over ``n`` items or pairs, shares in 0..1."""

    n: int
    figures: Mapping[str, metrics.Figure]

    def as_dict(self) -> dict[str, Any]:
        """As printed by ``--json``."""
        return {"n": self.n, **metrics.nested(self.figures)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Robustness:
    """What a backend does under perturbations, and on minimal pairs, by name."""

    backend: str
    n: int
    perturbations: Mapping[str, Measured]
    pairs: Mapping[str, Measured]

    def as_dict(self) -> dict[str, Any]:
        """As printed by ``--json``."""
        return {
            "backend": self.backend,
            "n": self.n,
            "perturbations": {name: m.as_dict() for name, m in self.perturbations.items()},
            "pairs": {name: m.as_dict() for name, m in self.pairs.items()},
        }


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sentences that differ in little and are coded differently."""

    name: str
    kind: str
    examples: tuple[Example, Example]


def evaluate_robustness(
    gold: Path,
    assets: Assets,
    config: StanceSection,
    *,
    pairs: Path | None = None,
    target: str = "scaling",
    seed: int = 1,
    sample: int = 0,
) -> Robustness:
    """All perturbations on the sentences of ``gold``, and the pairs (by default the shipped).

    With ``sample`` only so many sentences are perturbed, drawn by ``seed``: every
    perturbation asks the backend again.

    Raises:
        PipelineError: G001 when a file is empty or not understood.
        ModelError: whatever the backend raises on loading.
    """
    examples = read_examples(gold)
    if not examples:
        raise PipelineError("G001", f"{gold.name} holds no coded sentence", place=str(gold))
    if 0 < sample < len(examples):
        examples = random.Random(seed).sample(examples, sample)  # noqa: S311  # no secret
    table = read_pairs(pairs or assets.path(PAIRS))
    judge = load_judge(load_target(assets, target).proposition, config, assets)
    return Robustness(
        backend=judge.name,
        n=len(examples),
        perturbations=invariance(judge, examples, perturbations(assets), seed=seed),
        pairs=on_pairs(judge, table),
    )


def invariance(
    judge: Judge, examples: Sequence[Example], changes: Mapping[str, Perturbation], *, seed: int = 1
) -> dict[str, Measured]:
    """What each perturbation does to the stances, among the items that it changes at all.

    ``changed`` is the share with another stance, ``flipped`` that with the opposite side.
    Each stands alone, so that no label changes because its company did.
    """
    alone = [_alone(e.item) for e in examples]
    before = judge.judge(alone)
    found = {}
    for name, change in changes.items():
        items = [change(item, seed) for item in alone]
        touched = [i for i, item in enumerate(alone) if items[i] != item]
        after = judge.judge([items[i] for i in touched])
        pairs = [(before[i].stance, j.stance) for i, j in zip(touched, after, strict=True)]
        documents = [examples[i].document for i in touched]
        found[name] = Measured(
            n=len(touched),
            figures={}
            if not touched
            else {
                "changed": share([a != b for a, b in pairs], documents),
                "flipped": share([{a, b} == _SIDES for a, b in pairs], documents),
            },
        )
    return found


def on_pairs(judge: Judge, pairs: Sequence[Pair]) -> dict[str, Measured]:
    """How well each kind of pair is judged.

    ``items`` is the share with the right stance, ``pairs`` that of pairs with both right;
    ``voice`` and ``voice_pairs`` likewise, where the backend has an opinion on voice.
    """
    examples = [e for pair in pairs for e in pair.examples]
    judgements = judge.judge([_alone(e.item) for e in examples])
    found = {}
    for kind in sorted({pair.kind for pair in pairs}):
        places = [2 * i for i, pair in enumerate(pairs) if pair.kind == kind]
        names = [pairs[place // 2].name for place in places]
        right = [_right(examples, judgements, place, "stance") for place in places]
        figures = _pair_figures(right, names, "items", "pairs")
        if any(j.voice != "-" for j in judgements):
            voiced = [_right(examples, judgements, place, "voice") for place in places]
            figures |= _pair_figures(voiced, names, "voice", "voice_pairs")
        found[kind] = Measured(n=len(places), figures=figures)
    return found


def _alone(item: Item) -> Item:
    return replace(item, document="")


def share(hits: Sequence[bool], documents: Sequence[str]) -> metrics.Figure:
    """Share of ``hits`` with a 95 % interval over resampled documents.

    Where no draw varies (none or all hit, or one document) it is Wilson's interval, so
    that "0 of 5" does not look like certainty.
    """
    names = {name: i for i, name in enumerate(dict.fromkeys(documents))}
    counts = np.zeros((len(names), 2), dtype=np.int64)
    np.add.at(counts, [names[d] for d in documents], [[int(hit), 1] for hit in hits])
    figure = metrics.resampled(counts, metrics.share_of)
    if figure.low == figure.high:
        return metrics.Figure(figure.value, *wilson(figure.value, len(hits), 0.95))
    return figure


def read_pairs(path: Path) -> list[Pair]:
    """The minimal pairs of ``path``, in order of first appearance.

    Raises:
        PipelineError: G001 when a line lacks ``pair`` or ``kind``, or a pair is not of two.
    """
    examples = {e.id: e for e in read_examples(path)}
    members: dict[tuple[str, str], list[Example]] = {}
    for _, row in json_lines(path):  # read_examples has checked that each is an object
        name, kind = row.get("pair"), row.get("kind")
        if not isinstance(name, str) or not isinstance(kind, str) or not name or not kind:
            raise PipelineError("G001", f"{row.get('id')} has no `pair` or `kind`", place=str(path))
        members.setdefault((name, kind), []).append(examples[str(row.get("id", ""))])
    for (name, _), two in members.items():
        if len(two) != 2:
            raise PipelineError("G001", f"pair {name} has {len(two)} sentences", place=str(path))
    return [Pair(name, kind, (two[0], two[1])) for (name, kind), two in members.items()]


def _right(
    examples: Sequence[Example], judgements: Sequence[Judgement], place: int, field: str
) -> tuple[bool, bool]:
    one, other = (
        getattr(judgements[i], field) == getattr(examples[i], field) for i in (place, place + 1)
    )
    return one, other


def _pair_figures(
    right: Sequence[tuple[bool, bool]], names: Sequence[str], single: str, both: str
) -> dict[str, metrics.Figure]:
    items = [hit for pair in right for hit in pair]
    return {
        single: share(items, [name for name in names for _ in range(2)]),
        both: share([all(pair) for pair in right], names),
    }

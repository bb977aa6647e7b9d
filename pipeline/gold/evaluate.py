"""``evaluate stance``: a backend against coded sentences, beside three baselines in one run."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from pipeline.config import StanceSection
from pipeline.errors import PipelineError
from pipeline.gold import metrics
from pipeline.records import SIDED, STANCES, Stance
from pipeline.registry import Assets
from pipeline.stance.base import Item, Judge, Judgement
from pipeline.stance.encoder import load_trained
from pipeline.stance.examples import Example, read_examples
from pipeline.stance.judge import load_judge
from pipeline.stance.target import load_target

_SMALLEST = 30  # sentences of a group that gets figures of its own
_SHOWN = 12  # of the surest errors


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """All figures of one backend on one gold file."""

    backend: str
    n: int
    documents: int
    figures: dict[str, metrics.Figure]
    calibration_error: float
    coverage: list[dict[str, float]]
    confusion: list[list[int]]  # rows gold, columns predicted, in the order of ``STANCES``
    voice_accuracy: float  # among gold sentences that take a side; nan without a voice
    dimension_accuracy: float  # among gold sentences that are not unrelated
    groups: dict[str, dict[str, float]]  # "genre: essay", "year: 2024" -> n and figures
    worst: list[dict[str, Any]]  # wrong and most sure of it: id, gold, said, confidence
    seconds: float
    load_seconds: float
    said: dict[str, list[str]]  # id -> stance and voice; no part of what --json prints

    def as_dict(self) -> dict[str, Any]:
        """As printed by ``--json``: figures as {value, low, high}, dots in names nest."""
        return {
            "backend": self.backend,
            "n": self.n,
            "documents": self.documents,
            **metrics.nested(self.figures),
            "calibration_error": round(self.calibration_error, 4),
            "coverage": self.coverage,
            "confusion": self.confusion,
            "voice_accuracy": _rounded(self.voice_accuracy),
            "dimension_accuracy": _rounded(self.dimension_accuracy),
            "groups": self.groups,
            "worst": self.worst,
            "seconds": round(self.seconds, 3),
            "load_seconds": round(self.load_seconds, 3),
            "items_per_second": round(self.n / self.seconds, 1) if self.seconds else 0.0,
        }


class Majority:
    """Says what most of its examples were."""

    name = "majority"

    def __init__(self, examples: Sequence[Example]) -> None:
        """Remember the most frequent stance; ties go to the earlier of ``STANCES``."""
        self._stance = max(STANCES, key=lambda s: sum(e.stance == s for e in examples))

    def judge(self, items: Sequence[Item]) -> list[Judgement]:
        """The same answer for every item."""
        return [_certain(self._stance) for _ in items]


class Lexicon:
    """VADER's sentiment taken for stance: what the tool exists to do better than."""

    name = "vader"

    def judge(self, items: Sequence[Item]) -> list[Judgement]:
        """Positive is favor, negative is against, between is neutral (VADER's thresholds)."""
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

        analyser = SentimentIntensityAnalyzer()
        scores = [analyser.polarity_scores(item.text)["compound"] for item in items]
        return [
            _certain("favor" if s >= 0.05 else "against" if s <= -0.05 else "neutral")
            for s in scores
        ]


def evaluate_stance(
    gold: Path,
    assets: Assets,
    *,
    config: StanceSection = StanceSection(),  # noqa: B008 - frozen
    target: str = "scaling",
    peers: Sequence[str] = (),
) -> list[Evaluation]:
    """The backend first, then ``peers``, majority, TF-IDF + logistic regression, and VADER.

    Raises:
        PipelineError: G001 when the gold file is empty or not understood.
    """
    examples = read_examples(gold)
    if not examples:
        raise PipelineError("G001", f"{gold.name} holds no coded sentence", place=str(gold))
    proposition = load_target(assets, target).proposition
    makers: list[Callable[[], Judge]] = [
        lambda: load_judge(proposition, config, assets),
        *(partial(load_judge, proposition, StanceSection(backend=p), assets) for p in peers),
        lambda: Majority(examples),
        lambda: load_judge(proposition, StanceSection(backend="baseline"), assets),
        Lexicon,
    ]
    return [measure(make, examples) for make in makers]


def evaluate_trained(
    gold: Path, trained: Sequence[Path], assets: Assets, *, target: str = "scaling"
) -> list[Evaluation]:
    """What ``train stance`` left in each folder of ``trained``, in their order, without baselines.

    Raises:
        PipelineError: G001 when the gold file is not understood; M001 when a folder lacks a file.
    """
    examples = read_examples(gold)
    proposition = load_target(assets, target).proposition
    return [measure(partial(load_trained, f, proposition, assets), examples) for f in trained]


def spread(found: Sequence[Evaluation], figure: str) -> tuple[float, float, float]:
    """(mean, least, most) of ``figure`` over trainings that differ in their seed."""
    values = [evaluation.figures[figure].value for evaluation in found]
    return sum(values) / len(values), min(values), max(values)


def measure(make: Callable[[], Judge], examples: Sequence[Example]) -> Evaluation:
    """All figures of the judge that ``make`` loads, and how long it took.

    Raises:
        PipelineError: G001 without examples.
    """
    if not examples:
        raise PipelineError("G001", "the gold file holds no sentence")
    started = time.perf_counter()
    judge = make()
    loaded = time.perf_counter()
    judgements = judge.judge([e.item for e in examples])
    finished = time.perf_counter()
    gold = [e.stance for e in examples]
    predicted = [j.stance for j in judgements]
    confidence = [j.confidence for j in judgements]
    return Evaluation(
        backend=judge.name,
        n=len(examples),
        documents=len({e.document for e in examples}),
        figures=metrics.with_intervals(gold, predicted, [e.document for e in examples]),
        calibration_error=metrics.calibration_error(gold, predicted, confidence),
        coverage=metrics.coverage_curve(gold, predicted, confidence),
        confusion=metrics.confusion(gold, predicted).tolist(),
        voice_accuracy=_share(
            [j.voice == e.voice for j, e in zip(judgements, examples, strict=True)
             if e.stance in SIDED and "-" not in (e.voice, j.voice)]
        ),
        dimension_accuracy=_share(
            [j.dimension == e.dimension for j, e in zip(judgements, examples, strict=True)
             if e.stance != "unrelated" and j.dimension != "-"]
        ),
        groups=_groups(examples, predicted),
        worst=_worst(examples, predicted, confidence),
        seconds=finished - loaded,
        load_seconds=loaded - started,
        said={e.id: [j.stance, j.voice] for e, j in zip(examples, judgements, strict=True)},
    )  # fmt: skip


def _groups(examples: Sequence[Example], predicted: Sequence[str]) -> dict[str, dict[str, float]]:
    """The same figures within each genre and year, without intervals; small groups left out."""
    members: dict[str, list[int]] = {}
    for i, example in enumerate(examples):
        for name in (f"genre: {example.genre}", f"year: {example.date[:4]}"):
            if not name.endswith(": "):
                members.setdefault(name, []).append(i)
    found = {}
    for name in sorted(name for name, rows in members.items() if len(rows) >= _SMALLEST):
        rows = members[name]
        table = metrics.confusion([examples[i].stance for i in rows], [predicted[i] for i in rows])
        found[name] = {
            "n": len(rows),
            "f_avg": round(metrics.f_avg(table), 4),
            "relevance_f1": round(metrics.relevance_f1(table), 4),
            "accuracy": round(metrics.accuracy(table), 4),
        }
    return found


def _worst(
    examples: Sequence[Example], predicted: Sequence[str], confidence: Sequence[float]
) -> list[dict[str, Any]]:
    wrong = [i for i, example in enumerate(examples) if example.stance != predicted[i]]
    wrong.sort(key=lambda i: (-confidence[i], examples[i].id))
    return [
        {
            "id": examples[i].id,
            "gold": examples[i].stance,
            "said": predicted[i],
            "confidence": round(confidence[i], 3),
        }
        for i in wrong[:_SHOWN]
    ]


def _certain(stance: Stance) -> Judgement:
    return Judgement(stances={s: float(s == stance) for s in STANCES})


def _share(hits: Sequence[bool]) -> float:
    return sum(hits) / len(hits) if hits else float("nan")


def _rounded(value: float) -> float | None:
    return round(value, 4) if value == value else None

"""Figures of agreement between gold and predicted stances, with bootstrap intervals.

``f_avg`` is SemEval-2016 task 6's measure: the mean F1 of favor and against. The
*prevalence error* is predicted minus true share of a class: the figure that ruins
trends even where F1 is good; the *share error* is the same among related sentences.
Intervals resample whole documents, because sentences of one document are alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.records import STANCES

Counts = NDArray[np.int64]
RELEVANT = tuple(stance for stance in STANCES if stance != "unrelated")
_INDEX: dict[str, int] = {stance: i for i, stance in enumerate(STANCES)}
#: With fewer documents than this, drawing whole ones says next to nothing.
FEW_DOCUMENTS = 10


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with the 95 % percentile interval of its bootstrap."""

    value: float
    low: float
    high: float

    def as_dict(self) -> dict[str, float]:
        """As in the JSON of ``evaluate``, rounded to four digits."""
        return {n: round(float(getattr(self, n)), 4) for n in ("value", "low", "high")}


def confusion(gold: Sequence[str], predicted: Sequence[str]) -> Counts:
    """(5, 5) counts, rows gold, columns predicted, in the order of ``STANCES``."""
    table = np.zeros((len(STANCES), len(STANCES)), dtype=np.int64)
    np.add.at(table, ([_INDEX[g] for g in gold], [_INDEX[p] for p in predicted]), 1)
    return table


def precision(table: Counts, stance: str) -> float:
    """Share of the sentences called ``stance`` that are; 0 when none was."""
    i = _INDEX[stance]
    called = int(table[:, i].sum())
    return float(table[i, i] / called) if called else 0.0


def recall(table: Counts, stance: str) -> float:
    """Share of the sentences that are ``stance`` called so; 0 when there is none."""
    i = _INDEX[stance]
    there = int(table[i].sum())
    return float(table[i, i] / there) if there else 0.0


def f1(table: Counts, stance: str) -> float:
    """Harmonic mean of precision and recall."""
    p, r = precision(table, stance), recall(table, stance)
    return 2 * p * r / (p + r) if p + r else 0.0


def f_avg(table: Counts) -> float:
    """Mean F1 of favor and against (SemEval-2016 task 6)."""
    return (f1(table, "favor") + f1(table, "against")) / 2


def macro_f1(table: Counts) -> float:
    """Mean F1 of the stances that occur in gold."""
    present = [s for s in STANCES if table[_INDEX[s]].sum()]
    return sum(f1(table, s) for s in present) / len(present) if present else 0.0


def accuracy(table: Counts) -> float:
    """Share of sentences with the right stance."""
    return float(np.trace(table) / table.sum()) if table.sum() else 0.0


def relevance_f1(table: Counts) -> float:
    """F1 of "about the target at all": any stance but unrelated."""
    i = _INDEX["unrelated"]
    hit = table.sum() - table[i].sum() - table[:, i].sum() + table[i, i]
    missed = table[:, i].sum() - table[i, i]
    false = table[i].sum() - table[i, i]
    total = 2 * hit + missed + false
    return float(2 * hit / total) if total else 0.0


def prevalence_error(table: Counts, stance: str) -> float:
    """Predicted minus true share of ``stance``, -1..1."""
    i = _INDEX[stance]
    n = table.sum()
    return float((table[:, i].sum() - table[i].sum()) / n) if n else 0.0


def share_error(table: Counts, stance: str) -> float:
    """Predicted minus true share of ``stance`` among what is about the target, -1..1.

    What trends show is a share of the related sentences, so this is the error they inherit.
    """
    i, rest = _INDEX[stance], _INDEX["unrelated"]
    called = int(table.sum() - table[:, rest].sum())
    there = int(table.sum() - table[rest].sum())
    return _ratio(int(table[:, i].sum()), called) - _ratio(int(table[i].sum()), there)


def measures() -> dict[str, Callable[[Counts], float]]:
    """Name -> measure of a confusion table, in the order they are printed."""
    found: dict[str, Callable[[Counts], float]] = {
        "f_avg": f_avg,
        "macro_f1": macro_f1,
        "relevance_f1": relevance_f1,
        "accuracy": accuracy,
    }
    for stance in STANCES:
        for name, measure in (("precision", precision), ("recall", recall), ("f1", f1)):
            found[f"{name}.{stance}"] = _of(measure, stance)
    for stance in STANCES:
        found[f"prevalence_error.{stance}"] = _of(prevalence_error, stance)
    for stance in RELEVANT:
        found[f"share_error.{stance}"] = _of(share_error, stance)
    return found


def with_intervals(
    gold: Sequence[str],
    predicted: Sequence[str],
    documents: Sequence[str],
    *,
    resamples: int = 1000,
    seed: int = 1,
) -> dict[str, Figure]:
    """Every measure with its interval; whole documents are resampled.

    Of fewer than ``FEW_DOCUMENTS`` the sentences are drawn again inside each document drawn,
    too: two documents drawn whole have but three outcomes, and no interval comes of them.

    Args:
        gold: stance codes, one a sentence.
        predicted: stance codes, in the same order.
        documents: the cluster of each sentence.
        resamples: bootstrap replicates.
        seed: of the bootstrap.
    """
    names = sorted(set(documents))
    place = {name: i for i, name in enumerate(names)}
    tables = np.zeros((len(names), len(STANCES), len(STANCES)), dtype=np.int64)
    rows = [place[d] for d in documents]
    np.add.at(tables, (rows, [_INDEX[g] for g in gold], [_INDEX[p] for p in predicted]), 1)
    whole = tables.sum(axis=0)
    draw = _samples_within if len(tables) < FEW_DOCUMENTS else _samples
    samples = draw(tables, resamples, seed)
    return {name: _figure(whole, samples, measure) for name, measure in measures().items()}


def resampled(
    counts: Counts, measure: Callable[[Counts], float], *, resamples: int = 1000, seed: int = 1
) -> Figure:
    """``measure`` of the summed counts, its interval over resampled documents.

    Args:
        counts: (documents, ...) counts that may be added up.
        measure: of a sum over documents.
        resamples: bootstrap replicates.
        seed: of the bootstrap.
    """
    return _figure(counts.sum(axis=0), _samples(counts, resamples, seed), measure)


def _samples(counts: Counts, resamples: int, seed: int) -> list[Counts]:
    draws = np.random.default_rng(seed).integers(0, len(counts), (resamples, len(counts)))
    return [counts[draw].sum(axis=0) for draw in draws]


def _samples_within(tables: Counts, resamples: int, seed: int) -> list[Counts]:
    """Documents drawn again and, of each that is drawn, as many sentences as it has."""
    random = np.random.default_rng(seed)
    sizes = tables.reshape(len(tables), -1).sum(axis=1)
    shares = tables.reshape(len(tables), -1) / sizes[:, None]
    shape = tables.shape[1:]
    draws = random.integers(0, len(tables), (resamples, len(tables)))
    return [random.multinomial(sizes[d], shares[d]).sum(axis=0).reshape(shape) for d in draws]


def _figure(whole: Counts, samples: Sequence[Counts], measure: Callable[[Counts], float]) -> Figure:
    low, high = np.percentile([measure(sample) for sample in samples], [2.5, 97.5])
    return Figure(measure(whole), float(low), float(high))


def _ratio(above: int, below: int) -> float:
    return float(above / below) if below else 0.0


#: Measures of (hits, found, gold), as those of finding things in texts.
COUNTED: dict[str, Callable[[Counts], float]] = {
    "precision": lambda c: _ratio(c[0], c[1]),
    "recall": lambda c: _ratio(c[0], c[2]),
    "f1": lambda c: _ratio(2 * c[0], c[1] + c[2]),
}


def share_of(counts: Counts) -> float:
    """(hits, all) -> their ratio: an accuracy; 0 when there is nothing."""
    return _ratio(counts[0], counts[1])


def nested(figures: Mapping[str, Figure]) -> dict[str, Any]:
    """Figures as {value, low, high}; dots in names nest: "f1.favor" is in "f1"."""
    whole: dict[str, Any] = {}
    for name, figure in figures.items():
        *path, last = name.split(".")
        inner = whole
        for step in path:
            inner = inner.setdefault(step, {})
        inner[last] = figure.as_dict()
    return whole


def calibration_error(
    gold: Sequence[str], predicted: Sequence[str], confidence: Sequence[float], bins: int = 10
) -> float:
    """Expected calibration error over equal-width bins of confidence (Guo et al. 2017)."""
    right = np.array([g == p for g, p in zip(gold, predicted, strict=True)], dtype=float)
    sure = np.asarray(confidence, dtype=float)
    which = np.clip((sure * bins).astype(int), 0, bins - 1)
    gaps = [
        abs(right[which == b].mean() - sure[which == b].mean()) * (which == b).mean()
        for b in range(bins)
        if (which == b).any()
    ]
    return float(sum(gaps))


def coverage_curve(
    gold: Sequence[str], predicted: Sequence[str], confidence: Sequence[float]
) -> list[dict[str, float]]:
    """Accuracy when only the surest share of the sentences is answered, by tenths."""
    order = np.argsort(-np.asarray(confidence), kind="stable")
    right = np.array([gold[i] == predicted[i] for i in order], dtype=float)
    curve = []
    for tenth in range(1, 11):
        n = max(1, round(len(right) * tenth / 10))
        curve.append({"coverage": tenth / 10, "accuracy": round(float(right[:n].mean()), 4)})
    return curve


def _of(measure: Callable[[Counts, str], float], stance: str) -> Callable[[Any], float]:
    return lambda table: measure(table, stance)

"""``train screen``: from coded sentences to the weights by which the screen decides.

A logistic regression tells the sentences that are coded as related to the target from
everything else: from the sentences coded ``unrelated``, and from a background of
uncoded sentences of whole corpora, taken as unrelated. Coded sentences were picked
because somebody thought that they might be related; the mass of what is read was not,
and without it the screen would learn to part the near from the nearest and would let
the far through. The few related sentences in the background do no harm beyond a little
noise: what counts is how much likelier a word is among related sentences than in the
mass (learning from positive and unlabelled examples, Elkan and Noto 2008).

Sentences of our own (``models/stance/train``) are not learned from: two thirds of them
are related, so that their style became evidence and nearly all of our corpora passed.
Some sentences are shown a second time without their context, for short comments and
pages of one sentence, where silence around it must not count as a hint.

Weights and threshold are not chosen on the same sentences: documents are dealt into
parts, each part is scored by weights learned from the others, and the offset is set so
that the recall aimed at is reached on all of these scores at a threshold of 0.5.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.discourse.screen import Knowledge
from pipeline.discourse.terms import load_terms
from pipeline.discourse.weights import SHAPE
from pipeline.errors import PipelineError
from pipeline.gold.pointers import sentence_hash
from pipeline.gold.screen_passages import (
    NEAR,
    NEAR_COUNTS,
    Row,
    background_passages,
    coded_passages,
    file_of,
    lot,
    row_of,
)
from pipeline.ids import digest
from pipeline.registry import Assets
from pipeline.stance.examples import read_examples

Say = Callable[[str], object]
_Vector = NDArray[np.float64]

_AIMS = (0.90, 0.93, 0.95, 0.96, 0.97, 0.98)  # recalls whose price is told


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What decides the weights, besides the sentences."""

    recall: float = 0.95  # of the related sentences of held-back documents, at a score of 0.5
    strength: float = 0.1  # of the fit (C): the smaller, the nearer all weights are to 0
    seen_in: int = 10  # sentences in which a word must stand to get a weight
    smallest: float = 0.03  # of a word's weight; lighter ones are left out
    background: float = 0.3  # share of the sentences of the corpora that are drawn
    alone: float = 0.2  # share of all sentences that are shown without context, too
    folds: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """Weights of words and of ``SHAPE``, and the log odds they start from."""

    offset: float
    shape: dict[str, float]
    words: dict[str, float]

    def score(self, row: Row) -> float:
        """Log odds that the sentence is related; none at all where no term is near."""
        if not row.shape[SHAPE.index("score")]:
            return -np.inf
        own = sum(self.words.get(word, 0.0) * times for word, times in row.words.items())
        return self.offset + own + sum(map(float.__mul__, self.shape.values(), row.shape))


def train_screen(
    assets: Assets,
    coded: Sequence[Path],
    corpora: Path,
    *,
    target: str = "scaling",
    without: Sequence[Path] = (),
    plan: Plan | None = None,
    say: Say = print,
) -> dict[str, Any]:
    """The table that ``models/targets/<target>.screen.json`` holds.

    Args:
        assets: the models folder, for the terms of the target.
        coded: files of coded real sentences (the gold format).
        corpora: folder of corpora from which the background is drawn.
        target: whose terms are used.
        without: gold files whose documents are left out, so that they can measure.
        plan: settings; the defaults when None.
        say: told what happens.

    Raises:
        PipelineError: G001 when a file is not understood or there is nothing to learn from.
    """
    plan = plan or Plan()
    knowledge = Knowledge(load_terms(assets, target))
    left_out = {file_of(e.document) for path in without for e in read_examples(path)}
    passages = list(coded_passages(coded, left_out))
    related = {sentence_hash(p.text) for p in passages if p.related}
    passages += background_passages(corpora, assets, left_out, related, plan.background)
    passages += [p.alone() for p in passages if lot(p.document, p.text) < plan.alone]
    rows = [row_of(passage, knowledge) for passage in passages]
    n = Counter((row.kind, row.related) for row in rows)
    if not n["coded", True] or not n["coded", False] + n["background", False]:
        raise PipelineError("G001", "there are no related or no other sentences to learn from")
    counted = [n["coded", True], n["coded", False], n["background", False]]
    say("{} related, {} unrelated, {} of the background".format(*counted))
    held = _held_back_scores(rows, plan)
    thresholds, measured = _prices(rows, held, plan.recall)
    for line in measured:
        say("  ".join(f"{name} {value:.3f}" for name, value in line.items()))
    return _table(_fit(rows, plan), thresholds, measured, plan)


def write_table(table: dict[str, Any], output: Path) -> None:
    """One weight a line, by name, so that two versions can be compared by eye."""
    text = json.dumps(table, indent=1, sort_keys=True, ensure_ascii=False)
    output.write_text(text + "\n", encoding="utf-8")


def _held_back_scores(rows: Sequence[Row], plan: Plan) -> _Vector:
    """Log odds of each row by weights that were learned from other documents."""
    scores = np.empty(len(rows))
    part = [int(digest(row.document)[:8], 16) % plan.folds for row in rows]
    for fold in range(plan.folds):
        others = [row for row, p in zip(rows, part, strict=True) if p != fold]
        if len({row.related for row in others}) < 2:
            message = "all related sentences, or all others, stand in too few documents"
            raise PipelineError("G001", message, remedy="code sentences of more documents")
        fitted = _fit(others, plan)
        for i, row in enumerate(rows):
            if part[i] == fold:
                scores[i] = fitted.score(row)
    return scores


def _prices(
    rows: Sequence[Row], scores: _Vector, aim: float
) -> tuple[float, list[dict[str, float]]]:
    """The log odds that reach ``aim``, and what each recall costs beside it.

    Raises:
        PipelineError: G001 when the terms find too few of the related sentences for the aim.
    """
    coded = np.array([row.kind == "coded" for row in rows])
    related = coded & np.array([row.related for row in rows])
    background = np.array([row.kind == "background" for row in rows])
    chosen = _reaching(scores[related], aim)
    if chosen == -np.inf:
        message = f"no term of the target is near {1 - aim:.0%} or more of the related sentences"
        raise PipelineError("G001", message, remedy="add terms to the target's file")
    told = []
    for recall in sorted({*_AIMS, aim}):
        odds = _reaching(scores[related], recall)
        told.append({
            "recall": round(float((scores[related] >= odds).mean()), 3),
            "unrelated": round(_share(scores[coded & ~related] >= odds), 3),
            "background": round(_share(scores[background] >= odds), 3),
            "threshold": round(float(1 / (1 + np.exp(chosen - odds))), 3),
        })  # fmt: skip
    return chosen, told


def _reaching(scores: _Vector, recall: float) -> float:
    """The highest log odds that at least this share of ``scores`` reaches."""
    return float(np.sort(scores)[int(np.floor((1 - recall) * len(scores)))])


def _share(passed: NDArray[np.bool_]) -> float:
    return float(passed.mean()) if passed.size else 0.0


def _fit(rows: Sequence[Row], plan: Plan) -> Fitted:
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    seen = Counter(word for row in rows for word in row.words)
    names = sorted(word for word, times in seen.items() if times >= plan.seen_in)
    place = {name: i for i, name in enumerate(names)}
    columns: list[int] = []
    values: list[float] = []
    ends = [0]
    for row in rows:
        known = [(place[word], times) for word, times in row.words.items() if word in place]
        columns += [i for i, _ in known] + [len(names) + k for k in range(len(SHAPE))]
        values += [times for _, times in known] + list(row.shape)
        ends.append(len(columns))
    matrix = csr_matrix((values, columns, ends), shape=(len(rows), len(names) + len(SHAPE)))
    model = LogisticRegression(C=plan.strength, solver="liblinear", max_iter=1000)
    model.fit(matrix, np.array([row.related for row in rows]))
    weights = model.coef_[0].tolist()
    return Fitted(
        offset=float(model.intercept_[0]),
        shape=dict(zip(SHAPE, weights[len(names) :], strict=True)),
        words={n: w for n, w in zip(names, weights, strict=False) if abs(w) >= plan.smallest},
    )


def _table(
    fitted: Fitted, threshold: float, measured: list[dict[str, float]], plan: Plan
) -> dict[str, Any]:
    near = {
        name.removeprefix(NEAR): round(weight * NEAR_COUNTS, 4)
        for name, weight in fitted.words.items()
        if name.startswith(NEAR)
    }
    own = {n: round(w, 3) for n, w in fitted.words.items() if not n.startswith(NEAR)}
    return {
        "plan": asdict(plan),
        "held_back": measured,
        "offset": round(fitted.offset - threshold, 4),
        "shape": {name: round(weight, 4) for name, weight in fitted.shape.items()},
        "words": own,
        "near": near,
    }

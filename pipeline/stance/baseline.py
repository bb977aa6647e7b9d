"""The linear baseline: TF-IDF over the sentence and its context, logistic regression.

It is fitted when it is loaded, from the coded sentences that ship in
``models/stance/train``: a few seconds, no stored estimator, so nothing to unpickle.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline.config import StanceSection
from pipeline.errors import ModelError
from pipeline.records import STANCES
from pipeline.registry import Assets
from pipeline.stance.base import Item, Judgement
from pipeline.stance.examples import Example, read_folder

_TRAIN = "stance/train"


class LinearJudge:
    """Judges with two linear models: stance, and dimension."""

    name = "baseline"

    def __init__(self, examples: Sequence[Example]) -> None:
        """Fit on ``examples``; the same examples always give the same judge."""
        import numpy as np

        stances = np.array([e.stance for e in examples])
        self._features = _features()
        matrix = self._features.fit_transform([_joined(e.item) for e in examples])
        self._stance = _classifier().fit(matrix, stances)
        dimensions = np.array([e.dimension for e in examples])
        self._dimension = _classifier().fit(matrix, dimensions)

    def judge(self, items: Sequence[Item]) -> list[Judgement]:
        """Probabilities of the two models, in the order of ``items``."""
        if not items:
            return []
        matrix = self._features.transform([_joined(item) for item in items])
        table = self._stance.predict_proba(matrix)
        dimensions = self._dimension.predict(matrix)
        place = {name: i for i, name in enumerate(self._stance.classes_)}
        return [
            Judgement(
                stances={s: float(row[place[s]]) if s in place else 0.0 for s in STANCES},
                dimension=dimension,
            )
            for row, dimension in zip(table, dimensions, strict=True)
        ]


def load(proposition: str, config: StanceSection, assets: Assets) -> LinearJudge:
    """The baseline; it knows one target, so ``proposition`` does not change it.

    Raises:
        ModelError: M001 when the training sentences are missing.
    """
    return _fitted(assets.path(_TRAIN))


@lru_cache(maxsize=2)
def _fitted(folder: Path) -> LinearJudge:
    examples = read_folder(folder)
    if not examples:
        raise ModelError("M001", "models/stance/train holds no coded sentences", place=str(folder))
    return LinearJudge(examples)


def _joined(item: Item) -> str:
    """The sentence, and its context with every word marked as context."""
    context = " ".join(f"c_{word}" for word in f"{item.before} {item.after}".lower().split())
    return f"{item.text} {context}"


def _features() -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True, max_features=60_000)


def _classifier() -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=4.0, max_iter=400, class_weight="balanced")

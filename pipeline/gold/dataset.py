"""Checks a set of coded sentences like a data set: codes, copies, and give-aways.

A model may learn a label from something that has nothing to do with it: favorable
sentences that happen to be longer, a name that is always on one side. ``probe`` trains
a classifier on nothing but such surface features, across documents; what it gets right
beyond chance is what a stance model could learn without learning stance.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import PipelineError
from pipeline.stance.examples import Example

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_NEGATION = re.compile(r"\b(?:not|no|never|none|nor|nothing|nobody|without|\w+n['’]t)\b", re.I)
_CONNECTIVES = ("but", "because", "if", "so", "however", "although", "yet", "and", "still", "then")
_SHINGLE = 4  # words in a row that two near-duplicates share
FEWEST = 5  # documents: the probes guess each fifth of them from the others
_SAME = 0.7  # Jaccard similarity of shingles from which two sentences are near-duplicates


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """How well a label is guessed from surface features alone; ``chance`` is 1 / classes."""

    name: str
    balanced_accuracy: float
    chance: float


def distribution(examples: Sequence[Example]) -> dict[str, Counter[str]]:
    """How often each code occurs, by field: stance, voice, dimension and genre."""
    fields = ("stance", "voice", "dimension", "genre")
    return {name: Counter(str(getattr(e, name)) for e in examples) for name in fields}


def describe(examples: Sequence[Example]) -> dict[str, Any]:
    """All of it as plain values, as ``evaluate data --json`` prints it.

    Raises:
        PipelineError: G001 for fewer than ``FEWEST`` documents or a single stance: the probes
            guess the stances of documents from those of others.
    """
    documents = len({e.document for e in examples})
    if documents < FEWEST or len({e.stance for e in examples}) < 2:
        message = f"{documents} documents are too few, or all of one stance"
        remedy = f"give a folder of *.jsonl with {FEWEST} documents or more and several stances"
        raise PipelineError("G001", message, remedy=remedy)
    codes = distribution(examples)
    return {
        "sentences": len(examples),
        "documents": documents,
        "codes": {name: dict(counted.most_common()) for name, counted in codes.items()},
        "near_duplicates": [list(pair) for pair in near_duplicates(examples)],
        "probes": [
            {
                "name": probe.name,
                "balanced_accuracy": round(probe.balanced_accuracy, 4),
                "chance": round(probe.chance, 4),
            }
            for probe in probes(examples)
        ],
    }


def near_duplicates(examples: Sequence[Example]) -> list[tuple[str, str]]:
    """Pairs of ids whose sentences share most of their shingles and whose context agrees.

    The same short answer below two questions is no duplicate, since it means another
    thing; nor is a minimal pair, in which one word or what follows turns a code.
    """
    index: dict[tuple[str, ...], list[int]] = {}
    shingled = [_shingles(_words(e.item.text)) for e in examples]
    found: set[tuple[int, int]] = set()
    for i, shingles in enumerate(shingled):
        near = Counter(j for shingle in shingles for j in index.get(shingle, ()))
        for j, shared in near.items():
            union = len(shingles) + len(shingled[j]) - shared
            if shared / union >= _SAME and _same_setting(examples[i], examples[j]):
                found.add((j, i))
        for shingle in shingles:
            index.setdefault(shingle, []).append(i)
    return [(examples[j].id, examples[i].id) for j, i in sorted(found)]


def probes(examples: Sequence[Example], *, folds: int = FEWEST, seed: int = 1) -> Iterator[Probe]:
    """What surface features tell of the stance: form alone, and the speaker's name alone.

    Each is a logistic regression with balanced classes, cross-validated by document.
    """
    sided = [e for e in examples if e.stance in ("favor", "against")]
    forms = [_form(e) for e in examples]
    yield _probe("form, five stances", forms, examples, folds, seed)
    yield _probe("form, favor or against", [_form(e) for e in sided], sided, folds, seed)
    yield _probe("speaker, favor or against", [_name(e) for e in sided], sided, folds, seed)


def _same_setting(one: Example, other: Example) -> bool:
    before = _words(one.item.before) == _words(other.item.before)
    return before and (one.stance, one.voice) == (other.stance, other.voice)


def _probe(
    name: str,
    features: Sequence[dict[str, float]],
    examples: Sequence[Example],
    folds: int,
    seed: int,
) -> Probe:
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import balanced_accuracy_score
    from sklearn.model_selection import GroupKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import MaxAbsScaler

    gold = np.array([e.stance for e in examples])
    model = make_pipeline(
        DictVectorizer(),
        MaxAbsScaler(),
        LogisticRegression(class_weight="balanced", max_iter=500, random_state=seed),
    )
    guessed: NDArray[Any] = cross_val_predict(
        model,
        list(features),
        gold,
        groups=[e.document for e in examples],
        cv=GroupKFold(folds),
    )
    accuracy = float(balanced_accuracy_score(gold, guessed))
    return Probe(name=name, balanced_accuracy=accuracy, chance=1 / len(set(gold)))


def _form(example: Example) -> dict[str, float]:
    text, words = example.item.text, _words(example.item.text)
    counted = Counter(words)
    return {
        "words": float(len(words)),
        "letters": len(text) / max(1, len(words)),
        "negations": float(len(_NEGATION.findall(text))),
        **{mark: float(text.count(mark)) for mark in ',;:?!"—-'},
        **{f"word {word}": float(counted[word]) for word in _CONNECTIVES},
        "before": float(bool(example.item.before)),
        "after": float(bool(example.item.after)),
        "speaker": float(bool(example.item.speaker)),
    }


def _name(example: Example) -> dict[str, float]:
    return dict.fromkeys(_words(example.item.speaker), 1.0) or {"nobody": 1.0}


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _shingles(words: Sequence[str]) -> set[tuple[str, ...]]:
    if len(words) < _SHINGLE:
        return {tuple(words)} if words else set()
    return {tuple(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1)}

"""``evaluate screen``: how much of what speaks of the target the screen lets through.

A coded sentence is screened with the sentences around it that the gold file holds; in a
whole document the passage counts too, so the recall found here is a lower bound.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.config import ScreenSection
from pipeline.discourse.screen import Scores, load_knowledge
from pipeline.errors import PipelineError
from pipeline.gold import metrics
from pipeline.gold.spoken import document_of
from pipeline.records import SIDED
from pipeline.registry import Assets
from pipeline.spans import Span
from pipeline.stance.examples import Example, read_examples

#: What a reader in a hurry would search for: the baseline.
_WORDS = re.compile(r"\b(?:scal(?:e|ing)|AGI|compute|bigger models?|larger models?)\b", re.I)

Passes = Callable[[Example], bool]
Wanted = Callable[[Example], bool]

#: Share of these sentences that pass.
GROUPS: dict[str, Wanted] = {
    "recall.related": lambda e: e.stance != "unrelated",
    "recall.sided": lambda e: e.stance in SIDED,
    "passed.unrelated": lambda e: e.stance == "unrelated",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenEvaluation:
    """Which shares of the coded sentences one way of screening lets through."""

    finder: str
    n: int
    figures: dict[str, metrics.Figure]
    seconds: float

    def as_dict(self) -> dict[str, Any]:
        """As printed by ``--json``."""
        return {
            "finder": self.finder,
            "n": self.n,
            **metrics.nested(self.figures),
            "sentences_per_second": round(self.n / self.seconds, 1) if self.seconds else 0.0,
        }


def evaluate_screen(gold: Path, config: ScreenSection, assets: Assets) -> list[ScreenEvaluation]:
    """The screen, then a search for a handful of words.

    Raises:
        PipelineError: G001 when the file is not understood or holds no coded sentence.
    """
    examples = read_examples(gold)
    if not examples:
        raise PipelineError("G001", f"{gold.name} holds no coded sentence", place=str(gold))
    knowledge = load_knowledge(assets, config.target)

    def screened(example: Example) -> bool:
        before, text, after = example.item.before, example.item.text, example.item.after
        start = len(before) + 1 if before else 0
        document, segment = document_of(" ".join(filter(None, (before, text, after))), example.id)
        scores = Scores(document.text, [segment], knowledge, reach=config.context_sentences)
        coded = Span(start, start + len(text))
        return any(
            candidate.score >= config.threshold
            for candidate in scores.candidates(config.target)
            if candidate.span.overlap(coded)
        )

    ways: dict[str, Passes] = {
        "screen": screened,
        "search for words": lambda e: bool(_WORDS.search(e.item.text)),
    }
    return [_evaluate(name, passes, examples) for name, passes in ways.items()]


def _evaluate(name: str, passes: Passes, examples: Sequence[Example]) -> ScreenEvaluation:
    started = time.perf_counter()
    passed = [passes(example) for example in examples]
    seconds = time.perf_counter() - started
    figures = {
        group: metrics.resampled(_counts(examples, passed, wanted), metrics.share_of)
        for group, wanted in GROUPS.items()
    }
    return ScreenEvaluation(finder=name, n=len(examples), figures=figures, seconds=seconds)


def _counts(examples: Sequence[Example], passed: Sequence[bool], wanted: Wanted) -> metrics.Counts:
    """(documents, 2): how many of the wanted passed, and how many there are."""
    found: dict[str, list[int]] = {example.document: [0, 0] for example in examples}
    for example, through in zip(examples, passed, strict=True):
        if wanted(example):
            found[example.document][0] += through
            found[example.document][1] += 1
    return np.array([found[name] for name in sorted(found)], dtype=np.int64)

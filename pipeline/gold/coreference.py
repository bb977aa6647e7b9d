"""``evaluate coreference``: do "he", "they", "the psychologist" and "the lab" name the right one?

A table ``text,mention,expected``: the last mention of that wording in the text has to get
that entity, or stay ``unresolved``. Turns of a conversation stand as ``Ann: … // Bea: …``.
Baseline in the same run: the nearest person or organisation named before.
"""

from __future__ import annotations

import csv
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.config import DiscourseSection
from pipeline.discourse.attribution import Attributor
from pipeline.discourse.lexicon import load_lexicon
from pipeline.discourse.people import load_registry
from pipeline.errors import PipelineError
from pipeline.gold import metrics
from pipeline.gold.spoken import made_document, made_segment
from pipeline.ids import slug
from pipeline.records import Document, Segment
from pipeline.registry import Assets
from pipeline.spans import Span

UNRESOLVED = "unresolved"
_TURN = " // "


@dataclass(frozen=True, slots=True)
class Case:
    """Whom the last ``mention`` in ``text`` means; "unresolved" when that cannot be known."""

    text: str
    mention: str
    expected: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CoreferenceEvaluation:
    """Figures of one resolver."""

    finder: str
    cases: int
    answered: int
    figures: dict[str, metrics.Figure]  # accuracy, precision (where it answers), unresolved
    seconds: float

    def as_dict(self) -> dict[str, Any]:
        """As printed by ``--json``."""
        return {
            "finder": self.finder,
            "cases": self.cases,
            "answered": self.answered,
            **metrics.nested(self.figures),
            "seconds": round(self.seconds, 3),
        }


def evaluate_coreference(gold: Path, assets: Assets) -> list[CoreferenceEvaluation]:
    """The discourse layer, then the nearest name before the mention.

    Raises:
        PipelineError: G001 when the file is empty or not understood.
    """
    cases = list(read_cases(gold))
    if not cases:
        raise PipelineError("G001", f"{gold.name} holds no case", place=str(gold))
    ways: tuple[tuple[str, Callable[[Case], str]], ...] = (
        ("layer", lambda case: resolved(case, assets)),
        ("nearest name before", lambda case: nearest_before(case, assets)),
    )
    return [_evaluate(name, answer, cases) for name, answer in ways]


def _evaluate(
    name: str, answer: Callable[[Case], str], cases: Sequence[Case]
) -> CoreferenceEvaluation:
    started = time.perf_counter()
    answers = [answer(case) for case in cases]
    seconds = time.perf_counter() - started
    right = [int(a == case.expected) for a, case in zip(answers, cases, strict=True)]
    given = [int(a != UNRESOLVED) for a in answers]
    hits = [r * g for r, g in zip(right, given, strict=True)]
    everything = [1] * len(cases)
    figures = {
        "accuracy": _share(right, everything),
        "precision": _share(hits, given),
        "unresolved": _share([1 - g for g in given], everything),
    }
    return CoreferenceEvaluation(
        finder=name, cases=len(cases), answered=sum(given), figures=figures, seconds=seconds
    )


def _share(part: Sequence[int], whole: Sequence[int]) -> metrics.Figure:
    return metrics.resampled(np.array([*zip(part, whole, strict=True)]), metrics.share_of)


def resolved(case: Case, assets: Assets) -> str:
    """The entity that the discourse layer gives the mention, or "unresolved".

    A group counts as an answer where it is another word than the mention itself.
    """
    work, mention = _read(case, assets)
    holder = work.referent(mention, work.reading.at(mention.start))
    found = holder.id if holder is not None else ""
    kind, _, name = found.partition(":")
    itself = kind == "group" and slug(mention.of(work.reading.text)).endswith(name)
    return UNRESOLVED if itself or not found else found


def nearest_before(case: Case, assets: Assets) -> str:
    """The last linked person or organisation before the mention, or "unresolved"."""
    work, mention = _read(case, assets)
    before = [n for n in work.names.all if n.span.end <= mention.start and n.kind != "model"]
    return before[-1].entity_id or UNRESOLVED if before else UNRESOLVED


def _read(case: Case, assets: Assets) -> tuple[Attributor, Span]:
    """The case as a parsed document, as far as a run would parse it, and its mention."""
    document, segments, mention = _laid_out(case)
    work = Attributor(
        document, segments, load_registry(assets), load_lexicon(assets), DiscourseSection()
    )
    work.parse([work.reading.at(mention.start)])
    return work, mention


def _laid_out(case: Case) -> tuple[Document, list[Segment], Span]:
    turns = [turn.partition(": ") for turn in case.text.split(_TURN)]
    spoken = _TURN in case.text
    said = [words if spoken else case.text for _, _, words in turns]
    text = "\n\n".join(said)
    document = made_document(text, slug(case.text), kind="transcript" if spoken else "essay")
    segments, start = [], 0
    for number, (words, (label, _, _)) in enumerate(zip(said, turns, strict=True)):
        segments.append(
            made_segment(
                document,
                number,
                start,
                start + len(words),
                role="turn" if spoken else "body",
                speaker=label if spoken else "",
            )
        )
        start += len(words) + 2
    last = _mentions(case.mention, text)[-1]
    return document, segments, Span(*last.span())


def _mentions(mention: str, text: str) -> list[re.Match[str]]:
    return list(re.finditer(rf"(?<!\w){re.escape(mention)}(?!\w)", text))


def read_cases(path: Path) -> Iterator[Case]:
    """The rows of a table of cases; further columns are left alone.

    Raises:
        PipelineError: G001 when it cannot be read, or a row is no case.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise PipelineError("G001", f"cannot read {path.name}: {error}", place=str(path)) from None
    for number, row in enumerate(csv.DictReader(lines), 2):
        place = f"{path}, line {number}"
        try:
            case = Case(str(row["text"]), str(row["mention"]), str(row["expected"]))
        except KeyError as error:
            raise PipelineError("G001", f"no column {error}", place=place) from None
        kind, colon, name = case.expected.partition(":")
        if case.expected != UNRESOLVED and not (kind and colon and name):
            raise PipelineError("G001", f"{case.expected!r} is no entity", place=place)
        if not case.mention or not _mentions(case.mention, case.text):
            raise PipelineError("G001", f"{case.mention!r} is not in the text", place=place)
        yield case

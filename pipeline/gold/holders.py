"""``evaluate holders``: whose position, and in whose voice, on coded sentences that take a side.

The sentences of one file become one document, in file order, each with the context
that gold gives it, so that hosts, names and pronouns have what they need. Baselines in
the same run: everything is held by whoever speaks, and everything is said as their own.
Beside the discourse layer alone stands what the stance stage makes of it, with the gold
stances (what position can do at best) and, when asked for, with those it predicts.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.config import DiscourseSection, StanceSection
from pipeline.discourse.statements import attribute
from pipeline.errors import PipelineError
from pipeline.gold import metrics
from pipeline.gold.spoken import made_candidate, made_document, made_segment
from pipeline.records import (
    CO_HOLDER,
    SIDED,
    VOICES,
    Candidate,
    Document,
    DocumentKind,
    Segment,
    SegmentRole,
    Statement,
)
from pipeline.registry import Assets
from pipeline.spans import Span
from pipeline.stance.examples import SELF, Example, read_examples
from pipeline.stance.judge import judge
from pipeline.stance.position import by_position
from pipeline.store.tables import Tables

#: Voices whose position counts for the one who speaks.
SHARED = frozenset({"own", "endorsed"})
_OTHER = re.compile(r"\[([^\]]{1,40})\] ")  # who spoke before, when it was somebody else
_TURNS = frozenset({"transcript", "podcast", "talk", "interview", "hearing"})
_NAMELESS = frozenset({"the author", "a commenter"})
_ROLES: dict[str, tuple[SegmentRole, DocumentKind]] = {
    "comment": ("comment", "thread"),
    **dict.fromkeys(_TURNS, ("turn", "transcript")),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What is compared with gold for one sentence."""

    own: bool  # held by whoever speaks
    voice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderEvaluation:
    """Accuracies of one way to tell holders, among sentences that take a side."""

    finder: str
    n: int
    figures: dict[str, metrics.Figure]  # holder_kind, voice, shared (own/endorsed or not)
    voices: dict[str, dict[str, int]]  # gold voice -> voice said -> sentences
    seconds: float

    def as_dict(self) -> dict[str, Any]:
        """As printed by ``--json``."""
        return {
            "finder": self.finder,
            "n": self.n,
            **metrics.nested(self.figures),
            "voices": self.voices,
            "sentences_per_second": round(self.n / self.seconds, 1) if self.seconds else 0.0,
        }


def evaluate_holders(
    gold: Path, assets: Assets, *, predicted: StanceSection | None = None
) -> list[HolderEvaluation]:
    """The discourse layer, that with positions, then always-the-speaker, then always-own.

    Args:
        gold: coded sentences.
        assets: the folder of models.
        predicted: settings of the stance stage, to measure the layer with that stage, too.

    Raises:
        PipelineError: G001 when the file is not understood or nothing in it takes a side.
    """
    examples = read_examples(gold)
    if not any(example.stance in SIDED for example in examples):
        raise PipelineError("G001", f"{gold.name} holds no sentence that takes a side")
    ways: list[tuple[str, Callable[[], Sequence[Answer]]]] = [
        ("layer", lambda: layer_answers(examples, assets)),
        ("layer, positions by gold stances", lambda: _positioned(examples, assets)),
        ("always the speaker", lambda: [Answer(True, "-")] * len(examples)),
        ("always own", lambda: [Answer(True, "own")] * len(examples)),
    ]
    if predicted is not None:
        ways.insert(2, ("layer and stance stage, stances predicted",
                        lambda: _judged(examples, assets, predicted)))  # fmt: skip
    return [_evaluate(name, answer, examples) for name, answer in ways]


def _evaluate(
    name: str, answer: Callable[[], Sequence[Answer]], examples: Sequence[Example]
) -> HolderEvaluation:
    started = time.perf_counter()
    answers = answer()
    seconds = time.perf_counter() - started
    sided = [(e, a) for e, a in zip(examples, answers, strict=True) if e.stance in SIDED]
    hits: dict[str, Callable[[Example, Answer], bool]] = {
        "holder_kind": lambda e, a: (e.holder == SELF) == a.own,
        "voice": lambda e, a: e.voice == a.voice,
        "shared": lambda e, a: (e.voice in SHARED) == (a.voice in SHARED),
    }
    if name == "always the speaker":
        hits = {"holder_kind": hits["holder_kind"]}  # it says nothing of the voice
    figures = {key: metrics.resampled(_counts(sided, hit), metrics.share_of)
               for key, hit in hits.items()}  # fmt: skip
    return HolderEvaluation(
        finder=name, n=len(sided), figures=figures, voices=_confusion(sided), seconds=seconds
    )


def _counts(
    sided: Sequence[tuple[Example, Answer]], hit: Callable[[Example, Answer], bool]
) -> metrics.Counts:
    """(documents, 2): right answers and all, by file."""
    found: dict[str, list[int]] = {}
    for example, answer in sided:
        counts = found.setdefault(example.document, [0, 0])
        counts[0] += hit(example, answer)
        counts[1] += 1
    return np.array([found[name] for name in sorted(found)], dtype=np.int64)


def _confusion(sided: Sequence[tuple[Example, Answer]]) -> dict[str, dict[str, int]]:
    said = [(e.voice, a.voice) for e, a in sided]
    return {
        gold: {voice: said.count((gold, voice)) for voice in VOICES if (gold, voice) in said}
        for gold in VOICES
        if any(g == gold for g, _ in said)
    }


def layer_answers(examples: Sequence[Example], assets: Assets) -> list[Answer]:
    """What the discourse layer says of each example, in their order."""
    told = _Told(examples, assets)
    return told.answers(told.rows)


def _positioned(examples: Sequence[Example], assets: Assets) -> list[Answer]:
    """The layer's answers after a look at positions, with the coders' stances."""
    told = _Told(examples, assets)
    stances = {told.places[i]: e.stance for i, e in enumerate(examples)}
    rows = [replace(row, stance=stances[row.document_id, row.start]) for row in told.rows]
    return told.answers(by_position(rows, told.tables["segments"]))


def _judged(examples: Sequence[Example], assets: Assets, config: StanceSection) -> list[Answer]:
    """The layer's answers after the stance stage; where that sees no position, the layer's."""
    told = _Told(examples, assets)
    judged = judge(Tables({**told.tables, "attributions": told.rows}), config, assets)
    sure: list[Statement] = [row for row in judged["statements"] if row.voice != "-"]
    return told.answers([*told.rows, *sure])


class _Told:
    """What the discourse layer makes of the documents put together from the examples."""

    def __init__(self, examples: Sequence[Example], assets: Assets) -> None:
        texts = [_Text(name, list(group)) for name, group in _by_document(examples)]
        self.tables: dict[str, list[Any]] = {
            "documents": [text.document for text in texts],
            "segments": [segment for text in texts for segment in text.segments],
            "candidates": [candidate for text in texts for candidate in text.candidates],
        }
        found = attribute(Tables(self.tables), DiscourseSection(), assets)
        self.tables["tellers"] = found["tellers"]
        self.rows: list[Statement] = found["attributions"]
        self.places = {at: key for text in texts for at, key in text.places.items()}

    def answers(self, rows: Sequence[Statement]) -> list[Answer]:
        """What ``rows`` say of each example, the last row of a sentence before the others."""
        first = [row for row in rows if CO_HOLDER not in row.flags]
        found = {(s.document_id, s.start): Answer(s.holder_kind == "self", s.voice) for s in first}
        return [found[self.places[i]] for i in range(len(self.places))]


def _by_document(
    examples: Sequence[Example],
) -> Iterator[tuple[str, Iterator[tuple[int, Example]]]]:
    numbered = sorted(enumerate(examples), key=lambda pair: (pair[1].document, pair[0]))
    return groupby(numbered, key=lambda pair: pair[1].document)


@dataclass(slots=True)
class _Text:
    """A document put together from the coded sentences of one file and their contexts."""

    name: str
    numbered: list[tuple[int, Example]]
    document: Document = field(init=False)
    segments: list[Segment] = field(init=False, default_factory=list)
    candidates: list[Candidate] = field(init=False, default_factory=list)
    places: dict[int, tuple[str, int]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        first = self.numbered[0][1]
        role, kind = _ROLES.get(first.genre, ("body", "essay"))
        parts = [part for _, example in self.numbered for part in _parts(example)]
        text = "\n\n".join(said for said, _, _ in parts)
        self.document = made_document(text, self.name, kind=kind, date=first.date)
        self._cut(parts, role)

    def _cut(self, parts: Sequence[tuple[str, str, int]], role: SegmentRole) -> None:
        start = 0
        numbers = iter(self.numbered)
        for said, speaker, offset in parts:
            segment = made_segment(
                self.document, len(self.segments), start, start + len(said),
                role=role, speaker=speaker,
            )  # fmt: skip
            self.segments.append(segment)
            if offset >= 0:
                i, example = next(numbers)
                self._place(i, segment, start + offset, len(example.item.text))
            start += len(said) + 2

    def _place(self, i: int, segment: Segment, start: int, length: int) -> None:
        self.places[i] = self.document.id, start
        self.candidates.append(made_candidate(self.document, segment, Span(start, start + length)))


def _parts(example: Example) -> Iterator[tuple[str, str, int]]:
    """(words, speaker, where the coded sentence begins or -1) of each segment."""
    item = example.item
    before = item.before.strip()
    other = _OTHER.match(before)
    if other is not None and other[1] != item.speaker:
        yield before[other.end() :] or "-", other[1], -1
        before = ""
    apart = before.startswith(">") or before.endswith(":")  # gold folds line breaks
    glue = "" if not before else "\n" if apart else " "
    said = before + glue + item.text + (f" {item.after}" if item.after else "")
    yield said, "" if item.speaker in _NAMELESS else item.speaker, len(before + glue)

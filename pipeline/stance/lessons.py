"""The rows that a training learns from, and the real sentences that it never sees.

Own sentences (``models/stance/train``), real ones split by document, and general pairs
with propositions of their own. A teacher's opinion goes with a sentence where there is one.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.errors import PipelineError
from pipeline.records import DIMENSIONS, STANCES, VOICES
from pipeline.registry import Assets
from pipeline.stance.augment import varied
from pipeline.stance.base import Item
from pipeline.stance.compose import Composer, Encodes, Limits, Row
from pipeline.stance.draw import at_most, drawn_own, drawn_real
from pipeline.stance.examples import Example, json_lines, read_examples
from pipeline.stance.names import load_mask
from pipeline.stance.recipe import Recipe

_CALIBRATING = 600  # sentences: judged one by one they take minutes, and fit one number

#: Contexts in which the side of a sentence must come from the sentence itself.
SHORT = Limits(before=24, after=10)

_MORE = "give more real documents, or `own = true` and a smaller `held_back` in the recipe"


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """One row with its targets; ``soft`` are probabilities over the stances, or None."""

    id: str
    row: Row
    stance: int
    voice: int
    dimension: int
    weight: float = 1.0
    soft: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Where the sentences of a training come from, besides those that ship."""

    real: Sequence[Path] = ()  # coded real sentences, the gold format
    pairs: Path | None = None  # {"id", "proposition", "text", "stance"} a line
    soft: Path | None = None  # a teacher's {"id", "stances": [5 numbers]} a line


@dataclass(frozen=True, slots=True, kw_only=True)
class Lessons:
    """Rows to learn, sentences held back for calibration, and how many of what."""

    rows: list[Labelled]
    held: list[Example]
    counts: dict[str, int]  # own, real, pairs, held_back


def gather(
    assets: Assets, plan: Recipe, sources: Sources, tokenizer: Encodes, composer: Composer
) -> Lessons:
    """Everything that ``plan`` and ``sources`` name.

    Without real sentences, a sample of those that are learned is held instead.

    Raises:
        PipelineError: G001 naming the file and line that is not understood, or when nothing
            is left to hold back.
    """
    own, corrected = _own(assets, plan)
    kept, held = real_sentences(sources.real, plan)
    taught = _read_soft(sources.soft)
    general = _general(sources.pairs, tokenizer, assets, plan)
    chooser = random.Random(plan.training.seed)  # noqa: S311  # samples, no secret
    if plan.draw:
        general = at_most(general, plan.draw.pairs, chooser)
        kept = drawn_real(kept, plan.draw, chooser)
        own = drawn_own(own, corrected, plan.draw, chooser)
    short, long_share = composer.within(SHORT), 1 - plan.short_contexts
    rows = [
        _labelled(composer if chooser.random() < long_share else short, example, weight, taught)
        for examples, weight in ((own, 1.0), (kept, plan.real_weight))
        for example in varied(examples, plan.augment, plan.training.seed)
    ]
    counts = {"own": len(own), "real": len(kept), "pairs": len(general), "held_back": len(held)}
    if plan.held_back and not held and sources.real:
        raise PipelineError("G001", "no real document is held back", remedy=_MORE)
    held = _sampled(held or own, plan.split_seed)
    if not held:
        raise PipelineError("G001", "there is no sentence to learn from", remedy=_MORE)
    return Lessons(rows=[*rows, *general], held=held, counts=counts)


def real_sentences(files: Sequence[Path], plan: Recipe) -> tuple[list[Example], list[Example]]:
    """(to train on, held back): the coded real sentences of ``files`` as ``plan`` takes them."""
    kept, held = split_by_document([e for path in files for e in read_examples(path)], plan)
    return _thinned(kept, plan), held


def targets_of(stance: str, voice: str, dimension: str) -> tuple[int, int, int]:
    """Class indices of the three codes."""
    return (
        list(STANCES).index(stance),  # type: ignore[arg-type]
        list(VOICES).index(voice),  # type: ignore[arg-type]
        list(DIMENSIONS).index(dimension),  # type: ignore[arg-type]
    )


def split_by_document(
    examples: Sequence[Example], recipe: Recipe
) -> tuple[list[Example], list[Example]]:
    """(to train on, held back): whole documents on one side, by ``split_seed``.

    A document is known by its file name: one that two sets name with different folders is one.
    """
    names = sorted({_file(example) for example in examples})
    random.Random(recipe.split_seed).shuffle(names)  # noqa: S311  # a split, no secret
    held = set(names[: round(len(names) * recipe.held_back)])
    return (
        [e for e in examples if _file(e) not in held],
        [e for e in examples if _file(e) in held],
    )


def _file(example: Example) -> str:
    return example.document.rpartition("/")[2]


def _own(assets: Assets, plan: Recipe) -> tuple[list[Example], set[str]]:
    """Own sentences, and the ids of those whose stance the second coder changed."""
    if not plan.own:
        return [], set()
    folder = assets.path("stance/train")
    names = sorted({path for pattern in plan.files for path in folder.glob(f"{pattern}.jsonl")})
    examples = [example for path in names for example in read_examples(path)]
    written = {e.id: e.stance for e in examples}
    if plan.second_opinion:
        examples = list(_second_opinions(examples, assets))
    corrected = {e.id for e in examples if e.stance != written[e.id]}
    return _share(examples, plan.own_share, plan.own_seed), corrected


def _share(examples: list[Example], share: float, seed: int) -> list[Example]:
    if share >= 1:
        return examples
    chooser = random.Random(seed)  # noqa: S311  # a sample, no secret
    return chooser.sample(examples, round(len(examples) * share))


def _second_opinions(examples: Sequence[Example], assets: Assets) -> Iterator[Example]:
    """With the codes of the second coder, where somebody coded the sentence after its writer.

    Where of three coders of real sentences one had seen no side and another saw one, the third
    saw it three times of four. What one calls favoring and the other opposing is left out.
    """
    path = assets.path("stance/second_coding_documents.jsonl")
    second = {row["id"]: row for _, row in json_lines(path)}
    for example in examples:
        codes = second.get(example.id)
        if codes is None or codes["stance"] == example.stance:
            yield example
        elif {codes["stance"], example.stance} != {"favor", "against"}:
            yield replace(
                example, **{name: codes[name] for name in ("stance", "voice", "dimension")}
            )


def _sampled(examples: list[Example], seed: int) -> list[Example]:
    """At most as many as calibrate, in their order."""
    chooser = random.Random(seed)  # noqa: S311  # a sample, no secret
    chosen = chooser.sample(range(len(examples)), min(_CALIBRATING, len(examples)))
    return [examples[i] for i in sorted(chosen)]


def _thinned(examples: list[Example], plan: Recipe) -> list[Example]:
    """Most of real talk is unrelated, and a part of it teaches as much as all of it."""
    chooser = random.Random(plan.split_seed)  # noqa: S311  # a sample, no secret
    left = [
        e for e in examples if chooser.random() < plan.unrelated_share or e.stance != "unrelated"
    ]
    return _share(left, plan.real_share, plan.own_seed)


def _labelled(
    composer: Composer, example: Example, weight: float, taught: dict[str, tuple[float, ...]]
) -> Labelled:
    stance, voice, dimension = targets_of(example.stance, example.voice, example.dimension)
    return Labelled(
        id=example.id,
        row=composer.compose(example.item),
        stance=stance,
        voice=voice,
        dimension=dimension,
        weight=weight,
        soft=taught.get(example.id),
    )


def _general(path: Path | None, tokenizer: Encodes, assets: Assets, plan: Recipe) -> list[Labelled]:
    """Rows of pairs with propositions of their own; of them only the stance is known."""
    if path is None:
        return []
    composers: dict[str, Composer] = {}
    rows = []
    for number, row in json_lines(path):
        try:
            proposition, stance = row["proposition"], targets_of(row["stance"], "-", "-")[0]
            item = Item(text=row["text"])
        except (KeyError, TypeError, ValueError):
            place = f"{path}, line {number}"
            raise PipelineError(
                "G001", "the line is no pair of proposition, text and stance", place=place
            ) from None
        if proposition not in composers:
            composers[proposition] = Composer(tokenizer, proposition, load_mask(assets))
        composed = composers[proposition].compose(item)
        rows.append(
            Labelled(
                id=str(row.get("id", f"pair-{number}")),
                row=composed,
                stance=stance,
                voice=-1,
                dimension=-1,
                weight=plan.pairs_weight,
            )
        )
    return rows


def opinion(key: str, chances: Sequence[float]) -> str:
    """A line of what ``Sources.soft`` names: the probabilities of the stances of one sentence."""
    return json.dumps({"id": key, "stances": [round(p, 4) for p in chances]}) + "\n"


def _read_soft(path: Path | None) -> dict[str, tuple[float, ...]]:
    if path is None:
        return {}
    found = {}
    for number, row in json_lines(path):
        try:
            said = tuple(float(p) for p in row["stances"])
            found[str(row["id"])] = said
        except (KeyError, TypeError, ValueError):
            said = ()
        if len(said) != len(STANCES):
            place = f"{path}, line {number}"
            message = f"the line is no id with {len(STANCES)} numbers in `stances`"
            raise PipelineError("G001", message, place=place)
    return found

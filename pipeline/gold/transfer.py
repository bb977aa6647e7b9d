"""``evaluate transfer``: how a backend does on targets that it was never taught.

Three sets of other people, in the form in which they are given out, each with its own
propositions: *ukp* (sentential arguments on eight topics, Stab et al. 2018), *gwsd*
(global warming, Luo et al. 2020) and *perspectrum* (perspectives on claims, Chen et al.
2019). They are for measuring only: nothing here trains.

Their codes are fewer than ours. What is neither favor nor against is one class, ``none``;
Perspectrum has no such class, and there the likelier of the two sides counts.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.config import StanceSection
from pipeline.errors import PipelineError
from pipeline.gold.evaluate import Evaluation, Lexicon, Majority, measure
from pipeline.records import SIDED, Stance
from pipeline.registry import Assets
from pipeline.stance.base import Item, Judge, Judgement
from pipeline.stance.examples import Example
from pipeline.stance.judge import load_judge

#: How a class of theirs is called with us.
_UKP: dict[str, Stance] = {
    "Argument_for": "favor", "Argument_against": "against", "NoArgument": "unrelated",
}  # fmt: skip
_GWSD: dict[str, Stance] = {"agrees": "favor", "disagrees": "against", "neutral": "unrelated"}
_PERSPECTRUM: dict[str, Stance] = {"SUPPORT": "favor", "UNDERMINE": "against"}

_WARMING = "Climate change is a serious concern."


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A sentence and the proposition that it is judged against."""

    text: str
    proposition: str
    stance: Stance  # favor, against, or unrelated for "neither"


class Zero:
    """A backend asked about many propositions; ``sides`` leaves it only favor and against."""

    def __init__(
        self, load: Callable[[str], Judge], propositions: Sequence[str], *, sides: bool
    ) -> None:
        """Ask the backend that ``load`` makes for item i about ``propositions[i]``."""
        self._load, self._propositions, self._sides = load, propositions, sides
        self.name = load(propositions[0]).name

    def judge(self, items: Sequence[Item]) -> list[Judgement]:
        """One judgement an item; ``unrelated`` stands for everything that takes no side."""
        groups: dict[str, list[int]] = {}
        for place, proposition in enumerate(self._propositions):
            groups.setdefault(proposition, []).append(place)
        found: list[Judgement | None] = [None] * len(items)
        for proposition, places in groups.items():
            judge = self._load(proposition)
            for place, said in zip(places, judge.judge([items[i] for i in places]), strict=True):
                found[place] = self._reduced(said)
        return [judgement for judgement in found if judgement is not None]

    def _reduced(self, said: Judgement) -> Judgement:
        favor, against = said.stances["favor"], said.stances["against"]
        none = 0.0 if self._sides else 1.0 - favor - against
        whole = favor + against + none or 1.0
        shares = {"favor": favor, "against": against, "mixed": 0.0, "neutral": 0.0}
        return Judgement(
            stances={s: p / whole for s, p in {**shares, "unrelated": none}.items()}  # type: ignore[misc]
        )


def evaluate_transfer(
    kind: str,
    gold: Path,
    assets: Assets,
    *,
    config: StanceSection = StanceSection(),  # noqa: B008 - frozen
) -> list[Evaluation]:
    """The backend first, then majority, TF-IDF + logistic regression, and VADER.

    Args:
        kind: ukp, gwsd or perspectrum.
        gold: the file as given out; for perspectrum the folder.
        assets: the models folder.
        config: the backend.

    Raises:
        PipelineError: G001 for another kind, or a file that is not understood.
    """
    reader = READERS.get(kind)
    if reader is None:
        raise PipelineError("G001", f"no set {kind!r}", remedy=f"known: {', '.join(READERS)}")
    try:
        pairs = reader(gold)
    except (OSError, ValueError, KeyError, IndexError) as error:
        raise PipelineError("G001", f"no {kind} set: {error}", place=str(gold)) from None
    if not pairs:
        raise PipelineError("G001", f"no {kind} set: it holds no sentence", place=str(gold))
    examples = [_example(number, pair) for number, pair in enumerate(pairs)]
    propositions = [pair.proposition for pair in pairs]
    sides = all(pair.stance in SIDED for pair in pairs)
    linear = StanceSection(backend="baseline")
    makers: list[Callable[[], Judge]] = [
        lambda: Zero(lambda p: load_judge(p, config, assets), propositions, sides=sides),
        lambda: Majority(examples),
        lambda: Zero(lambda p: load_judge(p, linear, assets), propositions, sides=sides),
        lambda: Zero(lambda _: Lexicon(), propositions, sides=sides),
    ]
    return [measure(make, examples) for make in makers]


def read_ukp(path: Path) -> list[Pair]:
    """Rows ``Target: X Text: Y,label`` without a header."""
    pairs = []
    with path.open(encoding="utf-8", newline="") as file:
        for text, label in csv.reader(file):
            target, _, sentence = text.removeprefix("Target: ").partition(" Text: ")
            proposition = f"{target.strip().capitalize()} is good and should be supported."
            pairs.append(Pair(text=sentence, proposition=proposition, stance=_UKP[label.strip()]))
    return pairs


def read_gwsd(path: Path) -> list[Pair]:
    """Rows with eight workers' codes; the most frequent counts, sentences without one are out."""
    pairs = []
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            said = [code for name, code in row.items() if str(name).startswith("worker_")]
            votes = [said.count(code) for code in _GWSD]
            if votes.count(max(votes)) == 1:
                stance = _GWSD[list(_GWSD)[votes.index(max(votes))]]
                pairs.append(Pair(text=row["sentence"], proposition=_WARMING, stance=stance))
    return pairs


def read_perspectrum(folder: Path) -> list[Pair]:
    """Claims of the dev part with their perspectives, each perspective once."""
    return read_perspectives(folder, part="dev")


def read_perspectives(folder: Path, *, part: str) -> list[Pair]:
    """Claims of ``part`` (train or dev) of Perspectrum, the first wording of each perspective."""
    split, pool, claims = (
        _json(folder, name)
        for name in ("dataset_split", "perspective_pool", "perspectrum_with_answers")
    )
    texts = {row["pId"]: row["text"] for row in pool}
    return [
        Pair(text=texts[number], proposition=claim["text"], stance=stance)
        for claim in claims
        if split.get(str(claim["cId"])) == part
        for group in claim["perspectives"]
        if (stance := _PERSPECTRUM.get(group["stance_label_3"])) is not None
        for number in group["pids"][:1]
    ]


#: The sets by name.
READERS: dict[str, Callable[[Path], list[Pair]]] = {
    "ukp": read_ukp,
    "gwsd": read_gwsd,
    "perspectrum": read_perspectrum,
}


def _json(folder: Path, name: str) -> Any:
    return json.loads((folder / f"{name}_v1.0.json").read_text(encoding="utf-8"))


def _example(number: int, pair: Pair) -> Example:
    return Example(
        id=str(number), document=str(number), genre="", date="", item=Item(text=pair.text),
        stance=pair.stance, voice="-", dimension="-", holder="",
    )  # fmt: skip

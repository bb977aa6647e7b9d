"""``evaluate publish``: every figure that the card and the datasheet show, measured anew.

One command measures the shipped stance model on all gold there is and writes the files
under ``models/stance`` that ship with it. Seconds stay out (they are the machine's), and so
do ids of wrong answers on sentences that are not ours to show. Of our own sentences every
answer is kept, so that a test can see whether the weights are those that were measured.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from pipeline.config import StanceSection
from pipeline.errors import PipelineError
from pipeline.gold.agreement import CODED_TWICE, compare
from pipeline.gold.dataset import describe
from pipeline.gold.evaluate import Evaluation, evaluate_stance
from pipeline.gold.robustness import evaluate_robustness
from pipeline.gold.transfer import evaluate_transfer
from pipeline.registry import Assets
from pipeline.stance.examples import read_folder

#: Sentences of the check set that are perturbed; each is judged some seven times.
ROBUSTNESS_SAMPLE = 240
#: The sets of ``evaluate transfer``: kind -> place in the folder of gold.
TRANSFER = {
    "ukp": "ukp_dev/ukp_full_val.csv",
    "gwsd": "gwsd_dev/GWSD_dev.tsv",
    "perspectrum": "perspectrum",
}
_OURS = "check"
PIECES = ("dev", "seeds", _OURS, "robustness", "data", "agreement", "transfer")
_PEER = "student"
_SECONDS = frozenset({"seconds", "load_seconds", "items_per_second"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One file of figures: its name under ``models/stance`` and how it is measured."""

    name: str
    file: str
    measure: Callable[[], dict[str, Any]]


def publish(
    assets: Assets,
    gold: Path,
    *,
    only: Sequence[str] = (),
    backend: str = "auto",
    say: Callable[[str], object] = print,
) -> list[Path]:
    """Measure what there is gold for, write it under ``models/stance``; the files written.

    Args:
        assets: the models folder, which is written to.
        gold: folder with ``stance_dev.jsonl``, ``stance_seeds.jsonl`` and the sets of
            ``TRANSFER``; what it lacks keeps its published figures, and that is said.
        only: names of pieces, of ``PIECES``; all when empty.
        backend: that is measured; "auto" is the shipped one.
        say: told what is measured and what is left out.

    Raises:
        PipelineError: G001 for a name in ``only`` that is no piece.
    """
    pieces = {piece.name: piece for piece in _pieces(assets, gold, backend)}
    for name in only:
        if name not in PIECES:
            known = f"known: {', '.join(PIECES)}"
            raise PipelineError("G001", f"no figures {name!r}", remedy=known)
    written = []
    for name in only or PIECES:
        if name not in pieces:
            say(f"{name}: no gold in {gold}; the published figures stay")
            continue
        say(f"{name}: measuring")
        target = assets.root / "stance" / pieces[name].file
        target.parent.mkdir(parents=True, exist_ok=True)
        found = json.dumps(_without(pieces[name].measure(), _SECONDS), indent=2)
        target.write_text(found + "\n", encoding="utf-8")
        written.append(target)
    return written


def _pieces(assets: Assets, gold: Path, backend: str) -> Iterator[Piece]:
    config = StanceSection(backend=backend)
    check = assets.root / "stance" / "check.jsonl"
    files = {
        "dev": ("metrics.json", gold / "stance_dev.jsonl"),
        "seeds": ("metrics/seeds.json", gold / "stance_seeds.jsonl"),
        _OURS: ("metrics/check.json", check),
    }
    for name, (file, path) in files.items():
        if path.exists():
            yield Piece(
                name=name,
                file=file,
                measure=partial(_stance, path, assets, config, name),
            )
    yield Piece(
        name="robustness",
        file="metrics/robustness.json",
        measure=lambda: evaluate_robustness(
            check, assets, config, sample=ROBUSTNESS_SAMPLE
        ).as_dict(),
    )
    yield Piece(
        name="data",
        file="metrics/data.json",
        measure=lambda: describe(read_folder(assets.root / "stance" / "train")),
    )
    yield Piece(
        name="agreement",
        file="metrics/agreement.json",
        measure=lambda: _agreement(assets.root / "stance"),
    )
    sets = {kind: gold / place for kind, place in TRANSFER.items() if (gold / place).exists()}
    if sets:
        yield Piece(
            name="transfer",
            file="metrics/transfer.json",
            measure=lambda: {
                kind: _transfer(kind, path, assets, config) for kind, path in sets.items()
            },
        )


def _stance(path: Path, assets: Assets, config: StanceSection, name: str) -> dict[str, Any]:
    peers = (_PEER,) if assets.has(f"stance/{_PEER}/settings.json") else ()
    first, *baselines = evaluate_stance(path, assets, config=config, peers=peers)
    if name != _OURS:
        return _beside(_without(first.as_dict(), frozenset({"worst"})), baselines)
    return {**_beside(first.as_dict(), baselines), "said": first.said}


def _agreement(folder: Path) -> dict[str, Any]:
    """Of each set coded twice that is there: items and alpha with its interval, by field."""
    return {
        name: {
            field: {"n": n, **figure.as_dict()}
            for field, (n, figure) in compare(folder / ours, folder / theirs).items()
        }
        for name, ours, theirs in CODED_TWICE
        if (folder / ours).exists() and (folder / theirs).exists()
    }


def _transfer(kind: str, path: Path, assets: Assets, config: StanceSection) -> dict[str, Any]:
    first, *baselines = evaluate_transfer(kind, path, assets, config=config)
    brief = frozenset({"worst", "groups", "coverage"})
    return _beside(_without(first.as_dict(), brief), baselines)


def _beside(first: dict[str, Any], baselines: Sequence[Evaluation]) -> dict[str, Any]:
    brief = frozenset({"worst", "coverage", "groups"})
    return {**first, "baselines": [_without(each.as_dict(), brief) for each in baselines]}


def _without(found: dict[str, Any], keys: frozenset[str]) -> dict[str, Any]:
    """``found`` without ``keys``, in the dictionaries and lists inside it too."""
    return {key: _pruned(value, keys) for key, value in found.items() if key not in keys}


def _pruned(value: Any, keys: frozenset[str]) -> Any:
    if isinstance(value, dict):
        return _without(value, keys)
    if isinstance(value, list):
        return [_pruned(part, keys) for part in value]
    return value

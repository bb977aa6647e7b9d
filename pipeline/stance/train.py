"""``scaling-discourse train stance``: from coded sentences to a folder that ships.

    model.onnx[.gz]   the weights as they ship, by the recipe's way of ``shrink``
    network/          the weights in full, from which a further training can go on
    tokenizer.json    the encoder's own
    settings.json     temperature, class biases, recipe, what it was trained on
    training.json     the log: loss an epoch, figures on the held-back documents
    said.jsonl        what the network said of each sentence before it learned from it:
                      the teacher's opinions (``--soft``) for a smaller network

Real sentences are split by document: the held-back documents calibrate the
probabilities and are never trained on. Needs the extra ``[train]`` (torch).
"""

from __future__ import annotations

import json
import random
import shutil
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from pipeline.errors import PipelineError
from pipeline.registry import Assets
from pipeline.stance.calibrate import calibrate_model
from pipeline.stance.compose import Composer, load_tokenizer
from pipeline.stance.examples import Example, json_lines, read_examples
from pipeline.stance.names import load_mask
from pipeline.stance.network import save_network
from pipeline.stance.shrink import WAYS
from pipeline.stance.target import load_target
from pipeline.stance.training import (
    Labelled,
    TrainingConfig,
    describe,
    fit,
    targets_of,
)

Say = Callable[[str], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What is trained on what, besides the loop's own settings."""

    own: bool = True  # the sentences in models/stance/train
    files: tuple[str, ...] = ("*",)  # patterns of their file names
    own_share: float = 1.0  # of them, for learning curves
    real_weight: float = 2.0  # of a real sentence in the loss
    unrelated_share: float = 1.0  # of the real unrelated sentences that are trained on
    held_back: float = 0.2  # share of the real documents kept for calibration
    split_seed: int = 7
    match_shares: bool = True  # on what is held back; else only the temperature is fitted
    shrink: str = "dynamic"  # or blocks: see ``stance.shrink``
    training: TrainingConfig = field(default_factory=TrainingConfig)


def read_recipe(path: Path | None) -> Recipe:
    """The recipe in a TOML file; ``[training]`` holds the loop's settings.

    Raises:
        PipelineError: C001 for a key that does not exist, C002 for an unknown way to shrink.
    """
    table = tomllib.loads(path.read_text(encoding="utf-8")) if path else {}
    if "files" in table:
        table["files"] = tuple(table["files"])
    loop = table.pop("training", {})
    for kind, given in ((Recipe, table), (TrainingConfig, loop)):
        known = {field.name for field in fields(kind)}
        for key in given:
            if key not in known:
                raise PipelineError("C001", f"unknown key `{key}`", place=str(path))
    recipe = Recipe(**table, training=TrainingConfig(**loop))
    if recipe.shrink not in WAYS:  # said before the training, not after it
        message = f"`shrink` is {recipe.shrink!r}; known: {', '.join(WAYS)}"
        raise PipelineError("C002", message, place=str(path))
    return recipe


def train(
    assets: Assets,
    encoder: Path,
    output: Path,
    *,
    recipe: Path | None = None,
    real: Sequence[Path] = (),
    soft: Path | None = None,
    say: Say = print,
) -> None:
    """Train, calibrate, export and quantise; writes the folder ``output``.

    Args:
        assets: the models folder, for the sentences and the target.
        encoder: config.json, model.safetensors and tokenizer.json of the pretrained encoder.
        output: folder to write.
        recipe: TOML of a ``Recipe``; defaults when None.
        real: files of coded real sentences (the gold format); only own ones when empty.
        soft: JSON Lines of {"id", "stances": [5 numbers]} from a teacher, None for hard codes.
        say: told what happens.
    """
    plan = read_recipe(recipe)
    proposition = load_target(assets, "scaling").proposition
    tokenizer = load_tokenizer(encoder / "tokenizer.json")
    composer = Composer(tokenizer, proposition, load_mask(assets))
    own = _own(assets, plan)
    kept, held = split_by_document([e for path in real for e in read_examples(path)], plan)
    kept = _thinned(kept, plan)
    taught = _read_soft(soft)
    rows = [_labelled(composer, e, 1.0, taught) for e in own]
    rows += [_labelled(composer, e, plan.real_weight, taught) for e in kept]
    say(f"{len(own)} own and {len(kept)} real sentences; {len(held)} real ones held back")
    fitted = fit(encoder, rows, plan.training, say)
    say(f"loss by epoch: {', '.join(str(entry['loss']) for entry in fitted.log)}")
    network_folder = output / "network"
    network_folder.mkdir(parents=True, exist_ok=True)
    save_network(fitted.network, network_folder)
    for folder in (output, network_folder):
        shutil.copyfile(encoder / "tokenizer.json", folder / "tokenizer.json")
    model = _export(fitted.network, output, plan.shrink, say)
    held = held or own[:500]
    settings = {
        **calibrate_model(model, composer, held, shares=plan.match_shares),
        "proposition": proposition,
        "recipe": {f.name: getattr(plan, f.name) for f in fields(plan) if f.name != "training"},
        "training": describe(plan.training),
        "sentences": {"own": len(own), "real": len(kept), "held_back": len(held)},
    }
    _write(output / "settings.json", settings)
    _write(output / "training.json", {"log": fitted.log})
    said = [json.dumps({"id": key, "stances": p}) for key, p in sorted(fitted.said.items())]
    (output / "said.jsonl").write_text("\n".join(said) + "\n", encoding="utf-8")


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


def _own(assets: Assets, plan: Recipe) -> list[Example]:
    if not plan.own:
        return []
    folder = assets.path("stance/train")
    names = sorted({path for pattern in plan.files for path in folder.glob(f"{pattern}.jsonl")})
    examples = [example for path in names for example in read_examples(path)]
    if plan.own_share < 1:
        chooser = random.Random(plan.split_seed)  # noqa: S311  # a sample, no secret
        examples = chooser.sample(examples, round(len(examples) * plan.own_share))
    return examples


def _thinned(examples: list[Example], plan: Recipe) -> list[Example]:
    """Most of real talk is unrelated, and a part of it teaches as much as all of it."""
    chooser = random.Random(plan.split_seed)  # noqa: S311  # a sample, no secret
    return [
        e for e in examples if chooser.random() < plan.unrelated_share or e.stance != "unrelated"
    ]


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


def _read_soft(path: Path | None) -> dict[str, tuple[float, ...]]:
    if path is None:
        return {}
    return {row["id"]: tuple(float(p) for p in row["stances"]) for _, row in json_lines(path)}


def _export(network: Any, output: Path, way: str, say: Say) -> Path:
    """fp32 ONNX, and beside it the file that ships, whose path is returned."""
    from pipeline.stance.network import export_onnx

    full = output / "model.fp32.onnx"
    export_onnx(network, full)
    shrink, name = WAYS[way]
    shrink(full, output / name)
    for path in (full, output / name):
        say(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB")
    return output / name


def _write(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")

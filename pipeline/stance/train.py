"""``scaling-discourse train stance``: from coded sentences to a folder that ships.

    model.onnx        int8 where it agrees with fp32, see ``settings.json``
    tokenizer.json    the encoder's own
    settings.json     temperature, class biases, recipe, what it was trained on
    training.json     the log: loss an epoch, figures on the held-back documents

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

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax

from pipeline.errors import PipelineError
from pipeline.records import STANCES
from pipeline.registry import Assets
from pipeline.stance.compose import Composer, load_tokenizer
from pipeline.stance.encoder import logits, open_session
from pipeline.stance.examples import Example, json_lines, read_examples, read_folder
from pipeline.stance.names import load_mask
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
    own_share: float = 1.0  # of them, for learning curves
    real_weight: float = 2.0  # of a real sentence in the loss
    unrelated_share: float = 1.0  # of the real unrelated sentences that are trained on
    held_back: float = 0.2  # share of the real documents kept for calibration
    split_seed: int = 7
    training: TrainingConfig = field(default_factory=TrainingConfig)


def read_recipe(path: Path | None) -> Recipe:
    """The recipe in a TOML file; ``[training]`` holds the loop's settings.

    Raises:
        PipelineError: C001 for a key that does not exist.
    """
    table = tomllib.loads(path.read_text(encoding="utf-8")) if path else {}
    loop = table.pop("training", {})
    for kind, given in ((Recipe, table), (TrainingConfig, loop)):
        known = {field.name for field in fields(kind)}
        for key in given:
            if key not in known:
                raise PipelineError("C001", f"unknown key `{key}`", place=str(path))
    return Recipe(**table, training=TrainingConfig(**loop))


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
    network, log = fit(encoder, rows, plan.training, say)
    say(f"loss by epoch: {', '.join(str(entry['loss']) for entry in log)}")
    output.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(encoder / "tokenizer.json", output / "tokenizer.json")
    _export(network, output, say)
    calibration = calibrate_model(output / "model.onnx", composer, held or own[:500])
    settings = {
        **calibration,
        "proposition": proposition,
        "recipe": {f.name: getattr(plan, f.name) for f in fields(plan) if f.name != "training"},
        "training": describe(plan.training),
        "sentences": {"own": len(own), "real": len(kept), "held_back": len(held)},
    }
    _write(output / "settings.json", settings)
    _write(output / "training.json", {"log": log})


def split_by_document(
    examples: Sequence[Example], recipe: Recipe
) -> tuple[list[Example], list[Example]]:
    """(to train on, held back): whole documents on one side, by ``split_seed``."""
    names = sorted({example.document for example in examples})
    random.Random(recipe.split_seed).shuffle(names)  # noqa: S311  # a split, no secret
    held = set(names[: round(len(names) * recipe.held_back)])
    return (
        [e for e in examples if e.document not in held],
        [e for e in examples if e.document in held],
    )


def calibrate_model(model: Path, composer: Composer, held: Sequence[Example]) -> dict[str, Any]:
    """``calibrate`` on what the exported ``model`` itself says of the held-back sentences."""
    session = open_session(model.read_bytes())
    rows = composer.compose_all([e.item for e in held])
    said = np.concatenate([logits(session, row)[0] for row in rows]).astype(np.float64)
    return calibrate(said, [e.stance for e in held])


def calibrate(said: NDArray[np.float64], gold: Sequence[str]) -> dict[str, Any]:
    """Class biases and a temperature for the logits ``said`` (n, 5).

    The biases make the predicted shares equal the true ones, since shares are what trends
    are made of; they move no probability of a side against a side by much. The temperature
    then minimises the log loss (Guo et al. 2017).
    """
    places = np.array([STANCES.index(g) for g in gold])
    biases = match_shares(said, np.bincount(places, minlength=len(STANCES)) / len(places))

    def loss(logarithm: float) -> float:
        scaled = (said + biases) / np.exp(logarithm)
        return float(-log_softmax(scaled, axis=1)[np.arange(len(places)), places].mean())

    found = minimize_scalar(loss, bounds=(-1.0, 1.5), method="bounded")
    return {
        "temperature": round(float(np.exp(found.x)), 4),
        "biases": [round(float(b), 4) for b in biases],
        "log_loss": round(float(found.fun), 4),
    }


def match_shares(
    said: NDArray[np.float64], wanted: NDArray[np.float64], *, steps: int = 400
) -> NDArray[np.float64]:
    """Biases (5,) with which the most probable classes of ``said`` have the ``wanted`` shares.

    Ever smaller steps against the logarithm of the ratio of the shares; a class may be
    moved by 2 at most, and the biases add up to 0.
    """
    biases = np.zeros(said.shape[1])
    rare = 1.0 / len(said)
    for step in np.geomspace(0.3, 0.006, steps):
        shares = np.bincount((said + biases).argmax(axis=1), minlength=len(biases)) / len(said)
        ratio = np.log((wanted + rare) / (shares + rare))
        biases = np.clip(biases + step * np.clip(ratio, -1, 1), -2, 2)
        biases -= biases.mean()
    return biases


def _own(assets: Assets, plan: Recipe) -> list[Example]:
    if not plan.own:
        return []
    examples = read_folder(assets.path("stance/train"))
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


def _export(network: Any, output: Path, say: Say) -> None:
    """fp32 ONNX, then int8 weights per channel; both are measured by ``evaluate``."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    from pipeline.stance.network import export_onnx

    full = output / "model.fp32.onnx"
    export_onnx(network, full)
    quantize_dynamic(
        str(full), str(output / "model.onnx"), per_channel=True, weight_type=QuantType.QInt8
    )
    for path in (full, output / "model.onnx"):
        say(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB")


def _write(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")

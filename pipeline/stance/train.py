"""``scaling-discourse train stance``: from coded sentences to a folder that ships.

    model.onnx[.gz]   the weights as they ship, by the recipe's way of ``shrink``
    network/          the weights in full, from which a further training can go on
    tokenizer.json    the encoder's own
    settings.json     temperature, class biases, recipe, what it was trained on
    training.json     the log: loss an epoch
    said.jsonl        what the network said of each sentence before it learned from it:
                      the teacher's opinions (``--soft``) for a smaller network

Real sentences are split by document: the held-back documents calibrate the
probabilities and are never trained on. Needs the extra ``[train]`` (torch).
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pipeline.registry import Assets
from pipeline.stance.average import mean_of
from pipeline.stance.calibrate import calibrate_model
from pipeline.stance.compose import Composer, load_tokenizer
from pipeline.stance.lessons import Lessons, Sources, gather, opinion
from pipeline.stance.names import load_mask
from pipeline.stance.network import StanceNetwork, export_onnx, save_network
from pipeline.stance.recipe import Recipe, described, read_recipe
from pipeline.stance.shrink import WAYS
from pipeline.stance.target import load_target
from pipeline.stance.training import fit

Say = Callable[[str], object]


def train(
    assets: Assets,
    encoder: Path,
    output: Path,
    *,
    recipe: Path | None = None,
    seed: int | None = None,
    sources: Sources = Sources(),  # noqa: B008 - frozen
    say: Say = print,
) -> None:
    """Train, calibrate, export and shrink; writes the folder ``output``.

    Args:
        assets: the models folder, for the sentences and the target.
        encoder: config.json, model.safetensors and tokenizer.json of the encoder to start from.
        output: folder to write.
        recipe: TOML of a ``Recipe``; defaults when None.
        seed: instead of the recipe's, of the loop and of the samples that shares take.
        sources: what to learn from besides the sentences that ship.
        say: told what happens.
    """
    plan = read_recipe(recipe)
    if seed is not None:
        loop = plan.training.model_copy(update={"seed": seed})
        plan = plan.model_copy(update={"own_seed": seed, "training": loop})
    lessons, composer = _prepared(assets, encoder, plan, sources)
    counts = lessons.counts
    say(
        f"{counts['own']} own and {counts['real']} real sentences, {counts['pairs']} general "
        f"pairs; {counts['held_back']} real ones held back"
    )
    fitted = fit(encoder, lessons.rows, plan.training, say)
    say(f"loss by epoch: {', '.join(str(entry['loss']) for entry in fitted.log)}")
    _write_folder(fitted.network, encoder, output, plan, composer, lessons, say)
    _write(output / "training.json", {"log": fitted.log})
    said = "".join(opinion(key, chances) for key, chances in sorted(fitted.said.items()))
    (output / "said.jsonl").write_text(said, encoding="utf-8")


def average(
    assets: Assets,
    networks: Sequence[Path],
    output: Path,
    *,
    weights: Sequence[float] = (),
    recipe: Path | None = None,
    sources: Sources = Sources(),  # noqa: B008 - frozen
    say: Say = print,
) -> None:
    """Write ``output`` as ``train`` does, with the mean of ``networks`` as its weights.

    Args:
        assets: the models folder.
        networks: ``network/`` folders of trainings from one start, with one recipe but the seed.
        output: folder to write.
        weights: what each network counts; alike by default.
        recipe: the recipe that they were trained with.
        sources: what they were trained with, for the same documents to be held back.
        say: told what happens.

    Raises:
        PipelineError: G001 for fewer than two networks, networks of different shapes, or
            weights that do not fit.
    """
    plan = read_recipe(recipe)
    lessons, composer = _prepared(assets, networks[0], plan, sources)
    mean = mean_of(networks, weights)
    _write_folder(mean, networks[0], output, plan, composer, lessons, say)
    _write(
        output / "training.json", {"mean_of": len(networks), "weights": list(weights) or "alike"}
    )


def _prepared(
    assets: Assets, encoder: Path, plan: Recipe, sources: Sources
) -> tuple[Lessons, Composer]:
    tokenizer = load_tokenizer(encoder / "tokenizer.json")
    proposition = load_target(assets, "scaling").proposition
    composer = Composer(tokenizer, proposition, load_mask(assets))
    return gather(assets, plan, sources, tokenizer, composer), composer


def _write_folder(
    network: StanceNetwork,
    encoder: Path,
    output: Path,
    plan: Recipe,
    composer: Composer,
    lessons: Lessons,
    say: Say,
) -> None:
    full = output / "network"
    full.mkdir(parents=True, exist_ok=True)
    save_network(network, full)
    for folder in (output, full):
        shutil.copyfile(encoder / "tokenizer.json", folder / "tokenizer.json")
    model = _export(network, output, plan.shrink, say)
    settings = {
        **calibrate_model(model, composer, lessons.held, shares=plan.match_shares),
        "proposition": composer.proposition,
        "limits": asdict(composer.limits),
        **described(plan),
        "sentences": lessons.counts,
    }
    _write(output / "settings.json", settings)


def _export(network: Any, output: Path, way: str, say: Say) -> Path:
    """fp32 ONNX, and beside it the file that ships, whose path is returned."""
    full = output / "model.fp32.onnx"
    export_onnx(network, full)
    shrink, name = WAYS[way]
    shrink(full, output / name)
    for path in (full, output / name):
        say(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB")
    return output / name


def _write(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")

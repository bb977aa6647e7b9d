"""A recipe: what a training of the stance network is done with, as a TOML file."""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from pipeline.errors import PipelineError
from pipeline.stance.shrink import WAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingConfig:
    """Everything that decides the weights, besides the examples."""

    seed: int = 1
    epochs: int = 4
    batch: int = 32
    rate: float = 5e-5
    head_rate: float = 1e-3
    warmup: float = 0.1  # share of the steps
    decay: float = 0.01
    smoothing: float = 0.05
    soft_weight: float = 0.5  # of a teacher's probabilities beside the code, where there are any
    voice_weight: float = 0.3
    dimension_weight: float = 0.3
    dropout: float = 0.1  # before the heads
    inner_dropout: float = 0.1  # inside the encoder; 0 saves a quarter of the time on a CPU
    bf16: bool = True
    freeze: int = 0  # lower layers, with the embeddings, that stay as they were; -1 = nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What is trained on what, besides the loop's own settings."""

    own: bool = True  # the sentences in models/stance/train
    files: tuple[str, ...] = ("*",)  # patterns of their file names
    own_share: float = 1.0  # of them: for learning curves, and for networks to be averaged
    own_seed: int = 7  # of the samples that ``own_share`` and ``real_share`` take
    second_opinion: bool = False  # where there is one, it counts for them: see ``lessons``
    augment: float = 0.0  # share of own and real sentences in another dress (``augment``)
    pairs_weight: float = 0.5  # of a general pair in the loss
    real_weight: float = 2.0  # of a real sentence in the loss
    unrelated_share: float = 1.0  # of the real unrelated sentences that are trained on
    real_share: float = 1.0  # of what is then left of the real ones
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


def described(recipe: Recipe) -> dict[str, Any]:
    """``recipe`` as kept beside the weights: what was trained on, and how."""
    named = {f.name: getattr(recipe, f.name) for f in fields(recipe) if f.name != "training"}
    return {"recipe": named, "training": asdict(recipe.training)}

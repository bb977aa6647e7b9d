"""A recipe: what a training of the stance network is done with, as a TOML file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from pipeline.config import Section, read_toml, validate

Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=1)]
Number = Annotated[int, Field(ge=0)]


class TrainingConfig(Section):
    """Everything that decides the weights, besides the examples."""

    seed: int = 1
    epochs: Count = 4
    batch: Count = 32
    rate: float = 5e-5
    head_rate: float = 1e-3
    warmup: Share = 0.1  # share of the steps
    decay: float = 0.01
    smoothing: Share = 0.05
    soft_weight: Share = 0.5  # of a teacher's probabilities beside the code, where there are any
    voice_weight: float = 0.3
    dimension_weight: float = 0.3
    dropout: Share = 0.1  # before the heads
    inner_dropout: Share = 0.1  # inside the encoder; 0 saves a quarter of the time on a CPU
    bf16: bool = True
    freeze: Annotated[int, Field(ge=-1)] = (
        0  # lower layers, with the embeddings, that stay as they were; -1 = nothing
    )


class Draw(Section):
    """How many of what are taken: numbers instead of shares (``stance.draw``)."""

    corrected: Number = 0  # own sentences whose stance the second coder changed
    newest: Number = 0  # of the files that ``newest_files`` names
    newest_files: tuple[str, ...] = ()  # patterns of their file names
    older: Number = 0  # the other own ones
    unsided: Number = 0  # real ones that take no side; those that do are taken whole
    pairs: Number = 0  # general pairs


class Recipe(Section):
    """What is trained on what, besides the loop's own settings."""

    own: bool = True  # the sentences in models/stance/train
    files: tuple[str, ...] = ("*",)  # patterns of their file names
    own_share: Share = 1.0  # of them: for learning curves, and for networks to be averaged
    own_seed: int = 7  # of the samples that ``own_share`` and ``real_share`` take
    second_opinion: bool = False  # where there is one, it counts for them: see ``lessons``
    augment: Share = 0.0  # share of own and real sentences in another dress (``augment``)
    pairs_weight: float = 0.5  # of a general pair in the loss
    real_weight: float = 2.0  # of a real sentence in the loss
    unrelated_share: Share = 1.0  # of the real unrelated sentences that are trained on
    real_share: Share = 1.0  # of what is then left of the real ones
    draw: Draw | None = None  # what is then left is drawn from by numbers
    short_contexts: Share = 0.0  # share of own and real sentences with little around them
    held_back: Share = 0.2  # share of the real documents kept for calibration
    split_seed: int = 7
    match_shares: bool = True  # on what is held back; else only the temperature is fitted
    shrink: Literal["dynamic", "blocks"] = "dynamic"  # see ``stance.shrink``
    training: TrainingConfig = TrainingConfig()


def read_recipe(path: Path | None) -> Recipe:
    """The recipe in a TOML file, whose ``[training]`` holds the loop's settings.

    For None it is the default one.

    Raises:
        ConfigError: C001 for a key that does not exist, C002 for a value that does not do,
            C003 for a file that cannot be read.
    """
    return validate(Recipe, read_toml(path), str(path)) if path else Recipe()


def described(recipe: Recipe) -> dict[str, Any]:
    """``recipe`` as kept beside the weights: what was trained on, and how."""
    named = recipe.model_dump(exclude={"training"})
    return {"recipe": named, "training": recipe.training.model_dump()}

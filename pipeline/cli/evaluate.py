"""``evaluate`` and ``train``: figures anybody can check, weights anybody can make."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pipeline.gold.evaluate import Evaluation

app = typer.Typer(
    help="Measure a part of the tool against hand-coded gold.",
    epilog="Example:  scaling-discourse evaluate stance --gold my-gold.jsonl",
    no_args_is_help=True,
    rich_markup_mode=None,
)
train_app = typer.Typer(
    help="Train a model that ships in models/ (needs the extra [train]).",
    epilog="Example:  scaling-discourse train stance --recipe models/stance/recipe.toml",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.callback()
def _evaluate_root() -> None:
    """Measure a part of the tool against hand-coded gold."""


@train_app.callback()
def _train_root() -> None:
    """Train a model that ships in models/ (needs the extra [train])."""


@app.command(
    "stance", epilog="Example:  scaling-discourse evaluate stance --gold gold.jsonl --json"
)
def stance(
    gold: Annotated[Path, typer.Option(help="Coded sentences, JSON Lines.")],
    backend: Annotated[str, typer.Option(help="encoder, baseline or an installed one.")] = "auto",
    target: Annotated[str, typer.Option(help="Name of a file in models/targets.")] = "scaling",
    models: Annotated[Path | None, typer.Option(help="Folder of models.")] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Stance against gold, beside majority, TF-IDF + logistic regression and VADER."""
    from pipeline.gold.evaluate import evaluate_stance
    from pipeline.registry import Assets, default_models

    found = evaluate_stance(
        gold, Assets(models or default_models()), backend=backend, target=target
    )
    if json_:
        first, *others = (evaluation.as_dict() for evaluation in found)
        typer.echo(json.dumps({**first, "baselines": others}, indent=2))
        return
    for evaluation in found:
        _print(evaluation)


@app.command("agreement", epilog="Example:  scaling-discourse evaluate agreement")
def agreement(
    first: Annotated[Path | None, typer.Option(help="Folder of coded sentences.")] = None,
    second: Annotated[Path | None, typer.Option(help="The second coder's JSON Lines.")] = None,
) -> None:
    """Krippendorff's alpha between two coders; by default of the training sentences."""
    from pipeline.gold.agreement import compare
    from pipeline.registry import default_models

    stance_models = default_models() / "stance"
    found = compare(
        first or stance_models / "train", second or stance_models / "second_coding.jsonl"
    )
    for field, (n, figure) in found.items():
        interval = f"[{figure.low:.3f}, {figure.high:.3f}]"
        typer.echo(f"{field:<10} n = {n}   alpha = {figure.value:.3f}   {interval}")


@train_app.command("stance", epilog="Example:  scaling-discourse train stance --real gold.jsonl")
def train_stance(
    encoder: Annotated[Path, typer.Option(help="Folder of the pretrained encoder.")],
    output: Annotated[Path, typer.Option(help="Folder of the new model.")],
    recipe: Annotated[Path | None, typer.Option(help="TOML with training settings.")] = None,
    real: Annotated[Path | None, typer.Option(help="Coded real sentences to add.")] = None,
    soft: Annotated[Path | None, typer.Option(help="A teacher's probabilities to learn.")] = None,
) -> None:
    """Fine-tune the stance encoder on models/stance/train and export it to ONNX."""
    from pipeline.registry import Assets, default_models
    from pipeline.stance.train import train

    train(
        Assets(default_models()),
        encoder,
        output,
        recipe=recipe,
        real=real,
        soft=soft,
        say=typer.echo,
    )


def _print(evaluation: Evaluation) -> None:
    typer.echo(f"\n{evaluation.backend}  (n = {evaluation.n})")
    for name, figure in evaluation.figures.items():
        typer.echo(f"  {name:<28}{figure.value:7.3f}   [{figure.low:.3f}, {figure.high:.3f}]")
    speed = evaluation.n / evaluation.seconds if evaluation.seconds else 0.0
    typer.echo(f"  {'calibration error':<28}{evaluation.calibration_error:7.3f}")
    if evaluation.voice_accuracy == evaluation.voice_accuracy:
        typer.echo(f"  {'voice accuracy (sided)':<28}{evaluation.voice_accuracy:7.3f}")
    typer.echo(f"  {'items per second':<28}{speed:7.0f}")

"""``evaluate``: figures that anybody can check."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli import attribution, surface

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.config import StanceSection
    from pipeline.gold.evaluate import Evaluation

app = typer.Typer(
    help="Measure a part of the tool against coded sentences.",
    epilog="Example:  scaling-discourse evaluate stance --gold my-gold.jsonl",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.callback()
def _evaluate_root() -> None:
    """Measure a part of the tool against coded sentences."""


@app.command(
    "stance", epilog="Example:  scaling-discourse evaluate stance --gold gold.jsonl --json"
)
def stance(
    gold: Annotated[Path, typer.Option(help="Coded sentences, JSON Lines.")],
    backend: Annotated[
        str | None,
        typer.Option(
            help="encoder, student, baseline, llm or an installed one. [default: as configured]"
        ),
    ] = None,
    target: Annotated[str, typer.Option(help="Name of a file in models/targets.")] = "scaling",
    config: Annotated[Path, typer.Option(help="Settings file.")] = Path("pipeline.toml"),
    models: Annotated[Path | None, typer.Option(help="Folder of models.")] = None,
    trained: Annotated[
        list[Path] | None,
        typer.Option(help="Folder of a training instead of a backend; several give the spread."),
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Stance against gold, beside majority, TF-IDF + logistic regression and VADER."""
    from pipeline.config import load_settings
    from pipeline.gold.evaluate import evaluate_stance, evaluate_trained, spread
    from pipeline.registry import Assets, default_models

    if trained:
        each = evaluate_trained(gold, trained, Assets(models or default_models()), target=target)
        _show(each, as_json=json_)
        if len(each) > 1 and not json_:
            mean, least, most = spread(each, "f_avg")
            typer.echo(f"\nf_avg of {len(each)}: mean {mean:.3f}, {least:.3f} to {most:.3f}")
        return
    section = load_settings(config).stance.asking(backend)
    found = evaluate_stance(gold, Assets(models or default_models()), config=section, target=target)
    _say_spent(section)
    _show(found, as_json=json_)


@app.command(
    "transfer",
    epilog="Example:  scaling-discourse evaluate transfer --kind gwsd --gold GWSD_dev.tsv",
)
def transfer(
    kind: Annotated[str, typer.Option(help="ukp, gwsd or perspectrum.")],
    gold: Annotated[Path, typer.Option(help="The set as given out; a folder for perspectrum.")],
    backend: Annotated[
        str | None,
        typer.Option(help="encoder, student, baseline, llm or another. [default: as configured]"),
    ] = None,
    config: Annotated[Path, typer.Option(help="Settings file.")] = Path("pipeline.toml"),
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Stance toward targets without training on them, beside the same baselines."""
    from pipeline.config import load_settings
    from pipeline.gold.transfer import evaluate_transfer
    from pipeline.registry import Assets, default_models

    section = load_settings(config).stance.asking(backend)
    found = evaluate_transfer(kind, gold, Assets(default_models()), config=section)
    _say_spent(section)
    _show(found, as_json=json_)


@app.command("agreement", epilog="Example:  scaling-discourse evaluate agreement")
def agreement(
    first: Annotated[Path | None, typer.Option(help="Folder of coded sentences.")] = None,
    second: Annotated[Path | None, typer.Option(help="The second coder's JSON Lines.")] = None,
) -> None:
    """Krippendorff's alpha between two coders; by default of all that ships coded twice."""
    from pipeline.gold.agreement import CODED_TWICE, compare
    from pipeline.registry import default_models

    folder = default_models() / "stance"
    asked = [("", first or folder / "train", second)] if second else []
    shipped = [(name, folder / ours, folder / theirs) for name, ours, theirs in CODED_TWICE]
    for name, ours, theirs in asked or shipped:
        if name:
            typer.echo(f"{name}:")
        for field, (n, figure) in compare(ours, theirs).items():
            interval = f"[{figure.low:.3f}, {figure.high:.3f}]"
            typer.echo(f"  {field:<10} n = {n}   alpha = {figure.value:.3f}   {interval}")


@app.command("data", epilog="Example:  scaling-discourse evaluate data --json")
def dataset(
    folder: Annotated[Path | None, typer.Option(help="Folder of coded sentences.")] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Coded sentences as a data set: distribution, near-duplicates, give-aways of form."""
    from pipeline.gold.dataset import describe
    from pipeline.registry import default_models
    from pipeline.stance.examples import read_folder

    found = describe(read_folder(folder or default_models() / "stance" / "train"))
    if json_:
        typer.echo(json.dumps(found, indent=2))
        return
    typer.echo(f"sentences  {found['sentences']} in {found['documents']} documents")
    for field, codes in found["codes"].items():
        listed = ", ".join(f"{code} {n}" for code, n in codes.items())
        typer.echo(f"{field:<10} {listed}")
    typer.echo(f"near-duplicates  {len(found['near_duplicates'])}")
    for one, other in found["near_duplicates"]:
        typer.echo(f"  {one}  {other}")
    for probe in found["probes"]:
        name, accuracy, chance = probe["name"], probe["balanced_accuracy"], probe["chance"]
        typer.echo(f"{name:<28} balanced accuracy {accuracy:.3f}   (chance {chance:.3f})")


app.command("robustness", epilog=surface.EXAMPLE)(surface.robustness)
app.command("publish", epilog=surface.PUBLISH_EXAMPLE)(surface.publish)
app.command("screen", epilog=attribution.SCREEN_EXAMPLE)(attribution.screen)
app.command("quotes", epilog=attribution.QUOTES_EXAMPLE)(attribution.quotes)
app.command("holders", epilog=attribution.HOLDERS_EXAMPLE)(attribution.holders)
app.command("people", epilog=attribution.PEOPLE_EXAMPLE)(attribution.people)
app.command("coreference", epilog=attribution.COREFERENCE_EXAMPLE)(attribution.coreference)


def _say_spent(config: StanceSection) -> None:
    if config.backend == "llm":
        from pipeline.stance.llm import spent_line

        typer.echo(spent_line(config.llm), err=True)


def _show(found: Sequence[Evaluation], *, as_json: bool) -> None:
    """The backend with its baselines beside it, as JSON or as lines."""
    if as_json:
        attribution.say_json(found)
        return
    for evaluation in found:
        _print(evaluation)


def _print(evaluation: Evaluation) -> None:
    typer.echo(f"\n{evaluation.backend}  (n = {evaluation.n})")
    for name, figure in evaluation.figures.items():
        typer.echo(f"  {name:<28}{figure.value:7.3f}   [{figure.low:.3f}, {figure.high:.3f}]")
    speed = evaluation.n / evaluation.seconds if evaluation.seconds else 0.0
    typer.echo(f"  {'calibration error':<28}{evaluation.calibration_error:7.3f}")
    if evaluation.voice_accuracy == evaluation.voice_accuracy:
        typer.echo(f"  {'voice accuracy (sided)':<28}{evaluation.voice_accuracy:7.3f}")
    typer.echo(f"  {'items per second':<28}{speed:7.0f}")

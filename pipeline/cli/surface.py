"""``evaluate robustness`` and ``evaluate publish``: surfaces, and all published figures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.gold.robustness import Measured

EXAMPLE = "Example:  scaling-discourse evaluate robustness --gold gold.jsonl --json"


def robustness(
    gold: Annotated[Path, typer.Option(help="Coded sentences, JSON Lines.")],
    pairs: Annotated[
        Path | None, typer.Option(help="Minimal pairs, JSON Lines. [default: the shipped ones]")
    ] = None,
    backend: Annotated[
        str | None,
        typer.Option(help="encoder, student, baseline, llm or another. [default: as configured]"),
    ] = None,
    target: Annotated[str, typer.Option(help="Name of a file in models/targets.")] = "scaling",
    config: Annotated[Path, typer.Option(help="Settings file.")] = Path("pipeline.toml"),
    models: Annotated[Path | None, typer.Option(help="Folder of models.")] = None,
    seed: Annotated[int, typer.Option(help="Of the names and slips that are drawn.")] = 1,
    sample: Annotated[int, typer.Option(min=0, help="Sentences to draw; 0 = all.")] = 0,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Stances that change with names, speaker, case, typos or punctuation; minimal pairs."""
    from pipeline.config import load_settings
    from pipeline.gold.robustness import evaluate_robustness
    from pipeline.registry import Assets, default_models

    section = load_settings(config).stance.asking(backend)
    found = evaluate_robustness(
        gold,
        Assets(models or default_models()),
        section,
        pairs=pairs,
        target=target,
        seed=seed,
        sample=sample,
    )
    if json_:
        typer.echo(json.dumps(found.as_dict(), indent=2))
        return
    typer.echo(f"{found.backend}, {found.n} sentences; shares of those that a change touches")
    _print(found.perturbations)
    typer.echo("minimal pairs; shares that are right")
    _print(found.pairs)


PUBLISH_EXAMPLE = "Example:  scaling-discourse evaluate publish --gold FOLDER --only dev"


def publish(
    gold: Annotated[Path, typer.Option(help="Folder of the gold sets; what it lacks is left out.")],
    only: Annotated[
        list[str] | None,
        typer.Option(
            help="dev, seeds, check, robustness, data, agreement or transfer; may be repeated."
        ),
    ] = None,
    backend: Annotated[
        str, typer.Option(help="encoder, student or baseline: what may ship.")
    ] = "auto",
    models: Annotated[Path | None, typer.Option(help="Folder of models, written to.")] = None,
) -> None:
    """Measure the shipped stance model anew and write the figures of card and datasheet."""
    from pipeline.gold.publish import publish as measure_all
    from pipeline.registry import Assets, default_models

    assets = Assets(models or default_models())
    for path in measure_all(assets, gold, only=only or (), backend=backend, say=typer.echo):
        typer.echo(str(path))


def _print(measured: Mapping[str, Measured]) -> None:
    for name, part in measured.items():
        if not part.n:
            typer.echo(f"  {name:<16}touches no sentence")
        for figure, value in part.figures.items():
            interval = f"[{value.low:.3f}, {value.high:.3f}]"
            typer.echo(f"  {name:<16}{figure:<12} n = {part.n:<6}{value.value:.3f}   {interval}")

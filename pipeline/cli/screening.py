"""``train screen``: the weights by which the screen decides."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

EXAMPLE = "Example:  scaling-discourse train screen --coded gold.jsonl --output scaling.screen.json"


def train(
    coded: Annotated[list[Path], typer.Option(help="Coded real sentences; may be repeated.")],
    output: Annotated[Path, typer.Option(help="File to write; see models/targets.")],
    corpora: Annotated[
        Path, typer.Option(help="Corpora whose uncoded sentences are the background.")
    ] = Path("corpora"),
    without: Annotated[
        list[Path] | None, typer.Option(help="Gold whose documents are left out; repeatable.")
    ] = None,
    target: Annotated[str, typer.Option(help="Name of a file in models/targets.")] = "scaling",
    recall: Annotated[
        float, typer.Option(help="Aimed at on held-back documents.", min=0.5, max=0.999)
    ] = 0.95,
    models: Annotated[Path | None, typer.Option(help="Folder of models.")] = None,
) -> None:
    """Learn the words by which the screen knows a target, and what each recall costs."""
    from pipeline.gold.screen_training import Plan, train_screen, write_table
    from pipeline.registry import Assets, default_models

    table = train_screen(
        Assets(models or default_models()),
        coded,
        corpora,
        target=target,
        without=without or (),
        plan=Plan(recall=recall),
        say=typer.echo,
    )
    write_table(table, output)
    typer.echo(f"{len(table['words'])} words and pairs, {len(table['near'])} nearby: {output}")

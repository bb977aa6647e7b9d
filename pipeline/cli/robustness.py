"""``robustness``: the headline of a finished run over many reasonable choices."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.look import LATEST, Format, RunOption, plain, show
from pipeline.errors import ConfigError

if TYPE_CHECKING:
    from pipeline.robustness import Outcome, Robustness

EXAMPLE = "Example:  scaling-discourse robustness --run reports/latest --csv > curve.csv"


def robustness(
    run: RunOption = LATEST,
    models: Annotated[Path | None, typer.Option(help="Folder of models.")] = None,
    prolific: Annotated[
        int, typer.Option(min=0, max=100, help="How many holders to leave out in turn.")
    ] = 5,
    json_: Annotated[bool, typer.Option("--json", help="Print all of it as JSON.")] = False,
    csv_: Annotated[bool, typer.Option("--csv", help="Print the curve as CSV.")] = False,
) -> None:
    """Compute the change of balance over reasonable choices; say which choice matters most.

    The change is from the first to the last period with enough statements. The choices
    are: voices that count, confidence threshold (none, a quarter or half of the sided
    statements below it), period, counting unit, each corpus left out, each of the most
    prolific holders left out.
    """
    if json_ and csv_:
        raise ConfigError("C002", "--json and --csv exclude each other", remedy="give one of them")
    from pipeline.registry import Assets, default_models
    from pipeline.robustness import of_run
    from pipeline.run.folder import RunFolder

    found = of_run(RunFolder(run), Assets(models or default_models()), prolific=prolific)
    if json_:
        typer.echo(json.dumps(_as_dict(found), indent=2, ensure_ascii=False))
    elif csv_:
        show([outcome.row() for outcome in found.outcomes], Format.csv)
    else:
        _print(found)


def _as_dict(found: Robustness) -> dict[str, object]:
    return {
        "default": plain(found.default.row()),
        "summary": plain(found.summary()),
        "choices": [asdict(influence) for influence in found.influences],
        "specifications": [plain(outcome.row()) for outcome in found.outcomes],
    }


def _print(found: Robustness) -> None:
    facts = found.summary()
    typer.echo(f"As run: {_said(found.default)}")
    computed = f"{facts['computed']} of {facts['specifications']} specifications give a change"
    if not facts["computed"]:
        typer.echo(f"{computed}: the run lacks two periods with enough statements.")
        return
    typer.echo(
        f"{computed}: {facts['lowest']:+.2f} to {facts['highest']:+.2f}, median "
        f"{facts['median']:+.2f}; {facts['above 0']} above and {facts['below 0']} below 0, "
        f"of them {facts['interval above 0']} and {facts['interval below 0']} by their interval."
    )
    if found.influences:
        most = found.influences[0]
        typer.echo(f"What matters most: {most.choice}, {most.mean:.2f} on average.\n")
        show([asdict(influence) for influence in found.influences], Format.table)
    typer.echo("\nSpecification curve")
    show([_shown(outcome) for outcome in found.outcomes], Format.table)
    typer.echo("\nIntervals leave out coding error; no row is the right one.")


def _said(outcome: Outcome) -> str:
    change = outcome.change
    if change is None:
        return "no change can be computed, for want of two periods with enough statements."
    return (
        f"balance changed by {change.estimate:+.2f} [{change.low:+.2f}, {change.high:+.2f}] from "
        f"{change.earlier} to {change.later}, n = {change.n}."
    )


def _shown(outcome: Outcome) -> dict[str, object]:
    """A row for a terminal: one column for what is left out."""
    row = outcome.row()
    corpus, holder = row.pop("corpus left out"), row.pop("holder left out")
    return {**row, "left out": corpus or holder or "-"}

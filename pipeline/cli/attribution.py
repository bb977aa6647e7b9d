"""``evaluate screen | quotes | holders | people | coreference``: the discourse layer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Protocol

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.gold.metrics import Figure

    class Described(Protocol):
        """What has figures to print."""

        def as_dict(self) -> dict[str, Any]:
            """All of it, as JSON."""

    class Evaluated(Described, Protocol):
        """What these evaluations have in common."""

        @property
        def finder(self) -> str:
            """Who was measured."""

        @property
        def figures(self) -> dict[str, Figure]:
            """What came out."""


SCREEN_EXAMPLE = "Example:  scaling-discourse evaluate screen --gold gold.jsonl"
QUOTES_EXAMPLE = "Example:  scaling-discourse evaluate quotes --gold quotes.jsonl --json"
HOLDERS_EXAMPLE = "Example:  scaling-discourse evaluate holders --gold gold.jsonl"
PEOPLE_EXAMPLE = "Example:  scaling-discourse evaluate people --gold ner.txt --gold links.csv"
COREFERENCE_EXAMPLE = "Example:  scaling-discourse evaluate coreference --gold cases.csv"

_Models = Annotated[Path | None, typer.Option(help="Folder of models.")]
_Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def screen(
    gold: Annotated[Path, typer.Option(help="Coded sentences, JSON Lines.")],
    threshold: Annotated[
        float | None, typer.Option(help="Of the screen's score; default as configured.")
    ] = None,
    models: _Models = None,
    json_: _Json = False,
) -> None:
    """Share of related and of unrelated sentences let through, beside a search for words."""
    from pipeline.config import ScreenSection, validate
    from pipeline.gold.screening import evaluate_screen
    from pipeline.registry import Assets, default_models

    stated = {} if threshold is None else {"threshold": threshold}
    config = validate(ScreenSection, stated, "--threshold")
    _show(evaluate_screen(gold, config, Assets(models or default_models())), as_json=json_)


def quotes(
    gold: Annotated[Path, typer.Option(help="Texts with coded quotations, JSON Lines.")],
    models: _Models = None,
    json_: _Json = False,
) -> None:
    """Source, cue, content and source-content pairs, exact and at half overlap."""
    from pipeline.gold.quotes import evaluate_quotes
    from pipeline.registry import Assets, default_models

    _show(evaluate_quotes(gold, Assets(models or default_models())), as_json=json_)


def holders(
    gold: Annotated[Path, typer.Option(help="Coded sentences, JSON Lines.")],
    predicted: Annotated[
        bool, typer.Option("--predicted", help="Also with the stance stage and what it predicts.")
    ] = False,
    models: _Models = None,
    json_: _Json = False,
) -> None:
    """Kind of holder and voice, beside always-the-speaker and always-own."""
    from pipeline.config import StanceSection
    from pipeline.gold.holders import evaluate_holders
    from pipeline.registry import Assets, default_models

    assets = Assets(models or default_models())
    stage = StanceSection() if predicted else None
    _show(evaluate_holders(gold, assets, predicted=stage), as_json=json_)


def people(
    gold: Annotated[
        list[Path], typer.Option(help="CoNLL columns (.txt), links (.csv, .jsonl); repeatable.")
    ],
    models: _Models = None,
    json_: _Json = False,
) -> None:
    """Names of people found and linked, beside the recogniser and full names alone."""
    from pipeline.gold.people import evaluate_people
    from pipeline.registry import Assets, default_models

    _show(evaluate_people(gold, Assets(models or default_models())), as_json=json_)


def coreference(
    gold: Annotated[Path, typer.Option(help="Cases: columns text, mention, expected.")],
    models: _Models = None,
    json_: _Json = False,
) -> None:
    """Whom pronouns and epithets mean, beside the nearest name before."""
    from pipeline.gold.coreference import evaluate_coreference
    from pipeline.registry import Assets, default_models

    _show(evaluate_coreference(gold, Assets(models or default_models())), as_json=json_)


def say_json(found: Sequence[Described]) -> None:
    """The first with its baselines inside, as one JSON object."""
    first, *others = (evaluation.as_dict() for evaluation in found)
    typer.echo(json.dumps({**first, "baselines": others}, indent=2))


def _show(found: Sequence[Evaluated], *, as_json: bool) -> None:
    """The first with its baselines beside it, as JSON or as lines."""
    if as_json:
        say_json(found)
        return
    for evaluation in found:
        typer.echo(f"\n{evaluation.finder}")
        for name, figure in evaluation.figures.items():
            interval = f"[{figure.low:.3f}, {figure.high:.3f}]"
            typer.echo(f"  {name:<28}{figure.value:7.3f}   {interval}")

"""``people``: who a run speaks of without the registry knowing them, and taking them into it."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.cli.look import LATEST, Format, FormatOption, RunOption, show

if TYPE_CHECKING:
    from pipeline.discourse.people import Registry
    from pipeline.discourse.promotion import Promotion
    from pipeline.discourse.unknown import Unknown

app = typer.Typer(
    help="Look after the registry of people.",
    epilog="Example:  scaling-discourse people review --limit 30",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.callback()
def _people_root() -> None:
    """Look after the registry of people."""


@app.command("review", epilog='Example:  scaling-discourse people review --promote "Oya Bernard"')
def review(
    run: RunOption = LATEST,
    limit: Annotated[int, typer.Option(min=0, help="How many to list; 0 for all.")] = 50,
    promote: Annotated[
        list[str] | None, typer.Option(help="Name or id to add to the registry; repeatable.")
    ] = None,
    accept: Annotated[
        Path | None, typer.Option(help="Edited CSV: rows with x in column promote are added.")
    ] = None,
    registry: Annotated[
        Path | None, typer.Option(help="File to add to; default people.added.toml in models.")
    ] = None,
    models: Annotated[Path | None, typer.Option(help="Folder of models.")] = None,
    format_: FormatOption = Format.table,
) -> None:
    """List the people a run found who are not in the registry, or add some of them to it.

    The registry that ships is never changed; nothing but names is ever added.
    """
    from pipeline.discourse.promotion import accepted, chosen
    from pipeline.registry import ADDED_PEOPLE, default_models

    folder = models or default_models()
    target = registry or folder / ADDED_PEOPLE
    known = _registry(folder, target)
    if promote or accept:
        promotions = chosen(promote or (), _unknown(run, known, 0)) if promote else []
        promotions += accepted(_rows(accept), str(accept)) if accept else []
        _add(target, promotions, known, _note(run))
        return
    found = _unknown(run, known, limit)
    show([_row(unknown, whole=format_ is not Format.table) for unknown in found], format_)


def _registry(folder: Path, target: Path) -> Registry:
    """What ships, and what stands in the researcher's file, wherever that is."""
    from pipeline.discourse.people import joined, load_registry, read_entities
    from pipeline.registry import ADDED_PEOPLE, Assets

    known = load_registry(Assets(folder))
    if target.exists() and target.resolve() != (folder / ADDED_PEOPLE).resolve():
        known = joined(known, read_entities(target), str(target))
    return known


def _unknown(run: Path, known: Registry, limit: int) -> list[Unknown]:
    from pipeline.discourse.unknown import READ, unknown_people
    from pipeline.errors import QueryError
    from pipeline.store.tables import SCHEMA, Tables, from_parquet

    try:
        files = {name: (run / "tables" / f"{name}.parquet").read_bytes() for name in READ}
    except OSError:
        raise QueryError("Q001", "there are no tables of a run", place=str(run)) from None
    tables = Tables({name: from_parquet(SCHEMA[name], held) for name, held in files.items()})
    return unknown_people(tables, known, limit=limit)


def _rows(path: Path) -> list[dict[str, str | None]]:
    from pipeline.errors import ModelError

    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ModelError("M009", f"cannot read {path.name}: {error}", place=str(path)) from None


def _note(run: Path) -> str:
    """Names the run by its result, which is the same for the same corpus and settings."""
    from pipeline.run.manifest import read_manifest

    return f"promoted from run {str(read_manifest(run.resolve())['result'])[:12]}"


def _add(target: Path, promotions: list[Promotion], known: Registry, note: str) -> None:
    from pipeline.discourse.promotion import extended

    before = target.read_text(encoding="utf-8") if target.exists() else ""
    whole = extended(before, promotions, known, note=note, place=str(target))
    if not promotions:
        typer.echo("nobody was chosen")
        return
    fresh = target.with_name(target.name + ".new")  # a registry is never left half written
    fresh.write_text(whole, encoding="utf-8")
    fresh.replace(target)
    for promotion in promotions:
        typer.echo(f"added {promotion.name} ({promotion.id})")
    typer.echo(f"to {target}; the next run knows them")


def _row(unknown: Unknown, *, whole: bool) -> dict[str, Any]:
    row = {
        "id": unknown.id,
        "name": unknown.name,
        "mentions": unknown.mentions,
        "statements": unknown.statements,
        "documents": unknown.documents,
        "variants": "; ".join(unknown.variants),
        "resembles": unknown.resembles,
        "example": unknown.example,
    }
    if not whole:
        return {key: value for key, value in row.items() if key != "id"}
    return {"promote": "", **row, "aliases": "; ".join(unknown.aliases)}

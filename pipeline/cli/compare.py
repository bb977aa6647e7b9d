"""``compare``: what changed between two runs, and why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.cli.look import Format, FormatOption, show

if TYPE_CHECKING:
    from pipeline.comparison import Comparison

EXAMPLE = "Example:  scaling-discourse compare reports/run-1a2b3c4d5e reports/latest"


def compare(
    run: Annotated[Path, typer.Argument(help="Folder of the earlier run.")],
    other: Annotated[Path, typer.Argument(help="Folder of the later run.")],
    format_: FormatOption = Format.table,
    limit: Annotated[int, typer.Option(min=0, help="Statements and documents to print.")] = 20,
) -> None:
    """Say what changed from RUN to OTHER, and why: settings, documents, labels, figures.

    JSON and CSV hold all of it; the table shows the first statements and documents.
    """
    from pipeline.comparison import compare as compare_runs
    from pipeline.run.folder import RunFolder

    found = compare_runs(RunFolder(run), RunFolder(other))
    if format_ is Format.json:
        typer.echo(json.dumps(found.as_dict(), indent=2, ensure_ascii=False, default=str))
    elif format_ is Format.csv:
        show(found.rows(), format_)
    elif found.same:
        typer.echo("nothing differs")
    else:
        _print(found, limit)


def _print(found: Comparison, limit: int) -> None:
    facts = found.as_dict()
    typer.echo(f"{found.before} -> {found.after}")
    _made_with(facts["differences"])
    _documents(facts["documents"], limit)
    _figures(facts)
    _statements(facts["statements"], limit)
    if found.tables:
        typer.echo(f"\nTables with other rows: {', '.join(found.tables)}")


def _made_with(rows: list[dict[str, Any]]) -> None:
    from pipeline.report.wording import count

    typer.echo(f"\nMade with: {count(len(rows), 'difference') if rows else 'the same'}")
    for row in rows:
        typer.echo(f"  {row['kind']:<8} {row['name']}: {row['before']} -> {row['after']}")


def _documents(rows: list[dict[str, Any]], limit: int) -> None:
    from pipeline.errors import printable

    typer.echo(f"\nDocuments: {len(rows) or 'none'} differ")
    for row in rows[:limit]:
        fields = f"  ({row['fields']})" if row["fields"] else ""
        place = printable(f"{row['corpus']}/{row['path']}", 80)
        typer.echo(f"  {row['change']:<20} {place}{fields}")
    _left(rows, limit)


def _figures(facts: dict[str, Any]) -> None:
    from pipeline.comparison.html import difference, said

    rows = [row for row in facts["figures"] if row["period"] == "all"]
    if not rows:
        typer.echo("\nShares and balance over everything: as before")
        return
    typer.echo("\nShares and balance over everything, with intervals, and the part of each cause")
    for cause, because in {row["cause"]: row["because"] for row in facts["parts"]}.items():
        typer.echo(f"  {cause}: because of {because}")
    for row in rows:
        change = difference(row["measure"], row["change"])
        figures = f"{said(row, 'before')} -> {said(row, 'after')}"
        typer.echo(f"  {row['measure']:<14} {figures}: {change}")
        for part in facts["parts"]:
            if part["measure"] == row["measure"] and part["part"] != 0:
                change = difference(row["measure"], part["part"])
                typer.echo(f"  {'':<16} {change:<14} {part['cause']}")


def _statements(rows: list[dict[str, Any]], limit: int) -> None:
    from pipeline.errors import printable

    numbers = {name: sum(r["change"] == name for r in rows) for name in _CHANGES}
    counted = ", ".join(f"{number} {name}" for name, number in numbers.items())
    typer.echo(f"\nStatements: {counted}")
    for row in rows[:limit]:
        label = " -> ".join(part for part in (row["before"], row["after"]) if part)
        head = f"{row['change']}  {row['date'] or 'undated'}  {label}"
        typer.echo(f"  {printable(head, 160)}")
        typer.echo(f"      {printable(' '.join(row['text'].split()))}")
        typer.echo(f"      because of {row['because']}; {row['id']}")
    _left(rows, limit)


_CHANGES = ("relabelled", "added", "removed")


def _left(rows: list[Any], limit: int) -> None:
    if len(rows) > limit:
        typer.echo(f"  … {len(rows) - limit} more: --limit, or --format csv")

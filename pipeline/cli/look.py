"""Commands that look at a finished run or at the program itself."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

WHY_EXAMPLE = "Example:  scaling-discourse why person:gary-marcus --limit 5"
LIST_EXAMPLE = "Example:  scaling-discourse list people --format csv > people.csv"
STAGES_EXAMPLE = "Example:  scaling-discourse stages"
EXPLAIN_EXAMPLE = "Example:  scaling-discourse explain C104"
DOCTOR_EXAMPLE = "Example:  scaling-discourse doctor"


class Thing(StrEnum):
    """What ``list`` can list."""

    runs = "runs"
    people = "people"
    documents = "documents"
    topics = "topics"
    dropped = "dropped"
    corpora = "corpora"


class Format(StrEnum):
    """How rows are printed."""

    table = "table"
    json = "json"
    csv = "csv"


RunOption = Annotated[Path, typer.Option("--run", help="Folder of a finished run.")]
FormatOption = Annotated[Format, typer.Option("--format", help="table, json or csv.")]
LATEST = Path("reports/latest")
_WORDS_SHOWN = 8  # of a topic
_LONGEST = 10_000  # characters of a line on a terminal


def why(
    key: Annotated[str, typer.Argument(help="person:NAME, doc:ID, st:ID or topic:ID.")],
    run: RunOption = LATEST,
    limit: Annotated[int, typer.Option(min=1, help="How many statements.")] = 20,
    format_: FormatOption = Format.table,
) -> None:
    """Show the statements behind a person, document or topic, or one statement."""
    from pipeline.analysis import open as open_run
    from pipeline.errors import printable

    rows = open_run(run).why(key, limit=limit)
    if format_ is not Format.table:
        show(_records(rows), format_)
        return
    for row in _records(rows):
        date = row["date"] or "undated"
        head = f"{date}  {row['stance']:<8} {row['voice']:<9} {row['dimension']:<12}"
        lines = (
            f"{head} {row['holder_name']}  ({row['confidence']:.2f}, {row['backend']})",
            f"    {' '.join(row['text'].split())}",
            f"    {row['corpus']}: {row['title']}  {row['url']}".rstrip(),
        )
        for line in lines:
            typer.echo(printable(line, _LONGEST))


def list_things(
    what: Annotated[Thing, typer.Argument(help="What to list.")],
    run: RunOption = LATEST,
    format_: FormatOption = Format.table,
) -> None:
    """List runs, or the people, documents, topics, corpora or dropped files of a run."""
    if what is Thing.runs:
        show(_runs(run.parent), format_)
        return
    from pipeline.run.folder import RunFolder

    folder = RunFolder(run)
    columns = {
        Thing.people: [
            "id",
            "name",
            "kind",
            "placed",
            "balance",
            "low",
            "high",
            "n_own",
            "n_attributed",
        ],
        Thing.documents: ["id", "date", "kind", "corpus", "title", "path"],
        Thing.topics: ["id", "label", "n", "group", "words", "origin"],
        Thing.dropped: ["kind", "code", "corpus", "path", "reason", "detail"],
        Thing.corpora: ["corpus", "path", "reader", "records", "documents", "quarantined"],
    }[what]
    table = {Thing.corpora: "intake"}.get(what, what.value)
    frame = _topics(folder) if what is Thing.topics else folder.frame(table)
    show(_records(frame[columns]), format_)


def _topics(folder: Any) -> Any:
    """Topics by size, those of no topic last, with the group in which each joins others first."""
    from pipeline.errors import QueryError

    rows = folder.frame("topics")
    try:
        tree = folder.frame("topic_tree")
        groups = dict(zip(tree["id"], tree["label"], strict=True))
    except QueryError:  # the run is older than the tree
        groups = {}
    above = rows["parent_id"] if groups else [""] * len(rows)
    rows = rows.assign(
        n=rows["size"],
        words=[", ".join(terms[:_WORDS_SHOWN]) for terms in rows["terms"]],
        group=[groups.get(parent, "") for parent in above],
        last=rows["origin"] == "outlier",
    )
    return rows.sort_values(["last", "n", "id"], ascending=[True, False, True])


def stages() -> None:
    """Show the flow: every stage, what it reads and what it writes."""
    from pipeline.run.stages import STAGES

    for stage in STAGES:
        reads, writes = ", ".join(stage.reads), ", ".join(stage.writes)
        typer.echo(f"{stage.name:<11}{stage.scope:<7} {reads}")
        typer.echo(f"{'':<18} -> {writes}   [{stage.section}]")


def explain_code(
    code: Annotated[str, typer.Argument(help="An error code; empty for all.")] = "",
) -> None:
    """Say what an error code means and what to do."""
    from pipeline.catalogue import CATALOGUE
    from pipeline.errors import explain

    if not code:
        for name, entry in CATALOGUE.items():
            typer.echo(f"{name}  {entry.title}")
        return
    entry = explain(code)
    typer.echo(f"{code.upper()}: {entry.title}\n\n{entry.cause}\n\nWhat to do: {entry.remedy}")


def doctor(models: Annotated[Path | None, typer.Option(help="Folder of models.")] = None) -> None:
    """Look for what is wrong with this installation, and say how to mend it."""
    from pipeline.doctor import examine
    from pipeline.registry import default_models

    findings = examine(models or default_models(), Path.cwd())
    for finding in findings:
        mark = "ok  " if finding.well else "BAD "
        typer.echo(f"{mark}{finding.what}: {finding.found}")
        if not finding.well:
            typer.echo(f"    fix: {finding.fix}")
    raise typer.Exit(0 if all(finding.well for finding in findings) else 1)


def show(rows: Sequence[Mapping[str, Any]], format_: Format) -> None:
    """Print ``rows`` for people (aligned), programs (JSON) or spreadsheets (CSV)."""
    if format_ is Format.json:
        typer.echo(json.dumps([plain(row) for row in rows], indent=2, ensure_ascii=False))
    elif format_ is Format.csv:
        writer = csv.DictWriter(sys.stdout, list(rows[0]) if rows else [], lineterminator="\n")
        writer.writeheader()
        writer.writerows({k: _cell(v) for k, v in row.items()} for row in rows)
    elif not rows:
        typer.echo("nothing")
    else:
        _print_table(rows)


def _records(frame: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in frame.to_dict("records")]


def _print_table(rows: Sequence[Mapping[str, Any]]) -> None:
    from pipeline.errors import printable

    cells = [[printable(_short(v), 60) for v in row.values()] for row in rows]
    head = list(rows[0])
    widths = [max(len(line[i]) for line in [head, *cells]) for i in range(len(head))]
    for line in [head, *cells]:
        typer.echo("  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip())


def _short(value: Any) -> str:
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def _cell(value: Any) -> Any:
    """A spreadsheet must not take a text for a formula; lists become words."""
    from pipeline.errors import no_formula

    if hasattr(value, "tolist") and not isinstance(value, str):
        value = value.tolist()
    if isinstance(value, list):
        value = " ".join(str(part) for part in value)
    return no_formula(value) if isinstance(value, str) else value


def plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """``row`` with what JSON cannot say made plain: NaN becomes null, arrays lists."""
    plain = {}
    for name, value in row.items():
        value = value.tolist() if hasattr(value, "tolist") else value
        plain[name] = None if isinstance(value, float) and value != value else value
    return plain


def _runs(reports: Path) -> list[dict[str, Any]]:
    from pipeline.run.manifest import read_manifest

    found = []
    for folder in sorted(p.parent for p in reports.glob("run-*/run.json")):
        manifest = read_manifest(folder)
        found.append(
            {
                "run": str(folder),
                "finished": manifest["finished"],
                "documents": manifest["documents"],
                "latest": (reports / "latest").resolve() == folder.resolve(),
            }
        )
    return found

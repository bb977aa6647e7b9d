"""``scaling-discourse analyze``: the main job."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.config import Settings
    from pipeline.records import Source
    from pipeline.run.engine import Engine, RunResult

EXAMPLE = (
    "Example:  scaling-discourse analyze --corpora my-corpora --set trends.period=year\n"
    "Exit codes: 0 done, 1 error, 2 usage, 130 interrupted."
)


def analyze(
    corpora: Annotated[Path, typer.Option(help="Folder of corpora, or one corpus.")] = Path(
        "corpora"
    ),
    output: Annotated[
        Path | None, typer.Option(help="Folder of this run. [default: reports/run-<digest>]")
    ] = None,
    config: Annotated[Path, typer.Option(help="Settings file.")] = Path("pipeline.toml"),
    set_: Annotated[
        list[str] | None, typer.Option("--set", help="Override a setting: section.key=value.")
    ] = None,
    voice: Annotated[
        str | None, typer.Option(help="Voices that shares count; short for trends.voice.")
    ] = None,
    workers: Annotated[int, typer.Option(min=0, help="Processes; 0 = one a core.")] = 0,
    cache: Annotated[Path, typer.Option(help="Folder of cached tables.")] = Path(".cache"),
    models: Annotated[Path | None, typer.Option(help="Folder of models.")] = None,
    strict: Annotated[bool, typer.Option(help="Any quarantined document ends the run.")] = False,
    dry_run: Annotated[bool, typer.Option(help="Say what would run, and why.")] = False,
    quiet: Annotated[bool, typer.Option(help="Say only where the report is.")] = False,
    json_: Annotated[bool, typer.Option("--json", help="Progress and result as JSON.")] = False,
) -> None:
    """Read corpora, find statements about the target, judge them, write the report."""
    from datetime import UTC, datetime

    from pipeline.config import load_settings
    from pipeline.readers.corpus import find_sources
    from pipeline.registry import Assets, default_models
    from pipeline.run.engine import Engine
    from pipeline.run.progress import choose
    from pipeline.store.cache import Cache

    started = datetime.now(UTC)
    _refuse_inside(corpora, output, cache)
    settings = load_settings(config, [*(set_ or ()), *_counted(voice)])
    sources = find_sources(corpora)
    engine = Engine(
        Cache(cache),
        settings,
        Assets(models or default_models()),
        workers=workers or _processors(),
        reporter=choose(quiet=quiet, as_json=json_),
    )
    if dry_run:
        _show_plan(engine, sources)
        return
    result = engine.run(sources)
    if strict:
        _refuse_quarantined(engine, result)
    folder = _publish(engine, result, sources, output, started)
    _say(folder, as_json=json_, quiet=quiet)
    if settings.stance.backend == "llm" and not quiet:
        from pipeline.stance.llm import spent_line

        typer.echo(spent_line(settings.stance.llm), err=True)  # stdout may be JSON


def _refuse_inside(corpora: Path, *folders: Path | None) -> None:
    """What a run writes must not be what the next one reads."""
    from pipeline.errors import RunError

    for folder in folders:
        if folder is not None and folder.resolve().is_relative_to(corpora.resolve()):
            message = f"{folder} lies inside the folder of corpora"
            raise RunError("R002", message, remedy="name another with --output or --cache")


def _counted(voice: str | None) -> list[str]:
    """``--voice own,reported`` as an override of the settings."""
    import json

    from pipeline.cli.correct import listed

    return [] if voice is None else [f"trends.voice={json.dumps(listed(voice))}"]


def _processors() -> int:
    """Cores this process may use, which in a container can be fewer than there are."""
    import os

    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _show_plan(engine: Engine, sources: Sequence[Source]) -> None:
    for stage, shards, to_run, why in engine.plan(sources):
        if not to_run and not why:
            typer.echo(f"{stage:<11}{shards} shards in the cache")
            continue
        reasons = "; ".join(f"{reason} ({count})" for reason, count in why.items())
        runs = f"{to_run} of {shards} would run: " if shards else ""
        typer.echo(f"{stage:<11}{runs}{reasons}")


def _refuse_quarantined(engine: Engine, result: RunResult) -> None:
    from pipeline.errors import RunError

    bad = [row for row in engine.rows(result, "dropped") if row.kind == "quarantined"]
    if bad:
        shown = ", ".join(f"{row.corpus}/{row.path}" for row in bad[:5])
        raise RunError("R005", f"{len(bad)} documents were quarantined: {shown}")


def _publish(
    engine: Engine,
    result: RunResult,
    sources: Sequence[Source],
    output: Path | None,
    started: Any,
) -> Path:
    """Write the run unless the very same one stands there already; returns its folder."""
    from pipeline.run.fingerprint import code_digest
    from pipeline.run.manifest import build_manifest, result_key
    from pipeline.run.publish import is_current, only_run, point_latest, publish

    page_code = code_digest(("pipeline.report.page",))
    key = result_key(engine, result, sources, page_code)
    folder = output if output is not None else Path("reports") / f"run-{key[:10]}"
    with only_run(folder):
        if not is_current(folder, key):
            manifest = build_manifest(engine, result, sources, started, key)
            publish(engine, result, folder, manifest, _finish(engine.settings))
        if output is None:
            point_latest(folder.parent, folder)
    return folder


def _finish(settings: Settings) -> Any:
    def write(folder: Path) -> None:
        from pipeline.report.page import write_report

        write_report(folder, settings.report)

    return write


def _say(folder: Path, *, as_json: bool, quiet: bool) -> None:
    import json

    from pipeline.run.manifest import read_manifest

    manifest = read_manifest(folder)
    report = folder / "report.html"
    if as_json:
        typer.echo(json.dumps({"event": "done", "report": str(report), **manifest["accounts"]}))
        return
    if not quiet:
        accounts = manifest["accounts"]
        typer.echo(
            f"{manifest['documents']:,} documents, {manifest['words']:,} words; "
            f"{accounts['duplicates']} duplicates, {accounts['skipped']} skipped, "
            f"{accounts['quarantined']} quarantined, {manifest['undated']} without a date"
        )
        if accounts["quarantined"]:
            typer.echo(f"why: scaling-discourse list dropped --run {folder}")
    typer.echo(f"report: {report}")

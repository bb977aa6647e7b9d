"""``gold``: draw a sample, have it coded, read the codes, correct the figures."""

from __future__ import annotations

import json
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pipeline.gold.correction import Comparison

app = typer.Typer(
    help="Code a sample of a run by hand and correct the run's figures by it.",
    epilog="Example:  scaling-discourse gold sample -n 400 --output sample.jsonl",
    no_args_is_help=True,
    rich_markup_mode=None,
)


class Tool(StrEnum):
    """What coders work with."""

    labelstudio = "labelstudio"
    doccano = "doccano"
    csv = "csv"


class Period(StrEnum):
    """Units of time, as in ``trends.period``."""

    month = "month"
    quarter = "quarter"
    half_year = "half-year"
    year = "year"
    neurips = "neurips"


class Cluster(StrEnum):
    """Whose statements are alike."""

    document = "document"
    holder = "holder"


RunOption = Annotated[Path, typer.Option("--run", help="Folder of a finished run.")]
OutputOption = Annotated[Path, typer.Option("--output", help="File to write.")]
SampleOption = Annotated[Path, typer.Option("--sample", help="What `gold sample` wrote.")]
ToolOption = Annotated[Tool, typer.Option("--format", help="labelstudio, doccano or csv.")]
ModelsOption = Annotated[Path | None, typer.Option(help="Folder of models.")]
LATEST = Path("reports/latest")


@app.callback()
def _gold_root() -> None:
    """Code a sample of a run by hand and correct the run's figures by it."""


@app.command("sample", epilog="Example:  scaling-discourse gold sample -n 400 --output s.jsonl")
def sample(
    output: OutputOption,
    run: RunOption = LATEST,
    n: Annotated[int, typer.Option("-n", min=1, help="How many statements.")] = 400,
    by: Annotated[Period, typer.Option(help="Periods of the strata.")] = Period.year,
    seed: Annotated[int, typer.Option(help="Of the draw.")] = 20260101,
    models: ModelsOption = None,
) -> None:
    """Draw statements at random with known chances, by period, genre and predicted stance."""
    from pipeline.gold.sample import draw, read_run, write_sample
    from pipeline.registry import Assets, default_models

    assets = Assets(models or default_models())
    drawn = draw(read_run(run), n, assets, unit=by.value, seed=seed)
    write_sample(output, drawn)
    number = len({row.stratum for row in drawn})
    typer.echo(f"{len(drawn)} of {drawn[0].frame} statements, {number} strata: {output}")
    typer.echo("this file tells what the model thinks: give coders an export of it instead")


@app.command(
    "export",
    epilog="Example:  scaling-discourse gold export --sample s.jsonl --format csv --output s.csv",
)
def export(
    sample: SampleOption,
    output: OutputOption,
    format_: ToolOption = Tool.csv,
    show_predicted: Annotated[
        bool, typer.Option("--show-predicted", help="Show the model's stance (it anchors coders).")
    ] = False,
) -> None:
    """Write a sample for coders; for Label Studio its labelling interface as well."""
    from pipeline.gold.exchange import label_studio_interface, write
    from pipeline.gold.sample import read_sample

    drawn = read_sample(sample)
    encoding = "utf-8-sig" if format_ is Tool.csv else "utf-8"  # spreadsheets look for the mark
    content = write(drawn, format_.value, show_predicted=show_predicted)
    output.write_text(content, encoding=encoding)
    typer.echo(f"{len(drawn)} statements: {output}")
    if format_ is Tool.labelstudio:
        interface = output.with_suffix(".xml")
        interface.write_text(label_studio_interface(), encoding="utf-8")
        typer.echo(f"labelling interface: {interface}")


@app.command(
    "import",
    epilog="Example:  scaling-discourse gold import coded.csv --sample s.jsonl --output gold.jsonl",
)
def import_(
    files: Annotated[list[Path], typer.Argument(help="Exports of the coding tool.")],
    sample: SampleOption,
    output: OutputOption,
    format_: ToolOption = Tool.csv,
    coder: Annotated[str, typer.Option(help="Who coded, where the file does not say.")] = "",
) -> None:
    """Read coders' exports into one gold table; bad rows are named and left out (exit 1)."""
    from pipeline.gold.agreement import between
    from pipeline.gold.exchange import merge, read_back, write_gold
    from pipeline.gold.sample import read_sample

    drawn = read_sample(sample)
    found = merge([read_back(f, format_.value, drawn, coder=coder) for f in files], drawn)
    write_gold(output, found.rows)
    for problem in found.problems:
        typer.echo(str(problem), err=True)
    coders = sorted({row.coder for row in found.rows})
    typer.echo(f"{len(found.rows)} codings by {', '.join(coders) or 'nobody'}: {output}")
    typer.echo(f"{found.uncoded} statements not coded, {len(found.problems)} bad rows")
    for pair in between(found.rows):
        typer.echo(f"{pair.first} and {pair.second}, {pair.field}, n = {pair.n}:")
        for name, figure in (("alpha", pair.alpha), ("AC1", pair.ac1)):
            typer.echo(f"  {name:<6}{_figure(figure.value, figure.low, figure.high)}")
    raise typer.Exit(1 if found.problems else 0)


@app.command(
    "resolve",
    epilog="Example:  scaling-discourse gold resolve pointers/ --output gold.jsonl",
)
def resolve(
    pointers: Annotated[Path, typer.Argument(help="JSON Lines without text, or a folder.")],
    output: OutputOption,
    corpora: Annotated[Path, typer.Option(help="Folder of the corpora.")] = Path("corpora"),
    models: ModelsOption = None,
) -> None:
    """Bring coded sentences back from files, places and hashes, where the texts are at hand."""
    from pipeline.gold.pointers import resolve as find
    from pipeline.registry import Assets, default_models

    found = find(pointers, corpora, Assets(models or default_models()))
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in found.rows)
    output.write_text("".join(lines), encoding="utf-8")
    typer.echo(f"{len(found.rows)} sentences: {output}")
    for name in found.missing:
        typer.echo(f"missing file: {name}")
    for name in found.changed:
        typer.echo(f"changed sentence: {name}")


@app.command(
    "correct",
    epilog="Example:  scaling-discourse gold correct gold.jsonl --output corrected.csv",
)
def correct(
    gold: Annotated[Path, typer.Argument(help="What `gold import` wrote.")],
    run: RunOption = LATEST,
    output: Annotated[Path | None, typer.Option(help="CSV file to write.")] = None,
    period: Annotated[Period, typer.Option(help="Periods of the figures.")] = Period.year,
    voice: Annotated[str, typer.Option(help="Voices that count.")] = "own,endorsed",
    cluster: Annotated[
        Cluster, typer.Option(help="Whose statements are alike.")
    ] = Cluster.document,
    models: ModelsOption = None,
) -> None:
    """Shares and balance per period as the model labels them, and corrected by the gold."""
    from pipeline.config import TrendsSection
    from pipeline.gold.correction import LEAST_CODED, compare
    from pipeline.gold.exchange import read_gold
    from pipeline.gold.sample import read_run
    from pipeline.registry import Assets, default_models

    voices = tuple(name.strip() for name in voice.split(","))
    config = TrendsSection(period=period.value, voice=voices, unit=cluster.value)
    assets = Assets(models or default_models())
    rows, frame = compare(read_run(run), read_gold(gold), config, assets)
    _print(rows)
    typer.echo(f"\nbelow {LEAST_CODED} coded statements a period has no corrected figure")
    if not frame.designed:
        typer.echo("labels or codings are not those of the whole sample: periods alone are strata")
    if not frame.reached.all():
        left = int((~frame.reached).sum())
        typer.echo(f"{left} statements are of periods with nothing coded and were left out")
    if output is not None:
        _write_csv(output, rows)
        typer.echo(f"written: {output}")


def _print(rows: Sequence[Comparison]) -> None:
    head = f"{'period':<24}{'measure':<15}{'n':>6}  {'raw':<26}{'coded':>5}  corrected"
    typer.echo(head)
    for row in rows:
        raw = _figure(row.raw, row.raw_low, row.raw_high)
        better = _figure(row.corrected, row.low, row.high)
        start = f"{row.period:<24}{row.measure:<15}{row.n:>6}"
        typer.echo(f"{start}  {raw:<26}{row.n_coded:>5}  {better}")


def _figure(value: float, low: float, high: float) -> str:
    if value != value:
        return "-"
    return f"{value:6.3f} [{low:6.3f}, {high:6.3f}]"


def _write_csv(path: Path, rows: Sequence[Comparison]) -> None:
    import csv

    with path.open("w", encoding="utf-8", newline="") as sink:
        names = list(rows[0].__slots__)
        writer = csv.writer(sink, lineterminator="\n")
        writer.writerow(names)
        for row in rows:
            cells = [getattr(row, name) for name in names]
            writer.writerow([_cell(value) for value in cells])


def _cell(value: object) -> object:
    """Six digits; an empty cell where there is no figure."""
    if not isinstance(value, float):
        return value
    return "" if value != value else f"{value:.6f}"

"""``gold``: draw a sample, have it coded, read the codes, correct the figures."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli import correct as correction
from pipeline.cli.correct import LATEST, ModelsOption, Period, RunOption, interval_words

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


OutputOption = Annotated[Path, typer.Option("--output", help="File to write.")]
SampleOption = Annotated[Path, typer.Option("--sample", help="What `gold sample` wrote.")]
ToolOption = Annotated[Tool, typer.Option("--format", help="labelstudio, doccano or csv.")]


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
    sentences: Annotated[
        Path | None,
        typer.Option(help="Also write what most coders said, for `evaluate stance --gold`."),
    ] = None,
) -> None:
    """Read coders' exports into one gold table; bad rows are named and left out (exit 1)."""
    from pipeline.gold.agreement import between
    from pipeline.gold.coded import sentences as agreed
    from pipeline.gold.exchange import merge, read_back, write_gold
    from pipeline.gold.sample import read_sample
    from pipeline.stance.examples import as_json_lines

    drawn = read_sample(sample)
    found = merge([read_back(f, format_.value, drawn, coder=coder) for f in files], drawn)
    write_gold(output, found.rows)
    for problem in found.problems:
        typer.echo(str(problem), err=True)
    coders = sorted({row.coder for row in found.rows})
    typer.echo(f"{len(found.rows)} codings by {', '.join(coders) or 'nobody'}: {output}")
    typer.echo(f"{found.uncoded} statements not coded, {len(found.problems)} bad rows")
    if sentences is not None:
        rows = agreed(found.rows, drawn)
        sentences.write_text(as_json_lines(rows), encoding="utf-8")
        open_ = len({row.id for row in found.rows}) - len(rows)
        typer.echo(f"{len(rows)} sentences, {open_} without a majority left out: {sentences}")
    for pair in between(found.rows):
        typer.echo(f"{pair.first} and {pair.second}, {pair.field}, n = {pair.n}:")
        for name, figure in (("alpha", pair.alpha), ("AC1", pair.ac1)):
            typer.echo(f"  {name:<6}{interval_words(figure.value, figure.low, figure.high)}")
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
    from pipeline.stance.examples import as_json_lines

    found = find(pointers, corpora, Assets(models or default_models()))
    output.write_text(as_json_lines(found.rows), encoding="utf-8")
    typer.echo(f"{len(found.rows)} sentences: {output}")
    for name in found.missing:
        typer.echo(f"missing file: {name}")
    for name in found.changed:
        typer.echo(f"changed sentence: {name}")


app.command("correct", epilog=correction.EXAMPLE)(correction.correct)

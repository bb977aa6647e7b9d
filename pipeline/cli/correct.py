"""``gold correct``: a run's figures beside the same corrected by hand coding."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pipeline.config import TrendsSection
    from pipeline.gold.correction import Comparison
    from pipeline.registry import Assets

EXAMPLE = "Example:  scaling-discourse gold correct gold.jsonl --output corrected.csv"


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
ModelsOption = Annotated[Path | None, typer.Option(help="Folder of models.")]
LATEST = Path("reports/latest")


def correct(
    gold: Annotated[Path, typer.Argument(help="What `gold import` wrote.")],
    run: RunOption = LATEST,
    output: Annotated[Path | None, typer.Option(help="CSV file to write.")] = None,
    period: Annotated[Period, typer.Option(help="Periods of the figures.")] = Period.year,
    voice: Annotated[
        str | None, typer.Option(help="Voices that count; by default those of the run.")
    ] = None,
    cluster: Annotated[
        Cluster, typer.Option(help="Whose statements are alike.")
    ] = Cluster.document,
    page: Annotated[
        bool, typer.Option("--page", help="Show them on the run's page, until it is made anew.")
    ] = False,
    models: ModelsOption = None,
) -> None:
    """Shares and balance per period as the model labels them, and corrected by the gold."""
    from pipeline.gold.correction import LEAST_CODED, compare
    from pipeline.gold.exchange import read_gold
    from pipeline.gold.sample import read_run
    from pipeline.registry import Assets, default_models

    config = _counting({"period": period.value, "unit": cluster.value}, voice, run, page=page)
    assets = Assets(models or default_models())
    rows, frame = compare(read_run(run), read_gold(gold), config, assets)
    _print(rows)
    typer.echo(
        f"\nbelow {LEAST_CODED} coded statements that count (for the balance: that take a side) "
        "a period has no corrected figure"
    )
    if not frame.designed:
        typer.echo("labels or codings are not those of the whole sample: periods alone are strata")
    if not frame.reached.all():
        left = int((~frame.reached).sum())
        typer.echo(f"{left} statements are of periods with nothing coded and were left out")
    if output is not None:
        _write_csv(output, rows)
        typer.echo(f"written: {output}")
    if page:
        typer.echo(f"written: {_onto_page(run, rows, assets)}")


def listed(names: str) -> list[str]:
    """The names in "own, endorsed"."""
    return [name.strip() for name in names.split(",") if name.strip()]


def _counting(
    asked: dict[str, object], voice: str | None, run: Path, *, page: bool
) -> TrendsSection:
    """What counts: as asked, with the voices of the run where none are.

    Raises:
        ConfigError: C002 an unknown voice.
        PipelineError: Q001 there is no run; G005 the page counts other voices.
    """
    from pipeline.config import TrendsSection, validate
    from pipeline.errors import PipelineError
    from pipeline.run.manifest import read_manifest, settings_of

    if voice is not None:
        asked = {**asked, "voice": listed(voice)}
    config = validate(TrendsSection, asked, "gold correct")
    shown = settings_of(read_manifest(run), "trends", TrendsSection)
    if voice is None:
        config = config.model_copy(update={"voice": shown.voice})
    if page and set(config.voice) != set(shown.voice):
        raise PipelineError("G005", f"the page counts the voices {', '.join(shown.voice)}")
    return config


def _onto_page(run: Path, rows: Sequence[Comparison], assets: Assets) -> Path:
    """The page of ``run`` with the corrected figures, which are left beside it."""
    from pipeline.config import ReportSection
    from pipeline.report.ledger import CORRECTED
    from pipeline.report.page import write_report
    from pipeline.run.manifest import read_manifest, settings_of
    from pipeline.run.publish import only_run

    settings = settings_of(read_manifest(run), "report", ReportSection)
    run = run.resolve()  # the lock is that of the folder, not of `latest`
    with only_run(run):
        _write_csv(run / CORRECTED, rows)
        write_report(run, settings, models=assets)
    return run / "report.html"


def _print(rows: Sequence[Comparison]) -> None:
    head = f"{'period':<24}{'measure':<15}{'n':>6}  {'raw':<26}{'coded':>5}  corrected"
    typer.echo(head)
    for row in rows:
        raw = interval_words(row.raw, row.raw_low, row.raw_high)
        better = interval_words(row.corrected, row.low, row.high)
        start = f"{row.period:<24}{row.measure:<15}{row.n:>6}"
        typer.echo(f"{start}  {raw:<26}{row.n_coded:>5}  {better}")


def interval_words(value: float, low: float, high: float) -> str:
    """A figure with its interval in columns; a dash where there is none."""
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

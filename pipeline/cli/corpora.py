"""``scaling-discourse corpus new|list|check``: folders of texts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.errors import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.records import Intake

app = typer.Typer(
    help="Start, list and check corpora.",
    epilog="Example:  scaling-discourse corpus new my-texts",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Root = Annotated[Path, typer.Option("--corpora", help="Folder of corpora.")]


@app.command("new", epilog="Example:  scaling-discourse corpus new newsletters-2024")
def new(
    name: Annotated[str, typer.Argument(help="Name of the folder.")], root: Root = Path("corpora")
) -> None:
    """Start a corpus folder from corpora/_template."""
    from pipeline.readers.scaffold import new_corpus

    folder = new_corpus(root, name)
    typer.echo(f"made {folder}")
    typer.echo("next: put files in it, then `scaling-discourse corpus check` and `make analyze`")


@app.command("list", epilog="Example:  scaling-discourse corpus list --corpora corpora")
def list_corpora(root: Root = Path("corpora")) -> None:
    """List the corpora and how many files and bytes each holds."""
    from pipeline.readers.corpus import find_sources

    sizes: dict[str, list[int]] = {}
    for source in find_sources(root):
        sizes.setdefault(source.corpus, []).append(source.size)
    for corpus, found in sorted(sizes.items()):
        typer.echo(f"{corpus:<24}{len(found):>6} files {sum(found) / 1e6:>8.1f} MB")


@app.command("check", epilog="Example:  scaling-discourse corpus check --corpora my-corpora")
def check(
    root: Root = Path("corpora"), cache: Annotated[Path, typer.Option()] = Path(".cache")
) -> None:
    """Read every file and say what came of it; nothing is judged."""
    from pipeline.config import Settings
    from pipeline.readers.corpus import find_sources
    from pipeline.registry import Assets, default_models
    from pipeline.run.engine import Engine
    from pipeline.run.stages import STAGES
    from pipeline.store.cache import Cache

    reading = [stage for stage in STAGES if stage.name in ("read", "duplicates", "keep")]
    engine = Engine(Cache(cache), Settings(), Assets(default_models()), stages=reading)
    result = engine.run(find_sources(root))
    _say_intake(engine.rows(result, "intake"))
    dropped = sorted(engine.rows(result, "dropped"), key=lambda row: (row.corpus, row.path))
    for row in dropped:
        if row.code != "C116":  # side-cars and read-mes are no news
            place = _place(row.corpus, row.path)
            typer.echo(f"{row.kind} {row.code}: {place}: {printable(row.reason)}")
    raise typer.Exit(1 if any(row.kind == "quarantined" for row in dropped) else 0)


def _place(corpus: str, path: str) -> str:
    """A file's name on one line that moves no cursor."""
    return printable(f"{corpus}/{path}".replace("\n", "\\n"))


def _say_intake(rows: Sequence[Intake]) -> None:
    from pipeline.report.wording import count

    for row in sorted(rows, key=lambda row: (row.corpus, row.path)):
        if row.reader:
            counts = f"{count(row.documents, 'document')} from {count(row.records, 'record')}"
            typer.echo(f"{_place(row.corpus, row.path)}: {row.reader}, {counts}")

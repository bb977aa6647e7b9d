"""``browse``: all statements of a run in the browser."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated

import typer

from pipeline.cli.look import LATEST, RunOption

EXAMPLE = "Example:  scaling-discourse browse --run reports/latest --port 8001"


def browse(
    run: RunOption = LATEST,
    port: Annotated[
        int | None,
        typer.Option(min=0, max=65535, help="Port; 0 = any free. [default: 8001, else free]"),
    ] = None,
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open a browser.")] = False,
) -> None:
    """Browse all statements with facets and search (needs the extra [browse]).

    Writes browse.sqlite into the run's folder on first use and serves it, read-only, to
    this machine alone. Ctrl-C ends it.
    """
    from pipeline.browse.database import database_of
    from pipeline.browse.server import serve
    from pipeline.run.folder import RunFolder

    folder = RunFolder(run)
    database = database_of(folder)

    def ready(address: str) -> None:
        typer.echo(f"statements: {address}")
        typer.echo("Ctrl-C ends it")
        if not no_open:
            import webbrowser
            from threading import Thread

            # A browser of the terminal would keep the server waiting until it is closed.
            Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    with suppress(KeyboardInterrupt):  # the way to end it is no error
        serve(folder, database, port, ready)
    typer.echo("stopped")

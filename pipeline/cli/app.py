"""``scaling-discourse``: commands that stay thin and load nothing until they run."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from pipeline.version import __version__

app = typer.Typer(
    name="scaling-discourse",
    help="From folders of AI commentary to an evidence-linked account of the scaling debate.",
    epilog="\b\nExample:  scaling-discourse analyze --corpora corpora\n"
    "Exit codes: 0 done, 1 error, 2 wrong usage, 130 interrupted.\n"
    "Tab completion: scaling-discourse --install-completion, then open a new shell.",
    no_args_is_help=True,
    rich_markup_mode=None,  # plain help answers in half the time
    pretty_exceptions_enable=False,
)

#: Exit codes, the same for every command.
OK, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130
#: What only the extra [train] brings.
TRAINING_PACKAGES = frozenset({
    "torch", "transformers", "safetensors", "onnx_ir", "openpyxl",
})  # fmt: skip


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"scaling-discourse {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show version.")
    ] = False,
) -> None:
    """From folders of AI commentary to an evidence-linked account of the scaling debate."""


def _register() -> None:
    """Attach the commands; their modules import only typer and the vocabulary."""
    from pipeline.cli import (
        analyze,
        browse,
        compare,
        corpora,
        evaluate,
        gold,
        look,
        people,
        robustness,
        train,
    )
    from pipeline.cli.endings import add_exit_codes

    app.command("analyze", epilog=analyze.EXAMPLE)(analyze.analyze)
    app.add_typer(corpora.app, name="corpus")
    app.add_typer(evaluate.app, name="evaluate")
    app.add_typer(train.app, name="train")
    app.add_typer(gold.app, name="gold")
    app.add_typer(people.app, name="people")
    app.command("robustness", epilog=robustness.EXAMPLE)(robustness.robustness)
    app.command("why", epilog=look.WHY_EXAMPLE)(look.why)
    app.command("browse", epilog=browse.EXAMPLE)(browse.browse)
    app.command("compare", epilog=compare.EXAMPLE)(compare.compare)
    app.command("list", epilog=look.LIST_EXAMPLE)(look.list_things)
    app.command("stages", epilog=look.STAGES_EXAMPLE)(look.stages)
    app.command("explain", epilog=look.EXPLAIN_EXAMPLE)(look.explain_code)
    app.command("doctor", epilog=look.DOCTOR_EXAMPLE)(look.doctor)
    add_exit_codes(app)


_register()


def main() -> None:
    """Run the command line; errors of ours are shown as text, never as a traceback.

    Exit codes: 0 done, 1 an error of ours, 2 wrong usage, 130 interrupted.
    """
    from pipeline.errors import ModelError, PipelineError

    try:
        app()
    except PipelineError as error:
        typer.echo(str(error), err=True)
        sys.exit(FAILED)
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package not in TRAINING_PACKAGES:
            raise
        remedy = "" if package == "torch" else f"pip install {package.replace('_', '-')}"
        typer.echo(str(ModelError("M010", f"{package} is not installed", remedy=remedy)), err=True)
        sys.exit(FAILED)
    except KeyboardInterrupt:
        typer.echo("interrupted: the last report is as it was", err=True)
        sys.exit(INTERRUPTED)
    except BrokenPipeError:  # somebody piped us into head
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FAILED)

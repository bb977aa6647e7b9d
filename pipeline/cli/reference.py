"""The command line as a page of the docs: what ``--help`` says of every command."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_EXITS = """\
Exit codes are the same everywhere:

| code | |
|---|---|
| 0 | done |
| 1 | an error with a code ([what to do](errors.md)), or a check that found something |
| 2 | the command was not written as it must be |
| 130 | interrupted; what stood there before stands as it was |
"""


def commands(made: str) -> str:
    """Every command with its help, arguments, options and example, in order of ``--help``.

    Args:
        made: the remark that the page is generated.
    """
    from typer.main import get_command

    from pipeline.cli.app import app

    root: Any = get_command(app)
    opening = (
        "Inside the checkout these are `.venv/bin/scaling-discourse …`. Every command answers "
        "`--help`; `scaling-discourse --install-completion` teaches your shell to complete them.\n"
    )
    parts = ["# Commands\n", made, opening, _EXITS]
    parts += (_entry(command, context) for command, context in leaves(root))
    return "\n".join(parts)


def leaves(group: Any, parent: Any = None) -> Iterator[tuple[Any, Any]]:
    """Every command under the click ``group`` with a context that knows its whole name."""
    context = group.context_class(group, info_name=group.name, parent=parent)
    if not hasattr(group, "list_commands"):
        yield group, context
        return
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if not command.hidden:
            yield from leaves(command, context)


def _entry(command: Any, context: Any) -> str:
    usage = " ".join((context.command_path, *command.collect_usage_pieces(context)))
    lines = [f"## {context.command_path}\n", f"{_plain(command.help or '')}\n"]
    lines += ["```text", usage, "```\n"]
    given = [p for p in command.get_params(context) if p.name != "help"]
    records = [p.get_help_record(context) for p in given]
    lines += [f"* `{' '.join(r[0].split())}`: {_escaped(r[1])}" for r in records if r and r[1]]
    example, codes = _parted(command.epilog or "")
    if example:
        lines += ["\n```text", example, "```"]
    if codes:
        lines += [f"\n{codes}"]
    return "\n".join(lines) + "\n"


def _parted(epilog: str) -> tuple[str, str]:
    """The examples of an epilog, one a line, and what it says besides."""
    lines = [" ".join(line.split()) for line in epilog.splitlines() if line.strip()]
    examples = [line.removeprefix("Example: ") for line in lines if line.startswith("Example:")]
    others = [_escaped(line) for line in lines if not line.startswith("Example:")]
    return "\n".join(examples), " ".join(others)


def _plain(text: str) -> str:
    """A docstring as paragraphs of one line each."""
    paragraphs = text.replace("\b", "").split("\n\n")
    return "\n\n".join(_escaped(" ".join(paragraph.split())) for paragraph in paragraphs)


def _escaped(text: str) -> str:
    return " ".join(text.split()).replace("<", "\\<").replace("*", "\\*").replace("_", "\\_")

"""What every command's help ends with: an example and the exit codes."""

from __future__ import annotations

import typer

#: What exit code 1 says beside "error", where a command uses it for an answer.
ONE: dict[str, str] = {
    "check": "a file was quarantined, or error",
    "doctor": "something is to be mended, or error",
    "import": "some rows were bad, or error",
}


def add_exit_codes(app: typer.Typer) -> None:
    """Write the exit codes under the example of every command of ``app`` and its groups."""
    for command in app.registered_commands:
        name = command.name or ""
        command.epilog = ending(str(command.epilog or ""), ONE.get(name, "error"))
    for group in app.registered_groups:
        if group.typer_instance is not None:
            add_exit_codes(group.typer_instance)


def ending(example: str, one: str) -> str:
    r"""``example`` and the exit codes, each on its line (\b keeps click from filling them)."""
    kept = [line for line in example.splitlines() if line and not line.startswith("Exit codes:")]
    kept = [line for line in kept if line != "\b"]
    codes = f"Exit codes: 0 done, 1 {one}, 2 wrong usage, 130 interrupted."
    return "\b\n" + "\n".join([*kept, codes])

"""The docs say what the program does: generated pages are fresh, examples run."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli import docs
from pipeline.cli.app import app

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("name", sorted(docs.pages()))
def test_generated_pages_are_fresh(name: str) -> None:
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == docs.pages()[name], "make docs"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    inner = [t for t in targets if not t.startswith(("http://", "https://"))]
    assert [t for t in inner if not (page.parent / t).exists()] == []


def _commands() -> list[tuple[str, str]]:
    found = []
    for page in PAGES:
        for line in page.read_text(encoding="utf-8").splitlines():
            match = re.match(r"^\s*(scaling-discourse [^#`]*)", line)
            if match:
                found.append((page.name, match[1].strip()))
    return found


@pytest.mark.parametrize(("page", "command"), _commands())
def test_documented_commands_exist(page: str, command: str) -> None:
    words = shlex.split(command)[1:]
    names = [w for w in words[:2] if re.fullmatch(r"[a-z]+", w)]
    for depth in (2, 1):
        result = CliRunner().invoke(app, [*names[:depth], "--help"])
        if result.exit_code == 0:
            break
    assert result.exit_code == 0, command
    for option in re.findall(r"--[a-z-]+", command):
        assert option in result.output, f"{command}: {option} is no option"


def test_make_targets_named_in_the_docs_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    known = set(re.findall(r"^([a-z]+):", makefile, flags=re.MULTILINE))
    for page in PAGES:
        named = set(re.findall(r"`make ([a-z]+)", page.read_text(encoding="utf-8")))
        assert named <= known, page.name


@pytest.mark.parametrize("command", sorted(app.registered_commands, key=lambda c: c.name or ""))
def test_every_command_has_an_example(command) -> None:  # type: ignore[no-untyped-def]
    assert "Example:" in (command.epilog or ""), command.name

"""The house rules, as tests: a broken one fails here, not in somebody's memory."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted((ROOT / "pipeline").rglob("*.py"))


def test_imports_run_downhill() -> None:
    found = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stdout[-3000:] + found.stderr[-2000:]


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_pickle_eval_or_shell(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [a.name for a in node.names] + [getattr(node, "module", "") or ""]
            assert not {"pickle", "shelve", "marshal", "subprocess"}.intersection(names), path
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"eval", "exec"}, path


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_nothing_reads_the_clock_but_the_manifest(path: Path) -> None:
    allowed = {"manifest.py", "analyze.py"}
    calls = re.findall(
        r"datetime\.now|datetime\.today|date\.today|time\.time\(", path.read_text(encoding="utf-8")
    )
    assert not calls or path.name in allowed


def test_help_loads_nothing_heavy() -> None:
    heavy = "pandas,pyarrow,spacy,altair,numpy,sklearn,duckdb,pydantic,bertopic,onnxruntime"
    code = (
        "import sys, pipeline.cli.app\n"
        f"heavy = [m for m in '{heavy}'.split(',') if m in sys.modules]\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def test_modules_have_one_idea_each() -> None:
    long = {p.name: p.read_text(encoding="utf-8").count("\n") for p in MODULES}
    # The records are read as one page, and that page holds every table.
    allowed = {"records.py": 370}
    assert {name: n for name, n in long.items() if n > allowed.get(name, 300)} == {}

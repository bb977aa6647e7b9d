from __future__ import annotations

import ast
from pathlib import Path

import pytest

from pipeline.run import fingerprint


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "thing.py"
    original = fingerprint._path

    def find(name: str) -> Path | None:
        return path if name == "pipeline.thing" else original(name)

    monkeypatch.setattr(fingerprint, "_path", find)
    return path


def digest_of(path: Path, code: str) -> str:
    path.write_text(code, encoding="utf-8")
    fingerprint._read.cache_clear()
    try:
        return fingerprint.code_digest(["pipeline.thing"])
    finally:
        fingerprint._read.cache_clear()


def test_comments_and_docstrings_cost_nothing(module: Path) -> None:
    bare = digest_of(module, "def f(x):\n    return x + 1\n")
    dressed = '"""Why."""\n\n\ndef f(x):\n    """Adds one."""\n    # so\n    return x + 1\n'
    assert digest_of(module, dressed) == bare
    assert digest_of(module, "def f(x):\n    return x + 2\n") != bare


def test_code_that_is_imported_counts(module: Path) -> None:
    alone = digest_of(module, "X = 1\n")
    assert digest_of(module, "from pipeline import spans\nX = 1\n") != alone
    assert "pipeline.spans" in fingerprint.closure_of(["pipeline.records"])


def test_imports_inside_functions_count() -> None:
    source = Path(fingerprint.__file__).parents[1] / "cli" / "analyze.py"
    names = {
        node.module
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
    }
    assert "pipeline.run.engine" in names
    assert "pipeline.run.engine" in fingerprint.closure_of(["pipeline.cli.analyze"])


def test_absent_libraries_are_said_so() -> None:
    assert fingerprint.library_versions(["no-such-distribution"]) == {
        "no-such-distribution": "absent"
    }


def test_key_does_not_depend_on_the_order_of_parts() -> None:
    key = fingerprint.stage_key({"a": "1", "b": "2"})
    assert fingerprint.stage_key({"b": "2", "a": "1"}) == key
    assert fingerprint.stage_key({"a": "2", "b": "1"}) != key

"""What a stage's result depends on, as one hash: code, settings, inputs, models, libraries.

The code part is the *closure*: the syntax trees of the stage's module and of every
``pipeline`` module it imports. Comments, docstrings and layout do not count, so
that explaining a line better does not cost a run.
"""

from __future__ import annotations

import ast
import hashlib
import importlib.util
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pipeline.ids import digest

_PACKAGE = "pipeline"


def stage_key(parts: Mapping[str, str]) -> str:
    """One SHA-256 over the named ``parts``, in name order."""
    return digest(*(f"{name}={value}" for name, value in sorted(parts.items())))


def code_digest(modules: Iterable[str]) -> str:
    """SHA-256 over the code of ``modules`` and of all ``pipeline`` modules they import."""
    closure = sorted(closure_of(modules))
    return digest(*(f"{name}:{_read(name)[0]}" for name in closure))


def closure_of(modules: Iterable[str]) -> set[str]:
    """``modules`` and every ``pipeline`` module reached from them by import."""
    seen: set[str] = set()
    waiting = list(modules)
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting.extend(_read(name)[1])
    return seen


def library_versions(names: Iterable[str]) -> dict[str, str]:
    """Installed version of each distribution; ``absent`` when it is not installed."""
    found = {}
    for name in sorted(names):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "absent"
    return found


@cache
def _path(name: str) -> Path | None:
    """File of a ``pipeline`` module, found without importing anything."""
    root = importlib.util.find_spec(_PACKAGE)
    if root is None or not root.submodule_search_locations:
        return None
    base = Path(next(iter(root.submodule_search_locations)))
    inner = base.joinpath(*name.split(".")[1:])
    for candidate in (inner.with_suffix(".py"), inner / "__init__.py"):
        if candidate.is_file():
            return candidate
    return None


@cache
def _read(name: str) -> tuple[str, tuple[str, ...]]:
    """SHA-256 of a module's syntax tree without docstrings, and the modules it imports."""
    path = _path(name)
    tree = ast.parse(path.read_bytes()) if path else ast.Module(body=[], type_ignores=[])
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            _drop_docstring(node)
        elif isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    ours = (n for n in found if n.startswith(f"{_PACKAGE}."))
    imports = tuple(sorted(n for n in ours if _path(n) is not None))
    return hashlib.sha256(ast.dump(tree).encode()).hexdigest(), imports


def _drop_docstring(
    node: ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef,
) -> None:
    if ast.get_docstring(node, clean=False) is not None:
        node.body = node.body[1:] or [ast.Pass()]

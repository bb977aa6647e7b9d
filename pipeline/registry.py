"""What the program can choose from: built-in readers and backends, and the models folder.

Third parties add to the built-in tables by entry points (``pipeline.readers``,
``pipeline.stance``); nothing registers itself by being imported, and nothing
inside ``corpora/`` is ever executed.
"""

from __future__ import annotations

import hashlib
import importlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from pipeline.errors import ModelError, nearest

#: Reader name -> "module:attribute" of an object that fits ``readers.base.Reader``.
READERS: dict[str, str] = {
    "captions": "pipeline.readers.captions:READER",
    "table": "pipeline.readers.table:READER",
    "markdown": "pipeline.readers.markdown:READER",
    "transcript": "pipeline.readers.transcript:READER",
    "paste": "pipeline.readers.paste:READER",
}

#: Stance backend name -> "module:attribute" of a factory that fits ``stance.base.Factory``.
STANCE_BACKENDS: dict[str, str] = {
    "baseline": "pipeline.stance.baseline:load",
    "encoder": "pipeline.stance.encoder:load",
    "student": "pipeline.stance.encoder:load_student",
    "llm": "pipeline.stance.llm:load",
}

#: The registry of people: what ships, and what a researcher has promoted.
SHIPPED_PEOPLE, ADDED_PEOPLE = "people.toml", "people.added.toml"


@dataclass(frozen=True, slots=True)
class Assets:
    """The ``models/`` folder as a stage sees it: files by name, checked on use."""

    root: Path

    def path(self, name: str) -> Path:
        """The file ``models/<name>``.

        Raises:
            ModelError: M001 when it is not there.
        """
        found = self.root / name
        if not found.exists():
            raise ModelError("M001", f"models/{name} is missing", place=str(found))
        return found

    def has(self, name: str) -> bool:
        """True when ``models/<name>`` is there."""
        return (self.root / name).exists()

    def people(self) -> tuple[Path, ...]:
        """The files of the registry of people, the one that ships first.

        Raises:
            ModelError: M001 when that one is not there.
        """
        added = (self.root / ADDED_PEOPLE,) if self.has(ADDED_PEOPLE) else ()
        return (self.path(SHIPPED_PEOPLE), *added)

    def verified(self, name: str, *, listed: bool = False) -> bytes:
        """The content of ``models/<name>``, whose digest in ``models.toml`` is checked.

        Args:
            name: of the file.
            listed: whether it must stand there; else somebody's own file needs no listing.

        Raises:
            ModelError: M001 when it is not there, M002 when its digest is another or missing,
                M003 when ``models.toml`` is not understood.
        """
        content = self.path(name).read_bytes()
        table = self.root / "models.toml"
        files = _listed(table) if listed or table.is_file() else []
        expected = {entry["path"]: entry["sha256"] for entry in files}.get(name)
        found = hashlib.sha256(content).hexdigest()
        if expected is None and listed:
            raise ModelError("M002", f"models/{name} has no digest in models/models.toml")
        if expected not in (None, found):
            raise ModelError("M002", f"models/{name} has digest {found[:12]}, not {expected[:12]}")
        return content

    def digest(self, name: str) -> str:
        """SHA-256 of ``models/<name>``: a file's bytes, or all files of a folder by name."""
        found = self.root / name
        if not found.exists():
            return "absent"
        if found.is_file():
            return hashlib.sha256(found.read_bytes()).hexdigest()
        inner = hashlib.sha256()
        for file in sorted(p for p in found.rglob("*") if p.is_file()):
            inner.update(file.relative_to(found).as_posix().encode())
            inner.update(hashlib.sha256(file.read_bytes()).digest())
        return inner.hexdigest()


def _listed(table: Path) -> list[dict[str, str]]:
    try:
        files: list[dict[str, str]] = tomllib.loads(table.read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError) as error:
        raise ModelError("M003", f"models.toml: {error}", place=str(table)) from None
    return files


def default_models() -> Path:
    """The models folder that ships beside the package."""
    return Path(__file__).resolve().parent.parent / "models"


def known(group: str) -> Mapping[str, str]:
    """Built-in and installed names of ``group`` ("pipeline.readers" or "pipeline.stance")."""
    built_in = {"pipeline.readers": READERS, "pipeline.stance": STANCE_BACKENDS}[group]
    installed = {point.name: point.value for point in entry_points(group=group)}
    return {**installed, **built_in}


def load(group: str, name: str) -> Any:
    """The object registered under ``name``.

    Raises:
        ModelError: M004 when nobody registered it; names the nearest.
    """
    table = known(group)
    if name not in table:
        close = nearest(name, table)
        options = f"did you mean {close}?" if close else f"known: {', '.join(sorted(table))}"
        raise ModelError("M004", f"there is no {name!r} in {group}", remedy=options)
    module, _, attribute = table[name].partition(":")
    return getattr(importlib.import_module(module), attribute)

"""A cache of tables by content: written once, verified on reading, safe to kill.

    <root>/objects/ab/abcd….parquet   a table, named by the SHA-256 of its bytes
    <root>/results/ab/abcd….json      stage key -> the digests of the tables it wrote

Every write goes to a temporary name, is synced and renamed, so that a kill at any
instant leaves either the old state or the new one.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa

from pipeline.errors import RunError
from pipeline.records import Record
from pipeline.store.tables import from_parquet, to_parquet

R = TypeVar("R", bound=Record)


class Cache:
    """Tables by digest and stage results by key, under one folder."""

    def __init__(self, root: Path) -> None:
        """Use ``root``, which is made on the first write."""
        self.root = root

    def put(self, kind: type[R], rows: list[R]) -> str:
        """Store ``rows``; returns the SHA-256 of their Parquet bytes."""
        content = to_parquet(kind, rows)
        name = hashlib.sha256(content).hexdigest()
        target = self._object(name)
        if not target.exists():
            write_atomically(target, content)
        return name

    def get(self, kind: type[R], name: str) -> list[R]:
        """The rows stored under ``name``.

        Raises:
            RunError: R003 when the object is missing or damaged; a damaged one is
                removed, so that the next run computes it again.
        """
        content = self.content(name)
        try:
            return from_parquet(kind, content)
        except (OSError, pa.ArrowInvalid, KeyError) as error:
            raise self._damaged(name, str(error)) from None

    def content(self, name: str) -> bytes:
        """The verified bytes stored under ``name``; raises as ``get`` does."""
        target = self._object(name)
        try:
            content = target.read_bytes()
        except OSError as error:
            raise self._damaged(name, str(error)) from None
        if hashlib.sha256(content).hexdigest() != name:
            raise self._damaged(name, "digest does not match")
        return content

    def result(self, key: str) -> dict[str, Any] | None:
        """What a stage wrote under ``key``; None when unknown, torn, or an object is gone."""
        try:
            found = json.loads(self._result(key).read_bytes())
            names = found["tables"].values()
        except (OSError, ValueError, KeyError, AttributeError):
            return None
        return dict(found) if all(self._object(name).exists() for name in names) else None

    def remember(self, key: str, result: Mapping[str, Any]) -> None:
        """Store what a stage wrote: ``{"tables": {name: digest}, "rows": {name: n}, …}``."""
        content = json.dumps(result, sort_keys=True).encode()
        write_atomically(self._result(key), content)

    def sweep(self) -> int:
        """Verify every object and remove the damaged ones; returns how many there were."""
        damaged = 0
        for target in sorted(self.root.glob("objects/*/*.parquet")):
            if hashlib.sha256(target.read_bytes()).hexdigest() != target.stem:
                target.unlink()
                damaged += 1
        return damaged

    def _object(self, name: str) -> Path:
        return self.root / "objects" / name[:2] / f"{name}.parquet"

    def _result(self, key: str) -> Path:
        return self.root / "results" / key[:2] / f"{key}.json"

    def _damaged(self, name: str, reason: str) -> RunError:
        target = self._object(name)
        target.unlink(missing_ok=True)
        return RunError("R003", f"cached table {name[:12]} is damaged: {reason}", place=str(target))


def write_atomically(target: Path, content: bytes) -> None:
    """Write ``content`` to ``target`` so that nobody ever sees half of it.

    Raises:
        RunError: R002 when the folder is not writable or the disk is full.
    """
    temporary = ""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".writing-")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)  # mkstemp makes files private; a report is to be shared
        os.replace(temporary, target)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise RunError("R002", f"cannot write {target.name}: {error}", place=str(target)) from None

"""From cached tables to a finished folder, in one rename: the old report stays until then.

<folder>/tables/*.parquet   the published tables, rows in id order
<folder>/analysis.duckdb    the same, with views
<folder>/run.json           the manifest, the only file that knows the time
<folder>/…                  what ``finish`` adds, such as report.html
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from pipeline.errors import RunError
from pipeline.run.engine import Engine, RunResult
from pipeline.run.manifest import read_manifest, write_manifest
from pipeline.store.database import write_database
from pipeline.store.tables import PUBLISHED, SCHEMA, to_parquet

Finish = Callable[[Path], None]

#: What a finished folder must hold to count as finished.
FINISHED = ("run.json", "report.html", "analysis.duckdb", "tables")


@contextmanager
def only_run(folder: Path) -> Iterator[None]:
    """Hold the lock of an output folder.

    Raises:
        RunError: R001 at once when another run holds it; R002 when it cannot be made.
    """
    lock_path = folder.parent / f".{folder.name}.lock"
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(lock_path, timeout=0)
        lock.acquire()
    except Timeout:
        raise RunError("R001", "another run is using this output", place=str(folder)) from None
    except OSError as error:
        raise RunError("R002", f"cannot write there: {error}", place=str(folder)) from None
    try:
        yield
    finally:
        lock.release()
        lock_path.unlink(missing_ok=True)


def is_current(folder: Path, result_key: str) -> bool:
    """True when ``folder`` is the finished run of exactly this result."""
    if not all((folder / name).exists() for name in FINISHED):
        return False
    if any(not (folder / "tables" / f"{name}.parquet").exists() for name in PUBLISHED):
        return False
    return read_manifest(folder).get("result") == result_key


def publish(
    engine: Engine,
    result: RunResult,
    folder: Path,
    manifest: Mapping[str, Any],
    finish: Finish,
) -> None:
    """Write the run into a fresh folder beside ``folder`` and put it in its place.

    Args:
        engine: knows the cache that holds the rows.
        result: the digests of all tables.
        folder: where the run will stand; an older run there is replaced whole.
        manifest: what ``run.json`` says.
        finish: adds the report and figures to the fresh folder.

    Raises:
        RunError: R002 when the folder holds anything that is not a run of ours, is
            not writable, or the disk is full.
    """
    _refuse_foreign(folder)
    try:
        fresh = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
        try:
            _fill(engine, result, fresh, manifest, finish)
            fresh.chmod(0o755)
            _swap(fresh, folder)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    except OSError as error:
        raise RunError("R002", f"cannot write the run: {error}", place=str(folder)) from None


def point_latest(reports: Path, folder: Path) -> None:
    """Let ``reports/latest`` mean ``folder``; a relative link, replaced in one step."""
    link = reports / "latest"
    temporary = reports / ".latest.new"
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(folder.name, target_is_directory=True)
    os.replace(temporary, link)


def _fill(
    engine: Engine, result: RunResult, fresh: Path, manifest: Mapping[str, Any], finish: Finish
) -> None:
    tables = fresh / "tables"
    tables.mkdir()
    for name in PUBLISHED:
        rows = engine.rows(result, name)
        (tables / f"{name}.parquet").write_bytes(to_parquet(SCHEMA[name], rows))
    write_database(fresh / "analysis.duckdb", tables)
    write_manifest(fresh, manifest)
    finish(fresh)


def _swap(fresh: Path, folder: Path) -> None:
    """Put ``fresh`` where ``folder`` is; a crash between the two renames leaves the old aside."""
    old = folder.parent / f".{folder.name}.old"
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        os.replace(folder, old)
    os.replace(fresh, folder)
    shutil.rmtree(old, ignore_errors=True)


def _refuse_foreign(folder: Path) -> None:
    """Never replace a folder that is not an earlier run: it may be somebody's work."""
    if not folder.exists() or (folder / "run.json").exists():
        return
    if not folder.is_dir() or any(folder.iterdir()):
        raise RunError(
            "R002",
            "the output folder holds something that is not a run",
            place=str(folder),
            remedy="name an empty or new folder with --output",
        )

"""One stage on one shard, as it travels to a worker, and what comes back.

A worker knows the cache, the settings and the models folder, and nothing of the run.
"""

from __future__ import annotations

import importlib
import resource
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.config import Settings
from pipeline.errors import PipelineError, RunError
from pipeline.registry import Assets
from pipeline.run.stages import Stage
from pipeline.store.cache import Cache
from pipeline.store.tables import SCHEMA, Tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One stage on one shard, ready to travel to a worker."""

    stage: Stage
    shard: str
    key: str
    inputs: Mapping[str, Sequence[str]]  # table -> digests of its parts, in shard order
    settings: Settings
    cache: Path
    models: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came back from a task."""

    shard: str
    tables: Mapping[str, str]
    rows: Mapping[str, int]
    seconds: float
    peak_mb: float


def keep_models() -> None:
    """Let a worker grow: its models take some hundred MB, which joblib would take for a leak.

    It would end the worker after the task, with a warning, and load them again in another.
    """
    from joblib.externals.loky import process_executor

    process_executor._MAX_MEMORY_LEAK_SIZE = 8_000_000_000


def execute(task: Task) -> Outcome:
    """Run one task in this process and store what it wrote.

    Raises:
        PipelineError: as the stage raised it, or R004 around anything else.
    """
    started = time.perf_counter()
    cache = Cache(task.cache)
    tables = Tables({t: gather_rows(cache, t, digests) for t, digests in task.inputs.items()})
    module, _, name = task.stage.function.partition(":")
    section = getattr(task.settings, task.stage.section)
    try:
        function = getattr(importlib.import_module(module), name)
        written = function(tables, section, Assets(task.models))
    except PipelineError:
        raise
    except Exception as error:
        place = f"stage {task.stage.name}, shard {task.shard}"
        reason = f"{type(error).__name__}: {error}"
        raise RunError("R004", f"stage {task.stage.name} failed: {reason}", place=place) from error
    if set(written) != set(task.stage.writes):
        raise RunError("R006", f"stage {task.stage.name} wrote {sorted(written)}")
    stored = {t: cache.put(SCHEMA[t], written[t]) for t in task.stage.writes}
    outcome = Outcome(
        shard=task.shard,
        tables=stored,
        rows={t: len(written[t]) for t in task.stage.writes},
        seconds=time.perf_counter() - started,
        peak_mb=_peak_mb(),
    )
    cache.remember(task.key, {"tables": stored, "rows": dict(outcome.rows)})
    return outcome


def reused(shard: str, known: Mapping[str, Any]) -> Outcome:
    """What a task that need not run would have brought, from the cache's memory of it."""
    return Outcome(shard=shard, tables=known["tables"], rows=known["rows"], seconds=0, peak_mb=0)


def gather_rows(cache: Cache, table: str, digests: Sequence[str]) -> list[Any]:
    """The rows of parts of ``table``, sorted by id when there are several."""
    kind = SCHEMA[table]
    rows = [row for name in digests for row in cache.get(kind, name)]
    if len(digests) > 1 and "id" in kind.__slots__:
        rows.sort(key=lambda row: row.id)
    return rows


def _peak_mb() -> float:
    """Largest resident memory of this process so far, in MiB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return float(peak) / (1 << 20 if sys.platform == "darwin" else 1 << 10)

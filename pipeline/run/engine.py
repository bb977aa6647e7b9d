"""Runs the stage table over shards: only what changed, in parallel, safe to kill.

A stage on a shard runs when its key is unknown to the cache: code closure, its
settings section, its input tables, its model files, its library versions. Outputs
are stored by content, so a stage that computes the same rows again stops the rerun
of everything behind it (early cut-off). Work goes through ``joblib.Parallel``.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.config import Settings
from pipeline.errors import RunError
from pipeline.ids import digest, shard_of
from pipeline.records import Source
from pipeline.registry import Assets
from pipeline.run.fingerprint import code_digest, library_versions, stage_key
from pipeline.run.last import LastRun
from pipeline.run.progress import Quiet, Reporter, StageReport
from pipeline.run.stages import STAGES, Stage
from pipeline.run.task import Outcome, Task, execute, gather_rows, keep_models, reused
from pipeline.store.cache import Cache
from pipeline.store.tables import PUBLISHED

#: Name of the only shard of a corpus-wide table.
WHOLE = "all"

Digests = dict[str, dict[str, str]]  # table -> shard -> digest of its rows


@dataclass(slots=True, kw_only=True)
class RunResult:
    """All tables by digest, and what each stage did."""

    tables: Digests
    stages: list[StageReport] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """One hash over the content of all tables."""
        return digest(
            *(f"{t}/{s}:{d}" for t, m in sorted(self.tables.items()) for s, d in sorted(m.items()))
        )


class Engine:
    """Runs ``stages`` with one cache, one set of settings and one models folder."""

    def __init__(
        self,
        cache: Cache,
        settings: Settings,
        assets: Assets,
        *,
        workers: int = 1,
        reporter: Reporter | None = None,
        stages: Sequence[Stage] = STAGES,
    ) -> None:
        """Nothing runs yet; ``workers`` is the number of processes (at least 1)."""
        self.cache = cache
        self.settings = settings
        self.assets = assets
        self.workers = max(1, workers)
        self.reporter = reporter or Quiet()
        self.stages = stages
        self._memory = LastRun(cache.root / "last.json")

    def run(self, sources: Sequence[Source]) -> RunResult:
        """Bring every table up to date for ``sources``.

        Raises:
            PipelineError: whatever a stage could not pin on one document.
        """
        try:
            return self._run(sources)
        except RunError as error:
            if error.code != "R003" or not self.cache.sweep():
                raise
            # Part of the cache was damaged; it is gone now, and is computed again.
            return self._run(sources)
        finally:
            self.reporter.close()
            self._memory.save()

    def _run(self, sources: Sequence[Source]) -> RunResult:
        result = RunResult(tables={"sources": self._store_sources(sources)})
        for stage in self.stages:
            result.stages.append(self._run_stage(stage, result.tables))
        for table in PUBLISHED:
            for name in _parts(result.tables, table) if table in result.tables else ():
                self.cache.content(name)  # what is about to be published must be whole
        return result

    def plan(self, sources: Sequence[Source]) -> Iterator[tuple[str, int, int, dict[str, int]]]:
        """(stage, shards, shards to run, reasons) of each stage, running nothing.

        Behind the first stage that has to run, inputs are not known yet: those
        stages are reported as waiting for it.
        """
        tables: Digests = {"sources": self._store_sources(sources)}
        stale: set[str] = set()
        for stage in self.stages:
            waiting = sorted(stale.intersection(stage.reads))
            if waiting:
                stale.update(stage.writes)
                yield stage.name, 0, 0, {f"waits for {', '.join(waiting)}": 1}
                continue
            tasks = list(self._tasks(stage, tables))
            missing = [(t, why) for t, why in tasks if self.cache.result(t.key) is None]
            if missing:
                stale.update(stage.writes)
            for task, _ in tasks:
                _note(tables, task.shard, self.cache.result(task.key))
            yield stage.name, len(tasks), len(missing), dict(Counter(why for _, why in missing))

    def rows(self, result: RunResult, table: str) -> list[Any]:
        """All rows of ``table``, sorted by id where the record has one."""
        return gather_rows(self.cache, table, _parts(result.tables, table))

    def _store_sources(self, sources: Sequence[Source]) -> dict[str, str]:
        digits = self.settings.run.shard_digits
        shards: dict[str, list[Source]] = {}
        for source in sorted(sources, key=lambda s: s.id):
            shards.setdefault(shard_of(source.id, digits), []).append(source)
        return {shard: self.cache.put(Source, rows) for shard, rows in sorted(shards.items())}

    def _run_stage(self, stage: Stage, tables: Digests) -> StageReport:
        started = time.perf_counter()
        tasks = list(self._tasks(stage, tables))
        for table in stage.writes:
            tables[table] = {}
        done, why, waiting = [], Counter[str](), []
        for task, reason in tasks:
            known = self.cache.result(task.key)
            if known is None:
                waiting.append(task)
                why[reason] += 1
            else:
                done.append(reused(task.shard, known))
        self.reporter.begin(stage.name, len(tasks), len(waiting))
        for outcome in self._execute(waiting):
            done.append(outcome)
            self.reporter.advance()
        for outcome in sorted(done, key=lambda o: o.shard):
            _note(tables, outcome.shard, {"tables": outcome.tables})
        report = _summary(stage, done, why, len(waiting), time.perf_counter() - started)
        self.reporter.end(report)
        return report

    def _tasks(self, stage: Stage, tables: Digests) -> Iterator[tuple[Task, str]]:
        shared = self._shared_key_parts(stage)
        shards = sorted(tables["sources"]) if stage.scope == "shard" else [WHOLE]
        for shard in shards:
            inputs = {t: _inputs(tables, t, shard, stage) for t in stage.reads}
            parts = shared | {f"input {t}": " ".join(d) for t, d in inputs.items()}
            yield (
                Task(
                    stage=stage,
                    shard=shard,
                    key=stage_key(parts),
                    inputs=inputs,
                    settings=self.settings,
                    cache=self.cache.root,
                    models=self.assets.root,
                ),
                self._memory.compare(f"{stage.name}/{shard}", parts),
            )

    def _shared_key_parts(self, stage: Stage) -> dict[str, str]:
        section = getattr(self.settings, stage.section)
        models = stage.reads_models(section, self.assets)
        return {
            "stage": stage.name,
            "code": code_digest(stage.code),
            "settings": digest(json.dumps(section.model_dump(mode="json"), sort_keys=True)),
            "models": digest(*(f"{m}:{self.assets.digest(m)}" for m in models)),
            "libraries": json.dumps(library_versions(stage.libraries)),
        }

    def _execute(self, tasks: Sequence[Task]) -> Iterable[Outcome]:
        if len(tasks) < 2 or self.workers == 1:
            return map(execute, tasks)
        from joblib import Parallel, delayed

        parallel = Parallel(
            n_jobs=min(self.workers, len(tasks)),
            return_as="generator_unordered",
            initializer=keep_models,
        )
        outcomes: Iterable[Outcome] = parallel(delayed(execute)(task) for task in tasks)
        return outcomes


def _parts(tables: Digests, table: str) -> list[str]:
    return [tables[table][shard] for shard in sorted(tables[table])]


def _inputs(tables: Digests, table: str, shard: str, stage: Stage) -> list[str]:
    """Digests of the parts of ``table`` that ``stage`` sees on ``shard``."""
    if stage.scope == "corpus" or WHOLE in tables[table]:
        return _parts(tables, table)
    return [tables[table][shard]] if shard in tables[table] else []


def _note(tables: Digests, shard: str, known: Mapping[str, Any] | None) -> None:
    for table, name in (known or {"tables": {}})["tables"].items():
        tables.setdefault(table, {})[shard] = name


def _summary(
    stage: Stage, done: Sequence[Outcome], why: Counter[str], ran: int, wall: float
) -> StageReport:
    rows = {table: sum(outcome.rows[table] for outcome in done) for table in stage.writes}
    return StageReport(
        stage=stage.name,
        scope=stage.scope,
        shards=len(done),
        ran=ran,
        reused=len(done) - ran,
        seconds=round(sum(outcome.seconds for outcome in done), 3),
        wall_seconds=round(wall, 3),
        peak_mb=round(max((outcome.peak_mb for outcome in done), default=0.0), 1),
        rows=rows,
        why=dict(why.most_common()),
    )

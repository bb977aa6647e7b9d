from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from pipeline.config import Settings
from pipeline.records import Document, Dropped, Intake, TopicQuality
from pipeline.registry import Assets
from pipeline.run.engine import WHOLE, Engine, RunResult
from pipeline.run.manifest import build_manifest, read_manifest, write_manifest
from pipeline.store.cache import Cache


def quality(measure: str, value: float) -> TopicQuality:
    return TopicQuality(measure=measure, value=value, n=9, method="counted")


def test_topics_are_judged_and_what_cannot_be_measured_is_null(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    engine = Engine(cache, Settings(), Assets(tmp_path))
    figures = [quality("c_v", float("nan")), quality("topics", 2.0)]
    found = RunResult(
        tables={
            "documents": {WHOLE: cache.put(Document, [])},
            "intake": {WHOLE: cache.put(Intake, [])},
            "dropped": {WHOLE: cache.put(Dropped, [])},
            "topic_quality": {WHOLE: cache.put(TopicQuality, figures)},
        }
    )
    manifest = build_manifest(engine, found, [], datetime(2026, 1, 1, tzinfo=UTC), "key")
    write_manifest(tmp_path, manifest)
    assert read_manifest(tmp_path)["quality"] == {"topics": {"c_v": None, "topics": 2.0}}
    assert "NaN" not in (tmp_path / "run.json").read_text()

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from pipeline.config import Settings
from pipeline.readers.corpus import find_sources
from pipeline.records import Document, Dropped, Intake, TopicQuality
from pipeline.registry import Assets
from pipeline.run.engine import WHOLE, Engine, RunResult
from pipeline.run.manifest import build_manifest, read_manifest, result_key, write_manifest
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


def test_a_page_that_tells_something_else_is_another_result(tmp_path: Path) -> None:
    corpus, models = tmp_path / "corpora/letters", tmp_path / "models"
    (models / "stance").mkdir(parents=True)
    corpus.mkdir(parents=True)
    (corpus / "one.txt").write_text("Bigger is better.", encoding="utf-8")
    engine = Engine(Cache(tmp_path / "cache"), Settings(), Assets(models))

    def key() -> str:
        return result_key(engine, RunResult(tables={}), find_sources(tmp_path / "corpora"), "code")

    seen = [key()]
    (corpus / "corpus.toml").write_text('description = "Invented."\n', encoding="utf-8")
    seen.append(key())
    (models / "stance/metrics.json").write_text("{}", encoding="utf-8")
    seen.append(key())
    assert len(set(seen)) == 3
    assert key() == seen[-1]

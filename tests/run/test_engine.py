"""The engine on three small stages of its own: what runs again, what does not, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.config import Section, Settings
from pipeline.errors import RunError
from pipeline.ids import source_id
from pipeline.records import Candidate, Source, TopicShare
from pipeline.registry import Assets
from pipeline.run.engine import Engine, RunResult
from pipeline.run.stages import Stage
from pipeline.store.cache import Cache
from pipeline.store.tables import Tables

HERE = __name__


def first(tables: Tables, section: Section, assets: Assets) -> dict[str, list[Any]]:
    rows = tables.rows("sources", Source)
    if any(source.path == "broken" for source in rows):
        raise ValueError("no")
    return {"candidates": [candidate(s.id, len(s.sha256)) for s in rows]}


def second(tables: Tables, section: Section, assets: Assets) -> dict[str, list[Any]]:
    rows = tables.rows("candidates", Candidate)
    share = [TopicShare(statement_id=r.id, topic_id=str(len(rows)), weight=1.0) for r in rows]
    return {"topic_shares": share}


def candidate(name: str, length: int) -> Candidate:
    return Candidate(
        id=name, document_id=name, segment_id="", start=0, end=length, target="t", score=1.0
    )


STAGES = (
    Stage(
        name="first",
        function=f"{HERE}:first",
        scope="shard",
        reads=("sources",),
        writes=("candidates",),
        section="read",
    ),
    Stage(
        name="second",
        function=f"{HERE}:second",
        scope="corpus",
        reads=("candidates",),
        writes=("topic_shares",),
        section="topics",
    ),
)


def source(path: str, sha256: str = "0" * 64) -> Source:
    fields: dict[str, Any] = dict.fromkeys(Source.__slots__, "")
    fields |= {"id": source_id("c", path), "corpus": "c", "path": path, "size": 1}
    return Source(**(fields | {"sha256": sha256}))


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return Engine(Cache(tmp_path), Settings(), Assets(tmp_path), stages=STAGES)


def ran(result: RunResult) -> dict[str, int]:
    return {report.stage: report.ran for report in result.stages}


def test_nothing_changed_nothing_runs(engine: Engine) -> None:
    files = [source(str(i)) for i in range(40)]
    first_time = engine.run(files)
    again = engine.run(files)
    assert ran(first_time)["second"] == 1
    assert ran(again) == {"first": 0, "second": 0}
    assert again.tables == first_time.tables


def test_one_new_file_runs_one_shard(engine: Engine) -> None:
    files = [source(str(i)) for i in range(200)]  # enough that no shard is empty
    engine.run(files)
    result = engine.run([*files, source("new")])
    assert ran(result) == {"first": 1, "second": 1}
    assert result.stages[0].why == {"input sources changed": 1}


def test_equal_output_stops_the_rerun(engine: Engine) -> None:
    files = [source(str(i)) for i in range(9)]
    engine.run(files)
    files[3] = source("3", sha256="1" * 64)  # other bytes, same candidate
    assert ran(engine.run(files)) == {"first": 1, "second": 0}


def test_file_order_and_workers_do_not_matter(tmp_path: Path) -> None:
    files = [source(str(i)) for i in range(30)]
    one = Engine(Cache(tmp_path / "1"), Settings(), Assets(tmp_path), stages=STAGES)
    other = Engine(Cache(tmp_path / "2"), Settings(), Assets(tmp_path), stages=STAGES)
    assert one.run(files).digest == other.run(files[::-1]).digest


def test_settings_of_another_stage_change_nothing(engine: Engine, tmp_path: Path) -> None:
    files = [source("a")]
    engine.run(files)
    settings = Settings.model_validate({"topics": {"count": 7}})
    other = Engine(engine.cache, settings, engine.assets, stages=STAGES)
    result = other.run(files)
    assert ran(result) == {"first": 0, "second": 1}
    assert result.stages[1].why == {"settings changed": 1}


def test_a_damaged_object_is_computed_again(engine: Engine, tmp_path: Path) -> None:
    files = [source("a"), source("b")]
    before = engine.run(files)
    for target in tmp_path.glob("objects/*/*.parquet"):
        target.write_bytes(b"PAR1 damaged")
    result = engine.run(files)
    assert result.digest == before.digest
    assert len(engine.rows(result, "topic_shares")) == 2


def test_a_failing_stage_names_itself(engine: Engine) -> None:
    with pytest.raises(RunError) as caught:
        engine.run([source("broken")])
    assert caught.value.code == "R004"
    assert "stage first" in caught.value.place
    assert "ValueError: no" in caught.value.message


def test_the_plan_runs_nothing(engine: Engine, tmp_path: Path) -> None:
    plan = list(engine.plan([source("a")]))
    assert plan[0] == ("first", 1, 1, {"new": 1})
    assert plan[1][3] == {"waits for candidates": 1}
    assert not list(tmp_path.glob("results/*/*.json"))

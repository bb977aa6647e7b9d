from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.errors import RunError
from pipeline.records import TopicShare
from pipeline.store.cache import Cache, write_atomically

ROWS = [TopicShare(statement_id="st:1", topic_id="topic:1", weight=0.5)]


def test_what_is_put_is_got(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    name = cache.put(TopicShare, ROWS)
    assert cache.get(TopicShare, name) == ROWS
    assert cache.put(TopicShare, ROWS) == name


def test_a_flipped_byte_is_found_and_forgotten(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    name = cache.put(TopicShare, ROWS)
    cache.remember("k" * 64, {"tables": {"topic_shares": name}, "rows": {"topic_shares": 1}})
    target = next(tmp_path.glob("objects/*/*.parquet"))
    content = bytearray(target.read_bytes())
    content[len(content) // 2] ^= 1
    target.write_bytes(bytes(content))
    with pytest.raises(RunError) as caught:
        cache.get(TopicShare, name)
    assert caught.value.code == "R003"
    assert cache.result("k" * 64) is None  # so the next run computes it again


def test_a_torn_result_counts_as_unknown(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.remember("k" * 64, {"tables": {}, "rows": {}})
    next(tmp_path.glob("results/*/*.json")).write_bytes(b'{"tables": {')
    assert cache.result("k" * 64) is None
    assert cache.result("z" * 64) is None


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(RunError) as caught:
        write_atomically(tmp_path / "x" / "y", b"")
    assert caught.value.code == "R002"


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("here already", encoding="utf-8")
    with pytest.raises(RunError) as caught:
        write_atomically(tmp_path / "x" / "y", b"")
    assert caught.value.code == "R002"
    assert str(tmp_path / "x" / "y") == caught.value.place


def test_nothing_half_written_is_left(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a" / "b", b"1")
    write_atomically(tmp_path / "a" / "b", b"2")
    assert [p.name for p in (tmp_path / "a").iterdir()] == ["b"]
    assert (tmp_path / "a" / "b").read_bytes() == b"2"

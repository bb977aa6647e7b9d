from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from pipeline.browse import database
from pipeline.browse.database import NAME, database_of, is_current, write_database
from pipeline.browse.metadata import COLUMNS, metadata
from pipeline.errors import RunError
from pipeline.run.folder import RunFolder
from tests.report.report_factory import everywhere, material, write


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    return RunFolder(write(tmp_path_factory.mktemp("runs") / "run", material()))


@pytest.fixture(scope="module")
def opened(run: RunFolder) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(database_of(run))) as connection:
        yield connection


def ask(connection: sqlite3.Connection, query: str, *values: Any) -> list[Any]:
    return connection.execute(query, values).fetchall()


def test_every_statement_is_there_with_its_text(run: RunFolder, opened: Any) -> None:
    rows = run.judged.set_index("id")
    found = ask(opened, "SELECT id, text, stance, source, date FROM statements")
    assert len(found) == len(rows)
    for name, text, stance, source, date in found:
        row = rows.loc[name]
        assert (text, stance, date) == (row["text"], row["stance"], row["date"])
        assert source in ("", row["url"])


def test_facets_and_search(run: RunFolder, opened: Any) -> None:
    counted = dict(ask(opened, "SELECT stance, count(*) FROM statements GROUP BY stance"))
    assert counted == run.judged["stance"].value_counts().to_dict()
    query = "SELECT rowid FROM statements_fts WHERE statements_fts MATCH ?"
    hits = ask(opened, query, "grid cluster")
    wanted = run.judged["text"].str.contains("the grid simply cannot carry the next cluster")
    assert len(hits) == int(wanted.sum()) > 0


def test_rows_lead_to_each_other(opened: Any) -> None:
    joined = """SELECT count(*) FROM statements s JOIN documents d ON d.id = s.document
                JOIN people p ON p.id = s.person AND p.name = s.holder"""
    (number,) = ask(opened, joined)[0]
    assert number == ask(opened, "SELECT count(*) FROM statements WHERE person <> ''")[0][0] > 0


def test_the_same_run_gives_the_same_bytes(run: RunFolder, tmp_path: Path) -> None:
    write_database(tmp_path / "one.sqlite", run)
    write_database(tmp_path / "two.sqlite", run)
    assert (tmp_path / "one.sqlite").read_bytes() == (tmp_path / "two.sqlite").read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["one.sqlite", "two.sqlite"]


def test_made_once_and_again_when_the_run_or_the_layout_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(tmp_path / "run", material(documents=4, statements=12))
    run = RunFolder(folder)
    target = database_of(run)
    assert target == run.path / NAME
    first = target.stat().st_mtime_ns
    assert database_of(run).stat().st_mtime_ns == first
    (folder / "run.json").write_text(json.dumps(run.manifest | {"result": "other"}))
    assert not is_current(target, RunFolder(folder))
    assert is_current(database_of(RunFolder(folder)), RunFolder(folder))
    monkeypatch.setattr(database, "LAYOUT", 99)
    assert not is_current(target, RunFolder(folder))
    target.write_bytes(b"no database")
    assert not is_current(target, RunFolder(folder))
    assert is_current(database_of(RunFolder(folder)), RunFolder(folder))


def test_hostile_words_are_values(tmp_path: Path) -> None:
    evil = [
        "'); DROP TABLE statements; --",
        '"; SELECT 1',
        "\ud800 \x00 end",
        "=1+1",
        "javascript:x",
    ]
    made = everywhere(material(documents=6, statements=24), evil[:2] + evil[3:])
    run = RunFolder(write(tmp_path / "run", made))
    with closing(sqlite3.connect(database_of(run))) as connection:
        assert ask(connection, "SELECT count(*) FROM statements") == [(24,)]
        assert ask(connection, "SELECT DISTINCT source FROM documents") == [("",)]
        holders = {name for (name,) in ask(connection, "SELECT DISTINCT holder FROM statements")}
    assert any("DROP TABLE" in name for name in holders)


def test_a_folder_that_cannot_be_written_is_named(run: RunFolder, tmp_path: Path) -> None:
    with pytest.raises(RunError, match="R002") as caught:
        write_database(tmp_path / "gone" / NAME, run)
    assert "writable" in caught.value.remedy


def test_every_column_is_told(run: RunFolder, opened: Any) -> None:
    tables = metadata(run, "browse")["databases"]["browse"]["tables"]
    shown = [name for name, in ask(opened, "SELECT name FROM sqlite_schema WHERE type = 'table'")
             if not name.startswith("statements_fts")]  # fmt: skip
    assert sorted(shown) == sorted(tables)
    for table in shown:
        cursor = opened.execute(f"SELECT * FROM {table} LIMIT 0")
        names = [column[0] for column in cursor.description]
        assert names == list(COLUMNS[table])
        assert set(tables[table].get("facets", ())) <= set(names)
    assert "CC-BY-4.0 (60)" in metadata(run, "browse")["description"]

"""``browse.sqlite``: the statements of a run, ready to filter and to search.

The file is made from the Parquet tables on first use and again when the run or this
module changed. The same run gives the same bytes under the same SQLite. Corpus text only
ever enters as a bound parameter.
"""

from __future__ import annotations

import math
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from pipeline.errors import RunError
from pipeline.report.wording import clean, safe_url
from pipeline.run.folder import RunFolder

NAME = "browse.sqlite"
#: Raised when tables or columns change, so that older files are made again.
LAYOUT = 1

Rows = Iterable[Sequence[Any]]

_TABLES = """
CREATE TABLE documents (
  id TEXT PRIMARY KEY, title TEXT, date TEXT, corpus TEXT, genre TEXT, author TEXT, venue TEXT,
  source TEXT, licence TEXT, words INTEGER, statements INTEGER, path TEXT);
CREATE TABLE people (
  id TEXT PRIMARY KEY, name TEXT, kind TEXT, placed TEXT, balance REAL, low REAL, high REAL,
  statements INTEGER, own INTEGER, attributed INTEGER);
CREATE TABLE topics (id TEXT PRIMARY KEY, label TEXT, terms TEXT, size INTEGER, origin TEXT);
CREATE TABLE statements (
  id TEXT PRIMARY KEY, date TEXT, year TEXT, stance TEXT, voice TEXT, dimension TEXT,
  holder TEXT, text TEXT, source TEXT, corpus TEXT, genre TEXT, topic TEXT,
  confidence REAL, score REAL, sentiment REAL, backend TEXT, flags TEXT, licence TEXT,
  person TEXT REFERENCES people(id), document TEXT REFERENCES documents(id),
  start INTEGER, stop INTEGER);
CREATE TABLE dropped (
  id TEXT, corpus TEXT, path TEXT, kind TEXT, code TEXT, reason TEXT, detail TEXT);
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT);
"""
_AFTER = """
CREATE INDEX statements_stance ON statements(stance);
CREATE INDEX statements_voice ON statements(voice);
CREATE INDEX statements_dimension ON statements(dimension);
CREATE INDEX statements_corpus ON statements(corpus);
CREATE INDEX statements_genre ON statements(genre);
CREATE INDEX statements_topic ON statements(topic);
CREATE INDEX statements_holder ON statements(holder);
CREATE INDEX statements_year ON statements(year);
CREATE INDEX statements_date ON statements(date);
CREATE INDEX statements_document ON statements(document);
CREATE INDEX statements_person ON statements(person);
CREATE VIRTUAL TABLE statements_fts USING fts5(
  text, holder, content="statements", tokenize='porter unicode61');
INSERT INTO statements_fts(statements_fts) VALUES ('rebuild');
"""


def database_of(run: RunFolder) -> Path:
    """The file to browse, beside the run's other files; made when it is not there.

    Raises:
        RunError: R002 when the folder is not writable; R007 when the SQLite of this
            Python cannot search texts.
    """
    target = run.path / NAME
    if not is_current(target, run):
        write_database(target, run)
    return target


def is_current(target: Path, run: RunFolder) -> bool:
    """Whether ``target`` was made by this module from this very run."""
    if not target.is_file():
        return False
    try:
        with closing(sqlite3.connect(f"{target.as_uri()}?mode=ro", uri=True)) as connection:
            (layout,) = connection.execute("PRAGMA user_version").fetchone()
            query = "SELECT value FROM about WHERE name = 'result'"
            found = connection.execute(query).fetchone()
    except sqlite3.Error:
        return False
    return bool(layout == LAYOUT and found == (run.manifest["result"],))


def write_database(target: Path, run: RunFolder) -> None:
    """Make ``target`` under another name and put it in place; raises as ``database_of``."""
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        os.close(handle)
        fresh = Path(name)
        try:
            with closing(sqlite3.connect(fresh)) as connection:
                _fill(connection, run)
            fresh.chmod(0o644)  # mkstemp makes files private; a run is to be shared
            os.replace(fresh, target)
        finally:
            fresh.unlink(missing_ok=True)
    except (OSError, sqlite3.OperationalError) as error:
        code, place = "R002", str(target)
        remedy = "make the run's folder writable, or copy the run to one that is"
        if "no such module" in str(error):
            code, remedy = "R007", "use a Python whose SQLite has FTS5"
        raise RunError(code, f"cannot make {NAME}: {error}", place=place, remedy=remedy) from None


def _fill(connection: sqlite3.Connection, run: RunFolder) -> None:
    connection.executescript(f"PRAGMA page_size = 8192; PRAGMA user_version = {LAYOUT};{_TABLES}")
    makers: dict[str, Callable[[RunFolder], Rows]] = {
        "documents": _documents,
        "people": _people,
        "topics": _topics,
        "statements": _statements,
        "dropped": _dropped,
        "about": _about,
    }
    for table, maker in makers.items():
        _insert(connection, table, maker(run))
    connection.executescript(_AFTER)
    connection.commit()


def _insert(connection: sqlite3.Connection, table: str, rows: Rows) -> None:
    cursor = connection.execute(f"SELECT * FROM {table} LIMIT 0")  # noqa: S608  # name is ours
    places = ", ".join("?" for _ in cursor.description)
    command = f"INSERT INTO {table} VALUES ({places})"  # noqa: S608  # name is ours
    connection.executemany(command, ([_plain(cell) for cell in row] for row in rows))


def _plain(value: Any) -> Any:
    """What SQLite takes: no numpy, no nan, no half of a surrogate pair, no control character."""
    value = value.item() if hasattr(value, "item") else value
    if isinstance(value, float) and math.isnan(value):
        return None
    return clean(value) if isinstance(value, str) else value


def _documents(run: RunFolder) -> Rows:
    told = run.evidence["document_id"].value_counts().to_dict()
    for row in run.frame("documents").to_dict("records"):
        yield (
            row["id"], row["title"] or "untitled", row["date"], row["corpus"], row["kind"],
            row["author"], row["venue"], safe_url(row["url"]), row["licence"],
            len(row["text"].split()), told.get(row["id"], 0), row["path"],
        )  # fmt: skip


def _people(run: RunFolder) -> Rows:
    columns = ["id", "name", "kind", "placed", "balance", "low", "high",
               "n_statements", "n_own", "n_attributed"]  # fmt: skip
    return run.frame("people")[columns].sort_values("id").itertuples(index=False)


def _topics(run: RunFolder) -> Rows:
    for row in run.frame("topics").sort_values("id").to_dict("records"):
        terms = ", ".join(str(term) for term in row["terms"])
        yield row["id"], row["label"], terms, row["size"], row["origin"]


def _statements(run: RunFolder) -> Rows:
    names = _named(run, "people", "name")
    topics = _main_topics(run)
    for row in run.judged.sort_values("id").to_dict("records"):
        date, person = row["date"], row["holder_id"]
        yield (
            row["id"], date, date[:4], row["stance"], row["voice"], row["dimension"],
            names.get(person, row["holder_name"]), row["text"], safe_url(row["url"]),
            row["corpus"], row["genre"], topics.get(row["id"], ""),
            row["confidence"], row["score"], row["sentiment"], row["backend"],
            ", ".join(str(flag) for flag in row["flags"]), row["licence"],
            person if person in names else None, row["document_id"], row["start"], row["end"],
        )  # fmt: skip


def _named(run: RunFolder, table: str, column: str) -> dict[str, str]:
    rows = run.frame(table)
    return dict(zip(rows["id"].tolist(), rows[column].tolist(), strict=True))


def _main_topics(run: RunFolder) -> dict[str, str]:
    """Label of the topic to which each statement belongs most; ties to the first id."""
    labels = _named(run, "topics", "label")
    shares = run.frame("topic_shares").sort_values(
        ["statement_id", "weight", "topic_id"], ascending=[True, False, True]
    )
    first = shares.drop_duplicates("statement_id")
    pairs = zip(first["statement_id"], first["topic_id"], strict=True)
    return {name: labels.get(topic, topic) for name, topic in pairs}


def _dropped(run: RunFolder) -> Rows:
    columns = ["id", "corpus", "path", "kind", "code", "reason", "detail"]
    return run.frame("dropped")[columns].sort_values(columns).itertuples(index=False)


def _about(run: RunFolder) -> Rows:
    facts = run.manifest
    return [
        ("result", facts["result"]),
        ("version", facts["version"]),
        ("finished", facts["finished"]),
    ]

"""``analysis.duckdb``: the published tables in one file, with views for common questions.

The tables are copied in rather than viewed through their Parquet files, because a
DuckDB view keeps the path it was made with and would break when a run is moved.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from pipeline.store.tables import PUBLISHED

#: Name -> SQL of each view over the tables. A comment has its own day, as in the trends and in
#: ``run.evidence``; its document's is the thread's.
VIEWS: dict[str, str] = {
    # One row a statement with everything a reader asks of it.
    "evidence": """
        SELECT s.id AS statement_id, coalesce(nullif(g.date, ''), d.date) AS date, d.corpus,
               d.kind AS genre, d.title, d.url,
               s.holder_id, s.holder_name, s.voice, s.stance, s.dimension, s.confidence,
               substring(d.text, s."start" + 1, s."end" - s."start") AS text,
               s.document_id, s."start", s."end", s.backend
        FROM statements s JOIN documents d ON d.id = s.document_id
                          LEFT JOIN segments g ON g.id = s.segment_id
        WHERE s.stance <> 'unrelated'
        ORDER BY coalesce(nullif(g.date, ''), d.date), s.document_id, s."start"
    """,
    # Stance by calendar year and genre, own and endorsed voice: the rawest trend.
    "stance_by_year": """
        SELECT left(coalesce(nullif(g.date, ''), d.date), 4) AS year, d.kind AS genre, s.stance,
               count(*) AS n
        FROM statements s JOIN documents d ON d.id = s.document_id
                          LEFT JOIN segments g ON g.id = s.segment_id
        WHERE s.voice IN ('own', 'endorsed') AND s.stance IN ('favor', 'against', 'mixed')
              AND coalesce(nullif(g.date, ''), d.date) <> ''
        GROUP BY ALL ORDER BY ALL
    """,
    # Who was left out and why.
    "dropped_by_reason": """
        SELECT kind, code, reason, count(*) AS n FROM dropped GROUP BY ALL ORDER BY n DESC, code
    """,
}


def write_database(target: Path, tables: Path) -> None:
    """Make ``target`` from the Parquet files in ``tables``; replaces what was there."""
    target.unlink(missing_ok=True)
    with duckdb.connect(str(target)) as connection:
        for name in PUBLISHED:
            connection.execute(
                f'CREATE TABLE "{name}" AS SELECT * FROM read_parquet($path)',  # noqa: S608  # name is ours
                {"path": str(tables / f"{name}.parquet")},
            )
        for name, query in VIEWS.items():
            connection.execute(f'CREATE VIEW "{name}" AS {query}')


def connect(target: Path) -> Any:
    """A read-only DuckDB connection to ``analysis.duckdb``, with outside access shut off."""
    connection = duckdb.connect(str(target), read_only=True)
    connection.execute("SET enable_external_access = false")
    return connection

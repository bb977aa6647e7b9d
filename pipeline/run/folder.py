"""A finished run on disk: its manifest and its tables as pandas DataFrames."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.errors import QueryError, nearest
from pipeline.run.manifest import read_manifest
from pipeline.store.tables import PUBLISHED


class RunFolder:
    """Reads ``reports/<run>``; tables are loaded on first use and kept.

    Raises:
        QueryError: Q001 when the folder is not a finished run.
    """

    def __init__(self, path: Path) -> None:
        """Check that ``path`` holds a manifest; nothing else is read yet."""
        self.path = path.resolve()
        self.manifest: dict[str, Any] = read_manifest(self.path)
        self._frames: dict[str, pd.DataFrame] = {}

    def frame(self, table: str) -> pd.DataFrame:
        """Table ``table`` as a DataFrame, columns as in ``pipeline.records``.

        Raises:
            QueryError: Q002 when no such table is published, or not by this run.
        """
        if table not in PUBLISHED:
            close = nearest(table, PUBLISHED)
            options = f"did you mean {close}?" if close else f"known: {', '.join(PUBLISHED)}"
            raise QueryError("Q002", f"there is no table {table!r}", remedy=options)
        if table not in self._frames:
            path = self.path / "tables" / f"{table}.parquet"
            if not path.is_file():  # the run is older than the table
                remedy = "analyze again with this version of the program"
                raise QueryError("Q002", f"this run has no table {table!r}", remedy=remedy)
            self._frames[table] = pd.read_parquet(path)
        return self._frames[table]

    @cached_property
    def evidence(self) -> pd.DataFrame:
        """One row a statement that is not unrelated, with its text and its document's facts.

        Columns: those of ``Statement`` plus ``text``, ``date``, ``date_precision``,
        ``genre``, ``corpus``, ``title``, ``url``, ``licence``, ``author``, in order of
        date, document and place.
        """
        statements = self.frame("statements")
        return self._told(statements[statements["stance"] != "unrelated"])

    @cached_property
    def judged(self) -> pd.DataFrame:
        """All statements, also the unrelated; columns and order as in ``evidence``."""
        return self._told(self.frame("statements"))

    def _told(self, statements: pd.DataFrame) -> pd.DataFrame:
        documents = self.frame("documents").set_index("id")
        kept = statements.copy()
        # Never a column of whole texts beside the statements: it would hold each many times.
        texts = dict(zip(documents.index, documents["text"].tolist(), strict=True))
        spans = zip(kept["document_id"], kept["start"], kept["end"], strict=True)
        kept["text"] = [texts[name][start:end] for name, start, end in spans]
        facts = documents.drop(columns="text").reindex(kept["document_id"])
        for name in ("date", "date_precision", "corpus", "title", "url", "licence", "author"):
            kept[name] = facts[name].to_numpy()
        kept["genre"] = facts["kind"].to_numpy()
        # A comment has its own day, as in the trends; its document's is the thread's.
        dated = self.frame("segments").set_index("id")[["date", "date_precision"]]
        own = dated[dated["date"] != ""].reindex(kept["segment_id"])
        known = own["date"].notna().to_numpy()
        for name in ("date", "date_precision"):
            kept.loc[known, name] = own[name].to_numpy()[known]
        return kept.sort_values(["date", "document_id", "start"], kind="stable").reset_index(
            drop=True
        )

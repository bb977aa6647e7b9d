"""The notebook face of a finished run.

import pipeline
run = pipeline.open("reports/latest")
run.statements                       # pandas DataFrame, columns as in pipeline.records
run.sql("SELECT stance, count(*) FROM evidence GROUP BY stance")
run.why("person:gary-marcus")
run.chart.stance_over_time()
"""

from __future__ import annotations

import html
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.errors import QueryError, nearest
from pipeline.ids import slug
from pipeline.run.folder import RunFolder

_COLUMNS = [
    "date", "stance", "voice", "dimension", "holder_name", "text", "confidence", "title",
    "corpus", "genre", "url", "backend", "id", "document_id", "start", "end", "holder_id",
]  # fmt: skip


class Run:
    """A finished run: tables as DataFrames, SQL, charts and the sentences behind a figure."""

    def __init__(self, folder: RunFolder) -> None:
        """Wrap ``folder``; tables are read when first asked for."""
        self._folder = folder

    @property
    def manifest(self) -> dict[str, Any]:
        """``run.json``: versions, digests, counts, seconds."""
        return self._folder.manifest

    @property
    def path(self) -> Path:
        """Where the run stands."""
        return self._folder.path

    def table(self, name: str) -> pd.DataFrame:
        """Any published table by name; see ``pipeline.records`` for its columns."""
        return self._folder.frame(name)

    @property
    def documents(self) -> pd.DataFrame:
        """One row a document."""
        return self.table("documents")

    @property
    def segments(self) -> pd.DataFrame:
        """One row a segment: a stretch of a document in one voice."""
        return self.table("segments")

    @property
    def statements(self) -> pd.DataFrame:
        """One row a statement, also those judged unrelated."""
        return self.table("statements")

    @property
    def people(self) -> pd.DataFrame:
        """One row a person, organisation or group that holds or is named."""
        return self.table("people")

    @property
    def topics(self) -> pd.DataFrame:
        """One row a topic."""
        return self.table("topics")

    @property
    def trends(self) -> pd.DataFrame:
        """One row a measure, group and period, with n and interval."""
        return self.table("trends")

    @property
    def changes(self) -> pd.DataFrame:
        """Differences between periods and their parts."""
        return self.table("changes")

    @property
    def dropped(self) -> pd.DataFrame:
        """What was left out, and why."""
        return self.table("dropped")

    @property
    def evidence(self) -> pd.DataFrame:
        """Statements that are not unrelated, with text, date and source."""
        return self._folder.evidence

    def sql(self, query: str, **parameters: Any) -> pd.DataFrame:
        """The answer of DuckDB to ``query``; ``$name`` stands for a keyword argument."""
        from pipeline.store.database import connect

        with connect(self.path / "analysis.duckdb") as connection:
            answer: pd.DataFrame = connection.execute(query, parameters or None).df()
        return answer

    def why(self, key: str, *, limit: int | None = None) -> pd.DataFrame:
        """The statements behind ``person:…``, ``doc:…``, ``st:…`` or ``topic:…``, by date.

        A person may be named as they are: ``run.why("Gary Marcus")``.

        Raises:
            QueryError: Q002 when the run has nothing under that name; names the nearest.
        """
        found = self.evidence[self._behind(key)]
        columns = [name for name in _COLUMNS if name in found]
        chosen = found[columns].reset_index(drop=True)
        return chosen if limit is None else chosen.head(limit)

    def read(self, document_id: str) -> Page:
        """A document with its statements marked, to look at in a notebook."""
        rows = self.documents[self.documents["id"] == document_id]
        if rows.empty:
            raise QueryError("Q002", f"there is no document {document_id!r}")
        marks = self.evidence[self.evidence["document_id"] == document_id]
        return Page(rows.iloc[0], marks)

    @cached_property
    def chart(self) -> Any:
        """The report's charts as Altair objects: ``run.chart.stance_over_time()``."""
        from pipeline.report.charts import Charts

        return Charts(self._folder)

    def _behind(self, key: str) -> pd.Series:
        evidence = self.evidence
        kind, _, rest = key.partition(":")
        if kind == "st":
            return self._known(evidence["id"] == key, key, evidence["id"])
        if kind == "doc":
            return self._known(evidence["document_id"] == key, key, self.documents["id"])
        if kind == "topic":
            shares = self.table("topic_shares")
            chosen = set(shares.loc[shares["topic_id"] == key, "statement_id"])
            return self._known(evidence["id"].isin(chosen), key, self.topics["id"])
        holder = key if rest else self._person_named(key)
        return self._known(evidence["holder_id"] == holder, key, self.people["id"])

    def _person_named(self, name: str) -> str:
        same = self.people[self.people["name"].str.casefold() == name.casefold()]
        return str(same.iloc[0]["id"]) if len(same) else f"person:{slug(name)}"

    def _known(self, chosen: pd.Series, key: str, known: pd.Series) -> pd.Series:
        if not chosen.any() and key not in set(known):
            close = nearest(key, known.astype(str))
            hint = f"did you mean {close}?" if close else "see `scaling-discourse list people`"
            raise QueryError("Q002", f"the run has nothing under {key!r}", remedy=hint)
        return chosen

    def _repr_html_(self) -> str:
        facts = self.manifest
        rows = [
            ("documents", f"{facts['documents']:,}"),
            ("words", f"{facts['words']:,}"),
            ("statements", f"{len(self.evidence):,}"),
            ("people", f"{len(self.people):,}"),
            ("corpora", ", ".join(facts["inputs"]["corpora"])),
            ("finished", facts["finished"]),
        ]
        body = "".join(f"<tr><th>{k}</th><td>{html.escape(v)}</td></tr>" for k, v in rows)
        return f"<table><caption>{html.escape(str(self.path.name))}</caption>{body}</table>"

    def __repr__(self) -> str:
        facts = self.manifest
        return f"<Run {self.path.name}: {facts['documents']} documents, {facts['words']} words>"


class Page:
    """A document as a notebook shows it: its text with the statements marked."""

    def __init__(self, document: pd.Series, statements: pd.DataFrame) -> None:
        """Keep the document's row and the statements in it."""
        self.document = document
        self.statements = statements.sort_values("start")

    def _repr_html_(self) -> str:
        text = str(self.document["text"])
        parts, cursor = [], 0
        for row in self.statements.to_dict("records"):
            start, end = int(row["start"]), int(row["end"])
            if start < cursor:
                continue
            said = f"{row['stance']}, {row['voice']}: {row['holder_name']}"
            title = html.escape(said, quote=True)
            parts.append(html.escape(text[cursor:start]))
            marked = html.escape(text[start:end])
            parts.append(f'<mark data-stance="{row["stance"]}" title="{title}">{marked}</mark>')
            cursor = end
        parts.append(html.escape(text[cursor:]))
        title = html.escape(str(self.document["title"]))
        return f'<h3>{title}</h3><div style="white-space:pre-wrap">{"".join(parts)}</div>'


def open(path: str | Path = "reports/latest") -> Run:  # noqa: A001  # pipeline.open reads best
    """The finished run in ``path``.

    Raises:
        QueryError: Q001 when there is none.
    """
    return Run(RunFolder(Path(path)))

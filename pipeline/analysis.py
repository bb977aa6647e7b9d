"""The notebook face of a finished run.

import pipeline
run = pipeline.open("reports/latest")
run.statements                       # pandas DataFrame, columns as in pipeline.records
run.sql("SELECT stance, count(*) FROM evidence GROUP BY stance")
run.why("person:gary-marcus")
run.read("doc:…")                    # a document with its statements marked
run.chart.stance_over_time(by="genre")
run.compare("reports/run-…")         # what changed from this run to that one, and why
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from pipeline.errors import QueryError
from pipeline.notebook import style
from pipeline.notebook.lookup import behind
from pipeline.notebook.page import Page
from pipeline.notebook.statements import Statements
from pipeline.run.folder import RunFolder

if TYPE_CHECKING:
    from pipeline.comparison import Comparison
    from pipeline.report.charts import Charts
    from pipeline.report.ledger import Ledger

_COLUMNS = [
    "date", "stance", "voice", "dimension", "holder_name", "text", "confidence", "title",
    "corpus", "genre", "url", "backend", "id", "document_id", "start", "end", "holder_id", "cues",
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
    def inferred(self) -> pd.DataFrame:
        """One row a view that somebody endorses or rejects, as their own; never counted."""
        return self.table("inferred")

    @property
    def mentions(self) -> pd.DataFrame:
        """One row a name in the text: a person, organisation, model or event."""
        return self.table("mentions")

    @property
    def quotes(self) -> pd.DataFrame:
        """One row a stretch of reported speech: who, how and what, as offsets."""
        return self.table("quotes")

    @property
    def people(self) -> pd.DataFrame:
        """One row a person, organisation or group that holds or is named."""
        return self.table("people")

    @property
    def topics(self) -> pd.DataFrame:
        """One row a topic, with the branch of ``topic_tree`` it joins first."""
        return self.table("topics")

    @property
    def topic_tree(self) -> pd.DataFrame:
        """One row a branch: how alike the topics are that it joins, and which branch is next."""
        return self.table("topic_tree")

    @property
    def topic_quality(self) -> pd.DataFrame:
        """One row a figure of how good the topics are, with what it was measured on."""
        return self.table("topic_quality")

    @property
    def topic_shares(self) -> pd.DataFrame:
        """One row a statement and topic, with its weight, 0..1."""
        return self.table("topic_shares")

    @property
    def person_periods(self) -> pd.DataFrame:
        """One row a holder and period, with counts and balance."""
        return self.table("person_periods")

    @property
    def trends(self) -> pd.DataFrame:
        """One row a measure, group and period, with n and interval."""
        return self.table("trends")

    @property
    def changes(self) -> pd.DataFrame:
        """Differences between periods and their parts."""
        return self.table("changes")

    @property
    def intake(self) -> pd.DataFrame:
        """One row a file: what read it, and how many documents it gave."""
        return self.table("intake")

    @property
    def dropped(self) -> pd.DataFrame:
        """What was left out, and why."""
        return self.table("dropped")

    @property
    def evidence(self) -> pd.DataFrame:
        """Statements that are not unrelated, with text, date, source, and what counts them.

        Besides the columns of ``RunFolder.evidence``: ``holder`` and ``speaker`` by name,
        ``period`` ("" when the date is missing or too coarse), and ``counted``: whether the
        statement enters the shares over time. The rows behind a figure are those that are
        counted in its period.
        """
        told: pd.DataFrame = self._ledger.statements
        return told

    def sql(self, query: str, **parameters: Any) -> pd.DataFrame:
        """The answer of DuckDB to ``query``; ``$name`` stands for a keyword argument."""
        from pipeline.store.database import connect

        with connect(self.path / "analysis.duckdb") as connection:
            answer: pd.DataFrame = connection.execute(query, parameters or None).df()
        return answer

    def why(self, key: str, *, limit: int | None = None) -> Statements:
        """The statements behind ``person:…``, ``doc:…``, ``st:…`` or ``topic:…``, by date.

        A person may be named as they are: ``run.why("Gary Marcus")``. The answer is a
        DataFrame that a notebook shows as sentences with the words that decided marked.

        Raises:
            QueryError: Q002 when the run has nothing under that name; names the nearest.
        """
        found = self.evidence[behind(key, self.evidence, self.table)]
        columns = [name for name in _COLUMNS if name in found]
        chosen = found[columns].reset_index(drop=True)
        return Statements(chosen if limit is None else chosen.head(limit))

    def read(self, document_id: str) -> Page:
        """A document with its statements marked, to look at in a notebook.

        Raises:
            QueryError: Q002 when the run has no such document.
        """
        rows = self.documents[self.documents["id"] == document_id]
        if rows.empty:
            hint = "see `scaling-discourse list documents`, or run.documents"
            raise QueryError("Q002", f"there is no document {document_id!r}", remedy=hint)
        marks = self.evidence[self.evidence["document_id"] == document_id]
        return Page(rows.iloc[0], marks)

    def compare(self, other: Run | str | Path) -> Comparison:
        """What changed from this run to ``other``, and why: ``pipeline.comparison``.

        Raises:
            QueryError: Q001 when ``other`` is a folder without a finished run.
        """
        from pipeline.comparison import compare

        return compare(self._folder, (other if isinstance(other, Run) else open(other))._folder)

    @cached_property
    def moved(self) -> pd.DataFrame:
        """Who changed their mind, as far as their dated statements can tell; the surest first.

        Columns: ``person_id name earlier_when later_when n estimate low high q clear`` (whether
        the interval leaves out 0 and ``q`` does not put that down to many tests), and
        ``earlier`` and ``later``, the surest sentence on the side left and on the side taken.
        """
        from dataclasses import asdict

        from pipeline.report.moves import Move, turns

        ledger = self._ledger
        found = pd.DataFrame([asdict(turn) for turn in turns(ledger)], columns=list(Move.__slots__))
        for side in ("earlier", "later"):
            found[side] = ledger.statements["text"].reindex(found[side]).to_numpy()
        return found

    @cached_property
    def _ledger(self) -> Ledger:
        from pipeline.report.ledger import Ledger

        return Ledger(self._folder)

    @cached_property
    def chart(self) -> Charts:
        """The report's charts as Altair objects: ``run.chart.stance_over_time()``."""
        from pipeline.report.charts import Charts

        return Charts(self._ledger)

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
        known = style.table(
            (), ((style.escaped(k), style.escaped(v)) for k, v in rows), caption=self.path.name
        )
        steps = ((style.code(step), style.escaped(what)) for step, what in self._next_steps())
        return style.framed(known + style.table((), steps, caption="How to go on"))

    def _next_steps(self) -> list[tuple[str, str]]:
        """What to type next, with a person and a document of this very run."""
        evidence = self.evidence
        ranked = self.people.sort_values(["n_statements", "id"], ascending=[False, True])
        person = str(ranked["id"].iloc[0]) if len(ranked) else "person:…"
        told = evidence["document_id"].value_counts()
        document = str(min(told.index[told == told.max()])) if len(told) else "doc:…"
        return [
            ("run.evidence", "every statement with its text, date and source"),
            (f"run.why({person!r})", "the sentences behind a person"),
            (f"run.read({document!r})", "a document with its statements marked"),
            ("run.moved", "who changed their mind, with a sentence from before and after"),
            ("run.chart.stance_over_time(by='genre')", "a figure of the report, interactive"),
            ("run.sql('SELECT stance, count(*) FROM evidence GROUP BY stance')", "DuckDB"),
            ("run.compare('reports/run-…')", "what changed from this run to another, and why"),
        ]

    def __repr__(self) -> str:
        facts = self.manifest
        return f"<Run {self.path.name}: {facts['documents']} documents, {facts['words']} words>"


def open(path: str | Path = "reports/latest") -> Run:  # noqa: A001  # pipeline.open reads best
    """The finished run in ``path``.

    Raises:
        QueryError: Q001 when there is none.
    """
    return Run(RunFolder(Path(path)))

"""What Datasette says beside the tables: titles, what each column means, licences."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from pipeline.report.wording import clean, count
from pipeline.run.folder import RunFolder

#: Columns by which statements are counted beside the table.
FACETS = ("stance", "voice", "dimension", "corpus", "genre", "topic", "holder")

_ABOUT: dict[str, tuple[str, str]] = {
    "statements": (
        "Statements",
        "One row a statement: one holder's position in one sentence. Judged by a program, so "
        "read the sentence before you cite it. Sentences off the target are 'unrelated'.",
    ),
    "documents": ("Documents", "Essays, threads and transcripts, with what is known of them."),
    "people": ("People", "Who holds or is named: people, organisations and groups."),
    "topics": ("Topics", "Topics found in the statements, with their best words."),
    "dropped": ("Left out", "What was not analysed, and why; `explain CODE` says more."),
    "about": ("About this file", "The run that it was made from."),
}

COLUMNS: dict[str, dict[str, str]] = {
    "statements": {
        "id": "content hash: the same in every run over the same text",
        "date": "of the comment or document: a day, a month or a year; empty when unknown",
        "year": "of the date",
        "stance": "the holder's: favor, against, mixed, neutral or unrelated",
        "voice": "own, endorsed, reported, rejected or question; only own and endorsed count",
        "dimension": "what it is about: returns, sufficiency, paradigm, limits or worth",
        "holder": "whose position it is, by the registry's name where linked; empty for nobody",
        "text": "the sentence as it stands",
        "source": "address of the document",
        "corpus": "folder it came from",
        "genre": "essay, thread or transcript",
        "topic": "the one it belongs to most; empty when it belongs to none",
        "confidence": "probability of the chosen stance, 0 to 1",
        "score": "favor minus against, -1 to 1",
        "sentiment": "tone of the words (VADER), -1 to 1; never used for the stance",
        "backend": "which model judged the stance",
        "flags": "what was special, such as co-holder or abstained",
        "licence": "of the document",
        "person": "the holder's row in people, where linked",
        "document": "the document's row in documents",
        "start": "first character in the document, from 0",
        "stop": "character behind the last",
    },
    "documents": {
        "id": "content hash",
        "title": "as found",
        "date": "a day, a month or a year; empty when unknown",
        "corpus": "folder it came from",
        "genre": "essay, thread or transcript",
        "author": "as found; empty when unknown",
        "venue": "where it appeared",
        "source": "address",
        "licence": "as its corpus states it",
        "words": "separated by white space",
        "statements": "that are not unrelated",
        "path": "file inside the corpus",
    },
    "people": {
        "id": "person:NAME, org:NAME or group:NAME",
        "name": "best known form",
        "kind": "public, author, speaker, commenter, organisation or group",
        "placed": "proponent, critic, side unclear, too few to place, or stance model too weak",
        "balance": "(favor - against) / (favor + against), shrunken, -1 to 1",
        "low": "lower end of its interval",
        "high": "upper end of its interval",
        "statements": "held, in any voice",
        "own": "favor, against or mixed, in own or endorsed voice",
        "attributed": "favor, against or mixed, that somebody else reports of them",
    },
    "topics": {
        "id": "of the topic",
        "label": "best words",
        "terms": "more of them, best first",
        "size": "statements assigned",
        "origin": "name of the seed, found, or outlier",
    },
    "dropped": {
        "id": "of the file, document or row",
        "corpus": "folder it came from",
        "path": "file inside the corpus",
        "kind": "duplicate, skipped, quarantined or flagged",
        "code": "for `scaling-discourse explain CODE`",
        "reason": "in words",
        "detail": "what was seen",
    },
    "about": {"name": "of the fact", "value": "of the fact"},
}

#: So that the descriptions of columns leave room for the rows, and sentences can be read.
_CSS = (
    "dl.column-descriptions{columns:3 18em;font-size:.85em}"
    "dl.column-descriptions dt,dl.column-descriptions dd{break-inside:avoid}"
    "dl.column-descriptions dt{break-after:avoid}"
    ".facet-info *{word-break:normal!important;overflow-wrap:anywhere}"
    "td.col-text{min-width:26em}"
)

_LABELS = {"documents": "title", "people": "name", "topics": "label"}


def metadata(run: RunFolder, database: str) -> dict[str, Any]:
    """What Datasette takes as ``metadata`` for the file of ``run``, called ``database``.

    Descriptions are plain text, never HTML: names of corpora and licences are not ours.
    """
    tables = {name: _table(name) for name in _ABOUT}
    summary = _summary(run)
    tables["statements"]["description"] += f" {summary}"
    tables["statements"] |= {"facets": list(FACETS), "sort": "date", "size": 50}
    tables["documents"]["facets"] = ["corpus", "genre"]
    tables["people"]["facets"] = ["placed", "kind"]
    tables["dropped"]["facets"] = ["kind", "code"]
    title = str(run.manifest["settings"]["report"]["title"])
    return {
        "title": f"{title}: {run.path.name}",
        "description": summary,
        "license": "those of the documents: see the column licence",
        "source": f"scaling-discourse {run.manifest['version']}",
        "extra_css_urls": [f"data:text/css,{quote(_CSS)}"],
        "databases": {database: {"title": "A run of scaling-discourse", "tables": tables}},
    }


def _table(name: str) -> dict[str, Any]:
    title, description = _ABOUT[name]
    found: dict[str, Any] = {"title": title, "description": description, "columns": COLUMNS[name]}
    if name in _LABELS:
        found["label_column"] = _LABELS[name]
    return found


def _summary(run: RunFolder) -> str:
    documents = run.frame("documents")
    licences = documents["licence"].value_counts()
    named = ", ".join(
        f"{clean(name) or 'none stated'} ({number})"
        for name, number in sorted(licences.items(), key=lambda pair: (-pair[1], str(pair[0])))[:12]
    )
    size = f"{count(len(documents), 'document')}, {count(len(run.evidence), 'statement')}"
    return f"{size}, finished {run.manifest['finished']}. Licences of the documents: {named}."

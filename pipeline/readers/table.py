"""Reads tables: each row a document, or rows of a thread grouped into one.

CSV, TSV, JSON Lines, JSON arrays and Parquet; columns are found by name or by the
mapping in corpus.toml. With a ``thread`` or ``parent`` column the rows are posts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, get_args

from pipeline.config import Columns, CorpusSettings, ReadSection
from pipeline.readers.base import Draft, Failure, RawFile
from pipeline.readers.cells import cell_text, first_prose
from pipeline.readers.columns import resolve, texts
from pipeline.readers.compose import BREAK, Composer
from pipeline.readers.decode import decode
from pipeline.readers.html_text import posted
from pipeline.readers.rows import BadRow, Row, delimited, json_array, json_lines, parquet
from pipeline.readers.threads import Post, group, quoted_parts, speaker, thread_draft
from pipeline.records import DocumentKind

_DELIMITED = (".csv", ".tsv", ".tab")
_JSON_LINES = (".jsonl", ".ndjson")
_KINDS: dict[str, DocumentKind] = {kind: kind for kind in get_args(DocumentKind)}


class _Table(NamedTuple):
    """What all documents of one table share."""

    date_source: str
    flags: tuple[str, ...]


class TableReader:
    """Rows of a table as essays, or as threads."""

    name = "table"

    def claims(self, path: str, head: str) -> float:
        """By extension; a ``.json`` file must begin with an array of objects."""
        low = path.lower()
        if low.endswith((*_DELIMITED, *_JSON_LINES, ".parquet")):
            return 0.95
        return 0.8 if low.endswith(".json") and _array(head) else 0.0

    def read(
        self, raw: RawFile, settings: CorpusSettings, limits: ReadSection
    ) -> Iterator[Draft | Failure]:
        """The table's documents, and a failure for each row that gave none.

        Raises:
            CorpusError: C102, C103 not text; C105 no row; C106 too large; C107 columns;
                C108, C109 the file as a whole is damaged.
        """
        good: list[Row] = []
        flags: tuple[str, ...] = ()
        if raw.suffix == ".parquet":
            source = parquet(raw.content, megabytes=limits.max_file_mb, place=raw.place)
        else:
            override = settings.encoding or limits.encoding
            decoded = decode(raw.content, override=override, place=raw.place)
            flags = decoded.flags
            source = _rows(raw, decoded.text, limits)
        for row in source:
            if isinstance(row, BadRow):
                yield Failure(kind="quarantined", code=row.code, reason=row.reason, part=row.place)
            else:
                good.append(row)
        if not good:
            yield Failure(kind="skipped", code="C105", reason="no row of the table can be read")
            return
        yield from _documents(good, raw, settings, flags)


def _array(head: str) -> bool:
    start = head.lstrip()
    return start[:1] == "[" and start[1:].lstrip()[:1] == "{"


def _rows(raw: RawFile, text: str, limits: ReadSection) -> Iterator[Row | BadRow]:
    limit = limits.max_line_mb * 1_000_000
    if raw.suffix in _JSON_LINES:
        return json_lines(text, line_limit=limit)
    if text.lstrip()[:1] == "[" and raw.suffix == ".json":
        return json_array(text, place=raw.place)
    return delimited(text, line_limit=limit, place=raw.place)


def _documents(
    rows: Sequence[Row], raw: RawFile, settings: CorpusSettings, flags: tuple[str, ...]
) -> Iterator[Draft | Failure]:
    names = list(dict.fromkeys(name for row in rows for name in row.cells if name))
    columns = resolve(names, settings.columns, place=raw.place)
    told = texts(names, columns, settings.columns)
    posts = []
    for row in rows:
        try:
            posts.append(_post(row, columns, first_prose(row.cells, told)))
        except ValueError as error:
            yield Failure(kind="quarantined", code="C108", reason=str(error), part=row.place)
    table = _Table(f"column:{columns.date}" if columns.date else "", flags)
    if columns.thread or columns.parent:
        yield from _threads(posts, table)
        return
    parts = _parts([post.id for post in posts], [post.place for post in posts])
    for post, part in zip(posts, parts, strict=True):
        yield _essay(post, part, _KINDS.get(post.kind, settings.kind or "essay"), table)


def _threads(posts: Sequence[Post], table: _Table) -> Iterator[Draft | Failure]:
    for part, thread in group([post for post in posts if not post.is_gone]).items():
        yield thread_draft(part, thread, date_source=table.date_source, flags=table.flags)
    for post in posts:
        if post.is_gone:
            yield Failure(kind="skipped", code="C105", reason="no text", part=post.place)


def _post(row: Row, columns: Columns, text: str) -> Post:
    cells = {
        field: cell_text(row.cells.get(name)) if name else ""
        for field, name in columns.model_dump().items()
    }
    url = cells["url"] if cells["url"].startswith(("http://", "https://")) else ""
    return Post(
        place=row.place,
        id=cells["id"],
        parent=cells["parent"],
        thread=cells["thread"],
        title=" ".join(posted(cells["title"]).split()),
        author=" ".join(cells["author"].split()),
        date=cells["date"],
        text=posted(text),
        url=url,
        kind=cells["kind"].lower(),
    )


def _parts(ids: Sequence[str], places: Sequence[str]) -> list[str]:
    """A name for each row that no other row of the file has: its id, else its place."""
    seen: set[str] = set()
    parts = []
    for identifier, place in zip(ids, places, strict=True):
        part = identifier if identifier and identifier not in seen else place
        part = part if part not in seen else f"{identifier} ({place})"
        seen.add(part)
        parts.append(part)
    return parts


def _essay(post: Post, part: str, kind: DocumentKind, table: _Table) -> Draft | Failure:
    """A row as a document of its own: title, quotations and paragraphs."""
    if post.is_gone:
        return Failure(kind="skipped", code="C105", reason="no text", part=post.place)
    who = speaker(post.author)
    composer = Composer()
    composer.add(post.title, "title", speaker=who)
    for text, quoted in quoted_parts(post.text):
        for paragraph in text.split(BREAK):
            if quoted:
                composer.add(paragraph, "blockquote")
            else:
                composer.add(paragraph, "body", speaker=who)
    return composer.draft(
        part=part,
        kind=kind,
        title=post.title,
        date=post.date,
        date_source=table.date_source if post.date else "",
        author=who,
        url=post.url,
        flags=table.flags,
    )


READER = TableReader()

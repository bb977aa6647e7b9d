"""Records to Arrow and Parquet and back; the fixed names and columns of all tables.

Column order is field order of the record; rows are in the order the stage gave
them, which is id order. The same rows always give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline import records

R = TypeVar("R", bound=records.Record)

#: Every table that stages exchange, and the record each row is.
SCHEMA: dict[str, type[Any]] = {
    "sources": records.Source,
    "raw_intake": records.Intake,
    "intake": records.Intake,
    "raw_documents": records.Document,
    "raw_segments": records.Segment,
    "read_dropped": records.Dropped,
    "duplicates": records.Dropped,
    "documents": records.Document,
    "segments": records.Segment,
    "candidates": records.Candidate,
    "mentions": records.Mention,
    "quotes": records.Quote,
    "attributions": records.Statement,
    "tellers": records.Teller,
    "statements": records.Statement,
    "inferred": records.Statement,
    "topics": records.Topic,
    "topic_shares": records.TopicShare,
    "topic_tree": records.TopicBranch,
    "topic_quality": records.TopicQuality,
    "people": records.Person,
    "person_periods": records.PersonPeriod,
    "trends": records.Trend,
    "changes": records.Change,
    "dropped": records.Dropped,
}

#: The tables a finished run shows under ``reports/<run>/tables``.
PUBLISHED: tuple[str, ...] = (
    "documents",
    "segments",
    "mentions",
    "quotes",
    "statements",
    "inferred",
    "topics",
    "topic_shares",
    "topic_tree",
    "topic_quality",
    "people",
    "person_periods",
    "trends",
    "changes",
    "intake",
    "dropped",
)


class Tables(Mapping[str, Sequence[Any]]):
    """Named lists of records, as a stage receives them.

    ``rows`` gives one of them with its type, so that stages stay typed:

        for document in tables.rows("documents", Document): ...
    """

    def __init__(self, content: Mapping[str, Sequence[Any]]) -> None:
        """Wrap ``content``; the sequences are not copied."""
        self._content = dict(content)

    def __getitem__(self, name: str) -> Sequence[Any]:
        return self._content[name]

    def __iter__(self) -> Any:
        return iter(self._content)

    def __len__(self) -> int:
        return len(self._content)

    def rows(self, name: str, kind: type[R]) -> Sequence[R]:
        """The rows of table ``name``, all of type ``kind``.

        Raises:
            KeyError: the stage did not declare that it reads ``name``.
            TypeError: the table holds another record.
        """
        if SCHEMA[name] is not kind:
            raise TypeError(f"table {name!r} holds {SCHEMA[name].__name__}, not {kind.__name__}")
        return self._content[name]


def arrow_schema(kind: type[Any]) -> pa.Schema:
    """The Arrow schema of a record type, in field order, no column nullable."""
    hints = get_type_hints(kind)
    return pa.schema(
        [
            pa.field(field.name, _arrow_type(hints[field.name]), nullable=False)
            for field in fields(kind)
        ]
    )


def to_arrow(kind: type[R], rows: Iterable[R]) -> pa.Table:
    """``rows`` as an Arrow table with the schema of ``kind``."""
    listed = list(rows)
    schema = arrow_schema(kind)
    arrays = [
        pa.array([getattr(row, field.name) for row in listed], type=field.type) for field in schema
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def from_arrow(kind: type[R], table: pa.Table) -> list[R]:
    """The records of ``table``; list columns become tuples."""
    columns = []
    for field in arrow_schema(kind):
        values = table.column(field.name).to_pylist()
        columns.append([tuple(v) for v in values] if pa.types.is_list(field.type) else values)
    names = [field.name for field in fields(kind)]
    return [kind(**dict(zip(names, row, strict=True))) for row in zip(*columns, strict=True)]


def to_parquet(kind: type[R], rows: Iterable[R]) -> bytes:
    """``rows`` as a Parquet file: zstd, page checksums, no clock, no machine name."""
    sink = io.BytesIO()
    pq.write_table(
        to_arrow(kind, rows), sink, compression="zstd", write_page_checksum=True, version="2.6"
    )
    return sink.getvalue()


def from_parquet(kind: type[R], content: bytes) -> list[R]:
    """The records of a Parquet file written by ``to_parquet``.

    Raises:
        OSError: a page's checksum does not match.
        pyarrow.ArrowInvalid: it is no Parquet file, or lacks a column.
    """
    # Small tables in many processes: threads gain nothing, and Arrow's own may still be
    # starting when the program ends, which then aborts. `pq.read_table` has them in any case.
    file = pq.ParquetFile(io.BytesIO(content), page_checksum_verification=True, pre_buffer=False)
    return from_arrow(kind, file.read(use_threads=False))


def _arrow_type(hint: Any) -> pa.DataType:
    if get_origin(hint) is Literal:
        hint = type(get_args(hint)[0])
    if get_origin(hint) is tuple:
        return pa.list_(_arrow_type(get_args(hint)[0]))
    return {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}[hint]

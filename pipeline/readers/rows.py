"""Tables as rows of named cells: CSV and its kin, JSON Lines, JSON arrays, Parquet.

Every row comes with its place ("row 12", "line 12"), and every line that gives no row
comes out as a ``BadRow``: a quote that never closes costs the lines it would have
swallowed one complaint, not the rest of the file in silence.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import orjson

from pipeline.errors import CorpusError

_DELIMITERS = (",", ";", "\t", "|")
_RUNAWAY = 50  # lines in one record that make an unclosed quote likely
_RESCANS = 20  # times the file's length that lines may be read again before giving up
_INFLATION = 20  # Parquet may inflate to this many times the file limit's megabytes


class Row(NamedTuple):
    """One record: where it stands, and its cells by column name."""

    place: str
    cells: Mapping[str, Any]


class BadRow(NamedTuple):
    """A record that could not be read: where, the error code and why."""

    place: str
    code: str
    reason: str


def delimited(text: str, *, line_limit: int, place: str = "") -> Iterator[Row | BadRow]:
    """The rows of a CSV text; the delimiter is the one the header line holds most of.

    Args:
        text: the whole file.
        line_limit: characters that one field may have.
        place: the file, for messages.

    Raises:
        CorpusError: C107 two columns have one name; C109 nothing but a header.
    """
    lines = text.split("\n")
    while lines and not lines[-1].strip():
        lines.pop()
    start, delimiter = _delimiter(lines)
    previous = csv.field_size_limit(line_limit)
    try:
        yield from _records(lines, start, delimiter, place)
    finally:
        csv.field_size_limit(previous)


def json_lines(text: str, *, line_limit: int) -> Iterator[Row | BadRow]:
    """The objects of a JSON Lines text, one a line; a damaged line costs that line."""
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        place = f"line {number}"
        if not line.strip():
            continue
        if len(line) > line_limit:
            yield BadRow(place, "C106", f"the line has {len(line)} characters")
            continue
        try:
            cells = _json(line)
        except ValueError as error:
            last = number == len(lines) and not line.rstrip().endswith("}")
            yield BadRow(place, "C109" if last else "C108", f"not valid JSON: {error}"[:200])
            continue
        if isinstance(cells, dict):
            yield Row(place, cells)
        else:
            yield BadRow(place, "C108", f"not a JSON object but {type(cells).__name__}")


def json_array(text: str, *, place: str = "") -> Iterator[Row | BadRow]:
    """The objects of a JSON array.

    Raises:
        CorpusError: C109 the JSON is cut off or damaged; C107 it is no array of objects.
    """
    try:
        content = _json(text)
    except ValueError as error:
        raise CorpusError("C109", f"not valid JSON: {error}"[:200], place=place) from None
    if not isinstance(content, list):
        keys = ", ".join(map(str, list(content)[:8])) if isinstance(content, dict) else ""
        message = f"the JSON is not an array of objects (keys: {keys})"
        remedy = "save the list of posts alone, as a JSON array or as JSON Lines"
        raise CorpusError("C107", message, place=place, remedy=remedy)
    for number, cells in enumerate(content, 1):
        if isinstance(cells, dict):
            yield Row(f"entry {number}", cells)
        else:
            yield BadRow(f"entry {number}", "C108", f"not an object but {type(cells).__name__}")


def parquet(content: bytes, *, megabytes: int, place: str = "") -> Iterator[Row | BadRow]:
    """The rows of a Parquet file, batch by batch.

    Raises:
        CorpusError: C108 it is damaged; C106 it inflates to more than 20 x ``megabytes``.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(
            pa.BufferReader(content),
            thrift_string_size_limit=1 << 24,
            thrift_container_size_limit=1 << 20,
            page_checksum_verification=True,
        )
        meta = file.metadata
        size = sum(meta.row_group(k).total_byte_size for k in range(meta.num_row_groups))
        if size > megabytes * _INFLATION * 1_000_000:
            raise CorpusError("C106", f"the table inflates to {size} bytes", place=place)
        number = 0
        for batch in file.iter_batches(batch_size=1000, use_threads=False):
            for cells in batch.to_pylist():
                number += 1
                yield Row(f"row {number}", cells)
    except (pa.ArrowException, OSError, ValueError) as error:
        message = f"damaged Parquet: {' '.join(str(error).split())[:160]}"
        raise CorpusError("C108", message, place=place) from None


def _json(text: str) -> Any:
    """Strict JSON first; then Python's parser, which knows NaN and lone surrogates.

    Raises:
        ValueError: it is no JSON at all, or too deeply nested.
    """
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as strict:
        try:
            return json.loads(text, parse_constant=lambda _: None)
        except (ValueError, RecursionError):
            raise ValueError(str(strict)) from None


def _delimiter(lines: Sequence[str]) -> tuple[int, str]:
    """Index of the header line, and the delimiter."""
    first = lines[0].strip() if lines else ""
    if first.lower().startswith("sep=") and len(first) == 5:  # a note of Excel's to itself
        return 1, first[4]
    return 0, delimiter_of(first)


def delimiter_of(line: str) -> str:
    """What parts the fields of ``line``: the delimiter that it holds most of outside quotes."""
    unquoted = "".join(line.split('"')[::2])
    return max(_DELIMITERS, key=unquoted.count)


def _records(
    lines: Sequence[str], start: int, delimiter: str, place: str
) -> Iterator[Row | BadRow]:
    header: list[str] = []
    spare = _RESCANS * len(lines)  # lines that may be read again after damage
    position = start
    while position < len(lines):
        resume = len(lines)
        for number, end, fields, error in _parse(lines, position, delimiter):
            if not header:
                header = _header(fields, place)
                continue
            bad = error or _runaway(lines[number:end], len(header), delimiter)
            if bad is None:
                if any(field.strip() for field in fields):
                    yield _row(number, header, fields)
                continue
            yield _alone(lines[number], header, delimiter, number) or bad._replace(
                place=f"line {number + 1}"
            )
            spare -= end - number
            resume = number + 1
            break
        position = resume
        if spare < 0 and position < len(lines):
            yield BadRow("rest of the file", "C108", f"given up at line {position + 1}")
            return


def _parse(
    lines: Sequence[str], position: int, delimiter: str
) -> Iterator[tuple[int, int, list[str], BadRow | None]]:
    """Records from ``position`` on: first line, line after the last, fields, error."""
    rest = (lines[k] + "\n" for k in range(position, len(lines)))
    reader = csv.reader(rest, delimiter=delimiter, strict=True)
    while True:
        begun = position + reader.line_num
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            ended = "end of data" in str(error)
            code = "C106" if "limit" in str(error) else "C109" if ended else "C108"
            reason = "the file ends inside a quoted field" if ended else str(error)
            yield begun, position + reader.line_num, [], BadRow("", code, reason)
            return
        if fields:
            yield begun, position + reader.line_num, fields, None


def _alone(line: str, header: Sequence[str], delimiter: str, number: int) -> Row | None:
    """The row of a line with unescaped quotes that is whole all the same, else None."""
    if line.count('"') % 2:
        return None
    try:
        fields = next(csv.reader([line], delimiter=delimiter))
    except (csv.Error, StopIteration):
        return None
    found = _row(number, header, fields)
    return found if isinstance(found, Row) and len(fields) == len(header) else None


def _runaway(record: Sequence[str], width: int, delimiter: str) -> BadRow | None:
    """A complaint when a record swallowed many lines that look like rows of their own."""
    if len(record) < _RUNAWAY or width < 2:
        return None
    alike = sum(line.count(delimiter) >= width - 1 for line in record[1:])
    if alike < len(record) / 2:
        return None
    return BadRow("", "C108", f"a quote opened here is not closed for {len(record)} lines")


def _header(fields: Sequence[str], place: str) -> list[str]:
    names = [" ".join(field.split()) for field in fields]
    twice = sorted(name for name, count in Counter(names).items() if name and count > 1)
    if twice:
        message = f"the header has more than one column {twice[0]!r}"
        raise CorpusError("C107", message, place=place, remedy="rename one of them")
    return names


def _row(number: int, header: Sequence[str], fields: Sequence[str]) -> Row | BadRow:
    place = f"line {number + 1}"
    if len(fields) > len(header) and any(field.strip() for field in fields[len(header) :]):
        reason = f"the row has {len(fields)} fields, the header {len(header)}"
        return BadRow(place, "C108", reason)
    return Row(place, dict(zip(header, fields, strict=False)))

"""What a corpus says of its files in files of their own: the dates in dates.csv.

A date that reaches no document is said: rows, and keys of corpus.toml, that name no file
come out beside the side-car in the intake (C120). A table that cannot be read ends the run,
as a corpus.toml does: what it says of every file would be lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from pipeline.config import CorpusSettings
from pipeline.errors import CorpusError, printable
from pipeline.readers.columns import guess
from pipeline.readers.dates import parse
from pipeline.readers.decode import decode
from pipeline.readers.rows import BadRow, Row, delimited, delimiter_of

SETTINGS, DATES = "corpus.toml", "dates.csv"

_FILE_COLUMNS = ("file", "path", "filename", "name", "document")
_DATE_COLUMNS = ("date", "published", "posted", "firstadded", "released", "recorded")
_LINE_LIMIT = 10_000  # characters in a field
_SHOWN = 3  # names of files that are not there, in a message
_REMEDY = "begin the file with a line `file,date`; a row is a path in the corpus and its date"


def side_car_dates(path: Path) -> dict[str, str]:
    """File -> date as written, of a dates.csv with a file column and a date column.

    Columns may be parted by commas, semicolons, tabs or bars; without a header the first is
    the file and the second the date.

    Raises:
        CorpusError: C103 it is no text; C107 no such columns; C108, C109 a row is damaged.
    """
    if not path.is_file() or path.is_symlink():
        return {}
    text = decode(path.read_bytes(), place=str(path)).text
    if not text.strip():
        return {}
    rows = list(_rows(text, path))
    names = list(rows[0].cells) if rows else []
    file, date = guess(_FILE_COLUMNS, names), guess(_DATE_COLUMNS, names)
    if rows and not (file and date):
        known = ", ".join(repr(printable(name)) for name in names[:8])
        message = f"no columns for the file and its date; there are {known}"
        raise CorpusError("C107", message, place=str(path), remedy=_REMEDY)
    cells = ((row.cells.get(file, ""), row.cells.get(date, "")) for row in rows)
    return {name.strip(): day.strip() for name, day in cells if name.strip()}


def for_file(told: Mapping[str, str], relative: str) -> str:
    """What ``told``, by ``by_name``, says of a file: of its path, else of its bare name; or ""."""
    return told.get(relative, told.get(relative.rpartition("/")[2], ""))


def by_name(told: Mapping[str, str]) -> dict[str, str]:
    """``told`` by bare name, too, where all files of that name are told alike."""
    bare: dict[str, set[str]] = {}
    for path, said in told.items():
        bare.setdefault(path.rpartition("/")[2], set()).add(said)
    return {**{name: min(said) for name, said in bare.items() if len(said) == 1}, **told}


def strays(told: Iterable[str], present: Sequence[str]) -> list[str]:
    """Of the files that a side-car tells of, those that no file of the corpus answers to."""
    known = {*present, *(path.rpartition("/")[2] for path in present)}
    return [name for name in told if name not in known and name.rpartition("/")[2] not in known]


def complaint(name: str, told: Iterable[str], present: Sequence[str]) -> str:
    """The refusal of the side-car ``name`` when it tells of files that are not there; else ""."""
    lost = strays(told, present)
    if not lost:
        return ""
    shown = ", ".join(repr(file) for file in lost[:_SHOWN]) + (" ..." if lost[_SHOWN:] else "")
    return printable(f"C120 {name} tells of files that are not here ({len(lost)}): {shown}")


def told_by(settings: CorpusSettings) -> list[str]:
    """The files that a corpus.toml tells of by name."""
    return [*settings.dates.files, *settings.paste.comments_from]


def _rows(text: str, path: Path) -> Iterator[Row]:
    first = text.lstrip().partition("\n")[0]
    delimiter = delimiter_of(first)
    if _is_row(first.split(delimiter)):
        text = f"file{delimiter}date\n{text}"
    for row in delimited(text, line_limit=_LINE_LIMIT, place=str(path)):
        if isinstance(row, BadRow):
            place = f"{path}, {row.place}"
            raise CorpusError(row.code, f"damaged {DATES}: {row.reason}", place=place)
        yield row


def _is_row(fields: Sequence[str]) -> bool:
    """Whether the fields of the first line are no header but a file and its date."""
    if len(fields) < 2 or "." not in fields[0]:
        return False
    try:
        parse(fields[1])
    except CorpusError:
        return False
    return True

"""Which reader gets a file: the one corpus.toml names, else the one that is surest."""

from __future__ import annotations

from functools import lru_cache
from typing import NoReturn

from pipeline.config import CorpusSettings, ReadSection
from pipeline.errors import CorpusError
from pipeline.readers.base import RawFile, Reader
from pipeline.readers.decode import head, refuse_known_formats, refuse_markup
from pipeline.registry import READERS, known, load

_GROUP = "pipeline.readers"


def reader_named(name: str) -> Reader:
    """The reader registered under ``name``.

    Raises:
        ModelError: M004 there is none; names the nearest.
    """
    reader: Reader = _readers().get(name) or load(_GROUP, name)
    return reader


def choose(raw: RawFile, settings: CorpusSettings, config: ReadSection) -> str:
    """Name of the reader for a file: the one corpus.toml names, else the surest.

    Raises:
        CorpusError: C102 nobody reads it, C106 it has a line over the limit.
    """
    if settings.reader:
        return settings.reader
    if raw.suffix != ".parquet":
        refuse_known_formats(raw.content)
    start = head(raw.content, override=settings.encoding or config.encoding)
    claims = {name: reader.claims(raw.path, start) for name, reader in _readers().items()}
    best = max(claims, key=lambda name: claims[name])
    if claims[best] <= 0:
        _refuse(raw.suffix, start)
    if best in ("paste", "transcript") and settings.kind in ("essay", "transcript"):
        best = "paste" if settings.kind == "essay" else "transcript"
    if best != "table":  # tables mind their own lines, one row at a time
        _refuse_long_lines(raw.content, config.max_line_mb * 1_000_000)
    return best


@lru_cache(maxsize=1)
def _readers() -> dict[str, Reader]:
    """Built-in readers in the registry's order, then installed ones by name."""
    names = [*READERS, *sorted(known(_GROUP).keys() - READERS.keys())]
    return {name: load(_GROUP, name) for name in names}


def _refuse(suffix: str, start: str) -> NoReturn:
    """Say why nobody reads a file."""
    refuse_markup(start, suffix)
    remedy = ""
    if suffix == ".json":
        remedy = "save the list of posts alone, as a JSON array or JSON Lines of objects"
    shown = f"{suffix} files of this shape" if suffix else "files of this shape"
    raise CorpusError("C102", f"no reader knows {shown}", remedy=remedy)


def _refuse_long_lines(content: bytes, limit: int) -> None:
    if len(content) > limit and max(map(len, content.split(b"\n"))) > limit:
        raise CorpusError("C106", f"a line has more than {limit} bytes")

"""Finds the corpora under a folder and their files, without reading what must not be read.

Side-cars (corpus.toml, dates.csv) reach the readers through each file's ``Source`` row,
narrowed to what concerns that file: a date added for one file does not make the others
stale. Links out of the folder, pipes and devices are never opened.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fnmatch import fnmatch
from pathlib import Path
from typing import BinaryIO

from pipeline.config import CorpusSettings, load_corpus_settings
from pipeline.errors import CorpusError
from pipeline.ids import source_id
from pipeline.readers.side_car import (
    DATES,
    SETTINGS,
    by_name,
    complaint,
    for_file,
    side_car_dates,
    told_by,
)
from pipeline.records import Source

_ASIDE = re.compile(
    r"(?:(?:readme|licen[cs]e|copying|notice|source|sources|citation|changelog|datasheet)"
    r"(?:\.(?:md|txt|rst|cff|html))?|corpus\.toml|dates\.csv|.*\.meta\.(?:ya?ml|json)"
    r"|thumbs\.db|desktop\.ini|\..*|~\$.*|.*~)$",
    re.I,
)
_CHUNK = 1 << 20


def find_corpora(root: Path) -> list[tuple[str, Path]]:
    """Name and folder of each corpus under ``root``, sorted by name.

    A folder with a corpus.toml, or with readable files of its own, is a corpus; so is
    each of its subfolders, unless the corpus.toml claims the whole. Names that begin
    with ``.`` or ``_`` are left alone.

    Raises:
        CorpusError: C101 there is no such folder, or nothing to read in it.
    """
    if not root.is_dir():
        raise CorpusError("C101", f"there is no folder {root.name!r}", place=str(root))
    if (root / SETTINGS).exists():
        return [(root.resolve().name, root)]
    names = sorted(name for name in os.listdir(root) if not name.startswith((".", "_")))
    folders = [n for n in names if (root / n).is_dir() and not (root / n).is_symlink()]
    found = [(_readable(name), root / name) for name in folders if _has_files(root / name)]
    if any(not _ASIDE.match(name) and not (root / name).is_dir() for name in names):
        own = root.resolve().name
        found.append((f"{own}-files" if own in folders else own, root))
    if not found:
        raise CorpusError("C101", "no corpus holds a file to read", place=str(root))
    return sorted(found)


def find_sources(root: Path) -> list[Source]:
    """Every file of every corpus under ``root``, in order of corpus and path.

    Files that are not to be read are there too, with a ``refusal``: nothing is lost.

    Raises:
        CorpusError: C101 nothing to read.
        ConfigError: C001-C003 a corpus.toml that cannot be used.
        CorpusError: C103, C107-C109 a dates.csv that cannot be used.
    """
    corpora = find_corpora(root)
    shared = len(corpora) > 1
    found: list[Source] = []
    for name, folder in corpora:
        settings = load_corpus_settings(folder / SETTINGS)
        dates = side_car_dates(folder / DATES)
        flat = shared and folder == root  # its subfolders are corpora of their own
        hints = by_name(dates)
        own = [_source(name, folder, path, settings, hints) for path in _paths(folder, flat)]
        found.extend(_checked(own, settings, dates))
    found.extend(_source(p.name, root, p, CorpusSettings(), {}) for p in _linked_folders(root))
    return sorted(found, key=lambda source: (source.corpus, source.path))


def _checked(
    own: Sequence[Source], settings: CorpusSettings, dates: dict[str, str]
) -> Iterator[Source]:
    """The files of a corpus; its side-cars complain of what they tell of and is not there."""
    present = [source.path for source in own]
    told = {SETTINGS: told_by(settings), DATES: list(dates)}
    complaints = {name: complaint(name, files, present) for name, files in told.items()}
    for source in own:
        wrong = complaints.get(source.path)
        yield replace(source, refusal=wrong) if wrong else source


def _linked_folders(root: Path) -> list[Path]:
    """Folders that would be corpora and are links: they are told of and not followed."""
    if (root / SETTINGS).exists():
        return []  # one corpus, whose own links come out with its files
    named = (p for p in root.iterdir() if not p.name.startswith((".", "_")))
    return sorted(path for path in named if path.is_symlink() and path.is_dir())


def _readable(name: str) -> str:
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def load_corpora_settings(root: Path) -> dict[str, CorpusSettings]:
    """The corpus.toml of each corpus under ``root``, by corpus name.

    Raises:
        CorpusError: C101 nothing to read.
        ConfigError: C001-C003 a corpus.toml that cannot be used.
    """
    return {name: load_corpus_settings(folder / SETTINGS) for name, folder in find_corpora(root)}


def open_regular(location: str) -> BinaryIO:
    """Open a file that is a file: no link, pipe, socket or device, and never waiting for one.

    Raises:
        OSError: it is something else, or cannot be opened.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    handle = os.open(location, flags | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError("not a regular file")
    return os.fdopen(handle, "rb")


def _has_files(folder: Path) -> bool:
    return next(_paths(folder, flat=False), None) is not None


def _paths(folder: Path, flat: bool) -> Iterator[Path]:
    """The files under ``folder``; folders that are links come out as files to refuse."""
    for current, folders, files in os.walk(folder):
        links = [name for name in folders if (Path(current) / name).is_symlink()]
        yield from (Path(current) / name for name in sorted([*files, *links]))
        folders[:] = sorted(n for n in folders if not n.startswith((".", "_")) and n not in links)
        if flat:
            return


def _source(
    corpus: str, folder: Path, path: Path, settings: CorpusSettings, hints: dict[str, str]
) -> Source:
    relative = path.relative_to(folder).as_posix()
    shown = _readable(relative)
    refusal = _refusal(path, folder, shown, settings)
    size, digest = 0, ""
    if not refusal:
        size, digest, refusal = _fingerprint(path)
    return Source(
        id=source_id(corpus, shown),
        corpus=corpus,
        path=shown,
        location="" if refusal else str(path.resolve()),
        size=size,
        sha256=digest,
        settings="" if refusal else _narrowed(settings, relative),
        date="" if refusal else for_file(hints, relative),
        refusal=refusal,
    )


def _refusal(path: Path, folder: Path, shown: str, settings: CorpusSettings) -> str:
    """Why a file must not be read, as "CODE reason"; "" when it may."""
    relative = path.relative_to(folder).as_posix()
    if shown != relative:
        return "C112 its name is not UTF-8"
    if _ASIDE.match(path.name):
        return "C116 a side-car, read-me, licence or hidden file"
    if any(fnmatch(relative, pattern) for pattern in settings.exclude):
        return "C116 excluded by corpus.toml"
    if path.is_symlink():
        target = path.resolve()
        if not target.is_relative_to(folder.resolve()):
            return "C112 a link that leaves the corpus folder"
        if target.is_dir():
            return "C112 a link to a folder"
    try:
        mode = path.stat().st_mode
    except OSError as error:
        return f"C112 {error.strerror or 'it cannot be reached'}"
    return "" if stat.S_ISREG(mode) else "C112 not a regular file but a pipe, socket or device"


def descriptions(sources: Sequence[Source]) -> dict[str, str]:
    """Corpus -> what its ``corpus.toml`` says that it is, by name; only those that say it.

    A description decides nothing about a document, so it is no part of ``Source.settings``.
    """
    read = (s for s in sources if s.location)
    roots = {s.corpus: Path(s.location).parents[s.path.count("/")] for s in read}
    told = {name: load_corpus_settings(roots[name] / SETTINGS) for name in sorted(roots)}
    return {name: found.description for name, found in told.items() if found.description}


def _fingerprint(path: Path) -> tuple[int, str, str]:
    """Size, SHA-256 of the bytes, and a refusal when they cannot be read."""
    found = hashlib.sha256()
    size = 0
    try:
        with open_regular(str(path.resolve())) as file:
            while chunk := file.read(_CHUNK):
                found.update(chunk)
                size += len(chunk)
    except OSError as error:
        return 0, "", f"C112 {error.strerror or 'it cannot be read'}"
    return size, found.hexdigest(), ""


def _narrowed(settings: CorpusSettings, relative: str) -> str:
    """The settings as JSON, with of the tables by file only the rows for this file."""
    name = relative.rpartition("/")[2]
    table = settings.model_dump(exclude_defaults=True, exclude={"title", "description", "exclude"})
    for section, key in (("dates", "files"), ("paste", "comments_from")):
        by_file = table.get(section, {}).pop(key, {})
        own = by_file.get(relative, by_file.get(name, ""))
        if own:
            table[section][key] = {relative: own}
    return json.dumps(table, sort_keys=True, ensure_ascii=False) if any(table.values()) else ""

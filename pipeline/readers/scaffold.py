"""``corpus new``: a folder from the template, for files to be dropped into."""

from __future__ import annotations

import re
from pathlib import Path

from pipeline.errors import CorpusError

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")

#: Used where a corpora folder brings no ``_template`` of its own.
_SETTINGS = """\
# Help for the readers; everything is optional. `scaling-discourse corpus check` says
# what was understood.
title = ""
description = ""
licence = ""
"""
_DATASHEET = """\
# Datasheet of this corpus

Why and how was it collected, what is in it, who is missing, who may use it?
"""


def new_corpus(root: Path, name: str) -> Path:
    """Make ``root/name`` with ``corpus.toml`` and ``README.md``; returns the folder.

    Raises:
        CorpusError: C118 when it exists, C112 when ``name`` is no plain folder name.
    """
    if not _NAME.fullmatch(name):
        raise CorpusError(
            "C112",
            f"{name!r} cannot name a corpus",
            remedy="use lower-case letters, digits, - and _, e.g. make corpus NAME=my-texts",
        )
    folder = root / name
    if folder.exists():
        raise CorpusError("C118", f"the corpus {name!r} exists already", place=str(folder))
    folder.mkdir(parents=True)
    for file, fallback in (("corpus.toml", _SETTINGS), ("README.md", _DATASHEET)):
        template = root / "_template" / file
        content = template.read_text(encoding="utf-8") if template.is_file() else fallback
        (folder / file).write_text(content, encoding="utf-8")
    return folder

"""Starts a corpus folder: a copy of ``corpora/_template``, or the same in small."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from pipeline.errors import CorpusError

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
_SETTINGS = """\
# Help for the readers, only where their guess is not enough; delete what you do not need.
title = ""
description = ""
"""
_DATASHEET = """\
# Datasheet

Where the texts come from, who chose them and how, and what may be done with them.
"""


def new_corpus(root: Path, name: str) -> Path:
    """Make the folder ``root/name`` and return it; nothing that exists is touched.

    Raises:
        CorpusError: C118 the folder exists, or the name cannot be a folder's.
    """
    folder = root / name
    if not _NAME.fullmatch(name):
        remedy = "use letters, digits, hyphens and dots, and begin with a letter or digit"
        raise CorpusError("C118", f"{name!r} cannot be a corpus's name", remedy=remedy)
    if folder.exists():
        raise CorpusError("C118", f"the corpus {name!r} already exists", place=str(folder))
    template = root / "_template"
    if template.is_dir():
        shutil.copytree(template, folder)
        return folder
    folder.mkdir(parents=True)
    (folder / "corpus.toml").write_text(_SETTINGS, encoding="utf-8")
    (folder / "README.md").write_text(_DATASHEET, encoding="utf-8")
    return folder

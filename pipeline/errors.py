"""Errors with a code, a place and a remedy, in the shape of ruff and uv.

    PipelineError
    ├── ConfigError    C0xx  pipeline.toml, corpus.toml, --set
    ├── CorpusError    C1xx  a corpus folder or one of its files
    ├── ModelError     M0xx  files under models/
    ├── RunError       R0xx  the runner, cache and output
    └── QueryError     Q0xx  a question about a finished run

A bad document costs that document: readers raise ``CorpusError`` for the file at
hand and the run records it in ``dropped``. ``explain(code)`` holds the long form.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from pipeline.catalogue import CATALOGUE, Explanation


class PipelineError(Exception):
    """Base of all errors a user can cause or cure.

    Args:
        code: a key of ``CATALOGUE``.
        message: one line, lower case, naming the value that is wrong.
        place: where, e.g. ``corpora/talks/t-014.vtt, line 3``; "" when nowhere.
        remedy: what to type; the catalogue's own when "".
    """

    def __init__(self, code: str, message: str, *, place: str = "", remedy: str = "") -> None:
        if code not in CATALOGUE:
            raise KeyError(f"error code {code!r} is not in the catalogue")
        super().__init__(message)
        self.code = code
        self.message = printable(message)
        self.place = printable(place)
        self.remedy = remedy or CATALOGUE[code].remedy

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        """Travel between worker processes with place and remedy intact."""
        return _restore, (type(self), self.code, self.message, self.place, self.remedy)

    def __str__(self) -> str:
        """The whole error as shown in a terminal."""
        lines = [f"error[{self.code}]: {self.message}"]
        if self.place:
            lines.append(f"  --> {self.place}")
        lines.append(f"help: {self.remedy}")
        lines.append(f"more: scaling-discourse explain {self.code}")
        return "\n".join(lines)


class ConfigError(PipelineError):
    """pipeline.toml, corpus.toml or ``--set`` says something that cannot be."""


class CorpusError(PipelineError):
    """A corpus folder, or one file of it, cannot be read."""


class ModelError(PipelineError):
    """A file under models/ is missing, damaged or not understood."""


class RunError(PipelineError):
    """The runner, its cache or its output cannot go on."""


class QueryError(PipelineError):
    """A question about a finished run has no answer there."""


def _restore(
    kind: type[PipelineError], code: str, message: str, place: str, remedy: str
) -> PipelineError:
    return kind(code, message, place=place, remedy=remedy)


def printable(text: str, limit: int = 400) -> str:
    """``text`` with control characters escaped and cut to ``limit``: safe for a terminal."""
    shown = "".join(c if c.isprintable() or c == "\n" else f"\\x{ord(c):02x}" for c in text)
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


#: What makes a spreadsheet take a cell for a formula, in either width.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def no_formula(text: str) -> str:
    """``text``, with a mark before it where a spreadsheet would reckon it (ASVS 1.2.10)."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word closest to ``word``, or "" when none is close."""
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return found[0] if found else ""


def explain(code: str) -> Explanation:
    """The catalogue entry of ``code`` (any case).

    Raises:
        QueryError: Q003 when there is no such code; names the nearest.
    """
    wanted = code.upper()
    if wanted not in CATALOGUE:
        close = nearest(wanted, CATALOGUE)
        hint = f"did you mean {close}?" if close else ""
        raise QueryError("Q003", f"there is no error code {code!r}", remedy=hint)
    return CATALOGUE[wanted]

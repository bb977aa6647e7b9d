"""Names of known people become one name, so that no judge can know who is famous.

A model that has read "as X said" beside a hundred sentences may learn to take X for a
side. Every person of ``models/people.toml`` is therefore read as the same invented
surname; whom it was goes its own way, through the discourse layer.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from pipeline.errors import ModelError
from pipeline.ids import fold
from pipeline.registry import Assets

#: What every known person is called: common, and nobody's in the debate.
EVERYBODY = "Smith"

_FIELDS = ("aliases", "short", "handles")
_WORD = re.compile(r"[^\W\d_]+")
_GAP = re.compile(r"[ .'’\u00a0-]{1,3}")

Form = tuple[str, ...]  # folded words of a name


class NameFinder:
    """Finds names that begin with a capital, without regard to case and diacritics else."""

    def __init__(self, forms: Collection[Form]) -> None:
        """Know ``forms``, each the folded words of a name."""
        self._forms = forms
        self._longest = max(map(len, forms), default=0)

    def found(self, text: str) -> Iterator[tuple[int, int, Form]]:
        """(start, end, form) of each known name, longest first, left to right, none overlapping."""
        words = list(_WORD.finditer(text))
        place = 0
        while place < len(words):
            form = self._form_at(text, words[place : place + self._longest])
            if form:
                yield words[place].start(), words[place + len(form) - 1].end(), form
            place += len(form) or 1

    def _form_at(self, text: str, words: Sequence[re.Match[str]]) -> Form:
        """The longest name that ``words`` begin with; () for none."""
        if not words or not words[0][0][0].isupper():
            return ()
        folded = tuple(fold(word[0]) for word in words)
        for size in range(len(words), 0, -1):
            if folded[:size] in self._forms and all(
                _GAP.fullmatch(text, one.end(), other.start())
                for one, other in pairwise(words[:size])
            ):
                return folded[:size]
        return ()


class NameMask:
    """Replaces the names it knows; texts without them come back as they are."""

    def __init__(self, names: Iterable[str], called: str = EVERYBODY) -> None:
        """Know ``names``: full names, surnames, handles; all of them become ``called``."""
        self._called = called
        self._finder = NameFinder({form for name in names if (form := form_of(name))})

    def __call__(self, text: str) -> str:
        """``text`` with every known name that begins with a capital as ``called``."""
        return renamed(text, self._finder, lambda _: self._called)


def renamed(text: str, finder: NameFinder, rename: Callable[[Form], str]) -> str:
    """``text`` with every name that ``finder`` finds replaced by what ``rename`` gives."""
    parts, end = [], 0
    for start, stop, form in finder.found(text):
        parts += [text[end:start], rename(form)]
        end = stop
    return "".join([*parts, text[end:]])


def form_of(name: str) -> Form:
    """The folded words of ``name``: "Zoë Ångström" gives zoe, angstrom."""
    return tuple(fold(word) for word in _WORD.findall(name))


def load_mask(assets: Assets) -> NameMask:
    """The mask of all people in the registry, with those promoted.

    Raises:
        ModelError: M001 when the file is missing, M003 when it is not understood.
    """
    return _load(tuple((path, path.stat().st_mtime_ns) for path in assets.people()))


@lru_cache(maxsize=4)
def _load(files: tuple[tuple[Path, int], ...]) -> NameMask:
    names = [name for path, _ in files for name in _names(path)]
    return NameMask([*names, *(name.split()[-1] for name in names)])


def _names(path: Path) -> list[str]:
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8")).get("people", [])
        return [
            name
            for row in rows
            for name in (row["name"], *(n for f in _FIELDS for n in row.get(f, [])))
        ]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError) as error:
        raise ModelError("M003", f"{path.name}: {error}", place=str(path)) from None

"""From unknown people to entries of a researcher's own registry file, in the common form.

An entry says who somebody is and what they are called. It never says what they hold.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.discourse.people import Registry, entities_of, joined, pieces
from pipeline.discourse.unknown import Unknown
from pipeline.errors import ModelError, nearest

_HEADER = """\
# People whom a researcher promoted from what runs have found, in the form of people.toml.
# There are no positions in this file, ever: what somebody holds is what their statements
# in the corpus say.
"""
_LONGEST = 80  # characters of a name
_YES = frozenset({"x", "y", "yes", "1", "true"})
_LIST = ";"  # between the aliases of one cell


@dataclass(frozen=True, slots=True)
class Promotion:
    """Somebody to be added: a stable id, a full name, and other full names."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()


def chosen(names: Sequence[str], found: Sequence[Unknown]) -> list[Promotion]:
    """Those of ``found`` who are called ``names`` (or have them as ids), in that order.

    Raises:
        ModelError: M009 for a name that nobody, or more than one, of them has.
    """
    picked = []
    for name in names:
        fitting = [u for u in found if name == u.id or pieces(name) == pieces(u.name)]
        fitting = fitting or [u for u in found if pieces(name) in map(pieces, u.aliases)]
        if len(fitting) != 1:
            close = nearest(name, [u.name for u in found])
            remedy = f"did you mean {close!r}?" if close else ""
            count = "nobody" if not fitting else "more than one person"
            raise ModelError(
                "M009", f"{count} of the unknown people is called {name!r}", remedy=remedy
            )
        picked.append(Promotion(fitting[0].id, fitting[0].name, fitting[0].aliases))
    return picked


def accepted(rows: Iterable[Mapping[str, str | None]], place: str) -> list[Promotion]:
    """The rows of an edited review whose ``promote`` says so ("x", "yes"), in file order.

    Columns: ``promote``, ``id``, ``name`` and ``aliases`` (several with ";" between); a
    cell may begin with the apostrophe that keeps spreadsheets from reading a formula.

    Raises:
        ModelError: M009 when a column is missing.
    """
    found = []
    for number, row in enumerate(rows, 2):
        cells = {key: (value or "").strip().removeprefix("'") for key, value in row.items() if key}
        missing = sorted({"promote", "id", "name", "aliases"} - cells.keys())
        if missing:
            where = f"{place}, line {number}"
            raise ModelError("M009", f"the column {missing[0]!r} is missing", place=where)
        if cells["promote"].casefold() in _YES:
            aliases = (alias.strip() for alias in cells["aliases"].split(_LIST))
            found.append(Promotion(cells["id"], cells["name"], tuple(filter(None, aliases))))
    return found


def extended(
    text: str, promotions: Sequence[Promotion], registry: Registry, *, note: str, place: str
) -> str:
    """The registry file ``text`` with the promotions behind what stands there already.

    Args:
        text: of the researcher's file; "" when there is none yet.
        promotions: whom to add.
        registry: everybody known before, those of ``text`` as well.
        note: where they come from; the same note for the same run, so without a date.
        place: the file's name, for errors.

    Raises:
        ModelError: M009 when an id or name is taken or is no name; M003 when the file
            would not be understood with them.
    """
    for promotion in promotions:
        _check(promotion, place)
    blocks = [text.rstrip("\n") or _HEADER.rstrip("\n"), *(_entry(p, note) for p in promotions)]
    whole = "\n\n".join(blocks) + "\n"
    new = entities_of("\n\n".join(blocks[1:]))
    joined(registry, new, place)
    try:
        entities_of(whole)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ModelError("M003", f"{place}: {error}", place=place) from None
    return whole


def _check(promotion: Promotion, place: str) -> None:
    """Names are full names of at most 80 printable characters; ids are those of people."""
    for name in (promotion.name, *promotion.aliases):
        if not name.isprintable() or len(name) > _LONGEST or len(pieces(name)) < 2:
            message = f"{name!r} of {promotion.id} is no full name"
            raise ModelError("M009", message, place=place)
    kind, _, rest = promotion.id.partition(":")
    if kind != "person" or not rest or not rest.replace("-", "").isalnum() or not rest.isascii():
        raise ModelError("M009", f"{promotion.id!r} is no id of a person", place=place)
    forms = [pieces(name) for name in (promotion.name, *promotion.aliases)]
    if len(set(forms)) < len(forms):
        raise ModelError("M009", f"{promotion.id} has the same name twice", place=place)


def _entry(promotion: Promotion, note: str) -> str:
    lines = ["[[people]]", f"id = {_quoted(promotion.id)}", f"name = {_quoted(promotion.name)}"]
    if promotion.aliases:
        lines.append(f"aliases = [{', '.join(map(_quoted, promotion.aliases))}]")
    lines.append(f"short = [{_quoted(promotion.name.split()[-1])}]")
    lines.append(f"note = {_quoted(note)}")
    return "\n".join(lines)


def _quoted(value: str) -> str:
    """A TOML basic string; JSON's escapes are among TOML's."""
    return json.dumps(value, ensure_ascii=False)

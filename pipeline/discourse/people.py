"""The registry of people, organisations and models (``models/people.toml``), indexed.

Names are compared folded: case, diacritics and the kind of apostrophe do not matter.
What a researcher promotes stands in a file of its own (``models/people.added.toml``),
in the same form, so that the file that ships stays as it is.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pipeline.discourse.words import wordlist
from pipeline.errors import ModelError
from pipeline.ids import fold
from pipeline.registry import Assets

EntityKind = Literal["person", "organisation", "model"]

#: Names that are also words or very common names: linked only where the document is clear.
COMMON = wordlist(
    """
    alexander apple bard bengio bloom brooks brown chen choi clark codex conjecture copilot davis
    dean douglas epoch fair falcon flamingo fu galactica gates gemini gomez gopher hanna hooker
    huang inflection intel kimi lambda lambert larson le legg li liang manning mensch meta mistral
    mitchell nature newport ng opt opus oracle ord orion palm patel pearl phi r1 riley russell
    schmidt scott sequoia silver son sonnet sora whisper wang wei wolf adept bender cohere
    stability minerva kapoor misra saba bricken byrnes ssi information facebook
    """
)
#: First names so rare in the debate that they stand for one person.
RARE_FIRST = wordlist("ilya dwarkesh sholto nando zuck beren")

_PIECES = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Affiliation:
    """Where somebody works, with the first and last year ("" when open)."""

    name: str
    since: str
    until: str

    def holds(self, date: str) -> bool:
        """True when it is in force on the partial ISO ``date`` ("" = unknown: yes)."""
        year = date[:4]
        return not year or (
            (not self.since or self.since[:4] <= year)
            and (not self.until or year <= self.until[:4])
        )


@dataclass(frozen=True, slots=True)
class Entity:
    """One entry of the registry."""

    id: str
    name: str
    kind: EntityKind
    aliases: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    affiliations: tuple[Affiliation, ...] = ()

    @property
    def full(self) -> tuple[str, ...]:
        """The names that mean this entity wherever they stand."""
        return (self.name, *self.aliases)


class Registry:
    """All entities, by id, by full name, by handle and by short form."""

    def __init__(self, entities: tuple[Entity, ...]) -> None:
        self.entities = {entity.id: entity for entity in entities}
        self._full: dict[tuple[str, ...], Entity] = {}
        self._handles: dict[str, Entity] = {}
        self._short: dict[tuple[str, ...], tuple[Entity, ...]] = {}
        for entity in entities:
            for name in entity.full:
                self._full.setdefault(pieces(name), entity)
            for handle in entity.handles:
                self._handles[handle.casefold()] = entity
            for name in entity.short:
                key = pieces(name)
                self._short[key] = (*self._short.get(key, ()), entity)

    def named(self, name: str) -> Entity | None:
        """The entity whose full name or alias is ``name``."""
        return self._full.get(pieces(name))

    def with_handle(self, handle: str) -> Entity | None:
        """The person with the handle ``handle``, with or without @."""
        return self._handles.get(handle.removeprefix("@").casefold())

    def called(self, name: str) -> tuple[Entity, ...]:
        """Everybody for whom ``name`` is a short form."""
        return self._short.get(pieces(name), ())

    @property
    def full_names(self) -> dict[tuple[str, ...], Entity]:
        """Folded full names and aliases."""
        return self._full

    @property
    def short_names(self) -> dict[tuple[str, ...], tuple[Entity, ...]]:
        """Folded short forms and who goes by them."""
        return self._short

    def in_office(self, office: str, date: str) -> Entity | None:
        """The person whose affiliation reads ``office`` ("OpenAI CEO") at ``date``."""
        wanted = pieces(office)
        found = [
            entity
            for entity in self.entities.values()
            for place in entity.affiliations
            if pieces(place.name) == wanted and place.holds(date)
        ]
        return found[0] if len(found) == 1 else None


def pieces(name: str) -> tuple[str, ...]:
    """The folded letter-and-digit runs of ``name``: "Fei-Fei Li" gives fei, fei, li."""
    return tuple(_PIECES.findall(fold(name)))


def load_registry(assets: Assets) -> Registry:
    """The registry of ``models/people.toml``, with ``people.added.toml`` where there is one.

    Raises:
        ModelError: M001 when the first is missing, M003 when one of them is not understood,
            M009 when an added entry clashes with another.
    """
    return _load(tuple((path, path.stat().st_mtime_ns) for path in assets.people()))


@lru_cache(maxsize=4)
def _load(files: tuple[tuple[Path, int], ...]) -> Registry:
    (shipped, _), *more = files
    registry = Registry(read_entities(shipped))
    for path, _ in more:
        registry = joined(registry, read_entities(path), str(path))
    return registry


def read_entities(path: Path) -> tuple[Entity, ...]:
    """The entries of one registry file, in file order.

    Raises:
        ModelError: M003 when it cannot be read or is not understood.
    """
    try:
        return entities_of(path.read_text(encoding="utf-8"))
    except (OSError, KeyError, TypeError, AttributeError, ValueError) as error:
        raise ModelError("M003", f"{path.name}: {error}", place=str(path)) from None


def entities_of(text: str) -> tuple[Entity, ...]:
    """The entries of a registry as TOML text, in text order.

    Raises:
        KeyError, TypeError, AttributeError, ValueError: it is not understood.
    """
    table: dict[str, Any] = tomllib.loads(text)
    kinds: tuple[tuple[str, EntityKind], ...] = (
        ("people", "person"),
        ("organisations", "organisation"),
        ("models", "model"),
    )
    return tuple(_entity(row, kind) for key, kind in kinds for row in table.get(key, ()))


def joined(registry: Registry, added: Iterable[Entity], place: str) -> Registry:
    """``registry`` with further entries, each with an id and full names of its own.

    Raises:
        ModelError: M009 naming the entry and the one that it clashes with.
    """
    for entity in added:
        known = registry.entities.get(entity.id)
        if known is not None:
            raise ModelError("M009", f"{entity.id} is there already: {known.name}", place=place)
        for name in entity.full:
            other = registry.named(name)
            if other is not None:
                message = f"{name!r} of {entity.id} is a name of {other.id}"
                raise ModelError("M009", message, place=place)
        for handle in entity.handles:
            other = registry.with_handle(handle)
            if other is not None:
                message = f"@{handle} of {entity.id} belongs to {other.id}"
                raise ModelError("M009", message, place=place)
        registry = Registry((*registry.entities.values(), entity))
    return registry


def _entity(row: dict[str, Any], kind: EntityKind) -> Entity:
    places = tuple(
        Affiliation(str(p["name"]), str(p.get("from", "")), str(p.get("to", "")))
        for p in row.get("affiliations", ())
    )
    names = {key: tuple(map(str, row.get(key, ()))) for key in ("aliases", "short", "handles")}
    return Entity(str(row["id"]), str(row["name"]), kind, affiliations=places, **names)

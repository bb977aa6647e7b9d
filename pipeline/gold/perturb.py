"""Changes that leave what a sentence says as it was: pure functions of an item and a seed.

A judge that reads positions and not surfaces gives the same stance before and after.
Persons are those of ``models/people.toml``, the names a model may have learned to take for
a side. Other names are not looked for: finding them would take a model that errs itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from pipeline.discourse.people import COMMON, load_registry, pieces
from pipeline.discourse.words import wordlist
from pipeline.registry import Assets
from pipeline.stance.base import Item
from pipeline.stance.names import Form, NameFinder, renamed
from pipeline.stance.surface import caption_style, draw, each_part, typos, upper_case

Perturbation = Callable[[Item, int], Item]

#: Speakers that are parts in a conversation and not names.
ROLES = wordlist(
    "host guest interviewer interviewee moderator chair audience narrator author speaker"
)
_MASK = "somebody"


@dataclass(frozen=True, slots=True)
class Cast:
    """Known persons, full and last names, and the folded forms that they go by."""

    people: Sequence[tuple[str, str]]
    forms: Mapping[Form, int]


def load_cast(assets: Assets) -> Cast:
    """The persons of ``models/people.toml``; forms shared by two, or also words, are left out.

    Raises:
        ModelError: M001 when the file is missing, M003 when it is not understood.
    """
    registry = load_registry(assets)
    persons = [e for e in registry.entities.values() if e.kind == "person"]
    full = [name for e in persons if len((name := e.name).split()) > 1]
    owners: dict[tuple[str, ...], set[int]] = {}
    for place, name in enumerate(full):
        entity = registry.named(name)
        for form in (*entity.full, *entity.short) if entity else ():
            owners.setdefault(pieces(form), set()).add(place)
    forms = {
        form: next(iter(owner))
        for form, owner in owners.items()
        if len(owner) == 1 and form and not (len(form) == 1 and form[0] in COMMON)
    }
    return Cast([(name, name.split()[-1]) for name in full], forms)


def perturbations(assets: Assets) -> dict[str, Perturbation]:
    """Name -> change, in the order they are reported."""
    cast = load_cast(assets)
    return {
        "names swapped": partial(swap_names, cast=cast),
        "names masked": partial(mask_names, cast=cast),
        "speaker swapped": partial(swap_speaker, cast=cast),
        "upper case": upper_case,
        "typos": typos,
        "caption style": caption_style,
    }


def swap_names(item: Item, seed: int, *, cast: Cast) -> Item:
    """Every known person by another one, the same for the same; last names by last names."""
    chosen: dict[int, int] = {}

    def other(person: int, form: Form) -> str:
        if person not in chosen:
            taken = {*chosen.values(), person}
            free = [i for i in range(len(cast.people)) if i not in taken]
            chosen[person] = free[draw(seed, cast.people[person][0]) % len(free)]
        return cast.people[chosen[person]][len(form) == 1]

    return _renamed(item, cast, other)


def mask_names(item: Item, seed: int = 0, *, cast: Cast) -> Item:
    """Every known person becomes "somebody"; ``seed`` changes nothing."""
    return _renamed(item, cast, lambda *_: _MASK)


def swap_speaker(item: Item, seed: int, *, cast: Cast) -> Item:
    """The speaker by a known person, the same for the same one; parts such as Host stay."""
    folded = pieces(item.speaker)
    if not folded or ROLES.intersection(folded):
        return item
    names = [full for full, _ in cast.people if pieces(full) != folded]
    return replace(item, speaker=names[draw(seed, item.speaker) % len(names)])


def _renamed(item: Item, cast: Cast, rename: Callable[[int, Form], str]) -> Item:
    finder = NameFinder(cast.forms)
    return each_part(
        item, lambda t: renamed(t, finder, lambda form: rename(cast.forms[form], form))
    )

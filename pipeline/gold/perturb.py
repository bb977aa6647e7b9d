"""Changes that leave what a sentence says as it was: pure functions of an item and a seed.

A judge that reads positions and not surfaces gives the same stance before and after.
Persons are those of ``models/people.toml``, the names a model may have learned to take for
a side. Other names are not looked for: finding them would take a model that errs itself.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from pipeline.discourse.people import COMMON, load_registry, pieces
from pipeline.discourse.words import wordlist
from pipeline.registry import Assets
from pipeline.stance.base import Item
from pipeline.stance.names import Form, NameFinder, renamed

Perturbation = Callable[[Item, int], Item]

#: Speakers that are parts in a conversation and not names.
ROLES = wordlist(
    "host guest interviewer interviewee moderator chair audience narrator author speaker"
)
_MASK = "somebody"
_WORD = re.compile(r"[^\W\d_]+")
_STOPS = re.compile(r"[.,;:!?\"“”„«»()\[\]{}…]")
_DASHES = re.compile(r"[–—/]| - ")
_NEIGHBOURS = dict(zip("abcdefghijklmnopqrstuvwxyz", "svxfrghjoklknbpowtdyibecux", strict=True))
_NEGATIONS = ("never", "nothing", "none", "nobody", "nowhere", "neither", "without", "cannot")


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
            chosen[person] = free[_draw(seed, cast.people[person][0]) % len(free)]
        return cast.people[chosen[person]][len(form) == 1]

    return _renamed(item, cast, other)


def mask_names(item: Item, seed: int = 0, *, cast: Cast) -> Item:
    """Every known person becomes "somebody"; ``seed`` changes nothing."""
    return _renamed(item, cast, lambda *_: _MASK)


def swap_speaker(item: Item, seed: int, *, cast: Cast) -> Item:
    """The speaker by a known person, drawn by the sentence; parts such as Host stay."""
    folded = pieces(item.speaker)
    if not folded or ROLES.intersection(folded):
        return item
    names = [full for full, _ in cast.people if pieces(full) != folded]
    return replace(item, speaker=names[_draw(seed, item.text) % len(names)])


def upper_case(item: Item, seed: int = 0) -> Item:
    """Sentence and context in capitals; ``seed`` changes nothing."""
    return _each(item, str.upper)


def caption_style(item: Item, seed: int = 0) -> Item:
    """As automatic captions are: lower case, no punctuation; ``seed`` changes nothing."""
    return _each(item, lambda t: " ".join(_STOPS.sub("", _DASHES.sub(" ", t)).lower().split()))


def typos(item: Item, seed: int, *, rate: float = 0.08) -> Item:
    """One slip in about ``rate`` of the words of four letters or more, one at least.

    A slip swaps two letters, drops one, doubles one or hits the key beside it, never at
    the first letter. Words of negation are left alone: a slip there changes what is said.
    """
    return replace(
        item,
        text=_mistyped(item.text, seed, rate, at_least=1),
        before=_mistyped(item.before, seed, rate),
        after=_mistyped(item.after, seed, rate),
    )


def _each(item: Item, change: Callable[[str], str]) -> Item:
    return replace(
        item, text=change(item.text), before=change(item.before), after=change(item.after)
    )


def _renamed(item: Item, cast: Cast, rename: Callable[[int, Form], str]) -> Item:
    finder = NameFinder(cast.forms)
    return _each(item, lambda t: renamed(t, finder, lambda form: rename(cast.forms[form], form)))


def _mistyped(text: str, seed: int, rate: float, at_least: int = 0) -> str:
    places = [
        (m.start(), m.end())
        for m in _WORD.finditer(text)
        if m.end() - m.start() >= 4 and m[0].casefold() not in _NEGATIONS
    ]
    random = np.random.default_rng(_draw(seed, text))
    count = min(len(places), max(at_least, round(rate * len(places))))
    hit = sorted(random.permutation(len(places))[:count].tolist(), reverse=True)
    for i in hit:
        start, end = places[i]
        text = text[:start] + _slip(text[start:end], random) + text[end:]
    return text


def _slip(word: str, random: np.random.Generator) -> str:
    kind, i = int(random.integers(4)), int(random.integers(1, len(word) - 1))
    if kind == 0 and word[i] != word[i + 1]:
        return word[:i] + word[i + 1] + word[i] + word[i + 2 :]
    if kind == 1:
        return word[:i] + word[i + 1 :]
    if kind == 2:
        return word[: i + 1] + word[i:]
    return word[:i] + _NEIGHBOURS.get(word[i].lower(), "e") + word[i + 1 :]


def _draw(seed: int, text: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{seed}:{text}".encode()).digest()[:8])

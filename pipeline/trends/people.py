"""The people stage: who holds positions in the corpus, how many, and where they stand.

What somebody says themselves (``n_own``) is kept apart from what others say of them
(``n_attributed``); a question commits nobody. A place is always read off the
statements, never off the registry, which holds no positions.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.config import TrendsSection, read_toml
from pipeline.errors import ConfigError, ModelError
from pipeline.records import (
    OF_OTHERS,
    SIDED,
    Person,
    PersonKind,
    PersonPeriod,
    Segment,
    Statement,
)
from pipeline.registry import Assets
from pipeline.store.tables import Tables
from pipeline.trends.counting import dates, is_other, is_own
from pipeline.trends.periods import calendar
from pipeline.trends.placing import Prior, fit_prior
from pipeline.trends.placing import place as placed_at

#: Said instead of a place while the stance model is not good enough to name one.
UNRELIABLE = "stance model too weak"
_METRICS = "stance/metrics.json"

_BY_PREFIX: dict[str, PersonKind] = {
    "commenter": "commenter",
    "group": "group",
    "org": "organisation",
    "organisation": "organisation",
    "author": "author",
    "speaker": "speaker",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A person or organisation of ``models/people.toml``."""

    name: str
    kind: PersonKind
    aliases: tuple[str, ...]
    affiliations: tuple[str, ...]


def place(tables: Tables, config: TrendsSection, assets: Assets) -> dict[str, list[Any]]:
    """``people`` by id and ``person_periods`` by id and period.

    Raises:
        ModelError: M001 or M003 when the registry or event table is missing or not understood.
    """
    held = by_holder(tables.rows("statements", Statement))
    registry = read_registry(assets)
    roles = {s.id: s.role for s in tables.rows("segments", Segment)}
    prior = fit_prior([_sides(_sided(rows))[:2] for rows in held.values()])
    people = [
        _person(holder, rows, registry, roles, (prior, config)) for holder, rows in held.items()
    ]
    backends = {statement.backend for rows in held.values() for statement in rows}
    if not good_enough_to_place(assets, config.min_f_avg, backends):
        people = [replace(person, placed=UNRELIABLE) for person in people]
    return {"people": people, "person_periods": _periods(held, tables, config, assets)}


def good_enough_to_place(assets: Assets, least: float, backends: Collection[str]) -> bool:
    """Whether the stance model's measured F_avg allows to call anybody proponent or critic.

    A balance from a model that often mistakes the side would put words into mouths.
    ``models/stance/metrics.json`` has the figures of the shipped backend and of those it was
    compared with; where nothing was measured nothing is held back.
    """
    if not assets.has(_METRICS):
        return True
    measured = json.loads(assets.path(_METRICS).read_text(encoding="utf-8"))
    known = [float(row["f_avg"]["value"]) for row in figures_of(measured, backends)]
    return min(known, default=least) >= least


def figures_of(measured: Mapping[str, Any], backends: Collection[str]) -> list[dict[str, Any]]:
    """Of what ``evaluate publish`` wrote: the figures of ``backends``, the measured one first."""
    rows = (measured, *measured.get("baselines", ()))
    known = (dict(row) for row in rows if isinstance(row, Mapping))
    return [row for row in known if row.get("backend") in backends]


def by_holder(statements: Iterable[Statement]) -> dict[str, list[Statement]]:
    """Named holder -> their statements in id order; the unrelated and unheld left out."""
    held: dict[str, list[Statement]] = {}
    for statement in sorted(statements, key=lambda s: s.id):
        if statement.holder_id and statement.stance != "unrelated":
            held.setdefault(statement.holder_id, []).append(statement)
    return dict(sorted(held.items()))


def is_attributed(statement: Statement) -> bool:
    """True when somebody else says that the holder takes the side."""
    return statement.stance in SIDED and statement.voice in OF_OTHERS and is_other(statement)


def read_registry(assets: Assets) -> Mapping[str, Entry]:
    """People and organisations of the registry, with those promoted, by id.

    Raises:
        ModelError: M001 the registry is missing, M003 it is not understood.
    """
    kinds: tuple[tuple[str, PersonKind], ...] = (
        ("people", "public"),
        ("organisations", "organisation"),
    )
    entries: dict[str, Entry] = {}
    for path in assets.people():
        try:
            table = read_toml(path)
            for section, kind in kinds:
                entries.update((row["id"], _entry(row, kind)) for row in table.get(section, []))
        except (ConfigError, KeyError, TypeError, AttributeError) as error:
            raise ModelError("M003", f"{path.name}: {error}", place=str(path)) from None
    return entries


def _entry(row: Mapping[str, Any], kind: PersonKind) -> Entry:
    affiliations = tuple(_affiliation(entry) for entry in row.get("affiliations", ()))
    return Entry(row["name"], kind, tuple(row.get("aliases", ())), affiliations)


def _affiliation(entry: Mapping[str, str]) -> str:
    since, until = entry.get("from", ""), entry.get("to", "")
    return f"{entry['name']} ({since}–{until})" if since or until else entry["name"]


def _sided(statements: Sequence[Statement]) -> list[Statement]:
    return [s for s in statements if is_own(s) or is_attributed(s)]


def _sides(statements: Sequence[Statement]) -> tuple[int, int, int]:
    count = Counter(s.stance for s in statements)
    return count["favor"], count["against"], count["mixed"]


def _person(
    holder: str,
    statements: Sequence[Statement],
    registry: Mapping[str, Entry],
    roles: Mapping[str, str],
    model: tuple[Prior, TrendsSection],
) -> Person:
    prior, config = model
    entry = registry.get(holder)
    sided = _sided(statements)
    spot = placed_at(_sides(sided)[:2], prior, level=config.level, least=config.min_person)
    names = _names(statements)
    name = entry.name if entry else next(iter(names), holder)
    aliases = {*(entry.aliases if entry else ()), *names} - {name}
    return Person(
        id=holder,
        name=name,
        kind=entry.kind if entry else _kind(holder, statements, roles),
        aliases=tuple(sorted(aliases)),
        affiliations=entry.affiliations if entry else (),
        n_statements=len(statements),
        n_own=sum(is_own(s) for s in sided),
        n_attributed=sum(is_attributed(s) for s in sided),
        balance=spot.balance,
        low=spot.low,
        high=spot.high,
        placed=spot.placed,
    )


def _names(statements: Sequence[Statement]) -> list[str]:
    """Names as written, the most frequent first."""
    count = Counter(" ".join(s.holder_name.split()) for s in statements)
    return sorted((name for name in count if name), key=lambda name: (-count[name], name))


def _kind(holder: str, statements: Sequence[Statement], roles: Mapping[str, str]) -> PersonKind:
    """Kind of somebody the registry does not know: by id, else by where they speak.

    Somebody who is only quoted is a speaker: we know no more of them.
    """
    prefix = holder.partition(":")[0]
    if prefix in _BY_PREFIX:
        return _BY_PREFIX[prefix]
    places = Counter(roles.get(s.segment_id, "") for s in statements if s.holder_kind == "self")
    if places:
        role = min(places, key=lambda name: (-places[name], name))
        return {"comment": "commenter", "turn": "speaker"}.get(role, "author")  # type: ignore[return-value]
    kinds = {s.holder_kind for s in statements}
    if "person" in kinds:
        return "speaker"
    return "organisation" if "organisation" in kinds else "group"


def _periods(
    held: Mapping[str, Sequence[Statement]], tables: Tables, config: TrendsSection, assets: Assets
) -> list[PersonPeriod]:
    """Counts by holder and period; what has no period is left out."""
    rows = [s for statements in held.values() for s in _sided(statements)]
    known = dates(tables, rows)
    sorter = calendar(config.period, known, assets)
    cells: dict[tuple[str, str], list[Statement]] = {}
    for statement, text in zip(rows, known, strict=True):
        if period := sorter.period(text):
            cells.setdefault((statement.holder_id, period), []).append(statement)
    return [_period(name, cell) for name, cell in sorted(cells.items())]


def _period(name: tuple[str, str], statements: Sequence[Statement]) -> PersonPeriod:
    favor, against, mixed = _sides(statements)
    sides = favor + against
    return PersonPeriod(
        person_id=name[0],
        period=name[1],
        n=len(statements),
        favor=favor,
        against=against,
        mixed=mixed,
        balance=round((favor - against) / sides, 9) + 0.0 if sides else float("nan"),
    )

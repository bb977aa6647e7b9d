"""Which statements count, and as what: the table of statements as numpy arrays.

A statement counts when its voice is one of the configured ones. A neutral statement
also counts where nobody holds it (voice ``-``): it takes no position that a voice could
carry. What is only asked, reported or rejected does not count unless the settings say
so, whether it takes a side or not. Unrelated statements never count.

An unnamed holder is one holder a document, so that nobody is merged across
documents for want of a name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.config import CountingUnit, PeriodUnit, TrendsSection
from pipeline.records import SIDED, Document, Segment, Stance, Statement, TopicShare
from pipeline.registry import Assets
from pipeline.store.tables import Tables
from pipeline.trends.periods import WHOLE, calendar

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Places = NDArray[np.intp]

#: Order of the columns wherever stances are counted.
COUNTED: tuple[Stance, ...] = ("favor", "against", "mixed", "neutral")
FAVOR, AGAINST = 0, 1
_OTHERS = frozenset({"person", "organisation", "group"})
#: Before groups of one topic within one genre: ``topic-genre:wall/essay``.
CROSSED = "topic-genre:"


@dataclass(frozen=True, slots=True)
class Counted:
    """Counted statements in id order; all arrays have one entry a statement.

    ``stance`` indexes ``COUNTED``; ``own`` says whether the holder takes the position in their own
    words; ``document`` and ``holder`` are numbers of their own, 0 upwards; ``dates`` are partial
    ISO strings, "" when unknown.
    """

    stance: Ints
    own: NDArray[np.bool_]
    sentiment: Floats
    document: Ints
    holder: Ints
    holders: tuple[str, ...]
    dates: tuple[str, ...]
    groups: dict[str, Places]

    def __len__(self) -> int:
        return len(self.stance)


def counted(tables: Tables, config: TrendsSection) -> Counted:
    """The statements of ``tables`` that count under ``config``.

    Groups are ``all``, ``genre:``, ``corpus:``, ``dimension:``, ``holder:`` (its kind)
    the ids of topics, and these within a genre, each with the places of its statements.
    """
    documents = {d.id: d for d in tables.rows("documents", Document)}
    kept = [
        s
        for s in sorted(tables.rows("statements", Statement), key=lambda s: s.id)
        if counts(s, config.voice) and s.document_id in documents
    ]
    holders = [holder_key(s) for s in kept]
    return Counted(
        stance=np.array([COUNTED.index(s.stance) for s in kept], np.int64),
        own=np.array([is_own(s) for s in kept], dtype=bool),
        sentiment=np.array([s.sentiment for s in kept], np.float64),
        document=_numbers([s.document_id for s in kept]),
        holder=_numbers(holders),
        holders=tuple(sorted(set(holders))),
        dates=tuple(dates(tables, kept)),
        groups=_groups(kept, documents, tables.rows("topic_shares", TopicShare)),
    )


def counts(statement: Statement, voices: Sequence[str]) -> bool:
    """Whether ``statement`` counts when positions in ``voices`` do."""
    if statement.stance == "neutral" and statement.voice == "-":
        return True
    return statement.stance in COUNTED and statement.voice in voices


def grouped(owner: Ints) -> list[Places]:
    """Where each owner stands in ``owner`` (n,), by number, places in order; [] without any."""
    order = np.argsort(owner, kind="stable")
    cuts = np.flatnonzero(np.diff(owner[order])) + 1
    return np.split(order, cuts) if len(owner) else []


def is_own(statement: Statement) -> bool:
    """True when the holder takes a position (mixed is one) and nobody else says it of them."""
    return statement.stance in SIDED and (
        statement.voice == "own" or (statement.voice == "endorsed" and not is_other(statement))
    )


def is_other(statement: Statement) -> bool:
    """True when the holder is somebody else than who speaks."""
    return statement.holder_kind in _OTHERS


def holder_key(statement: Statement) -> str:
    """The holder's id; for an unnamed one, a name that is its document's alone."""
    return statement.holder_id or f"?{statement.document_id}"


def is_named(counted: Counted) -> NDArray[np.bool_]:
    """For each holder, whether they have a name: who has none is nobody to be met again."""
    return np.array([not name.startswith("?") for name in counted.holders], dtype=bool)


def dates(tables: Tables, statements: Sequence[Statement]) -> list[str]:
    """Date of each statement: its segment's (a comment has its own), else its document's."""
    documents = {d.id: d.date for d in tables.rows("documents", Document)}
    segments = {s.id: s.date for s in tables.rows("segments", Segment)}
    return [segments.get(s.segment_id, "") or documents.get(s.document_id, "") for s in statements]


def weights(counted: Counted, chosen: Places, unit: CountingUnit) -> Floats:
    """Weight of each chosen statement, so that each unit among them weighs 1 in all."""
    if unit == "statement":
        return np.ones(len(chosen))
    owner = (counted.document if unit == "document" else counted.holder)[chosen]
    sizes = np.bincount(owner) if len(owner) else np.zeros(0, np.int64)
    result: Floats = 1.0 / sizes[owner]
    return result


def clusters(counted: Counted, chosen: Places, unit: CountingUnit) -> Ints:
    """What is drawn or moved whole with each chosen statement: its holder or its document."""
    return (counted.holder if unit == "holder" else counted.document)[chosen]


def split(
    counted: Counted, unit: PeriodUnit, assets: Assets, *, whole: bool = True
) -> dict[str, Places]:
    """Period -> places of its statements, in order of time; ``all`` last when ``whole``.

    Raises:
        ModelError: the event table is needed and missing or not understood.
    """
    sorter = calendar(unit, counted.dates, assets)
    labels = [sorter.period(text) for text in counted.dates]
    names = np.array(labels, dtype=object)
    found = {label: np.flatnonzero(names == label) for label in sorted(set(labels) - {""})}
    return {**found, WHOLE: np.arange(len(counted))} if whole else found


def _numbers(names: Sequence[str]) -> Ints:
    order = {name: i for i, name in enumerate(sorted(set(names)))}
    return np.array([order[name] for name in names], np.int64)


def _crossed(topic: str, genre: str) -> str:
    return f"{CROSSED}{topic.removeprefix('topic:')}/{genre}"


def _groups(
    kept: Sequence[Statement], documents: dict[str, Document], shares: Sequence[TopicShare]
) -> dict[str, Places]:
    topics: dict[str, list[str]] = {}
    for share in shares:
        topics.setdefault(share.statement_id, []).append(share.topic_id)
    places: dict[str, list[int]] = {}
    for i, statement in enumerate(kept):
        document = documents[statement.document_id]
        names = [
            "all",
            f"genre:{document.kind}",
            f"corpus:{document.corpus}",
            *topics.get(statement.id, ()),
            *(_crossed(topic, document.kind) for topic in topics.get(statement.id, ())),
        ]
        if statement.dimension != "-":
            names.append(f"dimension:{statement.dimension}")
        if statement.holder_kind != "-":
            names.append(f"holder:{statement.holder_kind}")
        for name in names:
            places.setdefault(name, []).append(i)
    return {name: np.array(found, np.intp) for name, found in sorted(places.items())}

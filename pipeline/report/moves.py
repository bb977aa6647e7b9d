"""People who moved: what they said in the earlier and in the later half of their statements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from pipeline.report.ledger import Column, Frame, Ledger
from pipeline.report.timeline import days_of

_PREFIX = "person:"  # of measures in the changes table, before the holder's own id
_SHOWN, _SHOWN_UNCLEAR = 8, 3
_LEAST_WORDS = 7
_COLUMNS = ["stance", "date", "text", "confidence", "id", "holder"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One holder's turn, with the surest sentence before and after it (rows of the ledger)."""

    person_id: str
    name: str
    earlier_when: str
    later_when: str
    n: int
    estimate: float
    low: float
    high: float
    q: float  # nan in runs that did not reckon it
    clear: bool  # the interval leaves out 0, and q does not put that down to many tests
    earlier: int
    later: int


def moves(ledger: Ledger) -> list[Move]:
    """The clear turns, the surest first; when there is none, the surest unclear ones."""
    clear: list[Move] = []
    unclear: list[Move] = []
    for move in turns(ledger):
        (clear if move.clear else unclear).append(move)
        if len(clear) == _SHOWN:
            break
    return clear or unclear[:_SHOWN_UNCLEAR]


def turns(ledger: Ledger) -> Iterator[Move]:
    """Everybody whose two halves differ and have a sentence that shows it, the surest first.

    The surest has the lowest q; where that is not reckoned, or alike, the largest turn.
    """
    rows = ledger.folder.frame("changes")
    rows = rows[rows["measure"].str.startswith(_PREFIX) & (rows["estimate"] != 0)]
    rows = rows.assign(q=rows.get("q", float("nan")))  # not in older runs
    ranked = rows.assign(size=rows["estimate"].abs(), clear=_clear(rows, ledger.settings.level))
    order = {"q": True, "size": False, "measure": True}
    ranked = ranked.sort_values(list(order), ascending=list(order.values()), kind="stable")
    own = ledger.sided.loc[ledger.sided["own"], [*_COLUMNS, "holder_id"]]
    places = own.groupby("holder_id").indices
    for row in ranked.itertuples():
        person = str(row.measure).removeprefix(_PREFIX)
        yield from _moves(person, own.iloc[places.get(person, [])], row)


def tested(ledger: Ledger) -> int:
    """Holders with enough dated statements to be asked whether they moved."""
    return int(ledger.folder.frame("changes")["measure"].str.startswith(_PREFIX).sum())


def _clear(rows: Frame, level: float) -> Column:
    """Whose interval leaves out 0, also after all holders are taken into account."""
    many = rows["q"] > 1 - level + 1e-9
    return ((rows["low"] > 0) | (rows["high"] < 0)) & ~many


def _moves(person: str, said: Frame, row: Any) -> Iterator[Move]:
    """The turn of a row of changes, if both halves of ``said`` have a sentence that shows it."""
    early, late = _halves(said, str(row.later))
    sides = ("against", "favor") if row.estimate > 0 else ("favor", "against")
    before = early[early["stance"] == sides[0]]
    after = late[late["stance"] == sides[1]]
    if before.empty or after.empty:
        return
    yield Move(
        person_id=person,
        name=str(said["holder"].iloc[-1]),
        earlier_when=str(row.earlier),
        later_when=str(row.later),
        n=int(row.n),
        estimate=float(row.estimate),
        low=float(row.low),
        high=float(row.high),
        q=float(row.q),
        clear=bool(row.clear),
        earlier=_surest(before),
        later=_surest(after),
    )


def _halves(said: Frame, later: str) -> tuple[Frame, Frame]:
    """The dated of ``said`` before the later half, which begins with the first date of ``later``.

    Days are compared and not their writing: "2022-05" can be any day of May, so it ends after
    2022-05-10 and begins before it.
    """
    start = days_of(later.partition(" to ")[0])
    days = [days_of(date) for date in said["date"]]
    early = [bool(start and d and d.end <= start.start) for d in days]
    late = [bool(start and d and d.start >= start.start) for d in days]
    return said[np.array(early, dtype=bool)], said[np.array(late, dtype=bool)]


def _surest(rows: Frame) -> int:
    """The surest sentence, of those long enough to be understood alone where there is one."""
    long = rows[rows["text"].str.split().str.len() >= _LEAST_WORDS]
    ranked = (long if len(long) else rows).sort_values(
        ["confidence", "id"], ascending=[False, True], kind="stable"
    )
    return int(ranked.index[0])

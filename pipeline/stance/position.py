"""A second look at reported views, once it is known where the speaker stands.

What somebody else is reported to hold is rather told to be denied when the teller, whose
own position is clear, answers it at once from the other side. In the whole documents of
models/stance/train/[f-r]_*.jsonl and check.jsonl, with the coders' stances and holders,
this met 141 rejected, 95 reported and 6 endorsed views.

Not taken: that a view on the teller's own side is endorsed (through the layer, 28 reported
and 17 of the teller's own against 19 endorsed ones), which made documents that were held back
worse; and a logistic regression on seventeen features, tried on the coders' holders alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from pipeline.records import Segment, Stance, Statement

#: On a statement whose voice follows from where its teller stands.
BY_POSITION = "by-position"
#: A position is clear with this many statements, this share of them on one side.
ENOUGH, CLEAR = 3, 0.75
#: Characters up to the next statement that can answer this one.
REACH = 600
_SIDES: tuple[Stance, ...] = ("favor", "against")

_Teller = tuple[str, str]  # document, and who speaks in its segment


def by_position(statements: Sequence[Statement], segments: Sequence[Segment]) -> list[Statement]:
    """``statements`` in their order; some ``reported`` ones are ``rejected``.

    Those that change carry the flag ``by-position``. Only stances and voices of the same
    document and target are looked at; a host has no position.
    """
    owners = {segment.id: segment for segment in segments}
    changed: list[str] = []
    ordered = sorted(statements, key=lambda s: (s.target, s.document_id, s.start, s.id))
    for _, group in groupby(ordered, key=lambda s: (s.target, s.document_id)):
        _look(list(group), owners, changed)
    denied = frozenset(changed)
    return [_denied(s) if s.id in denied else s for s in statements]


def _look(told: Sequence[Statement], owners: dict[str, Segment], changed: list[str]) -> None:
    """Note in ``changed`` the ids of what one document tells to deny it; in text order."""
    positions = _positions(told, owners)
    for i, statement in enumerate(told):
        if statement.voice != "reported" or statement.stance not in _SIDES:
            continue
        teller = _teller(statement, owners)
        position = positions.get(teller)
        if position is None or "host" in statement.flags:
            continue
        later = next(
            (s for s in (told[k] for k in range(i + 1, len(told))) if s.start > statement.start),
            None,
        )
        answer = later if later is not None and _near(statement, later, owners) else None
        if answer is None or position == statement.stance:
            continue
        if _own(answer) and answer.stance == position:
            changed.append(statement.id)


def _positions(told: Sequence[Statement], owners: dict[str, Segment]) -> dict[_Teller, Stance]:
    """Of each teller with a clear one: where they stand."""
    counts: dict[_Teller, Counter[Stance]] = {}
    for statement in told:
        if _own(statement):
            counts.setdefault(_teller(statement, owners), Counter())[statement.stance] += 1
    found: dict[_Teller, Stance] = {}
    for teller, stances in counts.items():
        side = max(_SIDES, key=lambda s: stances[s])
        if stances.total() >= ENOUGH and stances[side] >= CLEAR * stances.total():
            found[teller] = side
    return found


def _own(statement: Statement) -> bool:
    own = statement.voice == "own" and statement.holder_kind == "self"
    return own and statement.stance in _SIDES


def _teller(statement: Statement, owners: dict[str, Segment]) -> _Teller:
    segment = owners.get(statement.segment_id)
    return statement.document_id, segment.speaker if segment is not None else ""


def _near(statement: Statement, later: Statement, owners: dict[str, Segment]) -> bool:
    same = _teller(statement, owners) == _teller(later, owners)
    return same and later.start - statement.end <= REACH


def _denied(statement: Statement) -> Statement:
    flags = tuple(sorted({*statement.flags, BY_POSITION}))
    return replace(statement, voice="rejected", flags=flags)

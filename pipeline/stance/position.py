"""A second look at views of others, once it is known where the speaker stands.

What somebody else is reported to hold is rather told to be denied when the teller, whose
own position is clear, answers it at once from the other side. In the whole documents of
models/stance/train/[f-r]_*.jsonl and check.jsonl, with the coders' stances and holders,
this met 141 rejected, 95 reported and 6 endorsed views.

And what others are told to have come to see ("at last the field is starting to realize it") is
the teller's own view, whatever "it" looks like by itself: with such a verb and a clear teller the
coders had 10 of 11 endorsed views on the teller's side. For endorsed and rejected views with
other words that was tried too, and spoilt more stances than it mended.

Not taken: that a view on the teller's own side is endorsed (through the layer, 28 reported
and 17 of the teller's own against 19 endorsed ones), which made documents that were held back
worse; and a logistic regression on seventeen features, tried on the coders' holders alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from pipeline.records import OPPOSITE, Segment, Stance, Statement

#: On a statement whose voice follows from where its teller stands.
BY_POSITION = "by-position"
#: A position is clear with this many statements, this share of them on one side.
ENOUGH, CLEAR = 3, 0.75
#: Characters up to the next statement that can answer this one.
REACH = 600
_SIDES: tuple[Stance, ...] = ("favor", "against")

_Teller = tuple[str, str]  # document, and who speaks in its segment
Owners = Mapping[str, Segment]  # by id
Positions = Mapping[_Teller, Stance]


def by_position(
    statements: Sequence[Statement],
    segments: Sequence[Segment],
    awakened: Collection[str] = frozenset(),
) -> list[Statement]:
    """``statements`` in their order; some change their voice or side.

    A ``reported`` view, unless a host reports it, is ``rejected`` where its teller answers it;
    only statements of the same document and target are looked at.

    Args:
        statements: judged ones.
        segments: of their documents.
        awakened: ids of endorsed views that others are told to have come to see; they
            take the side of a teller whose position is clear.

    Returns:
        Those that change carry the flag ``by-position``.
    """
    owners = {segment.id: segment for segment in segments}
    changes: dict[str, Statement] = {}
    ordered = sorted(statements, key=lambda s: (s.target, s.document_id, s.start, s.id))
    for _, group in groupby(ordered, key=lambda s: (s.target, s.document_id)):
        told = list(group)
        positions = _positions(told, owners)
        for statement in _denied(told, positions, owners):
            changes[statement.id] = _rejected(statement)
        for statement in told:
            side = positions.get(_teller(statement, owners))
            if statement.id in awakened and side is not None and OPPOSITE[side] == statement.stance:
                changes[statement.id] = _turned(statement)
    return [changes.get(s.id, s) for s in statements]


def _denied(told: Sequence[Statement], positions: Positions, owners: Owners) -> Iterator[Statement]:
    """What one document, in text order, reports in order to deny it."""
    for i, statement in enumerate(told):
        if statement.voice != "reported" or statement.stance not in _SIDES:
            continue
        position = positions.get(_teller(statement, owners))
        if position is None or position == statement.stance or "host" in statement.flags:
            continue
        answer = next((s for s in told[i + 1 :] if s.start > statement.start), None)
        if answer is None or not _near(statement, answer, owners):
            continue
        if _own(answer) and answer.stance == position:
            yield statement


def _positions(told: Sequence[Statement], owners: Owners) -> Positions:
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


def _teller(statement: Statement, owners: Owners) -> _Teller:
    segment = owners.get(statement.segment_id)
    return statement.document_id, segment.speaker if segment is not None else ""


def _near(statement: Statement, later: Statement, owners: Owners) -> bool:
    same = _teller(statement, owners) == _teller(later, owners)
    return same and later.start - statement.end <= REACH


def _rejected(statement: Statement) -> Statement:
    return replace(statement, voice="rejected", flags=_marked(statement))


def _turned(statement: Statement) -> Statement:
    """``statement`` with the other side and its probability."""
    # The score is the probability of favor less that of against.
    confidence = round(max(0.0, statement.confidence - abs(statement.score)), 6)
    stance = OPPOSITE[statement.stance]
    return replace(statement, stance=stance, confidence=confidence, flags=_marked(statement))


def _marked(statement: Statement) -> tuple[str, ...]:
    return tuple(sorted({*statement.flags, BY_POSITION}))

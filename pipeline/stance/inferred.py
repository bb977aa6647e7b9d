"""Where a teller stands, inferred from the views of others that they endorse or reject.

Who tells that somebody has shown a thing thinks so, too, and who reports a view in order to
deny it holds the other. Such positions stand in a table of their own, so that no sentence
counts twice where endorsed views count for those who tell them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from pipeline.ids import content_id
from pipeline.records import CO_HOLDER, OPPOSITE, Statement, Teller

#: On every statement of the table.
INFERRED = "inferred"
#: What says nothing of the teller: a host who sums up, and words that are not meant.
_SILENT = frozenset({CO_HOLDER, "host", "irony"})


def inferred(statements: Iterable[Statement], tellers: Mapping[str, Teller]) -> list[Statement]:
    """The tellers' own positions behind ``statements``, in id order.

    Args:
        statements: judged ones, in any order.
        tellers: by id of the segment.

    Returns:
        One statement for each view with a side that is ``endorsed`` (the same stance) or
        ``rejected`` (the other one): voice ``own``, holder ``self``, the same span and
        dimension, the probability of the view's side as its confidence, flag ``inferred``.
    """
    found = [
        _position(statement, tellers[statement.segment_id])
        for statement in statements
        if statement.voice in ("endorsed", "rejected")
        and statement.stance in OPPOSITE
        and not _SILENT & set(statement.flags)
        and statement.segment_id in tellers
    ]
    return sorted(found, key=lambda statement: statement.id)


def _position(view: Statement, teller: Teller) -> Statement:
    agreed = view.voice == "endorsed"
    return replace(
        view,
        id=content_id("inf", view.id),
        holder_id=teller.holder_id,
        holder_kind="self",
        holder_name=teller.holder_name,
        voice="own",
        stance=view.stance if agreed else OPPOSITE[view.stance],
        score=view.score if agreed else -view.score,
        flags=(INFERRED,),
    )

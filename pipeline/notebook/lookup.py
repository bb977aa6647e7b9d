"""What ``run.why`` is asked for: the statements behind an id or a name."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from pipeline.errors import QueryError, nearest
from pipeline.ids import slug

#: A published table of the run by its name.
Table = Callable[[str], pd.DataFrame]

#: Where ids of a kind stand, and the column that says what they are called.
_NAMED = {"doc": ("documents", "title"), "topic": ("topics", "label")}


def behind(key: str, evidence: pd.DataFrame, table: Table) -> pd.Series:
    """Which rows of ``evidence`` stand behind ``key``, as booleans.

    Args:
        key: ``person:…``, ``doc:…``, ``st:…``, ``topic:…``, or somebody's name.
        evidence: the run's statements.
        table: the run's tables.

    Raises:
        QueryError: Q002 when the run has nothing under that name; names the nearest.
    """
    kind, _, rest = key.partition(":")
    if kind == "st":
        chosen, known = evidence["id"] == key, evidence["id"]
    elif kind == "doc":
        chosen, known = evidence["document_id"] == key, table("documents")["id"]
    elif kind == "topic":
        shares = table("topic_shares")
        inside = set(shares.loc[shares["topic_id"] == key, "statement_id"])
        chosen, known = evidence["id"].isin(inside), table("topics")["id"]
    else:
        holder = key if rest else _person_named(key, table)
        chosen, known = evidence["holder_id"] == holder, table("people")["id"]
    if not chosen.any() and key not in set(known):
        remedy = _hint(key, table)
        raise QueryError("Q002", f"the run has nothing under {key!r}", remedy=remedy)
    return chosen


def _person_named(name: str, table: Table) -> str:
    people = table("people")
    same = people[people["name"].str.casefold() == name.casefold()]
    return str(same.iloc[0]["id"]) if len(same) else f"person:{slug(name)}"


def _hint(key: str, table: Table) -> str:
    """The nearest id of the kind that was asked for, or the nearest name, or where to look."""
    kind, _, rest = key.partition(":")
    if kind == "st":
        return "the ids of statements stand in run.evidence and in every `why --format csv`"
    where, names = _NAMED.get(kind if rest else "", ("people", "name"))
    rows = table(where)
    titles = dict(zip(rows[names].astype(str), rows["id"].astype(str), strict=True))
    close = nearest(key, rows["id"].astype(str)) or nearest(rest or key, titles)
    if not close:
        return f"see `scaling-discourse list {where}`"
    return f"did you mean {titles.get(close, close)}?"

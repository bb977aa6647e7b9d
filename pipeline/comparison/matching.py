"""Which documents and which statements of two runs are the same ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline.run.folder import RunFolder

Frame = Any  # pandas knows the types of its columns only when it runs

#: What is told of a document beside its text.
_FACTS = ("corpus", "kind", "title", "date", "author", "venue", "url", "licence")
#: What is judged of a sentence: a statement is relabelled when one of them differs.
LABELS = ("stance", "dimension", "voice", "holder_id", "holder_name")


@dataclass(frozen=True, slots=True)
class Documents:
    """Documents that are not alike, and which of the later run each earlier one is.

    ``changed`` has the columns ``change`` (added, removed, text changed, moved, described
    otherwise), ``corpus``, ``path``, ``title``, ``fields``, ``id_before`` and ``id_after``;
    ``same`` maps the ids of the earlier run to those of the later one.
    """

    changed: Frame
    same: Mapping[str, str]

    def ids(self, change: str, side: str) -> frozenset[str]:
        """Ids of the documents with that ``change`` in the run ``side``: before or after."""
        rows = self.changed[self.changed["change"] == change]
        return frozenset(rows[f"id_{side}"])


def match_documents(before: RunFolder, after: RunFolder) -> Documents:
    """Documents by id; what was only renamed, by its text."""
    one, other = _by_id(before), _by_id(after)
    same = {name: name for name in one if name in other}
    same |= _moved(one, other)
    rows = []
    reached = set(same.values())
    for name, row in one.items():
        if name not in same:
            rows.append(_row("removed", row, "", name, ""))
            continue
        later = other[same[name]]
        if fields := [field for field in _FACTS if row[field] != later[field]]:
            kind = "moved" if same[name] != name else "described otherwise"
        else:
            kind = "moved" if same[name] != name else ""
        kind = "text changed" if row["sha256"] != later["sha256"] else kind
        if kind:
            rows.append(_row(kind, later, ", ".join(fields), name, same[name]))
    rows += [_row("added", row, "", "", name) for name, row in other.items() if name not in reached]
    columns = ["change", "corpus", "path", "title", "fields", "id_before", "id_after"]
    frame = pd.DataFrame(rows, columns=columns)
    return Documents(frame.sort_values(["change", "corpus", "path", "id_after"]), same)


def match_statements(before: RunFolder, after: RunFolder, documents: Documents) -> Frame:
    """Every statement of either run once: columns of ``RunFolder.judged`` as ``x_b``, ``x_a``.

    Statements are the same by id; failing that, by their sentence in the same document,
    in order. ``document`` is the id in the later run where there is one. One that is
    missing on a side has missing values there; ``row_b`` and ``row_a`` tell.
    """
    one, other = _prepared(before), _prepared(after)
    one["document"] = [documents.same.get(d, d) for d in one["document_id"]]
    other["document"] = other["document_id"]
    alike = one["id"].isin(set(other["id"]))
    moved = one["document"] != one["document_id"]
    direct = alike & ~moved & ~one["document_id"].isin(documents.ids("text changed", "before"))
    first = _joined(one[direct], other[other["id"].isin(set(one.loc[direct, "id"]))], ["id"])
    rest_one = _numbered(one[~direct])
    rest_other = _numbered(other[~other["id"].isin(set(one.loc[direct, "id"]))])
    second = _joined(rest_one, rest_other, ["document", "text", "target", "number"])
    found = pd.concat([part for part in (first, second) if len(part)] or [first])
    found["document"] = found["document_a"].where(found["document_a"].notna(), found["document_b"])
    return found.reset_index(drop=True)


def _by_id(folder: RunFolder) -> dict[str, dict[Any, Any]]:
    return {str(row["id"]): row for row in folder.frame("documents").to_dict("records")}


def _prepared(folder: RunFolder) -> Frame:
    rows = folder.judged.copy()
    rows["row"] = range(len(rows))
    return rows


def _numbered(rows: Frame) -> Frame:
    """A sentence may stand twice in a document: its place among its like."""
    ordered = rows.sort_values(["document", "start", "id"], kind="stable").copy()
    ordered["number"] = ordered.groupby(["document", "text", "target"]).cumcount()
    return ordered


def _joined(one: Frame, other: Frame, keys: list[str]) -> Frame:
    left = one.add_suffix("_b").assign(**{key: one[key] for key in keys})
    right = other.add_suffix("_a").assign(**{key: other[key] for key in keys})
    return left.merge(right, how="outer", on=keys, validate="one_to_one").drop(columns=keys)


def _moved(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, str]:
    """Documents of the same text under another id, in id order where there are several."""
    waiting: dict[str, list[str]] = {}
    for name in sorted(other, reverse=True):
        if name not in one:
            waiting.setdefault(other[name]["sha256"], []).append(name)
    found = {}
    for name in sorted(one):
        if name not in other and waiting.get(one[name]["sha256"]):
            found[name] = waiting[one[name]["sha256"]].pop()
    return found


def _row(change: str, row: Mapping[Any, Any], fields: str, before: str, after: str) -> Any:
    return (change, row["corpus"], row["path"], row["title"], fields, before, after)

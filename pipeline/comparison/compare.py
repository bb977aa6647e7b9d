"""The comparison of two finished runs: a pure function of their folders."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from pipeline.comparison.causes import ADDED, CAUSES, REMOVED, REPLACED, causes_of, reasons_of
from pipeline.comparison.differences import Difference, differences
from pipeline.comparison.figures import figures
from pipeline.comparison.html import drawn
from pipeline.comparison.matching import (
    Frame,
    match_documents,
    match_statements,
)
from pipeline.comparison.parts import COUNTING, MEASURES, Side, parts
from pipeline.config import TrendsSection, validate
from pipeline.run.folder import RunFolder
from pipeline.store.tables import PUBLISHED
from pipeline.trends.counting import COUNTED

_ORDER = ("relabelled", "added", "removed")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)  # frames have no one answer
class Comparison:
    """What changed between two runs; a notebook shows it as a page to read.

    ``differences`` tells what the runs were made with; ``tables`` names the published
    tables whose rows differ. ``documents`` has ``change``, ``corpus``, ``path``, ``title``,
    ``fields``, ``id_before``, ``id_after``. ``statements`` has ``change`` (relabelled, added,
    removed), ``before`` and ``after`` (the labels), ``cause``, ``because``, ``text``,
    ``holder``, ``date``, ``title``, ``url``, ``id``. ``figures`` has measure and period with
    estimate, interval and n in either run. ``parts`` splits the change over everything by
    cause; the parts of a measure add up to its change.
    """

    before: str
    after: str
    differences: tuple[Difference, ...]
    tables: tuple[str, ...]
    documents: pd.DataFrame
    statements: pd.DataFrame
    figures: pd.DataFrame
    parts: pd.DataFrame

    @property
    def same(self) -> bool:
        """True when nothing differs: neither what went in nor any row that came out."""
        return not (self.differences or self.tables)

    def as_dict(self) -> dict[str, Any]:
        """All of it in plain values; what is not a number is None."""
        frames = ("documents", "statements", "figures", "parts")
        return {
            "before": self.before,
            "after": self.after,
            "same": self.same,
            "differences": [asdict(one) for one in self.differences],
            "tables": list(self.tables),
            **{name: _plain(getattr(self, name)) for name in frames},
        }

    def rows(self) -> list[dict[str, Any]]:
        """Every change as a row of one table, for a spreadsheet."""
        found = [_line(d.kind, "changed", d.name, d.before, d.after) for d in self.differences]
        for row in _plain(self.documents):
            what = f"{row['corpus']}/{row['path']}"
            found.append(_line("document", row["change"], what, row["id_before"], row["id_after"]))
        for row in _plain(self.statements):
            labels = (row["text"], row["before"], row["after"])
            found.append(_line("statement", row["change"], *labels, row["because"]))
        for row in _plain(self.figures):
            what = f"{row['measure']}, {row['period']}"
            found.append(_line("figure", "changed", what, row["before"], row["after"]))
        for row in _plain(self.parts):
            what = f"{row['measure']}: {row['cause']}"
            found.append(_line("part", "changed", what, "", row["part"], row["because"]))
        return found

    def __repr__(self) -> str:
        if self.same:
            return f"<Comparison {self.before} and {self.after}: nothing differs>"
        counts = f"{len(self.documents)} documents, {len(self.statements)} statements"
        return f"<Comparison {self.before} -> {self.after}: {counts} differ>"

    def _repr_html_(self) -> str:
        return drawn(self.as_dict())


def compare(before: RunFolder, after: RunFolder) -> Comparison:
    """What changed from ``before`` to ``after``.

    A statement of a text that both runs read is relabelled by the model, the settings or
    the program; which of them is said where the manifests leave one answer. Other
    statements come and go with their documents.
    """
    made = differences(before.manifest, after.manifest)
    documents = match_documents(before, after)
    pairs = match_statements(before, after, documents)
    pairs["cause"] = causes_of(pairs, documents)
    because = reasons_of(made, pairs, before.manifest, after.manifest)
    return Comparison(
        before=before.path.name,
        after=after.path.name,
        differences=made,
        tables=tuple(name for name in PUBLISHED if _bytes(before, name) != _bytes(after, name)),
        documents=documents.changed.reset_index(drop=True),
        statements=_statements(pairs, because),
        figures=figures(before, after),
        parts=_parts(pairs, because, (_config(before), _config(after))),
    )


def _statements(pairs: Frame, because: Mapping[str, str]) -> Frame:
    """The pairs that are not alike, but for unrelated sentences that come or go."""
    told = (pairs["stance_b"].fillna("unrelated") != "unrelated") | (
        pairs["stance_a"].fillna("unrelated") != "unrelated"
    )
    rows = pairs[(pairs["cause"] != "") & told]
    made = [_change(row, because) for row in rows.to_dict("records")]
    columns = ["change", "before", "after", "cause", "because", "text", "holder", "date"]
    frame = pd.DataFrame(made, columns=[*columns, "title", "url", "id"])
    frame["rank"] = [_ORDER.index(change) for change in frame["change"]]
    ordered = frame.sort_values(["rank", "date", "title", "id"], kind="stable")
    return ordered.drop(columns="rank").reset_index(drop=True)


def _change(row: Mapping[Any, Any], because: Mapping[str, str]) -> dict[str, Any]:
    came, gone = pd.isna(row["row_b"]), pd.isna(row["row_a"])
    side = "b" if gone else "a"
    change = "added" if came else "removed" if gone else "relabelled"
    kept = {name: row[f"{name}_{side}"] for name in ("text", "date", "title", "url", "id")}
    return {
        "change": change,
        "before": "" if came else _label(row, "b", row if change == "relabelled" else None),
        "after": "" if gone else _label(row, "a", row if change == "relabelled" else None),
        "cause": row["cause"],
        "because": because[row["cause"]],
        "holder": row[f"holder_name_{side}"],
        **kept,
    }


def _label(row: Mapping[Any, Any], side: str, pair: Mapping[Any, Any] | None) -> str:
    """Stance, dimension, voice and holder; of a pair, only the stance and what differs."""
    names = ["stance", "dimension", "voice", "holder_name"]
    if pair is not None:
        names = ["stance"] + [n for n in names[1:] if pair[f"{n}_b"] != pair[f"{n}_a"]]
        if pair["holder_id_b"] != pair["holder_id_a"] and "holder_name" not in names:
            names.append("holder_id")
    return ", ".join(str(row[f"{name}_{side}"]) or "nobody" for name in names)


def _parts(
    pairs: Frame, because: Mapping[str, str], configs: tuple[TrendsSection, TrendsSection]
) -> Frame:
    one, other = configs
    counting = (set(one.voice), one.unit) != (set(other.voice), other.unit)
    present = {*pairs["cause"], *([COUNTING] if counting else [])}
    touched = list(pairs["cause"])
    if present <= {ADDED, REMOVED}:  # nothing in common: half of such a change has no figure
        present, touched = {REPLACED}, [REPLACED] * len(pairs)
    causes = [name for name in (REPLACED, *CAUSES) if name in present]
    holders = pd.factorize(pd.concat([_holder_keys(pairs, "b"), _holder_keys(pairs, "a")]))[0]
    half = len(pairs)
    split = parts(
        _side(pairs, "b", holders[:half]),
        _side(pairs, "a", holders[half:]),
        causes,
        touched,
        configs,
    )
    rows = [
        {"measure": measure, "cause": name, "part": split[name][place], "because": because[name]}
        for place, measure in enumerate(MEASURES)
        for name in causes
    ]
    return pd.DataFrame(rows, columns=["measure", "cause", "part", "because"])


def _holder_keys(pairs: Frame, side: str) -> Frame:
    """As ``trends.counting.holder_key``: an unnamed holder is one a document."""
    named = pairs[f"holder_id_{side}"].fillna("")
    return named.where(named != "", "?" + pairs["document"].astype(str))


def _side(pairs: Frame, side: str, holder: Any) -> Side:
    stances = {stance: place for place, stance in enumerate(COUNTED)}
    return Side(
        pairs[f"stance_{side}"].map(stances).fillna(-1).astype("int64").to_numpy(),
        pairs[f"voice_{side}"].fillna("").to_numpy(dtype=object),
        pd.factorize(pairs["document"])[0],
        holder,
    )


def _config(folder: RunFolder) -> TrendsSection:
    """How a run counted; settings of another version that count nothing are left aside."""
    known = folder.manifest["settings"]["trends"]
    kept = {name: known[name] for name in ("voice", "unit") if name in known}
    return validate(TrendsSection, kept, str(folder.path / "run.json"))


def _bytes(folder: RunFolder, table: str) -> str:
    path = folder.path / "tables" / f"{table}.parquet"
    if not path.is_file():  # made before this table was published
        return ""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _plain(frame: Frame) -> list[dict[str, Any]]:
    return [
        {str(name): _value(value) for name, value in row.items()}
        for row in frame.to_dict("records")
    ]


def _value(value: Any) -> Any:
    return None if isinstance(value, float) and math.isnan(value) else value


def _line(
    kind: str, change: str, what: str, before: Any, after: Any, because: str = ""
) -> dict[str, Any]:
    return {
        "kind": kind, "change": change, "what": what,
        "before": before, "after": after, "because": because,
    }  # fmt: skip

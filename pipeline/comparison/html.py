"""A comparison as a notebook shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.notebook.style import escaped, framed, link, table
from pipeline.report.wording import count, date_words, percent, percent_range, signed, signed_range

#: Rows that are drawn of each part; all of them are in the DataFrames.
SHOWN = 40


def drawn(found: Mapping[str, Any]) -> str:
    """``Comparison.as_dict`` as HTML."""
    title = f"<h3>{escaped(found['before'])} → {escaped(found['after'])}</h3>"
    if found["same"]:
        return framed(f"{title}<p>Nothing differs.</p>")
    return framed(title + "".join(_sections(found)))


def _sections(found: Mapping[str, Any]) -> Iterator[str]:
    made = (
        [escaped(one[key]) for key in ("kind", "name", "before", "after")]
        for one in _some(found, "differences")
    )
    yield _table("Made with", ("", "name", "before", "after"), found["differences"], made)
    documents = (
        [escaped(row[k]) for k in ("change", "corpus", "path", "title")]
        for row in _some(found, "documents")
    )
    yield _table("Documents", ("", "corpus", "file", "title"), found["documents"], documents)
    figures = [row for row in found["figures"] if row["period"] == "all"]
    yield _table(
        "Over everything", ("measure", "before", "after", "change"), figures, map(_figure, figures)
    )
    shown = [row for row in found["parts"] if row["part"] != 0]
    yield _table("Of which", ("measure", "part", "by", "because of"), shown, map(_part, shown))
    yield _statements(found)
    if not (found["documents"] or found["statements"]):
        yield "<p>The same documents and statements with the same labels.</p>"
    if found["tables"]:
        yield f"<p>Tables with other rows: {escaped(', '.join(found['tables']))}.</p>"


def _statements(found: Mapping[str, Any]) -> str:
    rows = (
        [
            escaped(row["change"]),
            _labels(row),
            f'<div class="sd-text">{escaped(row["text"])}</div><small>{_source(row)}</small>',
            escaped(row["because"]),
        ]
        for row in _some(found, "statements")
    )
    return _table("Statements", ("", "label", "sentence", "because of"), found["statements"], rows)


def _some(found: Mapping[str, Any], name: str) -> list[Any]:
    return list(found[name][:SHOWN])


def _table(caption: str, head: tuple[str, ...], every: list[Any], rows: Any) -> str:
    if not every:
        return ""
    number = count(len(every), "row")
    shown = f", the first {SHOWN} shown" if len(every) > SHOWN else ""
    return table(head, rows, caption=f"{caption}: {number}{shown}")


def _labels(row: Mapping[str, Any]) -> str:
    if not row["before"] or not row["after"]:
        return escaped(row["before"] or row["after"])
    return f"{escaped(row['before'])} → <b>{escaped(row['after'])}</b>"


def _source(row: Mapping[str, Any]) -> str:
    holder = escaped(row["holder"] or "nobody named")
    return f"{holder}, {date_words(row['date'])}, {link(row['url'], row['title'] or 'untitled')}"


def _figure(row: Mapping[str, Any]) -> list[str]:
    return [
        escaped(row["measure"]),
        *(escaped(said(row, side)) for side in ("before", "after")),
        escaped(difference(row["measure"], row["change"])),
    ]


def _part(row: Mapping[str, Any]) -> list[str]:
    cells = (row["measure"], difference(row["measure"], row["part"]), row["cause"], row["because"])
    return [escaped(cell) for cell in cells]


def said(row: Mapping[str, Any], side: str) -> str:
    """A figure of one run with its interval and n."""
    value, low, high = (_number(row[name]) for name in (side, f"low_{side}", f"high_{side}"))
    if row["measure"] == "balance":
        words = f"{signed(value)} [{signed_range(low, high)}]"
    else:
        words = f"{percent(value)} [{percent_range(low, high)}]"
    return f"{words}, n = {row[f'n_{side}']}"


def difference(measure: str, change: float | None) -> str:
    """A difference of shares in points, of balances as it is."""
    if change is None:
        return "cannot be told"
    return signed(change) if measure == "balance" else f"{signed(100 * change)} points"


def _number(value: float | None) -> float:
    return float("nan") if value is None else value

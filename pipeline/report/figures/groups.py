"""Stance by dimension, genre, corpus and topic: stacked shares beside the balance."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from pipeline.report.figures.base import Canvas, Figure, Mark, mark_of, nothing, with_marks
from pipeline.report.ledger import Frame, Ledger
from pipeline.report.theme import (
    AXIS,
    FILLS,
    INK,
    LINES,
    ORDER,
    PAPER,
    QUIET,
    SIDES,
    WORDS,
    signs,
    stance_scale,
)
from pipeline.report.wording import (
    count,
    label,
    of_all,
    percent,
    percent_range,
    quoted,
    signed,
    signed_range,
    taking_sides,
)

#: What part of the hypothesis a statement is about, in a reader's words.
DIMENSIONS: dict[str, str] = {
    "returns": "Returns: do gains go on?",
    "sufficiency": "Sufficiency: is scale enough?",
    "paradigm": "Paradigm: can these models think?",
    "limits": "Limits: will data and power last?",
    "worth": "Worth: is it worth the money?",
}
GENRES: dict[str, str] = {
    "essay": "Essays",
    "thread": "Comment threads",
    "transcript": "Transcripts",
}

#: Key, name in the trends table, and rows of the ledger.
Group = tuple[str, str, Any]

_COLUMNS = {
    "name": "Group", "stance_name": "Stance", "n": "Statements", "share": "Share",
    "share_low": "Share, low", "share_high": "Share, high", "group_n": "Statements of group",
    "balance": "Balance", "low": "Balance, low", "high": "Balance, high",
    "n_sided": "Statements that take a side",
}  # fmt: skip
_NOUNS = {"topics": "topic", "dimensions": "part", "by-genre": "genre", "by-corpus": "corpus"}
_SHOWN = 16


def dimensions_by_stance(ledger: Ledger) -> Figure:
    """Which part of the hypothesis is disputed."""
    groups = _inside(ledger, "dimension", DIMENSIONS)
    return _figure(ledger, groups, DIMENSIONS, "dimensions", "Stance toward each part")


def by_genre(ledger: Ledger) -> Figure:
    """Essays, comment threads and transcripts compared."""
    return _figure(ledger, _inside(ledger, "genre", GENRES), GENRES, "by-genre", "Genres by stance")


def by_corpus(ledger: Ledger) -> Figure:
    """Corpora compared; the largest ones where there are many."""
    corpora = sorted(set(ledger.counted["corpus"].astype(str)))
    names = {corpus: label(corpus, 40) for corpus in corpora}
    return _figure(
        ledger, _inside(ledger, "corpus", names), names, "by-corpus", "Corpora by stance"
    )


def topics_by_stance(ledger: Ledger) -> Figure:
    """Topics by the stance of the statements that belong to them."""
    topics = ledger.folder.frame("topics")
    names = {str(row.id): label(row.label, 44) for row in topics.itertuples()}
    groups = [(topic, topic, rows) for topic, rows in ledger.topics.items()]
    return _figure(ledger, groups, names, "topics", "Topics by stance")


def _inside(ledger: Ledger, column: str, names: Mapping[str, str]) -> list[Group]:
    at = ledger.counted.index.to_numpy()
    found = ledger.counted.groupby(column, sort=True).indices
    return [(name, f"{column}:{name}", at[found[name]]) for name in names if name in found]


def _figure(
    ledger: Ledger, groups: Sequence[Group], names: Mapping[str, str], figure: str, title: str
) -> Figure:
    if not groups:
        return nothing(figure, title, _why_missing(figure))
    largest = sorted(groups, key=lambda g: (-len(g[2]), g[0]))[:_SHOWN]
    frame, marks = _rows(ledger, largest, names, figure)
    frame = with_marks(frame, marks)
    wholes = _wholes(ledger, frame, largest, figure)
    at = [wholes[group] for group in frame["group"]]
    return Figure(
        id=figure,
        title=title,
        summary=_summary(frame, _NOUNS[figure], len(groups)),
        note=(
            "Bars divide the statements of each row, n in all; the dot is the balance of those of "
            "them that take a side (the table has their number), from −1 (all dispute) to +1 (all "
            "favour), with its interval, drawn where there are enough. Sorted by balance."
        ),
        frame=frame.assign(whole=[f"#{m.id}" for m in at], whole_words=[m.label for m in at]),
        columns=_COLUMNS,
        drawing=_draw,
        marks=(*marks, *wholes.values()),
    )


def _why_missing(figure: str) -> str:
    if figure == "topics":
        return (
            "No topics: the run has too few statements to find any, or topics were not asked for."
        )
    return "No statement in the speaker’s own or endorsed voice, so there is nothing to compare."


def _rows(
    ledger: Ledger, groups: Sequence[Group], names: Mapping[str, str], figure: str
) -> tuple[Frame, list[Mark]]:
    rows: list[dict[str, Any]] = []
    marks: list[Mark] = []
    for group, trend, at in groups:
        stances = ledger.statements["stance"].loc[at]
        n_sided = int(stances.isin(SIDES).sum())
        whole = ledger.overall("balance", trend)
        for stance in ORDER:
            hits = at[(stances == stance).to_numpy()]
            part = ledger.overall(f"share:{stance}", trend)
            if not len(hits):
                continue
            rows.append({
                "group": group, "name": names[group], "stance": stance,
                "stance_name": WORDS[stance], "n": len(hits), "group_n": len(at),
                "n_sided": n_sided,
                "share": _of(part, "estimate", len(hits) / len(at)),
                "share_low": _of(part, "low"), "share_high": _of(part, "high"),
                "balance": _of(whole, "estimate"), "low": _of(whole, "low"),
                "high": _of(whole, "high"),
            })  # fmt: skip
            last = rows[-1]
            words = (
                f"{names[group]}, {WORDS[stance].lower()}: {percent(last['share'])} "
                f"({percent_range(last['share_low'], last['share_high'])}) of "
                f"{count(len(at), 'statement')}"
            )
            marks.append(mark_of(figure, words, hits, group, stance))
    return pd.DataFrame(rows), marks


def _wholes(ledger: Ledger, frame: Frame, groups: Sequence[Group], figure: str) -> dict[str, Mark]:
    """The mark of each group's balance: the statements of it that take a side."""
    once = frame.drop_duplicates("group").set_index("group")
    found = {}
    for group, _, at in groups:
        row = once.loc[group]
        sided = at[ledger.statements["stance"].loc[at].isin(SIDES).to_numpy()]
        words = (
            f"{row['name']}, balance: {signed(row['balance'])} "
            f"({signed_range(row['low'], row['high'])}), {taking_sides(len(sided))}"
        )
        found[group] = mark_of(figure, words, sided, group, "balance")
    return found


def _of(row: Any, name: str, otherwise: float = math.nan) -> float:
    """A figure of a trend row; ``otherwise`` when there is no row or no figure."""
    value = math.nan if row is None else float(getattr(row, name))
    return otherwise if math.isnan(value) else value


def _summary(frame: Frame, noun: str, total: int) -> str:
    once = frame.drop_duplicates("group").dropna(subset=["balance"]).sort_values("balance")
    if once.empty:
        return "Shares of stances by group; no group has a statement that favours or disputes."
    low, high = once.iloc[0], once.iloc[-1]
    many = "corpora" if noun == "corpus" else ""
    head = f"Shares of stances in {of_all(frame['group'].nunique(), total, noun, many)}."
    if len(once) == 1:
        return (
            f"{head} Only {_called(low)} has enough for a balance: {signed(low['balance'])} "
            f"({signed_range(low['low'], low['high'])})."
        )
    return (
        f"{head} Lowest balance: {_called(low)}, {signed(low['balance'])} "
        f"({signed_range(low['low'], low['high'])}); highest: {_called(high)}, "
        f"{signed(high['balance'])} ({signed_range(high['low'], high['high'])})."
    )


def _called(row: Any) -> str:
    """The name of a row inside a sentence: without the question that explains a part."""
    return quoted(str(row["name"]).partition(": ")[0])


def _draw(frame: Frame, canvas: Canvas) -> Any:
    if canvas.narrow:  # "Returns: do gains go on?" is too long beside a bar
        frame = frame.assign(name=[name.partition(":")[0] or name for name in frame["name"]])
        frame = frame.assign(name=canvas.folded(frame["name"]))
    once = frame.drop_duplicates("group")
    order = [
        str(g) for g in once.sort_values(["balance", "name"], na_position="first")["name"][::-1]
    ]
    height = (30 if canvas.narrow else 26) * len(order) + 10
    y = alt.Y("name:N", sort=order, axis=canvas.labels())
    bars = _bars(frame, y).encode(**canvas.linked())
    if canvas.narrow:
        return alt.vconcat(
            bars.properties(width=canvas.width - 136, height=height),
            _dots(once, y, canvas).properties(width=canvas.width - 136, height=height),
        )
    half = (canvas.width - 248) // 2 + 60
    plain = alt.Y("name:N", sort=order, axis=None)
    return alt.hconcat(
        bars.properties(width=half, height=height),
        _dots(once, plain, canvas).properties(width=half - 160, height=height),
        spacing=34,
    )


def _bars(frame: Frame, y: Any) -> Any:
    ranked = frame.assign(rank=[ORDER.index(s) for s in frame["stance"]])
    return (
        alt.Chart(ranked)
        .mark_bar(height=16, strokeWidth=1)
        .encode(
            x=alt.X("share:Q", stack="normalize", axis=alt.Axis(
                format="%", title="share of statements", tickCount=3, grid=False, domain=False)),
            y=y,
            color=alt.Color("stance:N", scale=stance_scale(FILLS), legend=None),
            stroke=alt.Stroke("stance:N", scale=stance_scale(LINES), legend=None),
            order=alt.Order("rank:Q"),
            tooltip=["description:N"],
        )
    )  # fmt: skip


def _dots(once: Frame, y: Any, canvas: Canvas) -> Any:
    rows = once.assign(
        words=[f"n = {n:,}" for n in once["group_n"]],
        href=once["whole"],
        description=once["whole_words"],
    )
    axis = alt.Axis(
        values=[-1, 0, 1], labelExpr=signs("+d"), title="balance", grid=False, domain=False
    )
    x = alt.X("balance:Q", scale=alt.Scale(domain=[-1, 1]), axis=axis)
    base = alt.Chart(rows).encode(y=y)
    zero = alt.Chart(pd.DataFrame({"zero": [0]})).mark_rule(color=AXIS).encode(x="zero:Q")
    reach = base.mark_rule(color=QUIET, strokeWidth=1.5).encode(x="low:Q", x2="high:Q")
    dots = base.mark_point(filled=True, size=70, color=INK, opacity=1, stroke=PAPER).encode(
        x=x, tooltip=["description:N"], **canvas.linked()
    )
    words = base.mark_text(align="left", dx=14, color=QUIET, fontSize=11).encode(
        x=alt.XDatum(1), text="words:N"
    )
    layers = [zero, reach, dots] if canvas.narrow else [zero, reach, dots, words]
    return alt.layer(*layers)

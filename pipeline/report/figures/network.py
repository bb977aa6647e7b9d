"""The debate as a network: who takes a side on which topic.

A bipartite actor–concept network in the manner of Discourse Network Analysis (Leifeld 2017,
"Discourse Network Analysis", Oxford Handbook of Political Networks): holders on one side,
topics on the other, a line where a holder took a side on a topic.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from pipeline.report.figures.base import Figure, Mark, mark_of, nothing, with_marks
from pipeline.report.figures.network_drawing import draw_network
from pipeline.report.figures.topics import lean
from pipeline.report.ledger import Frame, Ledger
from pipeline.report.theme import SIDES
from pipeline.report.wording import count, label, quoted, taking_sides

HOLDERS, TOPICS, LINES = 24, 16, 72  # most that are drawn: 40 nodes
_GROUP = "group:"  # begins the ids of holders that are nobody in particular
_EVERY = "all topics"
_COLUMNS = {
    "who": "Holder", "topic": "Topic", "n": "Statements that take a side", "favor": "Favour",
    "against": "Dispute", "balance": "Balance",
}  # fmt: skip


def network(ledger: Ledger) -> Figure:
    """The holders and topics with most sided statements, and the lines between them.

    ``frame`` has a row for each line, then for each holder, then for each topic; ``kind``
    tells them apart, ``rank`` orders each kind by number of statements.
    """
    title = "Who takes a side on which topic"
    links = _links(ledger)
    if links.empty:
        missing = "No named holder takes a side on a topic, so there is no network to draw."
        return nothing("network", title, missing)
    holders = _most(links, "holder_id", HOLDERS)
    topics = _most(links, "topic", TOPICS)
    inside = links[links["holder_id"].isin(holders) & links["topic"].isin(topics)]
    pairs = inside.groupby(["holder_id", "topic"], sort=True).indices
    least = least_of([len(at) for at in pairs.values()], LINES)
    drawn = {pair: inside.iloc[at] for pair, at in pairs.items() if len(at) >= least}
    frame, marks = _rows(links, drawn, _names(ledger, inside))
    return Figure(
        id="network",
        title=title,
        summary=_summary(frame),
        note=_note(least),
        frame=with_marks(frame, marks),
        columns=_COLUMNS,
        drawing=draw_network,
        marks=tuple(marks),
    )


def least_of(sizes: Sequence[int], limit: int) -> int:
    """The smallest size at and above which there are at most ``limit`` of ``sizes``.

    Where even the largest are too many of one size, it is their size: some are then more.
    """
    ordered = sorted(sizes, reverse=True)
    if len(ordered) <= limit:
        return 1
    return min(ordered[limit] + 1, ordered[0])


def _links(ledger: Ledger) -> Frame:
    """One row a sided statement of a named holder and a topic it belongs to."""
    said = ledger.sided[["holder_id", "holder", "stance"]]
    nobody = said["holder_id"].astype(str).str.startswith(_GROUP) | (said["holder_id"] == "")
    said = said[~nobody & (said["holder"] != "")]
    parts = [
        said.loc[said.index.intersection(rows)].assign(topic=topic)
        for topic, rows in sorted(ledger.topics.items())
    ]
    return pd.concat(parts) if parts else said.head(0).assign(topic="")


def _most(links: Frame, column: str, limit: int) -> list[str]:
    """The values of ``column`` with most statements, ties by name.

    A statement of two topics counts once for its holder.
    """
    once = links.reset_index().drop_duplicates(["index", column])
    sizes = once[column].value_counts()
    return sorted(sizes.index, key=lambda v: (-int(sizes[v]), str(v)))[:limit]


def _names(ledger: Ledger, inside: Frame) -> dict[str, str]:
    """What holders and topics are called, by id."""
    titles = ledger.folder.frame("topics").set_index("id")["label"]
    people = inside.drop_duplicates("holder_id").set_index("holder_id")["holder"]
    return {**{t: label(titles[t], 44) for t in inside["topic"]}, **{
        p: label(name, 40) for p, name in people.items()
    }}  # fmt: skip


def _rows(
    links: Frame, drawn: dict[tuple[str, str], Frame], names: dict[str, str]
) -> tuple[Frame, list[Mark]]:
    rows: list[dict[str, Any]] = []
    marks: list[Mark] = []

    def add(kind: str, holder: str, topic: str, said: Frame) -> None:
        told = _counts(said)
        who = names[holder] if holder else "all named holders"
        what = names[topic] if topic else _EVERY
        rows.append({
            "kind": kind, "holder_id": holder, "topic_id": topic, "who": who, "topic": what, **told,
        })  # fmt: skip
        marks.append(_mark(kind, rows[-1], said))

    for holder, topic in sorted(drawn, key=lambda p: (-len(drawn[p]), p)):
        add("line", holder, topic, drawn[holder, topic])
    for kind, column in (("holder", "holder_id"), ("topic", "topic")):
        shown = {pair[kind == "topic"] for pair in drawn}
        for name in _most(links[links[column].isin(shown)], column, len(shown)):
            said = links[links[column] == name]
            add(kind, *((name, "") if kind == "holder" else ("", name)), said)
    frame = pd.DataFrame(rows)
    return frame.assign(rank=frame.groupby("kind").cumcount()), marks


def _counts(said: Frame) -> dict[str, Any]:
    """Statements by stance, each counted once, their balance and which way they lean."""
    stances = said["stance"][~said.index.duplicated()]
    counts = {stance: int((stances == stance).sum()) for stance in SIDES}
    favor, against = counts["favor"], counts["against"]
    balance = (favor - against) / (favor + against) if favor + against else float("nan")
    return {"n": len(stances), **counts, "balance": balance, "lean": lean(favor, against)}


def _mark(kind: str, row: dict[str, Any], said: Frame) -> Mark:
    subject = {
        "line": f"{row['who']} on {row['topic']}",
        "holder": f"{row['who']}, {_EVERY}",
        "topic": f"{row['topic']}, all named holders",
    }[kind]
    words = f"{subject}: {taking_sides(row['n'])}, {row['favor']} favour, {row['against']} dispute"
    rows = np.unique(said.index.to_numpy())
    return mark_of("network", words, rows, kind, row["holder_id"], row["topic_id"])


def _summary(frame: Frame) -> str:
    kinds = frame["kind"].value_counts()
    heaviest = frame[frame["kind"] == "line"].iloc[0]
    widest = frame[frame["kind"] == "line"].groupby("topic_id", sort=True)["who"].nunique()
    topic = sorted(widest.index, key=lambda t: (-int(widest[t]), t))[0]
    name = frame.loc[(frame["kind"] == "topic") & (frame["topic_id"] == topic), "topic"].iloc[0]
    return (
        f"{count(int(kinds['holder']), 'holder')} and {count(int(kinds['topic']), 'topic')}, "
        f"joined by {count(int(kinds['line']), 'line')}. The heaviest: {heaviest['who']} on "
        f"{quoted(heaviest['topic'])}, {count(int(heaviest['n']), 'statement')}. Most holders meet "
        f"on {quoted(name)}: {int(widest[topic])}."
    )


def _note(least: int) -> str:
    often = "at least once" if least == 1 else f"at least {least} times"
    return (
        f"A line joins a holder to a topic on which they took a side {often} in their own or "
        "endorsed voice; its width counts statements, colour and dash say "
        "whether more of them favour (blue, solid), dispute (orange, dashed) or neither (grey, "
        "dotted). A sign’s area counts all statements of the holder, or on the topic, that take a "
        "side: favour or dispute. At most "
        f"{HOLDERS} holders and {TOPICS} topics with most statements are drawn, fewer on a phone, "
        "in the order that crosses fewest lines. Joined does not mean agreed: the colour does."
    )

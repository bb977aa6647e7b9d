"""The tree of topics: which of them speak of like things, and where they join."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.errors import QueryError
from pipeline.report.figures.base import Figure, Mark, mark_of, nothing, with_marks
from pipeline.report.figures.topic_tree_drawing import draw_tree
from pipeline.report.figures.topics import lean
from pipeline.report.ledger import Frame, Ledger
from pipeline.report.theme import POSITIONS
from pipeline.report.wording import count, label, quoted

SHOWN = 40  # most topics that are drawn
_ID, _TITLE = "topic-tree", "How the topics hang together"
_COLUMNS = {
    "name": "Topic or group", "kind": "Kind", "n": "Statements", "favor": "Favour",
    "against": "Dispute", "mixed": "Both", "joins": "Joins the group", "height": "Distance",
}  # fmt: skip

Rows = NDArray[np.int64]  # of Ledger.statements


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A topic, or a branch whose two sides join at ``height``."""

    id: str
    name: str
    height: float  # 0 for a topic
    topics: tuple[str, ...]  # all topics below, in the order they are drawn
    children: tuple[str, ...]  # none for a topic


def topic_tree(ledger: Ledger) -> Figure:
    """Topics and the branches that join them, as a dendrogram.

    ``frame`` has a row for each topic in the order drawn, then for each branch by height.
    """
    nodes = _nodes(ledger)
    branches = [node for node in nodes.values() if node.children]
    if not branches:
        missing = "The tree of topics needs two topics or more; this run has no tree."
        return nothing(_ID, _TITLE, missing)
    frame, marks = _rows(ledger, nodes)
    return Figure(
        id=_ID,
        title=_TITLE,
        summary=_summary(frame),
        note=(
            "Topics whose statements speak of like things join near the left, unlike ones far to "
            "the right: the distance is 0 for the same meaning and about 1 for nothing in common "
            "(mean cosine distance of the topics’ sentence vectors, average linkage). A topic’s "
            "sign counts its statements; colour and shape say which side more of them take. A "
            "hollow ring is a group and leads to the statements of all its topics."
        ),
        frame=with_marks(frame, marks),
        columns=_COLUMNS,
        drawing=draw_tree,
        marks=tuple(marks),
    )


def joined(
    parents: Mapping[str, str], sizes: Mapping[str, int], branches: Iterable[Any]
) -> dict[str, Node]:
    """Topics and the branches above them that still have two sides, by id, roots last.

    Args:
        parents: the branch that each topic to draw joins first.
        sizes: statements of each of these topics; the larger side is drawn first.
        branches: rows of ``topic_tree``.
    """
    ranked = sorted(branches, key=lambda row: (len(row.topics), row.height, row.id))
    below: dict[str, list[str]] = defaultdict(list)
    for name, parent in [*parents.items(), *((row.id, row.parent_id) for row in ranked)]:
        below[parent].append(name)
    found = {t: Node(id=t, name="", height=0.0, topics=(t,), children=()) for t in sorted(parents)}
    stands = {name: name for name in found}  # what is drawn in the place of a node
    for row in ranked:
        sides = [stands[name] for name in below[row.id] if name in stands]
        sides.sort(key=lambda s: (-sum(sizes[t] for t in found[s].topics), s))
        if len(sides) > 1:
            topics = tuple(t for side in sides for t in found[side].topics)
            found[row.id] = Node(id=row.id, name=str(row.label), height=float(row.height),
                                 topics=topics, children=tuple(sides))  # fmt: skip
            stands[row.id] = row.id
        elif sides:
            stands[row.id] = sides[0]
    return found


def _nodes(ledger: Ledger) -> dict[str, Node]:
    topics = ledger.folder.frame("topics")
    held = {t: len(rows) for t, rows in ledger.topics.items()}
    largest = sorted(held, key=lambda t: (-held[t], t))[:SHOWN]
    try:
        tree = list(ledger.folder.frame("topic_tree").itertuples())
    except QueryError:  # the run is older than the table
        return {}
    above = dict(zip(topics["id"], topics["parent_id"], strict=True))
    return joined({t: above[t] for t in largest}, held, tree)


def _rows(ledger: Ledger, nodes: Mapping[str, Node]) -> tuple[Frame, list[Mark]]:
    titles = ledger.folder.frame("topics").set_index("id")["label"]
    names = {n.id: label(n.name or titles[n.id], 60 if n.children else 44) for n in nodes.values()}
    joins = {child: node for node in nodes.values() for child in node.children}
    places = _places(nodes, set(joins))
    rows, marks = [], []
    for node in sorted(nodes.values(), key=lambda n: (bool(n.children), n.height, places[n.id])):
        behind = np.unique(np.concatenate([ledger.topics[t] for t in node.topics]))
        counts = _counts(ledger, behind)
        up = joins.get(node.id)
        rows.append({
            "id": node.id, "name": names[node.id], "kind": "group" if node.children else "topic",
            "n": len(behind), **counts, "lean": lean(counts["favor"], counts["against"]),
            "joins": names[up.id] if up else "", "height": node.height,
            "up": up.height if up else node.height, "y": places[node.id],
            "top": min(places[c] for c in node.children or (node.id,)),
            "end": max(places[c] for c in node.children or (node.id,)),
        })  # fmt: skip
        words = _words(node, rows[-1], [names[t] for t in node.topics])
        marks.append(mark_of(_ID, words, behind, node.id))
    return pd.DataFrame(rows), marks


def _places(nodes: Mapping[str, Node], inner: set[str]) -> dict[str, float]:
    """The line of each node: topics 0, 1, 2 … downwards, a branch midway between its sides."""
    roots = [node for node in nodes.values() if node.id not in inner]
    roots.sort(key=lambda node: (-len(node.topics), node.id))
    places = {t: float(i) for i, t in enumerate(t for root in roots for t in root.topics)}
    for node in nodes.values():  # branches stand after what they join
        if node.children:
            places[node.id] = sum(places[c] for c in node.children) / len(node.children)
    return places


def _counts(ledger: Ledger, at: Rows) -> dict[str, int]:
    stances = ledger.statements["stance"].loc[at]
    return {stance: int((stances == stance).sum()) for stance in POSITIONS}


def _words(node: Node, row: Mapping[str, Any], topics: list[str]) -> str:
    told = f"{count(row['n'], 'statement')}, {row['favor']} favour, {row['against']} dispute"
    if not node.children:
        return f"Topic {row['name']}: {told}"
    more = f" and {len(topics) - 3} more" if len(topics) > 3 else ""
    return (
        f"Group of {count(len(topics), 'topic')}, {'; '.join(topics[:3])}{more}: {told}; "
        f"joined at distance {node.height:.2f}"
    )


def _summary(frame: Frame) -> str:
    groups = frame[frame["kind"] == "group"]
    near, last = groups.iloc[0], groups.iloc[-1]
    leaves = frame[frame["kind"] == "topic"]
    pair = list(leaves[leaves["joins"] == near["name"]]["name"])
    alike = " and ".join(quoted(name) for name in pair[:2]) or quoted(near["name"])
    return (
        f"{count(len(leaves), 'topic')}, joined by how alike their statements are. The nearest to "
        f"each other are {alike} (distance {near['height']:.2f}); the last to "
        f"meet are as far apart as {last['height']:.2f}."
    )

"""The report's figures as Altair charts: the same in a notebook and on the page.

run = pipeline.open("reports/latest")
run.chart.stance_over_time(by="genre")
"""

from __future__ import annotations

from typing import Any

import altair as alt

from pipeline.errors import QueryError, nearest
from pipeline.report.figures import change, groups, matrix, network, people, time, topics, words
from pipeline.report.figures.base import Canvas, Figure
from pipeline.report.figures.coding_error import coding_error
from pipeline.report.figures.topic_tree import topic_tree
from pipeline.report.figures.topics_by_genre import topics_by_genre
from pipeline.report.ledger import Ledger
from pipeline.report.theme import dressed
from pipeline.report.wording import label

_SMALL = Canvas(width=520)

#: What ``by`` may be: columns by which the trends table has figures of each period.
COLUMNS: tuple[str, ...] = ("genre", "corpus", "dimension", "topic", "holder")
_HOLDERS = {
    "self": "Who speaks or writes", "person": "Persons told of", "organisation": "Organisations",
    "group": "Groups", "unresolved": "Nobody named",
}  # fmt: skip


class Charts:
    """Every figure of a run; each method returns an interactive Altair chart."""

    def __init__(self, ledger: Ledger) -> None:
        """Draw from ``ledger``; nothing is read yet."""
        self.ledger = ledger

    def figures(self) -> list[Figure]:
        """All figures of the page, in its order, with their data and the statements behind."""
        makers = (
            time.stance_over_time, time.balance_over_time, coding_error, change.who_changed,
            groups.topics_by_stance, topics.topics_over_time, topics_by_genre, topic_tree,
            people.people, matrix.speaks_of_whom, network.network,
            groups.dimensions_by_stance, groups.by_genre, groups.by_corpus, words.dividing_words,
        )  # fmt: skip
        return [maker(self.ledger) for maker in makers]

    def stance_over_time(self, by: str | None = None) -> Any:
        """Shares of the stances by period, one drawing for each value of ``by``.

        Args:
            by: one of ``COLUMNS``, or None for all statements in one drawing.

        Raises:
            QueryError: Q006 when ``by`` is none of them; names those there are.
        """
        return self._by(time.stance_over_time, by)

    def balance_over_time(self, by: str | None = None) -> Any:
        """Favouring minus disputing, by period; ``by`` as in ``stance_over_time``."""
        return self._by(time.balance_over_time, by)

    def coding_error(self) -> Any:
        """Shares as labelled, beside hand coding or the error measured on other texts."""
        return coding_error(self.ledger).draw()

    def who_changed(self) -> Any:
        """A change of balance, and whether the same holders or other ones made it."""
        return change.who_changed(self.ledger).draw()

    decomposition = who_changed

    def topics_by_stance(self) -> Any:
        """Topics by stance, with their balance."""
        return groups.topics_by_stance(self.ledger).draw()

    def topics_over_time(self) -> Any:
        """Topics by period."""
        return topics.topics_over_time(self.ledger).draw()

    def topics_by_genre(self) -> Any:
        """Topics by genre: the share of each genre, and how it leans."""
        return topics_by_genre(self.ledger).draw()

    def topic_tree(self) -> Any:
        """The tree of topics: which of them belong together."""
        return topic_tree(self.ledger).draw()

    def people(self) -> Any:
        """Proponents and critics: sign and interval."""
        return people.people(self.ledger).draw()

    def speaks_of_whom(self) -> Any:
        """Sorted matrix of who tells whose position."""
        return matrix.speaks_of_whom(self.ledger).draw()

    def network(self) -> Any:
        """Holders and topics, joined where a holder took a side on a topic."""
        return network.network(self.ledger).draw()

    def dimensions_by_stance(self) -> Any:
        """Which part of the hypothesis is disputed."""
        return groups.dimensions_by_stance(self.ledger).draw()

    def by_genre(self) -> Any:
        """Essays, threads and transcripts."""
        return groups.by_genre(self.ledger).draw()

    def by_corpus(self) -> Any:
        """Corpora compared."""
        return groups.by_corpus(self.ledger).draw()

    def dividing_words(self) -> Any:
        """Words that one side says more often."""
        return words.dividing_words(self.ledger).draw()

    def _by(self, maker: Any, by: str | None) -> Any:
        if by is None:
            return maker(self.ledger).draw()
        if by not in COLUMNS:
            raise _no_column(by)
        names = sorted(set(self.ledger.folder.frame("trends")["group"].astype(str)))
        chosen = [name for name in names if name.startswith(f"{by}:")]
        drawn = [maker(self.ledger, group=name) for name in chosen]
        titles = self._titles(by)
        parts = [
            figure.drawing(figure.frame, _SMALL).properties(title=titles.get(name, name))
            for name, figure in zip(chosen, drawn, strict=True)
            if not figure.missing
        ]
        return dressed(alt.vconcat(*parts)) if parts else maker(self.ledger, group=f"{by}:").draw()

    def _titles(self, by: str) -> dict[str, str]:
        """What the groups of the trends table are called on the page, by their name there."""
        known = {"genre": groups.GENRES, "dimension": groups.DIMENSIONS, "holder": _HOLDERS}
        if by in known:
            return {f"{by}:{name}": title for name, title in known[by].items()}
        if by != "topic":
            return {}
        topics = self.ledger.folder.frame("topics")
        pairs = zip(topics["id"], topics["label"], strict=True)
        return {str(topic): label(title, 60) for topic, title in pairs}


def _no_column(by: object) -> QueryError:
    """Nothing is drawn where there is nothing to part by: an empty figure would say "none"."""
    close = nearest(str(by).casefold(), COLUMNS)
    hint = f"did you mean {close!r}? " if close else ""
    known = ", ".join(repr(name) for name in COLUMNS)
    return QueryError("Q006", f"no figure can be parted by {by!r}", remedy=f"{hint}known: {known}")

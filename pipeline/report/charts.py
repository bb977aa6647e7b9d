"""The report's figures as Altair charts: the same in a notebook and on the page.

run = pipeline.open("reports/latest")
run.chart.stance_over_time(by="genre")
"""

from __future__ import annotations

from typing import Any

import altair as alt

from pipeline.report.figures import change, groups, matrix, network, people, time, topics, words
from pipeline.report.figures.base import Canvas, Figure
from pipeline.report.ledger import Ledger
from pipeline.report.theme import dressed
from pipeline.run.folder import RunFolder

_SMALL = Canvas(width=520)


class Charts:
    """Every figure of a run; each method returns an interactive Altair chart."""

    def __init__(self, folder: RunFolder) -> None:
        """Draw from ``folder``; nothing is read yet."""
        self.ledger = Ledger(folder)

    def figures(self) -> list[Figure]:
        """All figures of the page, in its order, with their data and the statements behind."""
        makers = (
            time.stance_over_time, time.balance_over_time, change.who_changed,
            groups.topics_by_stance, topics.topics_over_time, people.people,
            matrix.speaks_of_whom, network.network, groups.dimensions_by_stance,
            groups.by_genre, groups.by_corpus, words.dividing_words,
        )  # fmt: skip
        return [maker(self.ledger) for maker in makers]

    def stance_over_time(self, by: str | None = None) -> Any:
        """Shares of the stances by period; ``by`` "genre", "corpus", "dimension" or "topic"."""
        return self._by(time.stance_over_time, by)

    def balance_over_time(self, by: str | None = None) -> Any:
        """Favouring minus disputing, by period; ``by`` as in ``stance_over_time``."""
        return self._by(time.balance_over_time, by)

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
        names = sorted(set(self.ledger.folder.frame("trends")["group"].astype(str)))
        chosen = [name for name in names if name.startswith(f"{by}:")]
        drawn = [maker(self.ledger, group=name) for name in chosen]
        parts = [
            figure.drawing(figure.frame, _SMALL).properties(title=name)
            for name, figure in zip(chosen, drawn, strict=True)
            if not figure.missing
        ]
        return dressed(alt.vconcat(*parts)) if parts else maker(self.ledger, group=f"{by}:").draw()

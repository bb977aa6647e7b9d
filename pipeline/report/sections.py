"""The order of the page: which figures stand under which heading, and what introduces them."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.report.figures.base import mark_of
from pipeline.report.figures.time import drawn_events
from pipeline.report.ledger import Ledger
from pipeline.report.wording import date_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading with its figures."""

    id: str
    heading: str
    opening: str
    figures: tuple[str, ...]


SECTIONS: tuple[Section, ...] = (
    Section(
        id="time", heading="Stance over time",
        opening="How much of what is said about scaling favours it, disputes it, or does neither, "
                "and how sure that is.",
        figures=("stance-over-time", "balance-over-time", "coding-error"),
    ),
    Section(
        id="change", heading="Who changed, or who came and went",
        opening="A debate can turn because people change their minds or because other people "
                "speak. The two are told apart here, holder by holder.",
        figures=("who-changed",),
    ),
    Section(
        id="topics-section", heading="What the debate is about",
        opening="Topics found in the statements: which side they lean to, when they came up, where "
                "they are spoken of, and which of them belong together.",
        figures=("topics", "topics-over-time", "topics-by-genre", "topic-tree"),
    ),
    Section(
        id="people-section", heading="Proponents and critics",
        opening="Where each voice stands by what it says in the corpora, and by what others say "
                "it says. Nobody is placed by reputation.",
        figures=("people",),
    ),
    Section(
        id="moved", heading="People who moved",
        opening="Whose own sentences leaned one way earlier and the other way later.",
        figures=(),
    ),
    Section(
        id="whom-section", heading="Who speaks of whom, and of what",
        opening="Much of a debate is told second hand: first who reports whose position, and as "
                "what; then which topics each voice takes a side on itself.",
        figures=("speaks-of-whom", "network"),
    ),
    Section(
        id="dimensions-section", heading="Which part of the hypothesis is disputed",
        opening="The scaling hypothesis is several claims at once; they do not stand or fall "
                "together.",
        figures=("dimensions",),
    ),
    Section(
        id="places", heading="By genre and corpus",
        opening="Essays, comments and conversations differ, and so do the places they come from.",
        figures=("by-genre", "by-corpus"),
    ),
    Section(
        id="words-section", heading="Dividing words",
        opening="Which words the two sides do not share.",
        figures=("words",),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """A dated event as the page tells it."""

    anchor: str
    title: str
    date: str
    url: str


def event_rows(ledger: Ledger) -> list[EventRow]:
    """All events within the periods of the data, NeurIPS too, by date."""
    return [
        EventRow(
            anchor=mark_of("event", e.title, [], e.id).id,
            title=e.title,
            date=date_words(e.date) + (f" to {date_words(e.end)}" if e.end else ""),
            url=e.url,
        )
        for e in drawn_events(ledger)
    ]

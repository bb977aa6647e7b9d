"""One document at a time: whose position each candidate is, and in whose voice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.config import DiscourseSection
from pipeline.discourse.cast import Voiced
from pipeline.discourse.frames import introducers
from pipeline.discourse.free_speech import carries_on
from pipeline.discourse.grammar import NOWHERE, Report
from pipeline.discourse.holders import holder_of
from pipeline.discourse.lexicon import Lexicon
from pipeline.discourse.linking import Names
from pipeline.discourse.naming import Holder, Naming
from pipeline.discourse.objections import labelled, stands_quoted
from pipeline.discourse.people import Registry
from pipeline.discourse.quotations import Quotation, quotations
from pipeline.discourse.reading import Reading
from pipeline.discourse.reference import Referents
from pipeline.discourse.voice import (
    Scene,
    answers,
    first_person,
    primary,
    voice_of_own,
    voice_of_report,
)
from pipeline.records import Document, Segment, Voice
from pipeline.spans import Span

_NOBODY = Holder("", "unresolved", "", NOWHERE)
_SINGULAR = re.compile(r"\b(?:he|she|his|her)\b", re.I)  # may point two sentences back


@dataclass(frozen=True, slots=True)
class Decision:
    """Holder and voice of a sentence, with the spans that decided (kind, span)."""

    holder: Holder
    voice: Voice
    cues: tuple[tuple[str, Span], ...] = ()


class Attributor:
    """Decides for the sentences of one document."""

    def __init__(
        self,
        document: Document,
        segments: Sequence[Segment],
        registry: Registry,
        lexicon: Lexicon,
        config: DiscourseSection,
    ) -> None:
        """Read the document; call ``parse`` before anything else."""
        self.reading = Reading(document, segments, lexicon)
        self._referents = Referents(self.reading)
        self._document = document
        self._segments = segments
        self._place = {s.id: i for i, s in enumerate(segments)}
        self._registry = registry
        self._lexicon = lexicon
        self._config = config

    def parse(self, numbers: Sequence[int]) -> None:
        """Parse the sentences ``numbers`` and those that may introduce them; link names."""
        reading = self.reading
        wanted = set(numbers)
        for i in numbers:
            wanted.add(reading.back(i))
            if _SINGULAR.search(reading.span(i).of(reading.text)):
                before = self._referents.back(i)
                wanted.update((before, self._referents.back(before)))
            quote = reading.quotation(i)
            if quote is not None:
                opened = reading.at(quote.outer.start)
                wanted.update((opened, reading.back(opened)))
            introduction = reading.introduction(i)
            if introduction >= 0:
                wanted.add(introduction)
        reading.parse(wanted, ner=self._config.ner)
        self.names = Names(
            self._document, self._segments, self._registry, reading.parses.values(), self._config
        )

    def decide(self, i: int) -> Decision:
        """Holder and voice of sentence ``i``: the strongest evidence first."""
        segment = self.reading.segment(i)
        if self.reading.is_repeated(i):
            quoted = self.reading.span(i)
            return self._introduced(i, quoted) or Decision(
                _NOBODY, "reported", (("quote", quoted),)
            )
        decided = self._continued(i) or self._reported(i) or self._introduced(i, NOWHERE)
        decided = decided or self._put_forward(i) or self._carried_on(i)
        return decided or self._own(i, segment)

    def holder(self, report: Report, i: int) -> Holder | None:
        """Who holds what ``report`` in sentence ``i`` says; None when nobody can."""
        if report.source == NOWHERE:
            return _NOBODY
        head = self.reading.parses[i].tokens[report.head].text
        return self._named(report.source, head, report.lemma, i)

    def referent(self, source: Span, i: int) -> Holder | None:
        """Who is meant by the words at ``source`` in sentence ``i``, as if they said something."""
        head = source.of(self._document.text).split()[-1]
        return self._named(source, head, "say", i)

    def quotations(self, i: int) -> list[Quotation]:
        """The quotations whose cue stands in sentence ``i``."""
        return quotations(self.reading, i, self._lexicon)

    def teller(self, segment: Segment) -> Voiced:
        """Whose words ``segment`` is."""
        return self.names.cast.voiced(segment)

    def is_host(self, segment: Segment) -> bool:
        """True when the speaker of ``segment`` is the one who asks."""
        return bool(segment.speaker) and segment.speaker in self.names.cast.hosts

    def _named(self, source: Span, head: str, lemma: str, i: int) -> Holder | None:
        return holder_of(source, head, lemma, self._naming(i), self._referents)

    def _naming(self, i: int) -> Naming:
        return Naming(
            self._document.text,
            self.names.all,
            self._registry,
            self._lexicon,
            self._document.date,
            self.names.cast.author,
            self._answered(self.reading.segment(i)),
            self._host(),
            self.is_host(self.reading.segment(i)),
        )

    def _host(self) -> Voiced:
        labels = sorted(self.names.cast.hosts)
        asking = [s for s in self._segments if s.speaker in labels]
        return self.names.cast.voiced(asking[0]) if len(labels) == 1 else Voiced("", "")

    def _continued(self, i: int) -> Decision | None:
        """Somebody's quotation that goes on: the source stands where it began.

        None when speakers quote themselves, or nobody is named: unbalanced marks are
        more common than quotations without a source.
        """
        quote = self.reading.quotation(i)
        if quote is None:
            return None
        opened = self.reading.at(quote.outer.start)
        for at in (opened, self.reading.back(opened)):
            for report in self.reading.reports(at):
                opens = report.content.end >= quote.inner.start or report.kind == "like"
                holder = self.holder(report, at) if not report.first else None
                if holder is not None and (opens or at != opened):
                    voice = voice_of_report(report, self._scene(i, at))
                    return Decision(holder, voice, _cues(report, quote.outer))
        return None

    def _reported(self, i: int) -> Decision | None:
        """The sentence says itself whose position it is."""
        sentence = self.reading.span(i).of(self._document.text)
        found = self.reading.reports(i)
        held = [r for r in found if r.first or self.holder(r, i) is not None]
        report = primary(held or found, self.reading.parses[i], sentence)
        holder = self.holder(report, i) if report is not None else None
        if report is None or holder is None:
            return None
        return Decision(holder, voice_of_report(report, self._scene(i)), _cues(report, NOWHERE))

    def _introduced(self, i: int, quoted: Span) -> Decision | None:
        """A sentence before it ends in a colon and names somebody: "some people think:"."""
        at = self.reading.introduction(i)
        if at < 0 and quoted != NOWHERE:
            at = self.reading.back(i)
        if at < 0 or at == i or at not in self.reading.parses:
            return None
        for report in introducers(self.reading.parses[at], self._lexicon, self.reading.marks(at)):
            if report.first:
                return None
            holder = self.holder(report, at)
            if holder is not None:
                return Decision(
                    holder, voice_of_report(report, self._scene(i, at)), _cues(report, quoted)
                )
        return None

    def _put_forward(self, i: int) -> Decision | None:
        """A numbered objection, or a quotation on its own, put there to be answered."""
        sentence, before = self.reading.span(i), self.reading.said_before(i)
        said = sentence.of(self._document.text)
        voice = labelled(said, before)
        if voice is not None:
            return Decision(_NOBODY, voice, (("cue", sentence),))
        if self.is_host(self.reading.segment(i)):
            return None
        mark = stands_quoted(sentence, self.reading.marks(i), sentence=said, before=before)
        if mark is None:
            return None
        answered = self.reading.said_after(i) and self.reading.segment(i).role != "turn"
        return Decision(_NOBODY, "rejected" if answered else "reported", (("quote", mark.outer),))

    def _carried_on(self, i: int) -> Decision | None:
        """The report of the sentence before goes on: "He said it would grow. It would think."."""
        at = self.reading.back(i)
        if at == i or at not in self.reading.parses or i not in self.reading.parses:
            return None
        parse, text = self.reading.parses[at], self._document.text
        report = primary(self.reading.reports(at), parse, self.reading.span(at).of(text))
        sentence = self.reading.span(i).of(text)
        if report is None or self.reading.reports(i) or answers(sentence):
            return None
        if not carries_on(self.reading.parses[i], report, parse):
            return None
        holder = self.holder(report, at)
        if holder is None:
            return None
        return Decision(holder, voice_of_report(report, self._scene(i, at)), _cues(report, NOWHERE))

    def _own(self, i: int, segment: Segment) -> Decision:
        voice, why = voice_of_own(self._scene(i))
        voiced = self.teller(segment)
        holder = Holder(voiced.id, "self", voiced.name, NOWHERE)
        if why:
            return Decision(holder, voice, (("cue", self.reading.span(i)),))
        known = self.reading.parses.get(i)
        told = first_person(known) if known is not None else NOWHERE
        return Decision(holder, voice, (("cue", told),) if told != NOWHERE else ())

    def _scene(self, i: int, frame: int = -1) -> Scene:
        segment = self.reading.segment(i)
        return Scene(
            sentence=self.reading.span(i).of(self._document.text),
            before=self.reading.said_before(i),
            after=self.reading.said_after(i),
            host=self.is_host(segment),
            spoken=segment.role == "turn",
            prose=segment.role == "body",
            frame=self.reading.span(frame).of(self._document.text) if frame >= 0 else "",
        )

    def _answered(self, segment: Segment) -> Voiced:
        """Whom the segment answers: the comment above it, or the other speaker."""
        place = self._place.get(segment.reply_to)
        cast = self.names.cast
        if place is not None:
            return cast.voiced(self._segments[place])
        if segment.role == "comment":
            return cast.author
        before = self._segments[max(0, self._place[segment.id] - 3) : self._place[segment.id]]
        for other in reversed(before if segment.role == "turn" else ()):
            if other.role == "turn" and other.speaker != segment.speaker:
                return cast.voiced(other)
        return Voiced("", "")


def _cues(report: Report, quote: Span) -> tuple[tuple[str, Span], ...]:
    """The spans that decided, in text order."""
    named = (("cue", report.cue), ("holder", report.source), ("quote", quote))
    return tuple(sorted((c for c in named if c[1] != NOWHERE), key=lambda c: (c[1], c[0])))


def flags(decision: Decision, *, host: bool, irony: bool) -> Iterator[str]:
    """What else later stages should know of a statement, sorted."""
    if host:
        yield "host"
    if irony:
        yield "irony"
    if decision.holder.kind == "unresolved":
        yield "unresolved"

"""One document at a time: parse its candidates, link its names, decide holder and voice."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pipeline.config import DiscourseSection
from pipeline.discourse.cast import Cast, Voiced
from pipeline.discourse.holders import Holder, Naming, holder_of
from pipeline.discourse.lexicon import Lexicon
from pipeline.discourse.marks import Marked, marked
from pipeline.discourse.mentions import Name, full_names, short_names
from pipeline.discourse.nlp import Parse, parse
from pipeline.discourse.people import Registry, pieces
from pipeline.discourse.frames import reports
from pipeline.discourse.reports import NOWHERE, Report
from pipeline.discourse.sentences import sentences
from pipeline.discourse.voice import Scene, ironic, primary, voice_of_own, voice_of_report
from pipeline.ids import content_id, slug
from pipeline.records import Candidate, Document, Mention, Quote, Segment, Statement, Voice
from pipeline.spans import Span, trim

TARGET = "scaling"


@dataclass(frozen=True, slots=True)
class Done:
    """What one document gave."""

    mentions: list[Mention]
    quotes: list[Quote]
    statements: list[Statement]


@dataclass(frozen=True, slots=True)
class Decision:
    """Holder and voice of a sentence, with the spans that decided."""

    holder: Holder
    voice: Voice
    cues: tuple[str, ...]


class Attributor:
    """Works on one document."""

    def __init__(
        self,
        document: Document,
        segments: Sequence[Segment],
        registry: Registry,
        lexicon: Lexicon,
        config: DiscourseSection,
    ) -> None:
        self._document = document
        self._text = document.text
        self._segments = segments
        self._by_id = {s.id: s for s in segments}
        self._order = {s.id: i for i, s in enumerate(segments)}
        self._registry = registry
        self._lexicon = lexicon
        self._config = config
        self._sentences: dict[str, list[Span]] = {}
        self._marks: dict[str, list[Marked]] = {}
        self._parses: dict[Span, Parse] = {}
        self._reports: dict[Span, list[Report]] = {}

    def run(self, candidates: Sequence[Candidate]) -> Done:
        """Everything of this document."""
        self._parse(candidates)
        statements = [self._statement(c) for c in candidates]
        quotes = [q for c in candidates for q in self._quotes(c)]
        return Done(self._mentions(), list({q.id: q for q in quotes}.values()), statements)

    # -- sentences, quotations, parses

    def sentences(self, segment: Segment) -> list[Span]:
        """The sentences of ``segment``, cut once."""
        if segment.id not in self._sentences:
            self._sentences[segment.id] = list(sentences(self._text, segment.span))
        return self._sentences[segment.id]

    def marks(self, segment: Segment) -> list[Marked]:
        """The quotations of ``segment``, found once."""
        if segment.id not in self._marks:
            self._marks[segment.id] = marked(self._text, segment.span)
        return self._marks[segment.id]

    def _parse(self, candidates: Sequence[Candidate]) -> None:
        wanted: dict[Span, None] = {}
        for candidate in candidates:
            segment = self._by_id[candidate.segment_id]
            wanted[candidate.span] = None
            at = self._index(segment, candidate.span)
            opening = self._quoted(segment, candidate.span)
            for i in (at - 1, self._at(segment, opening.outer.start) if opening else -1):
                if i >= 0:
                    wanted[self.sentences(segment)[i]] = None
        spans = sorted(wanted)
        for span, found in zip(spans, parse(self._text, spans, ner=self._config.ner), strict=True):
            self._parses[span] = found

    def _index(self, segment: Segment, span: Span) -> int:
        return self._at(segment, span.start)

    def _at(self, segment: Segment, offset: int) -> int:
        starts = [s.start for s in self.sentences(segment)]
        return max(0, bisect_right(starts, offset) - 1)

    def _near(self, segment: Segment, at: int) -> str:
        spans = self.sentences(segment)
        return spans[at].of(self._text) if 0 <= at < len(spans) else ""

    def _found(self, segment: Segment, span: Span) -> list[Report]:
        if span not in self._reports:
            known = self._parses.get(span)
            marks = self.marks(segment)
            self._reports[span] = reports(known, self._lexicon, marks) if known else []
        return self._reports[span]

    # -- names

    @cached_property
    def _full(self) -> list[Name]:
        names = full_names(self._text, self._registry)
        return names + self._recognised(names)

    def _recognised(self, names: Sequence[Name]) -> list[Name]:
        """People whom only the recogniser knows, by their full names."""
        taken = [n.span for n in names]
        found = {}
        for known in self._parses.values():
            for entity in known.entities:
                span = Span(entity.start, entity.end)
                words = span.of(self._text).removesuffix("'s").removesuffix("’s").split()
                span = Span(span.start, span.start + len(" ".join(words)))
                name = span.of(self._text)
                person = entity.label == "PERSON" and 2 <= len(words) <= 4
                if not person or not all(w[0].isupper() and w.isalpha() for w in words[:2]):
                    continue
                if name.split() == words and not any(span.overlap(t) for t in taken):
                    found[span] = Name(span, "person", f"person:{slug(name)}", "ner")
        return [found[span] for span in sorted(found)]

    @cached_property
    def cast(self) -> Cast:
        """Authors, speakers and everybody named in full."""
        named = {
            n.entity_id: self._shown(n) for n in self._full if n.kind == "person" and n.entity_id
        }
        return Cast(self._document, self._segments, self._registry, named, self._config)

    def _shown(self, name: Name) -> str:
        entity = self._registry.entities.get(name.entity_id)
        return entity.name if entity else name.span.of(self._text)

    @cached_property
    def names(self) -> list[Name]:
        """All names of the document, in text order."""
        short = short_names(self._text, self._registry, self.cast.people, self._full)
        return sorted((*self._full, *short), key=lambda n: n.span)

    def _mentions(self) -> list[Mention]:
        found = []
        starts = [s.start for s in self._segments]
        for name in self.names:
            at = bisect_right(starts, name.span.start) - 1
            if at < 0 or name.span.end > self._segments[at].end:
                continue
            segment = self._segments[at]
            found.append(
                Mention(
                    id=content_id("men", self._document.id, *name.span),
                    document_id=self._document.id,
                    segment_id=segment.id,
                    start=name.span.start,
                    end=name.span.end,
                    kind=name.kind,
                    entity_id=name.entity_id,
                    name=name.span.of(self._text),
                    method=name.method,
                )
            )
        return found

    def _quotes(self, candidate: Candidate) -> list[Quote]:
        segment = self._by_id[candidate.segment_id]
        found = []
        for report in self._found(segment, candidate.span):
            if report.first or report.source == NOWHERE:
                continue
            holder = self._holder(report, segment, candidate.span)
            if holder is None:
                continue
            inside = [m for m in self.marks(segment) if m.inner.overlap(report.content)]
            exact = any(m.inner.holds(report.content) for m in inside)
            found.append(
                Quote(
                    id=content_id("quo", self._document.id, *report.cue, *report.content),
                    document_id=self._document.id,
                    segment_id=segment.id,
                    source_start=report.source.start,
                    source_end=report.source.end,
                    cue_start=report.cue.start,
                    cue_end=report.cue.end,
                    content_start=report.content.start,
                    content_end=report.content.end,
                    speaker_id=holder.id,
                    form="direct" if exact else "mixed" if inside else "indirect",
                )
            )
        return found

    # -- holder and voice

    def _statement(self, candidate: Candidate) -> Statement:
        segment = self._by_id[candidate.segment_id]
        span = trim(self._text, candidate.span)
        decision = self._decide(segment, candidate.span)
        flags = set()
        if segment.speaker in self.cast.hosts:
            flags.add("host")
        if ironic(span.of(self._text)):
            flags.add("irony")
        return Statement(
            id=content_id("st", self._document.id, span.start, span.end, TARGET),
            document_id=self._document.id,
            segment_id=segment.id,
            start=span.start,
            end=span.end,
            target=TARGET,
            holder_id=decision.holder.id,
            holder_kind=decision.holder.kind,
            holder_name=decision.holder.name,
            voice=decision.voice,
            dimension="-",
            stance="neutral",
            score=0.0,
            confidence=0.0,
            sentiment=0.0,
            flags=tuple(sorted(flags)),
            cues=decision.cues,
            backend="",
        )

    def _decide(self, segment: Segment, span: Span) -> Decision:
        at = self._index(segment, span)
        scene = self._scene(segment, span, at)
        if segment.role == "blockquote" or span.of(self._text).startswith(">"):
            return self._framed(segment, span)
        quote = self._quoted(segment, span)
        within = self._within(segment, span, quote) if quote else None
        if within is not None:
            return within
        parsed = self._parses[span]
        report = primary(self._found(segment, span), parsed, self._text)
        if report is not None:
            holder = self._holder(report, segment, span)
            if holder is not None:
                cues = [f"cue:{report.cue.start}-{report.cue.end}"]
                if report.source != NOWHERE:
                    cues.append(f"holder:{report.source.start}-{report.source.end}")
                return Decision(holder, voice_of_report(report, scene), tuple(cues))
        voice, why = voice_of_own(scene)
        cues2 = (f"cue:{span.start}-{span.end}",) if why else ()
        return Decision(self._self(segment), voice, cues2)

    def _scene(self, segment: Segment, span: Span, at: int) -> Scene:
        return Scene(
            sentence=span.of(self._text),
            before=self._near(segment, at - 1) if at else "",
            after=self._near(segment, at + 1),
            host=segment.speaker in self.cast.hosts,
            spoken=segment.role == "turn",
        )

    def _quoted(self, segment: Segment, span: Span) -> Marked | None:
        """The quotation that began before ``span`` and holds most of it."""
        for quote in self.marks(segment):
            if quote.outer.start < span.start and not quote.scare:
                if quote.inner.overlap(span) > 0.6 * (span.end - span.start):
                    return quote
        return None

    def _within(self, segment: Segment, span: Span, quote: Marked) -> Decision | None:
        """Somebody's quotation that goes on: the source stands where it began.

        None when the speaker quotes themselves, or nobody is named: unbalanced marks
        are more common than quotations without a source.
        """
        at = self._at(segment, quote.outer.start)
        cue = f"quote:{quote.outer.start}-{quote.outer.end}"
        scene = self._scene(segment, span, self._index(segment, span))
        for i in (at, at - 1):
            intro = self.sentences(segment)[i] if i >= 0 else None
            for report in self._found(segment, intro) if intro else ():
                if report.content.end < quote.inner.start and i == at and report.kind != "like":
                    continue
                holder = None if report.first else self._holder(report, segment, intro)
                if holder is not None:
                    source = f"holder:{report.source.start}-{report.source.end}"
                    return Decision(holder, voice_of_report(report, scene), (cue, source))
        return None

    def _framed(self, segment: Segment, span: Span) -> Decision:
        """A block quotation: the sentence before it may say whose it is."""
        cue = f"quote:{segment.start}-{segment.end}"
        return Decision(Holder("", "unresolved", "", NOWHERE), "reported", (cue,))

    def _holder(self, report: Report, segment: Segment, span: Span) -> Holder | None:
        if report.source == NOWHERE:
            return Holder("", "unresolved", "", NOWHERE)
        at = self._index(segment, span)
        first = self.sentences(segment)[max(0, at - 2)]
        parsed = self._parses[span]
        head = parsed.tokens[report.head]
        naming = self._naming(segment)
        return holder_of(report.source, head.text, report.lemma, naming, Span(first.start, span.end))

    def _naming(self, segment: Segment) -> Naming:
        return Naming(
            self._text, self.names, self._registry, self._lexicon, self._document.date,
            self.cast.author, self._answered(segment),
        )

    def _answered(self, segment: Segment) -> Voiced:
        """Whom the segment answers: the comment above it, or the other speaker."""
        earlier = self._by_id.get(segment.reply_to)
        if earlier is not None:
            return self.cast.voiced(earlier)
        if segment.role == "comment":
            return self.cast.author
        if segment.role == "turn":
            at = self._order[segment.id]
            for other in reversed(self._segments[max(0, at - 3) : at]):
                if other.role == "turn" and other.speaker != segment.speaker:
                    return self.cast.voiced(other)
        return Voiced("", "")

    def _self(self, segment: Segment) -> Holder:
        voiced = self.cast.voiced(segment)
        return Holder(voiced.id, "self", voiced.name, NOWHERE)


__all__ = ["Attributor", "Done", "pieces", "replace"]

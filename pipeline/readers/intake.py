"""The account of one file: what a reader gave, as records with ids and settled dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.catalogue import CATALOGUE
from pipeline.config import CorpusSettings
from pipeline.errors import CorpusError, PipelineError, printable
from pipeline.ids import content_id, document_id, text_digest
from pipeline.readers.base import Draft, DraftSegment, Failure
from pipeline.readers.dates import NO_DATE, PartialDate, Settled, parse, settle
from pipeline.records import Document, Dropped, Intake, Segment, Source

_MENDED = frozenset({"mixed-encoding", "control-characters", "truncated"})


@dataclass(slots=True)
class Account:
    """What one file has given so far."""

    source: Source
    settings: CorpusSettings = field(default_factory=CorpusSettings)
    reader: str = ""
    documents: list[Document] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)

    def drop(self, failure: Failure, remedy: str = "") -> None:
        """Write down a record that gave no document, or a remark."""
        source = self.source
        number = len(self.dropped)
        place = f"{failure.part}: " if failure.part else ""
        identifier = content_id("row", source.corpus, source.path, failure.part, number)
        self.dropped.append(
            Dropped(
                id=identifier if failure.part else source.id,
                corpus=source.corpus,
                path=source.path,
                stage="read",
                kind=failure.kind,
                code=failure.code,
                reason=printable(place + failure.reason),
                detail=remedy or CATALOGUE[failure.code].remedy,
            )
        )

    def fail(self, error: PipelineError) -> None:
        """The whole file is lost; what it had given so far goes with it."""
        self.documents, self.segments, self.dropped = [], [], []
        skipped = error.code in ("C105", "C116")
        self.drop(
            Failure(
                kind="skipped" if skipped else "quarantined", code=error.code, reason=error.message
            ),
            error.remedy,
        )

    def intake(self) -> Intake:
        """The file's row of the intake table."""
        kinds = [row.kind for row in self.dropped]
        skipped, quarantined = kinds.count("skipped"), kinds.count("quarantined")
        return Intake(
            id=self.source.id,
            corpus=self.source.corpus,
            path=self.source.path,
            reader=self.reader,
            size=self.source.size,
            sha256=self.source.sha256,
            records=len(self.documents) + skipped + quarantined,
            documents=len(self.documents),
            duplicates=0,
            skipped=skipped,
            quarantined=quarantined,
        )


def take(account: Account, outcomes: Iterable[Draft | Failure]) -> None:
    """Turn a reader's drafts and failures into records."""
    parts: set[str] = set()
    undated = 0
    flags: set[str] = set()
    for outcome in outcomes:
        if isinstance(outcome, Failure):
            account.drop(outcome)
            continue
        flags.update(_MENDED.intersection(outcome.flags))
        if problem := _problem(outcome, parts):
            account.drop(
                Failure(kind="quarantined", code="C108", reason=problem, part=outcome.part)
            )
            continue
        parts.add(outcome.part)
        undated += _stamp(account, outcome)
    if undated:
        reason = f"{undated} of {len(account.documents)} documents have no date"
        account.drop(Failure(kind="flagged", code="C117", reason=reason))
    if flags:
        account.drop(Failure(kind="flagged", code="C119", reason=", ".join(sorted(flags))))
    if not account.documents and not account.dropped:
        account.drop(Failure(kind="skipped", code="C105", reason="no record in the file"))


def _problem(draft: Draft, parts: set[str]) -> str:
    """What is wrong with a reader's draft; "" when it keeps the contract."""
    if draft.part in parts:
        return f"the reader gave the part {draft.part!r} twice"
    if not draft.segments:
        return "the reader gave a document without segments"
    cursor = 0
    for segment in draft.segments:
        if not cursor <= segment.start < segment.end <= len(draft.text):
            return f"segment {segment.key} overlaps another or leaves the text"
        cursor = segment.end
    keys = {segment.key for segment in draft.segments}
    return "" if len(keys) == len(draft.segments) else "two segments have one key"


def _stamp(account: Account, draft: Draft) -> bool:
    """Add the document and its segments; returns whether it has no date."""
    source, dates = account.source, account.settings.dates
    try:
        when = settle(
            draft.date, draft.date_source, path=source.path, hint=source.date, dates=dates
        )
    except CorpusError as error:
        failure = Failure(
            kind="quarantined", code=error.code, reason=error.message, part=draft.part
        )
        account.drop(failure, error.remedy)
        return False
    if when.problem:
        account.drop(Failure(kind="flagged", code="C104", reason=when.problem, part=draft.part))
    document = _document(account, draft, when)
    account.documents.append(document)
    epoch = draft.date_source.startswith("column:")
    days, unread = _segment_dates(draft.segments, account.settings, epoch=epoch)
    account.segments.extend(_segments(document.id, draft.segments, days))
    if unread:
        reason = f"{len(unread)} dates inside cannot be read, e.g. {unread[0]!r}"
        account.drop(Failure(kind="flagged", code="C104", reason=reason, part=draft.part))
    return not when.date


def _document(account: Account, draft: Draft, when: Settled) -> Document:
    source, settings = account.source, account.settings
    return Document(
        id=document_id(source.corpus, source.path, draft.part),
        corpus=source.corpus,
        path=source.path,
        part=draft.part,
        kind=draft.kind,
        title=draft.title,
        text=draft.text,
        date=when.date.iso,
        date_precision=when.date.precision,
        date_source=when.source,
        author=draft.author or settings.author,
        venue=draft.venue or settings.venue,
        url=draft.url or settings.url,
        licence=draft.licence or settings.licence,
        sha256=text_digest(draft.text),
        flags=draft.flags,
    )


def _segment_dates(
    drafts: Sequence[DraftSegment], settings: CorpusSettings, *, epoch: bool
) -> tuple[list[PartialDate], list[str]]:
    """The date of each segment, and what could not be read of them."""
    known_dates: dict[str, PartialDate] = {"": NO_DATE}
    unread: list[str] = []
    for draft in drafts:
        if draft.date not in known_dates:
            try:
                found = parse(draft.date, order=settings.dates.order, epoch=epoch)
            except CorpusError:
                found = NO_DATE
                unread.append(draft.date[:40])
            known_dates[draft.date] = found
    return [known_dates[draft.date] for draft in drafts], unread


def _segments(
    document: str, drafts: Sequence[DraftSegment], dates: Sequence[PartialDate]
) -> Iterator[Segment]:
    ids = {d.key: content_id("seg", document, d.start, d.end, d.role) for d in drafts}
    for draft, date in zip(drafts, dates, strict=True):
        yield Segment(
            id=ids[draft.key],
            document_id=document,
            start=draft.start,
            end=draft.end,
            role=draft.role,
            speaker=draft.speaker,
            reply_to=ids.get(draft.reply_to, ""),
            date=date.iso,
            date_precision=date.precision,
            confidence=draft.confidence,
        )

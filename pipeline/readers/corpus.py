"""The ``read`` stage: files in, documents and segments out, every record accounted for.

For each file ``records = documents + skipped + quarantined`` holds in ``raw_intake``;
``accounts.keep`` later moves duplicates out of ``documents``. Whatever goes wrong in a
file, an exception of a reader included, costs that file or one record of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NoReturn

from pipeline.config import CorpusSettings, ReadSection
from pipeline.errors import CATALOGUE, CorpusError, PipelineError, printable
from pipeline.ids import content_id, document_id, text_digest
from pipeline.readers.base import Draft, DraftSegment, Failure, RawFile, Reader
from pipeline.readers.dates import NO_DATE, PartialDate, parse, settle
from pipeline.readers.decode import head, refuse_known_formats, refuse_markup
from pipeline.readers.sources import find_corpora, find_sources, load_corpora_settings, open_regular
from pipeline.records import Document, Dropped, Intake, Record, Segment, Source
from pipeline.registry import READERS, Assets, known, load
from pipeline.store.tables import Tables

__all__ = ["find_corpora", "find_sources", "load_corpora_settings", "read"]

_GROUP = "pipeline.readers"
_MENDED = frozenset({"mixed-encoding", "control-characters", "truncated"})


def read(tables: Tables, config: ReadSection, assets: Assets) -> dict[str, list[Record]]:
    """Read every source of the table ``sources``.

    Returns:
        ``raw_documents``, ``raw_segments``, ``raw_intake``, ``read_dropped``, each sorted
        by id.
    """
    accounts = [_read_file(source, config) for source in tables.rows("sources", Source)]
    rows: dict[str, list[Record]] = {
        "raw_documents": [row for account in accounts for row in account.documents],
        "raw_segments": [row for account in accounts for row in account.segments],
        "raw_intake": [account.intake() for account in accounts],
        "read_dropped": [row for account in accounts for row in account.dropped],
    }
    return {name: sorted(found, key=_row_id) for name, found in rows.items()}


@dataclass(slots=True)
class _Account:
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


def _read_file(source: Source, config: ReadSection) -> _Account:
    account = _Account(source)
    try:
        if source.refusal:
            code, _, reason = source.refusal.partition(" ")
            raise CorpusError(code, reason)
        if source.settings:
            account.settings = CorpusSettings.model_validate_json(source.settings)
        raw = RawFile(corpus=source.corpus, path=source.path, content=_bytes(source, config))
        account.reader = _choose(raw, account.settings, config)
        reader = _readers().get(account.reader) or load(_GROUP, account.reader)
        _take(account, reader.read(raw, account.settings, config))
    except PipelineError as error:
        account.fail(error)
    except Exception as error:  # a reader's bug must cost one file, not the run
        reason = f"the reader {account.reader!r} failed: {type(error).__name__}: {error}"
        account.fail(CorpusError("C108", reason))
    return account


def _bytes(source: Source, config: ReadSection) -> bytes:
    """The file's content, unchanged since the run began.

    Raises:
        CorpusError: C105 empty, C106 too large, C111 changed, C112 cannot be opened.
    """
    limit = config.max_file_mb * 1_000_000
    if source.size > limit:
        raise CorpusError("C106", f"the file has {source.size} bytes, the limit is {limit}")
    try:
        with open_regular(source.location) as file:
            content = file.read(limit + 1)
    except FileNotFoundError:
        raise CorpusError("C111", "the file is no longer there") from None
    except OSError as error:
        raise CorpusError("C112", error.strerror or str(error)) from None
    if hashlib.sha256(content).hexdigest() != source.sha256:
        raise CorpusError("C111", "the file is not what it was when the run began")
    if not content.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise CorpusError("C105", "the file is empty")
    return content


def _choose(raw: RawFile, settings: CorpusSettings, config: ReadSection) -> str:
    """Name of the reader for a file: the one corpus.toml names, else the surest.

    Raises:
        CorpusError: C102 nobody reads it, C106 it has a line over the limit.
    """
    if settings.reader:
        return settings.reader
    if raw.suffix != ".parquet":
        refuse_known_formats(raw.content)
    start = head(raw.content, override=settings.encoding or config.encoding)
    claims = {name: reader.claims(raw.path, start) for name, reader in _readers().items()}
    best = max(claims, key=lambda name: claims[name])
    if claims[best] <= 0:
        _refuse(raw.suffix, start)
    if best in ("paste", "transcript") and settings.kind in ("essay", "transcript"):
        best = "paste" if settings.kind == "essay" else "transcript"
    if best != "table":  # tables mind their own lines, one row at a time
        _refuse_long_lines(raw.content, config.max_line_mb * 1_000_000)
    return best


@lru_cache(maxsize=1)
def _readers() -> dict[str, Reader]:
    """Built-in readers in the registry's order, then installed ones by name."""
    names = [*READERS, *sorted(known(_GROUP).keys() - READERS.keys())]
    return {name: load(_GROUP, name) for name in names}


def _refuse(suffix: str, start: str) -> NoReturn:
    """Say why nobody reads a file."""
    refuse_markup(start, suffix)
    remedy = ""
    if suffix == ".json":
        remedy = "save the list of posts alone, as a JSON array or JSON Lines of objects"
    shown = f"{suffix} files of this shape" if suffix else "files of this shape"
    raise CorpusError("C102", f"no reader knows {shown}", remedy=remedy)


def _refuse_long_lines(content: bytes, limit: int) -> None:
    if len(content) > limit and max(map(len, content.split(b"\n"))) > limit:
        raise CorpusError("C106", f"a line has more than {limit} bytes")


def _take(account: _Account, outcomes: Iterable[Draft | Failure]) -> None:
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


def _stamp(account: _Account, draft: Draft) -> bool:
    """Add the document and its segments; returns whether it has no date."""
    source, settings = account.source, account.settings
    try:
        when = settle(
            draft.date, draft.date_source, path=source.path, hint=source.date, dates=settings.dates
        )
    except CorpusError as error:
        failure = Failure(
            kind="quarantined", code=error.code, reason=error.message, part=draft.part
        )
        account.drop(failure, error.remedy)
        return False
    if when.problem:
        account.drop(Failure(kind="flagged", code="C104", reason=when.problem, part=draft.part))
    identifier = document_id(source.corpus, source.path, draft.part)
    account.documents.append(
        Document(
            id=identifier,
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
    )
    epoch = draft.date_source.startswith("column:")
    dates, unread = _segment_dates(draft.segments, settings, epoch=epoch)
    account.segments.extend(_segments(identifier, draft.segments, dates))
    if unread:
        reason = f"{len(unread)} comments keep no date, e.g. {unread[0]!r}"
        account.drop(Failure(kind="flagged", code="C104", reason=reason, part=draft.part))
    return not when.date


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


def _row_id(row: Record) -> str:
    return str(getattr(row, "id", ""))

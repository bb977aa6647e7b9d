"""The ``read`` stage: files in, documents and segments out, every record accounted for.

For each file ``records = documents + skipped + quarantined`` holds in ``raw_intake``;
``accounts.keep`` later moves duplicates out of ``documents``. Whatever goes wrong in a
file, an exception of a reader included, costs that file or one record of it.
"""

from __future__ import annotations

import hashlib

from pipeline.config import CorpusSettings, ReadSection
from pipeline.errors import CorpusError, PipelineError
from pipeline.readers.base import RawFile
from pipeline.readers.choose import choose, reader_named
from pipeline.readers.intake import Account, take
from pipeline.readers.sources import find_corpora, find_sources, load_corpora_settings, open_regular
from pipeline.records import Record, Source
from pipeline.registry import Assets
from pipeline.store.tables import Tables

__all__ = ["find_corpora", "find_sources", "load_corpora_settings", "read"]


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


def _read_file(source: Source, config: ReadSection) -> Account:
    account = Account(source)
    try:
        if source.refusal:
            code, _, reason = source.refusal.partition(" ")
            raise CorpusError(code, reason)
        if source.settings:
            account.settings = CorpusSettings.model_validate_json(source.settings)
        raw = RawFile(corpus=source.corpus, path=source.path, content=_bytes(source, config))
        account.reader = choose(raw, account.settings, config)
        reader = reader_named(account.reader)
        take(account, reader.read(raw, account.settings, config))
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


def _row_id(row: Record) -> str:
    return str(getattr(row, "id", ""))

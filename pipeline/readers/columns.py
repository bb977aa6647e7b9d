"""Which column of a table holds what: by corpus.toml first, else by the column's name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.config import Columns
from pipeline.errors import CorpusError, nearest

#: Names by which columns are known, best first; compared without case, spaces, - and _.
_NAMES: dict[str, tuple[str, ...]] = {
    "text": (
        "text", "body", "bodytext", "fulltext", "content", "contenthtml", "selftext", "comment",
        "commenttext", "message", "post", "article", "tweet", "speech", "utterance", "transcript",
        "abstract", "summary", "opinion", "html", "bodyhtml", "plaintext",
    ),
    "title": ("title", "headline", "subject", "webtitle", "posttitle", "name"),
    "author": (
        "author", "authors", "username", "user", "by", "speaker", "handle", "displayname",
        "screenname", "writer", "creator", "byline", "authorname", "commenter",
    ),
    "date": (
        "date", "posted", "postedat", "published", "publishedat", "publishdate", "postdate",
        "pubdate", "publicationdate", "createdat", "created", "createdutc", "datetime", "timestamp",
        "time", "year",
    ),
    "url": ("url", "link", "permalink", "canonicalurl", "pageurl", "weburl"),
    "id": ("id", "postid", "commentid", "uid", "tweetid", "messageid", "key"),
    "parent": ("parent", "parentid", "replyto", "inreplyto", "parentcommentid", "inreplytoid"),
    "thread": ("thread", "threadid", "topicid", "linkid", "storyid", "forum", "conversationid"),
    "kind": ("kind", "documentkind", "genre"),
}  # fmt: skip

#: Columns in which exports of forums keep what somebody posted.
_POSTED = ("text", "body", "content", "selftext", "message")


def resolve(available: Sequence[str], stated: Columns, *, place: str = "") -> Columns:
    """The column of each field, "" where the table has none.

    Args:
        available: the table's column names as written.
        stated: the mapping of corpus.toml, "" to guess.
        place: the file, for messages.

    Raises:
        CorpusError: C107 a stated column is not there (names the nearest), or no column
            holds text.
    """
    found: dict[str, str] = {}
    for field, names in _NAMES.items():
        wanted = getattr(stated, field)
        if wanted and wanted not in available:
            raise _missing(field, wanted, available, place)
        free = [name for name in available if name not in found.values()]
        found[field] = wanted or guess(names, free)
    if not found["text"]:
        shown = ", ".join(map(repr, available[:12]))
        raise CorpusError("C107", f"no column holds the text; there are {shown}", place=place)
    return Columns(**found)


def texts(available: Sequence[str], columns: Columns, stated: Columns) -> tuple[str, ...]:
    """The columns that may hold a row's text, best first.

    Exports that mix opening posts and comments keep the text of each kind in a column of its
    own: where the first is empty the next lends, unless corpus.toml names the column.
    """
    if stated.text:
        return (columns.text,)
    taken = set(columns.model_dump().values()) - {columns.text}
    also = (name for name in available if _folded(name) in _POSTED and name not in taken)
    return tuple(dict.fromkeys((columns.text, *also)))


def guess(names: Sequence[str], available: Sequence[str]) -> str:
    """The column of ``available`` that goes by the first of ``names`` that one goes by, or ""."""
    folded = {_folded(name): name for name in reversed(available)}
    return next((folded[name] for name in names if name in folded), "")


def _folded(name: str) -> str:
    return re.sub(r"[ _.-]", "", name).lower()


def _missing(field: str, wanted: str, available: Sequence[str], place: str) -> CorpusError:
    close = nearest(wanted, available)
    remedy = (
        f'did you mean `columns.{field} = "{close}"`?'
        if close
        else f"the columns are {', '.join(available[:12])}"
    )
    message = f"there is no column {wanted!r} for `columns.{field}`"
    return CorpusError("C107", message, place=place, remedy=remedy)

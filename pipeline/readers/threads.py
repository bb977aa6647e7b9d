"""Posts and their replies as one thread document, in the order of the file.

The opening post is title and body; each reply is a comment with its commenter, date
and what it answers. A line that begins with ``>`` repeats somebody else's words and is
a quotation, not the commenter's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.readers.base import Draft
from pipeline.readers.compose import BREAK, Composer
from pipeline.records import SegmentRole

#: Names under which sites show people who are gone: nobody, and not one person.
NOBODY = frozenset({"[deleted]", "[removed]", "deleted", "anonymous", "unknown", "none", "null"})
_MARK = re.compile(r"\s*(?:(?:>|&gt;) ?)+")
_GONE = frozenset({"[deleted]", "[removed]", "[deleted by user]"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One row of a table as text; ``parent`` and ``thread`` are ids, "" when unknown."""

    place: str
    id: str
    parent: str
    thread: str
    title: str
    author: str
    date: str  # as written
    text: str
    url: str
    kind: str = ""  # as written, in small letters

    @property
    def is_gone(self) -> bool:
        """True when the site shows that the text was deleted, or there is none."""
        return not self.text.strip() or self.text.strip().casefold() in _GONE


def speaker(author: str) -> str:
    """The author as a speaker; "" for the sign of somebody deleted."""
    return "" if author.casefold() in NOBODY else author


def group(posts: Sequence[Post]) -> dict[str, list[Post]]:
    """Posts by thread in order of appearance; without a thread id, by their first ancestor."""
    parents = {post.id: post.parent for post in posts if post.id}
    roots: dict[str, str] = {}
    threads: dict[str, list[Post]] = {}
    for post in posts:
        threads.setdefault(post.thread or _root(post, parents, roots), []).append(post)
    return threads


def thread_draft(
    part: str, posts: Sequence[Post], *, date_source: str, flags: tuple[str, ...]
) -> Draft:
    """A thread as a document; its date and author are those of the opening post."""
    opening = _opening(posts)
    composer = Composer()
    _add_opening(opening, composer)
    keys = {opening.id: "p0"} if opening.id else {}
    orphans = 0
    for number, post in enumerate((p for p in posts if p is not opening), 1):
        answered = keys.get(post.parent, "") if post.parent else ""
        orphans += bool(post.parent) and not answered
        key = _add_comment(post, f"p{number}", answered, composer)
        if post.id:
            keys[post.id] = key
    return composer.draft(
        part=part,
        kind="thread",
        title=opening.title,
        date=opening.date,
        date_source=date_source if opening.date else "",
        author=speaker(opening.author),
        url=opening.url,
        flags=(*flags, "missing-parents") if orphans else flags,
    )


def quoted_parts(text: str) -> Iterator[tuple[str, bool]]:
    """Stretches of a post in order, with whether each is quoted (lines that begin with >)."""
    waiting: list[str] = []
    quoting = False
    for line in text.split("\n"):
        quoted = line.lstrip().startswith((">", "&gt;"))
        if quoted != quoting and line.strip():
            if any(part.strip() for part in waiting):
                yield "\n".join(waiting).strip(), quoting
            waiting, quoting = [], quoted
        waiting.append(_MARK.sub("", line, count=1) if quoted else line)
    if any(part.strip() for part in waiting):
        yield "\n".join(waiting).strip(), quoting


def _opening(posts: Sequence[Post]) -> Post:
    """The first post that answers none of the others."""
    ids = {post.id for post in posts}
    return next((post for post in posts if post.parent not in ids or not post.parent), posts[0])


def _root(post: Post, parents: dict[str, str], known: dict[str, str]) -> str:
    """The id of the first ancestor that is in the table; stops where a chain bites its tail.

    ``known`` holds the roots found so far, so that a long chain is walked once.
    """
    current = post.id or post.place
    seen = {current}
    while current not in known:
        parent = parents.get(current, "")
        if parent not in parents or parent in seen:
            break
        seen.add(parent)
        current = parent
    root = known.get(current, current)
    known.update(dict.fromkeys(seen, root))
    return root


def _add_opening(post: Post, composer: Composer) -> None:
    who = speaker(post.author)
    if post.title:
        composer.add(post.title, "title", speaker=who, date=post.date)
    key = "p0"
    for text, quoted in quoted_parts(post.text):
        if quoted:
            composer.add(text, "blockquote", date=post.date)
            continue
        for paragraph in text.split(BREAK):
            if composer.add(paragraph, "body", key=key, speaker=who, date=post.date):
                key = ""


def _add_comment(post: Post, key: str, answered: str, composer: Composer) -> str:
    """Append one reply; returns the key of its first segment."""
    first = ""
    for text, quoted in quoted_parts(post.text):
        role: SegmentRole = "blockquote" if quoted else "comment"
        who = "" if quoted else speaker(post.author)
        named = key if not quoted and not first else ""
        added = composer.add(
            text, role, key=named, speaker=who, date=post.date, reply_to="" if quoted else answered
        )
        first = first or (added if not quoted else "")
    return first

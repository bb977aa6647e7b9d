"""Who writes and speaks in a document: labels, by-lines and handles become entities.

Labels of one word ("Ethan", "ALTMAN") are resolved through the people whom the
document's title, author, other labels or text name in full. Anonymous and deleted
accounts have no id, so that they are never taken for one person.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.config import DiscourseSection
from pipeline.discourse.people import COMMON, Registry, pieces
from pipeline.ids import digest, slug
from pipeline.records import Document, Segment

_TITLES = re.compile(
    r"^(?:the )?(?:mr|mrs|ms|dr|prof(?:essor)?|sen(?:ator)?|rep(?:resentative)?|chair(?:wo)?man|"
    r"chair|sir|lord|hon|president|secretary|director)\b\.?\s+",
    re.I,
)
_FULL = re.compile(r"[A-ZÀ-Þ][\w'’-]+(?:\s(?:[A-Z]\.|de|van|von|der|[A-ZÀ-Þ][\w'’-]+)){1,3}")
_NOBODY = re.compile(
    r"^[\[(]?(?:deleted|removed|anonymous|anon|unknown|guest user|n/?a|user|comment deleted)"
    r"[\])]?$",
    re.I,
)
_ROLE = re.compile(
    r"^(?:(?:co-?)?hosts?|interviewers?|moderators?|questioner|audience(?: member| question)?|q|a|"
    r"answer|question|guest|speaker|narrator|announcer|unidentified.*|unknown.*|student \w|"
    r"chair(?:wo)?man|presenter|anchor|reporter)?[\s_#]*\d*$",
    re.I,
)
_HOST = re.compile(
    r"^(?:(?:co-?)?hosts?|interviewers?|moderators?|questioner|audience.*|q|question|anchor|"
    r"presenter)[\s_#]*\d*$",
    re.I,
)
_JOINT = re.compile(r"[;/&+]|\band\b", re.I)  # a label of several people is nobody's name
_LONGEST = 300  # characters of a title, by-line or label that are looked at
_ASKING = 0.3  # share of a host's turns that end in a question
_CONTRAST = 1.4  # times as often as the others


@dataclass(frozen=True, slots=True)
class Voiced:
    """Who a segment's words belong to; ``id`` is "" for anonymous and unknown people."""

    id: str
    name: str


class Cast:
    """The people of one document.

    Attributes:
        people: entity id -> name of everybody named in full, who wrote it or speaks in it.
        author: of the document.
        hosts: labels of those who interview.
    """

    def __init__(
        self,
        document: Document,
        segments: Sequence[Segment],
        registry: Registry,
        named: dict[str, str],
        config: DiscourseSection,
    ) -> None:
        """Resolve author and speakers; ``named`` are the people its opening names in full."""
        self._document = document
        self._registry = registry
        self._config = config
        self._named = named
        self.people = dict(self._titled())
        self.author = self._author()
        self._enter(self.author)
        labels = sorted({s.speaker for s in segments if s.speaker and s.role != "comment"})
        full = [
            label
            for label in labels
            if len(pieces(bare(label))) > 1 and not _JOINT.search(bare(label))
        ]
        self._voices: dict[str, Voiced] = {}
        for label in (*full, *(label for label in labels if label not in full)):
            self._voices[label] = self._labelled(label)  # full names first: others point at them
            if not _JOINT.search(bare(label)):
                self._enter(self._voices[label])
        self.hosts = hosts(document, segments)

    def voiced(self, segment: Segment) -> Voiced:
        """Who says what ``segment`` says."""
        if segment.role == "comment":
            return self._commenter(segment.speaker)
        if segment.speaker:
            return self._voices[segment.speaker]
        return self.author if segment.role != "turn" else Voiced("", "")

    def _enter(self, voice: Voiced) -> None:
        if voice.id:
            self.people.setdefault(voice.id, bare(voice.name))

    def _titled(self) -> Iterator[tuple[str, str]]:
        """People of the registry in the title; others only where a label points at them."""
        for found in _FULL.finditer(self._document.title[:_LONGEST]):
            name = " ".join(found[0].split()[:2])
            entity = self._registry.named(found[0]) or self._registry.named(name)
            if entity is not None and entity.kind == "person":
                yield entity.id, entity.name

    def _in_title(self, name: str) -> Voiced | None:
        """The full name in the title that begins with the one word ``name``."""
        for found in _FULL.finditer(self._document.title[:_LONGEST]):
            parts = found[0].split()
            if pieces(parts[0]) == pieces(name):
                full = " ".join(parts[:2])
                return Voiced(f"person:{slug(full)}", full)
        return None

    def _author(self) -> Voiced:
        name = re.split(r"\s*(?:,|;| and | & )\s*", self._document.author[:_LONGEST].strip())[0]
        if not name or _NOBODY.match(name):
            return Voiced("", name)
        if self._document.kind == "thread":
            return self._account(_handle(name))
        return self._speaker(name)

    def _labelled(self, label: str) -> Voiced:
        """Who goes by ``label``: in a thread whoever opens it has an account as all others do."""
        return self._commenter(label) if self._document.kind == "thread" else self._speaker(label)

    def _speaker(self, label: str) -> Voiced:
        """The person behind a turn label or by-line."""
        name = bare(label)
        if not name or _NOBODY.match(label.strip()) or _NOBODY.match(name):
            return Voiced("", label)
        if _ROLE.match(name) or _JOINT.search(name):
            return Voiced(f"speaker:{self._document.id.partition(':')[2]}-{slug(name)}", label)
        if len(pieces(name)) > 1:
            entity = self._registry.named(name)
            shown = name.title() if name.isupper() else name
            return (
                Voiced(entity.id, entity.name) if entity else Voiced(f"person:{slug(name)}", shown)
            )
        known = self._known_as(name)
        return known or Voiced(f"speaker:{self._document.corpus}-{slug(name)}", label)

    def _known_as(self, name: str) -> Voiced | None:
        """The only person of the title, labels or text who goes by the one word ``name``."""
        wanted = pieces(name)
        for circle in (self.people, self._named):
            found = [
                Voiced(key, circle[key]) for key in sorted(circle) if _goes_by(circle[key], wanted)
            ]
            if len(found) == 1:
                return found[0]
            if found:
                return None
            titled = self._in_title(name)
            if titled is not None:
                return titled
        entities = (self._registry.named(name), *self._registry.called(name))
        people = {e.id: e for e in entities if e is not None and e.kind == "person"}
        distinctive = len(people) == 1 and wanted[0] not in COMMON
        return next((Voiced(e.id, e.name) for e in people.values() if distinctive), None)

    def _commenter(self, handle: str) -> Voiced:
        name = _handle(handle)
        if not name or _NOBODY.match(handle.strip()):
            return Voiced("", handle)
        if self.author.id and pieces(name) in (
            pieces(_handle(self._document.author)),
            pieces(self.author.name),
        ):
            return self.author
        return self._account(name)

    def _account(self, name: str) -> Voiced:
        """A public figure by handle or full name; else a private account of this corpus."""
        public = self._registry.with_handle(name) or self._registry.named(name)
        if public is not None and public.kind == "person":
            return Voiced(public.id, public.name)
        corpus = self._document.corpus
        if self._config.pseudonymise:
            name = f"commenter-{digest(self._config.salt, corpus, name.casefold())[:12]}"
        return Voiced(f"commenter:{corpus}-{slug(name)}", name)


def _handle(written: str) -> str:
    return written.strip().removeprefix("@").removeprefix("u/")


def _goes_by(name: str, wanted: tuple[str, ...]) -> bool:
    parts = pieces(name)
    return bool(parts and wanted) and wanted[0] in (parts[0], parts[-1])


def hosts(document: Document, segments: Sequence[Segment]) -> frozenset[str]:
    """Labels of those who interview: called so, or those whose turns keep ending in questions."""
    turns = [s for s in segments if s.role == "turn" and s.speaker]
    called = {s.speaker for s in turns if _HOST.match(bare(s.speaker))}
    if called:
        return frozenset(called)
    count: Counter[str] = Counter(s.speaker for s in turns)
    asked: Counter[str] = Counter(
        s.speaker for s in turns if "?" in document.text[max(s.start, s.end - 60) : s.end]
    )
    share = {name: asked[name] / count[name] for name in count if count[name] >= 3}
    if len(count) < 2 or not share:
        return frozenset()
    return frozenset(_most_asking(share, turns[0].speaker))


def _most_asking(share: dict[str, float], first: str) -> Iterable[str]:
    for name, rate in share.items():
        others = [r for other, r in share.items() if other != name]
        rest = min(others, default=0.0)
        opens = name == first and rate >= _ASKING * 2 / 3 and rate == max(share.values())
        if opens or (rate >= _ASKING and rate >= _CONTRAST * rest):
            yield name


def bare(label: str) -> str:
    """A label without title and affiliation: "Sen. Cruz (R-TX)" gives "Cruz"."""
    name = re.sub(r"\s*[\[(].*$", "", label[:_LONGEST].strip()).split(",")[0].strip()
    return _TITLES.sub("", name) or name

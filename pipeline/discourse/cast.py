"""Who writes and speaks in a document: labels, by-lines and handles become entities.

Labels of one word ("Ethan", "ALTMAN") are resolved through the people whom the
document's title, author, other labels or text name in full. Anonymous and deleted
accounts have no id, so that they are never taken for one person.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.config import DiscourseSection
from pipeline.discourse.people import Registry, pieces
from pipeline.ids import digest, slug
from pipeline.records import Document, Segment

_TITLES = re.compile(
    r"^(?:the )?(?:mr|mrs|ms|dr|prof(?:essor)?|sen(?:ator)?|rep(?:resentative)?|chair(?:wo)?man|"
    r"chair|sir|lord|hon|president|secretary|director)\b\.?\s+",
    re.I,
)
_FULL = re.compile(r"[A-ZÀ-Þ][\w'’-]+(?:\s(?:[A-Z]\.|de|van|von|der|[A-ZÀ-Þ][\w'’-]+)){1,3}")
_NOBODY = re.compile(
    r"^[\[(]?(?:deleted|removed|anonymous|anon|unknown|guest user|n/?a|user|comment deleted)[\])]?$",
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
_ASKING = 0.3  # share of a host's turns that end in a question
_CONTRAST = 1.4  # times as often as the others


@dataclass(frozen=True, slots=True)
class Voiced:
    """Who a segment's words belong to; ``id`` is "" for anonymous and unknown people."""

    id: str
    name: str


class Cast:
    """The people of one document."""

    def __init__(
        self,
        document: Document,
        segments: Sequence[Segment],
        registry: Registry,
        named: dict[str, str],
        config: DiscourseSection,
    ) -> None:
        """Resolve authors and speakers; ``named`` are the people the text names in full."""
        self._document = document
        self._registry = registry
        self._config = config
        self.people: dict[str, str] = {}
        self._add_title()
        self.author = self._author()
        labels = sorted({s.speaker for s in segments if s.speaker and s.role != "comment"})
        for label in labels:
            if len(pieces(_bare(label))) > 1:
                self._add(_bare(label))
        self._named = named
        self._voices = {label: self._speaker(label) for label in labels}
        for voice in self._voices.values():
            if voice.id:
                self.people.setdefault(voice.id, voice.name)
        self.people = {**named, **self.people}
        self.hosts = hosts(document, segments)

    def voiced(self, segment: Segment) -> Voiced:
        """Who says what ``segment`` says."""
        if segment.role == "comment":
            return self._commenter(segment.speaker)
        if segment.speaker:
            return self._voices[segment.speaker]
        return self.author if segment.role != "turn" else Voiced("", "")

    def _add_title(self) -> None:
        for found in _FULL.finditer(self._document.title):
            words = found[0].split()
            entity = self._registry.named(" ".join(words[:2])) or self._registry.named(found[0])
            if entity is not None and entity.kind == "person":
                self.people[entity.id] = entity.name
            elif entity is None:
                name = " ".join(words[:2])
                self.people.setdefault(f"person:{slug(name)}", name)

    def _add(self, name: str) -> Voiced:
        entity = self._registry.named(name)
        if entity is not None:
            voice = Voiced(entity.id, entity.name)
        else:
            shown = name.title() if name.isupper() else name
            voice = Voiced(f"person:{slug(name)}", shown)
        self.people.setdefault(voice.id, voice.name)
        return voice

    def _author(self) -> Voiced:
        name = re.split(r"\s*(?:,|;| and | & )\s*", self._document.author.strip())[0]
        if not name or _NOBODY.match(name):
            return Voiced("", "")
        if self._document.kind == "thread" and len(name.split()) == 1:
            return self._commenter(name)
        return self._speaker(name) if len(pieces(name)) == 1 else self._add(_bare(name))

    def _speaker(self, label: str) -> Voiced:
        """The person behind a turn label or by-line."""
        if self._document.author and label == self._document.author and hasattr(self, "author"):
            return self.author
        name = _bare(label)
        if _NOBODY.match(name):
            return Voiced("", label)
        if _ROLE.match(name):
            return Voiced(f"speaker:{self._document.id.partition(':')[2]}-{slug(name)}", label)
        if len(pieces(name)) > 1:
            return self._add(name)
        return self._known_as(name) or Voiced(
            f"speaker:{self._document.corpus}-{slug(name)}", label
        )

    def _known_as(self, name: str) -> Voiced | None:
        """The only person of the title, labels or text who goes by the one word ``name``."""
        wanted = pieces(name)
        for circle in (self.people, getattr(self, "_named", {})):
            found = [
                Voiced(entity_id, circle[entity_id])
                for entity_id in sorted(circle)
                if wanted and wanted[0] in (pieces(circle[entity_id])[:1] + pieces(circle[entity_id])[-1:])
            ]
            if len(found) == 1:
                return found[0]
        entity = self._registry.named(name)
        return Voiced(entity.id, entity.name) if entity and entity.kind == "person" else None

    def _commenter(self, handle: str) -> Voiced:
        name = handle.strip().removeprefix("@").removeprefix("u/")
        if not name or _NOBODY.match(handle.strip()):
            return Voiced("", handle)
        public = self._registry.with_handle(name) or self._registry.named(name)
        if public is not None and public.kind == "person":
            return Voiced(public.id, public.name)
        if self._document.author and pieces(name) == pieces(self._document.author):
            return getattr(self, "author", Voiced(f"person:{slug(name)}", name))
        corpus = self._document.corpus
        if self._config.pseudonymise:
            name = f"commenter-{digest(self._config.salt, corpus, name)[:6]}"
        return Voiced(f"commenter:{corpus}-{slug(name)}", name)


def hosts(document: Document, segments: Sequence[Segment]) -> frozenset[str]:
    """Labels of those who interview: called so, or those whose turns keep ending in questions."""
    turns = [s for s in segments if s.role == "turn" and s.speaker]
    called = {s.speaker for s in turns if _HOST.match(_bare(s.speaker))}
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


def _bare(label: str) -> str:
    """A label without title and affiliation: "Sen. Cruz (R-TX)" gives "Cruz"."""
    name = re.sub(r"\s*[\[(].*$", "", label.strip()).split(",")[0].strip()
    return _TITLES.sub("", name) or name

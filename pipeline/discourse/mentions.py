"""Names in a document: registry look-up first, then short forms where the document is clear.

A full name, alias or handle means its entity wherever it stands. A surname or first
name is linked only to somebody whom the document names in full, or who wrote it or
speaks in it; or, without any of these, when it is distinctive and belongs to one entry
of the registry alone. Everything else stays unlinked, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.discourse.people import COMMON, RARE_FIRST, Entity, Registry, pieces
from pipeline.discourse.words import wordlist
from pipeline.ids import fold
from pipeline.spans import Span

_RUN = re.compile(r"[^\W_]+")
_HANDLE = re.compile(r"(?<![\w@/.])@([A-Za-z0-9_]{2,30})")
_GLUE = re.compile(r"[ \u00a0.\-‐–·'’]{1,2}|\n")
_INITIAL = re.compile(r"\s[A-Z]\.\s")
_LONGEST = 5  # runs of a name

#: Capitalised words that may stand before a surname without being part of the name.
_BEFORE = wordlist(
    """
    a according after again all also and as asked at because before both but by can ceo chair did
    director do does dr even every for former from had has have he her here his how however i if
    in is it its just lady later let like lord madam many maybe mr mrs ms my no not now of oh on
    only or our president prof professor representative rep said see sen senator she since sir so
    still that the their then there these they this those though to today unlike until was we well
    were what when where whether which while who whose why will with would yes yet you your cto
    chief scientist founder cofounder researcher critic economist author host
    """
)

Method = Literal["registry", "document", "ner"]


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it stands in the text; ``entity_id`` is "" when it is not linked."""

    span: Span
    kind: Literal["person", "organisation", "model"]
    entity_id: str
    method: Method


@dataclass(frozen=True, slots=True)
class Run:
    """Letters and digits without a break, folded for comparison."""

    start: int
    end: int
    folded: str


def full_names(text: str, runs: Sequence[Run], registry: Registry) -> list[Name]:
    """Full names, aliases and handles of the registry in ``text``, left to right."""
    starts = {key[0] for key in registry.full_names}
    found: list[Name] = []
    taken = 0
    for at, run in enumerate(runs):
        if run.folded not in starts or run.start < taken:
            continue
        name = _longest(text, runs, at, registry.full_names)
        if name is not None:
            found.append(name)
            taken = name.span.end
    found.extend(_handles(text, registry))
    return sorted(set(found), key=lambda name: name.span)


def short_names(
    text: str,
    runs: Sequence[Run],
    registry: Registry,
    cast: Mapping[str, str],
    taken: Sequence[Name],
) -> list[Name]:
    """Surnames and first names in ``text``, linked where that is safe.

    Args:
        text: of the document.
        runs: its runs of letters and digits.
        registry: who is known at all.
        cast: entity id -> name of everybody whom the document names in full, who wrote
            it or who speaks in it.
        taken: names found already; nothing inside them is looked at.
    """
    inside = _Cover(name.span for name in taken)
    local = _local_forms(cast)
    found = []
    for run in runs:
        if not text[run.start].isupper() or inside.touches(run.start):
            continue
        known = registry.short_names.get((run.folded,), ())
        ids = local.get(run.folded, ())
        if not known and not ids:
            continue
        span = Span(run.start, run.end)
        if not _part_of_longer(text, span):
            found.append(_link(span, text, run.folded, known, ids))
    return found


def _link(span: Span, text: str, folded: str, known: Sequence[Entity], ids: Sequence[str]) -> Name:
    if ids:  # somebody of this document
        return Name(span, "person", ids[0] if len(ids) == 1 else "", "document")
    first = all(folded == pieces(entity.name)[0] for entity in known)
    common = folded in COMMON or (first and folded not in RARE_FIRST)
    entity_id = known[0].id if len(known) == 1 and not common else ""
    return Name(span, "person", entity_id, "registry")


def _local_forms(cast: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """First and last name -> ids of the people of this document who have it."""
    forms: dict[str, tuple[str, ...]] = {}
    for entity_id in sorted(cast):
        parts = pieces(cast[entity_id])
        if not entity_id.startswith(("person:", "speaker:")) or not parts:
            continue
        for form in sorted({parts[0], parts[-1]}):
            if len(form) > 1 and form not in _BEFORE:
                forms[form] = (*forms.get(form, ()), entity_id)
    return forms


def _part_of_longer(text: str, span: Span) -> bool:
    """True when a capitalised neighbour makes it part of another name."""
    after = re.match(r"[ \u00a0-]([^\W\d_]\w*)", text[span.end : span.end + 24])
    if after and after[1][0].isupper() and fold(after[1]) not in _BEFORE:
        return True
    before = re.search(r"([^\W_][\w.]*)[ \u00a0-]$", text[max(0, span.start - 24) : span.start])
    if before is None or not before[1][0].isupper():
        return text[max(0, span.start - 1) : span.start] in ("@", "_", "/")
    word = before[1].rstrip(".")
    return fold(word) not in _BEFORE and not (word.isupper() and len(word) > 1)


def letter_runs(text: str) -> list[Run]:
    """The runs of letters and digits in ``text``, folded, left to right."""
    return [Run(m.start(), m.end(), fold(m[0])) for m in _RUN.finditer(text)]


def _longest(
    text: str, runs: Sequence[Run], at: int, names: Mapping[tuple[str, ...], Entity]
) -> Name | None:
    """The longest full name that begins at run ``at``."""
    key: tuple[str, ...] = ()
    best: Name | None = None
    for i in range(at, min(len(runs), at + _LONGEST)):
        if i > at and not _joined(text, runs[i - 1].end, runs[i].start):
            break
        key = (*key, runs[i].folded)
        entity = names.get(key)
        if entity is not None:
            span = Span(runs[at].start, runs[i].end)
            if _as_written(text, span, entity, len(key)):
                best = Name(span, entity.kind, entity.id, "registry")
    return best


def _joined(text: str, end: int, start: int) -> bool:
    between = text[end:start]
    return bool(_GLUE.fullmatch(between)) or bool(_INITIAL.fullmatch(between))


def _as_written(text: str, span: Span, entity: Entity, runs: int) -> bool:
    """True when the letters' case fits a name and the name does not go on."""
    written = span.of(text)
    if entity.kind == "model" and re.match(r"\.\d", text[span.end : span.end + 2]):
        return False
    if runs > 1:
        return written[0].isupper() or entity.kind == "model" or not written.startswith("the ")
    if fold(written) in COMMON or len(written) < 4:
        return written in entity.full and not _opens_sentence(text, span, written)
    if written.islower():
        return entity.kind != "person" and fold(written) not in ("anthropic", "amazon", "tesla")
    return True


def _opens_sentence(text: str, span: Span, written: str) -> bool:
    """A common word with a capital says nothing at the start of a sentence."""
    if not written[1:].islower():
        return False
    before = text[max(0, span.start - 3) : span.start].rstrip(" \"“'‘(*")
    return not before or before[-1] in ".!?\n:…"


def _handles(text: str, registry: Registry) -> Iterator[Name]:
    for found in _HANDLE.finditer(text):
        entity = registry.with_handle(found[1])
        if entity is not None:
            yield Name(Span(found.start(), found.end()), "person", entity.id, "registry")


class _Cover:
    """Answers whether an offset lies in one of many spans."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._covered = {i for span in spans for i in range(span.start, span.end)}

    def touches(self, offset: int) -> bool:
        """True when a span holds ``offset``."""
        return offset in self._covered

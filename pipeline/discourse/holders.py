"""From a source phrase to a holder: a linked person or organisation, a group, or unresolved."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.discourse.cast import Voiced
from pipeline.discourse.lexicon import Lexicon
from pipeline.discourse.linking import NO_NAME
from pipeline.discourse.mentions import Name
from pipeline.discourse.people import Registry
from pipeline.discourse.words import wordlist
from pipeline.ids import fold, slug
from pipeline.records import HolderKind
from pipeline.spans import Span

_WORD = re.compile(r"[^\W_][\w'’-]*")
_LEADING = wordlist(
    """
    the a an some many most several few all any every each no more other another certain various
    lot lots of these those this that such both half plenty much my our your his her their its
    so-called even only so and but or as like people-like then-
    """
)
_PRONOUNS = wordlist("he she they him her them his their it its")
_NOBODY = wordlist("nobody none no-one one nothing everything neither either")
#: What "you" is said to do in answers and questions; elsewhere "you" is anybody.
_ADDRESSED = wordlist(
    """
    say argue claim mention write suggest predict believe call describe
    """
)
_OFFICE = re.compile(r"^(?:the )?(.{2,30}?)(?:['’]s)? (ceo|chief|head|boss|president|cto)\b", re.I)
#: Things that show or say something without holding it.
_THINGS = wordlist(
    """
    model llm gpt chatgpt claude gemini system network machine ai agi asi transformer algorithm
    agent bot thing computer chatbot assistant data loss curve graph chart plot benchmark number
    experience fact experiment result trend progress example test score story evidence history
    table figure law scaling scale output input answer question token word sentence text code
    program software hardware gpu chip layer neuron brain animal child dog cat rat time year
    decade world-model prompt training inference technology version device robot calculator
    generation performance capability ability intelligence parameter architecture problem way
    reason it this that there what which one something everything nothing anything
    """
)
_HUMAN = re.compile(r"(?:ists?|ians?|ers?|ors?|men|man|woman|women|people|folks?|guys?|ents?)$")
_JOINT = re.compile(r",|&|\b(?:and|or|as well as|along with)\b", re.I)
_SUBORDINATE = re.compile(
    r"[.;:]|['’]s\b|\b(?:who|whom|whose|which|that|with|against|about|to|by|than|like|not)\b", re.I
)
_KIN = wordlist(
    """
    son daughter mother father dad mum mom wife husband brother sister aunt uncle cousin colleague
    friend boss guest host judge chief dean king guide director tutor pupil guard
    """
)


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose position it is; ``span`` points at the words that say so."""

    id: str
    kind: HolderKind
    name: str
    span: Span
    also: tuple[Holder, ...] = ()  # others who are named with them: "A and B believe"


@dataclass(frozen=True, slots=True)
class Naming:
    """What is known about names around a sentence."""

    text: str
    names: Sequence[Name]  # of the document, in text order
    registry: Registry
    lexicon: Lexicon
    date: str  # of the document
    author: Voiced
    answered: Voiced  # who spoke before, or whom a comment answers; "" when nobody

    def within(self, span: Span) -> list[Name]:
        """The names that lie inside ``span``, left to right."""
        first = bisect_left(self.names, span.start, key=lambda name: name.span.start)
        last = bisect_left(self.names, span.end, lo=first, key=lambda name: name.span.start)
        return [name for name in self.names[first:last] if name.span.end <= span.end]


def holder_of(source: Span, head: str, lemma: str, naming: Naming, nearby: Span) -> Holder | None:
    """The holder named by ``source``; None when it is a thing that holds no views.

    Args:
        source: the noun phrase.
        head: its head word as written.
        lemma: of the cue; some are only said of people and their writings.
        naming: the document's names.
        nearby: where an antecedent of a pronoun may stand, up to the pronoun.
    """
    phrase = source.of(naming.text)
    folded = fold(" ".join(phrase.split()))
    if folded in ("it", "its", "one", "everything", "who", "whom", "whoever", "s"):
        return None
    if folded in ("you", "your"):
        if not naming.answered.name or lemma not in _ADDRESSED:
            return None
        found = naming.answered
        kind: HolderKind = "person" if found.id else "unresolved"
        return Holder(found.id, kind, found.name or phrase, source)
    if folded in _PRONOUNS:
        return _antecedent(source, folded, naming, nearby)
    if folded in ("the author", "the writer", "the op", "op", "this author") and naming.author.id:
        return Holder(naming.author.id, "person", naming.author.name, source)
    linked = _in_office(source, folded, naming) or _linked(source, naming)
    if linked is not None:
        return linked
    if not _can_hold(head, lemma, naming):
        return None
    return _unnamed(phrase, source, naming)


def _in_office(source: Span, folded: str, naming: Naming) -> Holder | None:
    """Who was "the OpenAI CEO" or "Anthropic's chief" when the document was written."""
    office = _OFFICE.match(folded)
    if office is None or any(n.kind == "person" for n in naming.within(source)):
        return None
    entity = naming.registry.in_office(f"{office[1]} {office[2]}", naming.date)
    return Holder(entity.id, "person", entity.name, source) if entity is not None else None


def _linked(source: Span, naming: Naming) -> Holder | None:
    """The person or organisation whose name leads the phrase (or owns what leads it)."""
    inside = [n for n in naming.within(source) if n.kind != "model"]
    people = [n for n in inside if n.kind == "person"]
    if people or inside:
        first = _named((people or inside)[0], source, naming)
        also = _joined(people, source, naming) if first.id else {}
        also.pop(first.id, None)
        return replace(first, also=tuple(also[key] for key in sorted(also)))
    return None


def _named(name: Name, source: Span, naming: Naming) -> Holder:
    written = name.span.of(naming.text)
    if not name.entity_id:
        return Holder("", "unresolved", written, source)
    entity = naming.registry.entities.get(name.entity_id)
    kind: HolderKind = "organisation" if name.kind == "organisation" else "person"
    return Holder(name.entity_id, kind, entity.name if entity else written, source)


def _joined(people: Sequence[Name], source: Span, naming: Naming) -> dict[str, Holder]:
    """The linked people whom the phrase puts on one line: "A, B and C", not "A, who met B"."""
    found: dict[str, Holder] = {}
    for before, name in pairwise(people):
        between = naming.text[before.span.end : name.span.start]
        if not _JOINT.search(between) or _SUBORDINATE.search(between):
            break
        if name.entity_id:
            found[name.entity_id] = _named(name, source, naming)
    return found


def _antecedent(source: Span, pronoun: str, naming: Naming, nearby: Span) -> Holder:
    """The nearest fitting name before a pronoun; unresolved when two compete."""
    plural = pronoun in ("they", "them", "their")
    fitting = [
        n
        for n in naming.within(Span(nearby.start, max(nearby.start, source.start)))
        if (n.kind == "organisation" if plural else n.kind == "person")
    ]
    written = source.of(naming.text)
    if plural:
        group = _last_group(naming, nearby, source)
        if group is not None:
            return group
    ids = sorted({n.entity_id for n in fitting})
    if len(ids) == 1 and ids[0]:
        entity = naming.registry.entities.get(ids[0])
        kind: HolderKind = "person" if fitting[0].kind == "person" else "organisation"
        shown = entity.name if entity else fitting[0].span.of(naming.text)
        return Holder(ids[0], kind, shown, source)
    return Holder("", "group" if plural else "unresolved", written, source)


def _last_group(naming: Naming, nearby: Span, source: Span) -> Holder | None:
    """The last plural noun of people between the start of ``nearby`` and the pronoun."""
    before = naming.text[nearby.start : source.start]
    found = [m for m in _WORD.finditer(before) if fold(m[0]) in naming.lexicon.groups]
    plural = [m for m in found if m[0].endswith("s") or fold(m[0]) in ("people", "folks")]
    if not plural:
        return None
    word = plural[-1][0]
    return Holder(f"group:{slug(word)}", "group", word, source)


def _can_hold(head: str, lemma: str, naming: Naming) -> bool:
    """True for people, groups and institutions; any writing with a verb of speech."""
    word = fold(head)
    bare = word.removesuffix("s")
    if word in _THINGS or bare in _THINGS or word[:3] == "gpt" or word in _NOBODY:
        return False
    words = naming.lexicon
    known = word in words.groups or {word, bare} & (words.camps | _KIN)
    return bool(known) or head[:1].isupper() or bool(_HUMAN.search(word)) or lemma in words.speech


def _unnamed(phrase: str, source: Span, naming: Naming) -> Holder | None:
    """A group, or somebody without a registry entry, as written."""
    parts = _WORD.findall(phrase)
    while len(parts) > 1 and fold(parts[0]) in _LEADING:
        parts = parts[1:]
    named = 2 <= len(parts) <= 4 and all(part[0].isupper() for part in parts)
    trade = any(fold(part) in NO_NAME or fold(part) in naming.lexicon.groups for part in parts)
    if named and not trade:
        name = " ".join(parts)
        return Holder(f"person:{slug(name)}", "person", name, source)
    key = slug(" ".join(parts[:4]))
    if len(key) < 3:
        return None
    return Holder(f"group:{key}", "group", " ".join(phrase.split()), source)

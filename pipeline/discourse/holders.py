"""From a source phrase to a holder: a linked person or organisation, a group, or unresolved."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.discourse.first_names import is_first_name
from pipeline.discourse.linking import NO_NAME
from pipeline.discourse.mentions import Name
from pipeline.discourse.naming import Holder, Naming
from pipeline.discourse.offices import in_office
from pipeline.discourse.reference import Referents
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
    say argue claim mention write suggest predict believe call describe conclude insist right
    correct
    """
)
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
    reason bill invoice arithmetic math maths physics meter it this that there what which one
    something everything nothing anything
    """
)
_HUMAN = re.compile(r"(?:ists?|ians?|ers?|ors?|men|man|woman|women|people|folks?|guys?|ents?)$")
_JOINT = re.compile(r",|&|\b(?:and|or|as well as|along with)\b", re.I)
_SUBORDINATE = re.compile(
    r"[.;:]|['’]s\b|\b(?:who|whom|whose|which|that|with|against|about|to|by|than|like|not)\b", re.I
)
_OWNERS = re.compile(r"(?<=\w)['’]s?$")  # of "the lab's message"
_KIN = wordlist(
    """
    son daughter mother father dad mum mom wife husband brother sister aunt uncle cousin colleague
    friend boss guest host judge chief dean king guide director tutor pupil guard
    """
)


def holder_of(
    source: Span, head: str, lemma: str, naming: Naming, referents: Referents
) -> Holder | None:
    """The holder named by ``source``; None when it is a thing that holds no views.

    Args:
        source: the noun phrase.
        head: its head word as written.
        lemma: of the cue; some are only said of people and their writings.
        naming: the document's names.
        referents: to whom pronouns and epithets of the document point.
    """
    phrase = source.of(naming.text)
    folded = fold(" ".join(phrase.split()))
    if folded in ("it", "its", "one", "everything", "who", "whom", "whoever", "s"):
        return None
    if folded in ("you", "your"):
        addressed = folded == "your" or lemma in _ADDRESSED or naming.asking
        opens = _opens(source, naming.text)  # "You say that …", not "like you said"
        if folded == "your" and not naming.answered.name:
            return Holder("", "unresolved", phrase, source)
        if addressed and opens and not naming.answered.name and not naming.asking:
            return Holder("", "unresolved", phrase, source)  # of a letter, an open answer
        if not naming.answered.name or not addressed:
            return None
        found = naming.answered
        kind: HolderKind = "person" if found.id else "unresolved"
        return Holder(found.id, kind, found.name or phrase, source)
    if folded in _PRONOUNS:
        return referents.of_pronoun(source, folded, naming)
    if folded in ("the author", "the writer", "the op", "op", "this author") and naming.author.id:
        return Holder(naming.author.id, "person", naming.author.name, source)
    linked = in_office(source, folded, naming) or _linked(source, naming)
    linked = linked or referents.of_epithet(source, folded, naming)
    if linked is not None:
        return linked
    if not _can_hold(head, lemma, naming):
        return None
    return _unnamed(phrase, source, naming)


def _opens(source: Span, text: str) -> bool:
    """True at the start of a sentence; small letters are no hindrance in comments."""
    before = text[max(0, source.start - 8) : source.start].rstrip()
    return text[source.start] == "Y" or not before or before[-1] in ".!?\n"


def _linked(source: Span, naming: Naming) -> Holder | None:
    """The person or organisation whose name leads the phrase (or owns what leads it)."""
    inside = [n for n in naming.within(source) if n.kind != "model"]
    people = [n for n in inside if n.kind == "person"]
    if people or inside:
        first = naming.held_by((people or inside)[0], source)
        also = _joined(people, source, naming) if first.id else {}
        also.pop(first.id, None)
        return replace(first, also=tuple(also[key] for key in sorted(also)))
    return None


def _joined(people: Sequence[Name], source: Span, naming: Naming) -> dict[str, Holder]:
    """The linked people whom the phrase puts on one line: "A, B and C", not "A, who met B"."""
    found: dict[str, Holder] = {}
    for before, name in pairwise(people):
        between = naming.text[before.span.end : name.span.start]
        if not _JOINT.search(between) or _SUBORDINATE.search(between):
            break
        if name.entity_id:
            found[name.entity_id] = naming.held_by(name, source)
    return found


def _can_hold(head: str, lemma: str, naming: Naming) -> bool:
    """True for people, groups and institutions; any writing with a verb of speech."""
    word = fold(head)
    bare = word.removesuffix("s")
    if word in naming.lexicon.groups and lemma in naming.lexicon.hold:
        return True  # figures that realize something are no numbers
    if word in _THINGS or bare in _THINGS or word[:3] == "gpt" or word in _NOBODY:
        return False
    words = naming.lexicon
    known = word in words.groups or {word, bare} & (words.camps | _KIN)
    return bool(known) or head[:1].isupper() or bool(_HUMAN.search(word)) or lemma in words.speech


def _unnamed(phrase: str, source: Span, naming: Naming) -> Holder | None:
    """A group, or somebody without a registry entry, as written but for what they own."""
    phrase = _OWNERS.sub("", " ".join(phrase.split()))
    parts = _WORD.findall(phrase)
    while len(parts) > 1 and fold(parts[0]) in _LEADING:
        parts = parts[1:]
    named = 2 <= len(parts) <= 4 and all(part[0].isupper() for part in parts)
    trade = any(fold(part) in NO_NAME or fold(part) in naming.lexicon.groups for part in parts)
    if named and not trade:
        name = " ".join(parts)
        return Holder(f"person:{slug(name)}", "person", name, source)
    if phrase.endswith(("%", "percent", "per cent")):
        return Holder("", "group", phrase, source)  # of those who were asked
    if len(parts) == 1 and is_first_name(parts[0]):
        return Holder("", "unresolved", parts[0], source)  # somebody, and it is not clear who
    key = slug(" ".join(parts[:4]))
    if len(key) < 3:
        return None
    return Holder(f"group:{key}", "group", phrase, source)

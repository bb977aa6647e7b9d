"""Pronouns and epithets: to whom "she", "they", "the psychologist" and "the lab" point.

A bounded resolver. It goes back sentence by sentence and takes the one who fits: whose
words the sentence reports, else its subject, else the only one named. A chain of "he …
He …" is followed to its name. Where two compete on the same footing it says so and
answers nobody, because a position laid on the wrong person is worse than one on nobody.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from pipeline.discourse.first_names import suits
from pipeline.discourse.grammar import NOWHERE
from pipeline.discourse.mentions import Name
from pipeline.discourse.naming import Holder, Naming
from pipeline.discourse.reading import Reading
from pipeline.discourse.roles import is_mutual, is_subject, is_subordinate
from pipeline.discourse.words import wordlist
from pipeline.ids import fold, slug
from pipeline.records import HolderKind
from pipeline.spans import Span

_REACH = 2  # sentences back that a pronoun may point
_CHAIN = 8  # sentences back through others with the same pronoun
_WORD = re.compile(r"[^\W_][\w'’-]*")
_PLURAL = wordlist("they them their")
_SAME = {
    "he": re.compile(r"\b(?:he|his|him)\b", re.I),
    "she": re.compile(r"\b(?:she|her)\b", re.I),
}
_BASE = {"him": "he", "his": "he", "her": "she"}
_DEFINITE = re.compile(r"^(?:the|this|that) (?:[\w-]+ ){0,2}([\w-]+)$")
_ROLES = wordlist(
    """
    researcher scientist professor psychologist linguist entrepreneur investor billionaire
    executive philosopher economist engineer founder co-founder cofounder pioneer veteran physicist
    historian novelist essayist writer blogger mathematician neuroscientist programmer inventor
    academic roboticist biologist sceptic skeptic critic optimist pessimist man woman laureate
    godfather scholar analyst manager
    """
)
_SEXED = {"man": "he", "godfather": "he", "woman": "she"}
_FIRMS = wordlist("company lab laboratory firm start-up startup organisation organization maker")
_GUEST = re.compile(r"^(?:my|our|today['’]s|this week['’]s|the) guest$")
_HOST = re.compile(r"^(?:my|our|the|your) (?:host|interviewer|moderator)$")


class Referents:
    """To whom the pronouns and epithets of one document point.

    Args:
        reading: the document, with what has been parsed of it.
    """

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def of_pronoun(self, source: Span, pronoun: str, naming: Naming) -> Holder:
        """The antecedent of ``pronoun`` at ``source``; kind "unresolved" when none is clear."""
        if pronoun in _PLURAL:
            return self._plural(source, naming)
        base = _BASE.get(pronoun, pronoun)
        name = self._antecedent(source, naming, _people(naming, base), _SAME.get(base))
        name = name or self._announced(source, naming, base)
        if name is not None and name.entity_id:
            return naming.held_by(name, source)
        return Holder("", "unresolved", source.of(naming.text), source)

    def of_epithet(self, source: Span, folded: str, naming: Naming) -> Holder | None:
        """Whom "my guest", "the psychologist", "the lab" or "the latter" means, else None."""
        for pattern, voiced in ((_GUEST, naming.answered), (_HOST, naming.host)):
            if pattern.match(folded):
                known = voiced.id and naming.asking == (pattern is _GUEST)
                return Holder(voiced.id, "person", voiced.name, source) if known else None
        if folded in ("the former", "the latter"):
            return self._of_two(source, folded, naming)
        found = _DEFINITE.match(folded)
        if found is None or not (found[1] in _ROLES or found[1] in _FIRMS):
            return None
        fits = _organisations if found[1] in _FIRMS else _people(naming, _SEXED.get(found[1], ""))
        name = self._antecedent(source, naming, fits, None)
        return naming.held_by(name, source) if name is not None and name.entity_id else None

    def back(self, i: int) -> int:
        """The sentence before ``i``; from the first of a turn, the last of the turn before."""
        before = self._reading.back(i)
        turns = i > 0 and self._reading.segment(i).role == "turn"
        return i - 1 if before == i and turns else before

    def _antecedent(
        self,
        source: Span,
        naming: Naming,
        fits: Callable[[Name], int],
        chain: re.Pattern[str] | None,
    ) -> Name | None:
        """The nearest clear name before ``source``; None when several are as near."""
        lonely: list[Name] = []
        reach = _REACH
        for steps, j in enumerate(self._backward(source)):
            if steps > reach:
                break
            named = _best(self._names(j, source, naming), fits)
            led = self._leading(j, named)
            if led:
                return led[0] if _alone(led) else None
            said = Span(self._reading.span(j).start, min(self._reading.span(j).end, source.start))
            if chain is not None and steps and chain.search(said.of(naming.text)):
                reach = min(_CHAIN, steps + _REACH)
                continue  # the same "he": whoever else is named here is spoken of
            lonely.extend(named)
        return lonely[0] if lonely and _alone(lonely) else None

    def _backward(self, source: Span) -> Iterator[int]:
        """The sentence of ``source`` and those before it, as far as they hang together."""
        j = self._reading.at(source.start)
        for _ in range(_CHAIN + 1):
            yield j
            before = self.back(j)
            if before == j:
                return
            j = before

    def _names(self, j: int, source: Span, naming: Naming) -> list[Name]:
        """The names in sentence ``j`` before ``source``."""
        span = self._reading.span(j)
        return naming.within(Span(span.start, max(span.start, min(span.end, source.start))))

    def _leading(self, j: int, named: Sequence[Name]) -> list[Name]:
        """Those of ``named`` who speak in sentence ``j``, or else are its subject."""
        parse = self._reading.parses.get(j)
        if parse is None or not named:
            return []
        told = [
            r
            for r in self._reading.reports(j)
            if r.source != NOWHERE and (r.root or r.kind in ("according", "frame"))
        ]
        # "According to LeCun, Marcus has a point. He says": it is LeCun who goes on.
        told = [r for r in told if r.kind in ("according", "frame")] or told
        speak = [n for n in named if any(r.source.holds(n.span) for r in told)]
        inside = [m.inner for m in self._reading.marks(j)]
        act = [
            n for n in named if is_subject(n, parse) and not any(m.holds(n.span) for m in inside)
        ]
        if not speak and act and is_mutual(act[0], parse):
            return list(named)  # "Ann met Bea": either
        return speak or act

    def _announced(self, source: Span, naming: Naming, base: str) -> Name | None:
        """As in "When he took the stage, Marcus …": the subject behind the pronoun."""
        j = self._reading.at(source.start)
        parse, span = self._reading.parses.get(j), self._reading.span(j)
        token = parse.at(source.start) if parse is not None else None
        if parse is None or token is None or not is_subordinate(token, parse):
            return None
        behind = naming.within(Span(source.end, max(source.end, span.end)))
        led = [n for n in behind if _people(naming, base)(n) and is_subject(n, parse)]
        return led[0] if led and _alone(led) else None

    def _plural(self, source: Span, naming: Naming) -> Holder:
        """A group or the only organisation nearby; two people together stay "they"."""
        sentences = [j for j, _ in zip(self._backward(source), range(_REACH + 1), strict=False)]
        for j in sentences:
            span = self._reading.span(j)
            before = Span(span.start, max(span.start, min(span.end, source.start)))
            firms = [n for n in naming.within(before) if _organisations(n)]
            led = self._leading(j, firms)
            group = _last_group(before, naming, source)
            if led and _alone(led) and (group is None or led[0].span.end < group[1]):
                return naming.held_by(led[0], source)
            if group is not None:
                return group[0]
            if firms:
                name = firms[0] if _alone(firms) and firms[0].entity_id else None
                return naming.held_by(name, source) if name else _they(source, naming)
        return _they(source, naming)

    def _of_two(self, source: Span, folded: str, naming: Naming) -> Holder | None:
        """Whom "the former" or "the latter" of the last sentence that names exactly two means."""
        for j in list(self._backward(source))[: _REACH + 1]:
            told = [n for n in self._names(j, source, naming) if n.kind != "model"]
            named = {n.entity_id or n.span.of(naming.text): n for n in told}
            if len(named) == 2:
                name = list(named.values())[folded == "the latter"]
                return naming.held_by(name, source)
            if named:
                break
        return Holder("", "unresolved", source.of(naming.text), source)


def _people(naming: Naming, pronoun: str) -> Callable[[Name], int]:
    """How well ``pronoun`` ("" = any) suits a name: 0 not at all, 1 perhaps, 2 well."""

    def fits(name: Name) -> int:
        if name.kind != "person":
            return 0
        entity = naming.registry.entities.get(name.entity_id)
        slugged = name.entity_id.partition(":")[2] or name.span.of(naming.text)
        return suits(pronoun, entity.name if entity else slugged)

    return fits


def _organisations(name: Name) -> int:
    return int(name.kind == "organisation")


def _best(names: Sequence[Name], fits: Callable[[Name], int]) -> list[Name]:
    """The names that suit best, in text order; none where none does."""
    most = max(map(fits, names), default=0)
    return [name for name in names if fits(name) == most] if most else []


def _alone(names: Sequence[Name]) -> bool:
    return len({name.entity_id for name in names}) == 1


def _they(source: Span, naming: Naming) -> Holder:
    return Holder("", "group", source.of(naming.text), source)


def _last_group(before: Span, naming: Naming, source: Span) -> tuple[Holder, int] | None:
    """The last plural noun of people in ``before``, and where it ends."""
    words = list(_WORD.finditer(naming.text, before.start, before.end))
    found = [m for m in words if fold(m[0]) in naming.lexicon.groups]
    plural = [m for m in found if m[0].endswith("s") or fold(m[0]) in ("people", "folks")]
    if not plural:
        return None
    word = plural[-1][0]
    kind: HolderKind = "group"
    return Holder(f"group:{slug(word)}", kind, word, source), plural[-1].end()

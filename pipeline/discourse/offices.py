"""Who is meant by an office: "the OpenAI chief", "the head of Anthropic", at a date."""

from __future__ import annotations

import re

from pipeline.discourse.naming import Holder, Naming
from pipeline.discourse.words import wordlist
from pipeline.spans import Span

_CHIEF = wordlist("ceo chief head boss executive")
_OFFICE = re.compile(
    r"^(?:the )?(.{2,30}?)(?:['’]s)? (chief executive|chief scientist|ceo|chief|head|boss|"
    r"president|cto)$"
)
_OFFICE_OF = re.compile(
    r"^(?:the )?(chief executive|chief scientist|ceo|chief|head|boss|president|cto) (?:of|at) "
    r"(?:the )?(.{2,30})$"
)


def in_office(source: Span, folded: str, naming: Naming) -> Holder | None:
    """Who was "the OpenAI chief" or "the head of Anthropic" when the document was written."""
    office = _OFFICE.match(folded)
    place, role = (office[1], office[2]) if office else ("", "")
    if not office:
        of = _OFFICE_OF.match(folded)
        role, place = (of[1], of[2]) if of else ("", "")
    if not role or any(n.kind == "person" for n in naming.within(source)):
        return None
    organisation = naming.registry.named(place)
    places = (place, *(organisation.full if organisation is not None else ()))
    roles = (role, "ceo") if set(role.split()) <= _CHIEF else (role,)
    for title in roles:
        for where in places:
            entity = naming.registry.in_office(f"{where} {title}", naming.date)
            if entity is not None:
                return Holder(entity.id, "person", entity.name, source)
    return None

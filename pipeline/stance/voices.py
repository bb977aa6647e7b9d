"""Whose voice it is in the end: what the rules saw and what the backend reads, put together.

The rules of the discourse layer point at spans and know who is named; a backend that reads
the whole context notices reports that no verb announces, and "he says" that reports
nothing. It is first decided whether the view is the speaker's own, asked, or somebody
else's: each counts with the backend's probability, what the rules say with a bonus besides.
How somebody else's view is told (endorsed, reported, rejected) is for the rules where they
saw it told, for they go by what the reporter does with it; encoders hardly learn that. With
smaller bonuses our own check set and real talk came out better still and real essays worse.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pipeline.records import OF_OTHERS, Statement, Teller, Voice
from pipeline.stance.base import Judgement

#: On a statement whose voice the backend decided against the rules.
BY_READING = "by-reading"
#: What the rules' word counts besides the backend's probability: seen, and by default.
_SEEN, _DEFAULT = 0.9, 0.7

_OTHERS = "others"


def voiced(
    attribution: Statement, judgement: Judgement, tellers: Mapping[str, Teller]
) -> Statement:
    """``attribution`` with the voice that both together give, and the holder that goes with it.

    A host's question stays one, and words between marks stay somebody else's. A view that
    turns out to be somebody else's, with nobody named, has an unresolved holder.
    """
    rules = attribution.voice
    seen = rules != "own" or bool(attribution.cues)
    voice = _elected(rules, judgement.voices, _SEEN if seen else _DEFAULT)
    teller = tellers.get(attribution.segment_id)
    turned = rules in OF_OTHERS and voice not in OF_OTHERS
    if voice == rules or (rules == "question" and "host" in attribution.flags):
        return attribution
    if turned and (teller is None or any(c.startswith("quote:") for c in attribution.cues)):
        return attribution
    flags = tuple(sorted({*attribution.flags, BY_READING} - ({"unresolved"} if turned else set())))
    changed = replace(attribution, voice=voice, flags=flags)
    if turned and teller is not None:
        return replace(
            changed,
            holder_id=teller.holder_id,
            holder_kind="self",
            holder_name=teller.holder_name,
            cues=(),
        )
    if voice in OF_OTHERS and rules not in OF_OTHERS:
        unknown = tuple(sorted({*flags, "unresolved"}))
        return replace(
            changed, holder_id="", holder_kind="unresolved", holder_name="", flags=unknown
        )
    return changed


def _elected(rules: Voice, read: Mapping[Voice, float], bonus: float) -> Voice:
    """The voice that rules and backend agree on best; that of the rules without a backend."""
    if not read:
        return rules
    others = sum(read.get(voice, 0.0) for voice in OF_OTHERS)
    votes = {"own": read.get("own", 0.0), "question": read.get("question", 0.0), _OTHERS: others}
    votes[_OTHERS if rules in OF_OTHERS else rules] += bonus
    best = max(votes, key=lambda kind: votes[kind])
    if best != _OTHERS:
        return "own" if best == "own" else "question"
    return rules if rules in OF_OTHERS else max(OF_OTHERS, key=lambda v: read.get(v, 0.0))

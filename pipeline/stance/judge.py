"""The stance stage: every attributed sentence gets its stance, dimension and sentiment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from typing import Any

from pipeline import registry
from pipeline.config import StanceSection
from pipeline.records import (
    CO_HOLDER,
    SIDED,
    Document,
    Segment,
    Stance,
    Statement,
    Teller,
)
from pipeline.registry import Assets
from pipeline.stance import encoder
from pipeline.stance.base import Item, Judge, Judgement
from pipeline.stance.camps import BY_CAMP, side_of_camp
from pipeline.stance.context import Context
from pipeline.stance.cues import comes_round
from pipeline.stance.inferred import inferred
from pipeline.stance.position import by_position
from pipeline.stance.target import load_target
from pipeline.stance.voices import voiced
from pipeline.store.tables import Tables

#: Backend -> what it reads under models/.
_FILES: dict[str, tuple[str, ...]] = {
    "encoder": ("stance/encoder",),
    "student": ("stance/student",),
    "baseline": ("stance/train",),
    "llm": (),
}


def judge(tables: Tables, config: StanceSection, assets: Assets) -> dict[str, list[Any]]:
    """``statements`` from ``attributions``, and what is ``inferred`` of tellers; in id order.

    An unrelated sentence has no holder, and a neutral one that is nobody's view has none: of
    those it was ascribed to, one row is left.
    """
    attributions = tables.rows("attributions", Statement)
    if not attributions:
        return {"statements": [], "inferred": []}
    texts = {d.id: d.text for d in tables.rows("documents", Document)}
    segments = tables.rows("segments", Segment)
    items = _items(texts, segments, attributions, with_context=config.context)
    tellers = {teller.id: teller for teller in tables.rows("tellers", Teller)}
    ready: list[Statement] = []
    pairs = sorted(zip(attributions, items, strict=True), key=lambda pair: pair[0].target)
    for target, group in groupby(pairs, key=lambda pair: pair[0].target):
        chosen = list(group)
        backend = load_judge(load_target(assets, target).proposition, config, assets)
        asked = list(dict.fromkeys(item for _, item in chosen))  # co-holders share a sentence
        judgements = dict(zip(asked, backend.judge(asked), strict=True))
        for attribution, item in chosen:
            side = side_of_camp(attribution, texts[attribution.document_id], assets)
            said = _sided(judgements[item], config, side)
            ready.append(_decide(attribution, item, judgements[item], said, backend.name, tellers))
    kept = [s for s in ready if s.voice != "-" or CO_HOLDER not in s.flags]
    awakened = {s.id for s in kept if comes_round(s, texts[s.document_id], assets)}
    seen = by_position(kept, segments, awakened)
    return {
        "statements": sorted(seen, key=lambda statement: statement.id),
        "inferred": inferred(seen, tellers),
    }


def load_judge(proposition: str, config: StanceSection, assets: Assets) -> Judge:
    """The configured backend; ``auto`` is the encoder when its files are there.

    Raises:
        ModelError: M004 unknown backend; whatever the backend raises on loading.
    """
    factory = registry.load("pipeline.stance", _named(config, assets))
    found: Judge = factory(proposition, config, assets)
    return found


def files_of(config: StanceSection, assets: Assets) -> tuple[str, ...]:
    """What the configured backend reads under models/, besides what every backend does.

    Nothing else there can change its labels, so that more training sentences, say, let
    what the encoder judged stand. Of an installed backend nothing is known: all of them.
    """
    every = tuple(name for names in _FILES.values() for name in names)
    return _FILES.get(_named(config, assets), every)


def _named(config: StanceSection, assets: Assets) -> str:
    if config.backend != "auto":
        return config.backend
    return "encoder" if encoder.available(assets) else "baseline"


def _items(
    texts: Mapping[str, str],
    segments: Sequence[Segment],
    attributions: Sequence[Statement],
    *,
    with_context: bool,
) -> list[Item]:
    inside: dict[str, list[Segment]] = {}
    for segment in segments:
        inside.setdefault(segment.document_id, []).append(segment)
    contexts = {d: Context(text, inside.get(d, [])) for d, text in texts.items()}
    return [
        _item(texts[s.document_id], contexts[s.document_id], s, with_context) for s in attributions
    ]


def _item(text: str, context: Context, statement: Statement, with_context: bool) -> Item:
    before, after = context.around(statement.span) if with_context else ("", "")
    segment = context.segment_at(statement.start)
    role = "host" if "host" in statement.flags else _speaker(segment)
    sentence = " ".join(statement.span.of(text).split())
    return Item(
        text=sentence, before=before, after=after, speaker=role, document=statement.document_id
    )


def _speaker(segment: Segment | None) -> str:
    """Who speaks: whoever wrote a text without a name is still one and the same."""
    if segment is None or segment.speaker or segment.role not in ("body", "blockquote"):
        return segment.speaker if segment else ""
    return "the author"


def _sided(
    judgement: Judgement, config: StanceSection, camp: Stance | None
) -> tuple[Stance, set[str]]:
    """The stance that is kept, and the flags that say why it is not the judge's."""
    unsure = judgement.stance in SIDED and judgement.confidence < config.min_confidence
    stance: Stance = "neutral" if unsure else judgement.stance
    flags = {"abstained"} if unsure else set()
    if judgement.abstained:
        flags |= {"abstained", judgement.abstained}
    if stance == "neutral" and camp and not flags:
        return camp, {BY_CAMP}
    return stance, flags


def _decide(
    attribution: Statement,
    item: Item,
    judgement: Judgement,
    said: tuple[Stance, set[str]],
    backend: str,
    tellers: Mapping[str, Teller],
) -> Statement:
    stance, flags = said[0], said[1] | set(attribution.flags)
    common = {
        "stance": stance,
        "score": round(judgement.score, 6),
        "confidence": 0.0 if judgement.abstained else round(judgement.stances[stance], 6),
        "sentiment": round(_sentiment(item.text), 4),
        "flags": tuple(sorted(flags)),
        "backend": backend,
    }
    decided: Statement = replace(attribution, **common)  # type: ignore[arg-type]
    if stance == "unrelated":
        return replace(decided, dimension="-", **_NOBODY)
    decided = replace(decided, dimension=judgement.dimension)
    asked = attribution.voice == "question"
    if stance == "neutral" and judgement.nobody and not asked and "abstained" not in flags:
        return replace(decided, **_NOBODY)
    return voiced(decided, judgement, tellers)


#: A sentence that is nobody's view.
_NOBODY: dict[str, Any] = {
    "voice": "-",
    "holder_id": "",
    "holder_kind": "-",
    "holder_name": "",
}


def _sentiment(text: str) -> float:
    return float(_vader().polarity_scores(text)["compound"])


@lru_cache(maxsize=1)
def _vader() -> Any:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    return SentimentIntensityAnalyzer()

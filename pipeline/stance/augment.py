"""Training sentences in another dress, so that a network learns to look past it.

Of the sentences that are varied, a third is written as captions are, a third has slips of
the pen, and in a third the people who speak or hold a view go by the name under which
known people are read when a model judges (``names``), or by "somebody".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from pipeline.stance.base import Item
from pipeline.stance.examples import Example
from pipeline.stance.names import EVERYBODY, NameMask
from pipeline.stance.surface import caption_style, draw, each_part, typos

_MASKS = (EVERYBODY, EVERYBODY, "somebody")
_GRAIN = 10_000


def varied(examples: Sequence[Example], share: float, seed: int) -> list[Example]:
    """``examples``, about ``share`` (0..1) of them in another dress; codes and order stay."""
    cast: dict[str, set[str]] = {}
    for example in examples:
        cast.setdefault(example.document, set()).update(_names(example))
    return [
        replace(e, item=_varied(e, cast[e.document], seed))
        if draw(seed, e.id) % _GRAIN < share * _GRAIN
        else e
        for e in examples
    ]


def _varied(example: Example, names: Iterable[str], seed: int) -> Item:
    drawn = draw(seed + 1, example.id)
    if drawn % 3 == 0:
        return caption_style(example.item)
    if drawn % 3 == 1:
        return typos(example.item, seed)
    called = _MASKS[drawn // 3 % len(_MASKS)]
    return each_part(example.item, _masking(names, called))


def _masking(names: Iterable[str], called: str) -> Callable[[str], str]:
    forms = {form for name in names for form in (name, *name.split())}
    return NameMask(sorted(forms), called=called)


def _names(example: Example) -> Iterable[str]:
    """Names of people that the example gives: who speaks, whose view it is."""
    for name in (example.item.speaker, example.holder):
        words = name.split()
        if 0 < len(words) <= 3 and all(word[0].isupper() for word in words):
            yield name

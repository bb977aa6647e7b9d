from __future__ import annotations

import pytest

from pipeline.discourse.frames import reports
from pipeline.discourse.free_speech import carries_on
from pipeline.discourse.lexicon import load_lexicon
from pipeline.discourse.nlp import parse
from pipeline.registry import Assets
from pipeline.spans import Span


@pytest.mark.parametrize(
    ("before", "sentence", "expected"),
    [
        ("Altman said that it would grow.", "It would learn by itself.", True),
        ("Altman said that it would grow.", "It could write its own books.", True),
        ("Altman said that it would grow.", "It will learn by itself.", False),
        ("Altman said that it would grow.", "If it did, it would fail.", False),
        ("Altman said that it would grow.", "I would wait.", False),
        ("Altman said that it would grow.", "But it would fail.", False),
        ("Altman said that it would grow.", "Would it learn by itself?", False),
        ("Altman says that it will grow.", "It would learn by itself.", False),
        ("Altman said that it is large.", "It would learn by itself.", False),
        ("Altman says that it will grow.", "And that it will learn by itself.", True),
        ("Altman says that it will grow.", "That is a large claim.", False),
        ("Altman says that it will grow.", "On this view, growth is all.", True),
        ("Altman says that it will grow.", "On this point, growth is all.", False),
    ],
)
def test_signs_of_free_speech(assets: Assets, before: str, sentence: str, expected: bool) -> None:
    first, second = (parse(t, [Span(0, len(t))], ner=False)[0] for t in (before, sentence))
    report = reports(first, load_lexicon(assets), [])[0]
    assert carries_on(second, report, first) is expected

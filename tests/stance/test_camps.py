from __future__ import annotations

import pytest

from pipeline.records import Stance, Statement
from pipeline.registry import Assets, default_models
from pipeline.stance.camps import side_of_camp
from tests.trends.factory import statement


def about(text: str, word: str, voice: str = "reported") -> Statement:
    """A statement whose cue is ``word``, somebody's view in ``voice``."""
    start = text.index(word)
    cues = (f"cue:{start}-{start + len(word)}",)
    return statement(1, "doc:1", "neutral", voice=voice, cues=cues, end=len(text))


@pytest.mark.parametrize(
    ("text", "word", "side"),
    [
        ("Her boss was a huge proponent.", "proponent", "favor"),
        ("With people like these being believers, billions went in.", "believers", "favor"),
        ("The lab hired two sceptics.", "sceptics", "against"),
        ("He was never a believer.", "believer", None),
        ("Three former believers spoke to me.", "believers", None),
        ("The ex-believers met on Fridays.", "believers", None),
        ("She was a critic of the talk.", "critic", None),  # of what is not said by the word
        ("The fans of size met again.", "fans", None),
    ],
)
def test_the_word_says_a_side_unless_it_is_taken_back(
    text: str, word: str, side: Stance | None
) -> None:
    assert side_of_camp(about(text, word), text, Assets(default_models())) == side


@pytest.mark.parametrize("voice", ["own", "question", "-"])
def test_only_somebody_elses_view_follows_from_what_they_are_called(voice: str) -> None:
    text = "I am a believer."
    assert side_of_camp(about(text, "believer", voice), text, Assets(default_models())) is None

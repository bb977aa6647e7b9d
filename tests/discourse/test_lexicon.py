from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.discourse.lexicon import load_lexicon
from pipeline.errors import ModelError
from pipeline.registry import Assets


@pytest.mark.parametrize(
    ("lemma", "attitude"),
    [("say", "neutral"), ("claim", "doubt"), ("show", "endorse"), ("pretend", "reject"),
     ("run", None)],
)  # fmt: skip
def test_attitudes(assets: Assets, lemma: str, attitude: str | None) -> None:
    assert load_lexicon(assets).say.get(lemma) == attitude


def test_words_are_lower_case_lemmas(assets: Assets) -> None:
    lexicon = load_lexicon(assets)
    listed = [*lexicon.say, *lexicon.hold, *lexicon.object, *lexicon.nouns, *lexicon.groups]
    assert all(word == word.lower() and " " not in word for word in listed)


@pytest.mark.parametrize("text", ["[say]\nneutral = ['say']", "[say", "say = 3"])
def test_a_lexicon_that_is_not_understood_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "verbs.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ModelError) as caught:
        load_lexicon(Assets(tmp_path))
    assert caught.value.code == "M003"

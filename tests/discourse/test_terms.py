from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.discourse.terms import Terms, load_terms, score_of
from pipeline.errors import ModelError
from pipeline.registry import Assets

TERMS = Terms([("scal*", 0.5), ("more compute", 0.8), ("run* out of data", 0.6), ("o1", 0.2)])


@pytest.mark.parametrize(
    ("sentence", "score"),
    [
        ("Nothing here.", 0.0),
        ("Scaling works.", 0.5),
        ("SCALE scaling scaled", 0.5),
        ("Upscaling is another matter.", 0.0),
        ("more compute", 0.8),
        ("more and compute", 0.0),
        ("We are running out of data.", 0.6),
        ("We run out of datasets.", 0.0),
        ("scaling-laws count by their parts", 0.5),
        ("Scale’s own more compute", 0.9),
        ("o1 is not o10", 0.2),
        ("", 0.0),
    ],
)
def test_score(sentence: str, score: float) -> None:
    assert TERMS.score(sentence) == pytest.approx(score)


def test_curly_and_straight_apostrophes_are_one() -> None:
    terms = Terms([("moore's law", 0.5)])
    assert terms.score("Moore’s law") == terms.score("Moore's law") == pytest.approx(0.5)


@given(st.text(max_size=200))
def test_any_text_has_a_score_between_0_and_1(sentence: str) -> None:
    assert 0.0 <= TERMS.score(sentence) < 1.0


@given(st.floats(0, 50), st.floats(0, 50))
def test_more_evidence_never_lowers_the_score(a: float, b: float) -> None:
    assert score_of(a + b) >= score_of(a)


def write(folder: Path, text: str) -> Assets:
    (folder / "targets").mkdir()
    (folder / "targets" / "made.toml").write_text(text, encoding="utf-8")
    return Assets(folder)


def test_terms_are_read_from_the_target_file(tmp_path: Path) -> None:
    assets = write(tmp_path, '[[terms]]\nweight = 0.5\nwords = ["kites", "kite str*"]\n')
    assert load_terms(assets, "made").score("A kite string") == pytest.approx(0.5)


@pytest.mark.parametrize(
    "text",
    ["words = 3", '[[terms]]\nwords = ["a"]', '[[terms]]\nweight = 1.5\nwords = ["a"]', "[[terms",
     '[[terms]]\nweight = 0.5\nwords = ["*"]\n[x]\n[x]',
     '[[terms]]\nweight = 0.5\nwords = ["+"]'],
)  # fmt: skip
def test_a_target_file_that_is_not_understood_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(ModelError) as caught:
        load_terms(write(tmp_path, text), "made")
    assert caught.value.code == "M003"


def test_a_missing_target_is_m001(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as caught:
        load_terms(Assets(tmp_path), "absent")
    assert caught.value.code == "M001"

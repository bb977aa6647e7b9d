from __future__ import annotations

import hashlib
import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.discourse.weights import SHAPE, Weights, load_weights, name_of, shape_of
from pipeline.errors import ModelError
from pipeline.registry import Assets, default_models

FLAT = dict.fromkeys(SHAPE, 0.0)
WEIGHTS = Weights(-1.0, FLAT, {"wall": 2.0, "a wall": 0.5, "soup": -3.0}, {"wall": 0.25})
TABLE: dict[str, Any] = {"offset": -1.0, "shape": FLAT, "words": {"kite": 2.0}, "near": {}}


def write(folder: Path, content: str, digest: str = "") -> Assets:
    (folder / "targets").mkdir()
    (folder / name_of("made")).write_text(content, encoding="utf-8")
    if digest:
        listing = f'[[files]]\npath = "{name_of("made")}"\nsha256 = "{digest}"\n'
        (folder / "models.toml").write_text(listing, encoding="utf-8")
    return Assets(folder)


@pytest.mark.parametrize(
    ("words", "own", "lent"),
    [
        ("nothing here", 0.0, 0.0),
        ("a wall", 2.5, 0.25),
        ("wall a", 2.0, 0.25),
        ("a wall a wall", 2.5, 0.25),
        ("a wall of soup", -0.5, 0.25),
        ("", 0.0, 0.0),
    ],
)
def test_distinct_words_and_pairs_add_up(words: str, own: float, lent: float) -> None:
    said = WEIGHTS.said(words.split())
    assert (said.own, said.lent) == (own, lent)


def test_the_score_is_the_chance_of_the_log_odds() -> None:
    nothing = shape_of(0.0, 0.0, 0.0, 0)
    assert WEIGHTS.score(1.0, nothing) == 0.5
    assert WEIGHTS.score(1.0 + math.log(3), nothing) == pytest.approx(0.75)


def test_what_the_terms_say_is_weighed() -> None:
    keen = Weights(0.0, FLAT | {"evidence": 1.0, "length": -0.5}, {}, {})
    assert keen.score(0.0, shape_of(2.0, 0.0, 2.0, 0)) > keen.score(0.0, shape_of(1.0, 0, 1.0, 0))
    assert keen.score(0.0, shape_of(1.0, 0.0, 1.0, 9)) < keen.score(0.0, shape_of(1.0, 0, 1.0, 3))


@given(st.floats(-1e6, 1e6), st.floats(0, 1e6), st.integers(0, 10**6))
def test_any_sentence_has_a_score_between_0_and_1(said: float, evidence: float, n: int) -> None:
    assert 0.0 <= WEIGHTS.score(said, shape_of(evidence, evidence, evidence, n)) < 1.0


def test_a_target_without_weights_has_none(tmp_path: Path) -> None:
    assert load_weights(Assets(tmp_path), "made") is None


def test_weights_of_ones_own_need_no_listing(tmp_path: Path) -> None:
    loaded = load_weights(write(tmp_path, json.dumps(TABLE)), "made")
    assert loaded is not None
    assert loaded.said(["kite"]).own == 2.0


def test_a_listed_digest_must_fit(tmp_path: Path) -> None:
    content = json.dumps(TABLE)
    (tmp_path / "good").mkdir()
    digest = hashlib.sha256(content.encode()).hexdigest()
    assert load_weights(write(tmp_path / "good", content, digest), "made") is not None
    with pytest.raises(ModelError) as caught:
        load_weights(write(tmp_path, content, "0" * 64), "made")
    assert caught.value.code == "M002"


@pytest.mark.parametrize(
    "content",
    [
        "{",
        "[]",
        "3",
        json.dumps({**TABLE, "shape": {}}),
        json.dumps({**TABLE, "words": {"kite": "much"}}),
        json.dumps({**TABLE, "near": ["kite"]}),
        json.dumps({**TABLE, "offset": float("nan")}),
        "[" * 100_000,
        "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    ],
)
def test_weights_that_are_not_understood_are_named(tmp_path: Path, content: str) -> None:
    with pytest.raises(ModelError) as caught:
        load_weights(write(tmp_path, content), "made")
    assert caught.value.code == "M003"


def test_the_weights_that_ship_are_listed_and_say_what_they_cost() -> None:
    assets = Assets(default_models())
    assert load_weights(assets, "scaling") is not None
    table = json.loads(assets.path(name_of("scaling")).read_text(encoding="utf-8"))
    assert name_of("scaling") in assets.path("models.toml").read_text(encoding="utf-8")
    prices = table["held_back"]
    assert [p["recall"] for p in prices] == sorted(p["recall"] for p in prices)
    assert [p["background"] for p in prices] == sorted(p["background"] for p in prices)
    assert any(p["threshold"] == 0.5 for p in prices)

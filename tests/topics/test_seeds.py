from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import ModelError
from pipeline.registry import Assets, default_models
from pipeline.topics import embeddings
from pipeline.topics.seeds import Seed, likeness, places, read_seeds, word_hits

SEED = Seed("wall", "Walls", ("hit* a wall", "plateau*", "c++", "o1"), ("It has hit a wall.",))


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("They hit a wall, and HITTING A WALL hurts", 2),
        ("plateaus and plateaus", 1),
        ("the walls of the plateau", 1),
        ("o10 is not o1", 1),
        ("no word of it", 0),
    ],
)
def test_words_match_whole_in_any_case_with_any_ending(text, hits):
    assert word_hits([text], [SEED]).tolist() == [[hits]]


def test_shipped_seeds_are_complete_and_told_apart():
    seeds = read_seeds(Assets(default_models()))
    assert 15 <= len(seeds) <= 25
    assert len({seed.label for seed in seeds}) == len(seeds)
    assert all(len(seed.words) >= 5 and len(seed.about) >= 2 for seed in seeds)


def test_shipped_examples_are_most_like_their_own_seed():
    assets = Assets(default_models())
    if not embeddings.available(assets):
        pytest.skip("models/embeddings/minilm is not there")
    seeds = read_seeds(assets)
    about = [(place, text) for place, seed in enumerate(seeds) for text in seed.about]
    texts = [text for _, text in about]
    alike = likeness(
        embeddings.embed(texts, assets), places(seeds, assets), word_hits(texts, seeds)
    )
    right = [int(row.argmax()) == place for row, (place, _) in zip(alike, about, strict=True)]
    assert np.mean(right) >= 0.95


def test_at_most_two_words_count():
    vectors, centres = np.array([[1, 0]], np.float32), np.array([[0, 1]], np.float32)
    assert likeness(vectors, centres, np.array([[9]])) == pytest.approx(0.1)


def test_no_folder_no_seeds(tmp_path: Path):
    assert read_seeds(Assets(tmp_path)) == []


@pytest.mark.parametrize(
    "content",
    [
        '[[topics]]\nname = "a"\n',
        "topics = 3\n",
        "not toml",
        '[[topics]]\nname="a"\nlabel="A"\nwords=["x"]\nabout=["y"]\n' * 2,
    ],
)
def test_a_damaged_table_is_a_model_error(tmp_path: Path, content: str):
    (tmp_path / "topics").mkdir()
    (tmp_path / "topics" / "bad.toml").write_text(content)
    with pytest.raises(ModelError) as caught:
        read_seeds(Assets(tmp_path))
    assert caught.value.code == "M003"


def test_hostile_texts_take_no_backtracking():
    text = "hit hit plateau " * 60_000
    assert word_hits([text], [SEED]).tolist() == [[1]]

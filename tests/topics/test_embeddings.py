from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import ModelError
from pipeline.registry import Assets, default_models
from pipeline.topics import embeddings

ASSETS = Assets(default_models())
needs_encoder = pytest.mark.skipif(
    not embeddings.available(ASSETS), reason="models/embeddings/minilm is not there"
)

TEXTS = [
    "The grid cannot feed another data centre.",
    "Power plants will not keep up with the clusters.",
    "A parrot repeats words without knowing what they mean.",
    "",
    "x" * 5_000,
]
#: First numbers of what the float32 model gives in torch for the first of TEXTS.
REFERENCE = [-0.031, -0.028, -0.1137, 0.0078, 0.0363, -0.0591]


@needs_encoder
def test_rows_have_length_one_and_like_is_near_like():
    vectors = embeddings.embed(TEXTS, ASSETS)
    assert vectors.shape == (5, embeddings.WIDTH)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(5), abs=1e-5)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.2


@needs_encoder
def test_order_and_repetition_change_nothing():
    texts = TEXTS * 2
    shuffled = random.Random(1).sample(texts, len(texts))
    first = dict(zip(texts, embeddings.embed(texts, ASSETS), strict=True))
    second = dict(zip(shuffled, embeddings.embed(shuffled, ASSETS), strict=True))
    assert all(np.array_equal(first[text], second[text]) for text in TEXTS)


@needs_encoder
def test_vectors_match_those_of_the_unquantised_model():
    vector = embeddings.embed(TEXTS[:1], ASSETS)[0]
    assert vector[:6] == pytest.approx(REFERENCE, abs=0.01)


@needs_encoder
def test_texts_are_tokenised_piece_by_piece(monkeypatch: pytest.MonkeyPatch):
    whole = embeddings.embed(TEXTS, ASSETS)
    monkeypatch.setattr(embeddings, "_TOKENISED", 2)
    assert np.array_equal(embeddings.embed(TEXTS, ASSETS), whole)


def test_no_texts_no_rows():
    assert embeddings.embed([], ASSETS).shape == (0, embeddings.WIDTH)


def test_a_missing_encoder_is_said(tmp_path: Path):
    assert not embeddings.available(Assets(tmp_path))
    with pytest.raises(ModelError) as caught:
        embeddings.embed(["x"], Assets(tmp_path))
    assert caught.value.code == "M001"


@pytest.mark.parametrize("damaged", ["model.onnx", "tokenizer.json"])
@needs_encoder
def test_a_damaged_encoder_is_said(tmp_path: Path, damaged: str):
    folder = tmp_path / "embeddings" / "minilm"
    folder.mkdir(parents=True)
    for name in ("model.onnx", "tokenizer.json"):
        (folder / name).symlink_to(ASSETS.path(f"embeddings/minilm/{name}"))
    (folder / damaged).unlink()
    (folder / damaged).write_bytes(b"{}")
    with pytest.raises(ModelError) as caught:
        embeddings.embed(["x"], Assets(tmp_path))
    assert caught.value.code == "M002"


@needs_encoder
def test_a_file_that_differs_from_the_listed_one_is_refused(tmp_path: Path):
    folder = tmp_path / "embeddings" / "minilm"
    folder.mkdir(parents=True)
    for name in ("model.onnx", "tokenizer.json"):
        (folder / name).symlink_to(ASSETS.path(f"embeddings/minilm/{name}"))
    (tmp_path / "models.toml").write_text(
        f'[[files]]\npath = "{embeddings.MODEL}"\nsha256 = "{"0" * 64}"\n'
    )
    with pytest.raises(ModelError, match="digest"):
        embeddings.embed(["x"], Assets(tmp_path))

"""The shipped encoder: ONNX weights and a tokenizer, on onnxruntime, without torch."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.config import StanceSection
from pipeline.errors import ModelError
from pipeline.records import DIMENSIONS, STANCES, VOICES
from pipeline.registry import Assets
from pipeline.stance.base import Item, Judgement
from pipeline.stance.compose import Composer, Row, load_tokenizer

_MODEL = "stance/encoder/model.onnx"
_TOKENIZER = "stance/encoder/tokenizer.json"
_SETTINGS = "stance/encoder/settings.json"
_BATCH = 32

Matrix = NDArray[np.float64]


class EncoderJudge:
    """Judges with one forward pass: stance, voice and dimension."""

    name = "encoder"

    def __init__(self, session: Any, composer: Composer, temperature: float) -> None:
        """Use an onnxruntime ``session``; ``temperature`` calibrates the stance logits."""
        self._session = session
        self._composer = composer
        self._temperature = temperature

    def judge(self, items: Sequence[Item]) -> list[Judgement]:
        """Judgements in the order of ``items``; rows are run sorted by length."""
        rows = self._composer.compose_all(items)
        order = sorted(range(len(rows)), key=lambda i: (len(rows[i].ids), i))
        found: list[Judgement | None] = [None] * len(rows)
        for start in range(0, len(order), _BATCH):
            chosen = order[start : start + _BATCH]
            for place, judgement in zip(
                chosen, self._batch([rows[i] for i in chosen]), strict=True
            ):
                found[place] = judgement
        return [judgement for judgement in found if judgement is not None]

    def _batch(self, rows: Sequence[Row]) -> list[Judgement]:
        stance, voice, dimension = self._session.run(
            ["stance", "voice", "dimension"], _padded(rows)
        )
        stances = _softmax(stance / self._temperature)
        voices = _softmax(voice)
        dimensions = dimension[:, :-1].argmax(axis=1)  # "-" belongs to unrelated alone
        return [
            Judgement(
                stances={s: float(p) for s, p in zip(STANCES, stances[i], strict=True)},
                dimension=DIMENSIONS[int(dimensions[i])],
                voice=VOICES[int(voices[i].argmax())],
                voice_confidence=float(voices[i].max()),
            )
            for i in range(len(rows))
        ]


def load(proposition: str, config: StanceSection, assets: Assets) -> EncoderJudge:
    """The shipped encoder, checked against its digest in models/models.toml.

    Raises:
        ModelError: M001 a file is missing, M002 its digest is wrong.
    """
    composer = Composer(load_tokenizer(assets.path(_TOKENIZER)), proposition)
    settings = json.loads(assets.path(_SETTINGS).read_text(encoding="utf-8"))
    return EncoderJudge(_session(assets.root), composer, float(settings["temperature"]))


def available(assets: Assets) -> bool:
    """True when the encoder's files are all there."""
    return all(assets.has(name) for name in (_MODEL, _TOKENIZER, _SETTINGS))


@lru_cache(maxsize=2)
def _session(root: Path) -> Any:
    import onnxruntime

    content = Assets(root).path(_MODEL).read_bytes()
    _check_digest(root, content)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # workers are processes; threads would fight over cores
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])


def _check_digest(root: Path, content: bytes) -> None:
    table = tomllib.loads(Assets(root).path("models.toml").read_text(encoding="utf-8"))
    expected = {entry["path"]: entry["sha256"] for entry in table.get("files", [])}.get(_MODEL)
    found = hashlib.sha256(content).hexdigest()
    if expected != found:
        raise ModelError(
            "M002", f"models/{_MODEL} has digest {found[:12]}, not {str(expected)[:12]}"
        )


def _padded(rows: Sequence[Row]) -> dict[str, NDArray[np.int64]]:
    longest = max(len(row.ids) for row in rows)
    arrays = {name: np.zeros((len(rows), longest), np.int64) for name in ("ids", "mask", "focus")}
    for i, row in enumerate(rows):
        n = len(row.ids)
        arrays["ids"][i, :n] = row.ids
        arrays["mask"][i, :n] = 1
        arrays["focus"][i, :n] = row.focus
    return arrays


def _softmax(logits: Any) -> Matrix:
    shifted = np.asarray(logits, dtype=np.float64)
    shifted = shifted - shifted.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    result: Matrix = powers / powers.sum(axis=1, keepdims=True)
    return result

"""The shipped encoders: ONNX weights and a tokenizer, on onnxruntime, without torch.

``models/stance/encoder`` judges; ``models/stance/student`` is seven times as fast and
less often right, for a first look (``stance.backend = "student"``).
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.config import Arithmetic, StanceSection
from pipeline.records import DIMENSIONS, STANCES, VOICES, Dimension
from pipeline.registry import Assets
from pipeline.stance.arithmetic import open_session
from pipeline.stance.base import Item, Judgement
from pipeline.stance.compose import Composer, Limits, Row, load_tokenizer
from pipeline.stance.names import load_mask
from pipeline.stance.standing import STRENGTH, Matrix, lent, softmax

_ENCODER, _STUDENT = "stance/encoder", "stance/student"
_TOKENIZER, _SETTINGS = "tokenizer.json", "settings.json"
#: The weights, plain or deflated; the first that is there.
_MODELS = ("model.onnx", "model.onnx.gz")

#: What weights were trained with whose settings do not say it.
_OLD_LIMITS = {"before": 44, "text": 96, "after": 18}


class EncoderJudge:
    """Judges with one forward pass: stance, voice and dimension."""

    def __init__(
        self,
        session: Any,
        composer: Composer,
        temperature: float,
        biases: Sequence[float],
        *,
        standing: float = STRENGTH,
        name: str = "encoder",
    ) -> None:
        """Use an onnxruntime ``session``; temperature and biases calibrate the stance logits."""
        self.name = name
        self._standing = standing
        self._session = session
        self._composer = composer
        self._temperature = temperature
        self._biases = np.array(biases, np.float64)

    def judge(self, items: Sequence[Item]) -> list[Judgement]:
        """Judgements in the order of ``items``.

        Each is read by itself: with int8 weights the activations are scaled over a whole
        batch, so that in a batch a sentence's logits would depend on its company; one by
        one is also no slower, since nothing is padded. Then what its speaker says in the
        rest of the document is taken into account (``standing``).
        """
        if not items:
            return []
        said = [logits(self._session, row) for row in self._composer.compose_all(items)]
        stances, voices, dimensions = (
            np.concatenate([one[k] for one in said]).astype(np.float64) for k in range(3)
        )
        lent_to = lent(items, stances + self._biases, voices, self._standing)
        chances = softmax(lent_to / self._temperature)
        # "-" stands for nobody's view, which a sentence that takes a side cannot be.
        spoken, nobody = softmax(voices[:, :-1]), voices.argmax(axis=1) == len(VOICES) - 1
        aspects = dimensions[:, :-1].argmax(axis=1)
        return [
            _judgement(c, v, DIMENSIONS[int(aspect)], nobody=bool(none))
            for c, v, aspect, none in zip(chances, spoken, aspects, nobody, strict=True)
        ]


def _judgement(chances: Matrix, spoken: Matrix, dimension: Dimension, *, nobody: bool) -> Judgement:
    return Judgement(
        stances={s: float(p) for s, p in zip(STANCES, chances, strict=True)},
        dimension=dimension,
        voices={v: float(p) for v, p in zip(VOICES[:-1], spoken, strict=True)},
        nobody=nobody,
    )


def logits(session: Any, row: Row) -> list[NDArray[np.float32]]:
    """Logits of stance, voice and dimension for one row, each (1, classes)."""
    given = {
        "ids": np.array([row.ids], np.int64),
        "mask": np.ones((1, len(row.ids)), np.int64),
        "focus": np.array([row.focus], np.int64),
    }
    found: list[NDArray[np.float32]] = session.run(["stance", "voice", "dimension"], given)
    return found


def read_weights(path: Path) -> bytes:
    """The ONNX model in ``path``, inflated where its name ends in .gz."""
    return _inflated(path, path.read_bytes())


def _inflated(path: Path, content: bytes) -> bytes:
    return gzip.decompress(content) if path.suffix == ".gz" else content


def load(proposition: str, config: StanceSection, assets: Assets) -> EncoderJudge:
    """The shipped encoder, checked against its digest in models/models.toml.

    Raises:
        ModelError: M001 a file is missing, M002 its digest is wrong.
    """
    return _judge_in(_ENCODER, proposition, config, assets)


def load_student(proposition: str, config: StanceSection, assets: Assets) -> EncoderJudge:
    """The small encoder.

    Raises:
        ModelError: M001 a file is missing, M002 its digest is wrong.
    """
    return _judge_in(_STUDENT, proposition, config, assets, name="student")


def available(assets: Assets) -> bool:
    """True when the encoder's files are all there."""
    names = [f"{_ENCODER}/{name}" for name in (_TOKENIZER, _SETTINGS)]
    return all(map(assets.has, names)) and assets.has(model_in(_ENCODER, assets))


def model_in(folder: str, assets: Assets) -> str:
    """Name of the weights in ``folder`` of ``assets``, whether they are there or not."""
    names = [f"{folder}/{name}" for name in _MODELS]
    return next((name for name in names if assets.has(name)), names[0])


def _judge_in(
    folder: str, proposition: str, config: StanceSection, assets: Assets, *, name: str = "encoder"
) -> EncoderJudge:
    session = _session(assets.root, model_in(folder, assets), config.arithmetic)
    composer, settings = _reader(assets, folder, proposition, assets)
    return _judge(session, composer, settings, config, name)


def load_trained(folder: Path, proposition: str, assets: Assets) -> EncoderJudge:
    """What ``train stance`` left in ``folder``, which no digest vouches for.

    Raises:
        ModelError: M001 a file is missing.
    """
    made = Assets(folder)
    session = open_session(read_weights(made.path(model_in(".", made))))
    composer, settings = _reader(made, ".", proposition, assets)
    return _judge(session, composer, settings, StanceSection(), folder.name)


def _reader(
    made: Assets, folder: str, proposition: str, assets: Assets
) -> tuple[Composer, dict[str, Any]]:
    """The composer of the weights in ``folder`` of ``made``, and their settings."""
    made.verified(f"{folder}/{_TOKENIZER}")
    tokenizer = load_tokenizer(made.path(f"{folder}/{_TOKENIZER}"))
    settings = json.loads(made.verified(f"{folder}/{_SETTINGS}"))
    limits = Limits(**settings.get("limits", _OLD_LIMITS))
    return Composer(tokenizer, proposition, load_mask(assets), limits), settings


def _judge(
    session: Any,
    composer: Composer,
    settings: dict[str, Any],
    config: StanceSection,
    name: str,
) -> EncoderJudge:
    return EncoderJudge(
        session,
        composer,
        float(settings["temperature"]),
        settings.get("biases") or [0.0] * len(STANCES),
        standing=STRENGTH if config.standing else 0.0,
        name=name,
    )


@lru_cache(maxsize=4)
def _session(root: Path, model: str, arithmetic: Arithmetic) -> Any:
    content = Assets(root).verified(model, listed=True)
    return open_session(_inflated(Path(model), content), arithmetic=arithmetic)

"""Sentence embeddings on onnxruntime: all-MiniLM-L6-v2, 384 numbers a text, without torch."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import ModelError
from pipeline.registry import Assets

Vectors = NDArray[np.float32]

MODEL = "embeddings/minilm/model.onnx"
TOKENIZER = "embeddings/minilm/tokenizer.json"

WIDTH = 384
_MAX_TOKENS = 128
_BATCH = 32
_TOKENISED = 4_096  # texts at a time: an encoding takes a hundred times the room of its ids


def available(assets: Assets) -> bool:
    """True when the encoder's files are there."""
    return assets.has(MODEL) and assets.has(TOKENIZER)


def embed(texts: Sequence[str], assets: Assets) -> Vectors:
    """Embeddings of ``texts`` in their order: (len(texts), 384), rows of length 1.

    Equal texts are embedded once and get the same row. Batches hold texts of like
    length, and are the same for the same texts in any order.

    Raises:
        ModelError: M001 a file is missing, M002 it is damaged.
    """
    distinct = sorted(set(texts))
    rows = _token_ids(distinct, assets)
    order = sorted(range(len(distinct)), key=lambda i: (len(rows[i]), i))
    found = np.zeros((len(distinct), WIDTH), np.float32)
    for start in range(0, len(order), _BATCH):
        chosen = order[start : start + _BATCH]
        found[chosen] = _run([rows[i] for i in chosen], assets)
    if distinct == list(texts):
        return found
    place = {text: i for i, text in enumerate(distinct)}
    result: Vectors = found[[place[text] for text in texts]]
    return result


def _token_ids(texts: Sequence[str], assets: Assets) -> list[list[int]]:
    if not texts:
        return []
    tokenizer = _tokenizer(assets.path(TOKENIZER))
    return [
        encoding.ids
        for start in range(0, len(texts), _TOKENISED)
        for encoding in tokenizer.encode_batch(list(texts[start : start + _TOKENISED]))
    ]


def _run(rows: Sequence[Sequence[int]], assets: Assets) -> Any:
    ids = np.zeros((len(rows), max(map(len, rows))), np.int64)
    mask = np.zeros_like(ids)
    for i, row in enumerate(rows):
        ids[i, : len(row)] = row
        mask[i, : len(row)] = 1
    return _session(assets.path(MODEL)).run(["embedding"], {"ids": ids, "mask": mask})[0]


@lru_cache(maxsize=2)
def _tokenizer(path: Path) -> Any:
    from tokenizers import Tokenizer

    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:  # tokenizers raises bare Exception
        raise ModelError("M002", f"{TOKENIZER}: {error}", place=str(path)) from None
    tokenizer.no_padding()
    tokenizer.enable_truncation(_MAX_TOKENS)
    return tokenizer


@lru_cache(maxsize=2)
def _session(path: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # workers are processes; threads would fight over cores
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Weights are widened to float32 once, at the start: see ``pipeline.topics.export``.
    options.add_session_config_entry("session.disable_quant_qdq", "1")
    models = path.parents[len(Path(MODEL).parts) - 1]
    content = Assets(models).verified(MODEL)
    try:
        return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime raises classes of its own, without a common base
        raise ModelError("M002", f"{MODEL}: {error}", place=str(path)) from None

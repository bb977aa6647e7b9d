"""Makes ``models/embeddings/minilm``: the sentence encoder as a small ONNX file.

Needs the extra ``train`` and a folder with the weights of all-MiniLM-L6-v2:

    python -m pipeline.topics.export WEIGHTS models/embeddings/minilm

Mean pooling and L2 normalisation are inside the graph. Weights are stored as int8
with a scale for each output column (each row of the embedding table) and widened to
float32 when the session starts, so arithmetic is float32 on every processor: dynamic
quantisation is a little faster, moves the vectors ten times as far, and differs
between processors with and without VNNI.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

import numpy as np

_LEAST = 4096  # smaller matrices stay float32


def export(weights: Path, target: Path) -> Path:
    """Write ``model.onnx`` and ``tokenizer.json`` into ``target`` from ``weights``.

    ``weights`` holds config.json, model.safetensors and tokenizer.json.
    """
    target.mkdir(parents=True, exist_ok=True)
    model = target / "model.onnx"
    _export_float(weights, model)
    _shrink(model)
    shutil.copyfile(weights / "tokenizer.json", target / "tokenizer.json")
    return model


def _export_float(weights: Path, model: Path) -> None:
    """fp32 ONNX, opset 17: ``ids``, ``mask`` (batch, length) to ``embedding`` (batch, 384)."""
    import torch

    example = torch.ones((2, 8), dtype=torch.long)
    axes = {name: {0: "batch", 1: "length"} for name in ("ids", "mask")}
    torch.onnx.export(
        _network(weights),
        (example, example),
        str(model),
        input_names=["ids", "mask"],
        output_names=["embedding"],
        dynamic_axes={**axes, "embedding": {0: "batch"}},
        opset_version=17,
        dynamo=False,
    )


def _network(weights: Path) -> Any:
    import torch
    from transformers import AutoModel

    class Pooled(torch.nn.Module):  # type: ignore[misc]  # torch ships no types we install
        """The encoder, the mean over its tokens, and length 1."""

        def __init__(self) -> None:
            super().__init__()
            self.encoder = AutoModel.from_pretrained(
                str(weights),
                attn_implementation="eager",
                local_files_only=True,
                dtype=torch.float32,
            )

        def forward(self, ids: Any, mask: Any) -> Any:
            states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
            share = mask.unsqueeze(-1).to(states.dtype)
            mean = (states * share).sum(1) / share.sum(1).clamp(min=1.0)
            return mean / mean.norm(dim=1, keepdim=True).clamp(min=1e-12)

    return Pooled().eval()


def _shrink(path: Path) -> None:
    """Store the large matrices of the model at ``path`` as int8, in place."""
    import onnx
    from onnx import numpy_helper

    model = onnx.load(str(path))
    graph = model.graph
    users = {name: node for node in graph.node for name in node.input}
    stored, widened = [], {}
    for tensor in graph.initializer:
        matrix = numpy_helper.to_array(tensor)
        if matrix.dtype != np.float32 or matrix.ndim != 2 or matrix.size < _LEAST:
            stored.append(tensor)
            continue
        node = users[tensor.name]
        axis = 0 if node.op_type == "Gather" else 1
        whole, scale = quantise(matrix, axis)
        stored.append(numpy_helper.from_array(whole, f"{tensor.name}.int8"))
        stored.append(numpy_helper.from_array(scale, f"{tensor.name}.scale"))
        widened[node.output[0]] = _widen(node, tensor.name, axis)
    stored.append(numpy_helper.from_array(np.array([-1], np.int64), "last_axis"))
    nodes = [new for node in graph.node for new in widened.get(node.output[0], [node])]
    del graph.node[:], graph.initializer[:]
    graph.node.extend(nodes)
    graph.initializer.extend(stored)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def quantise(matrix: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """``matrix`` (rows, columns) as int8 in -127..127 and the float32 scale along ``axis``."""
    scale = (np.abs(matrix).max(axis=1 - axis) / 127).astype(np.float32)
    scale[scale == 0] = 1.0
    whole = np.rint(matrix / np.expand_dims(scale, 1 - axis))
    return np.clip(whole, -127, 127).astype(np.int8), scale


def _widen(node: Any, name: str, axis: int) -> list[Any]:
    """The nodes that stand for ``node`` when its matrix ``name`` is stored as int8.

    Rows of the embedding table are widened after they are looked up, so that the
    table stays small in memory.
    """
    from onnx import TensorProto, helper

    whole, scale = f"{name}.int8", f"{name}.scale"
    if axis == 1:
        return [helper.make_node("DequantizeLinear", [whole, scale], [name], axis=1), node]
    places, out = node.input[1], node.output[0]
    return [
        helper.make_node("Gather", [whole, places], [f"{out}.int8"]),
        helper.make_node("Gather", [scale, places], [f"{out}.flat"]),
        helper.make_node("Cast", [f"{out}.int8"], [f"{out}.float"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", [f"{out}.flat", "last_axis"], [f"{out}.scale"]),
        helper.make_node("Mul", [f"{out}.float", f"{out}.scale"], [out]),
    ]


if __name__ == "__main__":
    sys.stdout.write(f"{export(Path(sys.argv[1]), Path(sys.argv[2]))}\n")

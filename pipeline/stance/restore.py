"""From a shipped ONNX file back to a network that a further training can go on from.

Whoever has the repository has the weights only as they ship, with six to eight bits each
(``shrink``). Read back as fp32 they say nearly what the shipped file says, and
are a better start than the pretrained encoder: nobody has to repeat the earlier passes.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from pipeline.errors import ModelError
from pipeline.stance.arithmetic import columns_of, unpacked
from pipeline.stance.encoder import read_weights
from pipeline.stance.network import StanceNetwork, load_encoder, save_network

_PRODUCT = re.compile(r"^/(?P<module>.+)/(Gemm_)?MatMul(_Q\d+|_quant)?$")
_QUANTIZED = "_quantized"


def restore(shipped: Path, base: Path, output: Path, *, back: float = 0.0) -> None:
    """Write ``output`` (config.json, model.safetensors, heads) from the file ``shipped``.

    Args:
        shipped: the file as one of the ways of ``shrink`` writes it.
        base: folder of the pretrained encoder, for its shape, and for its weights where
            ``back`` is not 0.
        output: folder to write; ``train stance --encoder`` takes it. The tokenizer comes
            from ``base``.
        back: share of the way, 0..1, from the shipped weights back to the pretrained ones;
            what the pretrained encoder lacks stays as it ships.

    Raises:
        ModelError: M003 when a weight of the network is not in the file.
    """
    import onnx

    graph = onnx.load_from_string(read_weights(shipped)).graph
    found = _weights(graph)
    encoder, width = load_encoder(base)
    network = StanceNetwork(encoder, width)
    state = network.state_dict()
    missing = sorted(n for n in state if n not in found and "position_ids" not in n)
    unused = {"encoder.pooler.dense.weight", "encoder.pooler.dense.bias"}
    if lost := [name for name in missing if name not in unused]:
        raise ModelError("M003", f"{shipped.name} has no {lost[0]}", place=str(shipped))
    for name, tensor in state.items():
        if name in found:
            weights = torch.from_numpy(found[name].reshape(tuple(tensor.shape)).copy())
            towards = back if name.startswith("encoder.") else 0.0
            tensor.copy_(torch.lerp(weights, tensor, towards))
    output.mkdir(parents=True, exist_ok=True)
    save_network(network, output)
    shutil.copyfile(base / "tokenizer.json", output / "tokenizer.json")


def _weights(graph: Any) -> dict[str, NDArray[np.float32]]:
    """Every weight by the name that torch gives it."""
    from onnx import numpy_helper

    fixed = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
    found = {name: value for name, value in fixed.items() if value.dtype == np.float32}
    for name in [n for n in fixed if n.endswith(".bytes")]:
        table = name.removesuffix(".bytes")
        found[table] = fixed[name].astype(np.float32) * fixed[f"{table}.scales"]
    for node in graph.node:
        if node.op_type == "Gather" and node.input[0].endswith(_QUANTIZED):
            table = node.input[0].removesuffix(_QUANTIZED)
            found[table] = _dequantized(fixed, table)
            continue
        named = _PRODUCT.match(node.name)
        if named is None or node.op_type not in ("MatMulNBits", "MatMulInteger", "MatMul"):
            continue
        weight = f"{named['module'].replace('/', '.')}.weight"
        if node.op_type == "MatMulNBits":
            found[weight] = unpacked(fixed[node.input[1]], fixed[node.input[2]], columns_of(node))
        elif node.op_type == "MatMulInteger":
            kept = node.input[1].removesuffix(_QUANTIZED)
            # A head keeps its own name there; the encoder's products have lost theirs.
            own = kept.removesuffix("_Transposed")
            found[own if own.endswith(".weight") else weight] = _dequantized(fixed, kept).T
        elif node.input[1] in fixed:
            found[weight] = fixed[node.input[1]].T
    return found


def _dequantized(fixed: dict[str, NDArray[Any]], name: str) -> NDArray[np.float32]:
    """A tensor that ``shrink_dynamic`` wrote as whole numbers, zero point and scale."""
    zero, scale = fixed[f"{name}_zero_point"], fixed[f"{name}_scale"]
    wide: NDArray[np.float32] = (
        fixed[f"{name}{_QUANTIZED}"].astype(np.float32) - zero.astype(np.float32)
    ) * scale
    return wide

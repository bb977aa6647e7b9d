"""From fp32 ONNX to a file that ships: two ways, for a small and for a large encoder.

``dynamic`` keeps eight bits a weight and lets onnxruntime scale the activations of a
whole sentence at once: fast, but MPNet's activations have outliers that this flattens, and
processors round it so differently that MiniLM's F_avg moved by three points between two.
``blocks``, in which both encoders ship, scales them in blocks of 64 numbers
(MatMulNBits), keeps seven bits of a weight (six of those of queries and keys) and one byte
of every number of a word vector, and deflates the file: that is what fits into 95 MB. With
six bits throughout, the networks trained last gave another label to one sentence in twelve.
"""

from __future__ import annotations

import gzip
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: Numbers that share one scale.
BLOCK = 64
#: Highest whole number of six bits with a sign, and of seven.
_SIX, _SEVEN = 31, 63
#: Products whose weights may be coarser: what they make goes through a softmax.
_COARSER = ("/attn/q/", "/attn/k/")
#: A two-dimensional table with more rows than this is one of word vectors.
_TABLE_ROWS = 5000


def shrink_dynamic(full: Path, target: Path) -> None:
    """Write ``full`` (fp32 ONNX) to ``target`` with int8 weights, scaled per channel."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(str(full), str(target), per_channel=True, weight_type=QuantType.QInt8)


def shrink_blocks(full: Path, target: Path) -> None:
    """Write ``full`` (fp32 ONNX) to ``target`` (gzip) with seven bits a weight."""
    import onnx
    from onnxruntime.quantization.matmul_nbits_quantizer import (
        DefaultWeightOnlyQuantConfig,
        MatMulNBitsQuantizer,
    )

    logging.getLogger("onnxruntime.quantization").setLevel(logging.WARNING)  # else a line a node
    model = onnx.load(str(full))
    _coarsen_products(model.graph)
    _shrink_tables(model.graph)
    # Accuracy level 4 multiplies in int8, a block at a time, where the processor can.
    config = DefaultWeightOnlyQuantConfig(
        block_size=BLOCK, is_symmetric=True, accuracy_level=4, bits=8
    )
    quantizer = MatMulNBitsQuantizer(model, algo_config=config)
    quantizer.process()
    content = quantizer.model.model.SerializeToString(deterministic=True)
    target.write_bytes(gzip.compress(content, compresslevel=9, mtime=0))


#: Name in a recipe -> how it is done, and the name of the file that ships.
WAYS: dict[str, tuple[Callable[[Path, Path], None], str]] = {
    "dynamic": (shrink_dynamic, "model.onnx"),
    "blocks": (shrink_blocks, "model.onnx.gz"),
}


def coarse(weights: NDArray[np.float32], highest: int = _SEVEN) -> NDArray[np.float32]:
    """``weights`` (rows, columns) rounded in every block of 64 rows of a column.

    Every number becomes a multiple of the block's scale, from -``highest`` to ``highest``.
    """
    rows, columns = weights.shape
    blocks = weights.reshape(rows // BLOCK, BLOCK, columns)
    scale = np.maximum(np.abs(blocks).max(axis=1, keepdims=True) / highest, 1e-12)
    rounded: NDArray[np.float32] = (np.round(blocks / scale) * scale).astype(np.float32)
    return rounded.reshape(rows, columns)


def bytes_and_scales(
    table: NDArray[np.float32],
) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """A table (rows, width) as int8 (rows, width) and the scale of each row (rows, 1)."""
    scale = np.maximum(np.abs(table).max(axis=1, keepdims=True) / 127, 1e-12).astype(np.float32)
    return np.round(table / scale).astype(np.int8), scale


def _coarsen_products(graph: Any) -> None:
    from onnx import numpy_helper

    fixed = {tensor.name: tensor for tensor in graph.initializer}
    for node in graph.node:
        tensor = fixed.get(node.input[1]) if node.op_type == "MatMul" else None
        if tensor is None or len(tensor.dims) != 2 or tensor.dims[0] % BLOCK:
            continue
        highest = _SIX if any(part in node.name for part in _COARSER) else _SEVEN
        weights = coarse(numpy_helper.to_array(tensor), highest)
        tensor.CopyFrom(numpy_helper.from_array(weights, tensor.name))


def _shrink_tables(graph: Any) -> None:
    """Look up word vectors as bytes and scale them afterwards."""
    from onnx import helper, numpy_helper

    fixed = {tensor.name: tensor for tensor in graph.initializer}
    for node in list(graph.node):
        table = fixed.get(node.input[0]) if node.op_type == "Gather" else None
        if table is None or len(table.dims) != 2 or table.dims[0] < _TABLE_ROWS:
            continue
        numbers, scales = bytes_and_scales(numpy_helper.to_array(table))
        graph.initializer.remove(table)
        graph.initializer.extend(
            numpy_helper.from_array(part, f"{table.name}.{kind}")
            for part, kind in ((numbers, "bytes"), (scales, "scales"))
        )
        out, places = node.output[0], node.input[1]
        place = list(graph.node).index(node)
        graph.node.remove(node)
        steps = [
            helper.make_node("Gather", [f"{table.name}.bytes", places], [f"{out}.bytes"]),
            helper.make_node("Gather", [f"{table.name}.scales", places], [f"{out}.scales"]),
            helper.make_node("Cast", [f"{out}.bytes"], [f"{out}.floats"], to=1),
            helper.make_node("Mul", [f"{out}.floats", f"{out}.scales"], [out]),
        ]
        for offset, step in enumerate(steps):
            graph.node.insert(place + offset, step)

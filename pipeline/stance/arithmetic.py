"""In which numbers the encoder multiplies: bytes, as its file holds them, or float32.

The file keeps a weight in a byte (MatMulNBits, see ``shrink``). A processor that
multiplies bytes (VNNI on x86, DOTPROD on ARM) is fastest with them as they are; any other is
some 1.5 times as fast when the weights are widened to float32 once, at the start
(``benchmarks/bench_stance.py``). The weights are the same numbers either way; the activations
are rounded in blocks in the first case and not at all in the second, so that another label is
possible where two classes are all but equal.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.config import Arithmetic

#: numpy's names of what multiplies bytes: AVX-512 VNNI (alone, from Cascade Lake on) and DOTPROD.
_BYTE_PRODUCTS = ("AVX512VNNI", "AVX512_CLX", "AVX512_ICL", "AVX512_SPR", "ASIMDDP")
_PRODUCT = "MatMulNBits"
#: What stands for zero in eight bits without a sign.
_MIDDLE = 128


def chosen(arithmetic: Arithmetic) -> Arithmetic:
    """``int8`` or ``float32``: what ``auto`` comes to on this processor."""
    if arithmetic != "auto":
        return arithmetic
    return "int8" if _multiplies_bytes() else "float32"


def open_session(content: bytes, threads: int = 1, arithmetic: Arithmetic = "auto") -> Any:
    """An onnxruntime session, on one thread: workers are processes and would fight over cores."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = threads
    options.log_severity_level = 3
    if chosen(arithmetic) == "float32" and _PRODUCT.encode() in content:
        content, wide = widened(content)
        # Copied into the session while it is made, so that nothing here need outlive the call.
        values = [onnxruntime.OrtValue.ortvalue_from_numpy(weights) for weights in wide.values()]
        options.add_external_initializers(list(wide), values)
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])


@cache
def _multiplies_bytes() -> bool:
    # What numpy.show_runtime prints; no public call returns it, and without it float32 is safe.
    umath = getattr(getattr(np, "_core", None), "_multiarray_umath", None)
    features: dict[str, bool] = getattr(umath, "__cpu_features__", {})
    return any(features.get(name, False) for name in _BYTE_PRODUCTS)


def widened(content: bytes) -> tuple[bytes, dict[str, NDArray[np.float32]]]:
    """The ONNX model ``content`` with a plain product in float32 for each product of bytes.

    The wide weights come beside the graph, by name, as it refers to them (external data): in
    one message both would be copied twice more. A model without such products is only copied.
    """
    import onnx
    from onnx import numpy_helper

    model = onnx.load_from_string(content)
    graph = model.graph
    fixed = {tensor.name: tensor for tensor in graph.initializer}
    wide: dict[str, NDArray[np.float32]] = {}
    for node in graph.node:
        if node.op_type != _PRODUCT:
            continue
        given, numbers, scales = node.input[:3]
        packed, scaled = (numpy_helper.to_array(fixed[name]) for name in (numbers, scales))
        wide[numbers] = np.ascontiguousarray(unpacked(packed, scaled, columns_of(node)).T)
        graph.initializer.remove(fixed[scales])
        fixed[numbers].CopyFrom(_stand_in(numbers, wide[numbers].shape))
        node.CopyFrom(onnx.helper.make_node("MatMul", [given, numbers], [*node.output]))
    graph_alone: bytes = model.SerializeToString(deterministic=True)
    return graph_alone, wide


def unpacked(
    numbers: NDArray[np.uint8], scales: NDArray[np.float32], columns: int
) -> NDArray[np.float32]:
    """Weights (rows, columns) from the numbers (rows, blocks, size) of a MatMulNBits node.

    ``scales`` has one number a block; 128 stands for zero.
    """
    rows, blocks, size = numbers.shape
    whole = (numbers.astype(np.float32) - _MIDDLE) * scales.reshape(rows, blocks, 1)
    flat: NDArray[np.float32] = whole.reshape(rows, blocks * size)[:, :columns]
    return flat


def columns_of(node: Any) -> int:
    """Numbers in each of the rows of weights of a MatMulNBits node."""
    return int(next(attribute.i for attribute in node.attribute if attribute.name == "K"))


def _stand_in(name: str, shape: tuple[int, ...]) -> Any:
    """A float32 tensor without its numbers, which are handed over beside the graph."""
    import onnx

    tensor = onnx.TensorProto(name=name, dims=shape, data_type=onnx.TensorProto.FLOAT)
    tensor.data_location = onnx.TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value="beside")
    return tensor

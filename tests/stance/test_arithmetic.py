"""Weights in bytes and the same weights in float32 say the same."""

from __future__ import annotations

import numpy as np
import onnx
import pytest
from onnx import helper, numpy_helper

from pipeline.config import StanceSection, load_settings
from pipeline.errors import ConfigError
from pipeline.stance import arithmetic, encoder
from tests.stance.test_encoder import ASSETS, ITEMS

WIDTH, CLASSES, BLOCK = 128, 3, 64


def small_model() -> tuple[bytes, np.ndarray]:
    """A graph of one product of bytes, and its weights (WIDTH, CLASSES) as numbers."""
    draw = np.random.default_rng(1)
    numbers = draw.integers(65, 192, (CLASSES, WIDTH // BLOCK, BLOCK)).astype(np.uint8)
    scales = draw.uniform(0.01, 0.02, (CLASSES, WIDTH // BLOCK)).astype(np.float32)
    node = helper.make_node(
        "MatMulNBits", ["x", "bytes", "scales"], ["y"], domain="com.microsoft",
        K=WIDTH, N=CLASSES, bits=8, block_size=BLOCK, accuracy_level=4,
    )  # fmt: skip
    graph = helper.make_graph(
        [node],
        "small",
        [helper.make_tensor_value_info("x", onnx.TensorProto.FLOAT, ["n", WIDTH])],
        [helper.make_tensor_value_info("y", onnx.TensorProto.FLOAT, ["n", CLASSES])],
        [numpy_helper.from_array(numbers, "bytes"), numpy_helper.from_array(scales, "scales")],
    )
    domains = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
    model = helper.make_model(graph, opset_imports=domains, ir_version=8)
    weights = ((numbers.astype(np.float32) - 128) * scales[:, :, None]).reshape(CLASSES, WIDTH)
    return model.SerializeToString(), weights.T


def test_widened_weights_are_the_numbers_that_the_bytes_stand_for() -> None:
    content, weights = small_model()
    graph, wide = arithmetic.widened(content)
    assert [node.op_type for node in onnx.load_from_string(graph).graph.node] == ["MatMul"]
    np.testing.assert_array_equal(wide["bytes"], weights)
    given = np.random.default_rng(2).normal(size=(5, WIDTH)).astype(np.float32)
    in_bytes, in_floats = (
        arithmetic.open_session(content, arithmetic=name).run(["y"], {"x": given})[0]
        for name in ("int8", "float32")
    )
    np.testing.assert_allclose(in_floats, given @ weights, rtol=1e-4, atol=1e-4)
    np.testing.assert_allclose(in_bytes, in_floats, atol=0.2)


def test_a_processor_that_multiplies_bytes_gets_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    for can, expected in ((True, "int8"), (False, "float32")):
        monkeypatch.setattr(arithmetic, "_multiplies_bytes", lambda can=can: can)
        assert arithmetic.chosen("auto") == expected
        assert arithmetic.chosen("int8") == "int8"
        assert arithmetic.chosen("float32") == "float32"


def test_both_arithmetics_judge_alike() -> None:
    found = {
        name: encoder.load("Scaling is enough.", StanceSection(arithmetic=name), ASSETS).judge(
            ITEMS
        )
        for name in ("int8", "float32")
    }
    for byte, wide in zip(found["int8"], found["float32"], strict=True):
        assert byte.stances == pytest.approx(wide.stances, abs=0.1)


def test_another_arithmetic_is_refused_with_the_ones_there_are() -> None:
    with pytest.raises(ConfigError, match="int8"):
        load_settings(None, ["stance.arithmetic=int4"])

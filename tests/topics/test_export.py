from __future__ import annotations

import numpy as np

from pipeline.topics.export import quantise


def test_rows_and_columns_keep_their_own_scale():
    matrix = np.array([[1.0, 100.0], [-0.5, -50.0]], np.float32)
    for axis in (0, 1):
        whole, scale = quantise(matrix, axis)
        back = whole * np.expand_dims(scale, 1 - axis)
        assert np.abs(back - matrix).max() <= 100 / 127 / 2
        assert whole.dtype == np.int8
    by_column = quantise(matrix, 1)[0] * quantise(matrix, 1)[1]
    assert np.abs(by_column - matrix)[:, 0].max() <= 1 / 127 / 2


def test_a_column_of_zeros_stays_zero():
    whole, scale = quantise(np.zeros((3, 2), np.float32), 1)
    assert not whole.any()
    assert scale.tolist() == [1.0, 1.0]

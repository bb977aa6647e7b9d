from __future__ import annotations

import numpy as np

from pipeline.stance.shrink import BLOCK, bytes_and_scales, coarse


def test_coarse_weights_have_few_levels_in_a_block_and_stay_near() -> None:
    weights = np.random.default_rng(1).normal(0, 0.05, (2 * BLOCK, 6)).astype(np.float32)
    found = coarse(weights, 31)
    assert found.shape == weights.shape
    for column in range(6):
        block = found[:BLOCK, column]
        assert len(np.unique(block)) <= 63
        step = np.abs(weights[:BLOCK, column]).max() / 31
        assert np.abs(block - weights[:BLOCK, column]).max() <= step / 2 + 1e-6


def test_more_levels_are_nearer() -> None:
    weights = np.random.default_rng(3).normal(0, 0.05, (BLOCK, 40)).astype(np.float32)
    errors = [np.abs(coarse(weights, highest) - weights).mean() for highest in (31, 63)]
    assert errors[1] < 0.6 * errors[0]


def test_coarse_weights_are_their_own_coarse_weights() -> None:
    weights = np.random.default_rng(2).normal(0, 1, (BLOCK, 3)).astype(np.float32)
    once = coarse(weights)
    np.testing.assert_allclose(coarse(once), once, rtol=1e-5)


def test_zero_weights_stay_zero() -> None:
    assert not coarse(np.zeros((BLOCK, 2), np.float32)).any()


def test_a_table_comes_back_from_bytes_and_scales() -> None:
    table = np.random.default_rng(4).normal(0, 1, (50, 8)).astype(np.float32)
    numbers, scales = bytes_and_scales(table)
    assert numbers.dtype == np.int8
    assert scales.shape == (50, 1)
    assert np.abs(numbers * scales - table).max() <= scales.max() / 2 + 1e-6

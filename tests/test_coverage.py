"""A fast cut of benchmarks/coverage.py: corrected intervals hold the truth, naive ones do not."""

from __future__ import annotations

from types import ModuleType

import numpy as np
import pytest

from tests.scripts import script


def bench() -> ModuleType:
    return script("benchmarks/coverage.py")


def shares(held: dict[str, dict[str, list[bool]]]) -> dict[str, dict[str, float]]:
    return {k: {m: float(np.mean(hits)) for m, hits in found.items()} for k, found in held.items()}


@pytest.mark.slow
def test_corrected_intervals_hold_the_truth() -> None:
    found = shares(bench().simulate(200, 600, seed=7))
    for kind in ("corrected", "corrected change"):
        for name, share in found[kind].items():
            assert 0.90 <= share <= 0.99, (kind, name)


@pytest.mark.slow
def test_naive_intervals_do_not_where_the_labeller_is_weak() -> None:
    # How far they fail depends on the bias of the labeller: here one that calls few sides.
    module = bench()
    held = module.simulate(200, 600, seed=7, reading=module.reading_of(module.FIXED))
    naive = shares(held)["naive"]
    assert all(share < 0.8 for share in naive.values())
    assert min(naive.values()) < 0.5


def test_without_correction_for_a_perfect_labeller_the_naive_interval_is_right() -> None:
    # What fails above is the labeller, not the bootstrap.
    module, truth = bench(), bench().truths()["share of favor"]
    hits = []
    for seed in range(60):
        draw = np.random.default_rng(seed)
        world = module.make(draw, np.eye(5))
        ends = [module.naive(world, p, draw)["share of favor"] for p in range(module.PERIODS)]
        hits += [low <= t <= high for t, (low, high) in zip(truth, ends, strict=True)]
    assert np.mean(hits) == pytest.approx(0.95, abs=0.03)


def test_the_truth_is_that_of_the_process() -> None:
    module, draw = bench(), np.random.default_rng(3)
    worlds = [module.make(draw, np.eye(5)) for _ in range(40)]
    stance = np.concatenate([w.stance for w in worlds])
    period = np.concatenate([w.period for w in worlds])
    for name, (top, bottom) in module.MEASURES.items():
        for p, value in enumerate(module.truths()[name]):
            shares = np.bincount(stance[period == p], minlength=5) / (period == p).sum()
            assert (shares @ top) / (shares @ bottom) == pytest.approx(value, abs=0.06), name


def test_the_labeller_is_the_stance_model_s() -> None:
    reading, source = bench().confusion()
    assert source
    assert reading.shape == (5, 5)
    assert reading.sum(axis=1) == pytest.approx(1)

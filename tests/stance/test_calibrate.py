from __future__ import annotations

import numpy as np
import pytest

from pipeline.records import STANCES
from pipeline.stance.calibrate import calibrate, match_shares


def _made(n: int = 400) -> tuple[np.ndarray, list[str]]:
    """Logits that lean toward unrelated, and the codes they were made from."""
    numbers = np.random.default_rng(3)
    gold = numbers.choice(len(STANCES), n, p=[0.2, 0.2, 0.05, 0.25, 0.3])
    said = numbers.normal(0, 1, (n, len(STANCES))) + 1.5 * np.eye(len(STANCES))[gold]
    said[:, STANCES.index("unrelated")] += 1.5
    return said, [STANCES[g] for g in gold]


def test_biases_give_the_wanted_shares() -> None:
    said, _ = _made()
    wanted = np.array([0.2, 0.2, 0.05, 0.25, 0.3])
    biases = match_shares(said, wanted)
    called = np.bincount((said + biases).argmax(axis=1), minlength=5) / len(said)
    assert np.abs(called - wanted).max() < 0.02
    assert biases.sum() == pytest.approx(0.0, abs=1e-9)


def test_calibration_lowers_the_log_loss() -> None:
    said, gold = _made()
    places = [STANCES.index(g) for g in gold]

    def loss(logits: np.ndarray) -> float:
        shifted = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
        return float(-shifted[np.arange(len(places)), places].mean())

    found = calibrate(said, gold)
    assert found["log_loss"] < loss(said)
    ready = (said + np.array(found["biases"])) / found["temperature"]
    assert loss(ready) == pytest.approx(found["log_loss"], abs=1e-3)


def test_without_shares_only_the_temperature_is_fitted() -> None:
    said, gold = _made()
    found = calibrate(said, gold, shares=False)
    assert found["biases"] == [0.0] * 5
    assert found["temperature"] != 1.0

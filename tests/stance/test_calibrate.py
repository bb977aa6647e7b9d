from __future__ import annotations

import numpy as np
import pytest

from pipeline.records import STANCES
from pipeline.stance.calibrate import calibrate, certainty, match_shares, unrelated_share


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


def test_hardly_anything_related_is_lost_to_a_certain_student() -> None:
    said, gold = _made()
    shares = unrelated_share(said, calibrate(said, gold))
    limit = certainty(shares, gold, lost=0.05)
    related = np.array([code != "unrelated" for code in gold])
    assert np.mean(shares[related] >= limit) <= 0.05
    assert np.mean(shares[~related] >= limit) > 0.05


def test_certainty_without_anything_related() -> None:
    assert 0.0 <= certainty(np.array([0.9, 0.8]), ["unrelated", "unrelated"]) <= 0.001


def test_no_related_sentence_lies_at_the_limit_when_none_may_be_lost() -> None:
    shares = np.array([0.91, 0.42, 0.99])
    limit = certainty(shares, ["favor", "neutral", "unrelated"], lost=0.0)
    assert 0.91 < limit <= 0.912

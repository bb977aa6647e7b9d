"""From logits to probabilities that may be counted: class shares and temperature.

All of it is fitted on real sentences of held-back documents, which no weight has seen
(without real sentences, on some of those learned), and on what the exported file itself
says of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax

from pipeline.records import STANCES
from pipeline.stance.arithmetic import open_session
from pipeline.stance.compose import Composer
from pipeline.stance.encoder import logits, read_weights
from pipeline.stance.examples import Example


def calibrate_model(
    model: Path, composer: Composer, held: Sequence[Example], *, shares: bool
) -> dict[str, Any]:
    """``calibrate`` on what the exported ``model`` itself says of the held-back sentences."""
    return calibrate(said_of(model, composer, held), [e.stance for e in held], shares=shares)


def said_of(model: Path, composer: Composer, held: Sequence[Example]) -> NDArray[np.float64]:
    """Logits (n, 5) of the stances that the exported ``model`` gives, one sentence at a time."""
    session = open_session(read_weights(model))
    rows = composer.compose_all([e.item for e in held])
    return np.concatenate([logits(session, row)[0] for row in rows]).astype(np.float64)


def calibrate(
    said: NDArray[np.float64], gold: Sequence[str], *, shares: bool = True
) -> dict[str, Any]:
    """Class biases and a temperature for the logits ``said`` (n, 5).

    With ``shares`` the biases make the predicted shares equal the true ones, since shares
    are what trends are made of; they are as good as the held-back sentences are like those
    that are judged. The temperature then minimises the log loss (Guo et al. 2017).
    """
    places = np.array([STANCES.index(g) for g in gold])
    biases = np.zeros(len(STANCES))
    if shares:
        biases = match_shares(said, np.bincount(places, minlength=len(STANCES)) / len(places))

    def loss(logarithm: float) -> float:
        scaled = (said + biases) / np.exp(logarithm)
        return float(-log_softmax(scaled, axis=1)[np.arange(len(places)), places].mean())

    found = minimize_scalar(loss, bounds=(-1.0, 1.5), method="bounded")
    return {
        "temperature": round(float(np.exp(found.x)), 4),
        "biases": [round(float(b), 4) for b in biases],
        "log_loss": round(float(found.fun), 4),
    }


def match_shares(
    said: NDArray[np.float64], wanted: NDArray[np.float64], *, steps: int = 400
) -> NDArray[np.float64]:
    """Biases (5,) with which the most probable classes of ``said`` have the ``wanted`` shares.

    Ever smaller steps against the logarithm of the ratio of the shares; a class may be
    moved by 2 at most, and the biases add up to 0.
    """
    biases = np.zeros(said.shape[1])
    rare = 1.0 / len(said)
    for step in np.geomspace(0.3, 0.006, steps):
        shares = np.bincount((said + biases).argmax(axis=1), minlength=len(biases)) / len(said)
        ratio = np.log((wanted + rare) / (shares + rare))
        biases = np.clip(biases + step * np.clip(ratio, -1, 1), -2, 2)
        biases -= biases.mean()
    return biases

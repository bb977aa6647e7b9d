"""How alike the statements of one document are, and what they count for."""

from __future__ import annotations

import json

import numpy as np
import pytest

from pipeline.registry import default_models
from pipeline.trends.likeness import ASSUMED, design_effect, likeness


def invented(rho: float, *, people: int = 400, documents: int = 4, size: int = 6):
    """Statements whose documents differ by beta draws with the intraclass correlation ``rho``."""
    draw = np.random.default_rng(3)
    shares = np.repeat(draw.uniform(0.2, 0.8, people), documents)
    if rho:
        strength = 1 / rho - 1
        shares = draw.beta(shares * strength, (1 - shares) * strength)
    document = np.repeat(np.arange(people * documents), size)
    favor = draw.random(len(document)) < shares[document]
    return document // documents, document, favor


@pytest.mark.parametrize("rho", [0.0, 0.2, 0.5, 0.8])
def test_likeness_is_that_of_the_process(rho):
    assert likeness(*invented(rho)) == pytest.approx(rho, abs=0.04)


def test_of_one_mind_in_each_document_is_wholly_alike():
    document = np.repeat(np.arange(20_000), 3)
    assert likeness(document // 2, document, document % 2 == 0) == pytest.approx(1.0, abs=1e-3)


def test_few_people_hardly_tell_it():
    document = np.repeat(np.arange(20), 5)  # ten people, as many as what is assumed weighs
    assert likeness(document // 2, document, document % 2 == 0) == (1 + ASSUMED) / 2
    assert likeness(*invented(0.0, people=0)) == ASSUMED


def test_people_heard_in_one_document_tell_nothing():
    assert likeness(*invented(0.0, documents=1)) == ASSUMED


def test_people_who_never_disagree_with_themselves_tell_nothing():
    person, document, favor = invented(0.0)
    assert likeness(person, document, np.ones_like(favor)) == ASSUMED


def test_the_likeness_assumed_is_that_of_our_own_coded_sentences():
    path = default_models() / "stance" / "check.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    own = [
        row
        for row in rows
        if row["voice"] == "own" and row["speaker"] and row["stance"] in ("favor", "against")
    ]
    person, document = (
        np.unique([row[name] for row in own], return_inverse=True)[1]
        for name in ("speaker", "file")
    )
    favor = np.array([row["stance"] == "favor" for row in own])
    assert likeness(person, document, favor) == pytest.approx(ASSUMED, abs=0.01)


def test_the_design_effect_of_kish():
    assert design_effect(np.array([1, 2, 3]), 0.5) == 1.0
    assert design_effect(np.array([7] * 10), 0.3) == pytest.approx(1 + 9 * 0.3)
    assert design_effect(np.array([1, 1, 1, 2]), 1.0) == pytest.approx((9 + 1) / 4)
    assert design_effect(np.array([], dtype=np.int64), 0.3) == 1.0

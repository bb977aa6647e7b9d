from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.gold import metrics
from pipeline.records import STANCES

CODES = st.lists(st.tuples(st.sampled_from(STANCES), st.sampled_from(STANCES)), min_size=1)


def test_known_figures() -> None:
    gold = ["favor"] * 4 + ["against"] * 4 + ["unrelated"] * 2
    said = ["favor", "favor", "against", "unrelated"] + ["against"] * 3 + ["favor"]
    said += ["unrelated", "neutral"]
    table = metrics.confusion(gold, said)
    assert metrics.precision(table, "favor") == pytest.approx(2 / 3)
    assert metrics.recall(table, "favor") == pytest.approx(1 / 2)
    assert metrics.f1(table, "favor") == pytest.approx(4 / 7)
    assert metrics.f1(table, "against") == pytest.approx(3 / 4)
    assert metrics.f_avg(table) == pytest.approx((4 / 7 + 3 / 4) / 2)
    assert metrics.relevance_f1(table) == pytest.approx(14 / 16)
    assert metrics.prevalence_error(table, "favor") == pytest.approx(-0.1)


@given(CODES)
def test_figures_agree_with_scikit_learn(pairs: list[tuple[str, str]]) -> None:
    from sklearn.metrics import f1_score

    gold, said = [g for g, _ in pairs], [s for _, s in pairs]
    table = metrics.confusion(gold, said)
    expected = f1_score(gold, said, labels=list(STANCES), average=None, zero_division=0)
    assert [metrics.f1(table, s) for s in STANCES] == pytest.approx(list(expected))


@given(CODES)
def test_prevalence_errors_cancel(pairs: list[tuple[str, str]]) -> None:
    table = metrics.confusion([g for g, _ in pairs], [s for _, s in pairs])
    assert sum(metrics.prevalence_error(table, s) for s in STANCES) == pytest.approx(0)
    assert 0 <= metrics.macro_f1(table) <= 1


def test_intervals_hold_the_value_and_resample_documents() -> None:
    rng = np.random.default_rng(5)
    gold = [STANCES[i] for i in rng.integers(0, 5, 300)]
    said = [g if rng.random() < 0.7 else "neutral" for g in gold]
    by_document = [str(i // 30) for i in range(300)]
    figures = metrics.with_intervals(gold, said, by_document, resamples=200)
    for figure in figures.values():
        assert figure.low <= figure.value + 1e-9
        assert figure.value <= figure.high + 1e-9
    again = metrics.with_intervals(gold, said, by_document, resamples=200)
    assert figures == again


@pytest.mark.parametrize("documents", [1, 2, 9])
def test_of_few_documents_sentences_are_drawn_too(documents: int) -> None:
    rng = np.random.default_rng(5)
    gold = [STANCES[i] for i in rng.integers(0, 5, 300)]
    said = [g if rng.random() < 0.7 else "neutral" for g in gold]
    where = [str(i % documents) for i in range(300)]
    figure = metrics.with_intervals(gold, said, where)["accuracy"]
    half = 1.96 * (figure.value * (1 - figure.value) / 300) ** 0.5
    assert figure.high - figure.low > 1.5 * half
    assert figure.low < figure.value < figure.high
    assert figure == metrics.with_intervals(gold, said, where)["accuracy"]


def test_calibration_and_coverage() -> None:
    gold = ["favor"] * 10
    said = ["favor"] * 8 + ["against"] * 2
    assert metrics.calibration_error(gold, said, [0.8] * 10) == pytest.approx(0)
    assert metrics.calibration_error(gold, said, [1.0] * 10) == pytest.approx(0.2)
    curve = metrics.coverage_curve(gold, said, [0.9] * 8 + [0.1] * 2)
    assert curve[7] == {"coverage": 0.8, "accuracy": 1.0}
    assert curve[-1] == {"coverage": 1.0, "accuracy": 0.8}

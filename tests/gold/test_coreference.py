from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import PipelineError
from pipeline.gold.coreference import (
    Case,
    evaluate_coreference,
    nearest_before,
    read_cases,
    resolved,
)
from pipeline.registry import Assets, default_models
from tests.discourse.making import rows

CASES = Path(__file__).parents[1] / "discourse" / "cases" / "coreference.csv"
ASSETS = Assets(default_models())


@pytest.mark.parametrize("case", rows("coreference.csv"))
def test_table(case: dict[str, Any]) -> None:
    assert (
        resolved(Case(case["text"], case["mention"], case["expected"]), ASSETS) == case["expected"]
    )


def test_the_table_is_large_and_every_case_is_one() -> None:
    cases = list(read_cases(CASES))
    assert len(cases) >= 120
    assert len({(case.text, case.mention) for case in cases}) == len(cases)
    assert 0.2 < sum(case.expected == "unresolved" for case in cases) / len(cases) < 0.5


def test_the_layer_answers_rarely_wrong_and_more_often_right_than_the_nearest_name() -> None:
    layer, nearest = evaluate_coreference(CASES, ASSETS)
    assert layer.figures["precision"].value >= 0.9
    assert layer.figures["accuracy"].value > nearest.figures["accuracy"].value
    assert layer.as_dict()["cases"] == layer.cases


def test_the_baseline_takes_the_nearest_name() -> None:
    case = Case("Gary Marcus met Fei-Fei Li. He left.", "He", "person:gary-marcus")
    assert nearest_before(case, ASSETS) == "person:fei-fei-li"
    assert nearest_before(Case("He left.", "He", "unresolved"), ASSETS) == "unresolved"


@pytest.mark.parametrize(
    "text",
    ["", "text,mention,expected\n", "text,mention\nHe left.,He\n",
     "text,mention,expected\nHe left.,She,unresolved\n",
     "text,mention,expected\nThere.,He,unresolved\n",
     "text,mention,expected\nHe left.,He,somebody\n"],
)  # fmt: skip
def test_cases_that_are_not_understood_are_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "cases.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PipelineError) as caught:
        evaluate_coreference(path, ASSETS)
    assert caught.value.code == "G001"

"""The README's table of the stance model shows the published figures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
METRICS = ROOT / "models" / "stance"


def shown(figure: dict[str, float]) -> str:
    value, low, high = (f"{figure[k]:.2f}".removeprefix("0") for k in ("value", "low", "high"))
    return f"{value} [{low}, {high}]"


def points(errors: dict[str, Any]) -> str:
    return " / ".join(f"{100 * errors[side]['value']:+.0f}" for side in ("favor", "against"))


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("metrics.json", "| 428 of podcasts |"),
        ("metrics/seeds.json", "| 109 of two pasted essays |"),
    ],
)
def test_the_encoders_row_is_what_was_measured(name: str, begins: str) -> None:
    found = json.loads((METRICS / name).read_text(encoding="utf-8"))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    row = next(line for line in readme.splitlines() if line.startswith(begins))
    figures = [shown(found[key]) for key in ("f_avg", "relevance_f1", "accuracy")]
    assert row.removesuffix(" points |").removesuffix(" |") == " | ".join(
        [begins.removesuffix(" |"), *figures, points(found["prevalence_error"])]
    )

"""The README's table of the stance model shows the published figures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
METRICS = ROOT / "models" / "stance"


def sided(name: str) -> tuple[int, int, int]:
    """(critical sentences, of them called favoring, sided ones that got the other side)."""
    table = json.loads((METRICS / name).read_text(encoding="utf-8"))["confusion"]
    return sum(table[1]), table[1][0], table[0][1] + table[1][0]


def test_what_is_said_of_sides_mistaken_is_what_was_measured() -> None:
    readme = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    table = json.loads((METRICS / "metrics.json").read_text(encoding="utf-8"))["confusion"]
    both = sum(table[0]) + sum(table[1])
    assert f"({sided('metrics.json')[2]} of {both} sentences coded *favor* or *against*)" in readme
    critical, favoring, _ = sided("metrics/seeds.json")
    assert f"of the {critical} coded *against* and calls {favoring} of them *favor*" in readme
    check = json.loads((METRICS / "metrics" / "check.json").read_text(encoding="utf-8"))
    both = sum(check["confusion"][0]) + sum(check["confusion"][1])
    assert f"on our own check set {sided('metrics/check.json')[2]} of {both}" in readme


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
        [begins.removesuffix(" |"), *figures, points(found["share_error"])]
    )

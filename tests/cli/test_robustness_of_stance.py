from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline.cli.app import app
from pipeline.gold import evaluate, robustness
from pipeline.records import STANCES
from pipeline.stance.base import Item, Judgement
from pipeline.stance.llm import LlmJudge
from tests.stance.fake_endpoint import serve


class Loud:
    name = "loud"

    def judge(self, items: Sequence[Item]) -> list[Judgement]:
        said = ["favor" if item.text.isupper() else "neutral" for item in items]
        return [Judgement(stances={s: float(s == one) for s in STANCES}) for one in said]


@pytest.fixture
def gold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user"))
    path = tmp_path / "gold.jsonl"
    rows = [{"id": str(i), "text": f"It got bigger {i}.", "stance": "favor"} for i in range(4)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def call(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def test_help_has_an_example() -> None:
    found = call("evaluate", "robustness", "--help")
    assert found.exit_code == 0
    assert "Example:  scaling-discourse evaluate robustness --gold" in found.output


def test_figures_are_printed(gold: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(robustness, "load_judge", lambda *_: Loud())
    found = call("evaluate", "robustness", "--gold", str(gold))
    assert found.exit_code == 0, found.output
    assert "upper case      changed      n = 4     1.000" in found.output
    assert "names swapped   touches no sentence" in found.output
    as_json = json.loads(call("evaluate", "robustness", "--gold", str(gold), "--json").stdout)
    assert as_json["perturbations"]["upper case"]["changed"]["value"] == 1
    assert (as_json["backend"], as_json["n"]) == ("loud", 4)


@pytest.mark.parametrize("asked", [["--backend", "llm"], []], ids=["asked", "configured"])
def test_stance_is_evaluated_with_the_configured_endpoint_and_its_cost_is_said(
    gold: Path, monkeypatch: pytest.MonkeyPatch, asked: list[str]
) -> None:
    def no_baselines(proposition, config, assets):  # type: ignore[no-untyped-def]
        return LlmJudge(proposition, config.llm) if config.backend == "llm" else Loud()

    monkeypatch.setattr(evaluate, "load_judge", no_baselines)
    with serve() as fake:
        llm = f'[stance.llm]\nendpoint = "{fake.url}"\nmodel = "fake-1"\n'
        chosen = "" if asked else '[stance]\nbackend = "llm"\n'
        Path("pipeline.toml").write_text(chosen + llm, encoding="utf-8")
        found = call("evaluate", "stance", "--gold", str(gold), *asked, "--json")
    assert found.exit_code == 0, found.output
    printed = json.loads(found.stdout)
    assert (printed["backend"], printed["accuracy"]["value"]) == ("llm", 1.0)
    assert "llm: 4 calls, 400 tokens sent and 40 answered" in found.stderr

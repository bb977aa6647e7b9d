from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli.analyze import _counted
from pipeline.cli.app import app
from pipeline.config import load_settings

CLI = CliRunner()


def asked(tmp_path: Path, voice: str) -> tuple[int, str]:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.md").write_text("Bigger models are wiser.\n", encoding="utf-8")
    words = ["analyze", "--corpora", str(corpus), "--voice", voice, "--dry-run"]
    settings = ["--config", str(tmp_path / "pipeline.toml"), "--cache", str(tmp_path / "cache")]
    found = CLI.invoke(app, [*words, *settings])
    return found.exit_code, found.output + str(found.exception or "")


def test_voice_is_short_for_a_setting() -> None:
    settings = load_settings(None, _counted(" own, reported "))
    assert settings.trends.voice == ("own", "reported")
    assert load_settings(None, _counted(None)).trends.voice == ("own", "endorsed")


def test_known_voices_are_taken(tmp_path: Path) -> None:
    code, said = asked(tmp_path, "own,question")
    assert code == 0
    assert "trends" in said


@pytest.mark.parametrize("voice", ["onw", "own,favor", ""])
def test_other_voices_are_refused_with_the_known_ones(tmp_path: Path, voice: str) -> None:
    code, said = asked(tmp_path, voice)
    assert code != 0
    assert "trends.voice" in said


def test_corrected_figures_refuse_them_too(tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text("", encoding="utf-8")
    found = CLI.invoke(app, ["gold", "correct", str(gold), "--voice", "onw"])
    assert found.exit_code != 0
    assert "voice" in str(found.exception)

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline.cli.app import app

COMMANDS = ["analyze", "why", "list", "stages", "explain", "doctor", "robustness"]
GROUPS = [("corpus", "new"), ("corpus", "list"), ("corpus", "check"), ("evaluate", "stance")]


def call(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str) -> None:
    result = call(command, "--help")
    assert result.exit_code == 0
    assert "Example:  scaling-discourse" in result.output


@pytest.mark.parametrize("words", GROUPS)
def test_every_group_has_help_with_an_example(words: tuple[str, str]) -> None:
    result = call(*words, "--help")
    assert result.exit_code == 0
    assert "Example:  scaling-discourse" in result.output


def test_a_mistyped_command_or_option_gets_the_nearest() -> None:
    assert "Did you mean 'analyze'" in call("analyse").output
    assert "--output" in call("analyze", "--outptu", "x").output


def test_version_is_said() -> None:
    assert call("--version").output.startswith("scaling-discourse 0.")


def test_explain_one_and_all() -> None:
    assert "What to do:" in call("explain", "C104").output
    assert len(call("explain").output.splitlines()) > 20


def test_stages_are_shown_in_order() -> None:
    names = [line.split()[0] for line in call("stages").output.splitlines() if line[0] != " "]
    assert names[0] == "read"
    assert names.index("screen") < names.index("stance") < names.index("trends")


def test_a_new_corpus_is_made_listed_and_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert call("corpus", "new", "my-texts").exit_code == 0
    assert (tmp_path / "corpora" / "my-texts" / "corpus.toml").is_file()
    essay = "Bigger models will do.\n\nThat is what I think, and I said so in 2023.\n"
    (tmp_path / "corpora" / "my-texts" / "2023-04-01-note.txt").write_text(essay, encoding="utf-8")
    assert "my-texts" in call("corpus", "list").output
    checked = call("corpus", "check")
    assert checked.exit_code == 0
    assert "2023-04-01-note.txt: paste, 1 document from 1 record" in checked.output
    (tmp_path / "corpora" / "my-texts" / "scan.pdf").write_bytes(b"%PDF-1.7 \x00\x01")
    checked = call("corpus", "check")
    assert checked.exit_code == 1
    assert "quarantined C102: my-texts/scan.pdf" in checked.output


@pytest.mark.parametrize("name", ["../x", "A B", "", ".hidden", "x" * 90])
def test_a_corpus_name_must_be_plain(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = call("corpus", "new", name)
    assert result.exit_code != 0
    assert list(tmp_path.iterdir()) == []


def test_doctor_finds_a_missing_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = call("doctor", "--models", str(tmp_path))
    assert result.exit_code == 1
    assert "fix: restore models/" in result.output
    assert "fix: run `scaling-discourse corpus new NAME`" in result.output

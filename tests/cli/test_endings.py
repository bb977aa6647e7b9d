"""Every command, of whatever group, ends its help with an example and its exit codes."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from pipeline.cli.app import TRAINING_PACKAGES, app, main
from pipeline.cli.endings import ending
from pipeline.errors import RunError


def commands(group: typer.Typer, *before: str) -> Iterator[tuple[str, ...]]:
    for command in group.registered_commands:
        yield (*before, str(command.name))
    for inner in group.registered_groups:
        if inner.typer_instance is not None:
            yield from commands(inner.typer_instance, *before, str(inner.name))


@pytest.mark.parametrize("words", list(commands(app)), ids=" ".join)
def test_help_ends_with_an_example_and_exit_codes(words: tuple[str, ...]) -> None:
    result = CliRunner().invoke(app, [*words, "--help"])
    assert result.exit_code == 0
    *_, example, codes = result.output.rstrip().splitlines()
    assert example.strip().startswith(f"Example:  scaling-discourse {' '.join(words)}")
    assert codes.strip().startswith("Exit codes: 0 done, 1 ")


def test_an_ending_is_written_once() -> None:
    once = ending("Example:  x\nExit codes: old", "error")
    assert once == "\b\nExample:  x\nExit codes: 0 done, 1 error, 2 wrong usage, 130 interrupted."
    assert ending(once, "error") == once


def _run_without(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise ModuleNotFoundError(f"No module named {package!r}", name=package)

    monkeypatch.setattr("pipeline.cli.app.app", fail)
    main()


def test_a_package_of_training_that_is_not_there_is_named_with_its_remedy(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        _run_without("torch.nn", monkeypatch)
    assert ended.value.code == 1
    shown = capsys.readouterr().err
    assert "M010" in shown
    assert "torch is not installed" in shown
    assert "pip install transformers safetensors onnx-ir openpyxl" in shown
    with pytest.raises(SystemExit):
        _run_without("onnx_ir", monkeypatch)
    assert "help: pip install onnx-ir" in capsys.readouterr().err


def test_the_packages_of_training_are_those_of_the_extra() -> None:
    project = Path(__file__).parents[2] / "pyproject.toml"
    extra = tomllib.loads(project.read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    names = {need.partition(">")[0].replace("-", "_") for need in extra["train"]}
    assert names == TRAINING_PACKAGES


def test_any_other_missing_package_is_a_fault_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ModuleNotFoundError):
        _run_without("pandas", monkeypatch)


def test_completion_is_on_and_named() -> None:
    shown = CliRunner().invoke(app, ["--help"]).output
    assert "--install-completion" in shown
    assert "Tab completion: scaling-discourse --install-completion" in shown


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_completes(shell: str) -> None:
    typed = {"COMP_WORDS": "scaling-discourse comp", "COMP_CWORD": "1",
             "_TYPER_COMPLETE_ARGS": "scaling-discourse comp",
             "_TYPER_COMPLETE_FISH_ACTION": "get-args",
             "_SCALING_DISCOURSE_COMPLETE": f"complete_{shell}"}  # fmt: skip
    result = CliRunner().invoke(app, [], env=typed, prog_name="scaling-discourse")
    assert "compare" in result.output
    assert "analyze" not in result.output


@pytest.mark.parametrize("option", ["--output", "--cache"])
def test_nothing_is_written_where_the_next_run_reads(tmp_path: Path, option: str) -> None:
    (tmp_path / "corpora").mkdir()
    (tmp_path / "corpora" / "a.txt").write_text("Scaling works.", encoding="utf-8")
    words = ["analyze", "--corpora", str(tmp_path / "corpora"), option]
    result = CliRunner().invoke(app, [*words, str(tmp_path / "corpora" / "run")])
    assert isinstance(result.exception, RunError)
    assert "inside the folder of corpora" in result.exception.message

"""The notebooks run from top to bottom on a made run, and are kept without outputs."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "reports" / "notebooks").glob("*.ipynb"))
nbformat = pytest.importorskip("nbformat")
nbclient = pytest.importorskip("nbclient")

sys.path.insert(0, str(ROOT / "tests" / "report"))  # the factory of made runs stands there


@pytest.fixture(scope="module")
def made_run(tmp_path_factory: Any) -> Path:
    import report_factory

    folder = tmp_path_factory.mktemp("notebooks") / "run"
    return report_factory.write(folder, report_factory.material())


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.name)
def test_kept_without_outputs(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert code
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)


def run_through(name: str, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Execute a notebook in the repository; all its outputs. An error in a cell is raised."""
    pytest.importorskip("ipykernel")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    notebook = nbformat.read(ROOT / "reports" / "notebooks" / name, as_version=4)
    client = nbclient.NotebookClient(
        notebook, timeout=1800, kernel_name="python3", resources={"metadata": {"path": str(ROOT)}}
    )
    client.execute()
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return [output for cell in code for output in cell.outputs]


client_warnings = [  # of the Jupyter client, not ours
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::RuntimeWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


def marked(function: Any) -> Any:
    for mark in (pytest.mark.slow, *client_warnings):
        function = mark(function)
    return function


@marked
def test_explore_runs_from_top_to_bottom(made_run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCALING_RUN", str(made_run))
    outputs = run_through("explore.ipynb", monkeypatch)
    shown = [str(output.get("data", {})) for output in outputs]
    assert sum("vega" in text for text in shown) >= 4
    assert any("<mark" in text for text in shown)
    assert any("How to go on" in text for text in shown)


@marked
def test_a_corpus_is_added_coded_and_corrected(monkeypatch: pytest.MonkeyPatch) -> None:
    outputs = run_through("add-a-corpus.ipynb", monkeypatch)
    printed = "".join(output.get("text", "") for output in outputs)
    assert "letters/2024-01-05-letter.md: markdown, 1 document from 1 record" in printed
    assert "ann and bo, stance, n = 60:" in printed
    assert "written: corrected.csv" in printed
    shown = [output.get("data", {}).get("text/html", "") for output in outputs]
    assert any("<mark" in page for page in shown)
    assert "2024-12-24-postscript.md" in shown[-1]
    assert "documents added" in shown[-1]
    whole = str(outputs)
    assert tempfile.gettempdir() not in whole
    assert str(ROOT) not in whole

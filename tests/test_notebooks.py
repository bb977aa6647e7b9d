"""The notebooks run from top to bottom on a made run, and are kept without outputs."""

from __future__ import annotations

import sys
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


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the Jupyter client, not ours
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_explore_runs_from_top_to_bottom(made_run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("ipykernel")
    monkeypatch.setenv("SCALING_RUN", str(made_run))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    notebook = nbformat.read(ROOT / "reports" / "notebooks" / "explore.ipynb", as_version=4)
    client = nbclient.NotebookClient(
        notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(ROOT)}}
    )
    client.execute()
    outputs = [cell.outputs for cell in notebook.cells if cell.cell_type == "code"]
    shown = [str(output.get("data", {})) for cell in outputs for output in cell]
    assert sum("vega" in text for text in shown) >= 4
    assert any("<mark" in text for text in shown)
    assert not any(output.output_type == "error" for cell in outputs for output in cell)

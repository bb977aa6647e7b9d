"""One synthetic run with its page, made once for all tests of this room."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # pytest's importlib mode adds no folder itself

import report_factory

from pipeline.config import ReportSection
from pipeline.report.ledger import Ledger
from pipeline.report.page import write_report
from pipeline.run.folder import RunFolder


@pytest.fixture(scope="session")
def run(tmp_path_factory: Any) -> Path:
    """A finished run of 60 documents and 300 statements with its report."""
    folder = report_factory.write(
        tmp_path_factory.mktemp("runs") / "run", report_factory.material()
    )
    write_report(folder, ReportSection())
    return folder


@pytest.fixture(scope="session")
def page(run: Path) -> str:
    """The HTML of the report of ``run``."""
    return (run / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def ledger(run: Path) -> Ledger:
    """The ledger of ``run``."""
    return Ledger(RunFolder(run))

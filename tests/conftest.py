"""Fixtures that more than one folder of tests uses."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Examples are drawn the same way every time, and slow machines are no failure.
settings.register_profile(
    "house", derandomize=True, deadline=None, max_examples=50,
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip
settings.load_profile("house")
os.environ.setdefault("OMP_NUM_THREADS", "1")

ESSAYS = {
    "2022-03-01-a-wager.md": (
        "Mara Quist",
        "I think larger language models will keep getting smarter. Every time we added compute, "
        "new abilities came out. The sceptics were wrong about translation, and they are wrong "
        "about reasoning.\n\nGary Marcus argued that deep learning has hit a wall. I doubt it.",
    ),
    "2023-06-10-second-thoughts.md": (
        "Mara Quist",
        "Scaling helps, but it is not enough for AGI. We will need new ideas as well.\n\n"
        "Sam Altman claimed that scaling laws would carry us all the way. He was wrong.",
    ),
    "2024-11-20-the-plateau.md": (
        "Piet Okonjo",
        "The newest models are barely better although they cost ten times as much. Returns to "
        "scale are diminishing, and we are running out of data.\n\nLunch in the canteen was good.",
    ),
}
THREAD = [
    ("t1", None, "quill", "2023-02-01", "Is bigger really all we need to reach AGI?"),
    ("t2", "t1", "ferro", "2023-02-01", "Yes. More compute has worked every single time so far."),
    ("t3", "t2", "osier", "2023-02-02", "> More compute has worked\n\nNo. LLMs cannot reason."),
    ("t4", "t3", "ferro", "2023-02-03", "Scaling laws have held for seven orders of magnitude."),
]


@pytest.fixture
def corpora(tmp_path: Path) -> Path:
    """Two small corpora: three essays with front matter and one comment thread."""
    root = tmp_path / "corpora"
    (root / "essays").mkdir(parents=True)
    (root / "talk").mkdir()
    for name, (author, body) in ESSAYS.items():
        head = f'---\ntitle: "{name[11:-3]}"\nauthor: "{author}"\n---\n'
        (root / "essays" / name).write_text(f"{head}\n{body}\n", encoding="utf-8")
    keys = ("id", "parent", "author", "posted", "body")
    rows = [dict(zip(keys, post, strict=True)) | {"thread": "t"} for post in THREAD]
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (root / "talk" / "thread.jsonl").write_text(lines, encoding="utf-8")
    return root


@pytest.fixture
def printed_under_hash_seeds() -> Callable[[str], set[str]]:
    """Runs code in fresh interpreters with different hash seeds: the set of what they print."""
    root = Path(__file__).parents[1]

    def run(code: str) -> set[str]:
        return {
            subprocess.run(
                [sys.executable, "-c", code],
                env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
                cwd=root,
                capture_output=True,
                text=True,
                check=True,
            ).stdout
            for seed in ("1", "2")
        }

    return run


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long comes first, so that no process is left alone with it at the end."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)

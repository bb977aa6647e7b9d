from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner, Result

from pipeline.cli.app import app


def call(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def test_help_has_an_example() -> None:
    result = call("train", "screen", "--help")
    assert result.exit_code == 0
    assert "Example:  scaling-discourse train screen" in result.output


def test_weights_are_written_and_their_price_is_said(tmp_path: Path) -> None:
    rows = [
        {"id": str(n), "file": f"doc-{n % 9}", "stance": "neutral" if n % 2 else "unrelated",
         "text": "Larger kites fly on strings." if n % 2 else "A larger soup was cold."}
        for n in range(60)
    ]  # fmt: skip
    for row in rows:
        row["text"] += f" {row['id']}"  # no two alike
    gold = tmp_path / "gold.jsonl"
    gold.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    (tmp_path / "corpora" / "far").mkdir(parents=True)
    far = tmp_path / "corpora" / "far" / "2023-01-01-far.txt"
    far.write_text("The garden was wet in the morning, and nobody came.\n" * 3, encoding="utf-8")
    output = tmp_path / "made.json"
    result = call(
        "train", "screen", "--coded", str(gold), "--corpora", str(tmp_path / "corpora"),
        "--output", str(output), "--recall", "0.9",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    assert "threshold 0.500" in result.output
    assert json.loads(output.read_text(encoding="utf-8"))["plan"]["recall"] == 0.9

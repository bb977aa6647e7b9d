from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.config import ScreenSection
from pipeline.errors import PipelineError
from pipeline.gold.screening import evaluate_screen
from pipeline.registry import Assets, default_models

ASSETS = Assets(default_models())
ROWS = [
    {"id": "1", "file": "a", "stance": "favor", "text": "Scaling language models gives us AGI."},
    {"id": "2", "file": "a", "stance": "against", "text": "He was wrong.",
     "before": "She wrote that larger language models and more compute are all we need for AGI."},
    {"id": "3", "file": "b", "stance": "unrelated", "text": "The soup at the hotel was cold."},
]  # fmt: skip


def gold(folder: Path, rows: list[dict[str, str]]) -> Path:
    path = folder / "gold.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def test_what_is_about_the_target_passes_and_soup_does_not(tmp_path: Path) -> None:
    screen, words = evaluate_screen(gold(tmp_path, ROWS), ScreenSection(), ASSETS)
    assert screen.figures["recall.related"].value == 1.0
    assert screen.figures["passed.unrelated"].value == 0.0
    assert words.figures["recall.sided"].value == 0.5  # it knows no context


def test_a_threshold_of_one_lets_nothing_through(tmp_path: Path) -> None:
    screen, _ = evaluate_screen(gold(tmp_path, ROWS), ScreenSection(threshold=1.0), ASSETS)
    assert screen.figures["recall.related"].value == 0.0


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match="no coded sentence"):
        evaluate_screen(gold(tmp_path, []), ScreenSection(), ASSETS)


def test_it_finds_far_more_than_a_search_for_words() -> None:
    screen, words = evaluate_screen(ASSETS.path("stance/check.jsonl"), ScreenSection(), ASSETS)
    for group in ("recall.related", "recall.sided"):
        assert screen.figures[group].value > words.figures[group].value + 0.2
    # All of these documents are about the target, so that even the unrelated stand near it.
    assert screen.figures["recall.related"].value > screen.figures["passed.unrelated"].value + 0.05

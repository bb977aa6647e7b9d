from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from pipeline.config import ScreenSection
from pipeline.discourse.screen import load_knowledge
from pipeline.discourse.weights import name_of
from pipeline.errors import PipelineError
from pipeline.gold.screen_training import Plan, train_screen, write_table
from pipeline.gold.screening import evaluate_screen
from pipeline.registry import Assets

ON = ["kites", "fly", "string", "higher", "wind"]
OFF = ["soup", "train", "shoes", "garden", "ticket"]
BOTH = ["the", "we", "said", "often", "more", "there"]
PLAN = Plan(seen_in=2, background=1.0, recall=0.9, smallest=0.001)


def sentence(chooser: random.Random, words: list[str]) -> str:
    return " ".join(chooser.sample(words, 3) + chooser.sample(BOTH, 3)).capitalize() + "."


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A models folder with a few weak terms, coded sentences, and a corpus off the topic."""
    chooser = random.Random(5)
    (tmp_path / "models" / "targets").mkdir(parents=True)
    terms = f"[[terms]]\nweight = 0.01\nwords = {json.dumps(BOTH)}\n"
    (tmp_path / "models" / "targets" / "made.toml").write_text(terms, encoding="utf-8")
    rows = [
        {"id": f"{n}", "file": f"doc-{n % 12}", "before": "", "after": "",
         "text": sentence(chooser, ON if n % 2 else OFF),
         "stance": "neutral" if n % 2 else "unrelated"}
        for n in range(120)
    ]  # fmt: skip
    lines = "\n".join(json.dumps(row) for row in rows)
    (tmp_path / "gold.jsonl").write_text(lines, encoding="utf-8")
    (tmp_path / "corpora" / "far").mkdir(parents=True)
    for n in range(4):
        text = "\n\n".join(sentence(chooser, OFF) for _ in range(30))
        (tmp_path / "corpora" / "far" / f"2023-01-0{n + 1}-far.md").write_text(text)
    return tmp_path


def learn(place: Path, *, without: list[Path] | None = None, plan: Plan = PLAN) -> list[str]:
    said: list[str] = []
    table = train_screen(
        Assets(place / "models"),
        [place / "gold.jsonl"],
        place / "corpora",
        target="made",
        without=without or (),
        plan=plan,
        say=said.append,
    )
    write_table(table, place / "models" / name_of("made"))
    return said


def test_learned_weights_find_what_the_terms_miss(place: Path) -> None:
    config = ScreenSection(target="made")
    before, _ = evaluate_screen(place / "gold.jsonl", config, Assets(place / "models"))
    learn(place)
    after, _ = evaluate_screen(place / "gold.jsonl", config, Assets(place / "models"))
    assert before.figures["recall.related"].value == 0.0
    assert after.figures["recall.related"].value >= PLAN.recall
    assert after.figures["passed.unrelated"].value <= 0.1
    table = json.loads((place / "models" / name_of("made")).read_text())
    assert table["words"]["kites"] > 0 > table["words"]["soup"]


def test_the_same_sentences_give_the_same_bytes_in_any_order(place: Path) -> None:
    learn(place)
    first = (place / "models" / name_of("made")).read_bytes()
    lines = (place / "gold.jsonl").read_text().splitlines()
    (place / "gold.jsonl").write_text("\n".join(sorted(lines)))
    learn(place)
    assert (place / "models" / name_of("made")).read_bytes() == first


def test_documents_of_a_gold_file_can_be_left_out(place: Path) -> None:
    rows = (place / "gold.jsonl").read_text().splitlines()
    some = [row for row in rows if json.loads(row)["file"] == "doc-1"]
    (place / "dev.jsonl").write_text("\n".join(some))
    assert learn(place)[0].startswith("60 related, 60 unrelated, 120 ")
    assert learn(place, without=[place / "dev.jsonl"])[0].startswith("50 related, 60 unrelated")


def test_a_higher_recall_costs_no_less(place: Path) -> None:
    said = learn(place)[1:]
    shares = [float(line.split("background ")[1].split()[0]) for line in said]
    assert shares == sorted(shares)
    assert any("threshold 0.500" in line for line in said)


def test_terms_that_are_never_near_are_too_few(place: Path) -> None:
    terms = '[[terms]]\nweight = 0.5\nwords = ["zeppelin"]\n'
    (place / "models" / "targets" / "made.toml").write_text(terms, encoding="utf-8")
    with pytest.raises(PipelineError, match="no term of the target is near 10%"):
        learn(place)


def test_nothing_to_learn_from_is_said(place: Path) -> None:
    (place / "gold.jsonl").write_text('{"id": "1", "text": "Soup.", "stance": "unrelated"}')
    with pytest.raises(PipelineError) as caught:
        learn(place)
    assert caught.value.code == "G001"
    assert load_knowledge(Assets(place / "models"), "made").weights is None

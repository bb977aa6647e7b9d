from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.config import ScreenSection
from pipeline.discourse.screen import screen
from pipeline.discourse.weights import SHAPE, name_of
from pipeline.records import Candidate
from pipeline.registry import Assets
from pipeline.store.tables import Tables
from tests.discourse.making import Part, build

SHARED = Path(__file__).parents[2].parent / "shared"
STRONG = "Scaling laws say that bigger models trained with more compute keep improving."
OFF = "The canteen serves soup on Fridays."


def passed(
    assets: Assets, parts: Sequence[Part], config: ScreenSection | None = None
) -> dict[str, Candidate]:
    document, segments = build(parts)
    tables = Tables({"documents": [document], "segments": segments})
    found = screen(tables, config or ScreenSection(), assets)["candidates"]
    assert [c.id for c in found] == sorted(c.id for c in found)
    return {c.span.of(document.text): c for c in found}


@pytest.mark.parametrize(
    "sentence",
    [
        STRONG,
        "Scale is all you need.",
        "The bitter lesson is right.",
        "Language models have hit a wall.",
        "We are running out of training data.",
        "Each larger model costs ten times as much compute.",
        "Diminishing returns have set in.",
        "Bigger neural networks gained new abilities.",
        "Symbolic world models will be needed for AGI.",
        "LLMs are stochastic parrots.",
    ],
)
def test_sentences_of_the_debate_pass_alone(assets: Assets, sentence: str) -> None:
    assert sentence in passed(assets, [Part(sentence)])


@pytest.mark.parametrize(
    "sentence",
    [OFF, "Please subscribe to the show.", "We deployed the service last week.",
     "Thanks for having me.", "How is the weather in Oslo?"],
)  # fmt: skip
def test_other_talk_does_not(assets: Assets, sentence: str) -> None:
    assert not passed(assets, [Part(sentence)])


def test_context_carries_a_sentence_without_a_term(assets: Assets) -> None:
    talk = Part(f"{STRONG} He was wrong. {STRONG}")
    assert "He was wrong." in passed(assets, [talk])
    without = ScreenSection(context_sentences=0)
    assert "He was wrong." not in passed(assets, [talk], without)


def test_a_reply_is_carried_by_what_it_answers(assets: Assets) -> None:
    far = [Part(OFF, "comment", "x")] * 14
    asked = Part(f"{STRONG} {STRONG}", "comment", "ann")
    answer = Part("Yeah, pretty much.", "comment", "bob", reply_to=0)
    assert "Yeah, pretty much." in passed(assets, [asked, *far, answer])
    unasked = Part("Yeah, pretty much.", "comment", "bob")
    assert "Yeah, pretty much." not in passed(assets, [asked, *far, unasked])


def test_every_role_is_screened(assets: Assets) -> None:
    roles = ["title", "heading", "body", "blockquote", "comment", "turn"]
    parts = [Part(f"{role}: {STRONG}", role) for role in roles]
    assert len(passed(assets, parts)) == len(roles)


def test_the_threshold_decides(assets: Assets) -> None:
    parts = [Part(f"{STRONG} {OFF}")]
    assert len(passed(assets, parts, ScreenSection(threshold=0))) == 2
    assert len(passed(assets, parts, ScreenSection(threshold=1))) == 0


def test_a_target_without_weights_is_screened_by_its_terms(tmp_path: Path) -> None:
    (tmp_path / "targets").mkdir()
    terms = '[[terms]]\nweight = 0.6\nwords = ["kites"]\n'
    (tmp_path / "targets" / "made.toml").write_text(terms, encoding="utf-8")
    found = passed(Assets(tmp_path), [Part(f"Kites fly. {OFF}")], ScreenSection(target="made"))
    assert {sentence: c.score for sentence, c in found.items()} == {"Kites fly.": 0.6}


def test_learned_words_decide_beside_the_terms(tmp_path: Path) -> None:
    (tmp_path / "targets").mkdir()
    terms = '[[terms]]\nweight = 0.6\nwords = ["kites"]\n'
    (tmp_path / "targets" / "made.toml").write_text(terms, encoding="utf-8")
    learned = {
        "offset": -1.0,
        "shape": dict.fromkeys(SHAPE, 0.0) | {"score": 1.5},
        "words": {"string": 2.0, "kites": 0.5},
        "near": {"wind": 1.5, "soup": -9.0},
    }
    (tmp_path / name_of("made")).write_text(json.dumps(learned), encoding="utf-8")
    talk = [Part("Kites fly."), Part("A string."), Part("The wind."), Part("So it was.")]
    config = ScreenSection(target="made", context_sentences=1)
    found = passed(Assets(tmp_path), talk, config)
    assert set(found) == {"Kites fly.", "A string.", "So it was."}
    assert "So it was." not in passed(Assets(tmp_path), [*talk, Part(OFF)], config)


def test_empty_tables_give_no_candidates(assets: Assets) -> None:
    assert screen(Tables({"documents": [], "segments": []}), ScreenSection(), assets) == {
        "candidates": []
    }


@pytest.mark.skipif(not SHARED.exists(), reason="the shared gold is not here")
def test_recall_on_development_sentences(assets: Assets) -> None:
    # With the 500 characters of context that the gold holds; whole documents lend more.
    lines = (SHARED / "gold" / "stance_dev.jsonl").read_text(encoding="utf-8").splitlines()
    wanted = [row for row in map(json.loads, lines) if row["stance"] != "unrelated"]
    hits = 0
    for row in wanted:
        text = " ".join(filter(None, (row["before"], row["text"], row["after"])))
        start = len(row["before"]) + bool(row["before"])
        found = passed(assets, [Part(text)]).values()
        hits += any(c.start < start + len(row["text"]) and c.end > start for c in found)
    assert hits / len(wanted) >= 0.97


def test_cases_are_no_copies_of_each_other() -> None:
    for name in ("voices.csv", "links.csv", "quotes.csv", "sentences.csv"):
        path = Path(__file__).parent / "cases" / name
        with path.open(encoding="utf-8", newline="") as file:
            listed = [tuple(row) for row in csv.reader(file)]
        assert len(listed) == len(set(listed)), name

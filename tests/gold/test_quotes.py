from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import PipelineError
from pipeline.gold.newsroom import nested, redrawn
from pipeline.gold.quote_baselines import direct_quotations
from pipeline.gold.quoted import PARTS, Quotation, read_coded, score, shared
from pipeline.gold.quotes import evaluate_quotes
from pipeline.registry import Assets, default_models
from pipeline.spans import Span

SHARED = Path(__file__).parents[2].parent / "shared" / "gold" / "polnear_dev"
TEXT = "Oya Bernard said that “the models fail.” The minister praised the plan."


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def quotation(text: str, source: str, cue: str, *contents: str) -> Quotation:
    said = tuple(span(text, words) for words in contents)
    return Quotation((span(text, source),), (span(text, cue),), said)


GOLD = [
    quotation(TEXT, "Oya Bernard", "said", "that “the models fail.”"),
    quotation(TEXT, "The minister", "praised", "the plan"),
]


def write(path: Path, *lines: object) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def coded(text: str, quotations: list[Quotation]) -> dict[str, object]:
    rows = [{part: getattr(q, part) for part in PARTS} for q in quotations]
    return {"id": "made", "text": text, "quotes": rows}


def test_the_layer_finds_both_and_the_baseline_one(tmp_path: Path) -> None:
    path = write(tmp_path / "gold.jsonl", coded(TEXT, GOLD))
    layer, regex, *_ = evaluate_quotes(path, Assets(default_models()))
    assert layer.figures["content.exact.f1"].value == 1.0
    assert layer.figures["pair.overlap.f1"].value == 1.0
    assert regex.figures["content.overlap.recall"].value == 0.5
    figures = layer.as_dict()
    for key in ("content.exact.f1", "content.overlap.f1", "source.exact.f1", "cue.exact.f1",
                "pair.overlap.f1"):  # fmt: skip
        part, manner, measure = key.split(".")
        assert set(figures[part][manner][measure]) == {"value", "low", "high"}


def test_known_figures() -> None:
    near = quotation(TEXT, "Oya Bernard", "said", "the models fail")
    figures = score([GOLD], [[near]])
    assert figures["source.exact.precision"].value == 1.0
    assert figures["source.exact.recall"].value == 0.5
    assert figures["content.exact.f1"].value == 0.0
    assert figures["content.overlap.f1"].value == pytest.approx(2 / 3)
    assert figures["pair.overlap.f1"].value == pytest.approx(2 / 3)


def test_a_quotation_without_source_makes_no_pair() -> None:
    unnamed = Quotation((), GOLD[0].cue, GOLD[0].content)
    assert score([[unnamed]], [GOLD])["pair.exact.recall"].value == 0.0
    assert score([[unnamed]], [GOLD])["content.exact.recall"].value == 1.0


def test_each_span_is_matched_once() -> None:
    whole = Quotation((), (), (Span(0, 10),))
    halves = [Quotation((), (), (Span(0, 6),)), Quotation((), (), (Span(4, 10),))]
    figures = score([[whole]], [halves])
    assert figures["content.overlap.precision"].value == 0.5
    assert figures["content.overlap.recall"].value == 1.0


_SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20)), min_size=1, max_size=1)


@given(_SPANS, _SPANS)
def test_sharing_is_symmetric_and_one_only_for_equals(
    ours: list[tuple[int, int]], theirs: list[tuple[int, int]]
) -> None:
    a, b = (tuple(Span(s, s + n) for s, n in spans) for spans in (ours, theirs))
    assert shared(a, b) == shared(b, a)
    assert 0 <= shared(a, b) <= 1
    assert (shared(a, b) == 1) == (a == b)


@pytest.mark.parametrize(
    ("text", "cue", "content", "whole_cue", "whole_content"),
    [
        ("He has also said that it fails.", "said", "it fails", "has also said", "that it fails"),
        ("He said, “It fails.” Then", "said", "It fails.", "said", "“It fails.”"),
        ("“It fails,” he said.", "said", "It fails,", "said", "“It fails,”"),
        ("''It fails,'' he said.", "said", "It fails,", "said", "''It fails,''"),
        ("He called for new rules.", "called", "new rules", "called for", "new rules"),
        ("He is wary of new rules.", "wary", "of new rules", "is wary of", "new rules"),
        ("He said: “It fails.”", "said", "It fails.", "said:", "“It fails.”"),
        ("He said Friday it fails.", "said", "it fails", "said Friday", "it fails"),
        ("He didn’t say so.", "say", "so", "didn’t say", "so"),
    ],
)
def test_edges_are_redrawn(
    text: str, cue: str, content: str, whole_cue: str, whole_content: str
) -> None:
    _, cues, contents = redrawn(text, Span(0, 2), span(text, cue), [span(text, content)])
    assert [s.of(text) for s in cues] == [whole_cue]
    assert [s.of(text) for s in contents] == [whole_content]


def test_what_is_reported_inside_a_quotation_is_left_out() -> None:
    text = "“They say it works,” he said."
    inner = span(text, "They say it works,")
    assert nested(span(text, "say"), [inner], text)
    assert not nested(span(text, "said"), [inner], text)


def test_the_baseline_finds_what_stands_between_marks() -> None:
    text = 'Before. "The models fail all the time," Oya Bernard said.'
    (found,) = direct_quotations(text)
    assert found.content[0].of(text) == '"The models fail all the time,"'
    assert found.cue[0].of(text) == "said"
    assert found.source[0].of(text) == "Oya Bernard"


@pytest.mark.parametrize("piece", ['"', "“a", "said ", "A. ", "has "])
def test_long_texts_are_read_to_the_end(piece: str) -> None:
    text = piece * (300_000 // len(piece))
    assert all(q.content[0].end <= len(text) for q in direct_quotations(text))
    redrawn(text, Span(0, 1), Span(len(text) - 9, len(text) - 5), [Span(len(text) - 4, len(text))])


@pytest.mark.parametrize(
    "line",
    ["{", "[]", '{"id": "a"}', '{"id": "a", "text": "x", "quotes": [{"source": []}]}',
     '{"id": "a", "text": "x", "quotes": [{"source": [], "cue": [], "content": [[0, 9]]}]}', "",
     '{"id": "a", "text": "x", "quotes": [{"source": [], "cue": [], "content": [[0, 1e400]]}]}',
     '{"id": "a", "text": "xy", "quotes": [{"source": [], "cue": [], "content": [[0, 1.5]]}]}',
     '{"id": "a", "text": "xy", "quotes": [{"source": [], "cue": [], "content": [[false, 1]]}]}',
     '{"id": "a", "text": "\\ud83d", "quotes": []}'],
)  # fmt: skip
def test_gold_that_is_not_understood_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(line + "\n", encoding="utf-8")
    with pytest.raises(PipelineError) as caught:
        read_coded(path)
    assert caught.value.code == "G001"


@pytest.mark.skipif(not SHARED.is_dir(), reason="measured where the shared gold is")
def test_news_is_read_well_enough(tmp_path: Path) -> None:
    lines = (SHARED / "quotes_dev.jsonl").read_text(encoding="utf-8").splitlines()
    path = tmp_path / "some.jsonl"
    path.write_text("\n".join(lines[:6]), encoding="utf-8")
    layer, regex, *_ = evaluate_quotes(path, Assets(default_models()))
    exact = layer.figures["content.exact.f1"]
    assert exact.value > max(0.3, regex.figures["content.exact.f1"].value)
    assert exact.low <= exact.value <= exact.high

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

import pipeline.discourse
from pipeline.discourse.nlp import LONGEST, documents, parse
from pipeline.spans import Span


@settings(max_examples=30)
@given(st.text(alphabet="ab ’“”\n\u2028\u00a0.é😀-", min_size=1, max_size=60))
def test_tokens_are_where_they_say(text: str) -> None:
    base = "x" * 7
    found = parse(base + text, [Span(7, 7 + len(text))], ner=False)[0]
    for token in found.tokens:
        written = (base + text)[token.start : token.end]
        assert len(written) == len(token.text)
        assert token.left <= token.i < token.right


def test_a_parse_does_not_depend_on_its_neighbours() -> None:
    text = "Marcus said that it is over. It is not. Models grow."
    spans = [Span(0, 28), Span(29, 39), Span(40, 52)]
    together = parse(text, spans)
    alone = [parse(text, [span])[0] for span in spans]
    assert together == alone


def test_endless_sentences_are_cut_for_the_parser() -> None:
    text = "and so on " * 1000
    tokens = parse(text, [Span(0, len(text))], ner=False)[0].tokens
    assert tokens[-1].end <= LONGEST


def test_nothing_to_parse() -> None:
    assert parse("", []) == []


def test_this_is_the_only_door_to_the_library() -> None:
    folder = Path(pipeline.discourse.__file__).parent
    doors = [p.name for p in sorted(folder.glob("*.py")) if "import spacy" in p.read_text("utf-8")]
    assert doors == ["nlp.py"]


def test_documents_for_other_libraries_keep_their_order() -> None:
    found = [str(document) for document in documents(["“It works,” he said.", "", "It does."])]
    assert found == ['"It works," he said.', "", "It does."]

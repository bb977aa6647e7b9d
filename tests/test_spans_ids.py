from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.ids import content_id, document_id, shard_of, slug, source_id
from pipeline.spans import Span, gaps, trim


@given(st.text(), st.data())
def test_trim_keeps_the_words_and_drops_the_edges(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    trimmed = trim(text, Span(start, end))
    assert trimmed.of(text) == text[start:end].strip()
    assert Span(start, end).holds(trimmed)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 10))), st.integers(0, 60))
def test_gaps_and_spans_cover_everything_once(pairs: list[tuple[int, int]], size: int) -> None:
    whole = Span(0, size)
    spans = [Span(min(s, size), min(s + n, size)) for s, n in pairs]
    covered = {i for span in spans for i in range(span.start, span.end)}
    free = [i for gap in gaps(spans, whole) for i in range(gap.start, gap.end)]
    assert sorted(free) == sorted(set(range(size)) - covered)


def test_a_file_and_its_documents_share_a_shard() -> None:
    source = source_id("talks", "a/b.jsonl")
    documents = [document_id("talks", "a/b.jsonl", part) for part in ("", "t1", "t2")]
    assert len(set(documents)) == 3
    assert {shard_of(d, 2) for d in documents} == {shard_of(source, 2)}


def test_ids_keep_their_parts_apart() -> None:
    assert content_id("x", "ab", "c") != content_id("x", "a", "bc")
    assert content_id("x", 1, 23) != content_id("x", 12, 3)


def test_slugs_are_plain_and_never_empty() -> None:
    assert slug("François Chollet") == "francois-chollet"
    assert slug("梁文锋") != slug("王小明")
    assert slug("张 Wei") != slug("王 Wei")
    assert slug("Иван_1") != slug("Пётр1")
    assert slug("Łukasz Kaiser") == "lukasz-kaiser"
    assert slug("Müller_3") == slug("muller 3") == "muller-3"
    assert slug("  ").startswith("x")

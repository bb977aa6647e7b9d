from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.readers.boundary import by_cues, by_headers, by_marker
from pipeline.readers.paragraphs import split
from pipeline.readers.paste import READER, page_of
from tests.readers.pastes import (
    BARE,
    BARE_WITHOUT,
    MISSED,
    WITH_COMMENTS,
    WITHOUT_COMMENTS,
    Paste,
    Whole,
)
from tests.readers.reading import check, failures, one, outcomes, said

SEEDS = Path(__file__).resolve().parents[2].parent / "shared" / "seeds"


@pytest.mark.parametrize("paste", [*WITH_COMMENTS, *BARE], ids=lambda paste: paste.name)
def test_comments_are_cut_from_the_essay_and_from_each_other(paste: Paste) -> None:
    draft = one(READER, "a.txt", paste.text)
    comments = said(draft, "comment")
    assert [who for who, _ in comments] == [who for who, _ in paste.starts]
    for (_, text), (_, start) in zip(comments, paste.starts, strict=True):
        assert text.startswith(start)
    last = max(s.end for s in draft.segments if s.role != "comment")
    assert last <= len(paste.essay)
    assert paste.essay.rstrip().endswith(draft.text[:last].rstrip()[-40:])


@pytest.mark.parametrize(
    "page", [*WITHOUT_COMMENTS, *BARE_WITHOUT, *MISSED], ids=lambda page: page.name
)
def test_an_essay_without_comments_stays_whole(page: Whole) -> None:
    draft = one(READER, "a.txt", page.text)
    assert said(draft, "comment") == []
    assert draft.text == page.text


@pytest.mark.parametrize("page", WITHOUT_COMMENTS, ids=lambda page: page.name)
def test_hardly_any_whole_essay_is_even_suspected(page: Whole) -> None:
    suspected = {
        "bio and related links",  # related links do follow its bio line
        "speech",  # it ends by thanking its hearers
        "praise of a third party at the end",
    }
    draft = one(READER, "a.txt", page.text)
    assert ("maybe_comments" in draft.flags) == (page.name in suspected)


def test_below_the_threshold_the_page_stays_whole_and_is_flagged() -> None:
    page = next(p for p in WITHOUT_COMMENTS if p.name == "bio and related links")
    remarks = failures(READER, "a.txt", page.text)
    assert [(r.kind, r.code, r.part) for r in remarks] == [("flagged", "C114", "line 7")]


def test_a_higher_threshold_cuts_less() -> None:
    paste = next(p for p in WITH_COMMENTS if p.name == "one short thank-you")
    assert page_of(paste.text, 0.6).cut < len(paste.text)
    assert page_of(paste.text, 0.99).cut == len(paste.text)


def test_the_owner_can_state_where_comments_begin() -> None:
    text = (
        "A title\n" + "The essay goes on for a while here. " * 4 + "\nI was there too.\nMe too.\n"
    )
    stated = {"paste": {"comments_from": {"a.txt": "I was there"}}}
    draft = one(READER, "a.txt", text, **stated)
    assert [t for _, t in said(draft, "comment")] == ["I was there too.", "Me too."]
    wrong = {"paste": {"comments_from": {"a.txt": "Never said"}}}
    assert [f.code for f in failures(READER, "a.txt", text, **wrong)] == ["C114"]


def test_headers_give_dates_but_ages_do_not() -> None:
    paste = next(p for p in WITH_COMMENTS if p.name == "substack headers")
    draft = one(READER, "a.txt", paste.text)
    dates = [s.date for s in draft.segments if s.role == "comment"]
    assert dates == ["Mar 3, 2024", ""]


def test_author_date_and_title_come_from_the_page() -> None:
    paste = next(p for p in WITH_COMMENTS if p.name == "medium responses")
    draft = one(READER, "a.txt", paste.text)
    assert (draft.title, draft.author, draft.date, draft.date_source) == (
        "Stop Calling It a Wall",
        "Jules Okafor",
        "Jan 14, 2025",
        "byline",
    )
    assert "Jules Okafor" not in [text for _, text in said(draft)]
    assert {who for who, _ in said(draft, "body")} == {"Jules Okafor"}


def test_a_header_block_is_read_and_is_no_segment() -> None:
    text = "Title: On Size\nAuthor: Ada B.\nDate: 2021-03\n\nThe first paragraph of it.\n"
    draft = one(READER, "a.txt", text)
    assert (draft.title, draft.author, draft.date) == ("On Size", "Ada B.", "2021-03")
    assert said(draft) == [("Ada B.", "The first paragraph of it.")]


def test_headings_quotations_and_separators() -> None:
    text = (
        "On Size\nIt began with a number that nobody had asked for, in a year of numbers.\n§\n"
        "What went wrong\n> Bigger is better, they told us.\n"
        "What went right\nNobody knows what went right, and so it cannot be repeated at will.\n"
    )
    draft = one(READER, "a.txt", text)
    roles = [s.role for s in draft.segments]
    assert roles == ["title", "body", "body", "blockquote", "heading", "body"]


def test_wrapped_lines_are_one_paragraph() -> None:
    lines = ["The words of this old mail are wrapped at a width of some sixty"] * 4
    paragraphs = split("\n".join(lines) + "\n\n" + "\n".join(lines))
    assert [p.text.count("\n") for p in paragraphs] == [3, 3]
    assert [p.text for p in split("one\ntwo\n\nthree")] == ["one", "two", "three"]


def test_markers_and_headers_and_cues_speak_for_themselves() -> None:
    assert by_marker(["essay", "--- Comments ---", "c"]).index == 1
    assert by_marker(["essay"]).index == -1
    assert by_headers(["12 comments", "Name says:"]).index == -1  # no essay before
    assert by_cues([]).index == -1


@pytest.mark.parametrize("content", ["", " \n\t\n", "§\n***\n---\n"])
def test_a_page_without_text_is_skipped(content: str) -> None:
    found = outcomes(READER, "a.txt", content)
    assert [(f.kind, f.code) for f in found] == [("skipped", "C105")]


@given(st.text(max_size=600))
def test_segments_keep_the_contract_on_any_text(text: str) -> None:
    page = page_of(text, 0.6)
    assert 0 <= page.cut <= len(text)
    assert all(part.span.of(text) == part.text for part in page.paragraphs)


@given(
    st.lists(
        st.sampled_from(
            [
                *("Great post!", "Name says:", "March 3, 2024 at 4:12 pm", "Reply", "Comments", ""),
                *("Thank you for reading.", "A long sentence about scale and size. " * 9, "§"),
                *("> quoted", "---comments---", "Ada Lovelace", "3d", "2 comments", "By Ada Hill"),
            ]
        ),
        max_size=24,
    )
)
def test_segments_keep_the_contract_on_page_furniture(lines: list[str]) -> None:
    for found in outcomes(READER, "a.txt", "\n".join(lines) or "x"):
        if hasattr(found, "segments"):
            check(found)


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the real pastes are not part of the project")
@pytest.mark.parametrize(("number", "count"), [(0, 3), (1, 2)])
def test_the_real_pastes(number: int, count: int) -> None:
    content = sorted(SEEDS.glob("*.txt"))[number].read_bytes()
    draft = one(READER, "a.txt", content)
    comments = [s for s in draft.segments if s.role == "comment"]
    assert len(comments) == count
    assert all(s.speaker == "" and s.confidence >= 0.6 for s in comments)
    lines = [line for line in draft.text.split("\n") if line.strip()]
    assert [t for _, t in said(draft, "comment")] == lines[-count:]

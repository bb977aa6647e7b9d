from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.readers.html_text import looks_like_html, visible
from pipeline.readers.markdown import READER
from pipeline.readers.markdown_blocks import blocks_of
from tests.readers.reading import check, failures, one, outcomes, said

ESSAY = """---
title: The Ladder
author: Ada Hill
date: 2023-05-02
---

{% include player.html %}

Size is a [budget line](https://example.org/scaling "t"), ![a chart](x.png)said **nobody** in
`particular`[^1].

## Contents
- [One](#one)

## One

> Bigger is better.

```python
scaling = "all you need"
```

* first point
* second point

<div class="box"><p>Boxed words &amp; more.</p><script>alert("scaling")</script></div>

<blockquote><p>Quoted in HTML.</p></blockquote>
"""

TALK = """# Talk of the town

A short note before it begins.

**Ada Hill:** Hello, and welcome.

**Bo**: \\[03:41\\] Thank you. \\[laughter\\] I brought a graph.

It has no axis.

## On axes

**Ada Hill:** None at all?

(laughter)

**Bo:** Well, \\[laughs\\] one.

**Break:** \\[22:01\\]

**Ada Hill:** We are back.
"""


def test_the_text_is_what_a_reader_sees() -> None:
    draft = one(READER, "a.md", ESSAY)
    assert said(draft, "title") == [("Ada Hill", "The Ladder")]
    assert said(draft, "body") == [
        ("Ada Hill", "Size is a budget line, said nobody in particular."),
        ("Ada Hill", "first point"),
        ("Ada Hill", "second point"),
        ("Ada Hill", "Boxed words & more."),
    ]
    assert said(draft, "blockquote") == [("", "Bigger is better."), ("", "Quoted in HTML.")]
    assert (draft.kind, draft.date, draft.date_source) == ("essay", "2023-05-02", "front-matter")


def test_code_and_contents_are_in_no_segment_and_tags_nowhere() -> None:
    draft = one(READER, "a.md", ESSAY)
    segments = " ".join(text for _, text in said(draft))
    assert 'scaling = "all you need"' in draft.text
    assert "all you need" not in segments
    assert [t for _, t in said(draft, "heading")] == ["Contents", "One"]
    assert "- [One]" not in draft.text
    for absent in ("https://", "x.png", "include player", "<div", "alert", "[^1]", "**"):
        assert absent not in draft.text


def test_turns_with_preface_headings_and_stage_directions() -> None:
    draft = one(READER, "a.md", TALK)
    assert draft.kind == "transcript"
    assert draft.title == "Talk of the town"
    assert said(draft, "body") == [("", "A short note before it begins.")]
    assert said(draft, "turn") == [
        ("Ada Hill", "Hello, and welcome."),
        ("Bo", "Thank you."),
        ("Bo", "I brought a graph.\n\nIt has no axis."),
        ("Ada Hill", "None at all?"),
        ("Bo", "Well, [laughs] one."),
        ("Ada Hill", "We are back."),
    ]
    assert "[03:41]" not in draft.text
    assert "Bo:" in draft.text


def test_aliases_and_the_owner_s_kind() -> None:
    draft = one(READER, "a.md", TALK, speakers={"bo": "Bo Lund"})
    assert {who for who, _ in said(draft, "turn")} == {"Ada Hill", "Bo Lund"}
    assert one(READER, "a.md", TALK, kind="essay").kind == "essay"


def test_front_matter_names_kind_and_speakers() -> None:
    text = "---\nkind: transcript\nspeakers: [Ada Hill]\n---\nAda Hill: I talk alone here.\n"
    draft = one(READER, "a.md", text)
    assert (draft.kind, said(draft)) == ("transcript", [("Ada Hill", "I talk alone here.")])


def test_a_heading_that_names_a_speaker_hands_over() -> None:
    text = (
        "# A hearing\n\n## Opening statement - Chair Rosa Vance (X-YZ)\n\n"
        "[00:09] Good morning to all.\n\n---\n"
        "\n## Questions\n\nA voice nobody named.\n\n"
        + "**Chair Vance:** Order, please.\n\n**Dr. Odo:** Yes, I do think so.\n\n"
        * 3
    )
    turns = said(one(READER, "a.md", text), "turn")
    assert turns[0] == ("Chair Vance", "Good morning to all.")
    assert turns[1] == ("", "A voice nobody named.")
    assert turns[2] == ("Chair Vance", "Order, please.")


def test_an_essay_with_bold_openings_is_no_transcript() -> None:
    text = "".join(f"**Point {word}:** Some longer words about it.\n\n" for word in ("A", "B", "C"))
    draft = one(READER, "a.md", "# Essay\n\n" + text + "**Note:** Mind the gap.\n")
    assert draft.kind == "essay"


def test_chapter_times_are_in_no_segment() -> None:
    text = "Some words first.\n\n00:00 Intro\n\n02:28 Learning\n\n1:09:09 Robots\n"
    draft = one(READER, "a.md", text)
    assert said(draft) == [("", "Some words first.")]


def test_comments_below_a_markdown_essay() -> None:
    text = (
        "# On size\n\n"
        + "A paragraph of the essay, with some words.\n\n" * 8
        + "---comments---\n\n"
    )
    draft = one(READER, "a.md", text + "I was there too.\n\nMe too.\n")
    assert [t for _, t in said(draft, "comment")] == ["I was there too.", "Me too."]


def test_broken_front_matter_costs_a_remark() -> None:
    found = outcomes(READER, "a.md", "---\ntitle: A: b\n---\nBody text.\n")
    assert [getattr(f, "code", "draft") for f in found] == ["C113", "draft"]


@pytest.mark.parametrize("content", ["", "\n\n", "---\ntitle: T\n---\n", "![only](an.png)\n"])
def test_no_running_text_is_skipped_or_a_title(content: str) -> None:
    found = outcomes(READER, "a.md", content)
    drafts = [f for f in found if hasattr(f, "segments")]
    assert all(s.role == "title" for d in drafts for s in d.segments)
    assert drafts or [f.code for f in failures(READER, "a.md", content)] == ["C105"]


def test_html_cells_and_blocks() -> None:
    assert looks_like_html("<p>one</p>")
    assert not looks_like_html("a < b and b > c")
    assert visible("<p>one<br/>two &amp; three</p><style>p{}</style>four") == (
        "one\n\ntwo & three\n\nfour"
    )
    assert visible("<script>never closed") == ""


@given(st.text(alphabet="ab *_`[](){}<>!#>-\n:|~\\&;=%1.", max_size=300))
def test_any_markup_keeps_the_contract(text: str) -> None:
    blocks_of(text)
    for found in outcomes(READER, "a.md", text or "x"):
        if hasattr(found, "segments"):
            check(found)


def test_what_follows_deeply_nested_lists_is_kept() -> None:
    levels = "".join("  " * depth + f"- level {depth}\n" for depth in range(12))
    text = f"Start.\n\n{levels}\n# Conclusion\n\nScaling has hit a wall.\n"
    draft = one(READER, "a.md", text)
    assert "level 11" in draft.text
    assert draft.text.rstrip().endswith("Scaling has hit a wall.")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<p>" + "İ" * 16 + " a.</p><SCRIPT>var x</SCRIPT><p>More is b.</p>", "İ a.\n\nMore is b."),
        ("Like <em>this</em>. A <script in the page is bad. A wall.", "script in the page"),
        ("A <scripted play</script> here.", "here."),
    ],
)
def test_only_elements_are_cut_and_cut_where_they_stand(text: str, shown: str) -> None:
    assert visible(text).endswith(shown) or shown in visible(text)
    assert "var x" not in visible(text)

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.notebook.style import CSS, INKS, escaped, link, sentence, table


def luminance(ink: str) -> float:
    parts = [int(ink[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("paper", ["#ffffff", "#111111"])
@pytest.mark.parametrize("ink", sorted(set(INKS.values())))
def test_lines_stand_out_in_light_and_dark(ink: str, paper: str) -> None:
    assert contrast(ink, paper) >= 3


def test_words_keep_the_colour_of_the_notebook() -> None:
    assert not re.search(r"[{;]color:(?!inherit)", CSS)
    assert all(rule.startswith(".sd") for rule in re.findall(r"[^{}]+(?=\{)", CSS))


def test_spans_are_marked_inside_a_sentence() -> None:
    shown = sentence(
        "Ann said so.", 100, ["cue:104-108", "holder:100-103", "quote:104-111", "x:1-2"],
        stance="against", voice="reported",
    )  # fmt: skip
    assert shown.startswith('<mark class="reported against" data-stance="against">')
    assert "<u>Ann</u> <i><b>said</b></i><i> so</i>." in shown


@given(st.text(max_size=60), st.lists(st.text(max_size=12), max_size=3))
def test_words_are_never_markup(text: str, cues: list[str]) -> None:
    shown = sentence(text, 0, [*cues, "cue:0-3"], stance=text, voice=text)
    assert set(re.findall(r"<(/?\w+)", shown)) <= {"mark", "/mark", "b", "/b"}
    assert re.sub(r"<[^>]*>", "", shown) == escaped(text)


def test_only_web_addresses_are_linked() -> None:
    assert link("javascript:alert(1)", "<b>") == "&lt;b&gt;"
    assert link("https://example.org/?a=1&b=2", "x").startswith(
        '<a href="https://example.org/?a=1&amp;b=2"'
    )


def test_a_table_has_scoped_heads() -> None:
    shown = table(("a<",), [["<b>1</b>"]], caption="of &")
    assert '<th scope="col">a&lt;</th>' in shown
    assert "<td><b>1</b></td>" in shown
    assert "<caption>of &amp;</caption>" in shown

from __future__ import annotations

import pytest

from pipeline.readers.front_matter import split


def test_fields_stay_the_text_they_are() -> None:
    front = split(
        '---\ntitle: "Scaling: the end"\ndate: 2022-06-06\nauthor: Ada\nlicense: CC0\n---\nBody\n'
    )
    assert front.fields == {
        "title": "Scaling: the end",
        "date": "2022-06-06",
        "author": "Ada",
        "licence": "CC0",
    }
    assert (front.body, front.problem) == ("Body\n", "")


def test_web_clipper_keys() -> None:
    front = split(
        "---\ntitle: A clip\nsource: https://example.org/a\nauthor:\n  - '[[Ada Hill]]'\n"
        "  - '[[People/Bo|Bo Lund]]'\npublished: 2023-05-02\ncreated: 2025-01-01\n---\nx"
    )
    assert front.fields["author"] == "Ada Hill, Bo Lund"
    assert front.fields["url"] == "https://example.org/a"
    assert front.fields["date"] == "2023-05-02"  # the day of writing, not of clipping


def test_the_day_of_clipping_is_no_date() -> None:
    assert "date" not in split("---\ntitle: A\ncreated: 2025-01-01\n---\nx").fields


def test_toml() -> None:
    front = split('+++\ntitle = "T"\ndate = 2021-05-01\n+++\nBody')
    assert front.fields == {"title": "T", "date": "2021-05-01"}


@pytest.mark.parametrize(
    "block",
    [
        "title: Scaling: the end\nauthor: Ada",  # a colon that YAML does not allow
        "title: Scaling\nauthor: @ada",
        "title: Scaling\nx: &a [1]\ny: *a\nauthor: Ada",
        "title: Scaling\nx: !!python/object:os.system {}\nauthor: Ada",
        "title: Scaling\n\tauthor: Ada",
    ],
)
def test_a_block_that_yaml_cannot_read_keeps_its_lines(block: str) -> None:
    front = split(f"---\n{block}\n---\nBody")
    assert front.problem
    assert front.fields["title"].startswith("Scaling")
    assert front.body == "Body"


def test_an_alias_bomb_is_refused_at_once() -> None:
    levels = "".join(f"a{k}: &a{k} [{', '.join([f'*a{k - 1}'] * 9)}]\n" for k in range(1, 9))
    front = split(f"---\na0: &a0 [x]\n{levels}title: T\n---\nBody")
    assert front.problem
    assert front.fields["title"] == "T"


def test_rules_and_open_blocks_are_not_front_matter() -> None:
    assert split("---\nA paragraph between rules.\n---\nmore").body.startswith("---")
    assert split("no block").fields == {}
    open_block = split("---\ntitle: T\nand no end")
    assert open_block.fields == {}
    assert open_block.problem
    assert split("---\n" + "[" * 60_000 + "\n---\n").fields == {}


def test_only_web_addresses_are_addresses() -> None:
    assert "url" not in split("---\ntitle: T\nurl: javascript:alert(1)\n---\n").fields
    assert "url" not in split("---\ntitle: T\npermalink: /t\n---\n").fields


def test_an_empty_or_closing_block() -> None:
    assert split("---\n---\nBody").fields == {}
    assert split("---\ntitle: T\n---").fields == {"title": "T"}


def test_escaped_characters_are_made_plain() -> None:
    front = split('---\ntitle: "Bigger \\ud83d\\ude80 \\ud83d"\nauthor: "Zed\\e]0;x\\a"\n---\n')
    assert front.fields["title"].startswith("Bigger 🚀 ")
    assert front.fields["title"].encode("utf-8")
    assert front.fields["author"] == "Zed ]0;x"


def test_a_thicket_of_brackets_is_read_by_line() -> None:
    front = split("---\ntitle: T\nnote: " + "[" * 5_000 + "\n---\nBody")
    assert front.fields["title"] == "T"
    assert "brackets" in front.problem

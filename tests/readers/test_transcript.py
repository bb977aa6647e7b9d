from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.readers.speakers import cast_of, is_name, label_of
from pipeline.readers.transcript import READER
from pipeline.readers.turns import pieces
from tests.readers.reading import check, one, outcomes, said


@pytest.mark.parametrize(
    ("line", "name", "rest"),
    [
        ("Ada Hill: hello", "Ada Hill", " hello"),
        ("ADA HILL: hello", "ADA HILL", " hello"),
        ("Dr. Ada Hill: hello", "Dr. Ada Hill", " hello"),
        ("José van der Berg: hello", "José van der Berg", " hello"),
        ("Sen. Rosa Vance (X-YZ): hello", "Sen. Rosa Vance", " hello"),
        ("SPEAKER_01: hello", "SPEAKER_01", " hello"),
        ("[SPEAKER_01]: hello", "SPEAKER_01", " hello"),
        ("[00:12:31] Ada: hello", "Ada", " hello"),
        ("00:12 Ada: hello", "Ada", " hello"),
        ("(0:12) - Ada: hello", "Ada", " hello"),
        ("Ada Hill (00:12):", "Ada Hill", ""),
        ("Ada Hill [00:12] hello", "Ada Hill", " hello"),
        ("Ada Hill  0:12", "Ada Hill", ""),
        ("Speaker 1  1:02:45  ", "Speaker 1", ""),
        ("[Ada Hill] 10:02:33", "Ada Hill", ""),
        (">> ADA: hello", "ADA", " hello"),
        (">> hello", "", "hello"),
        ("Senator Vance. Thank you.", "Senator Vance", " Thank you."),
    ],
)
def test_label_grammar(line: str, name: str, rest: str) -> None:
    label = label_of(line)
    assert label is not None
    assert (label.name, line[label.start :]) == (name, rest)


@pytest.mark.parametrize(
    "line",
    [
        "https://example.org/a",
        "At 10:30 we met",
        "the label: is lower case",
        "Here is what I think about it: nothing",
        "A sentence with a colon: and more",
        "plain text",
        "",
        "12:30",
        "Ada Hill" + "x" * 200 + ":",
    ],
)
def test_lines_without_a_label(line: str) -> None:
    label = label_of(line)
    assert label is None or not cast_of([label]).names


def test_shape_of_names() -> None:
    assert is_name("Ludwig van den Berg")
    assert not is_name("Here is why")
    assert not is_name("12 34")


@pytest.mark.parametrize("word", ["Note", "Update", "Q", "Title", "Source"])
def test_no_speaker_unless_it_recurs_as_one(word: str) -> None:
    once = [label_of(f"{word}: x"), label_of("Ada: y"), label_of("Ada: z")]
    assert word not in cast_of(once)
    often = [label_of(f"{word}: x")] * 3 + [label_of("Ada: y")] * 3
    assert word in cast_of(often)


def test_title_lines_before_the_talk_are_nobody() -> None:
    lines = ["Committee: Commerce", "Ada: one", "Bo: two", "Ada: three", "Bo: four"]
    assert list(cast_of([label_of(line) for line in lines]).names.values()) == ["Ada", "Bo"]


def test_paragraphs_without_a_label_go_on() -> None:
    text = "Ada: One.\nBo: Two.\n\nTwo and a half.\n\nAda: Three.\nBo: Four.\n"
    assert said(one(READER, "a.txt", text)) == [
        ("Ada", "One."),
        ("Bo", "Two.\n\nTwo and a half."),
        ("Ada", "Three."),
        ("Bo", "Four."),
    ]


def test_otter_blocks_and_its_trailer() -> None:
    text = "Speaker 1  0:03  \nDoes it go on?\n\nAda Hill  0:11  \nNo. [laughs]\n\n"
    draft = one(READER, "a.txt", text + "Transcribed by https://otter.ai\n")
    assert said(draft) == [("Speaker 1", "Does it go on?"), ("Ada Hill", "No.")]


def test_a_panel_of_time_marks_is_one_text() -> None:
    text = "Transcript\nSearch in video\n0:00\nso today we build\n0:04\n4 seconds\na small house\n"
    draft = one(READER, "a.txt", text + "0:09\n[Music]\n0:12\nthat's it\n")
    assert said(draft, "turn") == [("", "so today we build a small house"), ("", "that's it")]


def test_headline_header_and_aliases() -> None:
    talk = "Ada: One.\nBo: Two.\nAda: Three.\nBo: Four.\n"
    assert one(READER, "a.txt", "Ep. 3: On size\n\n" + talk).title == "Ep. 3: On size"
    headed = one(READER, "a.txt", "Title: On size\nDate: 2021-02-03\n\n" + talk)
    assert (headed.title, headed.date) == ("On size", "2021-02-03")
    draft = one(READER, "a.txt", talk, speakers={"ada": "Ada Hill"})
    assert {who for who, _ in said(draft)} == {"Ada Hill", "Bo"}


def test_wrapped_hearing_text() -> None:
    text = (
        "Senator Vance. Thank you all for coming here on such a cold and\n"
        "early morning, and for your patience with the doors of this house.\n\n"
        "Mr. Odo. Thank you, Chair. I have a statement that I would like to\n"
        "read, and it is short. [Laughter.]\n\n"
        "Senator Vance. Please go on, we have all the time in the world and\n"
        "nowhere else to be.\n\n"
        "Mr. Odo. The machines are large and the questions are small, and I\n"
        "would like to see it the other way round.\n"
    )
    turns = said(one(READER, "a.txt", text))
    assert [who for who, _ in turns] == ["Senator Vance", "Mr. Odo", "Senator Vance", "Mr. Odo"]
    assert turns[1][1].endswith("it is short.")


def test_stage_directions_between_sentences_and_inside_them() -> None:
    assert list(pieces("Yes. [Applause] And so on.")) == [
        ("Yes.", True),
        ("[Applause]", False),
        ("And so on.", True),
    ]
    assert list(pieces("I think (laughs) it works.")) == [("I think (laughs) it works.", True)]
    assert list(pieces("[inaudible 00:12]")) == [("[inaudible 00:12]", False)]
    assert list(pieces("♪ a song ♪")) == [("♪ a song ♪", False)]


def test_claims_talk_and_leaves_essays() -> None:
    talk = "Ada: One two three.\nBo: Two three.\nAda: Three.\nBo: Four.\n"
    assert READER.claims("a.txt", talk) > 0.5
    assert READER.claims("a.txt", "Note: x\nAn essay that has just begun.\n" * 3) == 0
    assert READER.claims("a.csv", talk) == 0


@pytest.mark.parametrize("content", ["", "\n \n", "0:00\n0:01\n0:02\n", "[Music]\n"])
def test_no_speech_is_skipped(content: str) -> None:
    assert [f.code for f in outcomes(READER, "a.txt", content)] == ["C105"]


LINES = [
    "Ada: x",
    "Bo:",
    "plain",
    "",
    "[Music]",
    "0:04",
    ">> hi",
    "Note: y",
    "Ada  0:12",
    "(laughs)",
]


@given(st.lists(st.sampled_from(LINES), max_size=20))
def test_any_lines_keep_the_contract(lines: list[str]) -> None:
    for found in outcomes(READER, "a.txt", "\n".join(lines)):
        if hasattr(found, "segments"):
            check(found)

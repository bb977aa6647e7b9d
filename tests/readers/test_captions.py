from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import CorpusError
from pipeline.readers.captions import READER, told_once
from pipeline.readers.subtitles import Cue, Damage, json_cues, timed_lines
from tests.readers.reading import check, failures, one, outcomes, said

VTT = """WEBVTT

NOTE not a cue

1
00:00:01.000 --> 00:00:03.000
<v Ada Hill>Scaling &amp; size

2
00:00:03.000 --> 00:00:05.000 align:start
<v Ada Hill>are two things.

00:00:05.500 --> 00:00:07.000
<v.loud Bo>Are <i>they</i>?</v>
"""

ROLLING = """WEBVTT
Kind: captions
Language: en

00:00:00.000 --> 00:00:02.000 align:start position:0%

so<00:00:00.500><c> we</c><00:00:01.000><c> ask</c>

00:00:02.000 --> 00:00:02.010 align:start position:0%
so we ask


00:00:02.010 --> 00:00:04.000 align:start position:0%
so we ask
does<00:00:02.500><c> it</c><00:00:03.000><c> scale</c>

00:00:04.000 --> 00:00:04.010 align:start position:0%
does it scale


00:00:04.010 --> 00:00:06.000 align:start position:0%
does it scale
no<00:00:05.000><c> no</c><00:00:05.500><c> no</c>
"""


def test_voices_become_speakers() -> None:
    draft = one(READER, "a.vtt", VTT)
    assert said(draft) == [("Ada Hill", "Scaling & size are two things."), ("Bo", "Are they?")]
    assert draft.kind == "transcript"


def test_rolling_captions_are_told_once() -> None:
    assert said(one(READER, "a.vtt", ROLLING)) == [("", "so we ask does it scale no no no")]


def test_somebody_may_repeat_themselves() -> None:
    cues = [Cue(k, k + 1, (word,)) for k, word in enumerate(["no", "no", "well", "a", "b", "c"])]
    assert told_once(cues) == cues


def test_srt_with_labels_and_directions() -> None:
    srt = (
        "1\n00:00:00,179 --> 00:00:02,399\nTravis Lee: When you start\nyour show,\n\n"
        "2\n00:00:02,400 --> 00:00:04,799\n{\\an8}<b>begin</b> at the start.\n\n"
        "3\n00:00:04,800 --> 00:00:06,000\n[Applause]\n\n"
        "4\n00:00:06,100 --> 00:00:08,000\nAda Hill: Why?\n"
    )
    assert said(one(READER, "a.srt", srt)) == [
        ("Travis Lee", "When you start your show, begin at the start."),
        ("Ada Hill", "Why?"),
    ]


def test_chevrons_change_the_speaker() -> None:
    srt = "00:01.000 --> 00:02.000\n>> one.\n\n00:02.000 --> 00:03.000\n>> two.\n"
    assert said(one(READER, "a.vtt", srt)) == [("", "one."), ("", "two.")]


@pytest.mark.parametrize(
    "text",
    [
        "00:00:01.000 --> 00:00:02.000\nhello\n",  # no header
        "WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nhello\n",  # comma, as in SRT
        "WEBVTT\n00:01.000 --> 00:02.000\nhello",  # short times, no blank line
        "1\n00:00:01.000 --> 00:00:02.000\nhello\n2\n00:00:03.000 --> 00:00:03.500\n",
    ],
)
def test_what_other_parsers_lose_is_read(text: str) -> None:
    cues = [cue for cue in timed_lines(text) if isinstance(cue, Cue)]
    assert [cue.lines for cue in cues] == [("hello",)]


def test_damaged_cues_cost_themselves() -> None:
    vtt = VTT + "\n00:00:xx --> 00:00:09.000\nlost\n\n00:00:12.000 --> 00:00:11.000\nback\n"
    assert [(f.kind, f.code, f.part) for f in failures(READER, "a.vtt", vtt)] == [
        ("flagged", "C108", "line 16"),
        ("flagged", "C108", "line 19"),
    ]
    assert len(said(one(READER, "a.vtt", vtt))) == 2


def test_json3() -> None:
    events = [
        {"tStartMs": 0, "dDurationMs": 2000, "id": 1},
        {"tStartMs": 0, "dDurationMs": 900, "segs": [{"utf8": "so"}, {"utf8": " we"}]},
        {"tStartMs": 900, "aAppend": 1, "segs": [{"utf8": "\n"}]},
        {"tStartMs": 1000, "dDurationMs": 900, "segs": [{"utf8": "ask"}]},
        {"tStartMs": 1900, "segs": 7},
    ]
    content = json.dumps({"wireMagic": "pb3", "events": events})
    assert said(one(READER, "a.json3", content)) == [("", "so we ask")]
    assert [f.code for f in failures(READER, "a.json3", content)] == ["C108"]


def test_segment_lists() -> None:
    content = json.dumps(
        {
            "segments": [
                {"start": 0.5, "end": 1, "text": " We ran out.", "speaker": "SPEAKER_01"},
                {"startTime": 1, "endTime": 2, "body": "Of what?", "speaker": "Ada"},
                {"start": "x", "text": "bad time"},
                {"start": 1},
            ]
        }
    )
    draft = one(READER, "a.json", content, speakers={"SPEAKER_01": "Bo Lund"})
    assert said(draft) == [("Bo Lund", "We ran out."), ("Ada", "Of what?")]
    assert len(failures(READER, "a.json", content)) == 2


@pytest.mark.parametrize(
    ("content", "code"),
    [('{"events": [{', "C109"), ('{"a": 1}', "C110"), ("[" * 5000, "C109")],
)
def test_json_that_is_no_captions(content: str, code: str) -> None:
    with pytest.raises(CorpusError) as caught:
        list(json_cues(content))
    assert caught.value.code == code


@pytest.mark.parametrize("content", ["WEBVTT\n", "1\n2\n3\n", "00:01 --> nothing\n"])
def test_no_cue_is_c110(content: str) -> None:
    found = outcomes(READER, "a.vtt", content)
    assert [f.code for f in found if f.kind == "quarantined"] == ["C110"]


def test_only_music_is_skipped() -> None:
    found = outcomes(READER, "a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n[Music]\n")
    assert [(f.kind, f.code) for f in found] == [("skipped", "C105")]


def test_machine_translated_tracks_are_flagged() -> None:
    assert one(READER, "talk.en-de.vtt", VTT).flags == ("machine-translated",)
    assert one(READER, "talk.en.vtt", VTT).flags == ()


def test_claims() -> None:
    assert READER.claims("a.srt", "") == 1.0
    assert READER.claims("a.txt", "WEBVTT\n") == 1.0
    assert READER.claims("a.txt", "00:01.0 --> 00:02.0\nx\n" * 3) > 0.5
    assert READER.claims("a.json", '{"segments": [{"startTime": 1}]}') > 0.5
    assert READER.claims("a.json", '{"title": 1}') == 0
    assert READER.claims("a.txt", "an essay") == 0


CUE_LINES = ["00:00:01.000 --> 00:00:02.000", "-->", "hello", "", "7", "<v Ada>x", "WEBVTT", ">> y"]


@given(st.lists(st.sampled_from(CUE_LINES), max_size=20))
def test_every_timing_line_gives_cues_or_damage(lines: list[str]) -> None:
    found = list(timed_lines("\n".join(lines)))
    assert sum(isinstance(item, Damage) for item in found) == lines.count("-->")
    for outcome in outcomes(READER, "a.vtt", "\n".join(lines)):
        if hasattr(outcome, "segments"):
            check(outcome)


SPOKEN = """1
00:00:01,000 --> 00:00:04,000
THE ECONOMIST HAS
NOTED THAT SCALING IS OVER.

2
00:00:05,000 --> 00:00:08,000
Scaling will get us to AGI,

but only with new ideas.

NOTE nobody says this
nor this

intro-3
00:00:09,000 --> 00:00:12,000
More compute --> more intelligence,
where n <5 and the loss >3.
"""


def test_no_line_that_is_spoken_is_lost() -> None:
    cues = [cue.lines for cue in timed_lines(SPOKEN) if isinstance(cue, Cue)]
    assert cues == [
        ("THE ECONOMIST HAS", "NOTED THAT SCALING IS OVER."),
        ("Scaling will get us to AGI,", "but only with new ideas."),
        ("More compute --> more intelligence,", "where n <5 and the loss >3."),
    ]
    assert not [cue for cue in timed_lines(SPOKEN) if isinstance(cue, Damage)]


def test_an_empty_stretch_of_json3_is_no_word() -> None:
    events = [{"tStartMs": 0, "dDurationMs": 9, "segs": [{"utf8": None}, {"utf8": "so"}]}]
    cues = json_cues(json.dumps({"events": events}))
    assert [cue.lines for cue in cues if isinstance(cue, Cue)] == [("so",)]

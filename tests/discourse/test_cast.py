from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from pipeline.config import DiscourseSection
from pipeline.discourse.cast import Cast, hosts
from pipeline.discourse.people import load_registry
from pipeline.registry import Assets
from tests.discourse.making import Part, build, statement_on

Attributed = Callable[..., dict[str, list[Any]]]
SAID = "Bigger models will do it."


def identity(
    assets: Assets, part: Part, others: Sequence[Part] = (), config: DiscourseSection | None = None,
    **fields: str,
) -> str:  # fmt: skip
    document, segments = build([part, *others], **fields)
    cast = Cast(document, segments, load_registry(assets), {}, config or DiscourseSection())
    return cast.voiced(segments[0]).id


@pytest.mark.parametrize(
    ("label", "title", "expected"),
    [
        ("SAM ALTMAN", "", "person:sam-altman"),
        ("Sam Altman", "", "person:sam-altman"),
        ("Mr. Altman", "", "person:sam-altman"),
        ("Altman", "", "person:sam-altman"),
        ("Sam", "Sam Altman on the future", "person:sam-altman"),
        ("Sam", "", "speaker:made-sam"),
        ("Ottoline", "Ottoline Ferris on machines", "person:ottoline-ferris"),
        ("Ottoline", "A talk on machines", "speaker:made-ottoline"),
        ("Ottoline Ferris", "", "person:ottoline-ferris"),
        ("OTTOLINE FERRIS", "", "person:ottoline-ferris"),
        ("Dr. Ottoline Ferris", "", "person:ottoline-ferris"),
        ("Sen. Ferris", "", "speaker:made-ferris"),
        ("Bengio", "", "speaker:made-bengio"),
        ("Bengio", "Yoshua Bengio on risk", "person:yoshua-bengio"),
        ("[deleted]", "", ""),
        ("Unknown", "", ""),
    ],
)
def test_labels_of_turns(assets: Assets, label: str, title: str, expected: str) -> None:
    turn = Part(SAID, "turn", label)
    assert identity(assets, turn, title=title, kind="transcript") == expected


def test_a_first_name_points_at_the_only_full_label(assets: Assets) -> None:
    turn, other = Part(SAID, "turn", "Ottoline"), Part(SAID, "turn", "Ottoline Ferris")
    assert identity(assets, turn, [other], kind="transcript") == "person:ottoline-ferris"
    third = Part(SAID, "turn", "Ottoline Brandt")
    assert identity(assets, turn, [other, third], kind="transcript") == "speaker:made-ottoline"


@pytest.mark.parametrize("label", ["SPEAKER_01", "Host", "Interviewer", "Speaker 2"])
def test_roles_are_one_per_document(assets: Assets, label: str) -> None:
    turn = Part(SAID, "turn", label)
    one = identity(assets, turn, path="one.txt", kind="transcript")
    two = identity(assets, turn, path="two.txt", kind="transcript")
    assert one.startswith("speaker:")
    assert one != two


@pytest.mark.parametrize(
    ("handle", "expected"),
    [
        ("iron_kettle", "commenter:made-iron-kettle"),
        ("u/iron_kettle", "commenter:made-iron-kettle"),
        ("@sama", "person:sam-altman"),
        ("Gary Marcus", "person:gary-marcus"),
        ("Ada Quill", "person:ada-quill"),
        ("[deleted]", ""),
        ("Anonymous", ""),
        ("", ""),
    ],
)
def test_commenters(assets: Assets, handle: str, expected: str) -> None:
    assert identity(assets, Part(SAID, "comment", handle), author="Ada Quill") == expected


def test_commenters_can_be_pseudonymised(assets: Assets) -> None:
    def named(salt: str, handle: str) -> str:
        config = DiscourseSection(pseudonymise=True, salt=salt)
        return identity(assets, Part(SAID, "comment", handle), config=config)

    assert "kettle" not in named("a", "iron_kettle")
    assert named("a", "iron_kettle") == named("a", "iron_kettle")
    assert named("a", "iron_kettle") != named("b", "iron_kettle")
    assert named("a", "iron_kettle") != named("a", "tin_kettle")
    assert named("a", "sama") == "person:sam-altman"


@pytest.mark.parametrize("written", ["iron_kettle", "u/iron_kettle", "Iron Kettle"])
@pytest.mark.parametrize("pseudonymise", [False, True])
def test_who_opens_a_thread_has_the_account_that_answers_in_others(
    assets: Assets, written: str, pseudonymise: bool
) -> None:
    config = DiscourseSection(pseudonymise=pseudonymise, salt="x")
    opening = Part(SAID, "body", written)
    opener = identity(assets, opening, config=config, kind="thread", author=written)
    unsigned = identity(assets, Part(SAID), config=config, kind="thread", author=written)
    answer = identity(assets, Part(SAID, "comment", written), config=config, kind="thread")
    assert opener == unsigned == answer
    assert opener.startswith("commenter:made-")
    assert ("kettle" in opener) is not pseudonymise


def test_a_known_person_who_opens_a_thread_is_known(assets: Assets) -> None:
    opening = Part(SAID, "body", "sama")
    assert identity(assets, opening, kind="thread", author="sama") == "person:sam-altman"


def test_pseudonyms_leave_no_handle_in_statements(attributed: Attributed) -> None:
    config = DiscourseSection(pseudonymise=True, salt="x")
    found = attributed([Part(SAID, "comment", "iron_kettle")], config, kind="thread")
    assert "kettle" not in repr(found["attributions"])


@pytest.mark.parametrize(
    ("author", "expected"),
    [("Ada Quill", "person:ada-quill"), ("Dr. Ada Quill", "person:ada-quill"),
     ("Ada Quill and Bo Quill", "person:ada-quill"), ("Rich Sutton", "person:richard-sutton"),
     ("", ""), ("Anonymous", "")],
)  # fmt: skip
def test_authors_of_essays(assets: Assets, author: str, expected: str) -> None:
    assert identity(assets, Part(SAID), author=author) == expected


ASKS = [
    Part("Welcome to the show. What is scale?", "turn", "Mo"),
    Part("It is size. It is cost. It is time.", "turn", "Bea"),
    Part("And will it be enough?", "turn", "Mo"),
    Part("I think that it will. Why not?", "turn", "Bea"),
    Part("So you say it will be enough?", "turn", "Mo"),
    Part("That is what I say.", "turn", "Bea"),
]


def test_the_one_who_keeps_asking_is_the_host() -> None:
    document, segments = build(ASKS, kind="transcript")
    assert hosts(document, segments) == {"Mo"}


def test_called_so_is_enough() -> None:
    document, segments = build([Part("Hello.", "turn", "Host"), Part("Hi.", "turn", "Bea")])
    assert hosts(document, segments) == {"Host"}


def test_a_monologue_has_no_host() -> None:
    document, segments = build([Part("Is it? It is. Is it?", "turn", "Bea")] * 5)
    assert hosts(document, segments) == frozenset()


def test_host_questions_are_questions_and_flagged(attributed: Attributed) -> None:
    found = attributed(ASKS, kind="transcript")
    asked = statement_on(found, "And will it be enough?")
    assert (asked.voice, asked.flags) == ("question", ("host",))
    put = statement_on(found, "So you say it will be enough?")
    assert (put.voice, put.holder_name) == ("question", "Bea")
    assert statement_on(found, "It is size.").flags == ()


@pytest.mark.parametrize(
    "asked",
    [
        "And will it be enough?",
        "But isn’t it enough?!",
        "It is enough, isn’t it?",
        "I think that it is enough, no?",
        "So Sam Altman says that it is enough?",
        "“Is it enough?”",
        "(Will it be enough?)",
        "Is it enough?…",
        "As Sam Altman rightly asks, will it be enough?",
    ],
)
def test_a_question_of_the_host_is_never_the_host_s_stance(
    attributed: Attributed, asked: str
) -> None:
    turns = [*ASKS, Part(asked, "turn", "Mo"), Part("Yes.", "turn", "Bea")]
    found = statement_on(attributed(turns, kind="transcript"), asked)
    assert found.voice == "question"
    assert "host" in found.flags


def test_you_is_whom_a_comment_answers(attributed: Attributed) -> None:
    thread = [
        Part("Scale is enough.", "comment", "ann"),
        Part("It is not.", "comment", "bob"),
        Part("You say that scale is enough.", "comment", "cid", reply_to=0),
    ]
    found = attributed(thread, kind="thread")
    statement = statement_on(found, "You say that scale is enough.")
    assert (statement.holder_id, statement.voice) == ("commenter:made-ann", "reported")


@pytest.mark.parametrize("piece", ["A", "Ada ", " ", "(", "a,"])
def test_long_hostile_titles_and_labels_are_read(assets: Assets, piece: str) -> None:
    long = piece * 50_000
    turn = Part(SAID, "turn", f"Ada {long}")
    assert isinstance(identity(assets, turn, title=long, author=f"Bo{long}"), str)


def test_a_label_of_two_people_is_nobody_s_full_name(assets: Assets) -> None:
    both, one = Part(SAID, "turn", "Ottoline;Bea"), Part(SAID, "turn", "Bea")
    assert identity(assets, one, [both], kind="transcript") == "speaker:made-bea"
    assert identity(assets, both, [one], kind="transcript").startswith("speaker:")

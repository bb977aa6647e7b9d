from __future__ import annotations

from pipeline.gold.coded import sentences
from pipeline.gold.exchange import Coding
from tests.gold.test_exchange import drawn


def coding(number: int, coder: str, stance: str, voice: str = "own") -> Coding:
    return Coding(
        id=f"st:{number:04d}",
        coder=coder,
        stance=stance,
        voice=voice,
        dimension="returns",
        weight=3.0,
        stratum="2023/essay/against",
        stratum_size=30,
        unit="year",
        frame=300,
    )


SAMPLE = [drawn(i) for i in range(3)]


def test_the_code_of_most_coders_counts_with_the_words_that_they_saw() -> None:
    codes = [coding(0, "ann", "favor"), coding(0, "bo", "favor", "reported")]
    (row,) = sentences([*codes, coding(0, "cy", "against", "rejected")], SAMPLE)
    assert (row["id"], row["text"], row["before"]) == ("st:0000", "Size won.", "It began small.")
    assert (row["file"], row["speaker"], row["genre"]) == ("doc:1", "Ann", "essay")
    assert (row["stance"], row["voice"], row["dimension"]) == ("favor", "-", "returns")


def test_a_statement_without_a_majority_is_left_out() -> None:
    codes = [coding(1, "ann", "favor"), coding(1, "bo", "against"), coding(2, "ann", "neutral")]
    assert [row["id"] for row in sentences(codes, SAMPLE)] == ["st:0002"]


def test_order_of_codings_changes_nothing() -> None:
    codes = [coding(i, who, "favor") for i in range(3) for who in ("ann", "bo")]
    assert sentences(codes, SAMPLE) == sentences(codes[::-1], SAMPLE)

from __future__ import annotations

import json
from collections import Counter
from math import isnan
from pathlib import Path

import pytest

from pipeline.errors import PipelineError
from pipeline.gold.agreement import FIELDS, ac1, ac1_with_interval, alpha, between, compare
from pipeline.gold.exchange import Coding
from pipeline.registry import default_models
from pipeline.stance.examples import json_lines


def test_alpha_of_the_textbook() -> None:
    # Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", section A:
    # 14 zeros, 6 ones, 4 unlike.
    first, second = "0100000000", "1110011000"
    assert alpha(list(zip(first, second, strict=True))) == pytest.approx(0.095, abs=0.0005)


def test_alpha_at_its_ends() -> None:
    assert alpha([("a", "a"), ("b", "b")]) == 1
    assert alpha([("a", "b"), ("b", "a")]) < 0
    assert alpha([("a", "a")]) != alpha([("a", "a")])  # nan: nothing varies


def test_the_shipped_sentences_are_coded_alike_by_two_coders() -> None:
    models = default_models() / "stance"
    found = compare(models / "train", models / "second_coding.jsonl")
    n, stance = found["stance"]
    assert n >= 800
    assert stance.low > 0.9
    assert found["voice"][1].low > 0.85
    assert found["dimension"][1].low > 0.85


@pytest.mark.parametrize(
    ("ours", "theirs", "n", "low"),
    [
        ("train", "second_coding_documents.jsonl", 800, 0.7),
        ("coders/second.jsonl", "coders/third.jsonl", 4000, 0.8),
        ("coders/check_second.jsonl", "coders/check_third.jsonl", 1200, 0.87),
        ("coders/check_first.jsonl", "coders/check_second.jsonl", 1200, 0.7),
    ],
)
def test_whole_documents_and_real_sentences_are_coded_alike_by_two_coders(
    ours: str, theirs: str, n: int, low: float
) -> None:
    models = default_models() / "stance"
    for count, figure in compare(models / ours, models / theirs).values():
        assert count >= n
        assert figure.low > low


@pytest.mark.parametrize(
    ("coded", "kept"), [("", "real/*.jsonl"), ("check_", "check.jsonl")], ids=["real", "check"]
)
def test_sentences_coded_by_three_have_the_code_of_the_majority(coded: str, kept: str) -> None:
    models = default_models() / "stance"
    codes: dict[str, list[str]] = {}
    for name in ("first", "second", "third"):
        for _, row in json_lines(models / "coders" / f"{coded}{name}.jsonl"):
            codes.setdefault(row["id"], []).append(row["stance"])
    count = {row["id"]: row["stance"] for path in models.glob(kept) for _, row in json_lines(path)}
    assert {len(three) for three in codes.values()} == {3}
    agreed = {i: Counter(three).most_common(1)[0] for i, three in codes.items()}
    agreed = {i: most for i, most in agreed.items() if most[1] > 1}
    assert len(agreed) > 0.99 * len(codes)
    assert all(count[i] == stance for i, (stance, _) in agreed.items())


def test_no_sentence_of_the_check_set_is_without_a_majority() -> None:
    models = default_models() / "stance"
    coders = [
        {row["id"]: row["stance"] for _, row in json_lines(path)}
        for path in sorted((models / "coders").glob("check_*.jsonl"))
    ]
    for _, row in json_lines(models / "check.jsonl"):
        assert sum(codes[row["id"]] == row["stance"] for codes in coders) >= 2


def test_bad_codes_are_named(tmp_path: Path) -> None:
    path = tmp_path / "second.jsonl"
    path.write_text(json.dumps({"id": "x", "stance": "favor"}) + "\n", encoding="utf-8")
    with pytest.raises(PipelineError, match="line 1"):
        compare(default_models() / "stance" / "train", path)
    path.write_bytes(b"\xff\xfe\x00")
    for unreadable in (path, tmp_path / "missing.jsonl"):
        with pytest.raises(PipelineError, match="cannot read"):
            compare(default_models() / "stance" / "train", unreadable)


def codings(coder: str, stances: str) -> list[Coding]:
    names = {"f": "favor", "a": "against", "n": "neutral"}
    return [
        Coding(
            id=f"st:{i}",
            coder=coder,
            stance=names[letter],
            voice="own",
            dimension="-",
            weight=1.0,
            stratum="2023/essay/favor",
            stratum_size=1,
            unit="year",
            frame=len(stances),
        )
        for i, letter in enumerate(stances)
        if letter != " "
    ]


def test_ac1_of_the_literature() -> None:
    # Gwet (2002), "Kappa statistic is not satisfactory for assessing the extent of agreement
    # between raters", table 2: 118 yes-yes, 5 and 2 unlike, none no-no; AC1 is 0.9408.
    pairs = [("+", "+")] * 118 + [("+", "-")] * 5 + [("-", "+")] * 2
    assert ac1(pairs, "+-") == pytest.approx(0.9408, abs=5e-5)
    assert alpha(pairs) < 0  # what AC1 is there for


def test_ac1_at_its_ends() -> None:
    assert ac1([("a", "a"), ("b", "b")], "ab") == 1
    assert ac1([("a", "a")], "ab") == 1
    assert ac1([("a", "b"), ("b", "a")], "ab") == -1
    assert isnan(ac1([], "ab"))
    assert isnan(ac1([("a", "a")], "a"))


def test_codes_that_nobody_used_make_chance_agree_less() -> None:
    pairs = [("a", "a")] * 6 + [("b", "b")] * 3 + [("a", "b")] * 3
    assert ac1(pairs, "abcde") > ac1(pairs, "ab")


def test_the_interval_of_ac1_holds_it_and_narrows() -> None:
    pairs = [("a", "a")] * 12 + [("b", "b")] * 6 + [("a", "b")] * 4
    few, many = ac1_with_interval(pairs, "ab"), ac1_with_interval(pairs * 16, "ab")
    assert few.low < few.value < few.high
    assert many.high - many.low == pytest.approx((few.high - few.low) / 4, rel=0.2)


def test_every_pair_of_coders_is_compared_on_what_both_coded() -> None:
    rows = [*codings("ann", "faanf"), *codings("bo", "fafn "), *codings("cy", "    f")]
    found = {(a.first, a.second, a.field): a for a in between(rows)}
    assert set(found) == {("ann", "bo", field) for field in FIELDS}  # cy shares one item at most
    assert found["ann", "bo", "stance"].n == 4
    assert found["ann", "bo", "stance"].alpha.value < 1
    assert found["ann", "bo", "voice"].ac1.value == 1
    assert isnan(found["ann", "bo", "voice"].alpha.value)  # one code alone

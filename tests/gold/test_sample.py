from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import PipelineError
from pipeline.gold.sample import allocate, draw, read_run, read_sample, write_sample
from pipeline.registry import Assets
from tests.gold.made_run import SENTENCE, made_run, write_run
from tests.trends.factory import document, statement, tables

ASSETS = Assets(Path("models"))


@given(st.lists(st.integers(1, 400), min_size=1, max_size=30), st.integers(0, 500))
def test_seats_are_all_given_and_none_is_given_twice(sizes: list[int], more: int) -> None:
    n = sum(min(2, size) for size in sizes) + more
    counts = allocate(sizes, n)
    assert sum(counts) == min(n, sum(sizes))
    assert all(min(2, size) <= count <= size for size, count in zip(sizes, counts, strict=True))


def test_rare_strata_are_drawn_more_densely() -> None:
    few, many = allocate([25, 2500], 110)
    assert few / 25 > many / 2500
    assert many / few == pytest.approx(10, rel=0.1)  # square roots of 2500 and 25: 50 and 5


def test_too_small_a_sample_says_how_large_it_must_be() -> None:
    with pytest.raises(PipelineError, match="at least 5") as caught:
        allocate([10, 10, 1], 4)
    assert caught.value.code == "G002"


def test_a_run_without_statements_cannot_be_sampled() -> None:
    with pytest.raises(PipelineError, match="no statements"):
        draw(tables([], []), 10, ASSETS)


def test_weights_are_one_over_the_chance_and_sum_to_the_run() -> None:
    run, _ = made_run()
    sample = draw(run, 80, ASSETS)
    assert len({row.id for row in sample}) == 80
    assert sum(row.weight for row in sample) == pytest.approx(len(run["statements"]))
    for name, number in Counter(row.stratum for row in sample).items():
        row = next(row for row in sample if row.stratum == name)
        assert row.stratum_drawn == number
        assert row.weight == row.stratum_size / number


def test_strata_are_period_genre_and_label() -> None:
    sample = draw(made_run()[0], 80, ASSETS)
    assert "2022/thread/favor" in {row.stratum for row in sample}
    assert {row.stratum.split("/")[1] for row in sample} == {"essay", "thread"}
    assert all(row.predicted == row.stratum.split("/")[2] for row in sample)


def test_chances_are_as_stated() -> None:
    # Every statement of a stratum comes up as often as its weight says, over many draws.
    run, _ = made_run(4)
    drawn: Counter[str] = Counter()
    weight = {}
    for seed in range(400):
        for row in draw(run, 30, ASSETS, seed=seed):
            drawn[row.id] += 1
            weight[row.id] = row.weight
    assert len(drawn) == len(run["statements"])  # nobody has no chance
    for name, number in drawn.items():
        chance = 1 / weight[name]
        assert abs(number - 400 * chance) <= 5 * (400 * chance * (1 - chance)) ** 0.5


def test_the_same_seed_gives_the_same_sample_whatever_the_order_of_rows() -> None:
    run, _ = made_run()
    turned = tables(run["documents"][::-1], run["statements"][::-1], segments=run["segments"][::-1])
    assert draw(run, 60, ASSETS) == draw(turned, 60, ASSETS)
    assert draw(run, 60, ASSETS) != draw(run, 60, ASSETS, seed=2)


def test_a_coder_sees_the_sentence_its_context_and_the_speaker() -> None:
    row = draw(made_run()[0], 80, ASSETS)[3]
    assert row.text == SENTENCE
    assert row.speaker.startswith("writer ")
    assert SENTENCE in f"{row.before} {row.after}"
    assert row.holder == ""


def test_the_holder_is_asked_for_where_statements_share_a_sentence() -> None:
    two = [
        statement(1, "doc:00000001", holder_name="Ann"),
        statement(2, "doc:00000001", holder_name="Bo"),
    ]
    sample = draw(tables([document(1)], two), 2, ASSETS)
    assert [row.holder for row in sample] == ["Ann", "Bo"]


def test_an_undated_document_is_a_stratum_of_its_own() -> None:
    sample = draw(tables([document(1, "")], [statement(1, "doc:00000001")]), 5, ASSETS)
    assert sample[0].stratum == "undated/essay/favor"
    assert sample[0].weight == 1


def test_samples_are_written_and_read_alike(tmp_path: Path) -> None:
    run, _ = made_run()
    write_run(tmp_path / "run", run)
    sample = draw(read_run(tmp_path / "run"), 60, ASSETS)
    write_sample(tmp_path / "s.jsonl", sample)
    assert read_sample(tmp_path / "s.jsonl") == sample == draw(run, 60, ASSETS)


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"id": 3}', "[" * 100_000, '{"id": "st:1", "document": null}']
)
def test_a_damaged_sample_names_its_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "s.jsonl"
    path.write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(PipelineError) as caught:
        read_sample(path)
    assert caught.value.code == "G001"
    assert "line 2" in caught.value.place


def test_no_run_is_said(tmp_path: Path) -> None:
    with pytest.raises(PipelineError) as caught:
        read_run(tmp_path)
    assert caught.value.code == "Q001"

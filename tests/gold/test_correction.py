from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pipeline.config import TrendsSection
from pipeline.errors import PipelineError
from pipeline.gold.correction import LEAST_CODED, Comparison, compare
from pipeline.gold.exchange import Coding
from pipeline.gold.sample import draw
from pipeline.registry import Assets
from pipeline.store.tables import Tables
from pipeline.trends.shares import measure
from tests.gold.made_run import coded, made_run

ASSETS = Assets(Path("models"))
CONFIG = TrendsSection(period="year", resamples=200)


def row(rows: list[Comparison], period: str, name: str) -> Comparison:
    (found,) = [r for r in rows if (r.period, r.measure) == (period, name)]
    return found


def share(truth: dict[str, str], stance: str) -> float:
    return sum(code == stance for code in truth.values()) / len(truth)


def relabelled(run: Tables, stance: str) -> Tables:
    """The same statements as another model would label them."""
    turned = [
        replace(s, stance=stance) if i % 3 == 0 else s for i, s in enumerate(run["statements"])
    ]
    return Tables({**run, "statements": turned})


def test_coding_everything_gives_the_truth() -> None:
    run, truth = made_run()
    rows, frame = compare(run, coded(draw(run, 10_000, ASSETS), truth), CONFIG, ASSETS)
    assert frame.designed
    for stance in ("favor", "against", "neutral"):
        found = row(rows, "all", f"share:{stance}")
        assert found.corrected == pytest.approx(share(truth, stance))
    assert row(rows, "all", "share:favor").raw > share(truth, "favor") + 0.2


def test_the_truth_lies_in_corrected_intervals_and_not_in_raw_ones() -> None:
    run, truth = made_run(80)
    rows, _ = compare(run, coded(draw(run, 300, ASSETS), truth), CONFIG, ASSETS)
    for stance in ("favor", "against"):
        found = row(rows, "all", f"share:{stance}")
        assert found.low < share(truth, stance) < found.high
        assert not found.raw_low < share(truth, stance) < found.raw_high


def test_raw_figures_are_those_of_the_trends() -> None:
    run, truth = made_run()
    trends = measure(run, CONFIG, ASSETS)["trends"]
    ours, _ = compare(run, coded(draw(run, 90, ASSETS), truth), CONFIG, ASSETS)
    for period in ("2022", "2023", "all"):
        for name in ("share:favor", "share:mixed", "balance"):
            (theirs,) = [
                t for t in trends if (t.measure, t.group, t.period) == (name, "all", period)
            ]
            found = row(ours, period, name)
            assert found.raw == pytest.approx(theirs.estimate)
            assert found.n == theirs.n
            assert (found.raw_low, found.raw_high) == pytest.approx((theirs.low, theirs.high))


def test_gold_decides_whether_a_statement_counts() -> None:
    run, truth = made_run()
    gold = coded(draw(run, 10_000, ASSETS), truth)
    asked = [replace(c, voice="question") if truth[c.id] == "favor" else c for c in gold]
    rows, _ = compare(run, asked, CONFIG, ASSETS)
    assert row(rows, "all", "share:favor").corrected == pytest.approx(0)
    rows, _ = compare(run, asked, CONFIG.model_copy(update={"voice": ("question",)}), ASSETS)
    assert row(rows, "all", "share:favor").corrected == pytest.approx(1)


def test_coders_who_differ_count_by_halves() -> None:
    run, truth = made_run()
    sample = draw(run, 10_000, ASSETS)
    other = [replace(c, stance="against") for c in coded(sample, truth, "bo")]
    rows, _ = compare(run, [*coded(sample, truth), *other], CONFIG, ASSETS)
    found = row(rows, "all", "share:favor").corrected
    assert found == pytest.approx(share(truth, "favor") / 2)


def test_a_stance_that_nobody_coded_may_still_occur() -> None:
    run, truth = made_run()
    rows, _ = compare(run, coded(draw(run, 150, ASSETS), truth), CONFIG, ASSETS)
    mixed = row(rows, "all", "share:mixed")
    assert mixed.corrected == mixed.low == 0
    assert mixed.high > 0.05


def test_few_codings_give_no_corrected_figure() -> None:
    run, truth = made_run()
    gold = coded(draw(run, LEAST_CODED, ASSETS), truth)
    rows, _ = compare(run, gold, CONFIG, ASSETS)
    assert math.isnan(row(rows, "2022", "share:favor").corrected)
    assert not math.isnan(row(rows, "all", "share:favor").corrected)
    assert not math.isnan(row(rows, "2022", "share:favor").raw)


def test_what_says_nothing_about_a_figure_is_not_coded_for_it() -> None:
    run, truth = made_run(80)
    gold = coded(draw(run, 5 * LEAST_CODED // 2, ASSETS), truth)
    idle = [replace(c, stance="unrelated") if i % 2 else c for i, c in enumerate(gold)]
    rows, _ = compare(run, idle, CONFIG, ASSETS)
    counting = [c for c in idle if c.stance != "unrelated"]
    sided = [c for c in counting if c.stance in ("favor", "against")]
    assert len(gold) > len(counting) >= LEAST_CODED > len(sided)
    for name, on in (("share:favor", counting), ("balance", sided)):
        assert row(rows, "all", name).n_coded == len(on)
        assert math.isnan(row(rows, "all", name).corrected) == (len(on) < LEAST_CODED)
    rows, _ = compare(run, [replace(c, voice="question") for c in gold], CONFIG, ASSETS)
    assert row(rows, "all", "share:favor").n_coded < LEAST_CODED


def test_statements_of_three_coders_count_in_part() -> None:
    run, truth = made_run(80)
    sample = draw(run, 3 * LEAST_CODED, ASSETS)
    gold = [
        replace(c, stance=stance)
        for coder, stance in (("ann", "favor"), ("bo", "neutral"), ("cy", "neutral"))
        for c in coded(sample, truth, coder)
    ]
    rows, _ = compare(run, gold, CONFIG, ASSETS)
    assert row(rows, "all", "share:favor").n_coded == len(sample)
    assert row(rows, "all", "balance").n_coded == len(sample) // 3


def test_statements_left_uncoded_widen_the_interval() -> None:
    run, truth = made_run(80)
    gold = coded(draw(run, 400, ASSETS), truth)
    whole, designed = compare(run, gold, CONFIG, ASSETS)
    half, frame = compare(
        run, [c for c in gold if c.stratum != "2022/essay/neutral"], CONFIG, ASSETS
    )
    assert designed.designed
    assert not frame.designed
    assert frame.reached.all()
    assert np.isclose(frame.coded.weight.sum(), len(run["statements"]))
    one, other = (row(rows, "all", "share:against") for rows in (whole, half))
    assert other.high - other.low > one.high - one.low


def test_a_period_nobody_coded_is_left_out_and_said() -> None:
    run, truth = made_run(80)
    gold = [c for c in coded(draw(run, 400, ASSETS), truth) if c.stratum.startswith("2022")]
    rows, frame = compare(run, gold, CONFIG, ASSETS)
    assert 0 < frame.reached.mean() < 1
    assert math.isnan(row(rows, "2023", "share:favor").corrected)
    early = row(rows, "2022", "share:favor").corrected
    assert row(rows, "all", "share:favor").corrected == pytest.approx(early, abs=1e-6)


def test_another_model_is_corrected_by_the_same_gold() -> None:
    run, truth = made_run(80)
    gold = coded(draw(run, 400, ASSETS), truth)
    rows, frame = compare(relabelled(run, "mixed"), gold, CONFIG, ASSETS)
    assert not frame.designed
    found = row(rows, "all", "share:against")
    assert found.low < share(truth, "against") < found.high


def test_clusters_may_be_holders() -> None:
    run, truth = made_run()
    gold = coded(draw(run, 150, ASSETS), truth)
    _, by_document = compare(run, gold, CONFIG, ASSETS)
    _, by_holder = compare(run, gold, CONFIG.model_copy(update={"unit": "holder"}), ASSETS)
    assert by_document.coded.cluster.max() == 23
    assert by_holder.coded.cluster.max() == 6


@pytest.mark.parametrize("change", [{"id": "st:other"}, {"frame": 7}])
def test_gold_of_another_run_is_refused(change: dict[str, object]) -> None:
    run, truth = made_run()
    gold: list[Coding] = coded(draw(run, 90, ASSETS), truth)
    with pytest.raises(PipelineError) as caught:
        compare(run, [replace(gold[0], **change), *gold[1:]], CONFIG, ASSETS)  # type: ignore[arg-type]
    assert caught.value.code == "G004"


def test_no_gold_is_refused() -> None:
    with pytest.raises(PipelineError, match="0 of 0"):
        compare(made_run()[0], [], CONFIG, ASSETS)

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from pipeline.config import TopicsSection
from pipeline.registry import Assets, default_models
from pipeline.store.tables import Tables
from pipeline.topics import appraisal, embeddings, model, seeds, texts
from pipeline.topics.assign import OUTLIER, assign
from tests.topics import factory

KITCHEN = """
[[topics]]
name = "kitchen"
label = "In the kitchen"
words = ["onion*", "butter", "oven*"]
about = ["The onion goes into the oven with butter."]
"""


@pytest.fixture
def assets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Assets:
    """A models folder with one seed, and an encoder that knows three themes."""
    (tmp_path / "topics").mkdir()
    (tmp_path / "topics" / "home.toml").write_text(KITCHEN)
    monkeypatch.setattr(embeddings, "available", lambda _: True)
    monkeypatch.setattr(embeddings, "embed", factory.embed)
    monkeypatch.setattr(seeds, "embed", factory.embed)
    for refitting in ("over_seeds", "over_bootstraps"):  # they have tests of their own
        monkeypatch.setattr(appraisal, refitting, lambda _: 1.0)
    return Assets(tmp_path)


def topic_of(found) -> dict[str, str]:
    return {share.statement_id: share.topic_id for share in found["topic_shares"]}


def test_seeded_and_found_topics(assets: Assets):
    found = assign(factory.tables(factory.talk(60)), TopicsSection(), assets)
    by_origin = {topic.origin: topic for topic in found["topics"]}
    assert by_origin["kitchen"].label == "In the kitchen"
    assert set(by_origin["kitchen"].terms[:6]) <= set(factory.THEMES["kitchen"])
    others = [topic for topic in found["topics"] if topic.origin == "found"]
    assert len(others) == 2  # clusters that repeat one another were joined
    themes = [set(topic.terms[:3]) for topic in others]
    for name in ("harbour", "orchard"):
        assert any(words <= set(factory.THEMES[name]) for words in themes)


def test_every_statement_has_one_topic_and_sizes_add_up(assets: Assets):
    found = assign(factory.tables(factory.talk(60)), TopicsSection(), assets)
    owners = topic_of(found)
    assert len(owners) == len(found["topic_shares"]) == 180
    for topic in found["topics"]:
        assert topic.size == list(owners.values()).count(topic.id)
    assert all(0 <= share.weight <= 1 for share in found["topic_shares"])
    assert [s.statement_id for s in found["topic_shares"]] == sorted(owners)


def test_order_of_rows_changes_nothing(assets: Assets):
    given = factory.tables(factory.talk(50))
    shuffled = Tables(
        {name: random.Random(3).sample(list(rows), len(rows)) for name, rows in given.items()}
    )
    config = TopicsSection()
    assert assign(given, config, assets) == assign(shuffled, config, assets)


def test_topics_stand_in_a_tree(assets: Assets):
    found = assign(factory.tables(factory.talk(60)), TopicsSection(), assets)
    real = [topic for topic in found["topics"] if topic.origin != "outlier"]
    (root,) = [branch for branch in found["topic_tree"] if not branch.parent_id]
    assert root.topics == tuple(topic.id for topic in real)
    assert len(found["topic_tree"]) == len(real) - 1
    known = {branch.id for branch in found["topic_tree"]}
    assert all(topic.parent_id in known for topic in real)


def test_topics_are_shown_by_different_statements_of_their_own(assets: Assets):
    spoken = factory.talk(40)
    found = assign(factory.tables(spoken + spoken), TopicsSection(), assets)
    owners = topic_of(found)
    for topic in found["topics"]:
        if topic.origin == "outlier":
            continue
        assert {owners[identifier] for identifier in topic.representatives} == {topic.id}
        shown = [spoken[int(i.removeprefix("st:")) % len(spoken)] for i in topic.representatives]
        assert len(set(shown)) == len(shown) == 3


def test_the_quality_of_the_topics_is_stated(assets: Assets):
    found = assign(factory.tables(factory.talk(60)), TopicsSection(), assets)
    value = {row.measure: row.value for row in found["topic_quality"]}
    owners = list(topic_of(found).values())
    assert value["topics"] == sum(topic.origin != "outlier" for topic in found["topics"])
    assert value["outlier_share"] == pytest.approx(owners.count(OUTLIER) / 180, abs=1e-4)
    assert 0 < value["diversity"] <= 1
    assert -1 <= value["npmi"] <= 1


def test_guidance_can_be_switched_off(assets: Assets):
    config = TopicsSection(guided=False)
    found = assign(factory.tables(factory.talk(60)), config, assets)
    assert {topic.origin for topic in found["topics"]} <= {"found", "outlier"}
    assert sum(topic.origin == "found" for topic in found["topics"]) == 3


def test_a_number_of_topics_is_an_upper_limit(assets: Assets):
    config = TopicsSection(count=2, max_outliers=0)
    found = assign(factory.tables(factory.talk(60)), config, assets)
    assert 1 <= len(found["topics"]) <= 2


@pytest.mark.parametrize("limit", [0.0, 0.1, 0.5])
def test_outliers_stay_under_their_limit(assets: Assets, limit: float):
    odd = [f"Number {i} was odd." for i in range(80)]
    config = TopicsSection(max_outliers=limit)
    found = assign(factory.tables(factory.talk(40) + odd), config, assets)
    assert list(topic_of(found).values()).count(OUTLIER) <= limit * 200


def test_few_statements_use_the_seeds_alone(assets: Assets):
    given = ["Put the onion in the oven.", "The ferry left.", "The mast broke.", "The tide came."]
    config = TopicsSection(max_outliers=1.0)
    found = assign(factory.tables(given), config, assets)
    assert [(t.id, t.size) for t in found["topics"]] == [("topic:kitchen", 1), (OUTLIER, 3)]
    kitchen, outside = found["topics"]
    assert (kitchen.terms, kitchen.representatives) == (("onion", "oven"), ("st:00000000",))
    assert (outside.parent_id, outside.representatives) == ("", ())  # no part of the tree
    assert found["topic_tree"] == []


@pytest.mark.parametrize("each", [12, 20, 30])
def test_too_few_to_cluster_without_guidance_are_outliers(assets: Assets, each: int):
    given = factory.tables(factory.talk(each, themes=("harbour", "orchard")))
    found = assign(given, TopicsSection(guided=False, min_statements=5), assets)
    assert [(t.id, t.size) for t in found["topics"]] == [(OUTLIER, 2 * each)]


def test_few_statements_without_guidance_have_no_topic(assets: Assets):
    found = assign(factory.tables(["Scale works."]), TopicsSection(guided=False), assets)
    assert [topic.id for topic in found["topics"]] == [OUTLIER]


def test_without_an_encoder_words_decide(assets: Assets, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(embeddings, "available", lambda _: False)
    found = assign(factory.tables(factory.talk(20)), TopicsSection(), assets)
    owners = topic_of(found)
    assert {topic.id for topic in found["topics"]} == {"topic:kitchen", OUTLIER}
    assert {owners[f"st:{i:08d}"] for i in range(20, 60)} == {OUTLIER}
    assert found["topic_tree"] == []  # one topic has nothing to join


def test_a_footer_on_every_page_is_no_topic(assets: Assets):
    footer = ["Ring the bell twice for the porter."] * 90
    found = assign(factory.tables(factory.talk(40) + footer), TopicsSection(), assets)
    assert not any("bell" in topic.terms or "porter" in topic.terms for topic in found["topics"])


def test_large_corpora_are_described_by_a_sample(assets: Assets, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(texts, "SAMPLE", 90)
    seen = []

    def watched(fit):
        def spy(given, *rest):
            seen.append(len(given))
            return fit(given, *rest)

        return spy

    for name in ("cluster", "terms"):
        monkeypatch.setattr(model, name, watched(getattr(model, name)))
    found = assign(factory.tables(factory.talk(100)), TopicsSection(), assets)
    owners = topic_of(found)
    assert len(owners) == 300
    for start in (0, 100, 200):  # nearly all sentences of a theme are together
        inside = [owners[f"st:{i:08d}"] for i in range(start, start + 100)]
        assert max(inside.count(name) for name in set(inside)) >= 90
    assert len(seen) == 2  # BERTopic clusters once and describes once,
    assert max(seen) <= 90  # and sees no more than the sample


@pytest.mark.parametrize("text", ["!!! {}", "the of and {}", "是 {}", "don't {}"])
def test_texts_without_words_do_no_harm(assets: Assets, text: str):
    given = factory.tables([text.format("?" * i) for i in range(100)])
    assert len(assign(given, TopicsSection(), assets)["topic_shares"]) == 100


def test_nothing_at_all(assets: Assets):
    unrelated = factory.tables(["Lunch."], ["unrelated"])
    for given in (factory.tables([]), unrelated):
        assert set(map(len, assign(given, TopicsSection(), assets).values())) == {0}


@pytest.mark.slow
def test_hash_seed_changes_nothing(printed_under_hash_seeds):
    """The shipped encoder and seeds, in two processes of different hash seeds."""
    if not embeddings.available(Assets(default_models())):
        pytest.skip("models/embeddings/minilm is not there")
    code = (
        "from tests.topics.factory import *\n"
        "from pipeline.topics.assign import assign\n"
        "from pipeline.config import TopicsSection\n"
        "from pipeline.registry import Assets, default_models\n"
        "found = assign(tables(talk(40)), TopicsSection(), Assets(default_models()))\n"
        "from pipeline.ids import digest\n"
        "print(len(found['topics']), digest(repr(found)))"
    )
    assert len(printed_under_hash_seeds(code)) == 1


def test_make_believe_embeddings_are_repeatable():
    given = factory.talk(5)
    assert np.array_equal(factory.embed(given), factory.embed(given))

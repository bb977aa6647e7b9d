from __future__ import annotations

import json

import pytest

from pipeline.errors import PipelineError
from pipeline.gold.evaluate import Majority
from pipeline.gold.transfer import Zero, evaluate_transfer, read_gwsd, read_perspectrum, read_ukp
from pipeline.registry import Assets, default_models
from pipeline.stance.base import Item, Judgement


def test_ukp_rows_become_pairs(tmp_path):
    path = tmp_path / "ukp.csv"
    path.write_text(
        '"Target: school uniforms Text: They cost money , and itch .",Argument_against\n'
        "Target: cloning Text: A sheep was cloned .,NoArgument\n"
    )
    first, second = read_ukp(path)
    assert first.text == "They cost money , and itch ."
    assert first.proposition == "School uniforms is good and should be supported."
    assert (first.stance, second.stance) == ("against", "unrelated")


def test_gwsd_takes_the_most_frequent_code_and_leaves_ties_out(tmp_path):
    path = tmp_path / "gwsd.tsv"
    path.write_text(
        "\tsentence\tworker_0\tworker_1\tworker_2\n"
        "0\tIce melts.\tagrees\tagrees\tneutral\n"
        "1\tIt snowed.\tneutral\tagrees\tdisagrees\n"
        "2\tA hoax.\tdisagrees\tdisagrees\t\n"
    )
    assert [(p.text, p.stance) for p in read_gwsd(path)] == [
        ("Ice melts.", "favor"),
        ("A hoax.", "against"),
    ]


def test_perspectrum_keeps_its_dev_claims(tmp_path):
    files = {
        "dataset_split": {"1": "dev", "2": "train"},
        "perspective_pool": [{"pId": 7, "text": "It helps."}, {"pId": 8, "text": "It harms."}],
        "perspectrum_with_answers": [
            {"cId": 1, "text": "Do it", "perspectives": [
                {"pids": [7, 8], "stance_label_3": "SUPPORT"},
                {"pids": [8], "stance_label_3": "UNDERMINE"},
                {"pids": [8], "stance_label_3": "NOT_A_PERSPECTIVE"},
            ]},
            {"cId": 2, "text": "No", "perspectives": [{"pids": [7], "stance_label_3": "SUPPORT"}]},
        ],
    }  # fmt: skip
    for name, content in files.items():
        (tmp_path / f"{name}_v1.0.json").write_text(json.dumps(content))
    assert [(p.text, p.proposition, p.stance) for p in read_perspectrum(tmp_path)] == [
        ("It helps.", "Do it", "favor"),
        ("It harms.", "Do it", "against"),
    ]


class _Torn:
    name = "torn"

    def judge(self, items):
        stances = {"favor": 0.2, "against": 0.3, "mixed": 0.1, "neutral": 0.3, "unrelated": 0.1}
        return [Judgement(stances=stances) for _ in items]


def test_what_takes_no_side_is_one_class_and_may_be_taken_away():
    items = [Item(text="a"), Item(text="b")]
    three = Zero(lambda _: _Torn(), ["p", "q"], sides=False).judge(items)
    two = Zero(lambda _: _Torn(), ["p", "q"], sides=True).judge(items)
    assert [j.stance for j in three] == ["unrelated", "unrelated"]
    assert three[0].stances["unrelated"] == pytest.approx(0.5)
    assert two[0].stance == "against"
    assert two[0].stances["against"] == pytest.approx(0.6)


def test_each_item_is_asked_about_its_own_proposition():
    def load(proposition):
        stance = "favor" if proposition == "yes" else "against"
        judge = Majority([])
        judge._stance = stance
        return judge

    judged = Zero(load, ["yes", "no", "yes"], sides=True).judge([Item(text=t) for t in "abc"])
    assert [j.stance for j in judged] == ["favor", "against", "favor"]


def test_an_unknown_set_and_a_broken_file_are_named(tmp_path):
    assets = Assets(default_models())
    with pytest.raises(PipelineError, match="ukp, gwsd, perspectrum"):
        evaluate_transfer("other", tmp_path, assets)
    broken = tmp_path / "x.csv"
    broken.write_text("one cell only\n")
    with pytest.raises(PipelineError, match="no ukp set"):
        evaluate_transfer("ukp", broken, assets)
    broken.write_text("")
    with pytest.raises(PipelineError, match="holds no sentence"):
        evaluate_transfer("ukp", broken, assets)

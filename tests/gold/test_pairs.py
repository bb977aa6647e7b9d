from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.errors import PipelineError
from pipeline.gold.pairs import gather, write


@pytest.fixture
def sets(tmp_path: Path) -> Path:
    perspectrum = tmp_path / "perspectrum"
    perspectrum.mkdir()
    files = {
        "dataset_split": {"1": "train", "2": "dev", "3": "train"},
        "perspective_pool": [{"pId": 7, "text": "It helps."}, {"pId": 8, "text": "It harms."}],
        "perspectrum_with_answers": [
            {"cId": 1, "text": "Libraries should stay open", "perspectives": [
                {"pids": [7], "stance_label_3": "SUPPORT"}]},
            {"cId": 2, "text": "Held out", "perspectives": [
                {"pids": [8], "stance_label_3": "UNDERMINE"}]},
            {"cId": 3, "text": "We should abandon nuclear energy", "perspectives": [
                {"pids": [8], "stance_label_3": "UNDERMINE"}]},
        ],
    }  # fmt: skip
    for name, content in files.items():
        (perspectrum / f"{name}_v1.0.json").write_text(json.dumps(content), encoding="utf-8")
    points = tmp_path / "ibm_kpa2021" / "kpm_data"
    points.mkdir(parents=True)
    (points / "arguments_train.csv").write_text(
        "arg_id,argument,topic,stance\n"
        "a,`bridges last,We should build bridges,1\n"
        'b,"tolls, too, annoy",We should build bridges,-1\n',
        encoding="utf-8",
    )
    claims = tmp_path / "ibm_claim"
    claims.mkdir()
    header = "topicText,claims.stance,claims.claimCorrectedText"
    row = '"This house believes that boxing is sport","CON","boxing hurts, badly"'
    quoted = '"' + row.replace('"', '""') + '";;;;'
    (claims / "claim_stance_dataset_v1.csv").write_text(
        f'"{header}";;;;\n{quoted}\n', encoding="utf-8"
    )
    return tmp_path


def test_pairs_of_all_sets_but_of_no_measured_topic(sets: Path) -> None:
    found = gather(sets, 90)
    sided = {(p.text, p.proposition, p.stance) for p in found if p.stance != "unrelated"}
    assert len(found) == 6  # half as many again, though more was allowed
    assert sided == {
        ("It helps.", "Libraries should stay open", "favor"),
        ("bridges last", "We should build bridges", "favor"),
        ("tolls, too, annoy", "We should build bridges", "against"),
        ("boxing hurts, badly", "Boxing is sport", "against"),
    }


def test_the_unrelated_stand_beside_another_topic(sets: Path) -> None:
    found = gather(sets, 6)
    own = {p.text: p.proposition for p in found if p.stance != "unrelated"}
    strange = [p for p in found if p.stance == "unrelated"]
    assert len(found) == 6
    assert len(strange) == 2
    assert all(p.proposition != own[p.text] for p in strange)


def test_the_same_pairs_every_time(sets: Path) -> None:
    assert gather(sets, 6) == gather(sets, 6)


def test_what_is_written_has_a_proposition_a_line(sets: Path, tmp_path: Path) -> None:
    write(gather(sets, 6), tmp_path / "pairs.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "pairs.jsonl").read_text().splitlines()]
    assert [set(row) for row in rows] == [{"id", "proposition", "text", "stance"}] * 6
    assert len({row["id"] for row in rows}) == 6


def test_a_missing_set_is_named(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match="perspectrum"):
        gather(tmp_path, 6)

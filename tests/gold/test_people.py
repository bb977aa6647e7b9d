from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.errors import PipelineError
from pipeline.gold.people import Link, evaluate_people, is_right, read_columns, read_links
from pipeline.records import Mention
from pipeline.registry import Assets, default_models

CASES = Path(__file__).parents[1] / "discourse" / "cases" / "links.csv"
COLUMNS = (
    "Geoffrey\tB-researcher\nHinton\tI-researcher\nmet\tO\nGary\tB-person\nMarcus\tI-person\n"
    "in\tO\nToronto\tB-location\n.\tO\n\n\nThe\tO\ncurve\tO\nfell\tO\n.\tO\n"
)


def mention(start: int, entity: str) -> Mention:
    return Mention(
        id="m", document_id="d", segment_id="s", start=start, end=start + 3, kind="person",
        entity_id=entity, name="Ada", method="registry",
    )  # fmt: skip


def test_columns_become_sentences_with_people(tmp_path: Path) -> None:
    path = tmp_path / "ner.txt"
    path.write_text(COLUMNS, encoding="utf-8")
    first, second = read_columns(path)
    assert [s.of(first.text) for s in first.people] == ["Geoffrey Hinton", "Gary Marcus"]
    assert second.people == ()


def test_two_people_side_by_side_stay_two(tmp_path: Path) -> None:
    path = tmp_path / "ner.txt"
    path.write_text("Ada\tB-person\nBo\tB-person\nQuill\tI-person\n", encoding="utf-8")
    (sentence,) = read_columns(path)
    assert [s.of(sentence.text) for s in sentence.people] == ["Ada", "Bo Quill"]


def test_names_and_links_in_one_run(tmp_path: Path) -> None:
    names, links = tmp_path / "ner.txt", tmp_path / "links.jsonl"
    names.write_text(COLUMNS, encoding="utf-8")
    cases = [
        {
            "text": "Gary Marcus left. Marcus ran.",
            "mention": "Marcus",
            "entity": "person:gary-marcus",
        },
        {"text": "Sam was brief.", "mention": "Sam", "entity": "none"},
    ]
    links.write_text("\n".join(map(json.dumps, cases)), encoding="utf-8")
    layer, simple = evaluate_people([names, links], Assets(default_models()))
    assert (layer.sentences, layer.links) == (2, 2)
    assert layer.figures["names.f1"].value == 1.0
    assert layer.figures["linking.accuracy"].value == 1.0
    assert simple.figures["linking.accuracy"].value == 0.5
    assert layer.as_dict()["names"]["f1"]["value"] == 1.0


def test_a_link_is_right_or_rightly_missing() -> None:
    link, nobody = Link("Ada. Ada.", "Ada", "person:ada"), Link("Ada.", "Ada", "none")
    assert is_right(link, [mention(5, "person:ada")])
    assert not is_right(link, [mention(0, "person:ada")])
    assert not is_right(link, [mention(5, "person:bo")])
    assert is_right(nobody, [mention(0, "")])
    assert not is_right(nobody, [mention(0, "person:ada")])


def test_our_table_of_cases_is_large_and_linked() -> None:
    links = list(read_links(CASES))
    assert len(links) >= 150
    assert len({(link.text, link.mention) for link in links}) == len(links)
    (layer, simple) = evaluate_people([CASES], Assets(default_models()))
    accuracy = layer.figures["linking.accuracy"].value
    assert accuracy >= 0.95
    assert accuracy > simple.figures["linking.accuracy"].value


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.txt", "Ada B-person\n"), ("a.csv", "text,mention\nAda,Ada\n"),
     ("a.csv", "text,mention,entity\nAda,Bo,none\n"), ("a.jsonl", "{"), ("a.jsonl", "")],
)  # fmt: skip
def test_gold_that_is_not_understood_is_named(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PipelineError) as caught:
        evaluate_people([path], Assets(default_models()))
    assert caught.value.code == "G001"

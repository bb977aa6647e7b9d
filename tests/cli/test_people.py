from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline.cli.app import app
from pipeline.discourse.people import read_entities
from pipeline.records import Mention
from pipeline.registry import SHIPPED_PEOPLE, default_models
from pipeline.store.tables import SCHEMA, to_parquet
from tests.trends.factory import document, segment, statement

TEXT = "Oya Bernard said that it fails. Ivo Lunt did not. Oya Bernard left."


def call(*words: object) -> Result:
    return CliRunner().invoke(app, ["people", *map(str, words)])


def mention(start: int, name: str) -> Mention:
    return Mention(
        id=f"men:{start}", document_id=document(0, "2023").id, segment_id="", start=start,
        end=start + len(name), kind="person", method="ner", name=name,
        entity_id=f"person:{name.casefold().replace(' ', '-')}",
    )  # fmt: skip


@pytest.fixture
def run(tmp_path: Path) -> Path:
    paper = document(0, "2023", text=TEXT)
    part = segment(0, paper.id, end=len(TEXT))
    names = [mention(0, "Oya Bernard"), mention(32, "Ivo Lunt"), mention(50, "Oya Bernard")]
    rows = {
        "documents": [paper],
        "segments": [part],
        "mentions": names,
        "statements": [statement(0, paper.id, "favor", holder_id="person:oya-bernard")],
    }
    folder = tmp_path / "run"
    (folder / "tables").mkdir(parents=True)
    for name, found in rows.items():
        content = to_parquet(SCHEMA[name], found)
        (folder / "tables" / f"{name}.parquet").write_bytes(content)
    manifest = {"program": "scaling-discourse", "result": "0123456789abcdef"}
    (folder / "run.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def test_help_has_an_example() -> None:
    result = call("review", "--help")
    assert result.exit_code == 0
    assert "Example:  scaling-discourse people review" in result.output


def test_a_table_for_people_and_json_for_programs(run: Path) -> None:
    lines = call("review", "--run", run).output.splitlines()
    assert lines[0].split()[:4] == ["name", "mentions", "statements", "documents"]
    assert lines[1].startswith("Oya Bernard  2         1")
    found = json.loads(call("review", "--run", run, "--format", "json", "--limit", 1).output)
    assert [(row["id"], row["mentions"]) for row in found] == [("person:oya-bernard", 2)]


def test_somebody_is_promoted_once_and_the_registry_that_ships_stays(
    run: Path, tmp_path: Path
) -> None:
    target = tmp_path / "mine.toml"
    before = (default_models() / SHIPPED_PEOPLE).read_bytes()
    words = ("review", "--run", run, "--registry", target, "--promote")
    done = call(*words, "Oya Bernard")
    assert done.exit_code == 0, done.output
    (entity,) = read_entities(target)
    assert (entity.id, entity.name) == ("person:oya-bernard", "Oya Bernard")
    assert 'note = "promoted from run 0123456789ab"' in target.read_text(encoding="utf-8")
    assert (default_models() / SHIPPED_PEOPLE).read_bytes() == before
    again = call(*words, "Oya Bernard")
    assert getattr(again.exception, "code", "") == "M009"
    assert len(read_entities(target)) == 1
    assert "Oya" not in call("review", "--run", run, "--registry", target).output
    assert call(*words, "Ivo Lunt").exit_code == 0
    assert [entity.name for entity in read_entities(target)] == ["Oya Bernard", "Ivo Lunt"]
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".new"] == []


def test_an_edited_csv_is_accepted(run: Path, tmp_path: Path) -> None:
    printed = call("review", "--run", run, "--format", "csv").output
    rows = list(csv.DictReader(io.StringIO(printed)))
    rows[1].update(promote="x", aliases="Ivo P. Lunt; Iwo Lunt")
    edited, target = tmp_path / "edited.csv", tmp_path / "mine.toml"
    with edited.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    done = call("review", "--run", run, "--registry", target, "--accept", edited)
    assert done.exit_code == 0, done.output
    (entity,) = read_entities(target)
    assert (entity.name, entity.aliases) == ("Ivo Lunt", ("Ivo P. Lunt", "Iwo Lunt"))


def test_what_clashes_leaves_no_file(run: Path, tmp_path: Path) -> None:
    target, edited = tmp_path / "mine.toml", tmp_path / "edited.csv"
    edited.write_text("promote,id,name,aliases\nx,person:gm,Gary Marcus,\n", encoding="utf-8")
    refused = call("review", "--run", run, "--registry", target, "--accept", edited)
    assert getattr(refused.exception, "code", "") == "M009"
    assert not target.exists()


def test_a_folder_without_a_run_is_named(tmp_path: Path) -> None:
    assert getattr(call("review", "--run", tmp_path).exception, "code", "") == "Q001"

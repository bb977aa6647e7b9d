from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline.cli.app import app
from pipeline.errors import PipelineError
from pipeline.stance.examples import read_examples
from tests.gold.made_run import made_run, write_run

COMMANDS = ["sample", "export", "import", "resolve", "correct"]


def call(*words: object) -> Result:
    return CliRunner().invoke(app, ["gold", *map(str, words)])


@pytest.fixture
def run(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    tables, truth = made_run(40)
    write_run(tmp_path / "run", tables)
    (tmp_path / "run/run.json").write_text("{}", encoding="utf-8")
    return tmp_path / "run", truth


def code(path: Path, truth: dict[str, str], coder: str) -> None:
    """Fill in the CSV file that coders were given."""
    with path.open(encoding="utf-8-sig", newline="") as source:
        rows = list(csv.DictReader(source))
    with path.open("w", encoding="utf-8", newline="") as sink:
        writer = csv.DictWriter(sink, list(rows[0]))
        writer.writeheader()
        for row in rows:
            given = {"stance": truth[row["statement_id"]], "voice": "own", "coder": coder}
            writer.writerow(row | given)


def drawn(tmp_path: Path, run: tuple[Path, dict[str, str]], n: int) -> tuple[Path, Path]:
    """A sample of the run and its sheet, coded by Ann as things are."""
    sample, sheet = tmp_path / "s.jsonl", tmp_path / "s.csv"
    call("sample", "--run", run[0], "-n", n, "--output", sample)
    call("export", "--sample", sample, "--output", sheet)
    code(sheet, run[1], "ann")
    return sample, sheet


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str) -> None:
    result = call(command, "--help")
    assert result.exit_code == 0
    assert f"Example:  scaling-discourse gold {command}" in result.output


def test_from_a_sample_to_corrected_shares(
    tmp_path: Path, run: tuple[Path, dict[str, str]]
) -> None:
    folder, truth = run
    sample, sheet, gold = (tmp_path / name for name in ("s.jsonl", "s.csv", "gold.jsonl"))
    drawn = call("sample", "--run", folder, "-n", 200, "--output", sample)
    assert drawn.output.startswith("200 of 480 statements, 12 strata")
    assert call("export", "--sample", sample, "--output", sheet).exit_code == 0
    code(sheet, truth, "ann")
    (tmp_path / "second.csv").write_bytes(sheet.read_bytes())
    code(sheet, truth, "bo")
    read = call("import", sheet, tmp_path / "second.csv", "--sample", sample, "--output", gold)
    assert read.exit_code == 0
    assert read.output.startswith("400 codings by ann, bo")
    assert "0 statements not coded, 0 bad rows" in read.output
    assert "ann and bo, stance, n = 200" in read.output
    assert "AC1" in read.output
    table = tmp_path / "corrected.csv"
    found = call("correct", gold, "--run", folder, "--output", table)
    assert found.exit_code == 0, found.output
    with table.open(encoding="utf-8", newline="") as source:
        rows = {(r["period"], r["measure"]): r for r in csv.DictReader(source)}
    assert {period for period, _ in rows} == {"2022", "2023", "all"}
    row = rows["all", "share:against"]
    true = sum(stance == "against" for stance in truth.values()) / len(truth)
    assert float(row["low"]) < true < float(row["high"])
    assert float(row["raw_high"]) < true
    assert f"{float(row['raw']):.3f}" in found.output
    assert f"{float(row['corrected']):.3f}" in found.output


def test_a_coded_sample_is_gold_for_evaluate_stance(
    tmp_path: Path, run: tuple[Path, dict[str, str]]
) -> None:
    sample, sheet = drawn(tmp_path, run, 60)
    gold, coded = tmp_path / "g.jsonl", tmp_path / "c.jsonl"
    words = ("import", sheet, "--sample", sample, "--output", gold, "--sentences", coded)
    assert "60 sentences, 0 without a majority left out" in call(*words).output
    assert {e.id: e.stance for e in read_examples(coded)} == {
        row["id"]: run[1][row["id"]] for row in map(json.loads, sample.read_text().splitlines())
    }
    words = ("evaluate", "stance", "--gold", coded, "--backend", "baseline", "--json")
    found = CliRunner().invoke(app, [str(w) for w in words])
    assert json.loads(found.output)["n"] == 60


def test_label_studio_gets_its_interface_and_doccano_its_lines(
    tmp_path: Path, run: tuple[Path, dict[str, str]]
) -> None:
    sample, out = tmp_path / "s.jsonl", tmp_path / "tasks.json"
    call("sample", "--run", run[0], "-n", 60, "--output", sample)
    call("export", "--sample", sample, "--format", "labelstudio", "--output", out)
    assert len(json.loads(out.read_text(encoding="utf-8"))) == 60
    assert (tmp_path / "tasks.xml").read_text(encoding="utf-8").startswith("<View>")
    call("export", "--sample", sample, "--format", "doccano", "--output", out)
    assert len(out.read_text(encoding="utf-8").splitlines()) == 60


def test_bad_rows_are_named_and_the_others_kept(
    tmp_path: Path, run: tuple[Path, dict[str, str]]
) -> None:
    sample, sheet = drawn(tmp_path, run, 60)
    gold = tmp_path / "gold.jsonl"
    lines = sheet.read_text(encoding="utf-8").splitlines()
    lines[1] = lines[1].replace(",own,", ",mine,")
    sheet.write_text("\n".join(lines) + "\n", encoding="utf-8")
    result = call("import", sheet, "--sample", sample, "--output", gold)
    assert result.exit_code == 1
    assert "error[G003]: voice 'mine' is no code" in result.output
    assert "1 statements not coded, 1 bad rows" in result.output
    assert len(gold.read_text(encoding="utf-8").splitlines()) == 59


def test_what_is_left_uncoded_is_said(tmp_path: Path, run: tuple[Path, dict[str, str]]) -> None:
    sample, sheet = drawn(tmp_path, run, 200)
    folder, gold = run[0], tmp_path / "gold.jsonl"
    call("import", sheet, "--sample", sample, "--output", gold)
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    kept = [json.dumps(row) + "\n" for row in rows if row["stratum"].startswith("2022")]
    gold.write_text("".join(kept), encoding="utf-8")
    said = call("correct", gold, "--run", folder, "--voice", "own").output
    assert "periods alone are strata" in said
    assert "240 statements are of periods with nothing coded" in said


def test_codes_without_text_find_their_text(tmp_path: Path) -> None:
    sentence = "Bigger models were always the wiser ones."
    text = f"{sentence} We had lunch.\n"
    (tmp_path / "corpora" / "club").mkdir(parents=True)
    (tmp_path / "corpora" / "club" / "2023-05-01-note.txt").write_text(text, encoding="utf-8")
    good = {
        "id": "a",
        "file": "club/2023-05-01-note.txt",
        "start": 0,
        "end": len(sentence),
        "sha256": hashlib.sha256(sentence.encode()).hexdigest()[:16],
        "stance": "favor",
        "voice": "own",
        "dimension": "returns",
    }
    rows = [
        good,
        good | {"id": "b", "file": "club/gone.txt"},
        good | {"id": "c", "sha256": "0" * 16},
    ]
    pointers = tmp_path / "pointers.jsonl"
    pointers.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    output = tmp_path / "gold.jsonl"
    result = call("resolve", pointers, "--corpora", tmp_path / "corpora", "--output", output)
    assert result.exit_code == 0, result.output
    assert result.output.startswith("1 sentences: ")
    assert "missing file: club/gone.txt" in result.output
    assert "changed sentence: c" in result.output
    (line,) = output.read_text(encoding="utf-8").splitlines()
    found = json.loads(line)
    assert (found["text"], found["stance"], found["date"]) == (sentence, "favor", "2023-05-01")
    assert found["after"] == "We had lunch."
    for wrong in ({"stance": "pro"}, {"start": True}, {"end": -1}, {"start": 9, "end": 3}):
        pointers.write_text(json.dumps(good | wrong), encoding="utf-8")
        result = call("resolve", pointers, "--corpora", tmp_path / "corpora", "--output", output)
        assert isinstance(result.exception, PipelineError)
        assert result.exception.place == f"{pointers}, line 1"


def test_the_voices_are_those_of_the_run_and_the_page_takes_no_others(
    tmp_path: Path, run: tuple[Path, dict[str, str]]
) -> None:
    sample, sheet = drawn(tmp_path, run, 200)
    folder, gold = run[0], tmp_path / "gold.jsonl"
    call("import", sheet, "--sample", sample, "--output", gold)
    settings = {"settings": {"trends": {"voice": ["reported"], "unknown": 1}}}
    (folder / "run.json").write_text(json.dumps(settings), encoding="utf-8")
    reported = call("correct", gold, "--run", folder).output
    assert reported == call("correct", gold, "--run", folder, "--voice", "reported").output
    assert reported != call("correct", gold, "--run", folder, "--voice", "own").output
    refused = call("correct", gold, "--run", folder, "--voice", "own", "--page")
    assert refused.exit_code == 1
    assert "the page counts the voices reported" in str(refused.exception)
    assert not (folder / "corrected.csv").exists()

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import PipelineError
from pipeline.gold.exchange import (
    Format,
    Imported,
    label_studio_interface,
    merge,
    read_back,
    read_gold,
    write,
    write_gold,
)
from pipeline.gold.sample import Drawn
from pipeline.records import CODES, DIMENSIONS, STANCES, VOICES

FORMATS: tuple[Format, ...] = ("labelstudio", "doccano", "csv")
codes = st.fixed_dictionaries(
    {
        "stance": st.sampled_from(STANCES),
        "voice": st.sampled_from(VOICES),
        "dimension": st.sampled_from(DIMENSIONS),
    }
)


def drawn(number: int, **changes: Any) -> Drawn:
    row = Drawn(
        id=f"st:{number:04d}",
        document="doc:1",
        genre="essay",
        date="2023",
        title="On size",
        speaker="Ann",
        holder="",
        before="It began small.",
        text="Size won.",
        after="So it went.",
        stratum="2023/essay/against",
        stratum_size=30,
        stratum_drawn=10,
        weight=3.0,
        unit="year",
        frame=300,
    )
    return replace(row, **changes)


SAMPLE = [drawn(i) for i in range(5)]


def filled(sample: list[Drawn], format_: Format, given: list[dict[str, str]], coder: str) -> str:
    """What a coder's tool would export after coding ``sample`` with the codes ``given``."""
    out = write(sample, format_)
    if format_ == "csv":
        rows = list(csv.DictReader(io.StringIO(out)))
        sink = io.StringIO()
        writer = csv.DictWriter(sink, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(r | g | {"coder": coder} for r, g in zip(rows, given, strict=True))
        return sink.getvalue()
    if format_ == "doccano":
        lines = [json.loads(line) for line in out.splitlines()]
        for line, code in zip(lines, given, strict=True):
            line["label"] = [f"{name}:{value}" for name, value in code.items()]
        return "".join(json.dumps(line | {"annotator": coder}) + "\n" for line in lines)
    tasks = json.loads(out)
    for task, code in zip(tasks, given, strict=True):
        result = [
            {"from_name": name, "type": "choices", "value": {"choices": [value]}}
            for name, value in code.items()
        ]
        task["annotations"] = [{"completed_by": {"email": coder}, "result": result}]
    return json.dumps(tasks)


@pytest.mark.parametrize("format_", FORMATS)
@given(given_codes=st.lists(codes, min_size=5, max_size=5))
def test_what_goes_out_and_is_coded_comes_back(
    tmp_path_factory: pytest.TempPathFactory, format_: Format, given_codes: list[dict[str, str]]
) -> None:
    path = tmp_path_factory.mktemp("back") / "export"
    path.write_text(filled(SAMPLE, format_, given_codes, "ann"), encoding="utf-8")
    found = read_back(path, format_, SAMPLE)
    assert found.problems == []
    assert found.uncoded == 0
    assert [{name: getattr(row, name) for name in CODES} for row in found.rows] == given_codes
    assert {(row.coder, row.weight, row.stratum) for row in found.rows} == {
        ("ann", 3.0, "2023/essay/against")
    }


@pytest.mark.parametrize("format_", FORMATS)
def test_the_model_s_label_and_the_weight_are_not_shown_unless_asked(format_: Format) -> None:
    hidden = write(SAMPLE[:1], format_)
    assert "against" not in hidden
    assert "2023" not in hidden
    assert "3.0" not in hidden
    assert "against" in write(SAMPLE[:1], format_, show_predicted=True)


@pytest.mark.parametrize("format_", FORMATS)
def test_coders_see_the_words_around_and_the_speaker(format_: Format) -> None:
    shown = write([drawn(1, holder="Bo")], format_)
    for said in ("It began small.", "Size won.", "So it went.", "Ann", "Bo"):
        assert said in shown


def test_a_cell_is_no_formula() -> None:
    rows = list(csv.DictReader(io.StringIO(write([drawn(1, text='=HYPERLINK("x")')], "csv"))))
    assert rows[0]["text"].startswith("'=")


def test_the_interface_asks_for_every_code() -> None:
    root = ElementTree.fromstring(label_studio_interface())
    asked = {
        block.get("name"): tuple(choice.get("value") for choice in block)
        for block in root.iter("Choices")
    }
    assert asked == CODES
    task = json.loads(write(SAMPLE[:1], "labelstudio"))[0]
    assert {(b.get("value") or "")[1:] for b in root.iter("Text")} <= task["data"].keys()


def table(tmp_path: Path, *lines: str) -> Imported:
    path = tmp_path / "bo.csv"
    path.write_text("statement_id,stance,voice\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return read_back(path, "csv", SAMPLE)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("st:0001,favour,own", "'favour' is no code"),
        ("st:0001,favor,", "voice is missing"),
        ("st:9999,favor,own", "no statement of the sample"),
        ("st:0001,favor,own,extra", "more cells"),
        ("st:0001,favor+against,own", "is no code"),
    ],
)
def test_a_bad_row_costs_that_row_and_is_named(tmp_path: Path, line: str, message: str) -> None:
    found = table(tmp_path, line, "st:0002,against,own")
    assert [row.id for row in found.rows] == ["st:0002"]
    assert found.rows[0].coder == "bo"  # the file's name, where nobody is named
    assert [p.code for p in found.problems] == ["G003"]
    assert message in found.problems[0].message
    assert found.problems[0].place.endswith("line 2")


def test_a_near_miss_gets_the_code_meant(tmp_path: Path) -> None:
    assert table(tmp_path, "st:0001,favour,own").problems[0].remedy == "did you mean favor?"


def test_blank_rows_are_not_coded(tmp_path: Path) -> None:
    found = table(tmp_path, "st:0001,,", "st:0002,favor,own")
    assert found.problems == []
    assert found.uncoded == 4


def test_a_coder_who_contradicts_themselves_is_not_counted(tmp_path: Path) -> None:
    found = table(tmp_path, "st:0001,favor,own", "st:0001,against,own", "st:0002,favor,own")
    assert [row.id for row in found.rows] == ["st:0002"]
    assert len(found.problems) == 1
    again = table(tmp_path, "st:0001,favor,own", "st:0001,favor,own")
    assert (len(again.rows), again.problems) == (1, [])


def test_exports_of_several_coders_make_one_table(tmp_path: Path) -> None:
    ann = table(tmp_path, "st:0001,favor,own", "st:0002,favor,own")
    bo = Imported(rows=[replace(row, coder="cy") for row in ann.rows])
    clash = Imported(rows=[replace(ann.rows[0], stance="against")])
    whole = merge([ann, bo, ann, clash], SAMPLE)
    assert [(r.id, r.coder) for r in whole.rows] == [
        ("st:0001", "cy"),
        ("st:0002", "bo"),
        ("st:0002", "cy"),
    ]
    assert whole.uncoded == 3
    assert [p.code for p in whole.problems] == ["G003"]
    write_gold(tmp_path / "gold.jsonl", whole.rows)
    assert read_gold(tmp_path / "gold.jsonl") == whole.rows


def test_a_damaged_gold_table_names_its_line(tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").write_text('{"id": "st:1", "coder": "a"}\n', encoding="utf-8")
    with pytest.raises(PipelineError, match="stance") as caught:
        read_gold(tmp_path / "gold.jsonl")
    assert caught.value.code == "G001"

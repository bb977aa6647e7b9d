from __future__ import annotations

import copy
import re
from pathlib import Path

import pytest

from pipeline.catalogue import CATALOGUE
from pipeline.errors import CorpusError, PipelineError, QueryError, explain, printable

ROOT = Path(__file__).resolve().parents[1]


def test_an_error_reads_like_help() -> None:
    error = CorpusError(
        "C104", "cannot read the date 'Spring'", place="corpora/talks/t.vtt, line 3"
    )
    lines = str(error).splitlines()
    assert lines[0] == "error[C104]: cannot read the date 'Spring'"
    assert lines[1] == "  --> corpora/talks/t.vtt, line 3"
    assert lines[2].startswith("help: ")
    assert lines[3] == "more: scaling-discourse explain C104"


def test_errors_survive_the_way_from_a_worker() -> None:
    error = CorpusError("C105", "empty", place="a.txt", remedy="fill it")
    found = copy.copy(error)
    assert type(found) is CorpusError
    assert str(found) == str(error)


def test_control_characters_never_reach_the_terminal() -> None:
    assert "\x1b" not in str(CorpusError("C102", "odd \x1b[31mname", place="\x1b]0;x\x07"))
    assert len(printable("x" * 10_000)) == 400


def test_every_code_that_is_raised_is_explained() -> None:
    pattern = re.compile(r"[\"']([CMRQG]\d{3})[\"']")
    used = {
        code
        for path in (ROOT / "pipeline").rglob("*.py")
        for code in pattern.findall(path.read_text(encoding="utf-8"))
    }
    assert used - set(CATALOGUE) == set()


def test_a_code_that_is_not_there_is_a_defect() -> None:
    with pytest.raises(KeyError):
        PipelineError("C999", "no")


def test_explain_is_kind_to_typing() -> None:
    assert explain("c104") is CATALOGUE["C104"]
    with pytest.raises(QueryError) as caught:
        explain("C1O4")
    assert "did you mean" in caught.value.remedy

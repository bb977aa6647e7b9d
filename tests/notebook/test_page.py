from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from pipeline.notebook import page
from pipeline.notebook.page import Page
from pipeline.notebook.statements import SHOWN, Statements
from pipeline.run.folder import RunFolder
from tests.report.report_factory import everywhere, material, write


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    return RunFolder(write(tmp_path_factory.mktemp("runs") / "run", material(documents=12)))


def page_of(run: RunFolder, number: int = 0) -> Page:
    document = run.frame("documents").iloc[number]
    return Page(document, run.evidence[run.evidence["document_id"] == document["id"]])


def words(shown: str) -> str:
    body = shown[shown.index('<div class="sd-text">') :]
    return re.sub(r"<small>.*?</small>", "", body)


def test_all_of_the_text_is_there_and_every_statement_marked(run: RunFolder) -> None:
    found = page_of(run)
    shown = found._repr_html_()
    assert shown.count("<mark") == len(found.statements)
    text = " ".join(re.sub(r"<[^>]*>", "", words(shown)).split())
    assert text == " ".join(str(found.document["text"]).replace("'", "&#x27;").split())
    assert "<style>" in shown
    assert "mathjax_ignore" in shown


def test_two_holders_of_a_sentence_share_its_mark(run: RunFolder) -> None:
    found = page_of(run)
    twice = pd.concat([found.statements, found.statements.head(1).assign(holder_name="Twin")])
    shown = Page(found.document, twice)._repr_html_()
    assert shown.count("<mark") == len(found.statements)
    assert "Twin, " in shown


def test_a_huge_document_is_cut(run: RunFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    found = page_of(run)
    monkeypatch.setattr(page, "MOST", 300)
    shown = found._repr_html_()
    assert shown.count("<mark") < len(found.statements)
    assert f"{len(found.document['text']) - 300:,} more characters" in shown


def test_hostile_fields_stay_words(tmp_path: Path) -> None:
    evil = ["</div><script>alert(1)</script>", "\" onmouseover='x'", "$\\alpha$", "\ud800", "\x00"]
    made = everywhere(material(documents=3, statements=9), evil[:3])
    made.documents = [replace(d, id=d.id) for d in made.documents]
    run = RunFolder(write(tmp_path / "run", made))
    for number in range(3):
        shown = page_of(run, number)._repr_html_()
        assert "<script" not in shown
        assert set(re.findall(r"<[a-z]+[^>]* (on\w+)=", shown)) == set()
    listed = Statements(run.evidence)._repr_html_()
    assert "<script" not in listed


def test_statements_are_a_frame_and_a_list(run: RunFolder) -> None:
    found = Statements(run.evidence)
    shown = found._repr_html_()
    assert shown.count("<li>") == SHOWN
    assert f"{len(found) - SHOWN:,} more rows" in shown
    assert type(found[["date"]]) is pd.DataFrame
    assert type(found[found["stance"] == "favor"]) is pd.DataFrame
    assert Statements(run.evidence.head(0))._repr_html_().count("<li>") == 0

"""Two runs made by code that differ in known ways."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.comparison import Comparison, compare
from pipeline.config import Settings, TrendsSection
from pipeline.ids import text_digest
from pipeline.records import Document
from pipeline.run.folder import RunFolder
from tests.report.report_factory import Material, material, write

Change = Callable[[Material], Material]


@pytest.fixture(scope="module")
def made() -> Material:
    return material(documents=24, statements=120)


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory, made: Material) -> RunFolder:
    return RunFolder(write(tmp_path_factory.mktemp("runs") / "before", made))


def after(folder: Path, made: Material, settings: Settings | None = None) -> RunFolder:
    return RunFolder(write(folder / "after", made, settings))


def without(made: Material, document: Document) -> Material:
    gone = {s.id for s in made.statements if s.document_id == document.id}
    return replace(
        made,
        documents=[d for d in made.documents if d.id != document.id],
        segments=[s for s in made.segments if s.document_id != document.id],
        statements=[s for s in made.statements if s.document_id != document.id],
        topic_shares=[s for s in made.topic_shares if s.statement_id not in gone],
    )


def adds_up(found: Comparison) -> bool:
    """The parts of a measure are its change."""
    whole = found.figures[found.figures["period"] == "all"].set_index("measure")["change"]
    split = found.parts.groupby("measure")["part"].sum()
    return all(split[name] == pytest.approx(value, abs=2e-9) for name, value in whole.items())


def test_a_run_and_itself(before: RunFolder) -> None:
    found = compare(before, before)
    assert found.same
    assert repr(found) == "<Comparison before and before: nothing differs>"
    assert "Nothing differs" in found._repr_html_()
    assert found.rows() == []


def test_a_new_document_is_the_reason(tmp_path: Path, before: RunFolder, made: Material) -> None:
    left_out = made.documents[5]
    smaller = after(tmp_path, without(made, left_out))
    found = compare(smaller, before)
    assert list(found.documents["change"]) == ["added"]
    assert list(found.documents["id_after"]) == [left_out.id]
    told = [s for s in made.statements if s.document_id == left_out.id]
    assert sorted(found.statements["id"]) == sorted(s.id for s in told)
    assert set(found.statements["change"]) == {"added"}
    assert set(found.parts["cause"]) == {"documents added"}
    assert adds_up(found)
    back = compare(before, smaller)
    assert set(back.statements["change"]) == {"removed"}
    assert set(back.parts["cause"]) == {"documents removed"}
    assert adds_up(back)


def relabelled(made: Material, backend: str = "baseline") -> tuple[Material, list[str]]:
    """Every third statement in favour is now neutral, by ``backend``."""
    own = [s for s in made.statements if s.stance == "favor" and s.voice == "own"]
    turned = {s.id for s in own[::3]}
    statements = [
        replace(s, stance="neutral", backend=backend) if s.id in turned else s
        for s in made.statements
    ]
    return replace(made, statements=statements), sorted(turned)


def test_another_backend_is_the_reason(tmp_path: Path, before: RunFolder, made: Material) -> None:
    changed, ids = relabelled(made, "encoder")
    found = compare(before, after(tmp_path, changed))
    assert sorted(found.statements["id"]) == ids
    assert set(found.statements["before"] + " -> " + found.statements["after"]) == {
        "favor -> neutral"
    }
    assert set(found.statements["because"]) == {"backend baseline -> encoder"}
    assert set(found.parts["cause"]) == {"stance or dimension"}
    assert adds_up(found)
    assert found.documents.empty
    balance = found.figures.set_index(["measure", "period"]).loc[("balance", "all")]
    assert balance["after"] < balance["before"]


def manifest(folder: RunFolder, **changes: object) -> RunFolder:
    path = folder.path / "run.json"
    path.write_text(json.dumps(folder.manifest | changes), encoding="utf-8")
    return RunFolder(folder.path)


def test_what_the_manifests_tell_is_the_reason(
    tmp_path: Path, before: RunFolder, made: Material
) -> None:
    changed, _ = relabelled(made)
    later = after(tmp_path, changed)
    unknown = compare(before, later)
    assert set(unknown.statements["because"]) == {"the code, which one of the runs did not record"}
    models = manifest(later, models=later.manifest["models"] | {"stance": "ff" * 32})
    assert set(compare(before, models).statements["because"]) == {"models/stance"}


def test_the_code_of_a_stage_is_the_reason(tmp_path: Path, made: Material) -> None:
    one = manifest(RunFolder(write(tmp_path / "one", made)), code={"stance": "a", "read": "b"})
    changed, _ = relabelled(made)
    two = manifest(after(tmp_path, changed), code={"stance": "c", "read": "b"})
    assert set(compare(one, two).statements["because"]) == {"code of stance"}
    three = manifest(two, code=one.manifest["code"])
    assert set(compare(one, three).statements["because"]) == {"nothing recorded explains it"}


def test_voices_that_count_are_a_cause_of_their_own(
    tmp_path: Path, before: RunFolder, made: Material
) -> None:
    trends = TrendsSection(min_f_avg=0.0, resamples=200, voice=("own",), unit="document")
    found = compare(before, after(tmp_path, made, Settings(trends=trends)))
    assert found.statements.empty
    assert [d.name for d in found.differences] == ["trends.unit", "trends.voice"]
    assert set(found.parts["cause"]) == {"settings of counting"}
    assert "trends.voice: own+endorsed -> own" in found.parts["because"].iloc[0]
    assert adds_up(found)


def test_several_causes_add_up(tmp_path: Path, before: RunFolder, made: Material) -> None:
    changed, _ = relabelled(without(made, made.documents[3]))
    statements = [
        replace(s, holder_name="Somebody Else", voice="reported") if n % 7 == 0 else s
        for n, s in enumerate(changed.statements)
    ]
    trends = TrendsSection(min_f_avg=0.0, resamples=200, unit="holder")
    found = compare(before, after(tmp_path, replace(changed, statements=statements[:-2]),
                                  Settings(trends=trends)))  # fmt: skip
    assert set(found.parts["cause"]) == {
        "documents removed", "sentences found", "voice or holder", "stance or dimension",
        "settings of counting",
    }  # fmt: skip
    assert adds_up(found)


def test_a_rewritten_text_keeps_its_sentences(
    tmp_path: Path, before: RunFolder, made: Material
) -> None:
    """A new first line moves every sentence; they are the same all the same."""
    target = made.documents[2]
    head = "A line that was not there. "
    longer = replace(target, text=head + target.text, sha256=text_digest(head + target.text))
    moved = [
        replace(s, id=f"{s.id}x", start=s.start + len(head), end=s.end + len(head))
        if s.document_id == target.id else s
        for s in made.statements
    ]  # fmt: skip
    documents = [longer if d.id == target.id else d for d in made.documents]
    later = replace(made, documents=documents, statements=moved, topic_shares=[])
    found = compare(before, after(tmp_path, later))
    assert list(found.documents["change"]) == ["text changed"]
    assert found.statements.empty


def test_a_renamed_file_is_the_same_document(
    tmp_path: Path, before: RunFolder, made: Material
) -> None:
    target = made.documents[2]
    documents = [
        replace(d, id="doc:ffffffffffffffff", path="new.txt") if d.id == target.id else d
        for d in made.documents
    ]
    statements = [
        replace(s, id=f"{s.id}x", document_id="doc:ffffffffffffffff")
        if s.document_id == target.id else s
        for s in made.statements
    ]  # fmt: skip
    later = replace(made, documents=documents, statements=statements, topic_shares=[])
    found = compare(before, after(tmp_path, later))
    assert list(found.documents["change"]) == ["moved"]
    assert found.statements.empty


def test_another_date_is_told(tmp_path: Path, before: RunFolder, made: Material) -> None:
    first = replace(made.documents[0], date="2021-05-06", title="Another name")
    found = compare(before, after(tmp_path, replace(made, documents=[first, *made.documents[1:]])))
    assert list(found.documents["fields"]) == ["title, date"]
    assert list(found.documents["change"]) == ["described otherwise"]


def test_nothing_in_common(tmp_path: Path, before: RunFolder) -> None:
    other = material(documents=6, statements=40, seed=11)
    documents = [replace(d, id=f"{d.id}o", sha256=f"{d.sha256}o") for d in other.documents]
    statements = [
        replace(s, id=f"{s.id}o", document_id=f"{s.document_id}o") for s in other.statements
    ]
    made = replace(other, documents=documents, statements=statements, segments=[], topic_shares=[])
    found = compare(before, after(tmp_path, made))
    assert set(found.parts["cause"]) == {"all documents replaced"}
    assert adds_up(found)


def test_a_run_without_statements(tmp_path: Path, before: RunFolder, made: Material) -> None:
    empty = replace(made, statements=[], topic_shares=[])
    found = compare(after(tmp_path, empty), before)
    assert set(found.statements["change"]) == {"added"}
    assert set(found.statements["cause"]) == {"sentences found"}
    assert found.parts["part"].isna().all()
    assert "cannot be told" in found._repr_html_()


def test_hostile_words_stay_words(tmp_path: Path, before: RunFolder, made: Material) -> None:
    evil = "<img src=x onerror=alert(1)>"
    documents = [replace(made.documents[0], title=evil, corpus=evil), *made.documents[1:]]
    statements = [replace(s, holder_name=evil) for s in made.statements]
    later = after(tmp_path, replace(made, documents=documents, statements=statements))
    shown = compare(before, later)._repr_html_()
    assert "<img" not in shown
    assert "&lt;img" in shown


def test_salt_is_not_shown(tmp_path: Path, before: RunFolder, made: Material) -> None:
    later = after(tmp_path, made)
    settings = later.manifest["settings"] | {
        "discourse": later.manifest["settings"]["discourse"] | {"salt": "sea water"}
    }
    found = compare(before, manifest(later, settings=settings))
    assert [d.name for d in found.differences] == ["discourse.salt"]
    assert "sea water" not in json.dumps(found.as_dict())

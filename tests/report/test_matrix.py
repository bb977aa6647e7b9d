"""Who speaks of whom: named voices only, each under one name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import report_factory as factory

from pipeline.config import DiscourseSection, Settings, TrendsSection
from pipeline.report.figures.matrix import attributed, speaks_of_whom
from pipeline.report.ledger import Ledger
from pipeline.run.folder import RunFolder


def seen(folder: Path, made: factory.Material) -> Ledger:
    settings = Settings(trends=TrendsSection(min_f_avg=0.0, resamples=100))
    return Ledger(RunFolder(factory.write(folder, made, settings)))


def test_a_speaker_has_the_name_of_their_own_statements(tmp_path: Path) -> None:
    made = factory.material(documents=12, statements=120)
    full = {s.id: s.speaker for s in made.segments}
    made.segments = [replace(s, speaker=s.speaker.split()[0]) for s in made.segments]
    made.documents = [replace(d, author="") for d in made.documents]
    silent = {d.id for d in made.documents[::2]}
    made.statements = [
        s for s in made.statements if s.holder_kind != "self" or s.document_id not in silent
    ]
    ledger = seen(tmp_path / "run", made)
    own = ledger.statements[ledger.statements["holder_kind"] == "self"]
    heard = {(row.document_id, full[row.segment_id]) for row in own.itertuples()}
    rows = attributed(ledger)
    known = [(row.document_id, full[row.segment_id]) in heard for row in rows.itertuples()]
    assert any(known)
    assert not all(known)
    for row, is_known in zip(rows.itertuples(), known, strict=True):
        name = full[row.segment_id]
        assert row.speaker == (name if is_known else name.split()[0])
        assert row.speaker != row.holder


@pytest.mark.parametrize(("pseudonymise", "name"), [(False, "u/"), (True, "a commenter")])
def test_with_pseudonyms_no_account_goes_by_its_handle(
    tmp_path: Path, pseudonymise: bool, name: str
) -> None:
    made = factory.material(documents=12, statements=120)
    made.documents = [replace(d, kind="thread") for d in made.documents]
    made.segments = [replace(s, role="comment", speaker=f"u/{s.speaker}") for s in made.segments]
    made.statements = [s for s in made.statements if s.holder_kind != "self"]
    settings = Settings(
        trends=TrendsSection(min_f_avg=0.0, resamples=100),
        discourse=DiscourseSection(pseudonymise=pseudonymise),
    )
    ledger = Ledger(RunFolder(factory.write(tmp_path / "run", made, settings)))
    assert len(ledger.statements) > 10
    assert all(speaker.startswith(name) for speaker in ledger.statements["speaker"])


def test_people_and_somebody_are_nobody(tmp_path: Path) -> None:
    made = factory.material(documents=12, statements=60)
    made.statements = [
        replace(s, holder_kind="group", holder_id="group:people", holder_name="people")
        if s.holder_kind != "self"
        else s
        for s in made.statements
    ]
    figure = speaks_of_whom(seen(tmp_path / "run", made))
    assert figure.missing.startswith("No statement reports")

"""Who speaks of whom: named voices only, each under one name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import report_factory as factory

from pipeline.config import Settings, TrendsSection
from pipeline.report.figures.matrix import attributed, speaks_of_whom
from pipeline.report.ledger import Ledger
from pipeline.run.folder import RunFolder


def seen(folder: Path, made: factory.Material) -> Ledger:
    settings = Settings(trends=TrendsSection(min_f_avg=0.0, resamples=100))
    return Ledger(RunFolder(factory.write(folder, made, settings)))


def test_a_speaker_has_the_name_of_their_own_statements(tmp_path: Path) -> None:
    made = factory.material(documents=12, statements=120)
    made.segments = [replace(s, speaker=s.speaker.split()[0]) for s in made.segments]
    made.documents = [replace(d, author="") for d in made.documents]
    ledger = seen(tmp_path / "run", made)
    rows = attributed(ledger)
    assert (ledger.statements.loc[rows.index, "speaker"] != rows["speaker"]).any()
    own = ledger.statements[ledger.statements["holder_kind"] == "self"]
    heard = {(row.document_id, row.speaker): row.holder for row in own.itertuples()}
    for row, raw in zip(
        rows.itertuples(), ledger.statements.loc[rows.index, "speaker"], strict=True
    ):
        assert row.speaker == heard.get((row.document_id, raw), raw)
        assert row.speaker != row.holder


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

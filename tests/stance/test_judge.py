from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from pipeline.config import StanceSection
from pipeline.errors import ModelError
from pipeline.ids import text_digest
from pipeline.records import Document, Segment, Statement, Teller
from pipeline.registry import Assets, default_models
from pipeline.stance import judge as stage
from pipeline.stance.base import Item, Judgement
from pipeline.store.tables import Tables

TEXT = "Bigger is better. The soup was cold. It weighs a stone."


class Fake:
    """Says favor of what is better and unrelated of soup."""

    name = "fake"

    def __init__(
        self, voice: str = "-", voice_confidence: float = 0.0, *, nobody: bool = False
    ) -> None:
        self.nobody = nobody
        self.seen: list[Item] = []
        self.voice: Any = voice
        self.voice_confidence = voice_confidence

    def judge(self, items: Sequence[Item]) -> list[Judgement]:
        self.seen.extend(items)
        return [self._one(item) for item in items]

    def _one(self, item: Item) -> Judgement:
        favor = 0.7 if "better" in item.text else 0.1
        neutral = 0.75 if "stone" in item.text else 0.1
        return Judgement(
            stances={
                "favor": favor, "against": 0.1, "mixed": 0.0, "neutral": neutral,
                "unrelated": 0.9 - favor - neutral,
            },
            dimension="returns",
            voices={} if self.voice == "-" else {self.voice: self.voice_confidence},
            nobody=self.nobody,
        )  # fmt: skip


def statement(start: int, end: int, **changes: Any) -> Statement:
    fields: dict[str, Any] = {
        "id": f"st:{start}", "document_id": "doc:1", "segment_id": "seg:1", "start": start,
        "end": end, "target": "scaling", "holder_id": "person:ada", "holder_kind": "self",
        "holder_name": "Ada", "voice": "own", "dimension": "-", "stance": "neutral", "score": 0.0,
        "confidence": 0.0, "sentiment": 0.0, "flags": (), "cues": (), "backend": "",
    }  # fmt: skip
    return Statement(**(fields | changes))


def tables(*statements: Statement) -> Tables:
    document = Document(
        id="doc:1", corpus="c", path="p", part="", kind="essay", title="", text=TEXT, date="",
        date_precision="none", date_source="", author="Ada", venue="", url="", licence="",
        sha256=text_digest(TEXT),
    )  # fmt: skip
    segment = Segment(
        id="seg:1", document_id="doc:1", start=0, end=len(TEXT), role="body", speaker="Ada",
        reply_to="", date="", date_precision="none", confidence=1.0,
    )  # fmt: skip
    teller = Teller(id=segment.id, document_id="doc:1", holder_id="person:ada", holder_name="Ada")
    return Tables({
        "documents": [document], "segments": [segment], "attributions": statements,
        "tellers": [teller],
    })  # fmt: skip


def run(monkeypatch: pytest.MonkeyPatch, fake: Fake, *given: Statement, **config: Any) -> Any:
    monkeypatch.setattr(stage, "load_judge", lambda *_: fake)
    found = stage.judge(tables(*given), StanceSection(**config), Assets(default_models()))
    return {row.id: row for row in found["statements"]}


def test_stances_are_filled_in(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = run(monkeypatch, Fake(), statement(0, 17), statement(18, 36))
    assert (rows["st:0"].stance, rows["st:0"].backend) == ("favor", "fake")
    assert rows["st:0"].score == pytest.approx(0.6)
    assert rows["st:0"].confidence == pytest.approx(0.7)


def test_the_unrelated_has_no_holder(monkeypatch: pytest.MonkeyPatch) -> None:
    row = run(monkeypatch, Fake(), statement(18, 36))["st:18"]
    assert (row.stance, row.voice, row.holder_id, row.dimension) == ("unrelated", "-", "", "-")


def test_a_bare_fact_is_nobodys_view(monkeypatch: pytest.MonkeyPatch) -> None:
    fact = statement(37, len(TEXT))
    row = run(monkeypatch, Fake(nobody=True), fact)["st:37"]
    assert (row.stance, row.voice, row.holder_id, row.holder_kind) == ("neutral", "-", "", "-")
    assert row.dimension == "returns"
    held = run(monkeypatch, Fake(), fact)["st:37"]
    assert (held.stance, held.voice, held.holder_id) == ("neutral", "own", "person:ada")


def test_a_bare_fact_told_of_two_is_one_row(monkeypatch: pytest.MonkeyPatch) -> None:
    fact = statement(37, len(TEXT))
    second = statement(37, len(TEXT), id="st:37b", holder_id="person:bob", flags=("co-holder",))
    assert set(run(monkeypatch, Fake(nobody=True), fact, second)) == {"st:37"}


def test_a_side_and_a_question_are_somebodys(monkeypatch: pytest.MonkeyPatch) -> None:
    sided = run(monkeypatch, Fake(nobody=True), statement(0, 17))["st:0"]
    assert (sided.stance, sided.voice, sided.holder_id) == ("favor", "own", "person:ada")
    asked = statement(37, len(TEXT), voice="question", flags=("host",))
    assert run(monkeypatch, Fake(nobody=True), asked)["st:37"].voice == "question"


def test_where_it_abstains_the_holder_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    row = run(monkeypatch, Fake(nobody=True), statement(0, 17), min_confidence=0.9)["st:0"]
    assert (row.stance, row.flags, row.holder_id) == ("neutral", ("abstained",), "person:ada")


def test_in_doubt_it_abstains(monkeypatch: pytest.MonkeyPatch) -> None:
    row = run(monkeypatch, Fake(), statement(0, 17), min_confidence=0.9)["st:0"]
    assert (row.stance, row.flags) == ("neutral", ("abstained",))
    assert row.confidence == pytest.approx(0.1)


def test_voices_of_rules_and_backend_are_put_together(monkeypatch: pytest.MonkeyPatch) -> None:
    bare, seen = statement(0, 17), statement(0, 17, cues=("cue:0-6",), voice="rejected")
    assert run(monkeypatch, Fake("question", 0.9), bare)["st:0"].voice == "question"
    assert run(monkeypatch, Fake("reported", 0.45), seen)["st:0"].voice == "rejected"


def test_context_can_be_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = Fake()
    run(monkeypatch, fake, statement(18, 36), context=False)
    assert (fake.seen[0].before, fake.seen[0].after) == ("", "")


def test_no_statement_loads_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage, "load_judge", lambda *_: pytest.fail("loaded"))
    found = stage.judge(tables(), StanceSection(), Assets(Path("nowhere")))
    assert found == {"statements": [], "inferred": []}


def test_an_unknown_backend_names_the_nearest() -> None:
    with pytest.raises(ModelError) as caught:
        stage.load_judge("p", StanceSection(backend="basline"), Assets(default_models()))
    assert "did you mean baseline?" in caught.value.remedy


def test_a_sentence_of_two_holders_is_judged_once(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = Fake()
    second = statement(0, 17, id="st:0b", holder_id="person:bob", flags=("co-holder",))
    rows = run(monkeypatch, fake, statement(0, 17), second)
    assert len(fake.seen) == 1
    assert {rows[name].holder_id for name in ("st:0", "st:0b")} == {"person:ada", "person:bob"}
    assert rows["st:0"].stance == rows["st:0b"].stance == "favor"


def test_an_unrelated_sentence_leaves_one_row(monkeypatch: pytest.MonkeyPatch) -> None:
    second = statement(18, 36, id="st:18b", holder_id="person:bob", flags=("co-holder",))
    assert set(run(monkeypatch, Fake(), statement(18, 36), second)) == {"st:18"}


@pytest.mark.parametrize(
    ("backend", "files"),
    [
        ("encoder", ("stance/encoder",)),
        ("baseline", ("stance/train",)),
        ("llm", ()),
        ("installed", ("stance/encoder", "stance/student", "stance/train")),
    ],
)
def test_labels_depend_on_what_the_backend_reads(backend: str, files: tuple[str, ...]) -> None:
    assert stage.files_of(StanceSection(backend=backend), Assets(default_models())) == files


def test_auto_depends_on_the_backend_it_chooses(tmp_path: Path) -> None:
    shipped = stage.files_of(StanceSection(), Assets(default_models()))
    assert shipped == ("stance/encoder",)
    assert stage.files_of(StanceSection(), Assets(tmp_path)) == ("stance/train",)


@pytest.mark.parametrize(("voice", "stance"), [("endorsed", "favor"), ("rejected", "against")])
def test_the_tellers_own_position_is_inferred_in_a_table_of_its_own(
    monkeypatch: pytest.MonkeyPatch, voice: str, stance: str
) -> None:
    monkeypatch.setattr(stage, "load_judge", lambda *_: Fake())
    view = statement(0, 17, voice=voice, holder_id="person:lu", holder_kind="person")
    found = stage.judge(tables(view), StanceSection(), Assets(default_models()))
    (position,) = found["inferred"]
    assert (position.holder_id, position.holder_kind) == ("person:ada", "self")
    assert (position.stance, position.voice, position.flags) == (stance, "own", ("inferred",))
    assert position.dimension == "returns"
    assert [row.holder_id for row in found["statements"]] == ["person:lu"]

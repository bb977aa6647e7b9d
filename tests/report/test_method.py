"""What stands behind the figures."""

from __future__ import annotations

import json
from pathlib import Path

from pipeline.registry import Assets
from pipeline.report import method
from pipeline.report.ledger import Ledger
from pipeline.run.folder import RunFolder


def with_models(run: Path, root: Path, files: dict[str, object]) -> Ledger:
    for name, content in files.items():
        target = root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content if isinstance(content, str) else json.dumps(content))
    return Ledger(RunFolder(run), Assets(root))


def test_measured_figures_are_shown_with_their_intervals(run: Path, tmp_path: Path) -> None:
    metrics = {
        "backend": "baseline",
        "macro_f1": {"value": 0.71, "low": 0.68, "high": 0.74},
        "n": 800,
    }
    ledger = with_models(run, tmp_path, {"stance/metrics.json": metrics})
    found = dict(method.quality(ledger))
    assert found["all five labels told right, 0 to 1 (macro F1)"] == "0.71 (0.68 to 0.74)"
    assert found["coded sentences that it was measured on"] == "800"
    assert len(found) == 2


def test_precision_and_recall_are_told_as_what_they_count(run: Path, tmp_path: Path) -> None:
    figure = {"value": 0.5, "low": 0.4, "high": 0.6}
    metrics = {
        "backend": "baseline",
        "precision": {"favor": figure, "unrelated": figure, "odd": figure},
        "recall": {"against": figure},
    }
    found = dict(method.quality(with_models(run, tmp_path, {"stance/metrics.json": metrics})))
    assert list(found) == [
        "of those it called favouring, rightly so (precision)",
        "of those it called not on scaling, rightly so (precision)",
        "precision odd",
        "of those that were disputing, found (recall)",
    ]


def test_figures_of_a_backend_that_judged_nothing_are_not_shown(run: Path, tmp_path: Path) -> None:
    metrics = {"backend": "encoder", "macro_f1": {"value": 0.71, "low": 0.68, "high": 0.74}}
    assert method.quality(with_models(run, tmp_path, {"stance/metrics.json": metrics})) == []


def test_without_measurements_none_is_claimed(run: Path, tmp_path: Path) -> None:
    assert method.quality(with_models(run, tmp_path, {})) == []
    assert method.quality(with_models(run, tmp_path, {"stance/metrics.json": "{torn"})) == []


def test_an_encoder_that_judged_nothing_is_not_described(run: Path, tmp_path: Path) -> None:
    files: dict[str, object] = {"stance/encoder/settings.json": {"temperature": 1.2}}
    assert method.training(with_models(run, tmp_path, files)) == []


def test_dropped_is_counted_by_reason(ledger: Ledger) -> None:
    assert method.dropped(ledger) == [
        ("duplicate", "C115", "exact duplicate", 3),
        ("quarantined", "C103", "text cannot be decoded", 1),
    ]


def test_corpora_state_their_licences(ledger: Ledger) -> None:
    rows = method.corpora(ledger)
    assert [row.name for row in rows] == ["chronicle", "forum", "panels"]
    assert {row.licences for row in rows} == {"CC-BY-4.0"}
    assert sum(row.documents for row in rows) == 60
    assert sum(row.undated for row in rows) == ledger.folder.manifest["undated"] > 0


def test_the_citation_is_bibtex_even_when_the_manifest_is_odd(ledger: Ledger) -> None:
    text = method.citation(ledger)
    assert text.startswith("@misc{scalingdiscourse-a1b2c3d4e5,")
    assert text.count("{") == text.count("}")


def test_what_a_corpus_is_stands_at_the_head_of_the_page(run: Path, page: str) -> None:
    told = method.described(Ledger(RunFolder(run)))
    assert list(told.values()) == ["Invented, <b>all</b> of it."]
    head = page.partition('class="contents"')[0]
    assert "Invented, &lt;b&gt;all&lt;/b&gt; of it." in head


def test_figures_of_a_backend_stand_beside_those_of_another(run: Path, tmp_path: Path) -> None:
    figure = {"value": 0.5, "low": 0.4, "high": 0.6}
    beside = {"backend": "baseline", "accuracy": figure}
    metrics = {"backend": "somebody else", "n": 9, "baselines": [beside]}
    found = method.quality(with_models(run, tmp_path, {"stance/metrics.json": metrics}))
    assert [value for _, value in found] == ["0.5 (0.4 to 0.6)"]

"""What stands behind the figures: who judged, how well, what was left out, under what licence."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.records import STANCES
from pipeline.report.ledger import Ledger
from pipeline.report.placeless import dating
from pipeline.report.wording import clean, count, short
from pipeline.trends.panel import LEAST_HOLDERS
from pipeline.trends.people import figures_of

_METRICS, _SETTINGS = "stance/metrics.json", "stance/encoder/settings.json"
_STATED = ("sentences", "log_loss", "temperature")  # of the settings: how it was made
_MOST_FIGURES = 15
#: Measures as a reader who never met them can take them, with the name a colleague knows.
_SAID = {
    "n": "coded sentences that it was measured on",
    "f avg": "favour and dispute told right, 0 to 1 (F_avg)",
    "macro f1": "all five labels told right, 0 to 1 (macro F1)",
    "relevance f1": "whether a sentence speaks of scaling at all, 0 to 1 (F1)",
    "accuracy": "labels that were right, as a share (accuracy)",
    "sentences own": "sentences written for it",
    "sentences real": "real sentences",
    "sentences pairs": "general pairs of a claim and a text for or against it",
    "sentences held back": "sentences held back to set its confidence",
    "log loss": "log loss on those",
    "temperature": "temperature of its confidence",
}
_LABELS = {"favor": "favouring", "against": "disputing", "mixed": "both", "neutral": "neutral",
           "unrelated": "not on scaling"}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Backend:
    """A judge of stance and how many statements it decided."""

    name: str
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusRow:
    """A corpus with its size, reach and licences."""

    name: str
    description: str  # what its corpus.toml says that it is; "" = nothing
    documents: int
    statements: int
    undated: int
    licences: str
    venues: str


def backends(ledger: Ledger) -> list[Backend]:
    """Backends by the number of statements they judged."""
    found = ledger.folder.frame("statements")["backend"].value_counts()
    names = sorted(found.index, key=lambda name: (-int(found[name]), name))
    return [Backend(name=clean(name) or "not named", n=int(found[name])) for name in names]


def quality(ledger: Ledger) -> list[tuple[str, str]]:
    """Measured figures of the stance backend, as ``evaluate stance`` states them; may be empty.

    Figures of a backend that judged nothing here are not shown.
    """
    return _worded(list(_figures(_measured(ledger), ""))[:_MOST_FIGURES])


def share_error(ledger: Ledger) -> dict[str, dict[str, float]]:
    """Labelled minus true share of each stance among related sentences of the published gold.

    {stance: {value, low, high}}; empty where another backend judged, or nothing was published.
    """
    return _published(ledger, "share_error")


def precision(ledger: Ledger) -> dict[str, dict[str, float]]:
    """Share of each label that coders gave, too, on the published gold; else as above."""
    return _published(ledger, "precision")


def confusion(ledger: Ledger) -> NDArray[np.float64] | None:
    """How often each true stance got each label on the published gold, in the order of ``STANCES``.

    (5, 5), rows true, columns labelled; None as above, or where no sentence of a stance was coded.
    """
    try:
        table = np.array(_measured(ledger).get("confusion", ()), dtype=np.float64)
    except (TypeError, ValueError):
        return None
    fits = table.shape == (len(STANCES),) * 2 and bool((table.sum(axis=1) > 0).all())
    return table if fits else None


def tested_on(ledger: Ledger) -> str:
    """What the backend of this run was measured on: "428 coded sentences of transcripts"."""
    measured = _measured(ledger)
    n, groups = measured.get("n", 0), measured.get("groups", {})
    genres = [str(g).partition(": ")[2] for g in groups if str(g).startswith("genre: ")]
    told = f" of {' and '.join(f'{g}s' for g in sorted(genres))}" if genres else ""
    return count(n if isinstance(n, int) else 0, "coded sentence") + told


def _published(ledger: Ledger, name: str) -> dict[str, dict[str, float]]:
    measured = _measured(ledger).get(name, {})
    wanted = ("value", "low", "high")
    fits = isinstance(measured, dict) and all(
        isinstance(row, dict) and all(isinstance(row.get(k), int | float) for k in wanted)
        for row in measured.values()
    )
    return measured if fits else {}


def _measured(ledger: Ledger) -> dict[str, Any]:
    """The published figures of the backend that judged this run; empty where there are none.

    They may stand beside those of another, with which it was compared.
    """
    judged = {backend.name for backend in backends(ledger)}
    return next(iter(figures_of(_read(ledger, _METRICS), judged)), {})


def training(ledger: Ledger) -> list[tuple[str, str]]:
    """What the encoder says of its own making; empty when it judged nothing here."""
    if all(backend.name != "encoder" for backend in backends(ledger)):
        return []
    stated = _read(ledger, _SETTINGS)
    return _worded(_figures({name: stated[name] for name in _STATED if name in stated}, ""))


def _worded(figures: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """``figures`` under the names of ``_SAID``; precision and recall as what they count."""
    told = []
    for name, value in figures:
        measure, _, stance = name.partition(" ")
        called = _LABELS.get(stance)
        if measure == "precision" and called:
            told.append((f"of those it called {called}, rightly so (precision)", value))
        elif measure == "recall" and called:
            told.append((f"of those that were {called}, found (recall)", value))
        else:
            told.append((_SAID.get(name, name), value))
    return told


def _read(ledger: Ledger, name: str) -> dict[str, Any]:
    """The JSON object in ``models/<name>``; empty when there is none that can be read."""
    if not ledger.models.has(name):
        return {}
    try:
        content = json.loads(ledger.models.path(name).read_text(encoding="utf-8"))
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


def dropped(ledger: Ledger) -> list[tuple[str, str, str, int]]:
    """Kind, code, reason and number of everything left out, the most frequent first."""
    rows = ledger.folder.frame("dropped")
    if rows.empty:
        return []
    groups: Any = rows.groupby(["kind", "code", "reason"], sort=True).size()
    found = [(str(k), str(c), short(r, 160), int(n)) for (k, c, r), n in groups.items()]
    return sorted(found, key=lambda row: (-row[3], row[:3]))


def corpora(ledger: Ledger) -> list[CorpusRow]:
    """One row a corpus, by name."""
    documents = ledger.folder.frame("documents")
    said = ledger.statements["corpus"].value_counts()
    told = described(ledger)
    return [
        CorpusRow(
            name=short(name, 60),
            description=told.get(str(name), ""),
            documents=len(rows),
            statements=int(said.get(name, 0)),
            undated=int((rows["date"] == "").sum()),
            licences=_some(rows["licence"], "not stated"),
            venues=_some(rows["venue"], "–"),
        )
        for name, rows in documents.groupby("corpus", sort=True)
    ]


def described(ledger: Ledger) -> dict[str, str]:
    """Corpus -> what its maker says that it is, by name; only those of which it is said."""
    found = ledger.folder.manifest.get("inputs", {}).get("described", {})
    return {str(name): short(text, 240) for name, text in sorted(found.items())}


def citation(ledger: Ledger) -> str:
    """A BibTeX entry for this run."""
    manifest = ledger.folder.manifest
    result = _plain(manifest.get("result", ""))[:10]
    year = _plain(manifest.get("finished", ""))[:4]
    title = "{Scaling-discourse: an evidence-linked account of the scaling debate}"
    return "\n".join([
        f"@misc{{scalingdiscourse-{result or 'run'},",
        f"  title  = {title},",
        "  author = {{The scaling-discourse authors}},",
        f"  year   = {{{year}}},",
        f"  note   = {{Run {result}, version {_plain(manifest.get('version', ''))}, "
        f"inputs {_plain(manifest.get('inputs', {}).get('digest', ''))[:10]}}}",
        "}",
    ])  # fmt: skip


def manifest_rows(ledger: Ledger) -> list[tuple[str, str]]:
    """The manifest as name and value, for the one section that holds times."""
    manifest = ledger.folder.manifest
    inputs = manifest.get("inputs", {})
    machine = manifest.get("machine", {})
    accounts = manifest.get("accounts", {})
    rows = [
        ("program", f"{manifest.get('program', '')} {manifest.get('version', '')}"),
        ("result", str(manifest.get("result", ""))[:16]),
        (
            "inputs",
            f"{inputs.get('files', 0):,} files, digest {str(inputs.get('digest', ''))[:16]}",
        ),
        ("accounts", ", ".join(f"{n:,} {name}" for name, n in accounts.items())),
        ("started", str(manifest.get("started", ""))),
        ("finished", str(manifest.get("finished", ""))),
        (
            "speed",
            f"{manifest.get('seconds', 0)} s of stages, peak {manifest.get('peak_mb', 0)} MB",
        ),
        ("machine", ", ".join(f"{k} {v}" for k, v in machine.items())),
        ("libraries", ", ".join(f"{k} {v}" for k, v in manifest.get("libraries", {}).items())),
        ("models", ", ".join(f"{k} {str(v)[:8]}" for k, v in manifest.get("models", {}).items())),
    ]
    return [(name, clean(value)) for name, value in rows if str(value).strip()]


def caveats(ledger: Ledger) -> list[str]:
    """What a reader has to bear in mind, in words."""
    level = round(100 * ledger.settings.level)
    voices = " and ".join(ledger.settings.voice)
    return [
        f"Shares and balances count sentences in {voices} voice: own is said for oneself, endorsed "
        "is repeated and agreed with, reported is told of somebody else. A holder is whoever’s "
        "position it is: a quoted critic in a proponent’s essay counts for the critic, never for "
        "the author.",
        f"Intervals are {level}% and come from which documents happened to be read. They "
        "ignore coding error: the judge is wrong on some sentences, and not evenly so.",
        "To take a side is to favour or to dispute. Balance is (favouring − disputing) / "
        "(favouring + disputing); sentences that say both or neither take no side and do not enter "
        "it.",
        "Whether people changed is asked twice: by parts of the change between two periods, and by "
        "a straight line over all periods with each holder as their own baseline (fixed effects, "
        f"errors clustered on holder), for which {LEAST_HOLDERS} holders must be heard in two "
        "periods. A holder’s own change is listed where its interval leaves out 0 after correction "
        "for how many holders were tested (Benjamini–Hochberg).",
        "The corpora are a choice, not a sample of everything said about scaling.",
        dating(ledger),
    ]


def _figures(content: Any, name: str) -> Iterator[tuple[str, str]]:
    """Every number in nested tables, ``{"value", "low", "high"}`` as one with interval."""
    if isinstance(content, dict):
        value = content.get("value")
        if isinstance(value, int | float) and {"low", "high"} <= content.keys():
            yield name, f"{value:.3g} ({content['low']:.3g} to {content['high']:.3g})"
            return
        for key in content:
            yield from _figures(content[key], f"{name} {key}".strip().replace("_", " "))
    elif isinstance(content, int | float) and not isinstance(content, bool):
        shown = f"{content:,}" if isinstance(content, int) else f"{content:.3g}"
        yield clean(name), shown


def _some(values: Any, nothing: str) -> str:
    """The most frequent values in words, at most four."""
    found = values[values != ""].value_counts()
    names = sorted(found.index, key=lambda v: (-int(found[v]), str(v)))
    shown = [short(name, 60) for name in names[:4]]
    more = f" and {len(names) - 4} more" if len(names) > 4 else ""
    return (", ".join(shown) + more) or nothing


def _plain(value: Any) -> str:
    """Letters, digits, dots and hyphens of ``value``: safe inside BibTeX."""
    return "".join(c for c in str(value) if c.isalnum() or c in ".-")

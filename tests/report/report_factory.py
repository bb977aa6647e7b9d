"""Finished runs made by code: invented people, invented sentences, the real trends stages."""

from __future__ import annotations

import json
import math
import random
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.config import Settings, TrendsSection
from pipeline.ids import content_id, document_id, slug, text_digest
from pipeline.records import (
    Document,
    Dropped,
    Segment,
    Statement,
    Topic,
    TopicQuality,
    TopicShare,
)
from pipeline.registry import Assets, default_models
from pipeline.store.database import write_database
from pipeline.store.tables import PUBLISHED, SCHEMA, Tables, to_parquet
from pipeline.topics.tree import grow
from pipeline.trends.people import place
from pipeline.trends.shares import measure

PEOPLE = (
    "Amara Okonkwo", "Lars Bergström", "Wei-Lin Tsai", "Noor El-Amin", "Priya Raghunathan",
    "Tomasz Zieliński", "Grace Mbeki-Hart", "Hiro Nakagawa", "Beatriz Almeida", "Jonas Feld",
    "Salma Haddad", "Victor Ibarra", "Ingrid Solheim", "Daniel Achterberg", "Mei Kobayashi",
    "Otis Farrow", "Renata Kovács", "Yusuf Demir", "Clara Whitlock", "Arjun Pillai",
)  # fmt: skip
_OPENINGS = (
    "Frankly,", "As far as I can tell,", "After last spring's training run,",
    "On the numbers we have,", "If you read the appendix closely,",
    "Whatever the keynote said,", "In our own lab,", "To be fair,",
)  # fmt: skip
_CLAIMS = {
    ("favor", "returns"): ("the loss keeps falling and the abilities arrive with it",
                           "each tenfold in compute still buys a visible jump"),
    ("favor", "sufficiency"): ("nothing but more of the same recipe is needed to get there",
                               "the remaining gaps close with the next two orders of magnitude"),
    ("favor", "paradigm"): ("a network that predicts well has to understand what it predicts",
                            "the larger models reason where the small ones guessed"),
    ("favor", "limits"): ("the supply of tokens is not what will stop this",
                          "power will be found because the returns pay for the turbines"),
    ("favor", "worth"): ("the clusters pay for themselves within the decade",
                         "every skipped doubling has cost more than it saved"),
    ("against", "returns"): ("the curve is bending and another zero buys very little",
                             "we paid ten times more for a model that nobody could tell apart"),
    ("against", "sufficiency"): ("no amount of hardware stands in for an idea nobody has had",
                                 "size alone leaves out memory, planning and a body"),
    ("against", "paradigm"): ("these systems interpolate and call it thought",
                              "a predictor of words has no model of the world behind them"),
    ("against", "limits"): ("we are running out of text worth reading twice",
                            "the grid simply cannot carry the next cluster"),
    ("against", "worth"): ("the money would have bought three better research programmes",
                           "investors are paying cathedral prices for a bigger parrot"),
    ("mixed", "returns"): ("scale still helps, less each year, and will not carry us all the way",),
    ("mixed", "sufficiency"): ("we need both the bigger runs and an idea nobody has had yet",),
    ("neutral", "returns"): ("the report compares six model sizes at equal data",),
    ("neutral", "limits"): ("the new site draws about a gigawatt when finished",),
}  # fmt: skip
_TOPICS = ("Training runs and power", "Benchmarks and plateaus", "Reasoning and understanding",
           "Money and returns", "Data that is left")  # fmt: skip
_FORMS = ("Notes", "Letters", "A talk", "An evening")
_DIMENSION_TOPIC = {"returns": 1, "sufficiency": 2, "paradigm": 2, "limits": 0, "worth": 3}


@dataclass
class Material:
    """The tables of a run before they are written."""

    documents: list[Document] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)
    topic_shares: list[TopicShare] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)


def material(*, documents: int = 60, statements: int = 300, seed: int = 7) -> Material:
    """Invented material over 2022 to 2025 in three corpora, leaning from favour to dispute."""
    rng = random.Random(seed)
    made = Material()
    shares = [statements // documents + (i < statements % documents) for i in range(documents)]
    for number, wanted in enumerate(shares):
        _document(made, rng, number, documents, wanted)
    _topics(made, rng)
    made.dropped = [
        Dropped(id=f"src:{i:04d}", corpus="forum", path=f"t-{i}.jsonl", stage="read", kind=kind,
                code=code, reason=reason, detail="")
        for i, (kind, code, reason) in enumerate(
            [("duplicate", "C115", "exact duplicate")] * 3
            + [("quarantined", "C103", "text cannot be decoded")]
        )
    ]  # fmt: skip
    return made


def write(folder: Path, made: Material, settings: Settings | None = None) -> Path:
    """Write ``made`` as a finished run, with people, trends and changes computed for real."""
    settings = settings or Settings(trends=TrendsSection(min_f_avg=0.0, resamples=200))
    tables: dict[str, list[Any]] = {name: [] for name in PUBLISHED}
    for name in ("documents", "segments", "statements", "topics", "dropped"):
        tables[name] = sorted(getattr(made, name), key=lambda row: row.id)
    tables.update(_tree(tables["topics"]))
    tables["topic_shares"] = sorted(made.topic_shares, key=lambda s: (s.statement_id, s.topic_id))
    assets = Assets(default_models())
    tables.update(place(Tables(tables), settings.trends, assets))
    tables.update(measure(Tables(tables), settings.trends, assets))
    (folder / "tables").mkdir(parents=True)
    for name in PUBLISHED:
        (folder / "tables" / f"{name}.parquet").write_bytes(to_parquet(SCHEMA[name], tables[name]))
    write_database(folder / "analysis.duckdb", folder / "tables")
    manifest(folder, made, settings)
    return folder


def _tree(topics: list[Topic]) -> dict[str, list[Any]]:
    """``topics`` joined by the real stage's tree, and quality figures as a run has them."""
    angles = np.arange(len(topics)) * 0.4
    joined, branches = grow(topics, np.stack([np.cos(angles), np.sin(angles)], 1))
    figures = {"topics": float(len(topics)), "outlier_share": 0.25, "npmi": -0.31, "c_v": math.nan,
               "diversity": 0.9, "stability_seeds": 0.8, "stability_bootstrap": 0.6}  # fmt: skip
    quality = [
        TopicQuality(measure=name, value=figures[name], n=300, method="made up")
        for name in sorted(figures)
    ]
    return {"topics": joined, "topic_tree": branches, "topic_quality": quality if topics else []}


def manifest(
    folder: Path, made: Material, settings: Settings, finished: str = "2026-01-05T10:00:00+00:00"
) -> None:
    """Write ``run.json`` as the program does."""
    described = {d.corpus: "Invented, <b>all</b> of it." for d in made.documents[:1]}
    content = {
        "program": "scaling-discourse", "version": "0.1.0", "result": "a1b2c3d4e5f60718",
        "started": "2026-01-05T09:59:00+00:00", "finished": finished,
        "machine": {"python": "3.11", "system": "Linux", "processors": 2, "workers": 1},
        "settings": settings.model_dump(mode="json"),
        "libraries": {"altair": "6"}, "models": {"people.toml": "ab" * 32},
        "inputs": {"corpora": sorted({d.corpus for d in made.documents}),
                   "described": described,
                   "files": len(made.documents), "bytes": 1, "digest": "cd" * 32},
        "accounts": {"records": len(made.documents) + 4, "documents": len(made.documents),
                     "duplicates": 3, "skipped": 0, "quarantined": 1},
        "dropped": {}, "documents": len(made.documents),
        "undated": sum(not d.date for d in made.documents),
        "words": sum(len(d.text.split()) for d in made.documents),
        "stages": [], "seconds": 3.2, "words_per_second": 1000.0, "peak_mb": 300.0,
    }  # fmt: skip
    (folder / "run.json").write_text(json.dumps(content), encoding="utf-8")


def everywhere(made: Material, hostile: list[str]) -> Material:
    """``made`` with hostile strings in every field that holds words of a corpus."""
    turn = iter(range(10**9))

    def nasty() -> str:
        return hostile[next(turn) % len(hostile)]

    documents = [
        replace(d, title=nasty(), author=nasty(), venue=nasty(), url=nasty(), licence=nasty(),
                corpus=nasty() or "x", path=nasty())
        for d in made.documents
    ]  # fmt: skip
    segments = [replace(s, speaker=nasty()) for s in made.segments]
    statements = [
        replace(s, holder_name=nasty(), backend=nasty(), flags=(nasty(),),
                cues=(*s.cues, nasty()), holder_id=s.holder_id and f"person:{nasty()}")
        for s in made.statements
    ]  # fmt: skip
    topics = [replace(t, label=nasty(), terms=(nasty(),)) for t in made.topics]
    dropped = [replace(d, path=nasty(), reason=nasty(), detail=nasty()) for d in made.dropped]
    return Material(documents, segments, statements, topics, made.topic_shares, dropped)


def _document(made: Material, rng: random.Random, number: int, of: int, wanted: int) -> None:
    corpus, kind = [("panels", "transcript"), ("forum", "thread"), ("chronicle", "essay")][
        number % 3
    ]
    day = number / max(1, of - 1)
    date = (
        f"{2022 + int(day * 3.99)}-{1 + int(day * 3.99 % 1 * 12):02d}-{1 + rng.randrange(28):02d}"
    )
    precision = "day"
    if number % 17 == 5:
        date, precision = date[:7], "month"
    if number % 20 == 11:
        date, precision = "", "none"
    name = document_id(corpus, f"{number}.txt")
    authors = rng.sample(PEOPLE, 3) if kind != "essay" else [rng.choice(PEOPLE)]
    text, spans = "", []
    for _ in range(max(1, wanted)):
        speaker = rng.choice(authors)
        start = len(text)
        told = rng.random() < 0.22
        stance, dimension = _drawn(rng, speaker, day)
        claim = rng.choice(_CLAIMS[stance, dimension])
        holder = rng.choice([p for p in PEOPLE if p != speaker]) if told else speaker
        head = "We had coffee before this and it rained. " if rng.random() < 0.5 else ""
        if told:
            sentence = f"{holder} keeps telling people that {claim}."
        else:
            sentence = f"{rng.choice(_OPENINGS)} {claim}."
        tail = f" There is a table on page {rng.randrange(3, 90)} for those who doubt it.\n"
        text += head + sentence + tail
        at = start + len(head)
        spans.append(
            (start, len(text), at, at + len(sentence), speaker, holder, stance, dimension, claim)
        )
    if wanted == 0:
        spans = []
    made.documents.append(Document(
        id=name, corpus=corpus, path=f"{number}.txt", part="", kind=kind, text=text,
        title=f"{rng.choice(_FORMS)} on {rng.choice(_TOPICS).lower()}, no. {number}",
        date=date, date_precision=precision, date_source="file-name" if date else "",
        author=authors[0] if kind == "essay" else "", venue=corpus.title(),
        url=f"https://example.org/{corpus}/{number}" if number % 4 else "", licence="CC-BY-4.0",
        sha256=text_digest(text),
    ))  # fmt: skip
    for span in spans:
        _statement(made, rng, name, kind, span)


def _drawn(rng: random.Random, speaker: str, day: float) -> tuple[str, str]:
    lean = (PEOPLE.index(speaker) % 5 - 2) * 0.28 - (day - 0.45) * 0.9
    if PEOPLE.index(speaker) in (3, 8):  # two who turn
        lean = 1.2 if day < 0.5 else -1.2
    chance = rng.random()
    if chance < 0.16:
        options = [key for key in _CLAIMS if key[0] == "neutral"]
    elif chance < 0.26:
        options = [key for key in _CLAIMS if key[0] == "mixed"]
    else:
        side = "favor" if rng.random() < 0.5 + lean / 2 else "against"
        options = [key for key in _CLAIMS if key[0] == side]
    return rng.choice(options)


def _statement(
    made: Material, rng: random.Random, document: str, kind: str, span: tuple[Any, ...]
) -> None:
    start, end, at, stop, speaker, holder, stance, dimension, claim = span
    role = {"essay": "body", "thread": "comment", "transcript": "turn"}[kind]
    segment = Segment(
        id=content_id("seg", document, start, end), document_id=document, start=start, end=end,
        role=role, speaker=speaker, reply_to="", date="", date_precision="none", confidence=0.9,
    )  # fmt: skip
    told = holder != speaker
    cue = stop - 1 - len(claim)
    cues = [f"cue:{cue}-{cue + 12}"]
    if told:
        cues += [f"holder:{at}-{at + len(holder)}", f"quote:{cue}-{stop - 1}"]
    made.segments.append(segment)
    made.statements.append(Statement(
        id=content_id("st", document, at, stop), document_id=document, segment_id=segment.id,
        start=at, end=stop, target="scaling", holder_id=f"person:{slug(holder)}",
        holder_kind="person" if told else "self", holder_name=holder,
        voice=rng.choice(["reported", "rejected", "endorsed"]) if told else "own",
        dimension=dimension, stance=stance, score={"favor": 0.8, "against": -0.8}.get(stance, 0.0),
        confidence=round(rng.uniform(0.55, 0.99), 4), sentiment=round(rng.uniform(-1, 1), 3),
        flags=(), cues=tuple(cues), backend="baseline",
    ))  # fmt: skip


def _topics(made: Material, rng: random.Random) -> None:
    ids = [f"topic:{slug(name)}" for name in _TOPICS]
    for statement in made.statements:
        chosen = ids[_DIMENSION_TOPIC[statement.dimension]] if rng.random() < 0.8 else ids[4]
        made.topic_shares.append(
            TopicShare(
                statement_id=statement.id, topic_id=chosen, weight=round(rng.uniform(0.5, 1), 3)
            )
        )
    made.topics = [
        Topic(id=i, label=name, terms=("scale", "data"), origin="found",
              size=sum(s.topic_id == i for s in made.topic_shares))
        for i, name in zip(ids, _TOPICS, strict=True)
    ]  # fmt: skip

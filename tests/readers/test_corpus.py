from __future__ import annotations

import io
import json
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.config import CorpusSettings, ReadSection
from pipeline.ids import document_id, text_digest
from pipeline.readers import choose
from pipeline.readers.base import Draft, DraftSegment, Failure, RawFile
from pipeline.readers.corpus import find_sources, read
from pipeline.store.tables import SCHEMA, Tables, from_parquet, to_parquet
from tests.readers.pastes import WITH_COMMENTS
from tests.readers.reading import ASSETS, balanced, run

WORDS = "Some plain words about the size of things. "


def corpus(root: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = root / "c" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def codes(tables: dict[str, Any], path: str) -> list[tuple[str, str]]:
    return [(row.kind, row.code) for row in tables["dropped"] if row.path == path]


def workbook() -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return sink.getvalue()


MALFORMED: dict[str, tuple[str | bytes, str]] = {
    "empty.txt": ("", "C105"),
    "blank.md": (" \n\n", "C105"),
    "mark-only.txt": (b"\xef\xbb\xbf", "C105"),
    "empty.csv": ("", "C105"),
    "binary.txt": (bytes(range(256)) * 9, "C103"),
    "binary.md": (bytes(range(256)) * 9, "C103"),
    "binary.vtt": (bytes(range(256)) * 9, "C103"),
    "binary.jsonl": (bytes(range(256)) * 9, "C103"),
    "koi8.txt": ("Масштаб это всё что нужно".encode("koi8-r") * 9, "C103"),
    "renamed.txt": (b"%PDF-1.4\n%\xe2\xe3", "C102"),
    "sheet.xlsx": (workbook(), "C102"),
    "page.html": ("<html><body>hello</body></html>", "C102"),
    "page.txt": ("<!doctype html><html><body>hello</body></html>", "C102"),
    "feed.xml": ("<?xml version='1.0'?><rss/>", "C102"),
    "object.json": ('{"a": {"b": 1}}', "C102"),
    "unknown.xyz": ("words", "C102"),
    "cut.json3": ('{"events": [{"segs', "C109"),
    "cut.json": ('[{"text": "a"}, {"te', "C109"),
    "no-cue.srt": ("1\n2\n3", "C110"),
    "no-text.csv": ("id,email\n1,a@example.org\n", "C107"),
    "damaged.parquet": (b"PAR1 and then nothing", "C108"),
    "long-line.txt": ("x" * 1_200_000, "C106"),
    "long-line.md": ("x" * 1_200_000, "C106"),
    "long-line.vtt": ("WEBVTT\n" + "x" * 1_200_000, "C106"),
    "long-line.jsonl": ('{"text": "' + "x" * 1_200_000 + '"}', "C106"),
    "long-line.csv": ("id,text\n1," + "x" * 1_200_000, "C106"),
    "too-large.txt": (("x" * 99 + "\n") * 20_000, "C106"),
    "bad-date.md": ("---\ndate: Spring 2023\n---\nSome words.\n", "C104"),
}


def test_malformed_files_cost_themselves_alone(tmp_path: Path) -> None:
    good = {"good.txt": f"A title\n{WORDS * 9}\n", "good.jsonl": '{"text": "Fine.", "id": 1}\n'}
    corpus(tmp_path, {**good, **{name: content for name, (content, _) in MALFORMED.items()}})
    tables = run(tmp_path, max_line_mb=1, max_file_mb=1)
    tables_big = run(tmp_path, max_line_mb=1)
    for name, (_, code) in MALFORMED.items():
        found = codes(tables if name == "too-large.txt" else tables_big, name)
        assert code in [c for _, c in found], (name, found)
        assert any(kind in ("quarantined", "skipped") for kind, _ in found)
    assert {d.path for d in tables_big["documents"]} == {"good.jsonl", "good.txt", "too-large.txt"}
    assert balanced(tables)
    assert balanced(tables_big)
    assert all(row.reason and row.detail for row in tables_big["dropped"])


def test_a_paste_becomes_a_document_with_ids_and_comments(tmp_path: Path) -> None:
    paste = WITH_COMMENTS[0]
    tables = run(corpus(tmp_path, {"2024-03-04-a.txt": paste.text}))
    (document,) = tables["documents"]
    assert document.id == document_id("c", "2024-03-04-a.txt")
    assert document.sha256 == text_digest(document.text)
    assert (document.date, document.date_precision) == ("2024-03-03", "day")
    assert document.date_source == "byline"
    comments = [s for s in tables["segments"] if s.role == "comment"]
    assert {(s.speaker, s.date) for s in comments} == {
        ("Oleg Marin", "2024-03-03"),
        ("Priya Raman", ""),
    }


def test_corpus_settings_fill_what_a_document_lacks(tmp_path: Path) -> None:
    toml = (
        'author = "Ada"\nvenue = "V"\nlicence = "CC0"\nencoding = "koi8-r"\n'
        '[dates.files]\n"a.txt" = "2021-02"\n'
    )
    text = "Масштаб это всё что нужно для ума и для машин"
    tables = run(corpus(tmp_path, {"corpus.toml": toml, "a.txt": text.encode("koi8-r")}))
    (document,) = tables["documents"]
    assert (document.text, document.author, document.venue) == (text, "Ada", "V")
    assert (document.licence, document.date, document.date_source) == (
        *("CC0", "2021-02", "corpus.toml"),
    )


def test_the_side_car_dates_documents_and_the_rest_is_said_to_have_none(tmp_path: Path) -> None:
    files = {"dates.csv": "file,date\na.txt,2021\n", "a.txt": WORDS, "b.txt": WORDS * 2}
    tables = run(corpus(tmp_path, files))
    assert {d.path: (d.date, d.date_source) for d in tables["documents"]} == {
        "a.txt": ("2021", "dates.csv"),
        "b.txt": ("", ""),
    }
    assert codes(tables, "b.txt") == [("flagged", "C117")]


def test_a_bad_date_can_be_let_go(tmp_path: Path) -> None:
    files = {
        "corpus.toml": '[dates]\non_error = "none"\n',
        "a.md": "---\ndate: soon\n---\nWords.\n",
    }
    tables = run(corpus(tmp_path, files))
    assert [d.date for d in tables["documents"]] == [""]
    assert ("flagged", "C104") in codes(tables, "a.md")


def test_dates_of_comments_cost_only_themselves(tmp_path: Path) -> None:
    rows = [
        {"thread": "t", "id": 1, "body": "Ask.", "posted": 1684231200},
        {"thread": "t", "id": 2, "parent": 1, "body": "Answer.", "posted": "soon"},
    ]
    tables = run(corpus(tmp_path, {"a.jsonl": "\n".join(map(json.dumps, rows))}))
    dates = {s.role: s.date for s in tables["segments"]}
    assert dates == {"body": "2023-05-16", "comment": ""}
    assert codes(tables, "a.jsonl") == [("flagged", "C104")]
    replies = [s.reply_to for s in tables["segments"] if s.role == "comment"]
    assert replies == [s.id for s in tables["segments"] if s.role == "body"]


def test_mended_text_is_said_to_be_mended(tmp_path: Path) -> None:
    mixed = f"{WORDS}café ".encode() + b"\x93so\x94"
    tables = run(corpus(tmp_path, {"2021-01-01.txt": mixed}))
    assert codes(tables, "2021-01-01.txt") == [("flagged", "C119")]


def test_a_file_that_changed_or_vanished(tmp_path: Path) -> None:
    corpus(tmp_path, {"a.txt": WORDS, "b.txt": WORDS})
    sources = find_sources(tmp_path)
    (tmp_path / "c" / "a.txt").write_text("something else")
    (tmp_path / "c" / "b.txt").unlink()
    tables = read(Tables({"sources": sources}), ReadSection(), ASSETS)
    assert {getattr(row, "code", "") for row in tables["read_dropped"]} == {"C111"}
    assert tables["raw_documents"] == []


def test_refused_files_are_in_the_books(tmp_path: Path) -> None:
    corpus(tmp_path, {"a.txt": WORDS, "README.md": "x"})
    (tmp_path / "c" / "out.txt").symlink_to("/dev/zero")
    tables = run(tmp_path)
    assert codes(tables, "README.md") == [("skipped", "C116")]
    assert codes(tables, "out.txt") == [("quarantined", "C112")]
    assert len(tables["intake"]) == 3
    assert balanced(tables)


def test_kind_and_reader_can_be_stated(tmp_path: Path) -> None:
    talk = "Ada: One two three.\nBo: Two three.\nAda: Three.\nBo: Four.\n"
    essay = corpus(tmp_path / "1", {"corpus.toml": 'kind = "essay"', "a.txt": talk})
    assert [d.kind for d in run(essay)["documents"]] == ["essay"]
    stated = corpus(tmp_path / "2", {"corpus.toml": 'reader = "table"', "a.txt": "id,text\n1,x\n"})
    assert [d.part for d in run(stated)["documents"]] == ["1"]
    wrong = corpus(tmp_path / "3", {"corpus.toml": 'reader = "tabel"', "a.txt": "x"})
    assert codes(run(wrong), "a.txt") == [("quarantined", "M004")]


class Faulty:
    """A reader that somebody else wrote."""

    name = "faulty"

    def __init__(self, *outcomes: Draft | Failure | Exception) -> None:
        self.outcomes = outcomes

    def claims(self, path: str, head: str) -> float:
        return 1.0

    def read(
        self, raw: RawFile, settings: CorpusSettings, limits: ReadSection
    ) -> Iterator[Draft | Failure]:
        for outcome in self.outcomes:
            if isinstance(outcome, Exception):
                raise outcome
            yield outcome


FINE = Draft(
    kind="essay",
    text="abcdef",
    segments=(DraftSegment(key="a", start=0, end=3, role="body"),),
)


@pytest.mark.parametrize(
    ("outcomes", "documents", "code"),
    [
        ((FINE, RuntimeError("boom")), 0, "C108"),
        ((FINE, RecursionError("deep")), 0, "C108"),
        ((FINE, FINE), 1, "C108"),
        ((replace(FINE, segments=()),), 0, "C108"),
        ((replace(FINE, text="ab"),), 0, "C108"),
        ((replace(FINE, segments=FINE.segments * 2),), 0, "C108"),
        (
            (
                replace(
                    FINE,
                    segments=(*FINE.segments, DraftSegment(key="a", start=3, end=4, role="body")),
                ),
            ),
            *(0, "C108"),
        ),
        ((), 0, "C105"),
    ],
)
def test_a_faulty_reader_costs_one_file(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    outcomes: tuple[Draft | Failure | Exception, ...],
    documents: int,
    code: str,
) -> None:
    monkeypatch.setattr(choose, "_readers", lambda: {"faulty": Faulty(*outcomes)})
    tables = run(corpus(tmp_path, {"2021-01-01.txt": WORDS}))
    assert len(tables["documents"]) == documents
    assert code in [c for _, c in codes(tables, "2021-01-01.txt")]
    assert balanced(tables)
    if any(isinstance(outcome, Exception) for outcome in outcomes):
        assert type(outcomes[-1]).__name__ in tables["dropped"][0].reason


def test_duplicates_are_left_out_and_counted(tmp_path: Path) -> None:
    long = WORDS * 9
    files = {
        "a.txt": long,
        "b.txt": long.replace(". ", ".\n\n"),
        "c.jsonl": json.dumps({"text": long}) + "\n" + json.dumps({"text": long + "More."}),
        "short.jsonl": "\n".join(
            json.dumps({"text": "Agreed!", "author": who}) for who in ("ada", "bo", "ada")
        ),
    }
    tables = run(corpus(tmp_path, files))
    kept = sorted((d.path, d.part) for d in tables["documents"])
    assert kept == [
        ("a.txt", ""),
        ("c.jsonl", "line 2"),
        *[("short.jsonl", f"line {n}") for n in (1, 2)],
    ]
    doubles = [row for row in tables["dropped"] if row.kind == "duplicate"]
    assert {row.code for row in doubles} == {"C115"}
    assert {row.path: row.duplicates for row in tables["intake"]} == {
        "a.txt": 0,
        "b.txt": 1,
        "c.jsonl": 1,
        "short.jsonl": 1,
    }
    assert balanced(tables)
    ids = {d.id for d in tables["documents"]}
    assert {s.document_id for s in tables["segments"]} == ids


def test_rows_are_sorted_and_survive_the_store(tmp_path: Path) -> None:
    files = {f"{k}.txt": WORDS * (k + 1) for k in range(9)}
    tables = run(corpus(tmp_path, {**files, "e.txt": "", "nul.txt": f"{WORDS}a\0b"}))
    for name in ("sources", "documents", "segments", "intake", "dropped"):
        rows = tables[name]
        assert from_parquet(SCHEMA[name], to_parquet(SCHEMA[name], rows)) == list(rows)
        if name != "sources":
            assert [row.id for row in rows] == sorted(row.id for row in rows)


NAMES = st.sampled_from(["a.txt", "b.md", "c.csv", "d.jsonl", "e.vtt", "f.json", "g.xyz", "README"])
BITS = st.sampled_from(
    [
        *(WORDS, "id,text\n", "1,hello\n", '{"text": "a"}\n', "WEBVTT\n\n", "---\n", "title: x\n"),
        *("00:00:01.000 --> 00:00:02.000\n", "Ada: hi\nBo: ho\n", "[", "]", '"', "\n", "\0", "é"),
        *("date: 2023\n", "date: soon\n", "Great post!\n", "> quote\n", "\xff", "2 comments\n"),
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(NAMES, st.lists(BITS, max_size=12).map("".join), min_size=1, max_size=5))
def test_every_record_is_accounted_for(files: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = corpus(Path(folder), {**{k: v.encode() for k, v in files.items()}, "z.txt": "z"})
        tables = run(root)
    assert balanced(tables)
    assert {row.path for row in tables["intake"]} == {*files, "z.txt"}
    counts = {row.path: 0 for row in tables["intake"]}
    for row in (*tables["documents"], *tables["dropped"]):
        counts[row.path] += getattr(row, "kind", "") != "flagged"
    assert counts == {row.path: row.records for row in tables["intake"]}
    texts = {d.id: d.text for d in tables["documents"]}
    for segment in tables["segments"]:
        assert segment.span.of(texts[segment.document_id]).strip()

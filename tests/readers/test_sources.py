from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from pipeline.errors import ConfigError, CorpusError
from pipeline.readers.corpus import find_corpora, find_sources, load_corpora_settings
from pipeline.readers.scaffold import new_corpus
from pipeline.readers.sources import descriptions
from pipeline.records import Source


def write(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def refusals(sources: list[Source]) -> dict[str, str]:
    return {source.path: source.refusal[:4] for source in sources if source.refusal}


def test_subfolders_are_corpora_and_the_root_may_be_one_too(tmp_path: Path) -> None:
    files = {"a/x.txt": "x", "b/deep/y.md": "y", "_template/z.txt": "z", ".git/c": "c"}
    write(tmp_path, {**files, "README.md": "not a text"})
    assert [name for name, _ in find_corpora(tmp_path)] == ["a", "b"]
    write(tmp_path, {"loose.txt": "x"})
    assert [name for name, _ in find_corpora(tmp_path)] == sorted(["a", "b", tmp_path.name])
    paths = [(s.corpus, s.path) for s in find_sources(tmp_path) if not s.refusal]
    assert paths == sorted([("a", "x.txt"), ("b", "deep/y.md"), (tmp_path.name, "loose.txt")])


def test_a_folder_with_a_corpus_toml_is_one_corpus(tmp_path: Path) -> None:
    write(tmp_path, {"corpus.toml": "", "a/x.txt": "x", "y.txt": "y"})
    assert find_corpora(tmp_path) == [(tmp_path.name, tmp_path)]
    paths = [s.path for s in find_sources(tmp_path) if not s.refusal]
    assert paths == ["a/x.txt", "y.txt"]


def test_a_root_named_like_its_subfolder(tmp_path: Path) -> None:
    root = write(tmp_path / "same", {"same/x.txt": "x", "y.txt": "y"})
    assert [name for name, _ in find_corpora(root)] == ["same", "same-files"]


def test_nothing_to_read(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no folder"):
        find_corpora(tmp_path / "absent")
    write(tmp_path, {"README.md": "x"})
    with pytest.raises(CorpusError) as caught:
        find_sources(tmp_path)
    assert caught.value.code == "C101"


def test_side_cars_and_hidden_files_come_out_as_skipped(tmp_path: Path) -> None:
    names = ["README.md", "LICENSE", "LICENCE.txt", "SOURCE.txt", "corpus.toml", "a.meta.yml"]
    hidden = [".DS_Store", "~$draft.docx", "x.txt~"]
    write(tmp_path / "c", dict.fromkeys([*names, *hidden, "readme-study.txt"], ""))
    assert refusals(find_sources(tmp_path)) == dict.fromkeys(sorted([*names, *hidden]), "C116")


def test_excluded_files(tmp_path: Path) -> None:
    write(
        tmp_path / "c", {"corpus.toml": 'exclude = ["drafts/*"]', "drafts/a.txt": "", "b.txt": ""}
    )
    assert refusals(find_sources(tmp_path)) == {"corpus.toml": "C116", "drafts/a.txt": "C116"}


def test_links_pipes_and_unreadable_files_are_refused_unopened(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside", {"secret.txt": "secret"})
    corpus = write(tmp_path / "root" / "c", {"a.txt": "a", "deep/b.txt": "b"})
    (corpus / "out.txt").symlink_to(outside / "secret.txt")
    (corpus / "dir").symlink_to(outside)
    (corpus / "own").symlink_to(corpus / "deep")
    (corpus / "broken.txt").symlink_to(corpus / "nowhere.txt")
    (corpus / "in.txt").symlink_to(corpus / "a.txt")
    os.mkfifo(corpus / "pipe.txt")
    sources = find_sources(tmp_path / "root")
    expected = dict.fromkeys(["broken.txt", "dir", "out.txt", "own", "pipe.txt"], "C112")
    assert refusals(sources) == expected
    assert all(s.sha256 == s.location == "" for s in sources if s.refusal)
    assert {s.path for s in sources if not s.refusal} == {"a.txt", "deep/b.txt", "in.txt"}


def test_names_that_are_not_utf8_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "c"
    folder.mkdir()
    try:
        Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.txt")).write_text("x")
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    (source,) = find_sources(tmp_path)
    assert (source.path, source.refusal[:4]) == ("caf\\xe9.txt", "C112")


def test_settings_and_dates_reach_the_row_and_only_their_own(tmp_path: Path) -> None:
    toml = (
        'author = "Ada"\ntitle = "A corpus"\n[dates]\norder = "day-first"\n'
        '[dates.files]\n"a.txt" = "2023"\n[paste.comments_from]\n"b.txt" = "First"\n'
    )
    dates = "file,date\na.txt,2020\nelsewhere/b.txt,2021-05\n"
    write(tmp_path / "c", {"corpus.toml": toml, "dates.csv": dates, "a.txt": "", "deep/b.txt": ""})
    first, second = (s for s in find_sources(tmp_path) if not s.refusal)
    assert (first.date, second.date) == ("2020", "2021-05")
    assert json.loads(first.settings) == {
        "author": "Ada",
        "dates": {"order": "day-first", "files": {"a.txt": "2023"}},
        "paste": {},
    }
    assert json.loads(second.settings)["paste"] == {"comments_from": {"deep/b.txt": "First"}}
    assert load_corpora_settings(tmp_path)["c"].title == "A corpus"


def test_what_a_corpus_says_that_it_is_is_told_by_name(tmp_path: Path) -> None:
    told = 'description = "Letters to an editor."\n'
    write(tmp_path, {"b/corpus.toml": told, "b/deep/er/one.txt": "x", "a/two.txt": "y"})
    assert descriptions(find_sources(tmp_path)) == {"b": "Letters to an editor."}
    assert descriptions(find_sources(tmp_path / "b")) == {"b": "Letters to an editor."}


def test_without_settings_there_are_none(tmp_path: Path) -> None:
    write(tmp_path / "c", {"a.txt": "x"})
    (source,) = find_sources(tmp_path)
    assert source.settings == source.date == source.refusal == ""
    assert source.size == 1


def test_a_corpus_toml_with_a_wrong_key_names_the_right_one(tmp_path: Path) -> None:
    write(tmp_path / "c", {"corpus.toml": 'autor = "x"', "a.txt": "x"})
    with pytest.raises(ConfigError) as caught:
        find_sources(tmp_path)
    assert "author" in caught.value.remedy


def test_order_of_files_does_not_matter(tmp_path: Path) -> None:
    names = [f"c/{k:02}.txt" for k in range(12)]
    write(tmp_path / "one", {name: name for name in names})
    write(tmp_path / "two", {name: name for name in reversed(names)})
    one, two = ([(s.id, s.sha256) for s in find_sources(tmp_path / n)] for n in ("one", "two"))
    assert one == two


def test_new_corpus(tmp_path: Path) -> None:
    folder = new_corpus(tmp_path, "talks-2024")
    assert sorted(path.name for path in folder.iterdir()) == ["README.md", "corpus.toml"]
    write(tmp_path / "_template", {"corpus.toml": "", "notes.md": ""})
    assert (new_corpus(tmp_path, "second") / "notes.md").exists()
    for name in ("talks-2024", "../out", ".hidden", ""):
        with pytest.raises(CorpusError) as caught:
            new_corpus(tmp_path, name)
        assert caught.value.code == "C118"


def test_a_linked_folder_and_a_strange_name_are_told_of(tmp_path: Path) -> None:
    root, outside = tmp_path / "corpora", tmp_path / "outside"
    strange = os.fsdecode(b"caf\xe9")
    for folder in (root / strange, outside):
        folder.mkdir(parents=True)
        (folder / "a.txt").write_text("Scaling works.", encoding="utf-8")
    (root / "linked").symlink_to(outside)
    found = {source.corpus: source for source in find_sources(root)}
    assert set(found) == {"caf\\xe9", "linked"}
    assert found["linked"].refusal.startswith("C112")
    assert not found["caf\\xe9"].refusal.startswith("C112")

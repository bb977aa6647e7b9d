"""The docs say what the program does: generated pages and pictures are fresh, examples run."""

from __future__ import annotations

import ast
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from pydantic import ValidationError
from typer.main import get_command
from typer.testing import CliRunner

from pipeline.cli import docs
from pipeline.cli.app import app
from pipeline.cli.reference import leaves
from pipeline.config import CorpusSettings, Settings
from pipeline.records import CO_HOLDER
from pipeline.stance.camps import BY_CAMP
from pipeline.stance.position import BY_POSITION
from pipeline.stance.voices import BY_READING
from tests.scripts import script

ROOT = Path(__file__).resolve().parents[1]
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "corpora" / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"^`([\w.-]+)`\n\n```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL)

#: Commands of the docs that are not only parsed but run: they look, and take no minute.
CHEAP = ("why", "list", "stages", "explain", "corpus check", "corpus list", "people review")
#: Python that asks an endpoint: its imports are run, the rest is only parsed.
OUTSIDE = ("llm-backend.md",)

sys.path.insert(0, str(ROOT / "tests" / "report"))  # the factory of made runs stands there


@pytest.mark.parametrize("name", sorted(docs.pages()))
def test_generated_pages_are_fresh(name: str) -> None:
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == docs.pages()[name], "make docs"


def test_every_key_of_the_settings_has_a_word() -> None:
    assert "|  |\n" not in docs.pages()["configuration.md"]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    inner = [t for t in targets if not t.startswith(("http://", "https://"))]
    assert [t for t in inner if not (page.parent / t).exists()] == []


def test_every_page_stands_in_the_index_once() -> None:
    blocks = re.findall(r"```\{toctree\}\n(.*?)```", _read("index.md"), re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    listed = [line for line in lines if line and not line.startswith(":")]
    assert sorted(listed) == [
        p.stem for p in PAGES if p.parent.name == "docs" and p.stem != "index"
    ]


@pytest.mark.slow
def test_the_site_builds_without_a_warning_and_loads_nothing(tmp_path: Path) -> None:
    for package in ("sphinx", "myst_parser", "furo"):
        pytest.importorskip(package)
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html"]
    folders = [str(ROOT / "docs"), str(tmp_path / "html")]
    done = subprocess.run(
        [*command, "-d", str(tmp_path / "trees"), *folders],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    built = [*(tmp_path / "html").rglob("*.html"), *(tmp_path / "html").rglob("*.css")]
    assert len(built) > 10
    loading = re.compile(
        r"""<(?:script|img|iframe|source)\b[^>]*\bsrc=["'](?:https?:)?//"""
        r"""|<link\b[^>]*rel=["'](?:stylesheet|preload|preconnect)["'][^>]*href=["']https?:"""
        r"""|url\(["']?(?:https?:)?//|@import\s+["'](?:https?:)?//"""
    )
    assert [p.name for p in built if loading.search(p.read_text(encoding="utf-8"))] == []


def _commands() -> list[tuple[str, str]]:
    """Page and command of every line of a fenced block that calls the program."""
    found = []
    for page in PAGES:
        for _language, block in FENCE.findall(page.read_text(encoding="utf-8")):
            lines = (line.strip() for line in block.splitlines())
            found += [
                (page.name, line)
                for line in lines
                if line.startswith("scaling-discourse ") and "[OPTIONS]" not in line
            ]
    return sorted(set(found))


def _words(command: str) -> list[str]:
    """The words of a command without its name and what the shell does with its output."""
    words = shlex.split(command, comments=True)[1:]
    ends = [i for i, word in enumerate(words) if word in (">", "|", "&&")]
    return words[: min(ends, default=len(words))]


@pytest.mark.parametrize(("page", "command"), _commands())
def test_documented_commands_are_understood(page: str, command: str) -> None:
    group: Any = get_command(app)
    words, context = _words(command), None
    while hasattr(group, "resolve_command"):
        context = group.context_class(group, info_name=group.name, parent=context)
        _name, group, words = group.resolve_command(context, words)
    group.make_context(group.name, list(words), parent=context)  # a usage error raises


def test_commands_named_in_a_sentence_exist() -> None:
    known = {context.command_path for _, context in leaves(get_command(app))}
    for page in PAGES:
        for named in re.findall(r"`(scaling-discourse [^`]*)`", page.read_text(encoding="utf-8")):
            words = [w for w in named.split() if re.fullmatch(r"[a-z][a-z-]*", w)]
            paths = {" ".join(words[:depth]) for depth in (2, 3)}
            option = re.match(r"scaling-discourse --[a-z-]+$", named)
            assert paths & known or option, f"{page.name}: {named}"


def test_files_run_with_python_in_the_docs_exist() -> None:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for file in re.findall(r"python\s+((?:benchmarks|docs)/\w+\.py)", text):
            assert (ROOT / file).is_file(), f"{page.name}: {file}"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: Any) -> Path:
    """A folder as a researcher has it: corpora/my-texts of the docs, a run in reports/latest."""
    import report_factory

    from pipeline.run.publish import point_latest

    folder: Path = tmp_path_factory.mktemp("desk")
    texts = folder / "corpora" / "my-texts"
    texts.mkdir(parents=True)
    page = _read("add-a-corpus.md")
    for name, content in NAMED.findall(page):
        (texts / name).write_text(content, encoding="utf-8")
    settings = next(block for language, block in FENCE.findall(page) if language == "toml")
    (texts / "corpus.toml").write_text(settings, encoding="utf-8")
    (folder / "reports").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        known = ("Gary Marcus", "Sam Altman")
        patch.setattr(report_factory, "PEOPLE", (*known, *report_factory.PEOPLE[2:]))
        made = report_factory.material()
    point_latest(folder / "reports", report_factory.write(folder / "reports" / "run-1", made))
    return folder


def _cheap() -> list[str]:
    cheap = [c for _, c in _commands() if " ".join(_words(c)).startswith(CHEAP)]
    return sorted({c for c in cheap if "my-corpora" not in c and "--promote" not in c})


@pytest.mark.parametrize("command", _cheap())
def test_cheap_documented_commands_run(
    command: str, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(desk)
    result = CliRunner().invoke(app, _words(command))
    assert result.exit_code == 0, result.output


def test_the_files_of_the_docs_are_read_as_the_docs_say(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(desk)
    result = CliRunner().invoke(app, ["corpus", "check"])
    blocks = [block for language, block in FENCE.findall(_read("add-a-corpus.md"))]
    assert result.output in blocks
    assert len(result.output.splitlines()) == len(NAMED.findall(_read("add-a-corpus.md"))) == 5


def test_speakers_dates_and_comments_of_the_docs_are_found(desk: Path, tmp_path: Path) -> None:
    from pipeline.config import Settings
    from pipeline.readers.corpus import find_sources
    from pipeline.registry import Assets, default_models
    from pipeline.run.engine import Engine
    from pipeline.run.stages import STAGES
    from pipeline.store.cache import Cache

    reading = [stage for stage in STAGES if stage.name in ("read", "duplicates", "keep")]
    engine = Engine(Cache(tmp_path), Settings(), Assets(default_models()), stages=reading)
    result = engine.run(find_sources(desk / "corpora"))
    documents = {d.id: d for d in engine.rows(result, "documents")}
    assert {(d.path, d.date) for d in documents.values()} == {
        ("2023-04-11-a-wager.md", "2023-04-11"), ("2024-06-02-talk.vtt", "2024-06-02"),
        ("panel.txt", "2024-11"), ("posts.csv", "2023-02-01"), ("posts.csv", "2023-02-05"),
        ("seen-in-march.txt", "2024-03-12"),
    }  # fmt: skip
    said: dict[str, set[str]] = {}
    for segment in engine.rows(result, "segments"):
        path = documents[segment.document_id].path
        said.setdefault(path, set()).add(f"{segment.role} {segment.speaker}")
    assert said["panel.txt"] == {"turn Ada Example", "turn Ola Sample"}
    assert said["2024-06-02-talk.vtt"] == said["panel.txt"]
    assert {"comment Jay West", "comment Ola Sample"} <= said["seen-in-march.txt"]
    assert "comment ferro" in said["posts.csv"]


def _python() -> Iterator[Path]:
    yield from (p for p in PAGES if "```python\n" in p.read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", list(_python()), ids=lambda p: p.name)
def test_documented_python_runs(page: Path, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk)
    blocks = FENCE.findall(page.read_text(encoding="utf-8"))
    code = "\n".join(block for language, block in blocks if language == "python")
    tree = ast.parse(code)
    if page.name in OUTSIDE:
        tree.body = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    exec(compile(tree, str(page), "exec"), {"__name__": "docs"})


def test_documented_settings_are_settings() -> None:
    for page in PAGES:
        for language, block in FENCE.findall(page.read_text(encoding="utf-8")):
            if language == "toml":
                table = tomllib.loads(block)
                assert any(_fits(kind, table) for kind in (Settings, CorpusSettings)), page.name


def test_flags_of_statements_are_explained() -> None:
    explained = set(re.findall(r"^\| `([a-z-]+)` \|", _read("method-and-limits.md"), re.MULTILINE))
    assert {CO_HOLDER, BY_CAMP, BY_POSITION, BY_READING} <= explained


def test_make_targets_named_in_the_docs_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    known = set(re.findall(r"^([a-z]+):", makefile, flags=re.MULTILINE))
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        named = set(re.findall(r"(?:`|^)make ([a-z]+)", text, flags=re.MULTILINE))
        assert named <= known, page.name


def test_every_command_has_an_example() -> None:
    commands = list(leaves(get_command(app)))
    assert len(commands) > 20
    for command, context in commands:
        assert "Example:" in (command.epilog or ""), context.command_path


def _pictures() -> ModuleType:
    return script("docs/make_pictures.py")


def test_pictures_are_of_the_demonstration_as_it_is() -> None:
    pictures = _pictures()
    assert pictures.stale() == [], pictures.REMEDY


def test_every_picture_is_shown_and_says_what_is_on_it() -> None:
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    shown = re.findall(r"!\[([^\]]{20,})\]\((?:docs/)?pictures/([^)]+)\)", text)
    assert {name for _, name in shown} == set(_pictures().names())


def test_pictures_go_stale_when_the_drawing_changes_but_not_its_comments(tmp_path: Path) -> None:
    pictures = _pictures()
    (tmp_path / "page.css").write_text("a { color: red }\n", encoding="utf-8")
    code = tmp_path / "bars.py"
    code.write_text('WIDTH = 3\nNAME = "# no comment"\n', encoding="utf-8")
    before = pictures.drawing_digest(tmp_path)
    code.write_text('# why\n\nWIDTH = 3  # so\nNAME = "# no comment"\n', encoding="utf-8")
    assert pictures.drawing_digest(tmp_path) == before
    code.write_text('WIDTH = 4\nNAME = "# no comment"\n', encoding="utf-8")
    assert pictures.drawing_digest(tmp_path) != before


def test_a_run_of_something_else_gives_no_pictures(desk: Path, tmp_path: Path) -> None:
    pictures = _pictures()
    models = dict.fromkeys(pictures.MODELS, "other")
    manifest = {"version": "0", "inputs": {"digest": "other"}, "models": models}
    pictures.read_manifest = lambda _run: manifest
    with pytest.raises(SystemExit, match="other corpora and models: run `make pictures`"):
        pictures.make(desk / "reports" / "latest", tmp_path / "pictures")
    assert not (tmp_path / "pictures").exists()


def _fits(kind: type[Settings] | type[CorpusSettings], table: dict[str, Any]) -> bool:
    try:
        kind.model_validate(table)
    except ValidationError:
        return False
    return True


def _read(page: str) -> str:
    return (ROOT / "docs" / page).read_text(encoding="utf-8")

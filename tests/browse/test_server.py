"""Datasette as a reader meets it: facets, search, read-only, for this machine alone."""

from __future__ import annotations

import asyncio
import builtins
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from pipeline.browse.database import database_of
from pipeline.browse.server import datasette_of, front, listening, only_here
from pipeline.errors import QueryError
from pipeline.run.folder import RunFolder
from tests.report.report_factory import everywhere, material, write

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [
    # Of Datasette and what it stands on, not ours.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::PendingDeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
needs_datasette = pytest.mark.skipif(
    not any((Path(p) / "datasette").is_dir() for p in sys.path), reason="extra [browse]"
)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    return RunFolder(write(tmp_path_factory.mktemp("runs") / "run", material()))


def get(run: RunFolder, *paths: str) -> list[Any]:
    found = datasette_of(run, database_of(run))

    async def ask() -> list[Any]:
        await found.invoke_startup()
        return [await found.client.get(path) for path in paths]

    return asyncio.run(ask())


@needs_datasette
def test_facets_and_search(run: RunFolder) -> None:
    database = database_of(run)
    page, counted, found = get(
        run,
        front(database),
        "/browse/statements.json?_facet=stance&_size=0&_shape=objects",
        "/browse/statements.json?_search=grid+cluster&_shape=objects&_size=max",
    )
    assert page.status_code == 200
    for words in ("Judged by a program", "whose position it is", "CC-BY-4.0 (60)"):
        assert words in page.text
    facet = counted.json()["facet_results"]["stance"]["results"]
    stances = {row["value"]: row["count"] for row in facet}
    assert stances == run.judged["stance"].value_counts().to_dict()
    rows = found.json()["rows"]
    assert rows
    assert all("grid" in row["text"] and "cluster" in row["text"] for row in rows)


@needs_datasette
def test_nothing_can_be_written(run: RunFolder) -> None:
    (answer,) = get(run, "/browse.json?sql=delete+from+statements")
    assert answer.status_code == 400
    found = datasette_of(run, database_of(run))
    assert not found.databases["browse"].is_mutable


@needs_datasette
def test_hostile_words_run_no_script(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>"
    run = RunFolder(
        write(tmp_path / "run", everywhere(material(documents=6, statements=24), [evil]))
    )
    paths = (front(database_of(run)), "/", "/browse/documents", "/browse/people", "/browse/topics")
    for answer in get(run, *paths):
        assert answer.status_code == 200
        assert evil not in answer.text


def test_without_datasette_the_remedy_is_named(
    run: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def missing(name: str, *rest: Any, **more: Any) -> Any:
        if name.partition(".")[0] == "datasette":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(QueryError, match="Q004") as caught:
        datasette_of(run, run.path / "browse.sqlite")
    assert 'pip install "scaling-discourse[browse]"' in caught.value.remedy


def test_a_port_in_use_is_named_and_another_taken_when_none_was_asked_for() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(QueryError, match=f"port {port}"):
            listening(port)
    with listening(None) as free, listening(0) as other:
        assert free.getsockname()[0] == "127.0.0.1"
        assert free.getsockname() != other.getsockname()


@pytest.mark.parametrize(
    ("host", "status"), [("127.0.0.1:81", 200), ("localhost:81", 200), ("evil.example:81", 421)]
)
def test_a_request_for_another_host_is_refused(host: str, status: int) -> None:
    sent: list[dict[str, Any]] = []

    async def application(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {"type": "http", "headers": [(b"host", host.encode())]}
    asyncio.run(only_here(application, 81)(scope, None, send))
    assert sent[0]["status"] == status


@needs_datasette
@pytest.mark.slow
def test_the_command_serves_until_it_is_interrupted(run: RunFolder) -> None:
    """As a person: start it, open the address it says, press Ctrl-C."""
    import httpx

    command = [sys.executable, "-m", "pipeline", "browse", "--run", str(run.path),
               "--port", "0", "--no-open"]  # fmt: skip
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().removeprefix("statements: ").strip()
            assert urlsplit(address).hostname == "127.0.0.1", address
            answer = httpx.get(address, trust_env=False, timeout=60)
            assert answer.status_code == 200
            assert "stance" in answer.text
            foreign = httpx.get(
                address, headers={"host": "evil.example"}, trust_env=False, timeout=60
            )
            assert foreign.status_code == 421
            process.send_signal(signal.SIGINT)
            out, error = process.communicate(timeout=60)
        finally:
            process.kill()
    assert out.splitlines()[-1] == "stopped"
    assert "Traceback" not in error
    assert process.returncode == 0

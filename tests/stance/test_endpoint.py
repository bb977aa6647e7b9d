from __future__ import annotations

import ast
import threading
from pathlib import Path
from typing import Any

import pytest

import pipeline
from pipeline.config import LlmSection
from pipeline.errors import ModelError
from pipeline.stance.endpoint import Endpoint, RefusedError
from tests.stance.fake_endpoint import Fake, Out, completion, problem, serve

BODY = {"model": "fake-1", "messages": [{"role": "user", "content": "hello"}]}
KEY = "sk-not-a-real-key"


def post(
    fake: Fake, waits: list[float] | None = None, body: dict[str, Any] | None = None, **config: Any
) -> Any:
    section = LlmSection(endpoint=fake.url, model="fake-1", **config)
    endpoint = Endpoint(section, sleep=(waits if waits is not None else []).append)
    try:
        return endpoint.post(body or BODY)
    finally:
        endpoint.close()


def test_the_wire_format(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_KEY", KEY)
    with serve(lambda *_: completion("hi")) as fake:
        reply = post(fake, key_env="SOME_KEY")
    assert (reply.content, reply.prompt_tokens, reply.completion_tokens) == ("hi", 100, 10)
    assert fake.paths == ["/v1/chat/completions"]
    assert fake.headers[0]["Authorization"] == f"Bearer {KEY}"
    assert fake.requests == [BODY]


def test_without_a_key_none_is_sent() -> None:
    with serve(lambda *_: completion("hi")) as fake:
        post(fake)
    assert "Authorization" not in fake.headers[0]


def test_tokens_are_estimated_where_the_server_does_not_count() -> None:
    with serve(lambda *_: completion("hi there", usage=False)) as fake:
        assert post(fake).prompt_tokens > 0


@pytest.mark.parametrize(
    ("usage", "sent", "answered"),
    [({}, 17, 2), ({"prompt_tokens": 100, "total_tokens": 100}, 100, 2),
     ({"completion_tokens": 7}, 17, 7)],
)  # fmt: skip
def test_what_a_server_does_not_count_is_estimated(
    usage: dict[str, int], sent: int, answered: int
) -> None:
    out = completion("hi there")
    out.body["usage"] = usage
    with serve(lambda *_: out) as fake:
        reply = post(fake)
    assert (reply.prompt_tokens, reply.completion_tokens) == (sent, answered)


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 529])
def test_passing_failures_are_tried_again_with_growing_waits(status: int) -> None:
    waits: list[float] = []
    with serve(lambda _, n: completion("hi") if n == 4 else problem(status, "busy")) as fake:
        assert post(fake, waits).content == "hi"
    assert waits == [0.5, 1.0, 2.0]


@pytest.mark.parametrize(
    ("told", "waited"),
    [("7", 7.0), ("0", 0.5), ("2.5", 2.5), ("99999", 120.0), ("nan", 0.5), ("-3", 0.5),
     ("Wed, 21 Oct 2026 07:28:00 GMT", 0.5)],
)  # fmt: skip
def test_retry_after_is_kept_within_bounds(told: str, waited: float) -> None:
    waits: list[float] = []
    limited = problem(429, "slow down", "rate_limit_exceeded", Retry_After=told)
    with serve(lambda _, n: completion("hi") if n == 2 else limited) as fake:
        post(fake, waits)
    assert waits == [waited]


def test_a_time_out_is_tried_again() -> None:
    never = threading.Event()

    def behave(_: Any, number: int) -> Out:
        out = completion("hi")
        out.wait = never if number == 1 else None
        return out

    with serve(behave) as fake:
        assert post(fake, timeout=0.1).content == "hi"
        assert len(fake.requests) == 2
        never.set()


def test_what_fails_too_often_ends_with_its_reason() -> None:
    with serve(lambda *_: problem(503, "overloaded")) as fake, pytest.raises(ModelError) as caught:
        post(fake, retries=2)
    assert len(fake.requests) == 3
    assert caught.value.code == "M006"
    assert "status 503 (overloaded), 3 times" in caught.value.message
    assert caught.value.place == fake.url


def test_nobody_there() -> None:
    with serve() as fake:
        pass
    with pytest.raises(ModelError) as caught:
        post(fake, retries=1)
    assert (caught.value.code, "no connection" in caught.value.message) == ("M006", True)


@pytest.mark.parametrize(
    ("status", "code"),
    [(401, "invalid_api_key"), (404, "model_not_found"), (400, "unsupported_parameter"),
     (429, "insufficient_quota"), (302, "")],
)  # fmt: skip
def test_a_lasting_refusal_is_not_tried_again_and_hides_the_key(
    status: int, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOME_KEY", KEY)
    refusal = problem(status, f"no: {KEY}", code, Location="http://127.0.0.1:9/x")
    with serve(lambda *_: refusal) as fake, pytest.raises(ModelError) as caught:
        post(fake, key_env="SOME_KEY")
    assert len(fake.requests) == 1
    assert caught.value.code == "M006"
    assert KEY not in str(caught.value)


@pytest.mark.parametrize(
    "out",
    [problem(400, "filtered", "content_filter"), problem(400, "x", "context_length_exceeded"),
     problem(413, "too large"), completion("", finish="content_filter")],
)  # fmt: skip
def test_a_refusal_of_the_text_is_told_apart(out: Out) -> None:
    with serve(lambda *_: out) as fake, pytest.raises(RefusedError):
        post(fake)


@pytest.mark.parametrize("body", [b"<html>hello</html>", b"", b'{"choices": []}', b"{" * 9999])
def test_another_wire_format_is_named(body: bytes) -> None:
    with serve(lambda *_: Out(body)) as fake, pytest.raises(ModelError) as caught:
        post(fake)
    assert (caught.value.code, "no chat completion" in caught.value.message) == ("M006", True)


def test_an_endless_answer_is_cut_off() -> None:
    with serve(lambda *_: Out(b" " * (5 << 20))) as fake, pytest.raises(ModelError) as caught:
        post(fake)
    assert "does not end" in caught.value.message


@pytest.mark.parametrize(
    ("config", "says"),
    [
        ({"model": ""}, "model"),
        ({"endpoint": "file:///etc/passwd"}, "http"),
        ({"endpoint": "api.example.org/v1"}, "http"),
        ({"endpoint": "http://[::1/v1"}, "http"),
        ({"endpoint": "http://localhost:abc/v1"}, "http"),
        ({"endpoint": "http://localhost:99999/v1"}, "http"),
        ({"endpoint": "https://me:word@example.org/v1"}, "must hold no key"),
        ({"endpoint": "https://example.org/v1?key=1"}, "must hold no key"),
        ({"endpoint": "http://example.org/v1", "key_env": "K"}, "not sent over http"),
        ({"endpoint": "https://example.org/v1"}, "without prices"),
    ],
)
def test_settings_that_do_not_do_are_named(config: dict[str, Any], says: str) -> None:
    with pytest.raises(ModelError) as caught:
        Endpoint(LlmSection(**({"model": "m"} | config)))
    assert caught.value.code == "M005"
    assert says in caught.value.message


def test_an_address_that_no_host_can_have_is_named() -> None:
    endpoint = Endpoint(LlmSection(endpoint="http://exämple..org/v1", model="m", max_cost=0))
    with pytest.raises(ModelError, match="no http or https address"):
        endpoint.post(BODY)


@pytest.mark.parametrize("value", ["", "  ", "two\nlines", "schlüssel"])
def test_a_key_that_is_none_is_named_by_its_variable(
    value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOME_KEY", value)
    with serve() as fake, pytest.raises(ModelError) as caught:
        post(fake, key_env="SOME_KEY")
    assert (caught.value.code, "SOME_KEY" in caught.value.message) == ("M005", True)
    assert fake.requests == []


def test_only_it_calls_out_and_only_the_browser_is_answered() -> None:
    clients = {"httpx", "requests", "urllib3", "aiohttp", "socket", "ftplib", "smtplib", "openai"}
    package = Path(pipeline.__file__).parent
    doors = set()
    for path in package.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if clients.intersection(n.split(".")[0] for n in names) or any(
                n.startswith(("urllib.request", "http.client")) for n in names
            ):
                doors.add(path.relative_to(package).as_posix())
    # browse/server.py opens a port on this machine alone; it calls nobody.
    assert doors == {"stance/endpoint.py", "browse/server.py"}

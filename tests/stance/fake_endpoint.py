"""A server on 127.0.0.1 that speaks the wire format of chat completions, well or badly."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Request = dict[str, Any]
Items = list[dict[str, Any]]


@dataclass
class Out:
    """What the server sends back."""

    body: Any
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    wait: threading.Event | None = None  # answer only when it is set


def completion(content: str, *, finish: str = "stop", usage: bool = True) -> Out:
    body: dict[str, Any] = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "fake-1",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": content, "refusal": None},
                "logprobs": None,
                "finish_reason": finish,
            }
        ],
    }
    if usage:
        body["usage"] = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}
    return Out(body)


def problem(status: int, message: str, code: str = "", **headers: str) -> Out:
    error = {"message": message, "type": "error", "param": None, "code": code or None}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Out({"error": error}, status, named)


def items_of(request: Request) -> Items:
    """The numbered items, as a model would find them: between the two fence lines."""
    user = request["messages"][1]["content"]
    fence = re.search(r"^=== material [0-9a-f]{24} ===$", user, re.MULTILINE)
    assert fence is not None
    _, inner, _ = user.split(fence[0])
    return [json.loads(line) for line in inner.strip("\n").split("\n")]


def code(item: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """An honest answer: favor for `bigger`, against for `wall`, else unrelated."""
    text = item["text"]
    stance = "favor" if "bigger" in text else "against" if "wall" in text else "unrelated"
    related = stance != "unrelated"
    honest = {
        "n": item["n"],
        "stance": stance,
        "voice": "own" if related else "-",
        "dimension": "returns" if related else "-",
        "confidence": 0.9,
        "quote": text.split()[0] if related else "",
    }
    return honest | changes


def answer(items: Items) -> Out:
    return completion(json.dumps({"answers": [code(item) for item in items]}))


class Fake:
    """Records every request and lets ``behave(request, number)`` answer it."""

    def __init__(self, behave: Callable[[Request, int], Out]) -> None:
        self.behave = behave
        self.requests: list[Request] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.url = ""
        self._lock = threading.Lock()

    def handle(self, path: str, headers: dict[str, str], content: bytes) -> Out:
        request = json.loads(content)
        with self._lock:
            self.requests.append(request)
            self.headers.append(headers)
            self.paths.append(path)
            number = len(self.requests)
        return self.behave(request, number)

    @property
    def asked(self) -> list[list[str]]:
        """The sentences of each request."""
        return [[item["text"] for item in items_of(request)] for request in self.requests]


@contextmanager
def serve(
    behave: Callable[[Request, int], Out] = lambda request, _: answer(items_of(request)),
) -> Iterator[Fake]:
    fake = Fake(behave)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            out = fake.handle(self.path, dict(self.headers), content)
            if out.wait is not None:
                out.wait.wait(5)
            body = out.body if isinstance(out.body, bytes) else json.dumps(out.body).encode()
            try:
                self.send_response(out.status)
                for name, value in {"Content-Type": "application/json", **out.headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                self.close_connection = True  # the client gave up, as time-outs do

        def log_message(self, *_: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: Any) -> None:
            pass  # a client that hangs up is part of what is tested

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    fake.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

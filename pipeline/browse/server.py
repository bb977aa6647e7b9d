"""Datasette over ``browse.sqlite``, for this machine alone."""

from __future__ import annotations

import socket
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

from pipeline.browse.metadata import metadata
from pipeline.errors import QueryError
from pipeline.run.folder import RunFolder

HOST = "127.0.0.1"
PORT = 8001

Scope = MutableMapping[str, Any]
Application = Callable[[Scope, Any, Any], Awaitable[None]]

_SETTINGS = {
    "default_page_size": 50,
    "default_facet_size": 8,  # the rows are to be seen below them
    "suggest_facets": False,  # those that make sense are named
    "facet_time_limit_ms": 5000,  # a large run on a slow disk
    "sql_time_limit_ms": 10000,
    "allow_download": False,  # the file lies beside the run already
    "allow_facet": True,
}


def datasette_of(run: RunFolder, database: Path) -> Any:
    """Datasette with ``database`` opened read-only and immutable.

    Raises:
        QueryError: Q004 when Datasette is not installed.
    """
    try:
        from datasette.app import Datasette
    except ImportError:
        raise QueryError("Q004", "Datasette is not installed") from None
    return Datasette(
        [],
        immutables=[str(database)],
        metadata=metadata(run, database.stem),
        settings=_SETTINGS,
    )


def front(database: Path) -> str:
    """Path of the page to begin with: the statements that take part in the debate."""
    return f"/{database.stem}/statements?stance__not=unrelated"


def listening(port: int | None) -> socket.socket:
    """A socket on ``port`` of this machine; without one, on the usual or any free port.

    Raises:
        QueryError: Q005 when the port asked for cannot be used.
    """
    for wanted in (PORT, 0) if port is None else (port,):
        found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind((HOST, wanted))
        except OSError as error:
            found.close()
            reason = error.strerror or str(error)
        else:
            return found
    raise QueryError("Q005", f"port {port} cannot be used: {reason}", place=f"{HOST}:{port}")


def only_here(application: Application, port: int) -> Application:
    """``application``, but a request that names another host is refused.

    A page of a stranger can let its own name point to this machine (DNS rebinding) and
    would then be allowed to read the answers.
    """
    known = {f"{name}:{port}".encode() for name in (HOST, "localhost")}

    async def guarded(scope: Scope, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or dict(scope["headers"]).get(b"host") in known:
            await application(scope, receive, send)
            return
        await send({"type": "http.response.start", "status": 421, "headers": []})
        await send({"type": "http.response.body", "body": b"this server is for its own machine"})

    return guarded


def serve(run: RunFolder, database: Path, port: int | None, ready: Callable[[str], None]) -> None:
    """Serve until interrupted; ``ready`` is told the address once it answers.

    Raises:
        QueryError: Q004 without Datasette, Q005 when the port cannot be used.
    """
    datasette = datasette_of(run, database)
    import uvicorn

    with listening(port) as socket_:
        number = int(socket_.getsockname()[1])

        class Server(uvicorn.Server):
            """Says when it answers, which uvicorn only logs."""

            async def startup(self, sockets: list[socket.socket] | None = None) -> None:
                await super().startup(sockets)
                ready(f"http://{HOST}:{number}{front(database)}")

        application: Any = only_here(datasette.app(), number)
        config = uvicorn.Config(application, log_level="warning", access_log=False)
        Server(config).run([socket_])

"""A headless Chromium spoken to over its debugging protocol; only what the tests ask of it."""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

BINARY = shutil.which("chromium") or shutil.which("chromium-browser")
needed = pytest.mark.skipif(BINARY is None, reason="Chromium is not installed")


class Tab:
    """One page: what it asked for, said on the console, and what a script in it returns."""

    def __init__(self, socket: Any) -> None:
        self._socket, self._number = socket, 0
        self.requests: list[str] = []
        self.messages: list[str] = []

    async def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._number += 1
        await self._socket.write_message(
            json.dumps({"id": self._number, "method": method, "params": parameters})
        )
        while True:
            answer = json.loads(await asyncio.wait_for(self._socket.read_message(), 300))
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                return dict(answer["result"])
            self._note(answer)

    async def open(
        self,
        page: Path,
        *,
        width: int = 1280,
        dark: bool = False,
        at: str = "",
        scripts: bool = True,
    ) -> None:
        for domain in ("Page", "Network", "Runtime", "Log"):
            await self.call(f"{domain}.enable")
        await self.call("Emulation.setScriptExecutionDisabled", value=not scripts)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        await self.call("Emulation.setEmulatedMedia", features=[scheme])
        await self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=900, deviceScaleFactor=1, mobile=width < 600,
        )  # fmt: skip
        await self.call("Page.navigate", url=f"{page.as_uri()}{at}")
        for _ in range(200):
            if await self.ask("document.readyState") == "complete":
                break
            await asyncio.sleep(0.05)
        await self.call("Page.captureScreenshot")  # returns when a frame has been drawn

    async def ask(self, script: str) -> Any:
        found = await self.call(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    async def shoot(self, target: Path, *, whole: bool = False) -> None:
        import base64

        shot = await self.call("Page.captureScreenshot", captureBeyondViewport=whole)
        target.write_bytes(base64.b64decode(shot["data"]))

    def _note(self, event: dict[str, Any]) -> None:
        parameters = event.get("params", {})
        if event.get("method") == "Network.requestWillBeSent":
            self.requests.append(parameters["request"]["url"])
        if event.get("method") in ("Runtime.exceptionThrown", "Page.javascriptDialogOpening"):
            self.messages.append(json.dumps(parameters))
        if event.get("method") == "Runtime.consoleAPICalled":
            self.messages.append(json.dumps(parameters))
        if event.get("method") == "Log.entryAdded":
            self.messages.append(parameters["entry"]["text"])


def browse(steps: Callable[[Tab], Awaitable[Any]]) -> Any:
    """Run ``steps`` in a fresh Chromium with a profile of its own; ends the process it began."""
    assert BINARY is not None
    # Chromium's own children may still write to the profile when their parent has ended.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            [BINARY, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
             "--disable-background-networking", "--no-first-run", "--remote-debugging-port=0",
             f"--user-data-dir={profile}", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            return asyncio.run(_with_tab(Path(profile), steps))
        finally:
            process.terminate()
            process.wait(timeout=30)


async def _with_tab(profile: Path, steps: Callable[[Tab], Awaitable[Any]]) -> Any:
    from tornado.httpclient import AsyncHTTPClient
    from tornado.websocket import websocket_connect

    port = profile / "DevToolsActivePort"
    end = time.monotonic() + 60
    while not (port.exists() and port.read_text().strip()):
        assert time.monotonic() < end, "Chromium did not start"
        await asyncio.sleep(0.05)
    base = f"http://127.0.0.1:{port.read_text().split()[0]}"
    listed = await AsyncHTTPClient().fetch(f"{base}/json/list")
    address = next(
        t["webSocketDebuggerUrl"] for t in json.loads(listed.body) if t["type"] == "page"
    )
    socket = await websocket_connect(address, max_message_size=1 << 30)
    try:
        return await steps(Tab(socket))
    finally:
        socket.close()

"""One chat completion from an OpenAI-compatible endpoint: patient, bounded, discreet.

The wire format is ``POST <endpoint>/chat/completions`` of OpenAI's API, which vLLM,
Ollama, llama.cpp and most vendors speak. Waiting follows Retry-After where it is given in
seconds, else doubles from half a second.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from ipaddress import ip_address
from threading import Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pydantic import BaseModel, Field, ValidationError

from pipeline.config import LlmSection
from pipeline.errors import ModelError
from pipeline.stance.spending import Reply

if TYPE_CHECKING:
    import httpx

#: Bytes of an answer that are read; seconds of the longest wait we choose, and are told.
_LARGEST, _LONGEST_WAIT, _LONGEST_TOLD = 4 << 20, 30.0, 120.0
#: Codes of a refusal that lies in the text sent, not in how the backend is set up.
_TOO_LONG = "context_length_exceeded"
_ABOUT_THE_TEXT = ("content_filter", "content_policy_violation", _TOO_LONG)


class _Message(BaseModel):
    content: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Usage(BaseModel):
    prompt_tokens: int | None = Field(default=None, ge=0)
    completion_tokens: int | None = Field(default=None, ge=0)


class _Completion(BaseModel):
    choices: list[_Choice] = Field(min_length=1)
    usage: _Usage | None = None


class _Problem(BaseModel):
    message: str = ""
    code: str | int | None = None


class _Failure(BaseModel):
    error: _Problem | str = ""


class RefusedError(Exception):
    """The endpoint does not take this text; says why, and what it billed all the same."""

    def __init__(self, reason: str, billed: Reply | None = None) -> None:
        """Say ``reason``; ``billed`` is an answer that counts and cannot be used."""
        super().__init__(reason)
        self.billed = billed


class TooLongError(RefusedError):
    """The endpoint does not take as much text at a time."""


class Endpoint:
    """Posts chat completions; safe to use from several threads."""

    def __init__(self, config: LlmSection, *, sleep: Callable[[float], None] = time.sleep) -> None:
        """Check the settings; nothing is sent and no key is read yet.

        Raises:
            ModelError: M005 naming the setting that is missing or not allowed.
        """
        self._config = config
        self._sleep = sleep
        self._local = _check(config)
        self._client: httpx.Client | None = None
        self._key = ""
        self._opening = Lock()

    def close(self) -> None:
        """Close the connections; the next post opens them again."""
        if self._client is not None:
            self._client.close()
        self._client = None

    def post(self, body: Mapping[str, Any]) -> Reply:
        """The answer to ``body``; waits and tries again after 429, 5xx and time-outs.

        Raises:
            ModelError: M005 when the key or the client library is not there; M006 when it
                is refused, in another form, or fails too often.
            RefusedError: the endpoint does not take this very text; ``TooLongError`` where
                less of it may do.
        """
        reason = ""
        for attempt in range(self._config.retries + 1):
            status, told, content = self._once(body)
            if status == 200:
                return self._reply(content, body)
            reason = self._judge_failure(status, content)
            if attempt < self._config.retries:
                self._sleep(max(told, min(_LONGEST_WAIT, 0.5 * 2**attempt)))
        raise self._unserved(f"{reason}, {self._config.retries + 1} times")

    def _once(self, body: Mapping[str, Any]) -> tuple[int, float, bytes]:
        """(status, seconds to wait as told, body); status 0 with a reason when none came."""
        client = self._opened()
        import httpx

        url = f"{self._config.endpoint.rstrip('/')}/chat/completions"
        deadline = time.monotonic() + self._config.timeout
        try:
            with client.stream("POST", url, json=body) as response:
                content = b""
                for chunk in response.iter_bytes():
                    content += chunk
                    if len(content) > _LARGEST:
                        raise self._unserved("the answer does not end")
                    if time.monotonic() > deadline:
                        return 0, 0.0, b"no whole answer in time"
                return response.status_code, _seconds(response.headers), content
        except httpx.TimeoutException:
            return 0, 0.0, b"no answer in time"
        except httpx.InvalidURL:
            raise ModelError("M005", _NO_ADDRESS) from None
        except httpx.HTTPError as error:
            return 0, 0.0, f"no connection ({type(error).__name__})".encode()

    def _reply(self, content: bytes, body: Mapping[str, Any]) -> Reply:
        try:
            found = _Completion.model_validate_json(content)
        except ValidationError:
            raise self._unserved("its answer is no chat completion") from None
        words = found.choices[0].message.content or ""
        usage = found.usage or _Usage()
        sent, answered = usage.prompt_tokens, usage.completion_tokens
        reply = Reply(
            content=words,
            prompt_tokens=estimate_tokens(body) if sent is None else sent,
            completion_tokens=len(words) // 3 if answered is None else answered,
        )
        if found.choices[0].finish_reason == "content_filter":
            raise RefusedError("content_filter", billed=reply)
        return reply

    def _judge_failure(self, status: int, content: bytes) -> str:
        """The reason, when trying again may help; raises when it cannot."""
        if status == 0:
            return content.decode()
        code, message = self._complaint(content)
        if status == 413 or code == _TOO_LONG:
            raise TooLongError(code or f"status {status}")
        if code in _ABOUT_THE_TEXT:
            raise RefusedError(code)
        reason = f"status {status}" + (f" ({message})" if message else "")
        if code != "insufficient_quota" and (status in (408, 409, 425, 429) or status >= 500):
            return reason
        raise self._unserved(reason)

    def _complaint(self, content: bytes) -> tuple[str, str]:
        """(code, message) of an error body; the key never gets into either."""
        try:
            problem = _Failure.model_validate_json(content).error
        except ValidationError:
            return "", ""
        if isinstance(problem, str):
            problem = _Problem(message=problem)
        hidden = problem.message.replace(self._key, "***") if self._key else problem.message
        return str(problem.code or ""), " ".join(hidden[:1000].split())[:160]

    def _opened(self) -> httpx.Client:
        with self._opening:
            if self._client is None:
                self._key = self._read_key()
                self._client = self._connect()
            return self._client

    def _connect(self) -> httpx.Client:
        try:
            import httpx
        except ModuleNotFoundError:
            raise ModelError("M005", "httpx is not installed", remedy="pip install httpx") from None
        # A proxy from the environment has no business with a server on this machine, and a
        # redirect must not carry the key elsewhere.
        return httpx.Client(
            headers={"Authorization": f"Bearer {self._key}"} if self._key else {},
            timeout=self._config.timeout,
            trust_env=not self._local,
            follow_redirects=False,
        )

    def _read_key(self) -> str:
        name = self._config.key_env
        key = os.environ.get(name, "").strip() if name else ""
        if name and not key:
            raise ModelError("M005", f"the environment variable {name} is empty or not set")
        if not key.isascii() or not key.isprintable():
            raise ModelError("M005", f"the environment variable {name} holds no key")
        return key

    def _unserved(self, reason: str) -> ModelError:
        return ModelError("M006", f"{self._config.model}: {reason}", place=self._config.endpoint)


def estimate_tokens(body: Mapping[str, Any]) -> int:
    """A count of tokens sent that is rather too high: three characters a token."""
    return sum(len(message["content"]) for message in body["messages"]) // 3 + 16


_NO_ADDRESS = "stance.llm.endpoint is no http or https address"


def _check(config: LlmSection) -> bool:
    """True when the endpoint is on this machine; raises when the settings do not do."""
    if not config.model:
        raise ModelError("M005", "stance.llm.model names no model")
    try:
        parts = urlsplit(config.endpoint)
        host = (parts.hostname or "") if parts.port != 0 else ""  # a port that is none raises
    except ValueError:
        host = ""
    if not host or parts.scheme not in ("http", "https"):
        raise ModelError("M005", _NO_ADDRESS)
    if parts.username or parts.password or parts.query:
        raise ModelError("M005", "stance.llm.endpoint must hold no key, user or query")
    local = _is_local(host)
    if config.key_env and parts.scheme == "http" and not local:
        raise ModelError("M005", "a key is not sent over http: give an https endpoint")
    if config.max_cost and not local and not (config.price_in or config.price_out):
        remedy = "set stance.llm.price_in and price_out, or max_cost = 0 where it is free"
        raise ModelError("M005", "the cost cannot be limited without prices", remedy=remedy)
    return local


def _is_local(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _seconds(headers: Mapping[str, str]) -> float:
    """Retry-After in seconds, within bounds; 0 when absent or a date."""
    told = headers.get("Retry-After", "")
    try:
        seconds = float(told)
    except ValueError:
        return 0.0
    return min(seconds, _LONGEST_TOLD) if seconds > 0 else 0.0  # nan is not above 0

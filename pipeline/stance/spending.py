"""Answers kept by content, and a ledger of what they cost; both in one folder.

    <folder>/answers/ab/abcd….json   an answer, named by the SHA-256 of what was asked
    <folder>/spent.json              calls, tokens and cost of all that was asked through it

The ledger is shared by threads, workers and runs: the limit holds over all of them.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from filelock import FileLock
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.config import LlmSection
from pipeline.errors import ModelError
from pipeline.store.cache import write_atomically

#: No answer file of ours comes near this size.
_LARGEST = 1 << 20


class Reply(BaseModel):
    """The words of an answer and the tokens it took."""

    model_config = ConfigDict(frozen=True)

    content: str
    prompt_tokens: int = Field(ge=0)
    completion_tokens: int = Field(ge=0)


class Spent(BaseModel):
    """What was spent through one folder."""

    model_config = ConfigDict(frozen=True)

    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost: float = 0.0


def folder_of(config: LlmSection) -> Path:
    """Where answers and ledger are: as configured, else in the user's cache folder."""
    if config.cache:
        return Path(config.cache).expanduser()
    base = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(base) if base else Path.home() / ".cache") / "scaling-discourse" / "llm"


class Answers:
    """Answers by what was asked: endpoint, model, messages and all settings of the call."""

    def __init__(self, folder: Path) -> None:
        """Use ``folder``, which is made on the first write and private to the user."""
        self._folder = folder

    def get(self, asked: Mapping[str, Any]) -> Reply | None:
        """The answer kept for ``asked``; None when there is none or its file is damaged."""
        path = self._path(asked)
        try:
            if path.stat().st_size > _LARGEST:
                return None
            return Reply.model_validate_json(path.read_bytes())
        except (OSError, ValidationError):
            return None

    def put(self, asked: Mapping[str, Any], reply: Reply) -> None:
        """Keep ``reply``."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_atomically(self._path(asked), reply.model_dump_json().encode())

    def _path(self, asked: Mapping[str, Any]) -> Path:
        key = hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
        return self._folder / "answers" / key[:2] / f"{key}.json"


class Ledger:
    """Counts tokens and cost, and says no before the limit is passed."""

    def __init__(self, config: LlmSection) -> None:
        """Use the ledger of the configured folder with the configured prices."""
        self._config = config
        self._path = folder_of(config) / "spent.json"

    def read(self) -> Spent:
        """What was spent so far, calls under way at their highest cost.

        Raises:
            ModelError: M003 when the ledger is damaged: nobody knows what was spent.
        """
        try:
            return Spent.model_validate_json(self._path.read_bytes())
        except FileNotFoundError:
            return Spent()
        except (OSError, ValidationError):
            raise ModelError(
                "M003",
                "the ledger of the language-model backend cannot be read",
                place=str(self._path),
                remedy="remove it; spending is then counted from 0",
            ) from None

    def reserve(self, prompt_tokens: int, completion_tokens: int) -> float:
        """Set aside the most that a call can cost; returns that sum.

        Raises:
            ModelError: M008 when it would pass the limit.
        """
        most = self._cost(prompt_tokens, completion_tokens)
        limit = self._config.max_cost
        with self._locked():
            spent = self.read()
            if limit and spent.cost + most > limit:
                raise ModelError(
                    "M008",
                    f"{spent.cost:.4f} is spent and the next call may cost {most:.4f}: "
                    f"stance.llm.max_cost is {limit:g}",
                    place=str(self._path),
                )
            self._write(spent.model_copy(update={"cost": spent.cost + most}))
        return most

    def settle(self, reserved: float, reply: Reply | None) -> None:
        """Replace ``reserved`` by what ``reply`` cost; None = there was no answer."""
        with self._locked():
            spent = self.read()
            there = reply or Reply(content="", prompt_tokens=0, completion_tokens=0)
            cost = self._cost(there.prompt_tokens, there.completion_tokens)
            self._write(
                Spent(
                    calls=spent.calls + (reply is not None),
                    prompt_tokens=spent.prompt_tokens + there.prompt_tokens,
                    completion_tokens=spent.completion_tokens + there.completion_tokens,
                    cost=max(0.0, spent.cost - reserved + cost),
                )
            )

    def _cost(self, prompt_tokens: int, completion_tokens: int) -> float:
        prices = self._config
        return (prompt_tokens * prices.price_in + completion_tokens * prices.price_out) / 1e6

    def _locked(self) -> FileLock:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return FileLock(self._path.with_suffix(".lock"))

    def _write(self, spent: Spent) -> None:
        rounded = spent.model_copy(update={"cost": round(spent.cost, 9)})
        write_atomically(self._path, rounded.model_dump_json().encode())

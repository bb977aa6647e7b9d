"""What the last run was made of, only to say *why* something runs again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from pipeline.ids import digest
from pipeline.store.cache import write_atomically


class LastRun:
    """The key parts of the last run, only to say *why* something runs again."""

    def __init__(self, path: Path) -> None:
        """Read ``path``; a missing or torn file only loses the reasons."""
        self._path = path
        try:
            self._last: dict[str, dict[str, str]] = json.loads(path.read_bytes())
        except (OSError, ValueError):
            self._last = {}
        self._next: dict[str, dict[str, str]] = {}

    def compare(self, name: str, parts: Mapping[str, str]) -> str:
        """The names of the parts that differ from last time."""
        now = {part: digest(value)[:16] for part, value in parts.items()}
        before = self._last.get(name)
        self._next[name] = now
        if before is None:
            return "new"
        changed = [part for part in now if before.get(part) != now[part]]
        return f"{', '.join(changed)} changed" if changed else "not in the cache"

    def save(self) -> None:
        """Keep this run's parts for the next; a failure here loses only the reason."""
        if self._next:
            self._last |= self._next
            content = json.dumps(self._last, sort_keys=True).encode()
            write_atomically(self._path, content)

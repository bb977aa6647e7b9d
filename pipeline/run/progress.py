"""What a person sees while a run goes on: one line a stage, in four dress codes."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol, TextIO


@dataclass(frozen=True, slots=True, kw_only=True)
class StageReport:
    """What one stage did: shown as a line and kept in the manifest."""

    stage: str
    scope: str
    shards: int
    ran: int
    reused: int
    seconds: float  # of work, summed over workers
    wall_seconds: float
    peak_mb: float  # largest resident memory of a worker that ran it; 0 when nothing ran
    rows: Mapping[str, int] = field(default_factory=dict)
    why: Mapping[str, int] = field(default_factory=dict)  # reason -> shards

    def line(self) -> str:
        """The line for people."""
        rows = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in self.rows.items())
        if not self.ran:
            return f"{self.stage:<11}{rows}  (nothing changed)"
        reasons = "; ".join(self.why)
        part = f"{self.ran} of {self.shards} shards" if self.scope == "shard" else "all"
        return f"{self.stage:<11}{rows}  ({part}, {self.wall_seconds:.1f} s: {reasons})"


class Reporter(Protocol):
    """Hears what the engine does."""

    def begin(self, stage: str, shards: int, to_run: int) -> None:
        """A stage starts; ``to_run`` of its ``shards`` are not in the cache."""
        ...

    def advance(self) -> None:
        """One shard is done."""
        ...

    def end(self, report: StageReport) -> None:
        """The stage is done."""
        ...

    def close(self) -> None:
        """The run is over, well or not."""
        ...


class Quiet:
    """Says nothing."""

    def begin(self, stage: str, shards: int, to_run: int) -> None:
        """Nothing."""

    def advance(self) -> None:
        """Nothing."""

    def end(self, report: StageReport) -> None:
        """Nothing."""

    def close(self) -> None:
        """Nothing."""


class Plain(Quiet):
    """A finished line a stage: for logs, pipes and notebooks."""

    def __init__(self, stream: TextIO | None = None) -> None:
        """Write to ``stream``, standard error by default."""
        self._stream = stream or sys.stderr

    def end(self, report: StageReport) -> None:
        """Print the stage's line."""
        print(report.line(), file=self._stream, flush=True)


class JsonLines(Quiet):
    """One JSON object a stage, for other programs."""

    def __init__(self, stream: TextIO | None = None) -> None:
        """Write to ``stream``, standard error by default."""
        self._stream = stream or sys.stderr

    def end(self, report: StageReport) -> None:
        """Print the stage as JSON."""
        print(json.dumps({"event": "stage", **asdict(report)}), file=self._stream, flush=True)


class Rich(Quiet):
    """A live bar for the stage at work, and a finished line for each before it."""

    def __init__(self) -> None:
        """Start the live display on standard error."""
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        self._progress = Progress(
            TextColumn("{task.description:<11}"),
            BarColumn(bar_width=28),
            MofNCompleteColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._progress.start()
        self._task: Any = None

    def begin(self, stage: str, shards: int, to_run: int) -> None:
        """Show the stage's bar, filled as far as the cache reaches."""
        self._task = self._progress.add_task(stage, total=shards, completed=shards - to_run)

    def advance(self) -> None:
        """Move the bar."""
        self._progress.advance(self._task)

    def end(self, report: StageReport) -> None:
        """Replace the bar by the finished line."""
        self._progress.remove_task(self._task)
        self._progress.console.print(report.line(), markup=False, highlight=False, soft_wrap=True)

    def close(self) -> None:
        """Give the terminal back."""
        self._progress.stop()


def choose(*, quiet: bool = False, as_json: bool = False) -> Reporter:
    """The dress code that fits: asked for, or by whether standard error is a terminal."""
    if as_json:
        return JsonLines()
    if quiet:
        return Quiet()
    return Rich() if sys.stderr.isatty() else Plain()

"""Would another coder agree? Krippendorff's alpha for nominal codes, with an interval."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from pipeline.errors import PipelineError
from pipeline.gold.metrics import Figure
from pipeline.stance.examples import read_folder

#: The codes that two coders are compared on.
FIELDS = ("stance", "voice", "dimension")


def alpha(pairs: Sequence[tuple[str, str]]) -> float:
    """Krippendorff's alpha of two coders without missing codes, nominal (2011, eq. 1).

    1 is perfect agreement, 0 what chance would give; nan when only one code occurs.
    """
    values = Counter(code for pair in pairs for code in pair)
    total = sum(values.values())
    expected = 1 - sum(n * (n - 1) for n in values.values()) / (total * (total - 1))
    observed = sum(a != b for a, b in pairs) / len(pairs)
    return 1 - observed / expected if expected else float("nan")


def alpha_with_interval(
    pairs: Sequence[tuple[str, str]], *, resamples: int = 1000, seed: int = 1
) -> Figure:
    """``alpha`` with a 95 % percentile interval over resampled items."""
    draws = np.random.default_rng(seed).integers(0, len(pairs), (resamples, len(pairs)))
    found = [alpha([pairs[i] for i in draw]) for draw in draws]
    low, high = np.nanpercentile(found, [2.5, 97.5])
    return Figure(alpha(pairs), float(low), float(high))


def compare(first: Path, second: Path) -> dict[str, tuple[int, Figure]]:
    """Field -> (items coded by both, alpha), joined by id.

    Args:
        first: a folder of coded sentences.
        second: JSON Lines of {"id", "stance", "voice", "dimension"} by another coder.

    Raises:
        PipelineError: G001 when a line is not understood or no id is shared.
    """
    ours = {example.id: example for example in read_folder(first)}
    theirs = _read(second)
    shared = [name for name in theirs if name in ours]
    if not shared:
        raise PipelineError("G001", "the two coders share no item", place=str(second))
    found = {}
    for field in FIELDS:
        pairs = [(str(getattr(ours[n], field)), theirs[n][field]) for n in shared]
        found[field] = (len(pairs), alpha_with_interval(pairs))
    return found


def _read(path: Path) -> dict[str, dict[str, str]]:
    rows = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            rows[row["id"]] = {field: str(row[field]) for field in FIELDS}
        except (ValueError, KeyError, TypeError) as error:
            place = f"{path}, line {number}"
            raise PipelineError("G001", f"not a coded item: {error}", place=place) from None
    return rows

"""Would another coder agree? Krippendorff's alpha and Gwet's AC1, with intervals.

Where nearly all sentences have one code, alpha is low though coders hardly ever differ: it
counts a rare code's agreement as the only proof. AC1 asks how likely chance is to agree on
sentences that are hard to code, and stays steady there. Both are given, for they answer
different doubts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import PipelineError
from pipeline.gold.exchange import Coding
from pipeline.gold.metrics import Figure
from pipeline.records import CODES
from pipeline.stance.examples import code_of, json_lines

Pair = tuple[str, str]
Counts = NDArray[np.int64]
Floats = NDArray[np.float64]

#: The codes that two coders are compared on.
FIELDS = ("stance", "voice", "dimension")

_CHECK = "coders/check"

#: What ships coded twice under models/stance: its name, the first coding and the second.
CODED_TWICE = (
    ("single sentences of our own", "train", "second_coding.jsonl"),
    ("whole documents of our own", "train", "second_coding_documents.jsonl"),
    ("real sentences, second and third coder", "coders/second.jsonl", "coders/third.jsonl"),
    ("real sentences, first and second coder", "coders/first.jsonl", "coders/second.jsonl"),
    ("own check set, second and third coder", f"{_CHECK}_second.jsonl", f"{_CHECK}_third.jsonl"),
    ("own check set, writers and second coder", f"{_CHECK}_first.jsonl", f"{_CHECK}_second.jsonl"),
)


def alpha(pairs: Sequence[Pair]) -> float:
    """Krippendorff's alpha of two coders without missing codes, nominal (2011, eq. 1).

    1 is perfect agreement, 0 what chance would give; nan when only one code occurs.
    """
    return float(_alpha(_table(pairs, _given(pairs))))


def ac1(pairs: Sequence[Pair], codes: Sequence[str]) -> float:
    """Gwet's AC1 of two coders without missing codes (2008, equation 8).

    Args:
        pairs: the codes of both coders, an item each.
        codes: all codes that could have been given, used or not: their number tells how
            often chance agrees.

    Returns:
        1 for perfect agreement, 0 for what chance would give; nan without items, or
        with fewer than two codes.
    """
    if not pairs or len(codes) < 2:
        return float("nan")
    return float(_ac1(_table(pairs, codes)))


def alpha_with_interval(pairs: Sequence[Pair], *, resamples: int = 1000, seed: int = 1) -> Figure:
    """``alpha`` with a 95 % percentile interval over resampled items."""
    return _with_interval(_alpha, _table(pairs, _given(pairs)), resamples, seed)


def ac1_with_interval(
    pairs: Sequence[Pair], codes: Sequence[str], *, resamples: int = 1000, seed: int = 1
) -> Figure:
    """``ac1`` with a 95 % percentile interval over resampled items."""
    return _with_interval(_ac1, _table(pairs, codes), resamples, seed)


def compare(first: Path, second: Path) -> dict[str, tuple[int, Figure]]:
    """Field -> (items coded by both, alpha), joined by id.

    Args:
        first: JSON Lines with the same fields, or a folder of them; texts are not needed.
        second: JSON Lines of {"id", "stance", "voice", "dimension"} by another coder.

    Raises:
        PipelineError: G001 when a line is not understood or no id is shared.
    """
    files = sorted(first.glob("*.jsonl")) if first.is_dir() else [first]
    ours = {name: codes for file in files for name, codes in _read(file).items()}
    theirs = _read(second)
    shared = [name for name in theirs if name in ours]
    if not shared:
        raise PipelineError("G001", "the two coders share no item", place=str(second))
    found = {}
    for field in FIELDS:
        pairs = [(ours[n][field], theirs[n][field]) for n in shared]
        found[field] = (len(pairs), alpha_with_interval(pairs))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far two coders agree in one field, over the statements that both coded."""

    first: str
    second: str
    field: str
    n: int
    alpha: Figure
    ac1: Figure


def between(codings: Sequence[Coding]) -> list[Agreement]:
    """Every pair of coders in every field; pairs with fewer than two shared statements not."""
    coders = sorted({coding.coder for coding in codings})
    by = {(coding.coder, coding.id): coding for coding in codings}
    found = []
    for first, second in combinations(coders, 2):
        shared = sorted(i for coder, i in by if coder == first and (second, i) in by)
        if len(shared) < 2:
            continue
        for field in FIELDS:
            pairs = [(_code(by[first, i], field), _code(by[second, i], field)) for i in shared]
            found.append(
                Agreement(
                    first=first,
                    second=second,
                    field=field,
                    n=len(pairs),
                    alpha=alpha_with_interval(pairs),
                    ac1=ac1_with_interval(pairs, CODES[field]),
                )
            )
    return found


def _code(coding: Coding, field: str) -> str:
    return str(getattr(coding, field))


def _given(pairs: Sequence[Pair]) -> list[str]:
    return sorted({code for pair in pairs for code in pair})


def _table(pairs: Sequence[Pair], codes: Sequence[str]) -> Counts:
    """How often the first coder gave the one code and the second the other (k, k)."""
    places = {code: place for place, code in enumerate(codes)}
    table = np.zeros((len(codes), len(codes)), np.int64)
    for first, second in pairs:
        table[places[first], places[second]] += 1
    return table


def _alpha(tables: Counts) -> Floats:
    """Alpha of each of ``tables`` (..., k, k)."""
    given = tables.sum(axis=-1) + tables.sum(axis=-2)
    total = given.sum(axis=-1)
    expected = 1 - (given * (given - 1)).sum(axis=-1) / (total * (total - 1))
    with np.errstate(invalid="ignore"):  # 0 / 0 where only one code occurs
        return np.asarray(1 - _differing(tables) / expected)


def _ac1(tables: Counts) -> Floats:
    """AC1 of each of ``tables`` (..., k, k), with k the number of possible codes."""
    given = tables.sum(axis=-1) + tables.sum(axis=-2)
    shares = given / given.sum(axis=-1, keepdims=True)
    chance = (shares * (1 - shares)).sum(axis=-1) / (tables.shape[-1] - 1)
    return np.asarray((1 - _differing(tables) - chance) / (1 - chance))


def _differing(tables: Counts) -> Floats:
    """Share of the items of each of ``tables`` that got two different codes."""
    same = np.trace(tables, axis1=-2, axis2=-1)
    return np.asarray(1 - same / tables.sum(axis=(-2, -1)))


def _with_interval(
    measure: Callable[[Counts], Floats], table: Counts, resamples: int, seed: int
) -> Figure:
    """Items drawn again are cells of ``table`` drawn again: a multinomial, and much faster."""
    n = int(table.sum())
    drawn = np.random.default_rng(seed).multinomial(n, table.ravel() / n, resamples)
    found = measure(drawn.reshape(resamples, *table.shape))
    known = found[np.isfinite(found)]  # a resample of one code alone has no alpha
    low, high = np.percentile(known, [2.5, 97.5]) if len(known) else (np.nan, np.nan)
    return Figure(float(measure(table)), float(low), float(high))


def _read(path: Path) -> dict[str, dict[str, str]]:
    rows = {}
    for number, row in json_lines(path):
        place = f"{path}, line {number}"
        try:
            given = {field: row[field] for field in FIELDS}
            key = str(row["id"])
        except (KeyError, TypeError) as error:
            raise PipelineError("G001", f"not a coded item: {error}", place=place) from None
        rows[key] = {field: code_of(code, field, place) for field, code in given.items()}
    return rows

"""A coded sample as sentences in the gold format: what ``evaluate stance`` and ``--real`` read.

Statements are drawn more densely where they are rare, so figures on these sentences are those
of the sample; what holds for the run is what ``gold correct`` weighs them up to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter

from pipeline.gold.exchange import Coding
from pipeline.gold.sample import Drawn

_LEFT_OPEN = "-"


def sentences(codings: Iterable[Coding], sample: Sequence[Drawn]) -> list[dict[str, str]]:
    """One row of the gold format a statement, with the codes that most of its coders gave.

    Args:
        codings: of one coder or several, as ``read_back`` joins them to the sample.
        sample: the statements that were coded, with their words.

    Returns:
        Rows in order of statement ids. A statement without a stance that more than half of its
        coders gave is left out; voice and dimension are those of the coders of that stance,
        "-" where no code has more than half of them.
    """
    words = {row.id: row for row in sample}
    ordered = sorted(codings, key=attrgetter("id", "coder"))
    found = []
    for identifier, group in groupby(ordered, key=attrgetter("id")):
        row = list(group)
        if stance := _majority([coding.stance for coding in row]):
            agreed = [coding for coding in row if coding.stance == stance]
            found.append({
                **_shown(words[identifier]),
                "stance": stance,
                "voice": _majority([coding.voice for coding in agreed]) or _LEFT_OPEN,
                "dimension": _majority([coding.dimension for coding in agreed]) or _LEFT_OPEN,
            })  # fmt: skip
    return found


def _majority(codes: Sequence[str]) -> str:
    """The code that more than half of ``codes`` are, or "" where none is."""
    code, number = Counter(codes).most_common(1)[0]
    return code if 2 * number > len(codes) else ""


def _shown(row: Drawn) -> dict[str, str]:
    return {
        "id": row.id,
        "file": row.document,
        "genre": row.genre,
        "date": row.date,
        "speaker": row.speaker,
        "before": row.before,
        "text": row.text,
        "after": row.after,
    }

"""Why a pair of statements of two runs is not alike, and what made it so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from pipeline.comparison.differences import Difference, reasons
from pipeline.comparison.matching import LABELS, Documents, Frame
from pipeline.comparison.parts import COUNTING

ADDED, REMOVED, CHANGED = "documents added", "documents removed", "texts changed"
REPLACED = "all documents replaced"
FOUND, STANCE, VOICE = "sentences found", "stance or dimension", "voice or holder"

#: Causes in the order in which a run meets them.
CAUSES = (ADDED, REMOVED, CHANGED, FOUND, VOICE, STANCE, COUNTING)
#: Stages that can have made a difference on the same text, the nearest first.
_STAGES = {
    FOUND: ("screen", "discourse", "read"),
    VOICE: ("discourse", "stance", "screen", "read"),
    STANCE: ("stance", "discourse", "screen", "read"),
}


def causes_of(pairs: Frame, documents: Documents) -> list[str]:
    """Of each pair, why it is not alike; "" where it is."""
    gone, came = pairs["row_a"].isna(), pairs["row_b"].isna()
    other = pd.Series(False, index=pairs.index)
    for name in LABELS:
        other |= pairs[f"{name}_b"] != pairs[f"{name}_a"]
    judged = (pairs["stance_b"] != pairs["stance_a"]) | (
        pairs["dimension_b"] != pairs["dimension_a"]
    )
    found = np.where(gone | came, FOUND, np.where(judged, STANCE, np.where(other, VOICE, "")))
    ids = pairs["document"]
    rewritten = ids.isin(documents.ids("text changed", "after")) & (found != "")
    found = np.where(rewritten, CHANGED, found)
    found = np.where(gone & ids.isin(documents.ids("removed", "before")), REMOVED, found)
    found = np.where(came & ids.isin(documents.ids("added", "after")), ADDED, found)
    return [str(name) for name in found]


def reasons_of(
    made: Sequence[Difference],
    pairs: Frame,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> dict[str, str]:
    """Cause -> what made it, as far as the manifests tell."""
    recorded = "code" in before and "code" in after
    found = {ADDED: "the corpus", REMOVED: "the corpus", CHANGED: "the corpus"}
    found[REPLACED] = "the corpus"
    found[COUNTING] = " or ".join(str(d) for d in made if d.name in ("trends.voice", "trends.unit"))
    for cause, stages in _STAGES.items():
        found[cause] = reasons(stages, made, recorded=recorded)
    backends = pairs.loc[pairs["cause"] == STANCE, ["backend_b", "backend_a"]].drop_duplicates()
    if len(backends) == 1:
        one, other = backends.iloc[0]
        if one != other:
            found[STANCE] = f"backend {one} -> {other}"
    return found

"""The figures of two runs side by side."""

from __future__ import annotations

import pandas as pd

from pipeline.comparison.matching import Frame
from pipeline.comparison.parts import MEASURES
from pipeline.run.folder import RunFolder


def figures(before: RunFolder, after: RunFolder) -> Frame:
    """Shares and balance of the whole, in every period where they or their n differ."""
    keys, kept = ["measure", "period"], ["n", "estimate", "low", "high"]
    sides = []
    for folder in (before, after):
        rows = folder.frame("trends")
        rows = rows[(rows["group"] == "all") & rows["measure"].isin(MEASURES)]
        sides.append(rows[keys + kept])
    found = sides[0].merge(sides[1], how="outer", on=keys, suffixes=("_before", "_after"))
    alike = pd.Series(True, index=found.index)
    for name in kept:
        one, other = found[f"{name}_before"], found[f"{name}_after"]
        alike &= (one == other) | (one.isna() & other.isna())
    found = found[~alike].rename(columns={"estimate_before": "before", "estimate_after": "after"})
    found["change"] = found["after"] - found["before"]
    for side in ("before", "after"):
        found[f"n_{side}"] = found[f"n_{side}"].fillna(0).astype(int)
    columns = ["before", "low_before", "high_before", "n_before",
               "after", "low_after", "high_after", "n_after", "change"]  # fmt: skip
    found["rank"] = [MEASURES.index(name) for name in found["measure"]]
    found["whole"] = found["period"] != "all"
    ordered = found.sort_values(["whole", "rank", "period"], kind="stable")
    return ordered[keys + columns].reset_index(drop=True)

"""Counted statements that no period holds, so that no figure over time has them."""

from __future__ import annotations

from pipeline.report.ledger import Ledger
from pipeline.report.timeline import days_of
from pipeline.report.wording import count


def placeless(ledger: Ledger) -> str:
    """``12 counted statements are in no trend (3 undated, 9 …)``; "" when all have a period.

    What counts is the date of the statement: a comment of an undated thread can have its own,
    and "2023" is a date that no quarter holds.
    """
    dates = ledger.counted.loc[ledger.counted["period"] == "", "date"]
    if dates.empty:
        return ""
    undated = sum(days_of(date) is None for date in dates)
    kinds = ((undated, "undated"), (len(dates) - undated, _misfit(ledger)))
    told = ", ".join(f"{n:,} {why}" for n, why in kinds if n)
    verb = "is" if len(dates) == 1 else "are"
    return f"{count(len(dates), 'counted statement')} {verb} in no trend ({told})"


def dating(ledger: Ledger) -> str:
    """The same as a sentence, also where nothing is left out."""
    if ledger.counted.empty:
        return "No statement counts in shares."
    told = placeless(ledger)
    if told:
        return f"{told}; the figures over all time have them."
    unit = ledger.settings.period
    if unit == "neurips":
        return "Every counted statement has a date within one season between conferences."
    return f"Every counted statement has a date fine enough for a {unit}."


def _misfit(ledger: Ledger) -> str:
    """Seasons can also lack a date that is exact: one before the first known conference."""
    unit = ledger.settings.period
    if unit == "neurips":
        return "with a date within no one season between conferences"
    return f"dated too coarsely for a {unit}"

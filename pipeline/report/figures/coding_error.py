"""How far the judge may be off: shares as labelled, beside hand coding or its measured error.

Where a coded sample of the run is at hand (``gold correct --page``), the corrected shares
stand beside the raw ones. Else the error that the judge made on the published gold is
drawn as a band around them: where the shares would lie if it erred here as it did there. That
is one shift of all shares, and right only for a corpus with the mix of stances of the gold: at
another, other numbers of each stance are there to be misread.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pipeline.records import STANCES
from pipeline.report import method
from pipeline.report.figures.base import Figure, Mark, mark_of, nothing, with_marks
from pipeline.report.figures.coding_error_drawing import draw
from pipeline.report.figures.time import in_stretches
from pipeline.report.ledger import Frame, Ledger
from pipeline.report.theme import WORDS
from pipeline.report.timeline import Days, days_of, period_days
from pipeline.report.wording import count, percent, percent_range, period_words

_ID, _TITLE = "coding-error", "How far the judge may be off"
_SHOWN = ("favor", "against")
_FAVOR = STANCES.index("favor")
_OTHER_MIX = 0.5  # the share of favor that the note tells the error at
_MISSING = (
    "Nobody has coded a sample of this run by hand, and no error of this judge on other texts is "
    "known: how far it is off cannot be said."
)
_COLUMNS = {"period": "Period", "name": "Stance", "n": "Statements", "estimate": "As labelled",
            "low": "Low", "high": "High"}  # fmt: skip
_BAND = {"outer_low": "With the measured error, low", "outer_high": "High of it"}
_HAND = {"n_coded": "Coded by hand", "corrected": "Corrected", "corrected_low": "Corrected, low",
         "corrected_high": "Corrected, high"}  # fmt: skip


def coding_error(ledger: Ledger) -> Figure:
    """Shares of favor and against by period, with what is known of the judge's error."""
    corrected = ledger.corrected
    measured = method.share_error(ledger)
    if corrected is not None:
        frame, note = _by_hand(ledger, corrected), _coded_words(ledger)
        columns = {**_COLUMNS, **_HAND}
    elif measured:
        frame, note = _by_band(ledger, measured), _error_words(measured, ledger)
        columns = {**_COLUMNS, **_BAND}
    else:
        return nothing(_ID, _TITLE, _MISSING)
    if frame.empty:
        return nothing(_ID, _TITLE, "No period has enough dated statements.")
    frame = in_stretches(frame.assign(measure=frame["stance"]))
    marks = [_mark(ledger, row) for row in frame.itertuples()]
    return Figure(
        id=_ID, title=_TITLE, summary=_summary(frame), note=note,
        frame=with_marks(frame, marks), columns=columns, drawing=draw, marks=tuple(marks),
    )  # fmt: skip


_CODED = (
    "Grey: shares as the judge labels them, with their intervals. Dark diamonds: the same shares "
    "corrected by statements of this run that people coded (prediction-powered inference), with "
    "intervals that do hold coding error. A period with too few coded statements has none."
)


def _coded_words(ledger: Ledger) -> str:
    unit = ledger.settings.unit
    if unit == "statement":
        return _CODED
    return f"{_CODED} Here each statement counts once, in the figures above each {unit}."


def _error_words(measured: dict[str, dict[str, float]], ledger: Ledger) -> str:
    parts = " and ".join(
        f"{WORDS[s].lower()} {_points(measured[s]['value'])} points "
        f"(from {_points(measured[s]['low'])} to {_points(measured[s]['high'])})"
        for s in _SHOWN
    )
    return (
        "The dark band is the interval as above; the light one is where the share would lie if the "
        f"judge errs here as it did on {method.tested_on(ledger)} "
        f"(labelled minus true share: {parts}). It holds only for a corpus whose stances are mixed "
        "as in those; away from that mix the error is another, as a rule larger"
        f"{_example(ledger)}. On other kinds of text it may err more. The cure is a sample of this "
        "run coded by hand: scaling-discourse gold sample."
    )


def _example(ledger: Ledger) -> str:
    """The error at another mix, by the rates at which each stance was misread there; or "".

    Of the others, and of sentences not on the subject, there are as many as on the gold.
    """
    table = method.confusion(ledger)
    if table is None:
        return ""
    coded = table.sum(axis=1)[: len(STANCES) - 1]
    share = float(coded[_FAVOR] / coded.sum())
    scale = np.append(np.full(len(coded), (1 - _OTHER_MIX) / (1 - share)), 1.0)
    scale[_FAVOR] = _OTHER_MIX / share
    called = (scale @ table)[: len(coded)]
    if not called.sum():
        return ""
    told = percent(float(called[_FAVOR] / called.sum()))
    return (
        f" (of those on scaling {percent(share)} favoured; were it {percent(_OTHER_MIX)} here and "
        f"the rest as there, the judge would call about {told} favouring)"
    )


def _points(share: float) -> str:
    return f"{round(100 * share):+d}".replace("-", "−")


def _by_band(ledger: Ledger, measured: dict[str, dict[str, float]]) -> Frame:
    """Trends with the ends of the band: an error that is too high takes away, and so on."""
    rows = ledger.trend([f"share:{s}" for s in _SHOWN]).dropna(subset=["estimate"])
    rows["stance"] = rows["measure"].str.removeprefix("share:")
    ends = {"outer_low": ("low", "high", np.minimum), "outer_high": ("high", "low", np.maximum)}
    for name, (end, error, wider) in ends.items():
        off = [measured[stance][error] for stance in rows["stance"]]
        moved = rows[end] - np.array(off, dtype=float)
        rows[name] = wider(rows[end], moved).clip(0.0, 1.0)
    return rows.assign(name=rows["stance"].map(WORDS))


def _by_hand(ledger: Ledger, corrected: Frame) -> Frame:
    """Rows of ``corrected.csv`` with the days of their periods."""
    rows = corrected[corrected["measure"].isin([f"share:{s}" for s in _SHOWN])]
    days = {str(p): _days(ledger, str(p)) for p in rows["period"]}
    rows = rows[[days[str(p)] is not None for p in rows["period"]]].dropna(subset=["raw"])
    placed = [days[str(p)] for p in rows["period"]]
    rows = rows.rename(columns={
        "raw": "estimate", "raw_low": "low", "raw_high": "high",
        "low": "corrected_low", "high": "corrected_high",
    })  # fmt: skip
    stance = rows["measure"].str.removeprefix("share:")
    return rows.assign(
        stance=stance,
        name=stance.map(WORDS),
        start=[pd.Timestamp(d.start) for d in placed if d],
        middle=[pd.Timestamp(d.middle) for d in placed if d],
        end=[pd.Timestamp(d.end) for d in placed if d],
    )


def _days(ledger: Ledger, period: str) -> Days | None:
    return period_days(period, ledger.events, ledger.reach) if ledger.reach else None


def _mark(ledger: Ledger, row: Any) -> Mark:
    words = (
        f"{row.name} in {period_words(row.period)}: {percent(row.estimate)} as labelled "
        f"({percent_range(row.low, row.high)})"
    )
    if hasattr(row, "corrected"):
        words += (
            f", {percent(row.corrected)} ({percent_range(row.corrected_low, row.corrected_high)}) "
            f"corrected by {count(int(row.n_coded), 'coded statement')}"
            if row.corrected == row.corrected
            else ", too few coded to correct"
        )
    else:
        words += f", {percent_range(row.outer_low, row.outer_high)} with the judge’s error"
    return mark_of(_ID, words, _behind(ledger, row), row.period, row.stance)


def _behind(ledger: Ledger, row: Any) -> Any:
    """Counted statements of the stance that are dated within the row's days."""
    start, end = row.start.date(), row.end.date()
    chosen = ledger.counted[ledger.counted["stance"] == row.stance]
    known = {date: days_of(date) for date in sorted(set(chosen["date"]))}
    inside = [
        (days := known[date]) is not None and start <= days.start and days.end <= end
        for date in chosen["date"]
    ]
    return chosen.index.to_numpy()[np.array(inside, dtype=bool)]


def _summary(frame: Frame) -> str:
    n = frame["period"].nunique()
    if "corrected" in frame:
        known = int(frame["corrected"].notna().sum())
        return (
            f"Shares of favouring and of disputing in {count(n, 'period')} as the judge labels "
            f"them; {known} of {len(frame)} are shown corrected by hand coding too."
        )
    widest = float((frame["outer_high"] - frame["outer_low"]).max())
    return (
        f"Shares of favouring and of disputing in {count(n, 'period')} with their intervals, and "
        f"with the judge’s error on other texts; at its widest that band spans {percent(widest)}."
    )

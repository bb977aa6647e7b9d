"""A run's statements as the page counts them: dated, placed in periods, with who speaks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from pipeline.config import TrendsSection
from pipeline.registry import Assets, default_models
from pipeline.report.calendar import Days, Event, days_of, latest_neurips, period_days, read_events
from pipeline.report.theme import ORDER, SIDES
from pipeline.report.wording import label
from pipeline.run.folder import RunFolder

#: Voices in which somebody's position is told by somebody else.
TOLD = ("endorsed", "reported", "rejected")


class Ledger:
    """Statements of a finished run with what every figure needs of them.

    ``statements`` has the columns of ``RunFolder.evidence`` and ``speaker`` (who says the
    sentence), ``holder`` (whose position it is, by the registry's name where linked),
    ``period`` ("" when the date is missing or too coarse) and ``counted`` (True when it
    enters shares over time: a voice of the settings, or neutral with no voice at all).
    Its index is 0..n-1; marks refer to statements by it.
    """

    def __init__(self, folder: RunFolder, models: Assets | None = None) -> None:
        """Read from ``folder``; events come from ``models``, the shipped ones by default."""
        self.folder = folder
        self.models = models or Assets(default_models())
        self.settings = _trend_settings(folder)

    @cached_property
    def statements(self) -> pd.DataFrame:
        """All statements that are not unrelated; see the class for the columns."""
        rows = self.folder.evidence.reset_index(drop=True)
        segments = self.folder.frame("segments").set_index("id")["speaker"]
        said = segments.reindex(rows["segment_id"]).fillna("").astype(str).to_numpy()
        speaker = np.where(said == "", rows["author"].astype(str).to_numpy(), said)
        rows["speaker"] = speaker
        rows["holder"] = self._holders(rows)
        rows["period"] = self._periods(rows["date"])
        voiced = rows["voice"].isin(self.settings.voice)
        silent = (rows["stance"] == "neutral") & (rows["voice"] == "-")
        rows["counted"] = (voiced | silent) & rows["stance"].isin(ORDER)
        return rows

    @cached_property
    def counted(self) -> pd.DataFrame:
        """The statements that enter shares: own and endorsed voice, by default."""
        return self.statements[self.statements["counted"]]

    @cached_property
    def sided(self) -> pd.DataFrame:
        """Counted statements that take a side: favor, against or mixed."""
        return self.counted[self.counted["stance"].isin(SIDES)]

    @cached_property
    def periods(self) -> dict[str, Days]:
        """Periods of the trends table in time order, with their days."""
        labels = sorted(set(self.folder.frame("trends")["period"].astype(str)))
        found = {name: period_days(name, self.events) for name in labels}
        dated = [(days, name) for name, days in found.items() if days is not None]
        return {name: days for days, name in sorted(dated)}

    @cached_property
    def events(self) -> list[Event]:
        """All dated events of the models folder, oldest first."""
        return read_events(self.models)

    @cached_property
    def reach(self) -> Days | None:
        """From the first to the last day that documents may be dated; None without dates."""
        dates = set(self.folder.frame("documents")["date"].astype(str))
        found = [days for days in map(days_of, sorted(dates)) if days]
        if not found:
            return None
        return Days(min(d.start for d in found), max(d.end for d in found))

    @cached_property
    def neurips(self) -> Event | None:
        """The latest NeurIPS that was over when the data ended."""
        return latest_neurips(self.events, self.reach)

    @cached_property
    def main_topic(self) -> pd.Series:
        """Id of the weightiest topic of each statement, by statement id; outliers left out."""
        shares = self.folder.frame("topic_shares")
        topics = self.folder.frame("topics")
        real = set(topics.loc[topics["origin"] != "outlier", "id"])
        kept = shares[shares["topic_id"].isin(real)]
        kept = kept.sort_values(["statement_id", "weight", "topic_id"], ascending=[True, False, True])
        first = kept.drop_duplicates("statement_id")
        return first.set_index("statement_id")["topic_id"]

    def trend(self, measures: Sequence[str], group: str = "all") -> pd.DataFrame:
        """Rows of the trends table of ``measures`` and ``group`` in dated periods, by time."""
        rows = self.folder.frame("trends")
        rows = rows[rows["measure"].isin(measures) & (rows["group"] == group)]
        rows = rows[rows["period"].isin(list(self.periods))].copy()
        rows["start"] = [pd.Timestamp(self.periods[p].start) for p in rows["period"]]
        rows["end"] = [pd.Timestamp(self.periods[p].end) for p in rows["period"]]
        rows["middle"] = [pd.Timestamp(self.periods[p].middle) for p in rows["period"]]
        return rows.sort_values(["measure", "start"], kind="stable").reset_index(drop=True)

    def _holders(self, rows: pd.DataFrame) -> list[str]:
        people = self.folder.frame("people").set_index("id")["name"]
        linked = people.reindex(rows["holder_id"]).to_numpy()
        return [
            label(known if isinstance(known, str) else written, 80)
            for known, written in zip(linked, rows["holder_name"], strict=True)
        ]

    def _periods(self, dates: pd.Series) -> list[str]:
        placed = {date: self._period_of(date) for date in sorted(set(dates.astype(str)))}
        return [placed[date] for date in dates.astype(str)]

    def _period_of(self, date: str) -> str:
        days = days_of(date)
        if days is None:
            return ""
        return next((name for name, span in self.periods.items() if span.holds(days)), "")


def _trend_settings(folder: RunFolder) -> TrendsSection:
    settings: dict[str, Any] = folder.manifest.get("settings", {}).get("trends", {})
    known = {name: settings[name] for name in TrendsSection.model_fields if name in settings}
    return TrendsSection.model_validate(known)

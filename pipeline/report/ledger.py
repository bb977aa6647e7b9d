"""A run's statements as the page counts them: dated, placed in periods, with who speaks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from pipeline.config import TrendsSection
from pipeline.registry import Assets, default_models
from pipeline.report.speakers import speakers
from pipeline.report.theme import ORDER, SIDES
from pipeline.report.timeline import (
    Days,
    Event,
    days_of,
    latest_neurips,
    period_days,
    read_events,
)
from pipeline.report.wording import label
from pipeline.run.folder import RunFolder
from pipeline.run.manifest import settings_of
from pipeline.trends.counting import is_own
from pipeline.trends.people import is_attributed
from pipeline.trends.periods import WHOLE, calendar

# Pandas knows the types of its columns only when it runs, so its frames are Any to the checker.
Frame = Any  # a pandas DataFrame
Column = Any  # a pandas Series

#: Beside the page of a run whose sample was coded: shares as labelled and corrected.
CORRECTED = "corrected.csv"


class Ledger:
    """Statements of a finished run with what every figure needs of them.

    ``statements`` has the columns of ``RunFolder.evidence`` and ``speaker`` (who says the
    sentence), ``holder`` (whose position it is, by the registry's name where linked),
    ``own`` (True when the holder takes it in their own words), ``told`` (True when somebody
    else reports it of them), ``period`` ("" when the date is missing or too coarse) and
    ``counted`` (True when it enters shares over time: a voice of the settings, or neutral with
    no voice at all).
    Its index is 0..n-1; marks refer to statements by it.
    """

    def __init__(self, folder: RunFolder, models: Assets | None = None) -> None:
        """Read from ``folder``; events come from ``models``, the shipped ones by default."""
        self.folder = folder
        self.models = models or Assets(default_models())
        self.settings = _trend_settings(folder)

    @cached_property
    def statements(self) -> Frame:
        """All statements that are not unrelated; see the class for the columns."""
        rows = self.folder.evidence.reset_index(drop=True)
        rows["holder"] = self._holders(rows)
        discourse = self.folder.manifest.get("settings", {}).get("discourse", {})
        pseudonyms = bool(discourse.get("pseudonymise", False))
        segments = self.folder.frame("segments")
        rows["speaker"] = speakers(rows, segments, pseudonyms=pseudonyms)
        said: Frame = rows[["stance", "voice", "holder_kind"]]
        rows["own"] = _asked(is_own, said)
        rows["told"] = _asked(is_attributed, said)
        voiced = rows["voice"].isin(self.settings.voice)
        silent = (rows["stance"] == "neutral") & (rows["voice"] == "-")
        rows["counted"] = (voiced | silent) & rows["stance"].isin(ORDER)
        rows["period"] = self._periods(rows)
        return rows

    @cached_property
    def counted(self) -> Frame:
        """The statements that enter shares: own and endorsed voice, by default."""
        return self.statements[self.statements["counted"]]

    @cached_property
    def sided(self) -> Frame:
        """Counted statements that take a side, favor or against: those that balances rest on."""
        return self.counted[self.counted["stance"].isin(SIDES)]

    @cached_property
    def periods(self) -> dict[str, Days]:
        """Periods of the trends table in time order, with their days."""
        if self.reach is None:
            return {}
        labels = sorted(set(self.folder.frame("trends")["period"].astype(str)))
        found = {name: period_days(name, self.events, self.reach) for name in labels}
        dated = [(days, name) for name, days in found.items() if days is not None]
        return {name: days for days, name in sorted(dated)}

    @cached_property
    def events(self) -> list[Event]:
        """All dated events of the models folder, oldest first."""
        return read_events(self.models)

    @cached_property
    def reach(self) -> Days | None:
        """From the first to the last day that statements may be dated; None without dates."""
        found = [days for days in map(days_of, sorted(set(self.statements["date"]))) if days]
        if not found:
            return None
        return Days(min(d.start for d in found), max(d.end for d in found))

    @cached_property
    def neurips(self) -> Event | None:
        """The latest NeurIPS that was over when the data ended."""
        return latest_neurips(self.events, self.reach)

    @cached_property
    def topics(self) -> dict[str, Any]:
        """Rows of the counted statements in each topic, by topic id; outliers left out."""
        topics = self.folder.frame("topics")
        real = sorted(topics.loc[topics["origin"] != "outlier", "id"])
        shares = self.folder.frame("topic_shares")
        inside = shares.groupby("topic_id", sort=True)["statement_id"].agg(list).to_dict()
        row_of = pd.Series(self.counted.index.to_numpy(), index=self.counted["id"].to_numpy())
        found = {t: row_of.reindex(inside.get(t, [])).dropna() for t in real}
        return {t: np.sort(rows.to_numpy(dtype=np.int64)) for t, rows in found.items() if len(rows)}

    @cached_property
    def corrected(self) -> Frame | None:
        """The rows of ``gold correct --page``; None where no sample was coded."""
        path = self.folder.path / CORRECTED
        return pd.read_csv(path) if path.is_file() else None

    def place(self, document_id: str, segment_id: str) -> tuple[str, int, int]:
        """The text of a document and where a segment of it begins and ends."""
        texts, bounds = self._places
        text = texts[document_id]
        start, end = bounds.get(segment_id, (0, len(text)))
        return text, start, end

    @cached_property
    def _places(self) -> tuple[dict[str, str], dict[str, tuple[int, int]]]:
        documents, segments = self.folder.frame("documents"), self.folder.frame("segments")
        bounds = zip(segments["id"], segments["start"], segments["end"], strict=True)
        return (
            dict(zip(documents["id"], documents["text"], strict=True)),
            {name: (int(start), int(end)) for name, start, end in bounds},
        )

    def overall(self, measure: str, group: str = "all") -> Any:
        """The row of the trends table over everything, dated or not; None when there is none."""
        rows = self.folder.frame("trends")
        found = rows[(rows["measure"] == measure) & (rows["group"] == group)]
        found = found[found["period"] == WHOLE]
        return None if found.empty else next(found.itertuples())

    def trend(self, measures: Sequence[str], group: str = "all") -> Frame:
        """Rows of the trends table of ``measures`` and ``group`` in dated periods, by time."""
        rows = self.folder.frame("trends")
        rows = rows[rows["measure"].isin(measures) & (rows["group"] == group)]
        rows = rows[rows["period"].isin(list(self.periods))]
        rows = rows.assign(n_effective=rows.get("n_effective", np.nan))  # not in older runs
        rows["start"] = [pd.Timestamp(self.periods[p].start) for p in rows["period"]]
        rows["end"] = [pd.Timestamp(self.periods[p].end) for p in rows["period"]]
        rows["middle"] = [pd.Timestamp(self.periods[p].middle) for p in rows["period"]]
        return rows.sort_values(["measure", "start"], kind="stable").reset_index(drop=True)

    def _holders(self, rows: Frame) -> list[str]:
        people = self.folder.frame("people").set_index("id")["name"]
        linked = people.reindex(rows["holder_id"]).to_numpy()
        return [
            label(known if isinstance(known, str) else written, 80)
            for known, written in zip(linked, rows["holder_name"], strict=True)
        ]

    def _periods(self, rows: Frame) -> list[str]:
        """Sorted as the trends stage sorts: its calendar knows the dates that count."""
        dates = rows.loc[rows["counted"], "date"]
        sorter = calendar(self.settings.period, sorted(set(dates)), self.models)
        placed = {date: sorter.period(date) for date in sorted(set(rows["date"]))}
        return [placed[date] for date in rows["date"]]


def _asked(question: Callable[[Any], bool], rows: Frame) -> Column:
    """The answer of each row: a question of the trends stage, so that both ask the same."""
    return pd.Series([question(row) for row in rows.itertuples()], rows.index, dtype=bool)


def _trend_settings(folder: RunFolder) -> TrendsSection:
    return settings_of(folder.manifest, "trends", TrendsSection)

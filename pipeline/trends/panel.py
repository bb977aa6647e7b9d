"""Did the same people change? A trend with every holder as their own baseline.

With y = 1 for a statement in favor and -1 for one against, t the time of its period in years,
and a an effect of each holder,

    total    y ~ t        pooled: how the balance moves, whoever speaks
    within   y ~ t + a    holder fixed effects: how it moves among holders heard in two periods
                          or more, each compared with themselves alone
    mix      total - within, which is the composition's part

The three come of least squares by ``statsmodels``; mix is tested in the regression of Mundlak
(1978, Econometrica 46), whose coefficients of a holder's mean time and of the distance from it
differ as far as composition matters, so that total = within + mix holds exactly. Where the
decomposition compares two periods, this uses all of them at the price of a straight line.

Errors are clustered on holder: the CR1 covariance, G / (G - 1) x (n - 1) / (n - k) times the
sandwich, with quantiles of Student's t. Its degrees of freedom are not G - 1 but one less than
the effective number of clusters of Carter, Schnepel and Steigerwald (2017, Review of Economics
and Statistics 99), here of the weight each holder has in the slope: few prolific holders among
many are few clusters (MacKinnon, Nielsen and Webb 2023, Journal of Econometrics 232). Holder
effects are nested in the clusters and cost none (Cameron and Miller 2015, section III.B).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.config import CountingUnit, TrendsSection
from pipeline.records import Change
from pipeline.registry import Assets
from pipeline.trends.counting import AGAINST, FAVOR, Counted, Places, is_named, split, weights
from pipeline.trends.decomposition import full_periods
from pipeline.trends.periods import extent
from pipeline.trends.resampling import effective

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MEASURE = "slope:balance"

#: Fewer holders than this give no slope: clustered errors are not to be trusted there.
LEAST_HOLDERS = 8
#: Nor do holders of whom a few carry all the weight.
LEAST_EFFECTIVE = 3.0

_DECIMALS = 12  # parts still add up to 1e-9 after rounding
_NOTHING = 1e-12
_DAYS = 365.25


@dataclass(frozen=True, slots=True)
class Panel:
    """Statements that take a side in the full periods; all arrays (statements,).

    ``side`` is 1 or -1, ``time`` in years; ``followed`` says whether the holder is named and
    heard in two periods or more. A period stands at the mean date of its statements.
    """

    side: Floats
    time: Floats
    weight: Floats
    period: Ints
    holder: Ints
    followed: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.side)

    def where(self, chosen: NDArray[np.bool_]) -> Panel:
        """The chosen statements alone."""
        names = ("side", "time", "weight", "period", "holder", "followed")
        return replace(self, **{name: getattr(self, name)[chosen] for name in names})

    def means(self, values: Floats) -> Floats:
        """The weighted mean of ``values`` over each statement's holder."""
        sums = np.bincount(self.holder, self.weight * values)
        amounts = np.bincount(self.holder, self.weight)
        result: Floats = sums[self.holder] / amounts[self.holder]
        return result


@dataclass(frozen=True, slots=True)
class Slope:
    """Change of balance a year with its interval; all nan, and why, where there is none."""

    estimate: float = math.nan
    low: float = math.nan
    high: float = math.nan
    reason: str = ""


def slopes(statements: Counted, config: TrendsSection, assets: Assets) -> list[Change]:
    """Rows total, within and mix of ``slope:balance``, in balance per year.

    They run from the first to the last period with ``min_n`` sided statements; ``n`` are the
    statements of all full periods, for within of the holders followed. Without enough
    holders the rows stay, and their method says what is missing.

    Raises:
        ModelError: the event table is needed and missing or not understood.
    """
    periods = split(statements, config.period, assets, whole=False)
    full = full_periods(statements, periods, config)
    if len(full) < 2:
        return []
    found = panel(statements, full, config.unit)
    inner = found.where(found.followed)
    rows = (("total", found), ("within", inner), ("mix", found))
    measured = fit(found, config.level)
    return [_row(name, chosen, measured[name], full, config) for name, chosen in rows]


def panel(statements: Counted, full: Mapping[str, Places], unit: CountingUnit) -> Panel:
    """The sided statements of the periods ``full``, in order of time and then of id."""
    columns = []
    for number, chosen in enumerate(full.values()):
        sided = statements.stance[chosen] <= AGAINST
        inside = chosen[sided]
        moment = float(np.mean([_years(statements.dates[i]) for i in inside]))
        columns.append((
            np.where(statements.stance[inside] == FAVOR, 1.0, -1.0),
            np.full(len(inside), moment),
            weights(statements, inside, unit),
            np.full(len(inside), number, np.int64),
            statements.holder[inside],
        ))  # fmt: skip
    side, time, weight, period, holder = (
        np.concatenate(column) for column in zip(*columns, strict=True)
    )
    pairs = np.unique(np.stack([holder, period], axis=1), axis=0)
    often = np.bincount(pairs[:, 0], minlength=len(statements.holders)) >= 2
    followed = (often & is_named(statements))[holder]
    return Panel(side, time, weight, period, holder, followed)


def fit(found: Panel, level: float) -> dict[str, Slope]:
    """Slopes of ``found`` by component; total = within + mix."""
    inner = found.where(found.followed)
    holders, followed = (len(np.unique(rows.holder)) for rows in (found, inner))
    total = _too_few(holders, "holders")
    within = mix = _too_few(followed, f"of {holders} holders in two periods or more")
    if not total.reason:
        centred = found.time - np.average(found.time, weights=found.weight)
        design = np.stack([centred, np.ones(len(found))], axis=1)
        total = _fit(found, found.side, design, np.array([1.0, 0.0]), level)
    if not within.reason:
        away = inner.time - inner.means(inner.time)
        side = inner.side - inner.means(inner.side)
        within = _fit(inner, side, away[:, None], np.ones(1), level)
        mix = _mix(found, level)
    return {"total": total, "within": within, "mix": mix}


def _mix(found: Panel, level: float) -> Slope:
    """What the pooled slope owes to holders who speak early and others who speak late.

    Who is not followed has no distance from a mean time of their own.
    """
    middle = np.where(found.followed, found.means(found.time), found.time)
    away = found.time - middle
    middle = middle - np.average(middle, weights=found.weight)
    inner, outer = (float(found.weight @ column**2) for column in (away, middle))
    share = outer / (inner + outer)
    if share < _NOTHING:
        return Slope(0.0, reason="everybody is heard at the same times")
    design = np.stack([away, middle, np.ones(len(found))], axis=1)
    return _fit(found, found.side, design, np.array([-share, share, 0.0]), level)


def _fit(rows: Panel, side: Floats, design: Floats, contrast: Floats, level: float) -> Slope:
    """The contrast of a weighted regression on ``design`` (rows, k), clustered on holder."""
    from scipy.special import stdtrit
    from statsmodels.regression.linear_model import WLS

    result: Any = WLS(side, design, weights=rows.weight).fit(
        cov_type="cluster", cov_kwds={"groups": rows.holder, "use_correction": True}
    )
    estimate = float(contrast @ result.params)
    variance = float(contrast @ result.cov_params() @ contrast)
    square = (design * rows.weight[:, None]).T @ design
    share = rows.weight * (design @ np.linalg.solve(square, contrast)) ** 2
    clusters = effective(np.bincount(rows.holder, share).astype(np.float64))
    if clusters < LEAST_EFFECTIVE:
        return Slope(reason=f"too few: the holders weigh like {clusters:.1f} equal ones")
    if variance < _NOTHING:
        return Slope(estimate, reason="nobody differs from the line, so there is no interval")
    reach = math.sqrt(variance) * float(stdtrit(clusters - 1, 0.5 + level / 2))
    return Slope(estimate, estimate - reach, estimate + reach)


def _too_few(holders: int, kind: str) -> Slope:
    if holders >= LEAST_HOLDERS:
        return Slope()
    return Slope(reason=f"too few: {holders} {kind}, {LEAST_HOLDERS} are needed")


def _row(
    component: str, rows: Panel, measured: Slope, full: Mapping[str, Places], config: TrendsSection
) -> Change:
    names = list(full)
    holders = len(np.unique(rows.holder))
    what = {
        "total": "pooled over holders",
        "within": "holder fixed effects, of holders in two periods or more",
        "mix": "pooled less fixed effects, by Mundlak's regression",
    }[component]
    method = (
        f"change of balance a year on a straight line over {len(full)} periods, {what}: "
        f"{holders} holders; errors clustered on holder (CR1, t by effective clusters), "
        f"level {config.level:g}; coding error not included"
    )
    return Change(
        measure=MEASURE,
        component=component,
        earlier=names[0],
        later=names[-1],
        n=len(rows),
        n_earlier=int(np.count_nonzero(rows.period == 0)),
        n_later=int(np.count_nonzero(rows.period == len(full) - 1)),
        n_holders=holders,
        estimate=round(measured.estimate, _DECIMALS) + 0.0,
        low=round(measured.low, _DECIMALS) + 0.0,
        high=round(measured.high, _DECIMALS) + 0.0,
        method=f"{measured.reason}; {method}" if measured.reason else method,
    )


def _years(text: str) -> float:
    """Middle of the days that a partial date may mean, in years."""
    days = extent(text)
    if days is None:  # what has a period has a date
        raise ValueError(f"{text!r} is not a date")
    return (days[0].toordinal() + days[1].toordinal()) / 2 / _DAYS

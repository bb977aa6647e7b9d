"""The generated lead: sentences with figures, intervals and what the page cannot say."""

from __future__ import annotations

import math

from pipeline.report import method
from pipeline.report.figures.change import changes_of
from pipeline.report.ledger import Column, Frame, Ledger
from pipeline.report.placeless import placeless
from pipeline.report.timeline import days_of
from pipeline.report.wording import (
    count,
    date_words,
    percent,
    percent_range,
    period_words,
    signed,
    signed_range,
)
from pipeline.trends.people import UNRELIABLE

_SCALE = "from −1 (all dispute) to +1 (all favour)"


def lead(ledger: Ledger) -> list[str]:
    """What the corpus says, how that changed, and what cannot be said."""
    return [_state(ledger), _course(ledger), *_warning(ledger), _limits(ledger)]


def _warning(ledger: Ledger) -> list[str]:
    """A plain word when the model behind the labels was measured and found weak."""
    people = ledger.folder.frame("people")
    if not (people["placed"] == UNRELIABLE).any():
        return _caution(ledger)
    return [
        "Mind the labels: measured on coded sentences, the stance model that made them "
        "often took one side for the other. So nobody is called a proponent or a critic here, and "
        "a figure on this page is a reason to read its sentences, not yet a finding."
    ]


def _caution(ledger: Ledger) -> list[str]:
    """How often the judge is right when it calls a side, where that was measured."""
    found = method.precision(ledger)
    if not found:
        return []
    rows = (found[side] for side in ("favor", "against"))
    favor, against = (
        f"{percent(row['value'])} ({percent_range(row['low'], row['high'])})" for row in rows
    )
    return [
        f"Mind the labels: on {method.tested_on(ledger)}, {favor} of what this judge calls "
        f"favouring was coded so by others, and {against} of what it calls disputing."
    ]


def _short(n: int) -> str:
    """Six digits are read at a glance, more are not."""
    return f"{n:,}" if n < 1_000_000 else f"{n / 1e6:.2f} million"


def key_figures(ledger: Ledger) -> list[tuple[str, str]]:
    """Name and value of the figures under the title."""
    manifest, people = ledger.folder.manifest, ledger.folder.frame("people")
    whole = ledger.overall("balance")
    conference = ledger.neurips
    since = ledger.statements["date"] > (conference.end or conference.date) if conference else None
    figures = [
        ("documents", f"{len(ledger.folder.frame('documents')):,}"),
        ("words read", _short(int(manifest.get("words", 0)))),
        ("statements about scaling", f"{len(ledger.statements):,}"),
        ("of them counted in shares", f"{len(ledger.counted):,}"),
        ("of those take a side, for or against", f"{len(ledger.sided):,}"),
        ("balance, from −1 to +1", "–" if whole is None else signed(whole.estimate)),
        ("proponents · critics", _placed(people)),
    ]
    if since is not None and conference is not None:
        figures.append((f"statements after {conference.title}", f"{int(since.sum()):,}"))
    return figures


def _placed(people: Frame) -> str:
    """How many are on either side; not told while the stance model is too weak for it."""
    if len(people) and (people["placed"] == UNRELIABLE).all():
        return "not shown"
    counted = people.loc[people["kind"] != "group", "placed"].value_counts()
    return f"{counted.get('proponent', 0)} · {counted.get('critic', 0)}"


def span_of_time(ledger: Ledger) -> str:
    """``from March 2019 to December 2025``; "" without dates.

    A comment can be older or younger than the day of its thread.
    """
    known = (ledger.folder.frame("documents")["date"], ledger.counted["date"])
    dates = sorted(filter(days_of, {str(date) for column in known for date in column}))
    return span_words(dates[0][:7], dates[-1][:7]) if dates else ""


def span_words(first: str, last: str) -> str:
    """``from March 2019 to December 2025``, of partial ISO dates no finer than months."""
    if last.startswith(first):
        return f"in {date_words(first)}"
    return f"from {date_words(first)} to {date_words(last)}"


def _state(ledger: Ledger) -> str:
    rows = ledger.counted
    total = count(len(ledger.folder.frame("documents")), "document")
    if rows.empty:
        return f"In {total} no statement about scaling counts in shares."
    when = span_of_time(ledger)
    return (
        f"In {total}{' ' + when if when else ''}, {_share(ledger, 'favor')} of the "
        f"{count(len(rows), 'statement')} about scaling that are not merely reported, denied or "
        "asked favour the hypothesis that more scale keeps bringing major gains, and "
        f"{_share(ledger, 'against')} dispute it."
    )


def _share(ledger: Ledger, stance: str) -> str:
    row = ledger.overall(f"share:{stance}")
    if row is None or math.isnan(row.estimate):
        n = int((ledger.counted["stance"] == stance).sum())
        return f"{n} (too few for an interval)"
    return f"{percent(row.estimate)} ({percent_range(row.low, row.high)})"


def _course(ledger: Ledger) -> str:
    changes = changes_of(ledger)
    if changes.empty:
        return _last_period(ledger)
    pair = changes[["earlier", "later"]].iloc[0]
    rows = changes[(changes[["earlier", "later"]] == pair).all(axis=1)].set_index("component")
    if "total" not in rows.index:
        return _last_period(ledger)
    when = f"From {period_words(pair['earlier'])} to {period_words(pair['later'])}"
    total = rows.loc["total"]
    parts = "" if total["n_holders"] == 1 else _parts(rows)  # nobody came or went
    return f"{when} {_whole(total)}{parts}."


def _whole(total: Column) -> str:
    """The change itself; only one whose interval holds 0 is called not clear."""
    what = f"the balance of favour over dispute, {_SCALE},"
    way = "towards favour" if total["estimate"] > 0 else "towards dispute"
    if math.isnan(total["low"]):
        differs = "differs by" if total["estimate"] else "is the same in the end:"
        return f"{what} {differs} {signed(total['estimate'])} ({_no_interval(total)})"
    if total["low"] <= 0 <= total["high"]:
        return f"no clear change of {what} can be seen: {_part(total)}"
    return f"{what} moved {way} by {_part(total)}"


def _no_interval(row: Column) -> str:
    """Why a change has none: it would come of what others say, and there is one holder."""
    rests = "it rests on one holder, so " if row["n_holders"] == 1 else ""
    return f"{rests}no interval can be given"


def _parts(rows: Frame) -> str:
    """The three parts of a change, in one clause; nothing when one of them is missing."""
    if not {"within", "mix", "interaction"} <= set(rows.index):
        return ""
    within, mix = rows.loc["within"], rows.loc["mix"]
    if math.isnan(within["low"]) and within["n_holders"] < 2:
        return "; too few spoke in both for changed minds to be told from voices that came and went"
    if math.isnan(within["low"]) and within["estimate"] == 0:
        rest = ", so what change there is comes of another mix of voices" if mix["estimate"] else ""
        who = f"none of the {int(within['n_holders'])} who spoke in both"
        return f"; {who} changed their balance{rest}"
    named = rows.loc[["within", "mix", "interaction"]]
    without = bool(named["low"].isna().all())
    clear = without or ((named["low"] > 0) | (named["high"] < 0)).any()
    return (
        f"; {'of this' if clear else 'its parts are no clearer:'} "
        f"{_part(within)} is the same voices saying something else, "
        f"{_part(mix)} another mix of voices, and "
        f"{_part(rows.loc['interaction'])} what both did together"
    )


def _part(row: Column) -> str:
    reach = signed_range(row["low"], row["high"])
    told = "no interval" if math.isnan(row["low"]) else reach
    return f"{signed(row['estimate'])} ({told})"


def _last_period(ledger: Ledger) -> str:
    rows = ledger.trend(["balance"]).dropna(subset=["estimate"])
    if rows.empty:
        return "Too few statements are dated to say whether the balance changed."
    last = rows.iloc[-1]
    return (
        f"In {period_words(last['period'])} the balance of favour over dispute, {_SCALE}, is "
        f"{signed(last['estimate'])} ({signed_range(last['low'], last['high'])}); there are too "
        "few statements in two periods to say who changed."
    )


def _limits(ledger: Ledger) -> str:
    left_out = placeless(ledger)
    tail = f"; {left_out}" if left_out else ""
    return (
        "This page cannot say what anybody outside these corpora thinks, nor who is right; its "
        "intervals count which documents were read, not the errors of the machine that judged "
        f"them{tail}."
    )

"""Dividing words: what is said more often by one side than by the other.

Weighted log-odds with an informative Dirichlet prior: Monroe, Colaresi and Quinn (2008),
"Fightin' Words", Political Analysis 16(4), equations 15 to 22. The prior is the words of
all statements, so that rare words cannot win by chance and common ones do not by mass.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from typing import Any

import altair as alt
import pandas as pd

from pipeline.report.figures.base import Canvas, Figure, Mark, mark_of, nothing, with_marks
from pipeline.report.ledger import Frame, Ledger
from pipeline.report.theme import AXIS, FILLS, LINES, SIDES, signs, stance_scale
from pipeline.report.wording import count, label

_WORD = re.compile(r"[^\W\d_][\w’'-]{2,30}")
_A_SIDE, _LEAST, _PRIOR = 15, 4, 500.0
_CHANCE = 2  # a z-score nearer to 0 is nothing to speak of
_STOP = frozenset(
    """
    the and for that this with are was were not but you they have has had its it's from what which
    will would can could there their then than them these those been being about into just also
    more most some any all our your his her she him who how when where why because does did doing
    don't isn't doesn't didn't can't won't i'm we're they're that's there's only even very much
    such over out now one too way get got let say said says like
    """.split()  # noqa: SIM905  # words are easier read as words
)
_COLUMNS = {
    "word": "Word", "side": "More often by those who", "z": "z-score",
    "log_odds": "Log-odds ratio", "n_favor": "In favouring", "n_against": "In disputing",
}  # fmt: skip


def dividing_words(ledger: Ledger) -> Figure:
    """The words with the largest z-scores of either side; each links to where it stands."""
    title = "Words one side says more"
    rows = ledger.sided
    found = {int(i): _words(text) for i, text in rows["text"].items()}
    sides = {side: rows.index[rows["stance"] == side] for side in SIDES}
    counts = {side: Counter(w for i in at for w in found[int(i)]) for side, at in sides.items()}
    scores = log_odds(counts["favor"], counts["against"])
    said = counts["favor"] + counts["against"]
    chosen = _chosen({word: score for word, score in scores.items() if said[word] >= _LEAST})
    if not chosen:
        missing = "Too few statements on both sides to say which words divide them."
        return nothing("words", title, missing)
    where: dict[str, list[int]] = defaultdict(list)
    for i in rows.index:
        for word in sorted(set(found[int(i)]) & set(chosen)):
            where[word].append(int(i))
    frame, marks = _rows(chosen, scores, counts, where)
    return Figure(
        id="words",
        title=title,
        summary=_summary(frame),
        note=(
            "z-scores of log-odds with an informative Dirichlet prior (Monroe, Colaresi and "
            f"Quinn 2008), words said in at least {_LEAST} statements that take a side: the "
            f"further from 0, the less it can be chance; within −{_CHANCE} to +{_CHANCE} it well "
            "can, and among thousands of words a few lie beyond by chance. A word divides the "
            "sides in these corpora; it is not a reason."
        ),
        frame=with_marks(frame, marks),
        columns=_COLUMNS,
        drawing=_draw,
        marks=tuple(marks),
    )


def log_odds(
    ours: Counter[str], theirs: Counter[str], *, prior: float = _PRIOR
) -> dict[str, tuple[float, float]]:
    """Log-odds ratio and z-score of each word, positive where ``ours`` says it more.

    Args:
        ours: word counts of one side.
        theirs: word counts of the other side.
        prior: total weight of the Dirichlet prior, in words.
    """
    both = ours + theirs
    total, n_ours, n_theirs = sum(both.values()), sum(ours.values()), sum(theirs.values())
    scores = {}
    for word in sorted(both):
        weight = prior * both[word] / total
        a, b = ours[word] + weight, theirs[word] + weight
        ratio = math.log(a / (n_ours + prior - a)) - math.log(b / (n_theirs + prior - b))
        scores[word] = (ratio, ratio / math.sqrt(1 / a + 1 / b))
    return scores if n_ours and n_theirs and len(both) > 1 else {}


def _words(text: str) -> list[str]:
    """The distinct words of a sentence: a word counts once a statement, however often said."""
    found = {word.casefold().replace("’", "'") for word in _WORD.findall(text)}
    return sorted(found - _STOP)


def _chosen(scores: dict[str, tuple[float, float]]) -> list[str]:
    ranked = sorted(scores, key=lambda word: (scores[word][1], word))
    last = [w for w in ranked[:_A_SIDE] if scores[w][1] < -1]
    first = [w for w in ranked[::-1][:_A_SIDE] if scores[w][1] > 1]
    return first + last[::-1]


def _rows(
    chosen: list[str],
    scores: dict[str, tuple[float, float]],
    counts: dict[str, Counter[str]],
    where: dict[str, list[int]],
) -> tuple[Frame, list[Mark]]:
    rows, marks = [], []
    for word in chosen:
        ratio, z = scores[word]
        side = "favor" if z > 0 else "against"
        n_favor, n_against = counts["favor"][word], counts["against"][word]
        rows.append({
            "word": label(word, 24), "stance": side, "z": z, "log_odds": ratio,
            "side": "favour" if z > 0 else "dispute", "n_favor": n_favor, "n_against": n_against,
        })  # fmt: skip
        words = (
            f"“{label(word, 24)}”: in {count(n_favor, 'favouring statement')} and "
            f"{count(n_against, 'disputing one', 'disputing ones')}, z = {z:+.1f}"
        )
        marks.append(mark_of("words", words, where[word], word))
    return pd.DataFrame(rows), marks


def _summary(frame: Frame) -> str:
    ranked = frame.assign(size=frame["z"].abs()).sort_values(
        ["size", "word"], ascending=[False, True]
    )
    sides = {side: list(part["word"][:5]) for side, part in ranked.groupby("side")}
    parts = [f"those who {side} say more often: {', '.join(sides[side])}" for side in sorted(sides)]
    head = "Words that divide the sides"
    if ranked["size"].iloc[0] < _CHANCE:
        head = f"No word is beyond chance (z within −{_CHANCE} to +{_CHANCE}); furthest out"
    return f"{head}; {'; '.join(parts)}."


def _axis(canvas: Canvas) -> alt.Axis:
    words = "more in disputing  ←  z  →  favouring"
    return alt.Axis(
        labelExpr=signs("+d"), tickMinStep=1, tickCount=4 if canvas.narrow else 8, grid=False,
        title=words.replace("  ", " ") if canvas.narrow else words, domain=False, orient="top",
        titleFontSize=11 if canvas.narrow else 12,
    )  # fmt: skip


def _draw(frame: Frame, canvas: Canvas) -> Any:
    order = list(frame.sort_values("z", ascending=False)["word"])
    y = alt.Y("word:N", sort=order, axis=canvas.labels(grid=True))
    base = alt.Chart(frame).encode(y=y)
    x = alt.X("z:Q", axis=_axis(canvas))
    zero = alt.Chart(pd.DataFrame({"zero": [0]})).mark_rule(color=AXIS).encode(x="zero:Q")
    stems = base.mark_rule(strokeWidth=1.4).encode(
        x=x,
        x2=alt.X2Datum(0),
        color=alt.Color("stance:N", scale=stance_scale(LINES, SIDES), legend=None),
    )
    dots = base.mark_point(filled=True, size=76, opacity=1).encode(
        x=x,
        color=alt.Color("stance:N", scale=stance_scale(FILLS, SIDES), legend=None),
        shape=alt.Shape("stance:N", legend=None,
                        scale=alt.Scale(domain=list(SIDES), range=["circle", "diamond"])),
        tooltip=["description:N"], **canvas.linked(),
    )  # fmt: skip
    return alt.layer(zero, stems, dots).properties(
        width=canvas.width - (130 if canvas.narrow else 284), height=20 * len(order) + 8
    )

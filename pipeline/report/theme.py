"""How the figures look: inks, shapes, dashes and words of each stance, and Altair's settings.

The inks are exact hexadecimal values, because the page's style sheet finds them in the
frozen SVG by value and exchanges them when the reader prefers a dark page.
"""

from __future__ import annotations

from typing import Any

import altair as alt

#: Reading order of stances, as in legends and stacked bars.
ORDER: tuple[str, ...] = ("favor", "mixed", "neutral", "against")

#: The stances that take a side, on the page as in the trends: a balance is made of these alone.
SIDES: tuple[str, ...] = ("favor", "against")

#: What signs can show of a leaning, and what a position reported can be, in the order above.
POSITIONS: tuple[str, ...] = ("favor", "mixed", "against")

#: What a stance is called on the page.
WORDS: dict[str, str] = {
    "favor": "Favours",
    "mixed": "Both",
    "neutral": "Neutral",
    "against": "Disputes",
}

#: What the signs say in figures that show which way many statements lean, by figure.
_MORE = {"favor": "More favour", "mixed": "As many of either, or none", "against": "More dispute"}
LEANINGS: dict[str, dict[str, str]] = {
    **dict.fromkeys(("topics-over-time", "topic-tree", "topics-by-genre", "network"), _MORE),
    "speaks-of-whom": {
        "favor": "More told as favouring",
        "mixed": "As many of either, or none",
        "against": "More told as disputing",
    },
}

#: Fill of a stance; 3:1 against white or outlined with an ink that is.
FILLS: dict[str, str] = {
    "favor": "#0f4c81",
    "mixed": "#8f959d",
    "neutral": "#edeff1",
    "against": "#cc6422",
}

#: Line and outline of a stance; all 3:1 against white.
LINES: dict[str, str] = {
    "favor": "#0f4c81",
    "mixed": "#71767d",
    "neutral": "#8a9098",
    "against": "#b4470f",
}

#: Beside colour, each stance has its shape and its dash.
SHAPES: dict[str, str] = {
    "favor": "circle",
    "mixed": "square",
    "neutral": "triangle-up",
    "against": "diamond",
}
DASHES: dict[str, list[int]] = {
    "favor": [1, 0],
    "mixed": [2, 3],
    "neutral": [1, 4],
    "against": [7, 3],
}

INK = "#1f2328"  # words
QUIET = "#5d6168"  # axis labels, notes
GRID = "#e4e6e9"
AXIS = "#8c9299"
PAPER = "#ffffff"  # inside of hollow shapes; follows the page in the dark

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', sans-serif"


def stance_scale(table: dict[str, Any], chosen: tuple[str, ...] = ORDER) -> alt.Scale:
    """A scale from stance names to the values ``table`` holds for them."""
    return alt.Scale(domain=list(chosen), range=[table[stance] for stance in chosen])


def signs(form: str) -> str:
    """An axis label expression: ``form`` of Vega, but plain 0 and a true minus sign."""
    return f"datum.value == 0 ? '0' : replace(format(datum.value, '{form}'), '-', '−')"


def dressed(chart: Any) -> Any:
    """``chart`` with the house's fonts, inks and spacing; the last step of every figure."""
    return chart.properties(config=_CONFIG)


_CONFIG: dict[str, Any] = {
    "font": FONT,
    "background": "transparent",
    # Room at the sides: readers' fonts can be wider than the one a label was measured in.
    "padding": {"left": 10, "top": 4, "right": 26, "bottom": 4},
    "view": {"stroke": None},
    "concat": {"spacing": 14},
    "axis": {
        "labelColor": QUIET,
        "titleColor": QUIET,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "gridColor": GRID,
        "domainColor": AXIS,
        "tickColor": AXIS,
        "labelLimit": 260,
        "labelPadding": 5,
    },
    "text": {"color": INK, "fontSize": 12},
}

"""Pieces of HTML for a notebook: no script, nothing loaded, readable in light and dark.

A notebook does not say whether it is dark, and does so differently in JupyterLab, VS
Code and Colab. So words keep the colour that the notebook gives them, tints let its paper
through, and every line has an ink that stands out on white and on black alike.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

from pipeline.report.highlight import passage, spans_of
from pipeline.report.theme import WORDS
from pipeline.report.wording import clean, safe_url
from pipeline.spans import Span

#: Line of each stance: at least 3:1 against white and against #111111.
INKS: dict[str, str] = {
    "favor": "#2f80c8",
    "mixed": "#7d848c",
    "neutral": "#8a9098",
    "against": "#d0662a",
    "unrelated": "#8a9098",
}

#: Line under a sentence, by whose words it is; a shape beside the colour.
VOICE_LINES: dict[str, str] = {
    "own": "solid",
    "endorsed": "double",
    "reported": "dashed",
    "rejected": "dotted",
    "question": "dotted",
}

_ELEMENTS = {"cue": "b", "holder": "u", "quote": "i"}


def _rules() -> str:
    rules = [
        ".sd{max-width:56em;line-height:1.55}",
        ".sd table{border-collapse:collapse;margin:.4em 0 1em}",
        ".sd caption{text-align:left;font-weight:600;padding:.3em 0}",
        ".sd th,.sd td{text-align:left;vertical-align:top;padding:.2em .9em .2em 0}",
        ".sd code{white-space:pre-wrap}",
        ".sd ol{padding-left:2.2em}.sd li{margin:.7em 0}",
        ".sd .sd-text{white-space:pre-wrap;unicode-bidi:isolate;overflow-wrap:anywhere}",
        ".sd mark{color:inherit;padding:.05em 0;border-width:0 0 2px;border-style:solid}",
        ".sd mark u{text-underline-offset:.25em}",
        ".sd .tag{border-width:1px;border-style:solid;border-radius:.3em;padding:0 .35em}",
    ]
    for voice, line in VOICE_LINES.items():
        width = 4 if line == "double" else 2  # a double line of two pixels looks solid
        rules.append(f".sd mark.{voice}{{border-bottom:{width}px {line}}}")
    for stance, ink in INKS.items():
        rules.append(f".sd .{stance}.{stance}{{border-color:{ink};background:{ink}2b}}")
    return "".join(rules)


CSS = _rules()


def framed(body: str) -> str:
    """``body`` with the style sheet; math typesetters are told to leave dollar signs alone."""
    return f'<style>{CSS}</style><div class="sd tex2jax_ignore mathjax_ignore">{body}</div>'


def escaped(value: object) -> str:
    """``value`` as text in HTML: nothing of it is ever markup."""
    return html.escape(clean(value), quote=True)


def code(text: str) -> str:
    """Something to type."""
    return f"<code>{escaped(text)}</code>"


def link(url: str, words: str) -> str:
    """``words``, linked when ``url`` is a plain web address."""
    address = safe_url(url)
    if not address:
        return escaped(words)
    return f'<a href="{escaped(address)}" rel="noopener noreferrer">{escaped(words)}</a>'


def table(head: Sequence[str], rows: Iterable[Sequence[str]], *, caption: str = "") -> str:
    """A table of cells that are HTML already; ``head`` and ``caption`` are plain words."""
    title = f"<caption>{escaped(caption)}</caption>" if caption else ""
    names = "".join(f'<th scope="col">{escaped(name)}</th>' for name in head)
    lines = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    top = f"<thead><tr>{names}</tr></thead>" if names else ""
    return f"<table>{title}{top}<tbody>{body}</tbody></table>"


def tag(stance: str) -> str:
    """The name of a stance in its colour."""
    kind = stance if stance in INKS else "neutral"
    return f'<span class="tag {kind}">{escaped(WORDS.get(stance, stance))}</span>'


def sentence(text: str, start: int, cues: Iterable[str], *, stance: str, voice: str) -> str:
    """A sentence marked as ``stance`` in ``voice``, the spans that decided marked inside.

    Args:
        text: of the sentence alone.
        start: where it begins in its document, as the offsets of ``cues`` count.
        cues: ``"kind:start-end"``; others than cue, holder and quote are not shown.
        stance: one of ``INKS``, else drawn as neutral.
        voice: one of ``VOICE_LINES``, else drawn as a plain line.
    """
    own = Span(0, len(text))
    found = spans_of(cues, Span(start, start + len(text)))
    moved = [f"{kind}:{span.start - start}-{span.end - start}" for kind, span in found]
    inside = "".join(
        _nested(escaped(run.text), run.kinds)
        for run in passage(text, own, own, moved, reach=0).sentence
    )
    kind = stance if stance in INKS else "neutral"
    line = voice if voice in VOICE_LINES else "own"
    return f'<mark class="{line} {kind}" data-stance="{kind}">{inside}</mark>'


def _nested(text: str, kinds: Iterable[str]) -> str:
    for kind in kinds:
        name = _ELEMENTS[kind]
        text = f"<{name}>{text}</{name}>"
    return text

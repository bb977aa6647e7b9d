"""What the discourse layer is compared with: a few regular expressions, and textacy.

textacy is no dependency of ours: it takes part when it happens to be installed.
"""

from __future__ import annotations

import importlib
import importlib.util
import re
from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.discourse.nlp import documents
from pipeline.gold.quoted import Quotation, Spans
from pipeline.spans import Span

_DIRECT = re.compile(r"[“\"]([^“”\"\n]{12,2000})[”\"]")
_SAID = re.compile(
    r"\b(?:said|says|told|wrote|writes|asked|added|argued|claimed|tweeted|noted|explained)\b"
)
_NAME = re.compile(r"\b(?:[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,3}|[Hh]e|[Ss]he|[Tt]hey)\b")
_NEAR = 80  # characters around a quotation in which a cue is looked for


def direct_quotations(text: str) -> Iterator[Quotation]:
    """A baseline: what stands between marks, the nearest verb of speech, the nearest name."""
    for found in _DIRECT.finditer(text):
        around = Span(max(0, found.start() - _NEAR), found.end() + _NEAR)
        cue = _nearest(_SAID, text, around, found.span())
        source = _nearest(_NAME, text, around, found.span()) if cue else ()
        yield Quotation(source, cue, (Span(*found.span()),))


def _nearest(pattern: re.Pattern[str], text: str, around: Span, quoted: tuple[int, int]) -> Spans:
    left, right = quoted
    near = [
        Span(*found.span())
        for start, end in ((around.start, left), (right, around.end))
        for found in pattern.finditer(text, start, min(end, len(text)))
    ]
    return (min(near, key=lambda s: min(abs(s.start - right), abs(left - s.end))),) if near else ()


def has_textacy() -> bool:
    """True when textacy can be imported."""
    return importlib.util.find_spec("textacy") is not None


def textacy_quotations(text: str) -> Iterator[Quotation]:
    """Textacy's direct quotations, paragraph by paragraph: it gives up on odd marks."""
    extract: Any = importlib.import_module("textacy.extract")
    paragraphs = [Span(*m.span()) for m in re.finditer(r"[^\n]+", text)]
    for span, parsed in zip(paragraphs, documents([p.of(text) for p in paragraphs]), strict=True):
        try:
            found = list(extract.direct_quotations(parsed))
        except ValueError:
            continue  # an unclosed mark
        for speaker, cue, content in found:
            said = Span(span.start + content.start_char, span.start + content.end_char)
            yield Quotation(_around(span, speaker), _around(span, cue), (said,))


def _around(paragraph: Span, tokens: Iterable[Any]) -> Spans:
    """One stretch over all ``tokens`` of the library."""
    ends = [(t.idx, t.idx + len(t)) for t in tokens]
    if not ends:
        return ()
    first, last = min(start for start, _ in ends), max(end for _, end in ends)
    return (Span(first, last).shift(paragraph.start),)

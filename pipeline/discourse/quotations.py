"""Quotations whole: every stretch of what is said, over sentences, and wider than positions.

``reports`` serves the decision of holder and voice, one sentence at a time. A quotation
as a record should hold all that is said: the quoted words before and after "he said",
the sentences that a mark stays open over, what follows a colon. And newspapers report
more than positions: what people want, promise and refuse to do, and whom they praise
and blame (``[intends]`` and ``[judges]`` in ``models/verbs.toml``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.discourse.acts import acts
from pipeline.discourse.extent import (
    closed,
    described,
    ended,
    goes_on,
    is_said,
    led_in,
    without_phrase,
)
from pipeline.discourse.grammar import NOWHERE, Grammar, Report
from pipeline.discourse.lexicon import Lexicon
from pipeline.discourse.marks import Marked
from pipeline.discourse.nlp import Parse
from pipeline.discourse.reading import Reading
from pipeline.discourse.reports import sides_of
from pipeline.spans import Span, trim

_LABEL = re.compile(r"([A-Z][A-Z.'’-]{1,20}(?: [A-Z][A-Z.'’-]{1,20}){0,3}):\s")
#: A headline: "Linda Oya: We Are Late", "Poll: Few Expect More".
_HEADLINE = re.compile(r"([A-Z][\w.'’-]{1,20}(?: [A-Z][\w.'’-]{1,20}){0,3}):\s(?=[A-Z‘'\"“])")
_HEADLINE_MOST = 160  # characters of its line
_OPENING = '"“'
#: After these a phrase with a preposition is a content; after "spoke to" it is not.
_BELIEVED = ("believe", "subscribe")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A report, its source with what describes it, and all stretches of its content."""

    report: Report
    source: Span
    contents: tuple[Span, ...]


def quotations(reading: Reading, i: int, lexicon: Lexicon) -> list[Quotation]:
    """The quotations whose cue stands in sentence ``i``, in order of their cues."""
    parse = reading.parses.get(i)
    if parse is None:
        return []
    around = reading.marks_around(i)
    grammar = Grammar(parse, lexicon, [m for m in around if m.outer.overlap(parse.span)])
    found = []
    for report in _all(parse, reading.reports(i), list(acts(grammar))):
        contents = _contents(reading, i, grammar, report, around)
        if contents:
            found.append(Quotation(report, described(grammar, report), contents))
    if not any(q.report.content.end == reading.span(i).end for q in found):
        found.extend(_announced(reading, i, grammar, around))
    return [*_labelled(reading, i, grammar), *found]


def _announced(
    reading: Reading, i: int, grammar: Grammar, around: Sequence[Marked]
) -> Iterator[Quotation]:
    """As in "The minister continued:", with the words in the next sentence or paragraph."""
    text, sentence = reading.text, reading.span(i)
    verbs = [t for t in grammar.parse.tokens if t.lemma in grammar.lexicon.say]
    subject = grammar.subject(verbs[-1]) if verbs else None
    if not sentence.of(text).endswith(":") or subject is None:
        return
    follows = trim(text, Span(sentence.end, reading.segment(i).end))
    mark = next((m.inner for m in around if m.outer.start == follows.start), None)
    line = text.find("\n", follows.start, follows.end)
    said = mark or Span(follows.start, line if line >= 0 else follows.end)
    if said:
        report = grammar.report("verb", verbs[-1], subject, said, "neutral")
        yield Quotation(report, described(grammar, report), (said,))


def _labelled(reading: Reading, i: int, grammar: Grammar) -> Iterator[Quotation]:
    """As in an interview that is printed: "OYA: It works. It always did."."""
    sentence, text = reading.span(i), reading.text
    start = sentence.start + (text[sentence.start] in _OPENING)  # papers quote every turn
    found = _LABEL.match(text, start, reading.segment(i).end)
    if found is None and start == reading.segment(0).start:
        line = text.find("\n", start, start + _HEADLINE_MOST)
        found = _HEADLINE.match(text, start, line) if line > 0 else None
    opens = not text[max(0, sentence.start - 1) : sentence.start].strip("\n")
    if found is None or not opens:
        return
    line = text.find("\n", found.end(), reading.segment(i).end)
    said = trim(text, Span(found.end(), line if line >= 0 else reading.segment(i).end))
    name, colon = (grammar.parse.at(found.end(1) + back) for back in (-1, 0))
    if said and name is not None and colon is not None:
        report = grammar.report("verb", colon, name, said, "neutral")
        source = Span(*found.span(1))
        yield Quotation(replace(report, source=source), source, (said,))


def _begins_late(parse: Parse, report: Report) -> bool:
    """True where only a phrase is left of the content: "in a speech" of "attacked him in …"."""
    first = parse.at(report.content.start)
    return report.kind == "verb" and first is not None and first.pos == "ADP"


def _aside(parse: Parse, report: Report) -> bool:
    """True for "spoke to the press", "talked in May"."""
    first = parse.at(report.content.start)
    return (
        _begins_late(parse, report)
        and report.lemma not in _BELIEVED
        and first is not None
        and first.lower in ("to", "in", "for", "at", "with")
    )


def _all(parse: Parse, known: Sequence[Report], wider: Sequence[Report]) -> list[Report]:
    """Positions and acts by their cues; of the same cue, the one with more content."""
    by_cue = {report.cue: report for report in wider}
    chosen = []
    for report in known:
        if report.content == NOWHERE:
            continue  # it stands in the next line, see ``_announced``
        act = by_cue.pop(report.cue, None)
        if act is not None and (act.content.holds(report.content) or _begins_late(parse, report)):
            report = replace(report, content=act.content)
        if act is not None or not _aside(parse, report):
            chosen.append(report)
    return sorted((*chosen, *by_cue.values()), key=lambda r: (r.cue, r.source))


def _contents(
    reading: Reading, i: int, grammar: Grammar, report: Report, around: Sequence[Marked]
) -> tuple[Span, ...]:
    parse = grammar.parse
    cue = parse.at(report.cue.start)
    if cue is None or report.content == NOWHERE:
        return ()
    if report.kind == "according":
        return tuple(closed(side, around) for side in without_phrase(grammar, cue, report))
    if report.kind != "verb":
        return (report.content,)
    spoken = _spoken_marks(reading, i, report, around)
    if spoken:
        return (led_in(grammar, cue, spoken[0]), *spoken[1:])
    if not is_said(grammar, cue, report.content):
        return ()
    sides = sides_of(grammar, cue) or (report.content,)
    return tuple(ended(grammar, goes_on(grammar, cue, closed(side, around))) for side in sides)


def _spoken_marks(
    reading: Reading, i: int, report: Report, around: Sequence[Marked]
) -> tuple[Span, ...]:
    """All that is between marks, when the content is: before, between and after the cue."""
    text, sentence = reading.text, reading.span(i)
    outside = [m for m in around if not m.outer.start <= report.cue.start < m.outer.end]
    first = next((k for k, m in enumerate(outside) if _is(text, m, report.content)), -1)
    if first < 0:
        return ()
    chosen = [outside[first]]
    opens = min(report.source.start, report.cue.start)
    if first and outside[first - 1].outer.end <= opens < chosen[0].outer.start:
        before = outside[first - 1]  # "…," he said, "…": the parser saw the second part only
        if before.closed and not text[before.outer.end : opens].strip(" "):
            chosen.insert(0, before)
    for mark in outside[first + 1 :]:
        last = chosen[-1].outer.end
        between = text[max(last, report.cue.end) : mark.outer.start]
        inserted = mark.outer.start < sentence.end and last <= report.cue.start and not mark.scare
        follows = mark.outer.start >= sentence.end and not between[sentence.end - max(
            last, report.cue.end) :].strip(" ")  # fmt: skip
        if mark.outer.start < report.cue.end or not (inserted or follows) or "\n" in between:
            break
        if follows and (last > sentence.end or _is_claimed(reading, mark)):
            break
        chosen.append(mark)
    return tuple(m.inner for m in chosen)


def _is(text: str, mark: Marked, content: Span) -> bool:
    """True when the content is this quotation, or a piece of it, but for marks and stops."""
    inside = mark.inner.overlap(content)
    return inside >= 0.9 * len(content.of(text)) and inside > 0


def _is_claimed(reading: Reading, mark: Marked) -> bool:
    """True when a sentence that the quotation touches has a cue of its own outside it."""
    touched = {reading.at(mark.outer.start), reading.at(mark.outer.end - 1)}
    for j in sorted(touched):
        parse = reading.parses.get(j)
        for report in reading.reports(j) if parse is not None else ():
            outside = not mark.outer.start <= report.cue.start < mark.outer.end
            if outside and report.content.overlap(mark.inner):
                return True
    return False

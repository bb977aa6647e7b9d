"""In whose voice a sentence speaks: own, endorsed, reported, rejected or question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.discourse.grammar import FIRST, NOWHERE, SUBJECTS, Report
from pipeline.discourse.marks import marked
from pipeline.discourse.nlp import Parse, Token
from pipeline.discourse.phrases import (
    AGREED,
    ASKS,
    DENIED,
    DISTANT,
    GRANTED,
    IRONY,
    PLAYED,
    RHETORICAL,
    SUPPOSED,
    TAG,
    TURNS,
)
from pipeline.records import Voice
from pipeline.spans import Span

_OPENING = "\"“„«‘'*_([ "
_AFTER_QUESTION = '"”’)]*_ !.…'  # as in “enough?!” and (enough?).


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence with what its voice depends on."""

    sentence: str
    before: str  # the sentence before it in its segment, "" at the start
    after: str  # the sentence after it
    host: bool
    spoken: bool  # in a transcript
    prose: bool = False  # written in one voice, where nobody is there to be asked
    frame: str = ""  # the sentence with the report, when it is another one


def voice_of_report(report: Report, scene: Scene) -> Voice:
    """How the reporter stands to what they report."""
    asks = scene.sentence.rstrip(_AFTER_QUESTION).endswith("?")
    if asks and (scene.host or (ASKS.match(scene.sentence) and not TAG.search(scene.sentence))):
        return "question"
    if DENIED.match(scene.after) or any(map(DISTANT.search, (scene.sentence, scene.frame))):
        return "rejected"
    if GRANTED.match(scene.after) or any(map(AGREED.search, (scene.sentence, scene.frame))):
        return "endorsed"
    if report.attitude == "reject":
        return "rejected"
    return "endorsed" if report.attitude == "endorse" else "reported"


def voice_of_own(scene: Scene) -> tuple[Voice, str]:
    """Own, or question where the words are asked or supposed; with what decided, or ""."""
    asks = scene.sentence.rstrip(_AFTER_QUESTION).endswith("?") and not _asks_inside(scene.sentence)
    if SUPPOSED.match(scene.sentence) or PLAYED.search(scene.before):
        return "question", "supposed"
    open_ = scene.spoken or (scene.prose and not RHETORICAL.match(scene.sentence))
    if asks and (scene.host or (open_ and not TAG.search(scene.sentence))):
        return "question", "asked"
    return "own", ""


def first_person(parse: Parse) -> Span:
    """The subject of "I launched a campaign", "My target was the notion"; else nowhere.

    What such a sentence tells of others' views it tells as the doing of whoever speaks.
    """
    subject = _main_subject(parse)
    if subject is None:
        return NOWHERE
    owner = parse.child(subject.i, "poss")
    mine = any(t is not None and t.lower in FIRST for t in (subject, owner))
    return Span(subject.start, subject.end) if mine else NOWHERE


def _asks_inside(sentence: str) -> bool:
    """True where the question is one that the sentence quotes: "They should be asked “why?”"."""
    whole = Span(0, len(sentence))
    return any(
        q.closed
        and q.outer.start > len(sentence) - len(sentence.lstrip(_OPENING))
        and sentence[: q.outer.end].rstrip(_AFTER_QUESTION).endswith("?")
        and not sentence[q.outer.end :].strip(_AFTER_QUESTION)
        for q in marked(sentence, whole)
    )


def answers(sentence: str) -> bool:
    """True when the sentence grants or denies what was reported before it."""
    return bool(DENIED.match(sentence) or GRANTED.match(sentence))


def ironic(text: str) -> bool:
    """True when the words carry a mark of irony."""
    return bool(IRONY.search(text))


def primary(found: Sequence[Report], parse: Parse, sentence: str) -> Report | None:
    """The report that carries the sentence: its main statement, or most of its words.

    A first-person frame ("I think X says") gives way to the report inside it. What the
    author adds for themselves beside a report ("X says so, but it never will") wins.
    """
    length = max(1, parse.span.end - parse.span.start)
    best: tuple[float, Report] | None = None
    for report in found:
        unnamed = report.source == NOWHERE and report.kind != "noun"
        if report.first or unnamed or report.conditional:
            continue
        covered = (report.content.end - report.content.start) / length
        weight = covered + (0.6 if report.root or _absolute(report, parse) else 0.0)
        weight += 0.1 if _of_main_subject(report, parse) else 0.0
        if weight >= 0.55 and (best is None or weight > best[0]):
            best = weight, report
    if best is None:
        return None
    report = best[1]
    framed = report.kind in ("according", "frame", "agree") or _absolute(report, parse)
    return report if framed or not _author_adds(report, found, parse, sentence) else None


def _absolute(report: Report, parse: Parse) -> bool:
    """True for "with people like Altman being believers"."""
    cue = parse.at(report.cue.start) if report.kind == "camp" else None
    return cue is not None and any(
        t.lower == "being" for t in parse.tokens[max(0, cue.i - 3) : cue.i]
    )


def _main_subject(parse: Parse) -> Token | None:
    return parse.child(parse.root.i, *SUBJECTS) if parse.root is not None else None


def _of_main_subject(report: Report, parse: Parse) -> bool:
    """True for "they have talked themselves into the idea that …", which is theirs, too."""
    subject = _main_subject(parse)
    return subject is not None and report.source.start <= subject.start < report.source.end


def _author_adds(report: Report, found: Sequence[Report], parse: Parse, sentence: str) -> bool:
    """True when a clause stands against the report that is nobody else's.

    Either the sentence's main verb is the author's, or there is a clause after "but",
    "yet" or a semicolon, or with "I" as its subject; what "and" joins goes with the report.
    """
    if TURNS.search(sentence) or (not report.root and _has_own_main(report, parse)):
        return True
    inside = [r for r in found if not r.first]
    mine = {r.cue.start for r in found if r.first}  # "…, and I think"; not "…, and I told him"
    quoted = (q.inner.shift(parse.span.start) for q in marked(sentence, Span(0, len(sentence))))
    spoken = [*(r.content for r in inside), *quoted]
    for token in parse.tokens:
        if token.pos not in ("VERB", "AUX") or token.dep != "conj":
            continue
        if any(said.start <= token.start < said.end for said in spoken):
            continue
        if any(r.cue.start == token.start for r in inside):
            continue
        subject = parse.child(token.i, *SUBJECTS, "expl")
        first, last = parse.tokens[token.left], parse.tokens[token.right - 1]
        long = last.end - first.start > 0.25 * (parse.span.end - parse.span.start)
        if subject is not None and long and (_contrasts(parse, token) or token.start in mine):
            return True
    return False


def _has_own_main(report: Report, parse: Parse) -> bool:
    """True when the main verb has a subject of its own, other than "I", "it" or the source."""
    root = parse.root
    if root is None or report.content.start <= root.start < report.content.end:
        return False
    subject = _main_subject(parse)
    if subject is None or _of_main_subject(report, parse):
        return False
    return subject.lower not in ("i", "we", "it", "you")


def _contrasts(parse: Parse, clause: Token) -> bool:
    before = [t.lower for t in parse.tokens[max(0, clause.left - 2) : clause.left]]
    return any(w in ("but", "yet", ";", "however", "—", "–", "though") for w in before)

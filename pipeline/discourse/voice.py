"""In whose voice a sentence speaks: own, endorsed, reported, rejected or question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.discourse.nlp import Parse, Token
from pipeline.discourse.reports import NOWHERE, SUBJECTS, Report
from pipeline.records import Voice
from pipeline.spans import Span

_START = r"^[\W_]*(?:(?:but|and|well|yet|so|no|yeah|now|look|oh|i mean|actually|frankly)[\s,]+){0,3}"
_THEY = r"(?:he|she|they|it|that|this|which|these|those|all of (?:this|that|it)|both|none of (?:it|this|that))"
_BE = r"(?:\s(?:is|was|are|were|has been|have been|turned out to be|proved|looks?)|['’](?:s|re))"
_FALSE = (
    r"(?:wrong|mistaken|false|nonsense|absurd|ridiculous|silly|rubbish|bollocks|naive|naïve|"
    r"a (?:mistake|myth|fantasy|lie|fallacy|non sequitur|joke)|not (?:so|true|right|the case|how|"
    r"what|correct|even)|untrue|bunk|bullshit|hogwash|delusional|deluded|laughable|embarrassing)"
)
_TRUE = r"(?:right|correct|true|spot on|on to something|onto something|not wrong|absolutely right)"
_ADVERBS = r"(?:\s(?:\w+ly|just|simply|all|both|dead|plain|still|so|quite|not only))?"
REJECTED_AFTER = re.compile(
    _START
    + rf"(?:{_THEY}{_BE}{_ADVERBS}\s{_FALSE}|{_THEY}\s(?:isn['’]t|wasn['’]t|aren['’]t|weren['’]t)"
    r"\s(?:so|true|right|the case|how|what|correct)|"
    r"(?:he|she|it|they|that)\s(?:didn|doesn|don|isn|won|hasn|haven|wasn|can|couldn)['’]?t\s*[.!]|"
    r"i\s(?:\w+\s)?(?:disagree|beg to differ)|i\s(?:really |just |still )?(?:do not|don['’]t)\s"
    r"(?:buy|agree|believe|accept|think so)|(?:nonsense|wrong|nope|rubbish|false|hardly|ha)\b[.!,]|"
    r"not so\b|how wrong|this is why that is not|the (?:truth|reality|problem) is|"
    r"(?:he|she|they) (?:should|could)(?:n['’]t| not)\b)",
    re.I,
)
ENDORSED_AFTER = re.compile(
    _START
    + rf"(?:(?:and )?{_THEY}{_BE}{_ADVERBS}\s{_TRUE}|i\s(?:\w+\s){{0,2}}(?:agree|concur|believe (?:him|her"
    r"|them|it))|(?:exactly|indeed|quite right|precisely|hear, hear)\b[.!,]|"
    r"i['’]m with (?:him|her|them)|i['’]ll (?:just )?take (?:his|her|their) word|"
    r"i could(?:n['’]t| not) agree more|i share)",
    re.I,
)
_REJECTING = re.compile(
    r"\b(?:wrongly|mistakenly|falsely|erroneously|foolishly|naively|supposedly|allegedly|absurdly|"
    r"so-called|wrong-headed|misguided|silly|ridiculous|nonsensical|misleadingly|infamously|"
    r"laughabl[ey]|pretend(?:s|ed|ing)?|fantas(?:y|ies)|delusions?|snake oil|hucksters?|gullible|"
    r"stupid(?:ly)?|idiotic|hypsters?|cult|grifters?|used to (?:say|tell|think|believe|claim)|"
    r"keeps? (?:on )?(?:saying|telling|claiming|insisting)|swore|still (?:think|believe|claim|say|insist)s?)\b",
    re.I,
)
_ENDORSING = re.compile(
    r"\b(?:rightly|correctly|aptly|wisely|presciently|as \w+(?: \w+)? (?:\w+ly )?"
    r"(?:says|said|notes|noted|put it|puts it|points out|pointed out|observed|warned|argues|argued|"
    r"explains|explained|showed|shows)|(?:i|we)(?: \w+){0,3} (?:agree|concur) with|"
    r"(?:has|have|had|got) it right|(?:is|are|was|were|['’]s|['’]re) (?:absolutely |quite |probably "
    r"|totally |exactly |dead )?right (?:that|to|about|when|in)\b|i['’]m with|which i share|(?:he|she|they|and)['’]?(?:s|re)? right|"
    r"convinced me|i(?:['’]ll| will)? take (?:his|her|their) word)\b",
    re.I,
)
_SUPPOSED = re.compile(
    r"^[\W_]*(?:(?:but|and|so|well|okay|now|or|then|i mean|i guess)[\s,]+){0,3}(?:suppose|supposing|imagine|"
    r"assume|assuming|let['’]s (?:say|assume|suppose|imagine)|let us (?:say|assume|suppose|imagine|grant)|"
    r"say (?:that )?|what if|what about if|for the sake of argument|devil['’]s advocate)\b",
    re.I,
)
_PLAYED = re.compile(
    r"\b(?:devil['’]s advocate|steel-?man|for the sake of (?:the )?argument|"
    r"let me be the (?:skeptic|sceptic|optimist|critic)|play(?:ing)? the (?:skeptic|sceptic|optimist|"
    r"critic|bull|bear)|suppose|imagine (?:that|for)|hypothetical)\b",
    re.I,
)
_TAG = re.compile(r",?\s(?:right|no|yeah|you know|okay|isn['’]t it|aren['’]t they|eh|huh)\s*\?[\W_]*$", re.I)
_IRONY = re.compile(r"(?:^|\s)(?:/s|\(sarcasm\)|\[sarcasm\])(?:\W|$)|</?sarcasm>|\bs/$", re.I)


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence with what its voice depends on."""

    sentence: str
    before: str  # the sentence before it in its segment, "" at the start
    after: str  # the sentence after it
    host: bool
    spoken: bool  # in a transcript


def voice_of_report(report: Report, scene: Scene) -> Voice:
    """How the reporter stands to what they report."""
    if scene.sentence.rstrip("\"”’)* ").endswith("?") and scene.host:
        return "question"
    if REJECTED_AFTER.match(scene.after) or _REJECTING.search(scene.sentence):
        return "rejected"
    if ENDORSED_AFTER.match(scene.after) or _ENDORSING.search(scene.sentence):
        return "endorsed"
    if report.attitude == "reject":
        return "rejected"
    return "endorsed" if report.attitude == "endorse" else "reported"


def voice_of_own(scene: Scene) -> tuple[Voice, str]:
    """Own, or question where the words are asked or supposed; with what decided, or ""."""
    asks = scene.sentence.rstrip("\"”’)*_ ").endswith("?")
    if _SUPPOSED.match(scene.sentence) or _PLAYED.search(scene.before):
        return "question", "supposed"
    if asks and (scene.host or (scene.spoken and not _TAG.search(scene.sentence))):
        return "question", "asked"
    return "own", ""


def ironic(text: str) -> bool:
    """True when the words carry a mark of irony."""
    return bool(_IRONY.search(text))


def primary(found: Sequence[Report], parse: Parse, text: str) -> Report | None:
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
        weight = covered + (0.6 if report.root else 0.0)
        if weight >= 0.55 and (best is None or weight > best[0]):
            best = weight, report
    if best is None or (best[1].content != _whole(parse) and _author_adds(best[1], found, parse)):
        return None
    return best[1]


def _whole(parse: Parse) -> Span:
    return Span(parse.tokens[0].start, parse.tokens[-1].end) if parse.tokens else parse.span


def _author_adds(report: Report, found: Sequence[Report], parse: Parse) -> bool:
    """True when a clause stands against the report that is nobody else's.

    Either the sentence's main verb is the author's, or a clause after "but", "yet", a
    semicolon or with "I" as its subject; clauses joined by "and" go with the report.
    """
    inside = [r for r in found if not r.first]
    for token in parse.tokens:
        if token.pos not in ("VERB", "AUX") or not (token.head == token.i or token.dep == "conj"):
            continue
        if any(r.content.start <= token.start < r.content.end for r in inside):
            continue
        if any(r.cue.start == token.start or _governs(parse, token, r) for r in inside):
            continue
        subject = parse.child(token.i, *SUBJECTS, "expl")
        first, last = parse.tokens[token.left], parse.tokens[token.right - 1]
        long = last.end - first.start > 0.25 * (parse.span.end - parse.span.start)
        if subject is not None and long and (token.dep != "conj" or _contrasts(parse, token)):
            return True
    return False


def _contrasts(parse: Parse, clause: Token) -> bool:
    before = [t.lower for t in parse.tokens[max(0, clause.left - 2) : clause.left]]
    subject = parse.child(clause.i, *SUBJECTS)
    mine = subject is not None and subject.lower in ("i", "we")
    return mine or any(w in ("but", "yet", ";", "however", "—", "–", "though") for w in before)


def _governs(parse: Parse, token: Token, report: Report) -> bool:
    """True when the report's cue hangs directly on ``token`` ("is of the view that")."""
    cue = parse.at(report.cue.start)
    for _ in range(3):
        if cue is None or cue.head == cue.i:
            return False
        if cue.head == token.i:
            return True
        cue = parse.head(cue)
    return False

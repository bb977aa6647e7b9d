"""In whose voice a sentence speaks: own, endorsed, reported, rejected or question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.discourse.grammar import FIRST, NOWHERE, SUBJECTS, Report
from pipeline.discourse.marks import marked
from pipeline.discourse.nlp import Parse, Token
from pipeline.records import Voice
from pipeline.spans import Span

_LEAD = r"^[\W_]*(?:(?:but|and|well|yet|so|no|yeah|now|look|oh|i mean|actually)[\s,]+){0,3}"
_THEY = r"(?:he|she|they|it|that|this|which|these|those|both|(?:all|none) of (?:it|this|that))"
_BE = r"(?:\s(?:is|was|are|were|has been|have been|turned out to be|proved|looks?)|['’](?:s|re))"
_FALSE = (
    r"(?:wrong|mistaken|false|nonsense|absurd|ridiculous|silly|rubbish|bollocks|naive|naïve|untrue|"
    r"a (?:mistake|myth|fantasy|lie|fallacy|non sequitur|joke)|bunk|bullshit|hogwash|delusional|"
    r"deluded|laughable|embarrassing|preposterous|far-fetched|a stretch|wishful thinking|"
    r"balderdash|baloney|not (?:so|true|right|the case|how|what|correct|even))"
)
_TRUE = r"(?:right|correct|true|spot on|on to something|onto something|not wrong)"
_ADVERB = (
    r"(?:\s(?:\w+ly|just|simply|all|both|dead|plain|still|so|quite|not only|pure|utter|complete))?"
)
_NEGATED = r"(?:isn|wasn|aren|weren|didn|doesn|don|won|wouldn|hasn|haven|can|couldn)['’]?t"
#: The next sentence denies what was reported.
_DENIED = re.compile(
    _LEAD + rf"(?:{_THEY}{_BE}{_ADVERB}\s{_FALSE}|"
    rf"{_THEY}\s{_NEGATED}(?:\s(?:so|true|right|the case|how|what|correct)\b|\s*[.!])|"
    r"i\s(?:\w+\s)?(?:disagree|beg to differ)|i\s(?:really |just |still )?(?:do not|don['’]t)\s"
    r"(?:buy|agree|believe|accept|think so)|i (?:said|told)\b.{0,30}\b(?:never|not|n['’]t)\b|"
    r"(?:(?:pure |utter |what )?nonsense|wrong|nope|rubbish|false|hardly|ha|not so|how wrong|"
    r"balderdash|baloney|poppycock|piffle|far from it|on the contrary|quite the (?:opposite|"
    r"contrary)|the opposite is true|not (?:a chance|even close|at all)|if only|dream on|"
    r"good luck with that)\b|"
    rf"{_THEY} (?:never (?:did|does|do|will|has|have|happened|came|was|were)|(?:did|does|do|will|"
    r"would|is|are|was|were) (?:not|no such thing)\s*[.!])|"
    r"i(?:['’]m| am| remain) (?:not convinced|unconvinced|unpersuaded|not so sure)|i doubt (?:it|"
    r"that|this)\s*[.!]|there(?:['’]s| is) no (?:evidence|reason|sign)\b|"
    r"no(?:thing|body| one) (?:of the sort|of the kind|should believe|has ever)\b|"
    r"(?:this|the|here)\b.{0,40}\bwhy (?:that|this|it)(?:['’]s| is) not|"
    r"the (?:truth|reality|problem) is\b|(?:he|she|they) (?:should|could)(?:n['’]t| not)\b)",
    re.I,
)
#: The next sentence grants it.
_GRANTED = re.compile(
    _LEAD + rf"(?:{_THEY}{_BE}{_ADVERB}\s{_TRUE}|i\s(?:\w+\s){{0,2}}(?:agree|concur|share)\b|"
    r"i believe (?:him|her|them|it)\b|(?:exactly|indeed|quite right|precisely|hear, hear)\b|"
    r"i['’]m with (?:him|her|them)|(?:so )?i['’]ll (?:just )?take (?:his|her|their) word|"
    r"i could(?:n['’]t| not) agree more|(?:well said|just so|amen|true enough|fair enough|"
    r"and rightly so|hard to (?:disagree|argue))\b|"
    r"(?:he|she|they) (?:has|have|had|got) (?:a point|it right|this right)\b|"
    r"(?:he|she|they|it|that|this|all of (?:it|this|that)) (?:kind of |sort of )?(?:do |does )?"
    r"(?:actually |really |all )?makes? sense\b|"
    r"(?:that|this|it)(?:['’]s| is) (?:exactly|precisely|just) (?:it|so|the point)\b)",
    re.I,
)
#: Words of distance inside the report.
_DISTANT = re.compile(
    r"\b(?:wrongly|mistakenly|falsely|erroneously|foolishly|naively|supposedly|allegedly|absurdly|"
    r"so-called|wrong-headed|misguided|ridiculous|nonsensical|misleadingly|infamously|laughabl[ey]|"
    r"pretend(?:s|ed|ing)?|fantas(?:y|ies)|delusions?|snake oil|hucksters?|gullible|stupid(?:ly)?|"
    r"idiotic|hypsters?|cult|grifters?|used to (?:say|tell|think|believe|claim)|swore|alleged|"
    r"keeps? (?:on )?(?:saying|telling|claiming|insisting)|"
    r"still (?:think|believe|claim|say|insist)s?|would have (?:us|you) believe|"
    r"(?:ask|want|expect)s? us to believe|(?:conveniently|breathlessly|blithely|solemnly)|"
    r"with a straight face)\b|"
    rf"[,;—–] ?which{_BE}{_ADVERB}\s{_FALSE}",
    re.I,
)
#: Words of agreement inside the report.
_AGREED = re.compile(
    r"\b(?:rightly|correctly|aptly|wisely|presciently|(?:has|have|had|got) it right|"
    r"(?:is|are|was|were|['’]s|['’]re) (?:\w+ly |quite |dead )?right (?:that|to|about|when|in)|"
    r"(?:i|we)(?: \w+){0,3} (?:agree|concur) with|i['’]m with|which i share|convinced me|"
    r"i(?:['’]ll| will)? take (?:his|her|their) word|(?:put|said|says|puts) (?:it|this) best|"
    r"nailed it|(?:has|have) a point|saw (?:it|this|that) coming|(?:i|we) share (?:the|his|her|"
    r"their)|to (?:his|her|their) credit|(?:as|and) (?:he|she|they) should|memorably|"
    r"convincingly|persuasively)\b|"
    rf"[,;—–] ?(?:which|and (?:he|she|they|it)){_BE}{_ADVERB}\s{_TRUE}\b",
    re.I,
)
#: The author turns against what was reported, in the same sentence.
_TURNS = re.compile(
    r"(?:;|—|–|, but|, yet)\s+(?:but )?(?:i|we) (?!said\b|told\b)\w+[^\"”’]*$", re.I
)
_SUPPOSED = re.compile(
    r"^[\W_]*(?:(?:but|and|so|well|okay|now|or|then|i mean|i guess)[\s,]+){0,3}"
    r"(?:suppose|supposing|imagine|assume|assuming|granting that|what if|what about if|"
    r"say (?:that )?|(?:even )?if (?:this|that|it|he|she|they|all (?:this|that)|(?:the )?[\w’'-]+"
    r"(?: [\w’'-]+)?) "
    r"(?:is|are|was|were) (?:right|true|correct)\b|were (?:this|that|it|he|she|they) (?:to|right|"
    r"true|so)\b|"
    r"let(?:['’]s| us(?: for a moment)?) (?:say|assume|suppose|imagine|grant)|"
    r"you(?:['’]ll| might| may| could| will| would)(?: now| well| also| still| perhaps)? "
    r"(?:say|think|argue|object|ask|reply|answer|wonder|protest)|"
    r"for the sake of argument|devil['’]s advocate)\b",
    re.I,
)
_PLAYED = re.compile(
    r"\b(?:devil['’]s advocate|steel-?man|for the sake of (?:the )?argument|suppose|hypothetical|"
    r"(?:let me be|play(?:ing)?) the (?:skeptic|sceptic|optimist|critic|bull|bear)|"
    r"imagine (?:that|for))\b",
    re.I,
)
_TAG = re.compile(
    r",?\s(?:right|no|yeah|you know|okay|isn['’]t it|aren['’]t they|eh|huh)\s*\?[\W_]*$", re.I
)
#: Questions that say something: "who would want a larger parrot?".
_RHETORICAL = re.compile(
    r"^\W*(?:(?:but|and|so|then|or)\W+)?(?:why|who|what|how|which|where|when|whose)\b", re.I
)
_IRONY = re.compile(r"(?:^|\s)(?:/s|\(sarcasm\)|\[sarcasm\])(?:\W|$)|</?sarcasm>", re.I)
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
    if scene.sentence.rstrip(_AFTER_QUESTION).endswith("?") and scene.host:
        return "question"
    if _DENIED.match(scene.after) or any(map(_DISTANT.search, (scene.sentence, scene.frame))):
        return "rejected"
    if _GRANTED.match(scene.after) or any(map(_AGREED.search, (scene.sentence, scene.frame))):
        return "endorsed"
    if report.attitude == "reject":
        return "rejected"
    return "endorsed" if report.attitude == "endorse" else "reported"


def voice_of_own(scene: Scene) -> tuple[Voice, str]:
    """Own, or question where the words are asked or supposed; with what decided, or ""."""
    asks = scene.sentence.rstrip(_AFTER_QUESTION).endswith("?") and not _asks_inside(scene.sentence)
    if _SUPPOSED.match(scene.sentence) or _PLAYED.search(scene.before):
        return "question", "supposed"
    open_ = scene.spoken or (scene.prose and not _RHETORICAL.match(scene.sentence))
    if asks and (scene.host or (open_ and not _TAG.search(scene.sentence))):
        return "question", "asked"
    return "own", ""


def first_person(parse: Parse) -> Span:
    """The subject of "I launched a campaign", "My target was the notion"; else nowhere.

    What such a sentence tells of others' views it tells as the doing of whoever speaks.
    """
    root = next((t for t in parse.tokens if t.head == t.i), None)
    subject = parse.child(root.i, *SUBJECTS) if root is not None else None
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
    return bool(_DENIED.match(sentence) or _GRANTED.match(sentence))


def ironic(text: str) -> bool:
    """True when the words carry a mark of irony."""
    return bool(_IRONY.search(text))


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


def _author_adds(report: Report, found: Sequence[Report], parse: Parse, sentence: str) -> bool:
    """True when a clause stands against the report that is nobody else's.

    Either the sentence's main verb is the author's, or there is a clause after "but",
    "yet" or a semicolon, or with "I" as its subject; what "and" joins goes with the report.
    """
    if _TURNS.search(sentence) or (not report.root and _has_own_main(report, parse)):
        return True
    inside = [r for r in found if not r.first]
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
        if subject is not None and long and _contrasts(parse, token):
            return True
    return False


def _has_own_main(report: Report, parse: Parse) -> bool:
    """True when the main verb has a subject of its own, other than "I", "it" or "there"."""
    root = next((t for t in parse.tokens if t.head == t.i), None)
    if root is None or report.content.start <= root.start < report.content.end:
        return False
    subject = parse.child(root.i, *SUBJECTS)
    return subject is not None and subject.lower not in ("i", "we", "it", "you")


def _contrasts(parse: Parse, clause: Token) -> bool:
    before = [t.lower for t in parse.tokens[max(0, clause.left - 2) : clause.left]]
    subject = parse.child(clause.i, *SUBJECTS)
    mine = subject is not None and subject.lower in ("i", "we")
    return mine or any(w in ("but", "yet", ";", "however", "—", "–", "though") for w in before)

"""What a reader's comment sounds like, and what an author's own closing sounds like.

Each cue is a pattern with a weight in log-odds, set by hand and tried on pastes
written for the purpose (tests/readers/pastes.py). What stands inside quotation marks
does not count: an essay may quote its readers' mail.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

#: Only the first characters of a paragraph are read for cues.
_READ = 4000

_PIECE = (
    r"(?:post|article|essay|piece|newsletter|infographic|write-?up|blog(?: post)?|column|episode"
    r"|interview|analysis|read|series|video|chart|graphic|summary|talk|overview|explanation|work)"
)
_GOOD = (
    r"(?:great|excellent|brilliant|wonderful|fantastic|amazing|exceptional|superb|terrific"
    r"|outstanding|insightful|thoughtful|interesting|enjoyable|informative|helpful|lovely|nice|good"
    r"|beautiful|incredible|awesome|clear|well[- ]written|thought[- ]provoking|enlightening"
    r"|fascinating|phenomenal|important|timely|useful|spot[- ]on|fun|solid|strong|fine)"
)
_BAD = r"(?:wrong|weak|misleading|nonsense|silly|terrible|lazy|garbage|confused|one-sided|unfair|bad)"
_ADVERB = r"(?:very |really |so |such an? |truly |quite |absolutely |rather |pretty |a |an |as always )"

_READER: tuple[tuple[str, float], ...] = (
    (rf"^(?:wow[,!.]? |what an? |another |yet another |very |really )?{_GOOD}(?:,? \w+)? {_PIECE}\b", 2.5),
    (rf"\b(?:this|your|the)(?: \w+)? {_PIECE} (?:is|was|are) {_ADVERB}{{0,2}}(?:{_GOOD}|{_BAD})\b", 2.5),
    (rf"\b(?:was|is|for) an? {_ADVERB}?{_GOOD} {_PIECE}\b", 1.5),
    (r"^(?:many |huge |big |so )?(?:thanks|thank you)\b(?! to\b| for reading)(?=.{12})", 1.8),
    (r"\b(?:thanks|thank you)(?: so much| very much| again)? for (?:writing|sharing|this|posting|putting)\b", 2.2),
    (r"\b(?:thanks|thank you)(?: so much| very much| again)? for your (?!time|attention|support|interest|patience)", 1.5),
    (r"\bkudos\b", 1.8),
    (r"\b(?:hats off|bravo|well done|well said|congratulations|congrats)\b", 1.6),
    (r"\bkeep up the \w+(?: \w+)?|\bkeep (?:it up|them coming|writing)\b", 2.4),
    (r"\b(?:looking(?: forward)?|look forward|can['’]?t wait) (?:to|for) (?:your|the) next\b", 2.2),
    (rf"\bI(?: have)?(?: really| thoroughly| very much| quite)? (?:enjoyed|loved|liked|appreciated?) (?:this|your|the {_PIECE}|how you)\b", 2.0),
    (r"^(?:I )?(?:really )?(?:love|loved|enjoyed|liked) (?:this|your)\b", 1.8),
    (r"\b(?:couldn['’]t|could not|can['’]t) agree more\b", 1.8),
    (r"\bI(?: \w+)? (?:agree|disagree) with (?:you|your|the author|this (?:post|article|essay|piece)|most of (?:this|what you))\b", 1.8),
    (r"^(?:I )?(?:agreed|disagree|agree|strong(?:ly)? (?:agree|disagree))\b", 1.0),
    (r"\byou(?:['’]re| are)(?: \w+)? (?:right|wrong|missing|conflating|ignoring|mistaken|correct|overlooking|confusing)\b", 1.7),
    (r"\byou(?:['’]ve| have)? (?:say|said|write|wrote|mention|mentioned|claim|claimed|forgot|missed|nailed|nail|assume|seem to|describe|left out|put it|done it|did it)\b", 1.3),
    (r"\byour (?:post|article|essay|piece|newsletter|points?|arguments?|conclusions?|claims?|analysis|work|writing|view|take|framing|examples?|graphs?|numbers|critique|thesis|title|headline|last|blog|substack|column|reasoning|definition)\b", 1.5),
    (r"\b(?:the|this) author\b", 1.0),
    (rf"\b(?:the|this|accompanying) (?:accompanying )?(?:article|post|essay|piece|infographic|newsletter) (?:sets|makes|misses|ignores|fails|does|seems|gives|explains|nails|conflates|reads|deserves|should be)\b", 1.2),
    (r"\bas an? (?:long[- ]?time |paying |new )?(?:subscriber|reader)\b|\b(?:long[- ]time|first[- ]time) (?:reader|lurker|commenter|poster)\b", 1.8),
    (r"^(?:great|nice|good|excellent|fantastic|awesome|amazing) (?:stuff|work|job|one|points?|read|summary|insights?|perspective)\b", 1.8),
    (r"^(?:hi|hey|hello|dear) (?:[A-Z]\w+|there|author)\b", 1.2),
    (r"\b(?:spot on|nailed it|hit the nail|made my day|food for thought)\b", 1.2),
    (r"\b(?:IMHO|IMO|FWIW|LOL|lol|haha|TBH|AFAIK)\b|[😀-🙏👍👏🎉🙌]", 0.9),
    (r"^(?:this|amen|exactly|same|yes|no|nope|indeed|so true|lol|\+1)[.! ]*$", 1.0),
)
_AUTHOR: tuple[tuple[str, float], ...] = (
    (r"\b(?:thanks|thank you)(?: \w+){0,3} for (?:reading|listening|watching|subscribing|being|your (?:support|time|attention|patience|interest|comments|feedback|questions))\b", -3.5),
    (r"\b(?:thanks|thank you|grateful|gratitude|indebted|acknowledge)\b.{0,200}\bfor (?:\w+ ){0,3}(?:reading|comments|feedback|discussions?|conversations|reviewing|suggestions|drafts|edits|help|reporting)\b", -3.0),
    (r"\b(?:in|for) (?:my|the|a) (?:next|future|later|follow-?up) (?:post|essay|part|article|piece|instal\w+|issue)\b", -2.5),
    (r"\b(?:subscribe|subscribing|share this|become a (?:paid|free)|paid subscriber|sign up|follow me)\b", -3.0),
    (r"\bif you (?:enjoyed|liked|found|like|have (?:questions|comments|thoughts))\b", -3.0),
    (r"\b(?:let me know|tell me|leave a comment|in the comments|write to me|email me|reply to this email)\b", -3.0),
    (r"^(?:footnotes?|references|notes|further reading|acknowledg\w+|bibliography|sources|appendix|about the author|related|correction|disclosure|postscript|p\.?s\.?)\b", -3.0),
    (r"^(?:\[\d{1,3}\]|\^|↩|\d{1,3}[.)] )", -2.0),
    (r"\b(?:originally (?:published|appeared)|first appeared|cross-?posted|republished)\b", -3.0),
    (r"\b(?:dear readers?|see you (?:next|soon)|until next (?:time|week)|next week|stay tuned|my readers)\b", -2.5),
    (r"\b(?:as I|I have|I) (?:wrote|argued|discussed|described|said|showed) (?:above|earlier|before|previously|at the (?:start|beginning|outset)|last (?:week|month|year)|in)\b", -1.2),
    (r"^(?:yours|sincerely|best(?: wishes| regards)?|warmly|regards|love|cheers)\b[, ]*(?:sincerely|truly|faithfully|ever|always)?,?$", -2.0),
    (r"\b(?:wrote (?:in|to me)|emailed me|told me|reader(?:s)? (?:wrote|asked|write|ask))\b", -1.5),
)
_SECOND_PERSON = re.compile(r"\b(?:you|your)\b", re.I)
_WORD = re.compile(r"\w+")
_QUOTED = re.compile(r"“[^”\n]{0,3000}”|\"[^\"\n]{0,3000}\"|«[^»\n]{0,3000}»")
_CLOSER = re.compile(
    r"\b(?:subscrib(?:e|ing|ed)|thank(?:s| you)(?: so much| all)? for reading|share this (?:post|article|essay)"
    r"|leave a comment|originally (?:published|appeared)|paid subscriber|follow (?:me|us|him|her) on"
    r"|if you (?:enjoyed|liked) this|until next time|all rights reserved)\b",
    re.I,
)
_BIO = re.compile(
    r"^(?:[A-Z][\w'’.-]*\s+){1,3}(?:is|was) (?:an?|the|currently|professor|co-?founder|founder)\b"
)
_LETTER = re.compile(r"^(?:dear|to whom|to the|hi|hello) [\w ,.'’-]{1,60}[,:]?$", re.I)


def _compiled(table: Sequence[tuple[str, float]]) -> tuple[tuple[re.Pattern[str], float], ...]:
    return tuple((re.compile(pattern, re.I), weight) for pattern, weight in table)


_CUES = (*_compiled(_READER), *_compiled(_AUTHOR))


def comment_score(paragraph: str, names: Sequence[str] = ()) -> float:
    """Log-odds (-3.5..4) that a paragraph is a reader speaking to or of the author.

    Args:
        paragraph: its text.
        names: words of the author's name, for being called by it.
    """
    text = _QUOTED.sub(" ", paragraph[:_READ]).strip()
    score = sum(weight for pattern, weight in _CUES if pattern.search(text))
    if any(_called(text, name) for name in names):
        score += 1.5
    return max(-3.5, min(4.0, score))


def is_closer(paragraph: str) -> bool:
    """True for the line with which an author or a site ends a page: bio, subscribe, thanks."""
    if len(paragraph) > 400:
        return False
    return bool(_CLOSER.search(paragraph) or _BIO.match(paragraph))


def is_letter(paragraphs: Sequence[str]) -> bool:
    """True when the text opens as a letter, so that "you" is not the author."""
    return any(_LETTER.match(text) for text in paragraphs[:4] if len(text) < 80)


def second_person(paragraphs: Sequence[str]) -> float:
    """Share of words that are "you" or "your" (0..1)."""
    words = sum(len(_WORD.findall(text)) for text in paragraphs)
    return sum(len(_SECOND_PERSON.findall(text)) for text in paragraphs) / max(1, words)


def _called(text: str, name: str) -> bool:
    """True when ``name`` is called: ``Name, ...``, ``..., Name!``, ``done it Name!``."""
    if len(name) < 3 or name not in text:
        return False
    shape = rf"(?:^|\bhi |\bhey |@){re.escape(name)}\b\s*[,!:–—-]|[,\w] {re.escape(name)}\s*[!?]|, {re.escape(name)}\s*[.]"
    return bool(re.search(shape, text))

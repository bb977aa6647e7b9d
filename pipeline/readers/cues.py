"""What a reader's comment sounds like, and what an author's own closing sounds like.

Each cue is a weight in log-odds with its patterns, set by hand and tried on pastes
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
    r"|outstanding|insightful|thoughtful|interesting|enjoyable|informative|helpful|lovely|nice"
    r"|good|beautiful|incredible|awesome|clear|well[- ]written|thought[- ]provoking|enlightening"
    r"|fascinating|phenomenal|important|timely|useful|spot[- ]on|fun|solid|strong|fine)"
)
_BAD = r"(?:wrong|weak|misleading|nonsense|silly|terrible|lazy|confused|one-sided|unfair|bad)"
_MORE = r"(?:very |really |so |such an? |truly |quite |rather |pretty |a |an )"
_THANK = r"\b(?:thanks|thank you)(?: so much| very much| again)?"
_THESE = r"(?:this|your|the)"
_JOB = (
    r"(?:nurse|teacher|doctor|developer|engineer|programmer|researcher|physicist|lawyer|student"
    r"|scientist|mathematician|linguist|retired)"
)
_YOURS = (
    r"(?:post|article|essay|piece|newsletter|points?|arguments?|conclusions?|claims?|analysis"
    r"|work|writing|view|take|framing|examples?|graphs?|numbers|critique|thesis|title|headline"
    r"|last|blog|substack|column|reasoning|definition)"
)

_READER: tuple[tuple[float, tuple[str, ...]], ...] = (
    # praise and blame of the piece
    (
        2.5,
        (
            r"^(?:wow[,!.]? |what an? |another |yet another |very |really )?"
            rf"{_GOOD}(?:,? \w+)? {_PIECE}\b",
        ),
    ),
    (
        2.5,
        (rf"\b{_THESE}(?: \w+)? {_PIECE} (?:is|was|are) {_MORE}{{0,2}}(?:{_GOOD}|{_BAD})\b",),
    ),
    (1.5, (rf"\b(?:was|is|for) an? {_MORE}?{_GOOD} {_PIECE}\b",)),
    (
        2.0,
        (
            r"\bI(?: have)?(?: really| thoroughly| very much| quite)? "
            rf"(?:enjoyed|loved|liked|appreciated?) (?:this|your|the {_PIECE}|how you)\b",
        ),
    ),
    (1.8, (r"^(?:I )?(?:really )?(?:love|loved|enjoyed|liked) (?:this|your)\b",)),
    (
        1.8,
        (
            r"^(?:great|nice|good|excellent|fantastic|awesome|amazing) "
            r"(?:stuff|work|job|one|points?|read|summary|insights?|perspective)\b",
        ),
    ),
    (
        1.2,
        (
            r"\b(?:the|this|accompanying) (?:accompanying )?(?:article|post|essay|piece"
            r"|infographic|newsletter) (?:sets|makes|misses|ignores|fails|does|seems|gives"
            r"|explains|nails|conflates|reads|deserves|should be)\b",
        ),
    ),
    (
        1.0,
        (
            r"^(?:an? |very |really )?interesting(?: (?:take|points?|thoughts?|perspective|idea))?"
            r"\b(?=[,.! ]*(?:$|but|though|thanks|i\b|and))",
        ),
    ),
    (1.2, (r"\b(?:spot on|nailed it|hit the nail|made my day|food for thought)\b",)),
    # thanks and cheers
    (1.8, (r"^(?:many |huge |big |so )?(?:thanks|thank you)\b(?! to\b| for reading)(?=.{12})",)),
    (2.2, (rf"{_THANK} for (?:writing|sharing|this|posting|putting)\b",)),
    (1.5, (rf"{_THANK} for your (?!time|attention|support|interest|patience)",)),
    (1.8, (r"\bkudos\b",)),
    (1.6, (r"\b(?:hats off|bravo|well done|well said|congratulations|congrats)\b",)),
    (2.4, (r"\bkeep up the \w+", r"\bkeep (?:it up|them coming|writing)\b")),
    (
        2.2,
        (
            r"\b(?:looking(?: forward)?|look forward|can['’]?t wait) "
            r"(?:to|for) (?:your|the) next\b",
        ),
    ),
    # talking to the author
    (1.8, (r"\b(?:couldn['’]t|could not|can['’]t) agree more\b",)),
    (
        1.8,
        (
            r"\bI(?: \w+)? (?:agree|disagree) with (?:you|your|the author"
            r"|this (?:post|article|essay|piece)|most of (?:this|what you))\b",
        ),
    ),
    (1.0, (r"^(?:I )?(?:agreed|disagree|agree|strong(?:ly)? (?:agree|disagree))\b",)),
    (
        1.7,
        (
            r"\byou(?:['’]re| are)(?: \w+)? (?:right|wrong|missing|conflating|ignoring|mistaken"
            r"|correct|overlooking|confusing)\b",
        ),
    ),
    (
        1.3,
        (
            r"\byou(?:['’]ve| have)? (?:say|said|write|wrote|mention|mentioned|claim|claimed"
            r"|forgot|missed|nailed|nail|assume|seem to|describe|left out|put it|done it|did it)\b",
        ),
    ),
    (1.5, (rf"\byour {_YOURS}\b",)),
    (1.0, (r"\b(?:the|this) author\b",)),
    (1.2, (r"^(?:hi|hey|hello|dear) (?:[A-Z]\w+|there|author)\b",)),
    (
        0.9,
        (
            r"\b(?:have you (?:read|seen|considered|tried|thought)|do you (?:think|have|know of)"
            r"|what do you (?:think|make)|could you|would you|are you (?:aware|saying|suggesting)"
            r"|curious (?:what|how|whether) you)\b",
        ),
    ),
    # talking as a reader
    (
        1.8,
        (
            r"\bas an? (?:long[- ]?time |paying |new )?(?:subscriber|reader)\b",
            r"\b(?:long|first)[- ]time (?:reader|lurker|commenter|poster)\b",
        ),
    ),
    (0.8, (rf"^(?:speaking )?(?:as an?|I['’]m an?|I am an?) (?:\w+ ){{0,2}}{_JOB}\b",)),
    (
        1.2,
        (
            r"^(?:wow|respectfully|with (?:all )?(?:due )?respect|sorry,? but"
            r"|just (?:want|wanted) to (?:say|add))\b",
            r"\b(?:typo|(?:small|minor|one) (?:correction|quibble|nitpick|nit)|broken link)\b",
        ),
    ),
    (0.8, (r"\bI(?:['’]d| would)(?: only| just)? (?:add|push back|quibble)\b",)),
    (0.9, (r"\b(?:IMHO|IMO|FWIW|LOL|haha|TBH|AFAIK)\b", r"[😀-🙏👍👏🎉🙌]")),
    (1.0, (r"^(?:this|amen|exactly|same|yes|no|nope|indeed|so true|lol|\+1)[.! ]*$",)),
)

_READING = (
    r"(?:reading|listening|watching|subscribing|being|your (?:support|time|attention|patience"
    r"|interest|comments|feedback|questions))"
)
_HELPING = (
    r"(?:reading|comments|feedback|discussions?|conversations|reviewing|suggestions|drafts|edits"
    r"|help|reporting)"
)
_BACK_MATTER = (
    r"(?:footnotes?|references|notes|further reading|acknowledg\w+|bibliography|sources|appendix"
    r"|about the author|related|correction|disclosure|postscript|p\.?s\.?)"
)

_AUTHOR: tuple[tuple[float, tuple[str, ...]], ...] = (
    (-3.5, (rf"\b(?:thanks|thank you)(?: \w+){{0,3}} for {_READING}\b",)),
    (
        -3.0,
        (
            r"\b(?:thanks|thank you|grateful|gratitude|indebted|acknowledge)\b.{0,200}"
            rf"\bfor (?:\w+ ){{0,3}}{_HELPING}\b",
        ),
    ),
    (
        -2.5,
        (
            r"\b(?:in|for) (?:my|the|a) (?:next|future|later|follow-?up) "
            r"(?:post|essay|part|article|piece|instal\w+|issue)\b",
            r"\b(?:dear readers?|see you (?:next|soon)|until next (?:time|week)|next week"
            r"|stay tuned|my readers)\b",
        ),
    ),
    (
        -3.0,
        (
            r"\b(?:subscribe|subscribing|share this|become a (?:paid|free)|paid subscriber"
            r"|sign up|follow me)\b",
        ),
    ),
    (
        -3.0,
        (
            r"\bif you (?:enjoyed|liked|found|like|have (?:questions|comments|thoughts))\b",
            r"\b(?:let me know|tell me|leave a comment|in the comments|write to me|email me"
            r"|reply to this email)\b",
        ),
    ),
    (-3.0, (rf"^{_BACK_MATTER}\b",)),
    (
        -2.5,
        (
            r"\b(?:thanks|thank you|appreciate)\b.{0,60}\b(?:joining|coming on|having (?:me|us)"
            r"|taking (?:the )?time|being (?:here|on))\b",
            r"\b(?:on|to|of|for) (?:the|this|our) (?:show|podcast|conversation|listeners)\b",
        ),
    ),
    (-2.0, (r"^(?:\[\d{1,3}\]|\^|↩|\d{1,3}[.)] )",)),
    (
        -3.0,
        (r"\b(?:originally (?:published|appeared)|first appeared|cross-?posted|republished)\b",),
    ),
    (
        -1.2,
        (
            r"\b(?:as I|I have|I) (?:wrote|argued|discussed|described|said|showed) (?:above"
            r"|earlier|before|previously|at the (?:start|beginning|outset)"
            r"|last (?:week|month|year)|in)\b",
        ),
    ),
    (
        -2.0,
        (
            r"^(?:yours|sincerely|best(?: wishes| regards)?|warmly|regards|love|cheers)\b[, ]*"
            r"(?:sincerely|truly|faithfully|ever|always)?,?$",
        ),
    ),
    (-1.5, (r"\b(?:wrote (?:in|to me)|emailed me|told me|readers? (?:wrote|asked|write|ask))\b",)),
)

_CUES = tuple(
    (re.compile("|".join(patterns), re.I), weight)
    for table in (_READER, _AUTHOR)
    for weight, patterns in table
)

_SECOND_PERSON = re.compile(r"\b(?:you|your)\b", re.I)
_WORD = re.compile(r"\w+")
_QUOTED = re.compile(r"“[^“”\n]{0,3000}”|\"[^\"\n]{0,3000}\"|«[^«»\n]{0,3000}»")
_CLOSER = re.compile(
    r"\b(?:subscrib(?:e|ing|ed)|thank(?:s| you)(?: so much| all)? for reading"
    r"|share this (?:post|article|essay)|leave a comment|originally (?:published|appeared)"
    r"|paid subscriber|follow (?:me|us|him|her) on|if you (?:enjoyed|liked) this"
    r"|until next time|all rights reserved)\b",
    re.I,
)
_BIO = re.compile(
    r"^(?:[A-Z][\w'’.-]*\s+){1,3}"
    r"(?:is|was) (?:an?|the|currently|professor|co-?founder|founder)\b"
)
_LETTER = re.compile(r"^(?:dear|to whom|to the|hi|hello) [\w ,.'’-]{1,60}[,:]?$", re.I)


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


def closing(paragraph: str) -> float:
    """Log-odds that a line is the one with which an author or a site ends a page.

    2 for "subscribe", "thanks for reading" and the like, 1.2 for a line that only
    presents somebody ("X is a ..."), which may stand anywhere; 0 for the rest.
    """
    if len(paragraph) > 400:
        return 0.0
    if _CLOSER.search(paragraph):
        return 2.0
    return 1.2 if _BIO.match(paragraph) else 0.0


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
    word = re.escape(name)
    shapes = (
        rf"(?:^|\bhi |\bhey |@){word}\b\s*[,!:–—-]",
        rf"[,\w] {word}\s*[!?]",
        rf", {word}\s*[.]",
    )
    return any(re.search(shape, text, re.I if shape is shapes[0] else 0) for shape in shapes)

"""What a reader's comment sounds like, and what an author's own closing sounds like.

Cues add up in log-odds (``cue_patterns``). What stands inside quotation marks does not
count: an essay may quote its readers' mail.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.readers.cue_patterns import READER

#: Only the first characters of a paragraph are read for cues.
_READ = 4000

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

#: What an author says at the end of a page.
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
    for table in (READER, _AUTHOR)
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

"""How sites mark readers' comments in the text that a person copies from a page.

Each family is a shape of one or a few lines that names the commenter; a section line
("12 thoughts on ...") opens the comments; furniture ("Reply", "Like (12)") is neither
essay nor comment. All patterns are matched against single lines of bounded length.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.errors import CorpusError
from pipeline.readers.dates import parse
from pipeline.readers.speakers import is_name

_LONGEST = 160

_WHEN = r"[A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?|\d{1,2} [A-Z][a-z]{2,8} \d{4}|\d{4}-\d{2}-\d{2}"
_AGO = (
    r"(?:about )?(?:\d{1,3}|an?|one|last) ?(?:s|m|h|d|w|y|mo|min|mins|hr|hrs|yr|yrs"
    r"|seconds?|minutes?|hours?|days?|weeks?|months?|years?)"
)
_AGE_LINE = re.compile(
    rf"(?:[•·]\s*)?(?:{_AGO}(?: ago)?|just now|yesterday)(?:\s*[(·•]?\s*edited\)?)?[.·•]?$", re.I
)
_DATE_LINE = re.compile(
    rf"({_WHEN})(?:,? (?:at )?\d{{1,2}}[:.]\d{{2}}.{{0,12}})?(?: \(?edited\)?)?$", re.I
)

_SECTION_STRONG = re.compile(
    r"discussion about this (?:post|episode|video|podcast)"
    r"|(?:\d{1,5}|one|two|three|four|five|six|seven|eight|nine|ten) "
    r"(?:thoughts?|responses?|replies|comments?)(?: (?:on|to|so far)\b.{0,120})?"
    r"|responses? \(\d{1,5}\)|comments? \(\d{1,5}\)|-{2,} ?comments? ?-{2,}",
    re.I,
)
_SECTION_WEAK = re.compile(
    r"(?:top |recent |reader |readers['’] |all |newest )?comments?|responses|join the "
    r"(?:discussion|conversation)|what readers (?:say|said)|from the comments",
    re.I,
)
_EXPLICIT = re.compile(r"-{3,}\s*comments\s*-{3,}", re.I)
_BUTTONS = (
    "reply|share|likes?|liked|upvote|downvote|award|report|permalink|parent|more|edited|author"
    "|restacks?|restacked|comments?|save|follow|give award|collapse|pinned|log in to reply|top"
    "|newest|oldest|best|reply share|like reply|expand full comment|see all comments|listen"
    r"|ready for more\?|skip to content|leave a (?:reply|comment).{0,20}|load more.{0,30}"
    r"|write a (?:comment|response).{0,4}|show more.{0,30}|continue (?:this )?thread.{0,4}"
    "|subscribe.{0,20}|share this.{0,20}|sort by.{0,20}|sign in.{0,30}|get the app.{0,30}"
)
_COUNTERS = (
    r"view \d+ (?:more )?repl(?:y|ies)|(?:\d{1,5}|one|two) (?:more )?repl(?:y|ies).{0,40}"
    r"|likes? \(\d{1,6}\)|\d{1,6} likes?|\d{1,6} points?|\d{1,3} min(?:ute)? read|\d{1,6}"
    r"|upvote ?-?\d{0,6} ?downvote.{0,30}|[•·…|↑↓▲▼♥❤\s]{1,6}"
)
_NOTICES = (
    r"liked by .{1,80}|reply to .{1,40}|© ?\d{4}.{0,80}|privacy ∙ terms.{0,60}"
    "|substack is the home.{0,60}"
)
_FURNITURE = re.compile(rf"(?:{_BUTTONS}|{_COUNTERS}|{_NOTICES})[.:]?", re.I)

_HN = re.compile(
    rf"([\w-]{{2,20}}) (?:on ({_WHEN})|{_AGO} ago)\s*(?:\||\[|\(|$)"
    r"(?=.{0,60}(?:parent|\[[-–+]|root|next|$))"
)
_REDDIT_OLD = re.compile(
    r"\[[-–+]\]\s*([\w-]{3,25})(?: \S{1,20})?\s+(?:-?[\d,]{1,8} points?|\[score hidden\])"
)
_REDDIT_NEW = re.compile(r"u/([\w-]{3,25})(?:\s*(?:•|·|OP|avatar).{0,30})?$")
_LESSWRONG = re.compile(r"\[[-–+]\]\s?(\S.{0,38}?)\s?\d{1,2}(?:y|mo|m|d|h)\s?-?\d{0,4}$")
_SAYS = re.compile(r"(\S.{0,58}?) (?:says|said|wrote|writes):$")
_SAID_ON = re.compile(rf"(\S.{{0,58}}?),? on ({_WHEN}).{{0,24}} (?:said|wrote):$")
_BLOGGER = re.compile(r"(\S.{0,58}?) said(?:\.\.\.|…)$")
_DOTTED = re.compile(rf"(@?\S.{{0,40}}?)\s*[•·|]\s*(?:({_WHEN})(?:.{{0,20}})?|{_AGO}(?: ago)?)\s*$")
_COMMENT_BY = re.compile(
    rf"(?:comment|posted) by (\S.{{0,40}}?)(?: on | — | - |, |\s*[|·•]\s*)({_WHEN}).{{0,24}}$", re.I
)


class Header(NamedTuple):
    """The header of one comment: its family, commenter, date as written, lines taken."""

    family: str
    speaker: str
    date: str
    lines: int


def is_explicit(line: str) -> bool:
    """True for the line ``---comments---`` that a corpus's owner put in."""
    return len(line) < 40 and bool(_EXPLICIT.fullmatch(line.strip()))


def section_strength(line: str) -> float:
    """How sure a line alone says that comments follow: 0.85, 0.7 or 0."""
    shown = line.strip().removesuffix(":")
    if len(shown) > _LONGEST:
        return 0.0
    if _SECTION_STRONG.fullmatch(shown):
        return 0.85
    return 0.7 if _SECTION_WEAK.fullmatch(shown) else 0.0


def is_furniture(line: str) -> bool:
    """True for a button, counter, age or notice of the site."""
    shown = line.strip()
    return len(shown) < 100 and bool(_FURNITURE.fullmatch(shown) or _AGE_LINE.match(shown))


def header_at(lines: Sequence[str], index: int) -> Header | None:
    """The comment header that begins at ``lines[index]``; lines are stripped, none empty."""
    line = lines[index]
    if not 2 < len(line) <= _LONGEST:
        return None
    following = lines[index + 1] if index + 1 < len(lines) else ""
    for family in (_inline, _says, _name_above_date):
        if found := family(line, following):
            return found
    return None


def _inline(line: str, following: str) -> Header | None:
    """Families that put everything on one line."""
    for name, pattern in (
        ("hn", _HN),
        ("reddit", _REDDIT_OLD),
        ("lesswrong", _LESSWRONG),
        ("said-on", _SAID_ON),
        ("blogger", _BLOGGER),
        ("comment-by", _COMMENT_BY),
    ):
        if found := pattern.match(line):
            date = found[2] if pattern.groups > 1 else ""
            return Header(name, found[1].strip(), date or "", 1)
    if found := _REDDIT_NEW.match(line):
        return Header("reddit", found[1], "", 1)
    found = _DOTTED.match(line)
    if found and is_handle(found[1]):
        return Header("dotted", found[1].strip(), found[2] or "", 1)
    return None


def _says(line: str, following: str) -> Header | None:
    """WordPress: ``Name says:`` above a date; a bare "X says:" may be the essay's own."""
    found = _SAYS.match(line)
    if found and _is_when(following):
        return Header("says", found[1].strip(), _absolute(following), 2)
    return None


def _name_above_date(line: str, following: str) -> Header | None:
    """Substack, Medium, Disqus, YouTube: a name or handle on its own line above its age."""
    if is_handle(line) and not is_furniture(line) and _is_when(following):
        return Header("name-above-date", line.strip(), _absolute(following), 2)
    return None


def is_handle(text: str) -> bool:
    """True for a person's name or a site's handle: short, no sentence."""
    shown = text.strip()
    if not 1 < len(shown) <= 42 or shown[-1] in ".:;,!?" or not any(c.isalpha() for c in shown):
        return False
    return is_name(shown) or " " not in shown


def _is_when(line: str) -> bool:
    shown = line.strip()
    return len(shown) <= 48 and bool(_AGE_LINE.match(shown) or _DATE_LINE.match(shown))


def _absolute(line: str) -> str:
    """The date of a line as written; "" for "3d", which needs a clock."""
    found = _DATE_LINE.match(line.strip())
    if not found:
        return ""
    try:
        parse(found[1])
    except CorpusError:  # "Mar 3": no year
        return ""
    return found[1]

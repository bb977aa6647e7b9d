"""Who speaks: the grammar of speaker labels, and which labels of a file are people.

A label is a shape at the start of a line (``Name:``, ``[00:12] Name:``, ``Name  0:12``,
``>> NAME:`` ...). The shape alone proves nothing (``Note: x``), so the labels of a
whole file are judged together: speakers recur.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

TIME = r"\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"

#: A line's label stands within its first characters; the rest is never searched.
_PREFIX = 120

_NAME = r"([^\W\d_a-z][^:\n\[\]()<>{}|\"“”?!;=#*/\\]{0,47}?)(?:\s*\([^()\n]{1,24}\))?"
_BULLET = r"\s*(?:[-–—•]\s+)?"
_TIMED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_BULLET}[\[(]?{TIME}[\])]?\s*[-–—]?\s*{_NAME}\s?:(?=\s|$)",  # [00:12] Name:
        rf"{_BULLET}{_NAME}\s*[\[(]{TIME}[\])]\s*:?(?=\s|$)",  # Name (00:12):
        rf"\s*{_NAME}\s+{TIME}\s*$",  # Name  0:12   alone on its line
        rf"\s*\[{_NAME}\]\s*{TIME}\s*$",  # [Name] 10:02:33
    )
)
_MARKED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\s*\[{_NAME}\]:(?=\s|$)",  # [SPEAKER_01]:
        rf"\s*>>+\s*{_NAME}:(?=\s|$)",  # >> NAME:
    )
)
_PLAIN = re.compile(rf"{_BULLET}{_NAME}\s?:(?=\s|$)")
_HEARING = re.compile(
    r"\s*((?:Senator|Representative|Congress(?:wo)?man|Mr\.|Mrs\.|Ms\.|Dr\.|Chair(?:wo)?man|The)"
    r" [A-Z][\w'’-]{1,30}(?: [A-Z][\w'’-]{1,30})?)\.(?= [A-Z\[(])"
)
_CHEVRON = re.compile(r"\s*>>+\s*")
_SMALL = frozenset(
    (
        *("de", "del", "della", "der", "den", "di", "da", "van", "von", "la", "le", "el"),
        *("al", "bin", "ibn", "of", "the", "and", "&", "y"),
    )
)

#: Labels that name no speaker, unless the file uses them again and again as one.
NOT_NAMES = frozenset(
    (
        "a", "abstract", "acknowledgements", "answer", "answers", "author", "authors",
        "background", "caption", "category", "cc", "claim", "committee", "conclusion",
        "contents", "context", "correction", "credit", "credits", "date", "definition",
        "description", "disclaimer", "discussion", "edit", "example", "examples", "figure",
        "footnote", "from", "hint", "host", "hosts", "http", "https", "idea", "image",
        "introduction", "language", "law", "licence", "license", "link", "links", "location",
        "method", "methods", "note", "notes", "option", "outline", "p.s", "photo", "prediction",
        "premise", "problem", "ps", "publication", "published", "q", "question", "questions",
        "re", "reference", "references", "related", "remark", "result", "results", "section",
        "sent", "solution", "source", "sources", "speaker", "speakers", "step", "subject",
        "subtitle", "summary", "table", "tags", "theorem", "tip", "title", "tl;dr", "tldr", "to",
        "transcript", "translation", "update", "updates", "url", "venue", "via", "warning",
        "witnesses", "editor's note", "hearing title", "key takeaways", "read more", "see also",
    )
)  # fmt: skip

#: Labels of what is not speech; they end a turn.
INTERLUDES = frozenset(
    ("break", "music", "ad", "ads", "sponsor", "sponsors", "advertisement", "jingle")
)

_PAIRS: tuple[set[str], ...] = ({"q", "a"}, {"question", "answer"}, {"question", "response"})

#: A time beside the name leaves no doubt; bold, brackets or ``>>`` leave little.
Strength = Literal["timed", "marked", "plain"]


class Label(NamedTuple):
    """A label as found: the name as written, and where the line's speech begins."""

    name: str
    start: int
    strength: Strength


@dataclass(frozen=True, slots=True)
class Cast:
    """The speakers of one file: folded label -> name to show."""

    names: Mapping[str, str]

    def __contains__(self, label: str) -> bool:
        """True when ``label`` is a speaker of this file."""
        return fold(label) in self.names

    def name(self, label: str) -> str:
        """The speaker's name for ``label``: its alias where corpus.toml gives one."""
        return self.names.get(fold(label), label)

    def named_by(self, heading: str) -> str:
        """The only speaker whose full label, or last name, a heading holds; else "".

        Labels of one word do not count: first names stand in headings of all kinds.
        """
        words = set(re.findall(r"\w+", fold(heading)))
        full = [(label.split(), name) for label, name in self.names.items() if " " in label]
        whole = {name for parts, name in full if words.issuperset(parts)}
        found = whole or {name for parts, name in full if parts[-1] in words}
        return found.pop() if len(found) == 1 else ""


def fold(label: str) -> str:
    """A label with case, dots and repeated spaces folded, for comparison."""
    return " ".join(label.casefold().replace(".", " ").split())


def label_of(line: str, bold: str = "") -> Label | None:
    """The speaker label at the start of ``line``, by shape alone.

    Args:
        line: one line of text.
        bold: what stands in bold at its start (Markdown), "" when nothing does.
    """
    if bold and (label := _bold_label(line, bold)):
        return label
    prefix = line[:_PREFIX]
    if len(line) > _PREFIX:
        prefix += "…"  # so that "alone on its line" cannot match a cut line
    for patterns, strength in _GRAMMAR:
        for pattern in patterns:
            if (found := pattern.match(prefix)) and is_name(found[1]):
                return Label(_tidy(found[1]), found.end(), strength)
    chevron = _CHEVRON.match(prefix)
    return Label("", chevron.end(), "marked") if chevron else None


_GRAMMAR: tuple[tuple[tuple[re.Pattern[str], ...], Strength], ...] = (
    (_TIMED, "timed"),
    (_MARKED, "marked"),
    ((_PLAIN, _HEARING), "plain"),
)


def is_name(text: str) -> bool:
    """True when ``text`` is shaped like a name: up to six words, capitals where they belong."""
    words = text.replace(",", " ").split()
    if not 1 <= len(words) <= 6 or not any(c.isalpha() for c in text):
        return False
    return all(w[0].isupper() or w[0].isdigit() or w.casefold() in _SMALL for w in words)


def cast_of(labels: Sequence[Label | None], aliases: Mapping[str, str] | None = None) -> Cast:
    """Which of a file's labels are speakers.

    Args:
        labels: one entry a line, in order; None where the line has no label.
        aliases: label -> name from corpus.toml; such labels are always speakers.
    """
    given = {fold(label): name for label, name in (aliases or {}).items()}
    found = [label for label in labels if label is not None and label.name]
    counts = Counter(fold(label.name) for label in found)
    recurring = {name for name in counts if _recurs(name, counts)} | (given.keys() & counts.keys())
    # With a break for music or a sponsor it is a programme, even if one person talks.
    monologue = any(name in INTERLUDES for name in counts)
    marked = sum(label.strength != "plain" for label in found) > 0.5 * len(found)
    names: dict[str, str] = {}
    for label in found:
        key = fold(label.name)
        # One who speaks once is believed only among others who speak again: before
        # them stand title lines such as "Committee: ...".
        once = label.strength != "plain" or (not marked and len(label.name.split()) > 1)
        believed = once and (names or monologue or label.strength == "timed")
        if key in recurring or (believed and key not in NOT_NAMES):
            names.setdefault(key, given.get(key, label.name))
    return Cast(names)


def covers(labels: Iterable[Label | None], cast: Cast, words: Sequence[int]) -> float:
    """Share of a file's words (0..1) that stand in turns of ``cast``.

    Args:
        labels: one entry a line, in order.
        cast: the file's speakers.
        words: number of words of each line.
    """
    spoken, speaking = 0, False
    for label, count in zip(labels, words, strict=True):
        if label is not None:
            speaking = speaking or label.name in cast or not label.name
        spoken += count if speaking else 0
    return spoken / max(1, sum(words))


def _bold_label(line: str, bold: str) -> Label | None:
    name = bold.rstrip().removesuffix(":").strip()
    rest = line[len(bold) :]
    if not is_name(name) or len(name) > 60:
        return None
    if bold.rstrip().endswith(":"):
        return Label(_tidy(name), len(bold), "marked")
    if rest.lstrip()[:1] == ":":
        return Label(_tidy(name), len(line) - len(rest.lstrip()) + 1, "marked")
    return None


def _recurs(name: str, counts: Counter[str]) -> bool:
    """Speakers come again; a word such as "note" must do so beside another speaker."""
    if name not in NOT_NAMES:
        return counts[name] >= 2
    often = counts[name] >= 3 and counts[name] >= 0.2 * counts.total()
    others = (other for other in counts if other != name and counts[other] >= 3)
    return often and any(other not in NOT_NAMES or {name, other} in _PAIRS for other in others)


def _tidy(name: str) -> str:
    return " ".join(name.split()).rstrip(",")

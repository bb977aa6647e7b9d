"""Cuts lines of talk into turns, with what is not speech kept out of them.

A line without a label goes on with the turn before it. ``[Applause]`` and the like
stay readable in the text but in no segment, where they stand between sentences;
inside a sentence they stay, because cutting there would break the sentence. Time
marks are not text and go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from pipeline.readers.compose import BREAK, Composer
from pipeline.readers.speakers import INTERLUDES, TIME, Cast, Label, cast_of, covers, fold, label_of

LineKind = Literal["text", "heading", "rule", "quote", "shown"]

_TIME_LINE = re.compile(
    rf"\s*[\[(]?{TIME}[\])]?\s*(?:[-–—]\s*)?(?:\d+ (?:hours?|minutes?|seconds?))?\s*$"
)
_CHAPTER = re.compile(rf"\s*[-*•]?\s?\(?{TIME}\)?\s+(?:[-–—:]\s*)?\S")
_TIME_MARK = re.compile(rf"\s?[\[(]{TIME}[\])]")
_SPOKEN_TIME = re.compile(r"\s*\d+ (?:hours?|minutes?|seconds?)(?:,? \d+ seconds?)?\s*$")
_DIRECTION = re.compile(
    r"[\[(]\s*(?:laugh|applause|music|crosstalk|cross talk|inaudible|unintelligible|silence|pause|"
    r"noise|cheer|chuckl|sigh|cough|break|audio|foreign|blank_audio|whereupon|gavel)"
    r"[^\])\n]{0,80}[\])]|♪[^♪\n]{0,200}♪|♪+",
    re.I,
)
_SENTENCE_END = (".", "!", "?", "…", '"', "”", "—", "–", ":")


class Line(NamedTuple):
    """One line of a transcript, as the reader of its format found it."""

    text: str
    bold: str = ""  # what stands in bold at its start
    kind: LineKind = "text"
    opens: bool = True  # a paragraph begins here


class Script(NamedTuple):
    """Lines with their labels and the speakers among them."""

    lines: Sequence[Line]
    labels: Sequence[Label | None]
    cast: Cast
    vouched: bool = False  # corpus.toml names one of its labels as a speaker

    @property
    def n_turns(self) -> int:
        """Lines that open a turn of a known speaker, or of an unnamed one (``>>``)."""
        return sum(x is not None and (not x.name or x.name in self.cast) for x in self.labels)

    def without_first(self) -> Script:
        """The same without its first line, which was a headline."""
        return self._replace(lines=self.lines[1:], labels=self.labels[1:])

    @property
    def is_talk(self) -> bool:
        """True when this is a transcript: turns recur and hold at least half of the words."""
        timed = sum(label is not None and label.strength == "timed" for label in self.labels)
        few = self.n_turns < 3 or self.n_turns < 1.3 * len(self.cast.names)
        if few and timed < 2 and not (self.vouched and self.n_turns):
            return False
        words = [len(line.text.split()) for line in self.lines]
        return covers(self.labels, self.cast, words) >= 0.5


def script_of(lines: Sequence[Line], aliases: dict[str, str] | None = None) -> Script:
    """``lines`` with their labels; ``aliases`` maps labels to names (corpus.toml)."""
    labels = [label_of(line.text, line.bold) if line.kind == "text" else None for line in lines]
    known = {fold(label) for label in aliases or {}}
    vouched = any(label is not None and fold(label.name) in known for label in labels)
    return Script(lines, labels, cast_of(labels, aliases), vouched)


def is_time_line(text: str) -> bool:
    """True when a line holds nothing but a time mark."""
    return bool(_TIME_LINE.match(text) or _SPOKEN_TIME.match(text))


def is_direction(text: str) -> bool:
    """True when a line is nothing but ``[Applause]``, ``(laughs)``, music or the like."""
    return bool(_DIRECTION.fullmatch(text.strip()))


def is_chapter(text: str) -> bool:
    """True for a line of a table of contents with times: ``02:28 Top-down learning``."""
    return len(text) < 140 and bool(_CHAPTER.match(text)) and not is_time_line(text)


def compose(script: Script, composer: Composer) -> None:
    """Append the turns, headings and preface of ``script`` to ``composer``, in order."""
    turn = _Turn(composer, spoken=not script.cast.names)  # unlabelled talk is talk all the same
    for line, label in zip(script.lines, script.labels, strict=True):
        if line.kind != "text":
            turn.close()
            _stand(line, composer)
            turn.interrupt(line, script.cast)
        elif label is not None and (not label.name or label.name in script.cast):
            turn.open(label, script.cast, line.text)
        elif not is_time_line(line.text):
            turn.go_on(line)
    turn.close()


def _stand(line: Line, composer: Composer) -> None:
    """What is no speech: a heading or a quotation has its own segment, the rest is shown."""
    if line.kind == "heading":
        composer.add(line.text, "heading")
    elif line.kind == "quote":
        composer.add(line.text, "blockquote")
    elif line.kind == "shown":
        composer.show(line.text)


class _Turn:
    """The turn being read; before the first label it is preface, in the author's voice."""

    def __init__(self, composer: Composer, *, spoken: bool) -> None:
        self._composer = composer
        self._spoken = spoken  # somebody has been labelled
        self._label = self._speaker = ""
        self._said: list[str] = []  # text and what stands between, joined at the end
        self._silent = False  # music, a break: shown, in no segment

    def open(self, label: Label, cast: Cast, text: str) -> None:
        """Somebody begins to speak."""
        self.close()
        self._spoken = True
        self._label = label.name
        self._speaker = cast.name(label.name) if label.name else ""
        self._silent = fold(label.name) in INTERLUDES
        rest = text[label.start :].strip()
        self._said = [rest] if rest else []

    def go_on(self, line: Line) -> None:
        """The speaker goes on, in the same paragraph or a new one."""
        if is_direction(line.text):
            self.close()
            self._composer.show(line.text.strip())
            return
        if self._said:
            self._said.append(BREAK if line.opens else " ")
        self._said.append(line.text.strip())

    def interrupt(self, line: Line, cast: Cast) -> None:
        """A heading that names a speaker hands over to them; a rule ends the turn."""
        named = cast.named_by(line.text) if line.kind == "heading" else ""
        if line.kind == "rule" or named:
            self._speaker, self._silent = named, False
            self._spoken = self._spoken or bool(named)

    def close(self) -> None:
        """Write down what was said."""
        text = _TIME_MARK.sub("", "".join(self._said)).strip()
        glue = BREAK
        if self._label and text:
            self._composer.show(f"{self._label}:")
            glue = " "
        for piece, speech in pieces(text):
            if not speech or self._silent:
                self._composer.show(piece, glue=glue)
            elif self._spoken:
                self._composer.add(piece, "turn", glue=glue, speaker=self._speaker)
            else:
                for paragraph in piece.split(BREAK):
                    self._composer.add(paragraph, "body", glue=glue)
            glue = " "
        self._label, self._said = "", []


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Stretches of a turn in order, with whether each is speech (else a stage direction)."""
    cursor = 0
    for found in _DIRECTION.finditer(text):
        before = text[cursor : found.start()].rstrip()
        after = text[found.end() :].lstrip()
        if before and after and not before.endswith(_SENTENCE_END):
            continue
        if before:
            yield before.strip(), True
        yield found[0], False
        cursor = found.end()
    if text[cursor:].strip():
        yield text[cursor:].strip(), True

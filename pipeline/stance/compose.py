"""How a sentence, its context and the target become one row of tokens.

    [CLS] proposition [SEP] role : before « text » after [SEP]

Training and inference both call ``compose``; they cannot drift apart. The speaker
enters as a *role* only, and known people in the text under one name (``names``), so that
the model cannot know who is famous.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pipeline.stance.base import Item
from pipeline.stance.names import NameMask

_HOST = re.compile(r"\b(host|interviewer|moderator|chair|presenter|question|audience)\b", re.I)
_AUTHOR = re.compile(r"\b(author|writer|editor)\b", re.I)


class Encodes(Protocol):
    """The part of ``tokenizers.Tokenizer`` that is used here."""

    def encode(self, text: str, *, add_special_tokens: bool) -> object:
        """An encoding with an ``ids`` list."""
        ...

    def token_to_id(self, token: str) -> int | None:
        """Id of a token, None when it is not in the vocabulary."""
        ...


@dataclass(frozen=True, slots=True)
class Limits:
    """Most tokens of each part of a row; they are the weights', which were trained with them."""

    before: int = 64
    text: int = 96
    after: int = 30


@dataclass(frozen=True, slots=True)
class Row:
    """Token ids of one item; ``focus`` is 1 on the tokens of the sentence itself."""

    ids: list[int]
    focus: list[int]


def role_of(speaker: str) -> str:
    """``host``, ``author`` or ``speaker``: all that the model may know of who speaks."""
    if _HOST.search(speaker):
        return "host"
    return "author" if not speaker or _AUTHOR.search(speaker) else "speaker"


def load_tokenizer(path: Path) -> Encodes:
    """The tokenizer in ``path`` (tokenizer.json), without its own padding and truncation."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


class Composer:
    """Composes rows for one proposition with one tokenizer."""

    def __init__(
        self,
        tokenizer: Encodes,
        proposition: str,
        mask: NameMask,
        limits: Limits = Limits(),
    ) -> None:
        """Look up the special tokens: BERT's names or MPNet's."""
        self._tokenizer = tokenizer
        self.limits = limits
        self.proposition = proposition
        self._mask = mask
        self._open = self._ids("«")
        self._close = self._ids("»")
        start = self._first("[CLS]", "<s>")
        stop = self._first("[SEP]", "</s>")
        self._head = [start, *self._ids(proposition), stop]
        self._tail = [stop]

    def within(self, limits: Limits) -> Composer:
        """The same with other limits."""
        return Composer(self._tokenizer, self.proposition, self._mask, limits)

    def compose(self, item: Item) -> Row:
        """Token ids of ``item``; never longer than proposition, limits and twelve more."""
        most = self.limits
        before = self._ids(self._mask(item.before))
        before = before[max(0, len(before) - most.before) :]
        text = self._ids(self._mask(item.text))[: most.text]
        after = self._ids(self._mask(item.after))[: most.after]
        left = [*self._head, *self._ids(f"{role_of(item.speaker)} :"), *before, *self._open]
        right = [*self._close, *after, *self._tail]
        focus = [0] * len(left) + [1] * len(text) + [0] * len(right)
        return Row([*left, *text, *right], focus)

    def compose_all(self, items: Sequence[Item]) -> list[Row]:
        """``compose`` for each of ``items``."""
        return [self.compose(item) for item in items]

    def _ids(self, text: str) -> list[int]:
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        return list(encoding.ids)  # type: ignore[attr-defined]

    def _first(self, *tokens: str) -> int:
        for token in tokens:
            found = self._tokenizer.token_to_id(token)
            if found is not None:
                return found
        raise ValueError(f"the tokenizer knows none of {', '.join(tokens)}")

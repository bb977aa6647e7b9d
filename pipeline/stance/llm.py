"""Stance from a language model behind an OpenAI-compatible endpoint (docs/llm-backend.md).

Calls hold items of one document alone. An answer is kept by the content of what was
asked, so that a run that is repeated, or goes on after a failure, asks nothing twice and
gives the same judgements. What fails for good ends the run with its code; an item
without a usable answer abstains.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from pipeline.config import LlmSection, StanceSection
from pipeline.registry import Assets
from pipeline.stance.base import Item, Judgement
from pipeline.stance.endpoint import Endpoint, RefusedError, TooLongError, estimate_tokens
from pipeline.stance.prompt import Answer, UnreadableError, batches, messages, read_answers
from pipeline.stance.spending import Answers, Ledger, Reply, folder_of

#: Tokens an answer may take: for one item, and for what stands around them.
_ITEM_TOKENS, _FRAME_TOKENS = 120, 60
#: What an item that got no usable answer gets.
_NONE = Judgement(
    stances={"favor": 0.0, "against": 0.0, "mixed": 0.0, "neutral": 1.0, "unrelated": 0.0},
    abstained="M007",
)
_LOG = logging.getLogger("pipeline.stance")


class LlmJudge:
    """Judges by asking a language model about one document at a time."""

    name = "llm"

    def __init__(
        self,
        proposition: str,
        config: LlmSection,
        *,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Nothing is sent yet; ``sleep`` waits between tries.

        Raises:
            ModelError: M005 naming the setting that is missing or not allowed.
        """
        self._proposition = proposition
        self._config = config
        self._endpoint = Endpoint(config, sleep=sleep)
        self._answers = Answers(folder_of(config))
        self._ledger = Ledger(config)

    def judge(self, items: Sequence[Item]) -> list[Judgement]:
        """Judgements in the order of ``items``; no call holds items of two documents.

        Raises:
            ModelError: M005 no key or client, M006 the endpoint does not serve, M008 the
                cost limit is reached. Answers that came before are kept.
        """
        calls = [batch for group in _documents(items) for batch in batches(group)]
        found: dict[Item, Judgement] = {}
        for judged in self._all(calls):
            found.update(judged)
        return [found[item] for item in items]

    def _all(self, calls: Sequence[tuple[Item, ...]]) -> Iterator[Mapping[Item, Judgement]]:
        with ThreadPoolExecutor(self._config.concurrency) as pool:
            try:
                yield from pool.map(self._batch, calls)
            finally:
                pool.shutdown(wait=True, cancel_futures=True)
                self._endpoint.close()

    def _batch(self, batch: tuple[Item, ...]) -> dict[Item, Judgement]:
        """Ask, ask once more for what is missing, and abstain on what is missing then."""
        found, reason = self._ask(batch)
        missing = tuple(item for item in batch if item not in found)
        if missing:
            second, again = self._ask(missing, complaint=reason)
            found |= second
            missing = tuple(item for item in missing if item not in second)
            if missing:
                _LOG.warning(
                    "warning[M007]: no usable answer for %d of %d items of %s: %s; they abstain",
                    len(missing), len(batch), batch[0].document or "a document", again,
                )  # fmt: skip
        judged = {item: answer.judgement() for item, answer in found.items()}
        return judged | dict.fromkeys(missing, _NONE)

    def _ask(self, batch: tuple[Item, ...], complaint: str = "") -> tuple[dict[Item, Answer], str]:
        """(usable answers, what is wrong with the others); too long a call is halved."""
        asked = self._asked(batch, complaint)
        reply = self._answers.get(asked)
        if reply is not None:
            return _read(reply.content, batch)
        try:
            reply = self._post(asked["body"])
        except RefusedError as error:
            if isinstance(error, TooLongError) and len(batch) > 1:
                return self._halved(batch, complaint)
            return {}, f"the endpoint refused the text ({error})"
        found, reason = _read(reply.content, batch)
        if found:  # what could not be used at all is worth asking again another day
            self._answers.put(asked, reply)
        return found, reason

    def _halved(self, batch: tuple[Item, ...], complaint: str) -> tuple[dict[Item, Answer], str]:
        middle = len(batch) // 2
        first, one = self._ask(batch[:middle], complaint)
        second, other = self._ask(batch[middle:], complaint)
        return first | second, one or other

    def _post(self, body: Mapping[str, Any]) -> Reply:
        reserved = self._ledger.reserve(estimate_tokens(body), int(body["max_tokens"]))
        reply = None
        try:
            reply = self._endpoint.post(body)
        except RefusedError as error:
            reply = error.billed
            raise
        finally:
            self._ledger.settle(reserved, reply)
        return reply

    def _asked(self, batch: Sequence[Item], complaint: str = "") -> dict[str, Any]:
        return {
            "endpoint": self._config.endpoint,
            "body": {
                "model": self._config.model,
                "messages": messages(self._proposition, batch, complaint),
                "temperature": 0,
                "max_tokens": _FRAME_TOKENS + _ITEM_TOKENS * len(batch),
                "response_format": {"type": "json_object"},
            },
        }


def load(proposition: str, config: StanceSection, assets: Assets) -> LlmJudge:
    """The backend as ``[stance.llm]`` sets it up; the models folder is not used.

    Raises:
        ModelError: M005 naming the setting that is missing or not allowed.
    """
    return LlmJudge(proposition, config.llm)


def spent_line(config: LlmSection) -> str:
    """What was spent through the configured folder so far, in one line.

    Raises:
        ModelError: M003 when the ledger is damaged.
    """
    spent = Ledger(config).read()
    return (
        f"llm: {spent.calls:,} calls, {spent.prompt_tokens:,} tokens sent and "
        f"{spent.completion_tokens:,} answered, cost {spent.cost:.4f}, "
        f"counted in {folder_of(config)}"
    )


def _documents(items: Sequence[Item]) -> list[list[Item]]:
    """Items by document, in order of first appearance; without a document each is alone."""
    groups: dict[str, list[Item]] = {}
    for place, item in enumerate(items):
        groups.setdefault(item.document or f"\0{place}", []).append(item)
    return list(groups.values())


def _read(content: str, batch: Sequence[Item]) -> tuple[dict[Item, Answer], str]:
    try:
        found = dict(read_answers(content, batch))
    except UnreadableError as error:
        return {}, str(error)
    return found, "" if len(found) == len(batch) else "items were left out or not coded as asked"

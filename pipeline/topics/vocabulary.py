"""Which words can name a topic: no function words, no filler, no boilerplate of pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_LEAST_LETTERS = 3

#: Words of talk and of web pages that say nothing of what the talk is about.
FILLER = frozenset(
    """
    actually ago agree ain anybody anyone anything argue asked basically believe better big bit
    came come comes coming course day days did didn does doesn doing don done else even ever
    everybody everyone everything exactly fact feel felt gets getting given gives go goes going
    gone gonna good got guess guy guys had happen happened happens having hear heard honestly
    isn just keep keeps kind knew know known knows later least less let like little look looked
    looking looks lot lots made make makes making man many maybe mean means men mind month months
    much nobody nothing obviously oh okay old ones people person place point pretty probably put
    quite read really right said saw say saying says see seem seems seen sense shall show shows
    simply somebody someone something sort start started stuff suppose sure take taken takes
    taking talk talking tell tells thank thanks thing things think thinking thinks thought time
    times today told true try trying turn use used using wait want wanted wants wasn way ways
    week went wish woman won wonder word work works worse wouldn write written wrong wrote yeah
    year years yes yesterday
    click comment comments cookie cookies copyright edited email episode http https www com org
    login newsletter podcast post posted privacy reply reserved rights share sign subscribe
    subscribed tweet upvote url webpage
    """.split()  # noqa: SIM905 - two hundred quoted words are harder to read
)


def words(text: str) -> list[str]:
    """The words of ``text`` that may name a topic, lower case, in order.

    Contractions go (``don't``), and so do words under three letters, save those
    with a digit, such as ``o1``.
    """
    found = (match.rstrip(".-'’").lower() for match in _WORD.findall(text))
    return [
        word
        for word in found
        if "'" not in word
        and "’" not in word
        and (len(word) >= _LEAST_LETTERS or any(c.isdigit() for c in word))
        and word not in _stop_words()
    ]


def tokens(text: str) -> list[str]:
    """``words`` and their neighbouring pairs, pairs last."""
    single = words(text)
    return single + [f"{first} {second}" for first, second in pairwise(single)]


def vocabulary(texts: Sequence[str], most: int = 50_000) -> list[str]:
    """The terms that may name a topic of ``texts``, in alphabetical order; may be empty.

    A term stands in two texts or more (in three, from 5,000 texts on), which keeps
    memory bounded; beyond ``most``, those in most texts are kept.
    """
    count: Counter[str] = Counter()
    for text in texts:
        count.update(set(tokens(text)))
    least = 3 if len(texts) >= 5_000 else 2
    frequent = sorted((t for t in count if count[t] >= least), key=lambda t: (-count[t], t))
    return sorted(frequent[:most])


@lru_cache(maxsize=1)
def _stop_words() -> frozenset[str]:
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    return FILLER | frozenset(ENGLISH_STOP_WORDS)

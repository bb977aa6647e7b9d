"""What is put forward to be answered: numbered objections, myths, quotations on their own.

Nobody need be named for it to be clear that the words are somebody else's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.discourse.marks import Marked
from pipeline.records import Voice
from pipeline.spans import Span

_NUMBER = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2}|[ivx]{1,4})"
_LABEL = (
    r"^[\W_]*(?:(?:the )?(?:first|second|third|fourth|fifth|next|last|final|another|common|usual)"
    r" )?(?P<label>objection|myth|misconception|fallacy|counter-?argument|excuse|criticism|"
    r"complaint|delusion|illusion|superstition|talking point)"
    rf"(?: (?:number |no\. ?|#)?{_NUMBER})?[\W_]{{0,3}}"
)
_LABELLED = re.compile(_LABEL + r"(?<=[:.—–])[\s*_]+(?=\S)", re.I)
_LABEL_ALONE = re.compile(_LABEL + r"$", re.I)
#: Labels that call what follows false.
_FALSE = frozenset({"myth", "misconception", "fallacy", "delusion", "illusion", "superstition"})
_SAID_MYSELF = re.compile(r"\b(?:i|we)\b[^.!?]{0,60}[:,]?\W*$", re.I)
_MOST = 0.9  # of a sentence that stands in marks
_FEWEST = 3  # words of a quotation that can be a position


def labelled(sentence: str, before: str) -> Voice | None:
    """The voice of what a label announces, in the sentence or as the sentence before it."""
    found = _LABELLED.match(sentence) or _LABEL_ALONE.match(before.strip())
    if found is None:
        return None
    return "rejected" if found["label"].lower() in _FALSE else "reported"


def stands_quoted(
    span: Span, marks: Sequence[Marked], *, sentence: str, before: str
) -> Marked | None:
    """The quotation that is the whole sentence, unless the speakers say that it is theirs."""
    if len(sentence.split()) < _FEWEST or _says_so_myself(before):
        return None
    for mark in marks:
        if (
            mark.closed
            and not mark.scare
            and mark.outer.overlap(span) >= _MOST * (span.end - span.start)
        ):
            return mark
    return None


def _says_so_myself(before: str) -> bool:
    return before.rstrip().endswith((":", ",")) and bool(_SAID_MYSELF.search(before))

"""The texts that topics are made of: each distinct sentence once, and who says it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.ids import digest
from pipeline.records import Document, Statement
from pipeline.store.tables import Tables

Places = NDArray[np.int64]

#: Texts that are clustered and described; the rest of a larger corpus is assigned.
SAMPLE = 20_000


@dataclass(frozen=True, slots=True)
class Texts:
    """Distinct texts in alphabetical order, and the statements (in id order) that have each."""

    texts: tuple[str, ...]
    counts: Places  # statements with each text
    statements: tuple[str, ...]
    place: Places  # of the text of each statement

    def pick(self, chosen: Places) -> list[str]:
        """The texts at ``chosen``."""
        return [self.texts[i] for i in chosen.tolist()]

    def sample(self, chosen: Places, seed: int, most: int | None = None) -> Places:
        """At most ``most`` (``SAMPLE``) of ``chosen``, in order.

        A text's hash decides, whatever else is there.
        """
        most = SAMPLE if most is None else most
        if len(chosen) <= most:
            return chosen
        ranked = sorted(chosen.tolist(), key=lambda i: digest(seed, self.texts[i]))
        return np.array(sorted(ranked[:most]), np.int64)

    def part(self, chosen: Places) -> Texts:
        """The texts at ``chosen`` alone, with their counts, and without statements."""
        return Texts(tuple(self.pick(chosen)), self.counts[chosen], (), np.zeros(0, np.int64))


def distinct_texts(tables: Tables) -> Texts:
    """The texts of all statements that are not unrelated, white space evened."""
    documents = {d.id: d.text for d in tables.rows("documents", Document)}
    used = sorted(
        (s.id, " ".join(s.span.of(documents[s.document_id]).split()))
        for s in tables.rows("statements", Statement)
        if s.stance != "unrelated" and s.document_id in documents
    )
    distinct = sorted({text for _, text in used})
    order = {text: i for i, text in enumerate(distinct)}
    place = np.array([order[text] for _, text in used], np.int64)
    return Texts(
        texts=tuple(distinct),
        counts=np.bincount(place, minlength=len(distinct)).astype(np.int64),
        statements=tuple(identifier for identifier, _ in used),
        place=place,
    )

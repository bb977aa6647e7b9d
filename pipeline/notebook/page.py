"""A document with its statements marked."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pandas as pd

from pipeline.notebook.style import escaped, framed, link, sentence, tag
from pipeline.report.wording import count, date_words

#: Characters of a document that are shown; a notebook stalls on whole books.
MOST = 200_000


class Page:
    """A document as a notebook shows it: each statement in the colour of its stance.

    The line under a sentence tells the voice (own solid, endorsed double, reported dashed,
    rejected or asked dotted). Inside, the words that decided are bold, the holder's name is
    underlined and a quotation is in italics.
    """

    def __init__(self, document: pd.Series, statements: pd.DataFrame) -> None:
        """Keep the document's row and the statements in it, as in ``Run.evidence``."""
        self.document = document
        self.statements = statements.sort_values(["start", "end"], kind="stable")

    def __repr__(self) -> str:
        return f"<Page {self.document['id']}: {len(self.statements)} statements>"

    def _repr_html_(self) -> str:
        text = str(self.document["text"])
        parts, cursor = [], 0
        for rows in self._places():
            start, end = int(rows[0]["start"]), int(rows[0]["end"])
            if start < cursor:
                continue
            if end > MOST:
                break
            cues = [cue for row in rows for cue in row["cues"]]
            first = rows[0]
            marked = sentence(
                text[start:end], start, cues, stance=first["stance"], voice=first["voice"]
            )
            parts += [escaped(text[cursor:start]), marked, *map(_note, rows)]
            cursor = end
        parts.append(escaped(text[cursor : max(MOST, cursor)]))
        body = f'<div class="sd-text">{"".join(parts)}</div>'
        left = len(text) - max(MOST, cursor)
        rest = f"<p>… and {left:,} more characters.</p>" if left > 0 else ""
        return framed(self._head() + body + rest)

    def _places(self) -> list[list[dict[str, Any]]]:
        """The statements in order; holders of the same sentence share its mark."""
        places: dict[tuple[int, int], list[dict[str, Any]]] = {}
        for row in self.statements.to_dict("records"):
            kept = {str(name): value for name, value in row.items()}
            places.setdefault((row["start"], row["end"]), []).append(kept)
        return list(places.values())

    def _head(self) -> str:
        facts = self.document
        numbers = Counter(self.statements["stance"])
        tags = " ".join(f"{tag(stance)} {n}" for stance, n in sorted(numbers.items()))
        where = " · ".join(
            escaped(part) for part in (date_words(str(facts["date"])), facts["author"],
                                       facts["corpus"], facts["licence"]) if part
        )  # fmt: skip
        title = link(str(facts["url"]), str(facts["title"]) or "untitled")
        said = count(len(self.statements), "statement")
        return f"<h3>{title}</h3><p><small>{where}</small><br>{said}: {tags}</p>"


def _note(row: dict[str, Any]) -> str:
    """Whose position it is and how sure, behind the sentence: colour alone tells nobody."""
    holder = row["holder_name"] or "nobody named"
    words = f"{holder}, {row['voice']}, {row['dimension']}, {row['confidence']:.2f}"
    return f" <small>{tag(str(row['stance']))} {escaped(words)}</small> "

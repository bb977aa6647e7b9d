"""Statements as a list to read, and still a DataFrame to work with."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pipeline.notebook.style import escaped, framed, link, sentence, tag
from pipeline.report.wording import count, date_words

#: Statements that are drawn; all of them are in the DataFrame.
SHOWN = 40


class Statements(pd.DataFrame):
    """Rows of ``Run.evidence`` that a notebook draws as sentences with their sources.

    Whatever is cut out of it is a plain DataFrame and drawn as a table.
    """

    @property
    def _constructor(self) -> type[pd.DataFrame]:
        return pd.DataFrame

    def _repr_html_(self) -> str:
        rows = [_item(row) for row in self.head(SHOWN).to_dict("records")]
        dates = [date for date in self["date"] if date]
        reach = f", {date_words(min(dates))} to {date_words(max(dates))}" if dates else ""
        head = f"<p>{count(len(self), 'statement')}{escaped(reach)}</p>"
        left = len(self) - len(rows)
        more = f"<p>… and {left:,} more rows in this DataFrame.</p>" if left > 0 else ""
        return framed(f"{head}<ol>{''.join(rows)}</ol>{more}")


def _item(row: dict[Any, Any]) -> str:
    facts = [date_words(str(row["date"])), row["holder_name"] or "nobody named", row["voice"]]
    if row["dimension"] != "-":
        facts.append(row["dimension"])
    marked = sentence(
        row["text"], int(row["start"]), row["cues"], stance=row["stance"], voice=row["voice"]
    )
    source = link(str(row["url"]), str(row["title"]) or "untitled")
    checked = f"{row['corpus']}, confidence {row['confidence']:.2f} by {row['backend']}"
    return (
        f"<li>{tag(str(row['stance']))} {escaped(' · '.join(map(str, facts)))}"
        f'<div class="sd-text">{marked}</div>'
        f"<small>{source}, {escaped(checked)}, {escaped(row['id'])}</small></li>"
    )

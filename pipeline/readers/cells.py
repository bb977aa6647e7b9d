"""A cell of a table as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from pipeline.readers.decode import plain


def cell_text(value: Any) -> str:
    """A cell as text: "" for nothing, ISO for dates, no surrogates, no ``.0`` on whole numbers.

    A list of strings is joined with commas; an object says nothing.
    """
    if isinstance(value, list) and _are_strings(value):
        return ", ".join(filter(None, map(cell_text, value)))
    if value is None or isinstance(value, (dict, list, bytes)):
        return ""
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value) * (value == value)
    return plain(str(value)).strip()


def prose(value: Any) -> str:
    """The cell that holds a text: of a list of strings each is a paragraph; bytes are UTF-8.

    Raises:
        ValueError: it is an object, a list of other things, or bytes that are no UTF-8.
    """
    if isinstance(value, bytes):
        try:
            return cell_text(value.decode("utf-8"))
        except UnicodeDecodeError:
            raise ValueError("the text is bytes that are not UTF-8") from None
    if isinstance(value, list) and _are_strings(value):
        return "\n\n".join(filter(None, map(cell_text, value)))
    if isinstance(value, (dict, list)):
        kind = "an object" if isinstance(value, dict) else "a list of other things than strings"
        raise ValueError(f"the text is {kind}")
    return cell_text(value)


def first_prose(cells: Mapping[str, Any], columns: Sequence[str]) -> str:
    """The text of the first of ``columns`` that has one; "" when none has.

    Raises:
        ValueError: as ``prose``.
    """
    return next((text for name in columns if (text := prose(cells.get(name)))), "")


def _are_strings(value: Sequence[Any]) -> bool:
    return all(isinstance(part, str) for part in value)

"""``make docs``: the pages of docs/ that are made from the program, so that they stay true."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pipeline.catalogue import CATALOGUE
from pipeline.cli.reference import commands
from pipeline.config import CorpusSettings, Section, Settings
from pipeline.gold.card import card, datasheet
from pipeline.registry import Assets, default_models
from pipeline.run.stages import STAGES
from pipeline.store.tables import PUBLISHED, SCHEMA

_MADE = "<!-- Made by `make docs`; do not edit. -->\n"


def pages() -> dict[str, str]:
    """File name -> content of every generated page."""
    return {
        "commands.md": commands(_MADE),
        "errors.md": errors(),
        "configuration.md": configuration(),
        "records.md": records(),
        "stages.md": stages(),
        "model-card.md": _MADE + card(Assets(default_models())),
        "datasheet.md": _MADE + datasheet(Assets(default_models())),
    }


def errors() -> str:
    """All error codes with cause and remedy."""
    parts = ["# Error codes\n", _MADE]
    for code, entry in sorted(CATALOGUE.items()):
        parts.append(
            f"## {code}: {entry.title}\n\n{entry.cause}\n\n**What to do:** {entry.remedy}\n"
        )
    return "\n".join(parts)


def configuration() -> str:
    """All keys of pipeline.toml and corpus.toml with type and default."""
    parts = [
        "# Configuration\n",
        _MADE,
        "`pipeline.toml` beside `corpora/` has one table a stage; `--set trends.period=year` "
        "overrides it. Every key has a default, and no file is needed.\n",
    ]
    for name, field in Settings.model_fields.items():
        section: Any = field.annotation
        parts.append(f"## `[{name}]`\n\n{_summary(section)}\n")
        parts.append("\n".join(_keys(section)) + "\n")
    parts.append("## corpus.toml\n\nHelp for the readers, in the folder of a corpus.\n")
    parts.append("\n".join(_keys(CorpusSettings)) + "\n")
    return "\n".join(parts)


#: Tables whose record has a description for another table.
_OTHERWISE = {
    "inferred": "Where a teller stands by a view that they endorse or reject; counted by no figure."
}


def records() -> str:
    """All published tables with their columns."""
    parts = [
        "# Tables and columns\n",
        _MADE,
        "Parquet files under `reports/<run>/tables`, tables of the same names in "
        "`analysis.duckdb`, DataFrames of `pipeline.open(...)`. Offsets are half-open and count "
        "Unicode code points of `documents.text`.\n",
    ]
    for name in PUBLISHED:
        kind = SCHEMA[name]
        hints = get_type_hints(kind)
        summary = _OTHERWISE.get(name) or (kind.__doc__ or "").strip().splitlines()[0]
        parts.append(f"## `{name}`\n\n{summary}\n\n| column | type | |\n|---|---|---|")
        notes = _notes(kind)
        rows = [
            f"| `{f.name}` | {_type(hints[f.name])} | {notes.get(f.name, '')} |"
            for f in fields(kind)
        ]
        parts.append("\n".join(rows) + "\n")
    return "\n".join(parts)


def stages() -> str:
    """The stage table."""
    parts = [
        "# The flow\n",
        _MADE,
        "| stage | sees | reads | writes | settings |",
        "|---|---|---|---|---|",
    ]
    for stage in STAGES:
        reads, writes = ", ".join(stage.reads), ", ".join(stage.writes)
        seen = "one shard" if stage.scope == "shard" else "everything"
        parts.append(f"| {stage.name} | {seen} | {reads} | {writes} | `[{stage.section}]` |")
    return "\n".join(parts) + "\n"


def main(folder: Path = Path("docs")) -> int:
    """Write the pages that differ; with ``--check`` only name them and exit 1."""
    stale = [n for n, text in pages().items() if _read(folder / n) != text]
    if "--check" in sys.argv:
        if stale:
            sys.stderr.write(f"stale: {', '.join(stale)}; run `make docs`\n")
        return 1 if stale else 0
    for name in stale:
        (folder / name).write_text(pages()[name], encoding="utf-8")
    return 0


def _notes(kind: type[Any]) -> dict[str, str]:
    """The comment behind or above each field of ``kind``: the docs say what the code says."""
    found: dict[str, str] = {}
    above: list[str] = []
    for line in inspect.getsource(kind).splitlines():
        field = re.match(r"\s+(\w+): .*?(?:  # (.*))?$", line)
        if field:
            note = field[2] or " ".join(above)
            found[field[1]] = note.replace("``", "`").replace("|", "\\|")
        comment = re.match(r"\s+# (.*)$", line)
        above = [*above, comment[1]] if comment else []
    return found


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _summary(kind: Any) -> str:
    return (kind.__doc__ or "").strip().splitlines()[0]


def _keys(kind: type[Section], prefix: str = "") -> Iterator[str]:
    if not prefix:
        yield "| key | kind | default | |\n|---|---|---|---|"
    notes = _notes(kind)
    for name, field in kind.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, Section):
            yield from _keys(inner, f"{prefix}{name}.")
        else:
            default = field.get_default(call_default_factory=True)
            note = notes.get(name, "")
            yield f"| `{prefix}{name}` | {_type(inner)} | `{default!r}` | {note} |"


def _type(hint: Any) -> str:
    """A type in words, the same in every version of Python."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _type(inner[0])
    if origin is Literal:
        return " or ".join(f"`{value}`" if value else "`''`" for value in inner)
    if origin in (Union, UnionType):
        return " or ".join(map(_type, inner))
    if origin is tuple:
        return f"list of {_type(inner[0])}"
    if origin is dict:
        return f"table of {_type(inner[1])}"
    return str(hint.__name__)


if __name__ == "__main__":
    sys.exit(main())

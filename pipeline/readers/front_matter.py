"""The block of fields at the top of a Markdown file: YAML between ``---``, TOML between ``+++``.

YAML here is a small part of YAML: keys, strings and lists. Nothing is converted (a date
or ``no`` stays the text it is), anchors, aliases and tags are refused, and a block that
YAML cannot read is read line by line, so that one colon in a title costs no field.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any, NamedTuple

import yaml

from pipeline.readers.decode import plain

_LIMIT = 64 * 1024  # characters between the fences
_BRACKETS = 500  # the parser looks at every open one for every word
_LINE = re.compile(r"([A-Za-z][\w .-]{0,40}?)\s*:\s+(\S.*)$")
_WIKILINK = re.compile(r"\[\[(?:[^\[\]|]{1,200}\|)?([^\[\]|]{1,200})\]\]")

#: Our fields and the keys that hold them, best first; compared in lower case without - and _.
#: ``created`` is left out: note programs put the day of clipping there.
_KEYS: dict[str, tuple[str, ...]] = {
    "title": ("title", "headline", "name"),
    "author": ("author", "authors", "by", "byline", "creator", "writer"),
    "date": (
        "date", "published", "datepublished", "publishdate", "publishedat", "pubdate",
        "publicationdate", "posted", "postedat", "issued",
    ),
    "url": ("url", "source", "canonicalurl", "canonical", "link", "permalink", "sourceurl"),
    "venue": ("venue", "publication", "publisher", "site", "website", "podcast", "journal"),
    "licence": ("licence", "license", "rights"),
    "kind": ("kind",),
    "speakers": ("speakers",),
}  # fmt: skip


class FrontMatter(NamedTuple):
    """The fields found, the text after the block, and what could not be read ("" if all)."""

    fields: Mapping[str, str]
    body: str
    problem: str


def split(text: str) -> FrontMatter:
    """Fields and body of a Markdown text; no fields where there is no block.

    Fields are title, author, date, url, venue, licence, kind and speakers, all strings as
    written; several authors or speakers are joined by commas.
    """
    for fence, parse in (("---", _yaml), ("+++", _toml)):
        if not text.startswith(f"{fence}\n"):
            continue
        end = text.find(f"\n{fence}\n", len(fence))
        if end < 0 and text.rstrip().endswith(f"\n{fence}"):
            end = text.rstrip().rfind(f"\n{fence}")
        block = text[len(fence) + 1 : end + 1] if end >= 0 else ""
        if end < 0 or len(block) > _LIMIT:
            return FrontMatter({}, text, _unclosed(text, fence))
        if (
            fence == "---"
            and block.strip()
            and not _LINE.match(block.strip().split("\n")[0] + " x")
        ):
            return FrontMatter({}, text, "")  # two horizontal rules, not a block
        table, problem = parse(block)
        return FrontMatter(_known(table), text[end + len(fence) + 2 :], problem)
    return FrontMatter({}, text, "")


def _unclosed(text: str, fence: str) -> str:
    lines = text.split("\n", 2)
    looks = len(lines) > 1 and _LINE.match(lines[1])
    return f"the block that begins with {fence} does not end within 64 kB" if looks else ""


def _yaml(block: str) -> tuple[Mapping[str, Any], str]:
    if sum(block.count(bracket) for bracket in "[{") > _BRACKETS:
        return _by_line(block), f"more than {_BRACKETS} brackets"  # each makes the parser slower
    try:
        _refuse_builders(block)
        # BaseLoader builds strings, lists and dicts, and nothing else
        table = yaml.load(block, Loader=yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return _by_line(block), " ".join(str(error).split())[:160]
    return (table, "") if isinstance(table, dict) else (_by_line(block), "not a list of keys")


def _toml(block: str) -> tuple[Mapping[str, Any], str]:
    try:
        return tomllib.loads(block), ""
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
        return _by_line(block.replace(" = ", ": ")), " ".join(str(error).split())[:160]


def _by_line(block: str) -> dict[str, str]:
    found = (_LINE.match(line) for line in block.split("\n"))
    return {match[1]: match[2].strip().strip("\"'") for match in found if match}


def _refuse_builders(block: str) -> None:
    """Refuse aliases, which can grow without bound, and tags, which can name objects.

    Raises:
        yaml.YAMLError: the block has one, or is no YAML.
    """
    for event in yaml.parse(block, Loader=yaml.BaseLoader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "tag", None) not in (None, "!"):
            raise yaml.YAMLError("aliases and tags are not read")


def _known(table: Mapping[Any, Any]) -> dict[str, str]:
    folded = {re.sub(r"[ _-]", "", str(key)).lower(): value for key, value in table.items()}
    found = {}
    for field, keys in _KEYS.items():
        shown = (_shown(folded[key]) for key in keys if key in folded)
        value = next((text for text in shown if text and _fits(field, text)), "")
        if value:
            found[field] = value
    return found


def _fits(field: str, text: str) -> bool:
    return field != "url" or text.startswith(("http://", "https://"))


def _shown(value: Any) -> str:
    """A value as text: lists joined by commas, ``[[wiki links]]`` without brackets."""
    if isinstance(value, dict):
        value = value.get("name", "")
    if isinstance(value, list):
        return ", ".join(text for item in value[:20] if (text := _shown(item)))
    return " ".join(_WIKILINK.sub(r"\1", plain(str(value))).split())[:500]

"""Altair charts frozen to SVG whose marks are links, for a page without scripts.

vl-convert makes the drawing; what it leaves to mend: it turns ``href="#x"`` into an
outside address, numbers its clip paths from one in every drawing, and labels marks
where an assistive technology wants the link labelled.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

from pipeline.report.wording import clean

_SVG = "http://www.w3.org/2000/svg"
_XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
_ANCHOR = re.compile(r"#([A-Za-z][A-Za-z0-9:_-]{0,63})$")
_LONG_NUMBER = re.compile(r"(\d+\.\d{2})\d+")
_GONE = ("class", "style", "role", "aria-roledescription", "version", "pointer-events")
_GEOMETRY = ("d", "transform", "x", "y", "x2", "y2", "width", "height")

ET.register_namespace("", _SVG)


def render(chart: Any) -> str:
    """The SVG of an Altair chart as vl-convert draws it.

    Where a label is cut, Vega may cut a character beyond the Basic Multilingual Plane
    in half, which vl-convert refuses; the drawing is then made without such characters.
    """
    import vl_convert

    spec = _cleaned(chart.to_dict(validate=False), clean)
    try:
        drawn: str = vl_convert.vegalite_to_svg(spec)
    except ValueError:
        drawn = vl_convert.vegalite_to_svg(_cleaned(spec, _basic))
    return drawn


def inline(svg: str, name: str, title: str = "") -> str:
    """``svg`` for the page: links into the page, no scripts, styles or classes.

    Args:
        svg: of ``render``.
        name: unique on the page; begins the ids inside.
        title: `<title>-title` is the id of the words that name it; ``name`` when "".
    """
    root = _mended(svg, name, target="")
    root.set("role", "group")
    root.set("aria-labelledby", f"{title or name}-title")
    return ET.tostring(root, encoding="unicode")


def standalone(svg: str, name: str, page: str) -> str:
    """``svg`` as a file of its own on white, its marks linking to ``page``."""
    root = _mended(svg, name, target=page)
    sheet = ET.Element(f"{{{_SVG}}}rect", {"width": "100%", "height": "100%", "fill": "#ffffff"})
    root.insert(0, sheet)
    return ET.tostring(root, encoding="unicode") + "\n"


def picture(svg: str, scale: float = 2.0) -> bytes:
    """The PNG of a ``standalone`` SVG, ``scale`` pixels a unit."""
    import vl_convert

    drawn: bytes = vl_convert.svg_to_png(svg, scale=scale)
    return drawn


def size(svg: str) -> tuple[int, int]:
    """Width and height of ``svg`` in units."""
    root = ET.fromstring(svg)  # noqa: S314  # drawn by vl-convert just now, no DTD
    return round(float(root.get("width", "0"))), round(float(root.get("height", "0")))


def _mended(svg: str, name: str, target: str) -> ET.Element:
    root = ET.fromstring(svg)  # noqa: S314  # drawn by vl-convert just now, no DTD
    _hide_axes(root)
    _drop_empty(root)
    _link(root, target)
    _rename_clips(root, name)
    for element in root.iter():
        for attribute in _GONE:
            element.attrib.pop(attribute, None)
        for attribute in _GEOMETRY:
            value = element.get(attribute)
            if value:
                element.set(attribute, _LONG_NUMBER.sub(r"\1", value))
    return root


def _hide_axes(root: ET.Element) -> None:
    """Axes and words are for the eye: the links and the table of data are spoken."""
    for group in root.iter(f"{{{_SVG}}}g"):
        kinds = group.get("class", "")
        group.attrib.pop("aria-label", None)
        if "role-axis" in kinds or "role-title" in kinds:
            group.set("aria-hidden", "true")


def _drop_empty(root: ET.Element) -> None:
    for parent in list(root.iter()):
        for child in list(parent):
            invisible = child.get("display") == "none" or child.get("d") == ""
            if invisible or "background" in child.get("class", "").split():
                parent.remove(child)


def _link(root: ET.Element, target: str) -> None:
    for element in root.iter():
        if element.tag == f"{{{_SVG}}}a":
            _mend_link(element, target)
    inside = {id(child) for a in root.iter(f"{{{_SVG}}}a") for child in a.iter()}
    for element in root.iter():
        if id(element) not in inside:
            element.attrib.pop("aria-label", None)


def _mend_link(link: ET.Element, target: str) -> None:
    found = _ANCHOR.search(link.attrib.pop(_XLINK_HREF, "") or link.get("href", ""))
    link.attrib.clear()
    if found:
        link.set("href", f"{target}#{found.group(1)}")
    for child in link.iter():
        words = child.attrib.pop("aria-label", "")
        if words and child is not link:
            link.set("aria-label", words)


def _rename_clips(root: ET.Element, name: str) -> None:
    names: dict[str, str] = {}
    for element in root.iter():
        old = element.get("id")
        if old:
            names[old] = f"{name}-{len(names) + 1}"
            element.set("id", names[old])
    for element in root.iter():
        clip = element.get("clip-path", "")
        old = clip.removeprefix("url(#").removesuffix(")")
        if old in names:
            element.set("clip-path", f"url(#{names[old]})")


def _cleaned(spec: Any, mend: Callable[[str], str]) -> Any:
    """``spec`` with every string mended: control characters, for one, would not be XML."""
    if isinstance(spec, str):
        return mend(spec)
    if isinstance(spec, dict):
        return {mend(key): _cleaned(value, mend) for key, value in spec.items()}
    return [_cleaned(value, mend) for value in spec] if isinstance(spec, list) else spec


def _basic(text: str) -> str:
    """``text`` in compatible letters, with a white square for each character still beyond."""
    folded = unicodedata.normalize("NFKC", text) if not text.isascii() else text
    return "".join(c if ord(c) < 0x10000 else "\u25a1" for c in folded)

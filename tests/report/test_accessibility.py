"""axe-core in headless Chromium: no violation of WCAG 2.2 A and AA, in light, dark and phone."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import chromium
import pytest
import report_factory as factory

from pipeline.config import ReportSection
from pipeline.report.page import write_report

_PACKAGE = find_spec("axe_playwright_python")  # only for the axe.min.js that it holds
pytestmark = [
    chromium.needed,
    pytest.mark.slow,
    pytest.mark.skipif(_PACKAGE is None, reason="axe-core is not installed"),
]

_RUN = """
axe.run(%s, {
  runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
  resultTypes: ["violations"],
}).then(found => JSON.stringify({
  passes: found.passes.length,
  violations: found.violations.map(v => [v.id, v.nodes.length, v.nodes[0].failureSummary,
                                         v.nodes[0].html.slice(0, 300)]),
}))
"""
_UNFOLD = "document.querySelectorAll('details').forEach(fold => { fold.open = true })"
_FIRST_CARD = "document.querySelector('.exhibit:target li a').getAttribute('href')"


def _axe() -> str:
    assert _PACKAGE is not None
    assert _PACKAGE.origin is not None
    return (Path(_PACKAGE.origin).parent / "axe.min.js").read_text(encoding="utf-8")


async def _audit(tab: chromium.Tab, where: str = "document") -> dict[str, Any]:
    """Axe over the page as it stands; the debugger puts it there, past the page's own policy."""
    await tab.ask(f"{_axe()};0")
    return dict(json.loads(await tab.ask(_RUN % where)))


@pytest.fixture(scope="module")
def small(tmp_path_factory: Any) -> Path:
    """A page with figures but few statements: axe looks at every element, seen or not."""
    made = factory.material(documents=16, statements=80)
    folder = factory.write(tmp_path_factory.mktemp("runs") / "run", made)
    write_report(folder, ReportSection(evidence_per_mark=2))
    return folder / "report.html"


@pytest.mark.parametrize(
    ("width", "dark"), [(1280, False), (1280, True), (390, False), (390, True)]
)
def test_no_violation(small: Path, width: int, dark: bool) -> None:
    async def look(tab: chromium.Tab) -> Any:
        await tab.open(small, width=width, dark=dark)
        return await _audit(tab)

    found = chromium.browse(look)
    assert found["violations"] == []
    assert found["passes"] > 15


@pytest.mark.parametrize("dark", [False, True])
def test_no_violation_in_unfolded_tables(small: Path, dark: bool) -> None:
    async def look(tab: chromium.Tab) -> Any:
        await tab.open(small, dark=dark)
        await tab.ask(_UNFOLD)
        return await _audit(tab, "{include: [['details']]}")

    assert chromium.browse(look)["violations"] == []


@pytest.mark.parametrize("dark", [False, True])
def test_no_violation_with_evidence_open(small: Path, dark: bool) -> None:
    async def look(tab: chromium.Tab) -> Any:
        await tab.open(small, dark=dark)
        mark = await tab.ask("document.querySelector('#network .wide a').getAttribute('href')")
        await tab.open(small, dark=dark, at=mark)
        exhibit = await _audit(tab)
        card = await tab.ask(_FIRST_CARD)
        await tab.open(small, dark=dark, at=card)
        return exhibit, await _audit(tab)

    for found in chromium.browse(look):
        assert found["violations"] == []


def test_axe_itself_finds_a_fault(small: Path, tmp_path: Path) -> None:
    """An audit that never fails would prove nothing."""
    faulty = tmp_path / "faulty.html"
    text = small.read_text(encoding="utf-8").replace('<html lang="en">', "<html>")
    faulty.write_text(text, encoding="utf-8")

    async def look(tab: chromium.Tab) -> Any:
        await tab.open(faulty)
        return await _audit(tab)

    assert [found[0] for found in chromium.browse(look)["violations"]] == ["html-has-lang"]


def test_every_mark_is_reached_by_the_keyboard(small: Path) -> None:
    """Tab stops at every drawn mark, and Enter opens what stands behind it."""

    async def look(tab: chromium.Tab) -> Any:
        await tab.open(small)
        drawn = await tab.ask(
            "[...document.querySelectorAll('#network .drawing.wide a')].map(a => "
            "a.getAttribute('href'))"
        )
        await tab.ask("document.querySelector('#network .skip').focus()")
        met = []
        for _ in drawn:
            await _press(tab, "Tab", 9)
            met.append(await tab.ask("document.activeElement.getAttribute('href')"))
        await _press(tab, "Enter", 13)
        shown = await tab.ask("document.querySelector(':target').id")
        return drawn, met, shown

    drawn, met, shown = chromium.browse(look)
    assert len(drawn) > 10
    assert met == drawn
    assert f"#{shown}" == met[-1]


async def _press(tab: chromium.Tab, key: str, code: int) -> None:
    text = {"text": "\r"} if key == "Enter" else {}
    for kind in ("keyDown", "keyUp"):
        await tab.call(
            "Input.dispatchKeyEvent", type=kind, key=key, code=key,
            windowsVirtualKeyCode=code, **(text if kind == "keyDown" else {}),
        )  # fmt: skip

"""The page in headless Chromium: silent, contained, readable on a phone, without scripts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import chromium
import pytest
import report_factory as factory

from pipeline.config import ReportSection
from pipeline.report.page import write_report

pytestmark = [chromium.needed, pytest.mark.slow]

PAYLOADS = [
    "<script>document.title='PWNED'</script>",
    "\"><svg onload=document.title='PWNED'>",
    "<img src=https://outside.invalid/x onerror=document.title='PWNED'>",
    "</title></style><iframe src=javascript:parent.document.title='PWNED'></iframe>",
    "javascript:document.title='PWNED'",
    "\u202eesrever",
]


def test_quiet_and_contained(run: Path) -> None:
    async def look(tab: chromium.Tab) -> Any:
        widths = []
        for width, dark in ((1280, False), (1280, True), (390, False), (390, True)):
            await tab.open(run / "report.html", width=width, dark=dark)
            widths.append((await tab.ask("document.documentElement.scrollWidth"), width))
        return tab.requests, tab.messages, widths

    requests, messages, widths = chromium.browse(look)
    assert [r for r in requests if not r.startswith(("file:", "data:"))] == []
    assert messages == []
    assert all(needed <= width for needed, width in widths)


def test_a_mark_opens_its_statements_without_a_script(run: Path, page: str) -> None:
    mark = re.findall(r'href="#(m-[0-9a-f]+)" aria-label="Favours in', page)[3]

    async def look(tab: chromium.Tab) -> Any:
        await tab.open(run / "report.html", at=f"#{mark}", scripts=False)
        shown = "getComputedStyle(document.getElementById('%s')).display"
        other = "[...document.querySelectorAll('.exhibit')].filter(e => e.offsetHeight).length"
        place = f"document.getElementById('{mark}').getBoundingClientRect().top"
        return await tab.ask(shown % mark), await tab.ask(other), await tab.ask(place)

    display, visible, top = chromium.browse(look)
    assert display == "block"
    assert visible == 1
    assert 0 <= top < 900


def test_hostile_text_runs_nothing(tmp_path: Path) -> None:
    made = factory.everywhere(factory.material(documents=20, statements=100), PAYLOADS)
    folder = factory.write(tmp_path / "run", made)
    write_report(folder, ReportSection())

    async def look(tab: chromium.Tab) -> Any:
        await tab.open(folder / "report.html", width=390)
        title = await tab.ask("document.title")
        wide = await tab.ask("document.documentElement.scrollWidth")
        return title, wide, tab.requests, tab.messages

    title, wide, requests, messages = chromium.browse(look)
    assert title == ReportSection().title
    assert wide <= 390
    assert [r for r in requests if not r.startswith(("file:", "data:"))] == []
    assert messages == []


def test_prints_on_a4(run: Path) -> None:
    import base64

    async def look(tab: chromium.Tab) -> Any:
        await tab.open(run / "report.html")
        return (await tab.call("Page.printToPDF", preferCSSPageSize=True))["data"]

    printed = base64.b64decode(chromium.browse(look))
    assert printed.startswith(b"%PDF")
    boxes = re.findall(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", printed)
    assert {(round(float(w)), round(float(h))) for w, h in boxes} == {(595, 842)}
    assert len(boxes) < 30

"""The whole page: what stands on it, where its links lead, that hostile text stays text."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
import report_factory as factory

from pipeline.config import ReportSection, Settings, TrendsSection
from pipeline.report.page import write_report
from pipeline.report.sections import SECTIONS

NAUGHTY = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'\"--></style></svg><script>alert(1)</script>",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "{{ 7 * 7 }}{% raw %}",
    "\u202etxt.exe\u202c and \u2067back",
    "\x00\x07\x1b[31mred\ufffe",
    "]]>&lt;&#60;&amp;",
    "=HYPERLINK(\"http://evil.example\")",
    "a" * 400,
    "https://user:pw@example.org/ok?<>\"",
    "",
]  # fmt: skip
_SHARED = Path(__file__).parents[2].parent / "shared" / "samples" / "naughty_strings" / "blns.json"


class Reading(HTMLParser):
    """Collects what the tests ask of a page."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.headings: list[int] = []
        self.text: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name == "id":
                self.ids.append(value or "")
            if name in ("href", "src", "xlink:href", "action"):
                self.links.append(value or "")
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def written(folder: Path, made: factory.Material, settings: Settings | None = None) -> str:
    factory.write(folder, made, settings)
    write_report(folder, ReportSection())
    return (folder / "report.html").read_text(encoding="utf-8")


def assert_sound(text: str) -> Reading:
    """No script, no style attribute, no duplicate id, no dead inner link, no outside resource."""
    page = Reading(text)
    assert not page.tags & {
        "script",
        "iframe",
        "object",
        "embed",
        "img",
        "form",
        "base",
        "foreignobject",
    }
    assert not {name for name in page.attributes if name.startswith("on") or name == "style"}
    assert len(page.ids) == len(set(page.ids))
    inner = {link[1:] for link in page.links if link.startswith("#")}
    assert inner <= set(page.ids)
    for link in page.links:
        assert link.startswith(("#", "http://", "https://", "figures/")) or link == "data:,"
    return page


def test_every_section_stands_in_order(page: str) -> None:
    places = [page.index(f'<section id="{section.id}"') for section in SECTIONS]
    assert places == sorted(places)
    assert page.index('<section id="method"') > places[-1]
    assert page.index('<section id="evidence"') > page.index('<section id="manifest"')


def test_the_page_is_sound(page: str) -> None:
    reading = assert_sound(page)
    assert reading.headings[0] == 1
    assert reading.headings.count(1) == 1
    steps = zip(reading.headings, reading.headings[1:], strict=False)
    assert all(later - earlier <= 1 for earlier, later in steps)


def test_no_outside_address_in_a_drawing(page: str) -> None:
    drawings = re.findall(r"<svg.*?</svg>", page, flags=re.DOTALL)
    assert len(drawings) > 20
    for drawing in drawings:
        assert "http" not in drawing.replace('xmlns="http://www.w3.org/2000/svg"', "")


def test_the_policy_names_the_very_style_that_stands_there(page: str) -> None:
    import base64
    import hashlib

    style = re.search(r"<style>(.*?)</style>", page, flags=re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'")
    assert f"'sha256-{digest}'" in policy[1]
    assert "unsafe" not in policy[1]
    assert "script-src" not in policy[1]


def test_every_mark_leads_to_its_statements(page: str) -> None:
    drawn = set(re.findall(r'href="#(m-[0-9a-f]+)" aria-label="[^"]+"', page))
    assert len(drawn) > 150
    for mark in drawn:
        assert f'id="{mark}"' in page
    exhibits = re.findall(
        r'<section class="exhibit" id="(m-\w+)".*?</section>', page, flags=re.DOTALL
    )
    assert drawn <= set(exhibits)


def test_the_lead_has_figures_and_says_what_it_cannot(page: str) -> None:
    lead = re.search(r'<div class="lead">(.*?)</div>', page, flags=re.DOTALL)
    assert lead is not None
    sentences = re.findall(r"<p>(.*?)</p>", lead[1])
    assert len(sentences) == 4
    assert all(re.search(r"\d", sentence) for sentence in sentences[:3])
    assert re.search(r"\d+–\d+%", sentences[0])
    assert sentences[2].startswith("Mind the labels")
    assert "cannot say" in sentences[3]


def test_figures_are_written_beside_the_page(run: Path, page: str) -> None:
    for name in re.findall(r'<figure id="([a-z-]+)"', page):
        assert (run / "figures" / f"{name}.svg").read_text(encoding="utf-8").startswith("<svg")
        assert (run / "figures" / f"{name}.png").read_bytes().startswith(b"\x89PNG")
        assert (run / "figures" / f"{name}.csv").read_text(encoding="utf-8").count("\n") > 1


def test_the_same_tables_give_the_same_bytes(run: Path, page: str, tmp_path: Path) -> None:
    made = factory.material()
    folder = factory.write(tmp_path / "again", made)
    settings = Settings(trends=TrendsSection(min_f_avg=0.0, resamples=200))
    factory.manifest(folder, made, settings, finished="2027-03-04T05:06:07+00:00")
    write_report(folder, ReportSection())
    other = (folder / "report.html").read_text(encoding="utf-8")
    outside = re.compile(r'<section id="manifest".*?</section>', flags=re.DOTALL)
    assert other != page
    assert outside.sub("", other) == outside.sub("", page)
    for file in sorted((run / "figures").iterdir()):
        assert file.read_bytes() == (folder / "figures" / file.name).read_bytes(), file.name


def test_dates_are_never_more_precise_than_known(tmp_path: Path) -> None:
    made = factory.material(documents=12, statements=60)
    made.documents = [replace(d, date="2023", date_precision="year") for d in made.documents]
    text = written(tmp_path / "run", made)
    assert_sound(text)
    told = re.findall(r'<span class="by">.*?· ([^<]+)</span>', text)
    assert set(told) == {"2023"}


def test_two_documents_give_a_page_that_says_what_is_missing(tmp_path: Path) -> None:
    made = factory.material(documents=2, statements=20)
    made.topics, made.topic_shares = [], []
    made.documents = [replace(d, date="", date_precision="none") for d in made.documents]
    text = written(tmp_path / "run", made)
    page = assert_sound(text)
    words = " ".join(page.text)
    assert "nothing can be said about time" in words
    assert "No topics" in words
    assert re.search(r"(\d+) counted statements are in no trend \(\1 undated\)", words)


def test_a_run_without_statements_gives_a_page(tmp_path: Path) -> None:
    made = factory.material(documents=3, statements=3)
    made.statements, made.topics, made.topic_shares, made.dropped = [], [], [], []
    text = written(tmp_path / "run", made)
    assert "There is no statement to show" in text
    assert "Nothing was left out" in text
    assert_sound(text)


def test_a_run_without_documents_gives_a_page(tmp_path: Path) -> None:
    assert_sound(written(tmp_path / "run", factory.Material()))


def test_hostile_text_in_every_field_stays_text(tmp_path: Path) -> None:
    made = factory.everywhere(factory.material(documents=24, statements=120), NAUGHTY)
    text = written(tmp_path / "run", made)
    page = assert_sound(text)
    assert "<script>alert(1)</script>" in " ".join(page.text)
    assert "\x00" not in text
    assert not any("evil" in link or "pw@" in link for link in page.links if "ok?" not in link)


@pytest.mark.skipif(not _SHARED.exists(), reason="the shared samples are not here")
def test_the_list_of_naughty_strings_stays_text(tmp_path: Path) -> None:
    strings = json.loads(_SHARED.read_text(encoding="utf-8"))
    made = factory.everywhere(factory.material(documents=30, statements=260), strings)
    assert_sound(written(tmp_path / "run", made))


@pytest.mark.parametrize("period", ["month", "neurips"])
def test_periods_of_every_unit_are_drawn(tmp_path: Path, period: str) -> None:
    settings = Settings(trends=TrendsSection(period=period, resamples=100, min_n=2, min_f_avg=0.0))  # type: ignore[arg-type]
    text = written(tmp_path / "run", factory.material(documents=40, statements=160), settings)
    assert_sound(text)
    assert '<figure id="stance-over-time"' in text


def test_a_figure_is_quoted_from_its_cells(page: str) -> None:
    """Numbers of a table on the page lead to the same evidence as the marks."""
    rows = re.findall(r'<th scope="row"><a href="#(m-[0-9a-f]+)">', page)
    assert len(rows) > 150

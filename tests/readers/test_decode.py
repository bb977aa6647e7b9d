from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import CorpusError
from pipeline.readers.decode import decode, head, plain, refuse_markup

TEXT = "Größer ist nicht besser — “so they say”.\nZweite Zeile: naïve façade.\n"


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"],
)
def test_text_survives_its_encoding(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)).text == TEXT


def test_the_encoding_that_was_stated_is_used() -> None:
    russian = "Масштаб это всё, что нужно?"
    assert decode(russian.encode("koi8-r"), override="koi8-r").text == russian
    assert decode(b"\xef\xbb\xbfabc", override="utf-8").text == "abc"


@pytest.mark.parametrize(
    ("content", "override"),
    [(b"abc", "no-such-encoding"), (b"\xff\xfe\xfd", "ascii"), (b"abc\xff", "utf-8")],
)
def test_a_stated_encoding_that_does_not_fit_is_refused(content: bytes, override: str) -> None:
    with pytest.raises(CorpusError) as caught:
        decode(content, override=override, place="c/a.txt")
    assert caught.value.code == "C103"
    assert caught.value.place == "c/a.txt"


def test_stray_bytes_are_western_and_said_so() -> None:
    decoded = decode("café and ".encode() + b"\x93quoted\x94 words, and more plain words after")
    assert decoded.text.startswith("café and “quoted” words")
    assert decoded.flags == ("mixed-encoding",)


def test_c1_characters_are_the_windows_ones() -> None:
    assert decode("\x93so\x94\x85".encode()).text == "“so”…"


def test_line_ends_become_line_feeds_and_a_mark_inside_goes() -> None:
    assert decode("a\r\nb\rc\x0cd\ufeffe".encode()).text == "a\nb\nc\nde"
    assert decode("a\u2028b".encode()).text == "a\u2028b"  # legal inside a JSON string


def test_a_stray_control_character_becomes_a_space() -> None:
    decoded = decode(b"a plain sentence with a\x00NUL in it, and quite some text around it.")
    assert "a NUL" in decoded.text
    assert decoded.flags == ("control-characters",)


def test_a_cut_last_character_is_dropped_and_said_so() -> None:
    decoded = decode("the end €".encode()[:-1])
    assert (decoded.text, decoded.flags) == ("the end ", ("truncated",))
    assert decode("abc".encode("utf-16")[:-1]).flags == ("truncated",)


@pytest.mark.parametrize(
    "content",
    [bytes(range(256)) * 8, b"\x00\x01\x02\x03", "Масштаб это всё".encode("koi8-r"), b"\x00" * 99],
)
def test_what_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(CorpusError) as caught:
        decode(content)
    assert caught.value.code == "C103"


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04....word/document.xml", "docx"),
        (b"PK\x03\x04....xl/workbook.xml", "xlsx"),
        (b"PK\x03\x04....mimetypeapplication/epub+zip", "EPUB"),
        (b"PK\x03\x04....posts/1.html", "zip archive"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"SQLite format 3\x00", "SQLite"),
        (b"\x00\x00\x00\x18ftypmp42", "MP4"),
        (b"{\\rtf1", "RTF"),
    ],
)
def test_known_formats_are_refused_by_name_with_a_remedy(content: bytes, named: str) -> None:
    with pytest.raises(CorpusError) as caught:
        decode(content)
    assert caught.value.code == "C102"
    assert named in caught.value.message
    assert caught.value.remedy


def test_web_pages_and_xml_are_refused() -> None:
    for start in ("<!DOCTYPE html><html>", "  <html lang='en'>", "<?xml version='1.0'?><rss>"):
        with pytest.raises(CorpusError, match=r"web page|XML"):
            refuse_markup(start)
    refuse_markup("an essay that begins with < and goes on")


def test_head_never_raises() -> None:
    assert head("ab\r\nc".encode("utf-16")) == "ab\nc"
    assert head(b"\xff\xff\xff", override="no-such-encoding")


def test_plain_mends_what_json_had_escaped() -> None:
    assert plain("a\x00b\r\nc\ud83d") == "a b\nc\ufffd"


@given(st.text(alphabet=st.characters(blacklist_categories=["Cc", "Cs"])))
def test_utf8_without_controls_comes_back_unchanged(text: str) -> None:
    kept = text.replace("\ufeff", "")
    try:
        assert decode(kept.encode()).text == kept
    except CorpusError as error:  # a text may begin like a PDF
        assert error.code == "C102"  # noqa: PT017 - the text itself decides whether it raises


@given(st.binary(max_size=400))
def test_any_bytes_give_text_or_a_coded_error(content: bytes) -> None:
    try:
        text = decode(content).text
    except CorpusError as error:
        assert error.code in ("C102", "C103")  # noqa: PT017 - both outcomes are right
    else:
        assert "\r" not in text
        assert "\0" not in text
        text.encode()

"""Bytes to text, once: everything after this sees ``str`` with line feeds as line ends.

The ladder, first rung that holds:

1. a known binary format (PDF, zip, image ...) is refused by name;
2. the encoding that corpus.toml or pipeline.toml states;
3. a byte order mark (UTF-8, UTF-16, UTF-32);
4. UTF-16 without a mark, by the pattern of its NUL bytes;
5. UTF-8;
6. UTF-8 with stray bytes read as Windows-1252, as browsers do, and said so.

Text that is mostly control characters, or mostly bytes outside ASCII that are no
UTF-8, is refused rather than guessed. Nothing is Unicode-normalised: offsets must
stay true to what the author wrote.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from pipeline.errors import CorpusError

_HEAD_BYTES = 1 << 18
_HEAD_CHARACTERS = 1 << 16

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_C1 = re.compile("[\x80-\x9f]")
_LINE_END = re.compile("\r\n?|[\x0b\x0c]")
_STRAY = re.compile("[\udc80-\udcff]")
_WEB_PAGE = re.compile(r"\s*(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype\s+html|html|head|body)\b", re.I)
_XML = re.compile(r"\s*<\?xml\b", re.I)

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: the marks begin alike
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_AS_TEXT = "copy its text into a UTF-8 .txt file, or export it as text or Markdown"
_AS_CSV = "open it and save the sheet as CSV (UTF-8)"
_UNPACK = "unpack it into the corpus folder"
_TRANSCRIBE = "transcribe it first and keep the transcript as WebVTT or SRT"
_DATABASE = "export the table as CSV or JSON Lines"

_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "a PDF", _AS_TEXT),
    (b"{\\rtf", "an RTF document", _AS_TEXT),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file", "save it as text or CSV"),
    (b"SQLite format 3\x00", "an SQLite database", _DATABASE),
    (b"\x1f\x8b", "a gzip archive", _UNPACK),
    (b"BZh", "a bzip2 archive", _UNPACK),
    (b"\xfd7zXZ\x00", "an xz archive", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "a zstd archive", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    (b"Rar!\x1a", "a RAR archive", _UNPACK),
    (b"\x89PNG", "a PNG image", _AS_TEXT),
    (b"\xff\xd8\xff", "a JPEG image", _AS_TEXT),
    (b"GIF8", "a GIF image", _AS_TEXT),
    (b"ID3", "an MP3 recording", _TRANSCRIBE),
    (b"OggS", "an Ogg recording", _TRANSCRIBE),
    (b"fLaC", "a FLAC recording", _TRANSCRIBE),
    (b"RIFF", "a sound or video file", _TRANSCRIBE),
    (b"\x1aE\xdf\xa3", "a Matroska video", _TRANSCRIBE),
    (b"PAR1", "a Parquet table", "give it the extension .parquet"),
    (b"ARROW1", "an Arrow file", _DATABASE),
    (b"\x7fELF", "a program", "remove it"),
)

_ZIPPED: tuple[tuple[bytes, str, str], ...] = (
    (b"word/", "a Word document (.docx)", _AS_TEXT),
    (b"xl/", "an Excel workbook (.xlsx)", _AS_CSV),
    (b"ppt/", "a PowerPoint file (.pptx)", _AS_TEXT),
    (b"application/epub", "an e-book (EPUB)", _AS_TEXT),
    (b"opendocument", "an OpenDocument file", _AS_TEXT),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with the encoding it came in and what had to be mended, as document flags."""

    text: str
    encoding: str
    flags: tuple[str, ...] = ()


def decode(content: bytes, *, override: str = "", place: str = "") -> Decoded:
    """``content`` as text with line feeds as line ends and no control characters but tab.

    Args:
        content: the bytes of the file.
        override: an encoding stated by the user; "" to find out.
        place: the file, for messages.

    Raises:
        CorpusError: C102 a known binary format; C103 not text, or not in ``override``.
    """
    refuse_known_formats(content, place=place)
    decoded = _stated(content, override, place) if override else _found(content, place)
    return _clean(decoded, place)


def head(content: bytes, *, override: str = "") -> str:
    """The first 64 k characters, for sniffing: never raises, bad bytes become U+FFFD."""
    start = content[:_HEAD_BYTES]
    mark, encoding = _byte_order_mark(start)
    try:
        codec = override or encoding or _utf16_by_nuls(start) or "utf-8"
        text = start[len(mark) :].decode(codec, "replace")
    except LookupError:
        text = start.decode("utf-8", "replace")
    return _LINE_END.sub("\n", text)[:_HEAD_CHARACTERS].lstrip("\ufeff")


def refuse_known_formats(content: bytes, *, place: str = "") -> None:
    """Refuse a file whose first bytes name a format that is not text.

    Raises:
        CorpusError: C102 with the format's name and what to do instead.
    """
    if content.startswith(b"PK\x03\x04"):
        for mark, name, remedy in (*_ZIPPED, (b"PK", "a zip archive", _UNPACK)):
            if mark in content:
                raise CorpusError("C102", f"this is {name}", place=place, remedy=remedy)
    if content[4:8] == b"ftyp":
        raise CorpusError("C102", "this is an MP4 recording", place=place, remedy=_TRANSCRIBE)
    for mark, name, remedy in _MAGIC:
        if content.startswith(mark):
            raise CorpusError("C102", f"this is {name}", place=place, remedy=remedy)


def refuse_markup(start: str, suffix: str = "", *, place: str = "") -> None:
    """Refuse a web page or XML file by the start of its text, or by its extension.

    Raises:
        CorpusError: C102 with what to do instead.
    """
    if suffix in (".html", ".htm", ".xhtml", ".mhtml") or _WEB_PAGE.match(start):
        remedy = "copy the page's text into a .txt file, or save it with a Markdown web clipper"
        raise CorpusError("C102", "this is a web page (HTML)", place=place, remedy=remedy)
    if suffix in (".xml", ".rss", ".atom", ".ttml") or _XML.match(start):
        raise CorpusError("C102", "this is an XML file", place=place)


def plain(text: str) -> str:
    """``text`` with line feeds as line ends and without control characters or lone surrogates.

    For text that was escaped in its file (JSON), which ``decode`` could not see.
    """
    return _paired(_CONTROL.sub(" ", _LINE_END.sub("\n", text)))


def _paired(text: str) -> str:
    """``text`` with pairs of surrogates as one character and a mark for lone ones."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _stated(content: bytes, encoding: str, place: str) -> Decoded:
    mark, marked = _byte_order_mark(content)
    try:
        if marked:  # a mark is part of the encoding's own format, whatever was stated
            content = content[len(mark) :]
        return Decoded(content.decode(encoding), encoding)
    except LookupError:
        remedy = "use a name such as utf-8, utf-16, cp1252, latin-1 or shift_jis"
        message = f"there is no encoding {encoding!r}"
        raise CorpusError("C103", message, place=place, remedy=remedy) from None
    except UnicodeError as error:
        message = f"not in {encoding}, the encoding that was stated: {error}"
        raise CorpusError("C103", message, place=place) from None


def _found(content: bytes, place: str) -> Decoded:
    mark, encoding = _byte_order_mark(content)
    encoding = encoding or _utf16_by_nuls(content[:_HEAD_BYTES])
    if encoding and encoding != "utf-8":
        return _wide(content[len(mark) :], encoding, place)
    return _utf8(content[len(mark) :], place)


def _wide(content: bytes, encoding: str, place: str) -> Decoded:
    unit = 4 if "32" in encoding else 2
    whole = len(content) // unit * unit
    try:
        text = content[:whole].decode(encoding)
    except UnicodeError as error:
        raise CorpusError("C103", f"damaged {encoding}: {error}", place=place) from None
    return Decoded(text, encoding, () if whole == len(content) else ("truncated",))


def _utf8(content: bytes, place: str) -> Decoded:
    try:
        return Decoded(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        if len(content) - error.start < 4 and "end of data" in error.reason:
            return Decoded(content[: error.start].decode("utf-8"), "utf-8", ("truncated",))
    text = content.decode("utf-8", "surrogateescape")
    stray = len(_STRAY.findall(text))
    if stray > 0.3 * len(text):
        message = f"{stray} of {len(text)} characters are neither UTF-8 nor Western text"
        raise CorpusError("C103", message, place=place)
    mended = _STRAY.sub(lambda found: _western(ord(found[0]) - 0xDC00), text)
    mixed = any(ord(c) > 127 and not 0xDC80 <= ord(c) <= 0xDCFF for c in text)
    return Decoded(mended, "cp1252", ("mixed-encoding",) if mixed else ())


def _clean(decoded: Decoded, place: str) -> Decoded:
    text = _LINE_END.sub("\n", decoded.text).replace("\ufeff", "")
    text, controls = _CONTROL.subn(" ", text)
    if controls > 0.1 * len(text) or controls > max(8, 0.005 * len(text)):
        message = f"binary: {controls} control characters in {len(text)}"
        raise CorpusError("C103", message, place=place)
    text = _STRAY.sub("\ufffd", _C1.sub(lambda found: _western(ord(found[0])), text))
    flags = (*decoded.flags, "control-characters") if controls else decoded.flags
    return Decoded(_paired(text), decoded.encoding, flags)


def _western(byte: int) -> str:
    """The character browsers show for a byte that is no UTF-8 (WHATWG windows-1252)."""
    return bytes([byte]).decode("cp1252", "replace")


def _byte_order_mark(content: bytes) -> tuple[bytes, str]:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return mark, encoding
    return b"", ""


def _utf16_by_nuls(content: bytes) -> str:
    sample = content[:4096]
    pairs = len(sample) // 2
    if pairs < 2:
        return ""
    high_first, low_first = (sample[k::2].count(0) / pairs for k in (0, 1))
    if low_first > 0.4 and high_first < 0.1:
        return "utf-16-le"
    if high_first > 0.4 and low_first < 0.1:
        return "utf-16-be"
    return ""

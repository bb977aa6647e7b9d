"""Stable names: content hashes, never counters, clocks or machine names."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_SEPARATOR = "\x1f"  # ASCII unit separator: cannot be confused with a part's own text


#: Latin letters that have no accent to drop.
_LETTERS = str.maketrans({
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h",
})  # fmt: skip


def digest(*parts: str | int) -> str:
    """SHA-256 hex digest (64 characters) of ``parts`` in order."""
    joined = _SEPARATOR.join(str(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()


def text_digest(text: str) -> str:
    """SHA-256 hex digest of ``text`` alone, as stored in ``Document.sha256``."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def content_id(kind: str, *parts: str | int) -> str:
    """``kind:xxxxxxxxxxxxxxxx``, 64 bits of the digest of ``parts``."""
    return f"{kind}:{digest(kind, *parts)[:16]}"


def source_id(corpus: str, path: str) -> str:
    """Id of one file of a corpus; ``path`` is POSIX style, relative to the corpus."""
    return content_id("src", corpus, path)


def document_id(corpus: str, path: str, part: str = "") -> str:
    """Id of a document: the file's hash first, so that a file's documents share a shard.

    ``part`` tells apart the documents of one file (a thread, a row); empty for
    a file that is one document.
    """
    head = source_id(corpus, path).removeprefix("src:")
    return f"doc:{head[:8]}{digest('part', part)[:8]}"


def shard_of(identifier: str, digits: int = 1) -> str:
    """The shard of a document or source: the first ``digits`` hex digits of its hash."""
    return identifier.partition(":")[2][:digits]


def slug(name: str) -> str:
    """Lower-case ASCII letters, digits and single hyphens.

    Accents are dropped. Where other letters are lost, eight hex digits of the whole name
    follow: two names in Cyrillic do not become one.

    >>> slug("Yoshua Bengio")
    'yoshua-bengio'
    >>> slug("Łukasz Noël")
    'lukasz-noel'
    >>> slug("张 Wei") == slug("王 Wei")
    False
    """
    apart = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    folded = apart.encode("ascii", "ignore").decode()
    plain = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")
    if plain and not any(c.isalnum() for c in apart if not c.isascii()):
        return plain
    tail = digest(name.casefold())[:8]
    return f"{plain}-{tail}" if plain else f"x{tail}"


def fold(word: str) -> str:
    """``word`` without case and diacritics."""
    if word.isascii():
        return word.casefold()
    split = unicodedata.normalize("NFKD", word)
    return "".join(c for c in split if not unicodedata.combining(c)).casefold()

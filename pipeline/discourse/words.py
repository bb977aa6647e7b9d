"""Word lists as they read best in source: words between spaces."""

from __future__ import annotations


def wordlist(text: str) -> frozenset[str]:
    """The words of ``text`` as a set.

    >>> sorted(wordlist("but yet however"))
    ['but', 'however', 'yet']
    """
    return frozenset(text.split())

"""Word tables are written as plain lines of words; this reads them."""

from __future__ import annotations


def split_words(*lines: str) -> tuple[str, ...]:
    """The words of a table in order."""
    return tuple(word for line in lines for word in line.split())

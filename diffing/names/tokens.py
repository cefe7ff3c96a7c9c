"""Words of a text with exact places, and their neighbours.

A word keeps the soft hyphens, zero-width, bidirectional and combining marks inside it, so that offsets
point into the text as stored.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from diffing.text import INVISIBLE

MARKS = INVISIBLE + "\u0300-\u036f\u0483-\u0487\ufe00-\ufe0f"
WORD = re.compile(rf"\w[\w{MARKS}]*(?:['’‘`]\w[\w{MARKS}]*)?")
LONGEST_WORD = 48
"""Longer runs of letters are no names; the limit keeps hostile text linear."""

_REACH = 72
_BEFORE = re.compile(rf"(\w[\w{MARKS}]*(?:['’]\w[\w{MARKS}]*)?)([^\w]*)\Z")
_TRAILING = re.compile(rf"[{MARKS}_]+\Z")


class Token(NamedTuple):
    """A word at its place; `gap` is what stands between it and the neighbour it was reached from."""

    start: int
    end: int
    text: str
    gap: str


def form_length(word: str) -> int:
    """The length of a word without the marks that trail it and without what follows an apostrophe (`’s`, `’da`)."""
    match = _TRAILING.search(word)
    length = match.start() if match else len(word)
    for sign in "’'‘`":
        cut = word.find(sign)
        if cut > 0 and (length - cut <= 3 or word[cut + 1 :].islower()):
            length = min(length, cut)
    return length


def token_before(text: str, position: int, reach: int = _REACH) -> Token | None:
    """The word that ends before `position`, at most `reach` characters away."""
    first = max(0, position - reach)
    match = _BEFORE.search(text, first, position)
    if not match or (match.start(1) == first and first > 0):
        return None
    start = match.start(1)
    while text[start] == "_" and start < match.end(1) - 1:
        start += 1
    word = text[start : match.end(1)]
    return Token(start, start + form_length(word), word[: form_length(word)], match[2])


def token_after(text: str, position: int, reach: int = _REACH) -> Token | None:
    """The word that begins after `position`, at most `reach` characters away."""
    match = WORD.search(text, position, position + reach)
    if not match:
        return None
    start = match.start()
    word = match[0]
    if word[0] == "_":
        stripped = word.lstrip("_")
        if not stripped:
            return None
        start += len(word) - len(stripped)
        word = stripped
    return Token(start, start + form_length(word), word[: form_length(word)], text[position:start])


def is_capital(word: str) -> bool:
    """Whether a word begins with a capital letter."""
    return word[:1].isupper()


def is_acronym(word: str) -> bool:
    """Whether a word is written in capitals: two at least, not more small letters than capitals."""
    capitals = sum(map(str.isupper, word))
    return capitals >= 2 and word.isalpha() and 2 * capitals >= len(word) and len(word) <= 10


def read_acronym(word: str) -> bool:
    """Whether a word of the watch list is to be matched letter by letter: `УК`, `КоАП`, `KIBHR`."""
    return is_acronym(word) and not word.istitle()

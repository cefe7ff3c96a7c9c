"""Words of a text with exact places, and their neighbours.

A word keeps the combining marks inside it. What cannot be seen (soft hyphens and the like) must be taken off before:
`diffing.text.strip_invisible`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

MARKS = "\u0300-\u036f\u0483-\u0487\ufe00-\ufe0f"
WORD = re.compile(rf"\w[\w{MARKS}]*(?:['’‘`]\w[\w{MARKS}]*)?")
LONGEST_WORD = 48
"""Longer runs of letters are no names; the limit keeps hostile text linear."""

_REACH = 72
_STRETCH = 800
_APOSTROPHES = "'’‘`"
_TRAILING = re.compile(rf"[{MARKS}_]+\Z")


class Token(NamedTuple):
    """A word at its place; `gap` is what stands between it (possessive included) and where it was reached from."""

    start: int
    end: int
    text: str
    gap: str


def cut_stretches(text: str) -> Iterator[tuple[int, int]]:
    """Pieces of a text, cut at spaces so that no word is cut; longer where no space stands."""
    start = 0
    while start < len(text):
        space = text.find(" ", start + _STRETCH)
        end = space if space >= 0 else len(text)
        yield start, end
        start = end


def form_length(word: str) -> int:
    """The length of a word without the marks that trail it and without what follows an apostrophe (`’s`, `’da`)."""
    match = _TRAILING.search(word)
    length = match.start() if match else len(word)
    if word.isalnum():
        return length
    for sign in _APOSTROPHES:
        cut = word.find(sign)
        if cut > 0 and (length - cut <= 3 or word[cut + 1 :].islower()):
            length = min(length, cut)
    return length


def token_before(text: str, position: int, reach: int = _REACH) -> Token | None:
    """The word that ends before `position`, at most `reach` characters away."""
    lowest = max(0, position - reach)
    stop = position
    while stop > lowest and not text[stop - 1].isalnum():
        stop -= 1
    start = stop
    while start > lowest and _continues_word(text, start - 1):
        start -= 1
    while start < stop and not text[start].isalnum():
        start += 1
    if start == stop or (start == lowest and start > 0):
        return None
    word = text[start:stop]
    length = form_length(word)
    return Token(start, start + length, word[:length], text[start + length : position])


def _continues_word(text: str, place: int) -> bool:
    sign = text[place]
    if sign.isalnum() or "\u0300" <= sign <= "\u036f":
        return True
    return sign in _APOSTROPHES and place > 0 and text[place - 1].isalnum()


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

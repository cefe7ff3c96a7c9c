"""The text as the matcher reads it: one sign for what a reader sees as one, and every place leads back.

Invisible marks are off (`strip_invisible`), full-width letters and odd spaces are plain, and a letter with its
combining marks is one letter: `й` in two signs, `о́` with a stress.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from diffing.text import Span, strip_invisible

_ODD_SPACES = "\u00a0\u2007\u2009\u202f"
_ODD = re.compile(f"[{_ODD_SPACES}\u0300-\u036f\uff01-\uff5e]")
_WIDE = re.compile("[\uff01-\uff5e]+")
_MARKED = re.compile("[^\\W\\d_][\u0300-\u036f]+")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_LONGEST_CLUSTER = 8  # marks on a letter; more are no writing, and are left as they are


class PlainText(NamedTuple):
    """A text to be read, with the place of each of its characters in the text as stored."""

    text: str
    places: list[int] | None  # None: they are the same
    ends: dict[int, int]  # where a character ends that stands for several of the stored ones

    def locate(self, span: Span) -> Span:
        """A span of the text, not empty, as a span of the text as stored."""
        if self.places is None:
            return span
        last = span.end - 1
        return Span(self.places[span.start], self.ends.get(last, self.places[last] + 1))


def read_plainly(stored: str) -> PlainText:
    """The text as it is to be read; the very same where there is nothing odd in it."""
    text, places = strip_invisible(stored)
    if text.isascii() or not _ODD.search(text):
        return PlainText(text, places, {})
    for space in _ODD_SPACES:
        text = text.replace(space, " ")
    text = _WIDE.sub(lambda wide: unicodedata.normalize("NFKC", wide[0]), text)  # one sign for one
    return _join_marks(text, places) if _MARKED.search(text) else PlainText(text, places, {})


def _join_marks(text: str, places: list[int] | None) -> PlainText:
    known = places or range(len(text))
    pieces: list[str] = []
    joined: list[int] = []
    ends: dict[int, int] = {}
    start = 0
    for cluster in _MARKED.finditer(text):
        if cluster.end() - cluster.start() > _LONGEST_CLUSTER + 1:
            continue
        letter = _compose(cluster[0])
        pieces += (text[start : cluster.start()], letter)
        joined.extend(known[start : cluster.start()])
        joined.extend([known[cluster.start()]] * len(letter))
        ends[len(joined) - 1] = known[cluster.end() - 1] + 1
        start = cluster.end()
    pieces.append(text[start:])
    joined.extend(known[start:])
    return PlainText("".join(pieces), joined, ends)


def _compose(cluster: str) -> str:
    """The letter in as few signs as Unicode has for it; what then still stands over a Cyrillic letter is a stress."""
    composed = unicodedata.normalize("NFC", cluster)
    return composed[0] if _CYRILLIC.match(composed) else composed

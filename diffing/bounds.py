"""How much of one text is looked at: a page that repeats a name without end must not hold up the others.

Every step is linear in the text, but a tracked name costs a hundred times what another word does: ten million
characters of nothing but surnames took minutes. So the places are counted. What is dropped is only the
umpteenth place of a word on one page; every word that may be a name is looked at.
"""

from __future__ import annotations

import re
from collections import defaultdict

from diffing.text import Span

_ALIKE = 1_000
"""Places of one written form that are looked at in one text."""
_MANY = 50_000
"""Places of all forms; after them …"""
_FEW = 10
"""… so many of each form."""

LAW_WORDS = 50_000
"""Readings of words that may name a code, some four a word; behind them no law is read. A code's own text has fewer."""
_NUMBERS = 20_000
"""Numbers in paragraphs that name a tracked code; behind them no article is read …"""
_LAW_CHARACTERS = 2_000_000
"""… nor behind so many characters of such paragraphs: a long code has half as many."""
NEAR = 2_000
"""Characters on either side of a name that are looked at for it, where its sentence has no end."""
_NUMBER = re.compile(r"\d+")


class Places:
    """Counts the places of words in one text."""

    def __init__(self) -> None:
        self._seen: defaultdict[str, int] = defaultdict(int)
        self._left = _MANY

    def take(self, word: str) -> bool:
        """Whether this place of a word is still looked at; it counts."""
        seen = self._seen[word]
        if seen >= (_ALIKE if self._left > 0 else _FEW):
            return False
        self._seen[word] = seen + 1
        self._left -= 1
        return True


class Numbers:
    """Counts the numbers of one text that are read as articles, and the characters they are looked for in."""

    def __init__(self) -> None:
        self._left = _NUMBERS
        self._characters = _LAW_CHARACTERS

    def take(self, text: str, span: Span) -> Span:
        """The part of a paragraph in which numbers are still read; they count."""
        end = min(span.end, span.start + self._characters)
        for number in _NUMBER.finditer(text, span.start, end):
            if not self._left:
                end = number.start()
                break
            self._left -= 1
        self._characters -= end - span.start
        return Span(span.start, end)

"""Organisations on a page: acronyms that the page explains, short names, and places that bear the same word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from diffing.names.folding import fold
from diffing.names.named_after import is_place
from diffing.names.phrases import PhraseHit
from diffing.names.places import read_country
from diffing.names.rules import Found
from diffing.names.surroundings import OPENING_QUOTES, SPACE_LIKE, joins
from diffing.names.tokens import WORD, is_acronym, is_capital, token_after, token_before
from diffing.names.words import COMMON_WORDS, ENTERPRISE_FORMS, ORGANISATION_KINDS, ROLES

TOLD = "abbreviation told on the page"

_IN_BRACKETS = re.compile(
    r"\s?\(\s?(?:(?:далее|hereinafter|әрі қарай|бұдан әрі)\s?[-–—:]?\s?)?[«\"“]?(\w{2,10})[»\"”]?\s?\)", re.IGNORECASE
)
_BRACKETS_AFTER = re.compile(r"\s?\(([^()]{6,160})\)")


def find_told_acronyms(text: str, found: Iterable[Found]) -> dict[str, Found]:
    """Acronyms that stand in brackets after an organisation's full name, with that name."""
    told: dict[str, Found] = {}
    for each in found:
        match = _IN_BRACKETS.match(text, each.end)
        if match and is_acronym(match[1]) and not read_country(match[1]):
            letters = match[1].lower()
            initials = "".join(word[0][0] for word in WORD.finditer(text[each.start : each.end])).lower()
            if _is_subsequence(letters, initials):
                told[match[1]] = each
    return told


def find_words(text: str, words: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """Every place where one of these words stands by itself, as written."""
    wanted = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    if wanted:
        for match in re.finditer(rf"(?<!\w)(?:{wanted})(?!\w|[-‐‑–]\d)", text):
            yield match.start(), match.end(), match[0]


def is_expanded_otherwise(text: str, start: int, end: int, own: set[int]) -> bool:
    """Whether the page explains the acronym at these offsets as something else: `Rapid Support Forces (RSF)`.

    `own`: where the organisation's own names begin and end in this text.
    """
    acronym = text[start:end]
    if text[max(0, start - 1) : start] == "(":
        before = start - 1
        if not own.isdisjoint(range(before - 2, before + 1)):
            return False
        return _spells_backwards(text, before, acronym)
    match = _BRACKETS_AFTER.match(text, end)
    if not match or not own.isdisjoint(range(match.start(1), match.end(1))):
        return False
    initials = "".join(word[0][0] for word in WORD.finditer(match[1])).lower()
    return len(initials) >= len(acronym) and _is_subsequence(acronym.lower(), initials)


def _spells_backwards(text: str, position: int, acronym: str) -> bool:
    """Whether the words before a bracket begin with the letters of the acronym, small words aside."""
    letters = list(acronym.lower())
    skipped = 0
    while letters:
        token = token_before(text, position)
        if not token or len(token.gap) > 4 or any(sign in token.gap for sign in ".;!?"):
            return False
        if token.text[0].lower() == letters[-1]:
            letters.pop()
        elif len(token.text) > 3:
            skipped += 1
            if skipped > 1:
                return False
        position = token.start
    return True


def _is_subsequence(letters: str, initials: str) -> bool:
    rest = iter(initials)
    return all(letter in rest for letter in letters)


def is_other_word(text: str, hit: PhraseHit) -> bool:
    """Whether a name of one word is something else here: a place, or the beginning of another name."""
    if is_place(text, hit.start, hit.end):
        return True
    token = token_after(text, hit.end)
    if token and joins(token.gap) and is_capital(token.text) and not is_acronym(token.text):
        return fold(token.text) not in ROLES and fold(token.text) not in ORGANISATION_KINDS
    if text[hit.end : hit.end + 1] == "-" and text[hit.end + 1 : hit.end + 2].isupper():
        return True  # `«Бирлик-Строй»`
    before = token_before(text, hit.start)
    if not before or before.gap.strip(SPACE_LIKE + OPENING_QUOTES):
        return False
    return before.text in ENTERPRISE_FORMS or (
        joins(before.gap) and is_capital(before.text) and fold(before.text) in COMMON_WORDS
    )

"""The expressions of a citation, made of the words of all languages: pages mix them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from diffing.laws.languages import LANGUAGES

DASH = "[-‐‑–—]"


def _either(expressions: Iterable[str | None]) -> str:
    return "|".join(expression for expression in expressions if expression)


def _compile(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.IGNORECASE)


_ARTICLE = _either(language.article for language in LANGUAGES) + "|§§?"
_FROM = _either(language.out_of for language in LANGUAGES)
_PART = _either(language.part for language in LANGUAGES)


def _behind(expressions: Iterable[tuple[str, str | None]]) -> re.Pattern[str]:
    """A word behind its number, between them the ending of an ordinal."""
    return _compile(
        _either(rf"(?:[-‐‑–]?\s?(?:{ordinal}))?(?:{word})" for ordinal, word in expressions if word) or "(?!)"
    )


PART_BEFORE = _compile(rf"(?<!\w)(?:{_PART})\.?\s{{0,3}}[«\"“(]?\s?\Z")
ARTICLE_BEFORE = _compile(rf"(?<!\w)(?:{_ARTICLE})\.?\s{{0,3}}(?:no\.?|nos\.?|№№?)?[\s:–—]{{0,3}}(?:(?:{_FROM})\s)?\Z")
ARTICLE_BEHIND = _behind((each.ordinal, each.article_behind) for each in LANGUAGES if not each.code_first)
ARTICLE_BEHIND_CODE_FIRST = _behind((each.ordinal, each.article_behind) for each in LANGUAGES if each.code_first)
FROM = _compile(rf"(?<!\w)(?:{_FROM})\s\Z")
COUNTED = _compile(_either(language.counted for language in LANGUAGES))
"""Behind one number: so many articles."""
PART_BEHIND = _behind((each.ordinal, each.part_behind) for each in LANGUAGES)
ORDINAL = _compile(rf"[-‐‑–](?:{_either(language.ordinal for language in LANGUAGES)})(?!\w)")

LEADS = _compile(r"\)?\s?(?:of|to)?\s?(?:the\s)?(?:art|ст|§)")
"""Behind a part: its article follows."""

MARKER = _compile(rf"(?<!\w)(?:{_ARTICLE})(?!\w)\.?")
PART_STEP = _compile(
    rf"(?<!\w)(?:{_PART})\.?\s{{0,3}}"
    r"(?:\d{1,3}(?:[-.]\d{1,2})?|\(?[a-zа-я]\)?)(?:\s?(?:,|и|and|–|-)\s?\d{1,2}(?!\d))*"
    rf"|\d{{1,2}}(?:{PART_BEHIND.pattern})"
)
LIST = _compile(rf"\s*(?:(?:[,;/&+]|{_either(language.joins for language in LANGUAGES)})\s*)+")
RANGE = _compile(rf"\s*(?:{DASH}|{_either(language.upto for language in LANGUAGES)})\s*")
FILLERS = frozenset(word for language in LANGUAGES for word in language.fillers)

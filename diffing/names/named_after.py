"""Streets, institutions and places that bear the name of a person or an organisation."""

from __future__ import annotations

from functools import lru_cache

from diffing.names.folding import spell
from diffing.names.surroundings import SPACE_LIKE
from diffing.names.tokens import is_capital, token_after, token_before
from diffing.names.words import (
    FIRM_AFTER,
    FIRM_JOINS,
    LONGEST_ENDING,
    NAMED_AFTER_AFTER,
    NAMED_AFTER_AFTER_SHORT,
    NAMED_AFTER_ALWAYS,
    NAMED_AFTER_BEFORE,
    NAMED_AFTER_BEFORE_SHORT,
    PLACE_AFTER,
    PLACE_BEFORE,
    PLACE_BEFORE_SHORT,
)


def is_named_after(text: str, start: int, end: int, *, inflected: bool = True) -> bool:
    """Whether a street, a square or an institution bears the name that stands at these offsets.

    `inflected`: the name stands in another case than the nominative; in Russian a street's name does.
    """
    if _stands_after(text, end, NAMED_AFTER_AFTER, NAMED_AFTER_AFTER_SHORT):
        return True
    if _is_firm(text, end):
        return True
    words = (*NAMED_AFTER_ALWAYS, *NAMED_AFTER_BEFORE) if inflected else NAMED_AFTER_ALWAYS
    return _stands_before(text, start, words, NAMED_AFTER_BEFORE_SHORT, reach=2)


def _is_firm(text: str, end: int) -> bool:
    """`Akhmetov & Sons`, `Ахметов и партнёры`."""
    token = token_after(text, end)
    if token and token.gap.strip() == "&":
        return _begins_like(token.text, FIRM_AFTER)
    following = token_after(text, token.end) if token and token.text in FIRM_JOINS else None
    return bool(following and not following.gap.strip() and _begins_like(following.text, FIRM_AFTER))


def is_place(text: str, start: int, end: int) -> bool:
    """Whether a word for a town, a village or a district stands beside the name at these offsets."""
    return _stands_before(text, start, PLACE_BEFORE, PLACE_BEFORE_SHORT, reach=1) or _stands_after(
        text, end, PLACE_AFTER, frozenset()
    )


def _stands_before(text: str, start: int, words: tuple[str, ...], short: frozenset[str], reach: int) -> bool:
    for _ in range(reach):
        token = token_before(text, start)
        if not token:
            return False
        gap = token.gap.strip(SPACE_LIKE + '«"“„')
        if gap == "." and token.text.casefold() in short:
            return True
        if gap:
            return False
        if _begins_like(token.text, words):
            return True
        if token.text.lower() == "of":
            return _stands_before(text, token.start, words, short, reach=1)
        if is_capital(token.text):
            return False
        start = token.start
    return False


def _stands_after(text: str, end: int, words: tuple[str, ...], short: frozenset[str]) -> bool:
    token = token_after(text, end)
    if not token or token.gap.strip(SPACE_LIKE + '»"”“'):
        return False
    following = text[token.end : token.end + 1]
    return _begins_like(token.text, words) or (token.text.casefold() in short and following in (".", ",", " ", ""))


@lru_cache(maxsize=1 << 14)
def _begins_like(word: str, beginnings: tuple[str, ...]) -> bool:
    sounds = spell(word)
    return any(sounds.startswith(each) and len(sounds) <= len(each) + LONGEST_ENDING for each in beginnings)

"""Initials beside a surname: `M. K. Surname`, `Surname M.K.`"""

from __future__ import annotations

from diffing.names.folding import spell
from diffing.names.people import PersonAlias
from diffing.names.rules import INITIALS, Found, grade
from diffing.names.tokens import Token, is_capital

_SAME_INITIALS = frozenset(("ie", "ei", "kh", "hk", "zj", "jz", "gj", "dj", "kq", "ck", "cs"))


def match_initials(
    aliases: list[PersonAlias], start: int, end: int, tokens: list[Token], *, turned: bool = False, text: str = ""
) -> Found | None:
    """`M. K. Surname`, `Surname M.K.`: the first letters agree with the first name, and with the patronymic."""
    letters = [token for token in tokens[:2] if len(token.text) <= 2 and is_capital(token.text)]
    ordered = letters if turned else letters[::-1]
    for alias in aliases:
        if not alias.initial or not same_initial(ordered[0].text, alias.initial):
            continue
        if len(ordered) > 1 and alias.patronymic and not same_initial(ordered[1].text, alias.patronymic):
            continue
        first = min(start, *(token.start for token in letters))
        last = max(end, *(token.end for token in letters))
        last += text[last : last + 1] == "."
        return grade(Found(first, last, alias.subject, INITIALS, alias.text))
    return None


def same_initial(written: str, listed: str) -> bool:
    """Whether an initial may be that of a first name, across scripts: `Е.` is that of Yerzhan."""
    one, other = spell(written).lower(), listed.lower()
    return bool(one) and (one[0] == other[0] or one[0] + other[0] in _SAME_INITIALS)

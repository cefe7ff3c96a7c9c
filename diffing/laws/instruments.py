"""Conventions, laws and decrees that absorb an article beside them: where their names begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterable

from diffing.laws.codes import INSTRUMENTS
from diffing.names.phrases import PhraseHit, read_stems
from diffing.names.places import LOOSE, POINTING
from diffing.names.tokens import WORD, is_capital, token_before

_FIRM = re.compile(r"\s[«“\"][A-ZА-ЯӘҒҚҢӨҰҮҺІ]")
_TITLE_REACH = 16
_NAME_RUNS_ON = re.compile(
    r"\s(?:on|against|concerning|о|об|против)\s(?:(?!\b(?:art|ст\.|стать))[^.;,()\n\d]){0,100}", re.IGNORECASE
)
_NAME_FOLLOWS = re.compile(r"\s(?:on|for|against|relating|concerning|о|об|по|против|of\s[A-Z])\b|\s[«\"“]")


def names_a_firm(text: str, hit: PhraseHit) -> bool:
    """`УК «Жилсервис»` is a firm, unless an article stands before it, whose title the quotes hold."""
    if not hit.phrase.acronyms[0] or not _FIRM.match(text, hit.end):
        return False
    return not any(sign.isdigit() for sign in text[max(0, hit.start - _TITLE_REACH) : hit.start])


def find_instruments(name: str) -> Iterable[str]:
    """What a code calls itself: `Covenant` of the `International Covenant on Civil and Political Rights`."""
    words = [read_stems(match[0]) for match in WORD.finditer(name)]
    if len(words) > 1:
        yield from (each for each in INSTRUMENTS if any(not read_stems(each).isdisjoint(word) for word in words))


def is_named_elsewhere(text: str, hit: PhraseHit) -> bool:
    """Whether an instrument stands without its name: `the Covenant`, not `the Rome Statute` nor `Covenant on …`."""
    if not is_capital(text[hit.start : hit.end]) or _NAME_FOLLOWS.match(text, hit.end):
        return False
    before = token_before(text, hit.start)
    if not before or before.gap.strip(LOOSE) or before.text.isupper() or before.text.lower() in POINTING:
        return True
    return not is_capital(before.text)


def find_name_start(text: str, start: int) -> int:
    """Where the name of an instrument begins: capitalised words before it are part of it (`the Rome Statute`)."""
    for _ in range(4):
        token = token_before(text, start)
        if not token or token.gap.strip(LOOSE) or not is_capital(token.text):
            break
        start = token.start
    return start


def find_name_end(text: str, end: int) -> int:
    """Where the name of an instrument ends that goes on with what it is about: `Convention against Torture`."""
    rest = _NAME_RUNS_ON.match(text, end)
    return rest.end() if rest else end

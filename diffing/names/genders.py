"""Whether a surname that stands by itself is a man's or a woman's: Russian forms of the two look alike."""

from __future__ import annotations

from collections.abc import Collection

from diffing.names.folding import fold, is_cyrillic
from diffing.names.surroundings import Surroundings, joins
from diffing.names.tokens import is_capital, token_after, token_before
from diffing.names.words import FEMININE_VERBS, GIVEN_NAMES, MASCULINE_VERBS, MEN_IN_A

_LOOKED_BACK = 3000  # characters: about a page
_FORMS_LOOKED_AT = 16


def is_woman(around: Surroundings) -> bool:
    """Whether the namesake is a woman by her name: a surname in -a after a first name in the nominative."""
    if not around.before or not fold(around.word).endswith("a"):
        return False
    given = fold(around.before[0].text)
    return given in GIVEN_NAMES or given.endswith(("gul", "nur", "a"))


def acts_as_a_man(text: str, end: int, givens: Collection[str]) -> bool:
    """Whether a verb in the masculine follows the surname of a woman: `Мороз сказал` is not Светлана Мороз."""
    return _has_verb(text, end, MASCULINE_VERBS) and any(
        given.endswith("a") and given in GIVEN_NAMES and given not in MEN_IN_A for given in givens
    )


def may_be_a_mans(text: str, start: int, end: int, since: int) -> bool:
    """Whether a woman's surname may be the genitive of a man's, named in full between `since` and here.

    `Её сын Тимур Жанов ждал. Жанова не пустили`; but a verb in the feminine tells her: `Жанова заплакала`.
    """
    if text[end - 1 : end] != "а" or not is_cyrillic(text[start:end]) or _has_verb(text, end, FEMININE_VERBS):
        return False
    man, place, earliest = text[start : end - 1], start, max(0, since, start - _LOOKED_BACK)
    for _ in range(_FORMS_LOOKED_AT):
        place = text.rfind(man, earliest, place)
        if place < 0:
            return False
        given = token_before(text, place)
        if not text[place + len(man)].isalpha() and given and joins(given.gap) and is_capital(given.text):
            return True
    return False


def _has_verb(text: str, end: int, endings: tuple[str, ...]) -> bool:
    verb = token_after(text, end)
    return bool(verb and joins(verb.gap) and verb.text.islower() and verb.text.endswith(endings))

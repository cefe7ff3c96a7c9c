"""Spellings of a name in the other scripts, to be proposed to an operator: a guess that a person confirms."""

from __future__ import annotations

import re

from diffing.names.folding import is_cyrillic
from diffing.names.tables import split_words

_TO_RUSSIAN = (
    # the longest first; a letter pair stands for one Russian letter
    *(("shch", "щ"), ("iya", "ия"), ("aya", "ая"), ("yev", "ев"), ("kh", "х"), ("zh", "ж"), ("sh", "ш"), ("ch", "ч")),
    *(("ts", "ц"), ("gh", "г"), ("ph", "ф"), ("ya", "я"), ("yu", "ю"), ("yo", "ё"), ("ye", "е"), ("ck", "к")),
)
_LETTERS = dict(
    zip("abcdefghijklmnopqrstuvwxz", split_words("а б к д е ф г х и ж к л м н о п к р с т у в в кс з"), strict=True)
)
_PATTERN = re.compile("|".join([*(pair for pair, _ in _TO_RUSSIAN), "."]))
_PAIRS = dict(_TO_RUSSIAN)
_LATIN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі",
        (
            *split_words("a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch"),
            *("", "y", "", "e", "yu", "ya", "a", "g", "k", "n", "o", "u", "u", "h", "i"),
        ),
        strict=True,
    )
)
_KAZAKH_TO_RUSSIAN = str.maketrans("әғқңөұүһіӘҒҚҢӨҰҮҺІ", "агкноуухиАГКНОУУХИ")


def propose_spellings(name: str) -> list[str]:
    """The name in the scripts that it is not written in: Russian for a Latin name, Latin (and Russian) for others."""
    if not is_cyrillic(name):
        return [_spell_russian(name)] if name.isascii() else []
    russian = name.translate(_KAZAKH_TO_RUSSIAN)
    return [romanise(name), *([russian] if russian != name else [])]


def romanise(name: str) -> str:
    """A name as the English press writes it (BGN/PCGN without its marks)."""
    letters = "".join(_LATIN.get(letter, letter) for letter in name.lower())
    letters = re.sub(r"(?<![a-z])e(?=[a-z])", "ye", re.sub(r"iy\b|yy\b", "y", letters))
    return letters.title()


def _spell_russian(name: str) -> str:
    """`Aigerim Yerzhanova` as `Айгерим Ержанова`: i and y after a vowel are й, y elsewhere ы, at the end ий."""
    plain = re.sub(r"(?<=[aeou])(?<!au)[iy](?![aeiouy])", "й", name.lower())
    plain = re.sub(r"y\b", "ий", plain)
    letters = (
        _PAIRS.get(each) or _LETTERS.get(each) or ("ы" if each == "y" else each) for each in _PATTERN.findall(plain)
    )
    return "".join(letters).title()

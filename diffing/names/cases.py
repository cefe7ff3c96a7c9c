"""The cases of a name as a writer would form them, to prove that a watch list is found in each.

Rough where grammar is rich: a word whose ending tells too little stands still. Endings are written out; a language is
one table. (Finding goes the other way: `inflection` guesses the nominative from any form.)
"""

from __future__ import annotations

from collections.abc import Iterator

from diffing.names.folding import fold, is_cyrillic
from diffing.names.tables import split_words

RUSSIAN_CASES = ("genitive", "dative", "accusative", "instrumental", "prepositional")
_Table = tuple[tuple[str, tuple[str, ...]], ...]


def _read(*lines: str) -> _Table:
    """`ий → ого ому ого им ом`: an ending, and what stands in its place in each case; the first that fits counts."""
    halves = (line.split("→") for line in lines)
    return tuple((ending.strip(), split_words(forms)) for ending, forms in halves)


_OWN = ("ов", "ев", "ёв", "ин", "ын")  # surnames only: `Константин` is not declined so
_MEN = _read(
    *(f"{ending} → {ending}а {ending}у {ending}а {ending}ым {ending}е" for ending in _OWN),
    *("ский → ского скому ского ским ском", "цкий → цкого цкому цкого цким цком", "ый → ого ому ого ым ом"),
    *("ий → ия ию ия ием ии", "й → я ю я ем е", "ь → я ю я ем е", "ия → ии ии ию ией ии", "я → и е ю ей е"),
    *(f"{sign}а → {sign}и {sign}е {sign}у {sign}ой {sign}е" for sign in "гкхжчшщ"),
    "а → ы е у ой е",
    *(f"{sign} → {sign}а {sign}у {sign}а {sign}ем {sign}е" for sign in "жчшщц"),
    *(f"{sign} → {sign}а {sign}у {sign}а {sign}ом {sign}е" for sign in "бвгдзклмнпрстфхқңғһ"),
)
_WOMEN = _read(
    *(f"{ending}а → {ending}ой {ending}ой {ending}у {ending}ой {ending}ой" for ending in _OWN),
    *("ая → ой ой ую ой ой", "ия → ии ии ию ией ии", "я → и е ю ей е", "ь → и и ь ью и"),
    *(f"{sign}а → {sign}и {sign}е {sign}у {sign}ой {sign}е" for sign in "гкхжчшщ"),
    "а → ы е у ой е",
)
_STANDS_STILL = ("их", "ых", "ко")
_WOMAN_BY_SURNAME = ("ова", "ева", "ёва", "ина", "ына", "ая", "қызы", "кызы", "овна", "евна")
_WOMAN_BY_GIVEN = ("gul", "jan", "nur")
_MEN_IN_A = split_words("Илья Никита Фома Лука Кузьма Данила Гаврила Савва Мұса Муса Иса Иса Мұстафа Мустафа Яхья")

KAZAKH_CASES = ("genitive", "dative", "accusative", "locative", "ablative", "instrumental", "possessive")
_VOWELS = "аәеёиоөуұүыіэюя"
_FRONT = "әеөүіэ"
_BACK = "аоұыёюя"
_AFTER = {  # the last letter, and the suffixes behind a back vowel
    _VOWELS: split_words("ның ға ны да дан мен сы"),
    "мнң": split_words("ның ға ды да нан мен ы"),
    "рлй": split_words("дың ға ды да дан мен ы"),
    "зж": split_words("дың ға ды да дан бен ы"),
    "птксшщчцхфбвгдқғһ": split_words("тың қа ты та тан пен ы"),
}
_AFTER_POSSESSIVE = split_words("ның на н нда нан мен")
_TO_FRONT = str.maketrans("ыағқ", "іегк")


def decline_russian(name: str) -> Iterator[tuple[str, str]]:
    """(case, form) of a name in Russian letters."""
    words = name.split()
    table = _WOMEN if _is_woman(words) else _MEN
    for place, case in enumerate(RUSSIAN_CASES):
        forms = [_decline_word(words[0], table if len(words) == 1 else table[len(_OWN) :], place)]
        form = " ".join(forms + [_decline_word(word, table, place) for word in words[1:]])
        if form != name:
            yield case, form


def _decline_word(word: str, table: _Table, place: int) -> str:
    if len(word) < 2 or word.endswith((".", *_STANDS_STILL)) or word.lower() in ("ұлы", "қызы", "улы", "кызы"):
        return word
    for ending, forms in table:
        if word.endswith(ending):
            return word.removesuffix(ending) + forms[place]
    return word


def _is_woman(words: list[str]) -> bool:
    if words[-1].endswith(_WOMAN_BY_SURNAME) or words[0].endswith(_WOMAN_BY_SURNAME):
        return True
    given = words[0]
    return (given.endswith(("а", "я")) and given not in _MEN_IN_A) or fold(given).endswith(_WOMAN_BY_GIVEN)


def decline_kazakh(name: str) -> Iterator[tuple[str, str]]:
    """(case, form) of a name in Cyrillic letters: suffixes to the last word, in harmony with its vowels."""
    letters = name.lower()
    if letters.endswith(("ұлы", "улы", "қызы", "кызы")):
        suffixes = _AFTER_POSSESSIVE
    else:
        suffixes = next((suffixes for ends, suffixes in _AFTER.items() if letters[-1] in ends), ())
    vowel = next((letter for letter in reversed(letters) if letter in _FRONT + _BACK), "а")
    for case, suffix in zip(KAZAKH_CASES, suffixes, strict=False):
        hard = vowel in _BACK or case == "instrumental"
        yield case, name + (suffix if hard else suffix.translate(_TO_FRONT))


def decline_english(name: str) -> Iterator[tuple[str, str]]:
    """The possessive, with either apostrophe."""
    yield "possessive", f"{name}’s"
    yield "possessive", f"{name}'s"


def decline(name: str, language: str | None) -> dict[str, str]:
    """Forms of a name, each with its language and case: in its declared language, else in those its letters suggest."""
    kazakh = not frozenset("әғқңөұүһі").isdisjoint(name.lower())
    if not is_cyrillic(name):
        languages = [("English", decline_english)]
    elif language == "kk" or (language is None and kazakh):
        languages = [("Kazakh", decline_kazakh)]
    elif language == "ru":
        languages = [("Russian", decline_russian)]
    else:
        languages = [("Russian", decline_russian), ("Kazakh", decline_kazakh)]
    return {form: f"{label} {case}" for label, forms in languages for case, form in forms(name)}

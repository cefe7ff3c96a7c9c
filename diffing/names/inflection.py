"""Which words a written form may be a form of: guesses by endings, not a dictionary.

A language is one table. Each line says: an ending, and what stands in its place in the word as listed
(`""`: nothing). Endings are written in the language's own letters. Guesses are free to be wrong: they only
count where a name of the watch list answers to one of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

from diffing.names.folding import is_cyrillic, spell, squeeze
from diffing.names.tables import split_words

RUSSIAN = {
    "а": ("",),
    "у": ("", "а"),
    "ом": ("", "ий", "ый"),
    "ым": ("", "ый"),
    "е": ("", "а", "я", "й", "ь"),
    "ы": ("а",),
    "ой": ("а", "ая"),
    "ою": ("а",),
    "я": ("й", "ь"),
    "ю": ("й", "ь", "я"),
    "ем": ("", "й", "ь", "ей"),
    "ём": ("й", "ь"),
    "ей": ("я", "ь", "а", "ея"),
    "еем": ("ей",),
    "ее": ("ей", "ея"),
    "и": ("я", "ь", "а", "й"),
    "ии": ("ия", "ий"),
    "ию": ("ия", "ий"),
    "ией": ("ия",),
    "ием": ("ий",),
    "ия": ("ий",),
    "ью": ("ь",),
    "ого": ("ий", "ый", "ой", "ое"),
    "его": ("ий", "ее"),
    "ому": ("ий", "ый", "ой", "ое"),
    "ему": ("ий", "ее"),
    "им": ("ий",),
    "ую": ("ая",),
    "юю": ("яя",),
    "ца": ("ец",),
    "цу": ("ец",),
    "цом": ("ец",),
    "цем": ("ец",),
    "це": ("ец",),
}
RUSSIAN_PLURAL = {
    "ы": ("",),
    "ых": ("", "ый", "а", "ая"),
    "ым": ("", "ый", "а", "ая"),
    "ыми": ("", "ый", "а", "ая"),
    "ые": ("ый", "ая"),
    "их": ("ий", "ая"),
    "им": ("ий", "ая"),
    "ими": ("ий", "ая"),
    "ие": ("ий", "ая"),
    "и": ("",),
    "ам": ("",),
    "ами": ("",),
    "ах": ("",),
}

_KAZAKH_CASES = split_words(
    "ның нің дың дің тың тің ға ге қа ке на не а е ны ні ды ді ты ті н "
    "да де та те нда нде дан ден тан тен нан нен мен бен пен менен бенен пенен "
    "дағы дегі тағы тегі ндағы ндегі дікі нікі тікі ша ше дай дей тай тей"
)
_KAZAKH_POSSESSIVES = split_words("ы і сы сі")
_KAZAKH_AFTER_POSSESSIVE = (
    split_words("ның нің на не н нда нде нан нен мен менен ндағы ндегі ша ше ндай ндей")
)  # fmt: skip
_KAZAKH_PLURALS = split_words("лар лер дар дер тар тер")

KAZAKH = (
    *_KAZAKH_CASES,
    *_KAZAKH_POSSESSIVES,
    *("".join(pair) for pair in product(_KAZAKH_POSSESSIVES, _KAZAKH_AFTER_POSSESSIVE)),
)
KAZAKH_PLURAL = (
    *_KAZAKH_PLURALS,
    *("".join(pair) for pair in product(_KAZAKH_PLURALS, _KAZAKH_CASES)),
    *("".join(pair) for pair in product(_KAZAKH_PLURALS, split_words("ы і"))),
    *("".join(pair) for pair in product(_KAZAKH_PLURALS, split_words("ы і"), _KAZAKH_AFTER_POSSESSIVE)),
)
"""Suffixes of case, of possession with case, and of the plural; nothing stands in their place."""

_KAZAKH_LATIN = frozenset("ñğşıūöüäŋńǵáóúýçə")


def _compile(*tables: dict[str, tuple[str, ...]] | tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    compiled: dict[str, dict[str, None]] = {}
    for table in tables:
        for ending in table:
            places = table[ending] if isinstance(table, dict) else ("",)
            compiled.setdefault(spell(ending), {}).update(dict.fromkeys(spell(place) for place in places))
    return {ending: tuple(places) for ending, places in compiled.items()}


_SINGULAR = _compile(RUSSIAN, KAZAKH)
_PLURAL = _compile(RUSSIAN_PLURAL, KAZAKH_PLURAL)
_LATIN_SINGULAR = _compile(KAZAKH)
_LONGEST = max(map(len, (*_SINGULAR, *_PLURAL)))
_TAILS = frozenset(ending[-length:] for ending in (*_SINGULAR, *_PLURAL) for length in range(1, len(ending) + 1))
"""What an ending may end with: a word that ends otherwise has no longer ending either."""
_SHORTEST_STEM = 2
_SHORTEST_PHRASE_STEM = 3
_FLEETING = frozenset("aeiou")


def guess_names(word: str, sounds: str) -> tuple[dict[str, None], dict[str, None]]:
    """Keys of the names that `word` may be a form of: (in the singular, itself first; in the plural)."""
    singular = {squeeze(sounds): None}
    plural: dict[str, None] = {}
    if is_cyrillic(word):
        for key in _strip(sounds, _SINGULAR):
            singular[key] = None
            fuller = _restore_vowel(key)
            if fuller:
                singular[fuller] = None
        plural = dict.fromkeys(_strip(sounds, _PLURAL))
    elif not word.isascii() and not _KAZAKH_LATIN.isdisjoint(word.lower()):
        singular.update(dict.fromkeys(_strip(sounds, _LATIN_SINGULAR)))
    elif sounds.endswith("s") and len(sounds) > 5:
        plural[squeeze(sounds[:-1])] = None
    return singular, plural


def guess_kazakh_latin(sounds: str) -> list[str]:
    """Keys of the names that a word of a Kazakh text in plain Latin letters may be a form of: `Akhmetovtyn`."""
    return [key for key in _strip(sounds, _LATIN_SINGULAR) if key]


def _strip(sounds: str, table: dict[str, tuple[str, ...]]) -> list[str]:
    """The keys of the sounds with each known ending replaced."""
    keys: list[str] = []
    squeezed = squeeze(sounds) == sounds  # then what it begins with needs no squeezing either
    for length in range(1, min(_LONGEST, len(sounds) - _SHORTEST_STEM) + 1):
        tail = sounds[-length:]
        if tail not in _TAILS:
            break
        if tail in table:
            stem = sounds[:-length]
            keys += [squeeze(stem + place) if place or not squeezed else stem for place in table[tail]]
    return keys


def _restore_vowel(stem: str) -> str:
    """`Павл(а)` is a form of `Павел`, `Петр(а)` of `Пётр`: the vowel that fled comes back as e."""
    if len(stem) >= 2 and stem[-1] not in _FLEETING and stem[-2] not in _FLEETING:
        return f"{stem[:-1]}e{stem[-1]}"
    return ""


def _spell_endings(*tables: Iterable[str]) -> frozenset[str]:
    return frozenset(spell(ending) for table in tables for ending in table) - {""}


_RUSSIAN_PHRASE_ENDINGS = _spell_endings(
    RUSSIAN, RUSSIAN_PLURAL, split_words("ий ый ой ая яя ое ее о й ь ей ям ями ях яет юю ов ев ьев")
)
_KAZAKH_PHRASE_ENDINGS = _spell_endings(KAZAKH, KAZAKH_PLURAL)
_OF_KAZAKH = "|"
"""Ends a stem that a Kazakh ending left: it is none of a Russian word (`правды` is no form of `права`)."""
_LATIN_ENDINGS = frozenset(("s", "es"))
_VOICED = {"g": "k", "b": "p"}
_AMERICAN = (
    *(("isation", "ization"), ("ising", "izing"), ("ised", "ized"), ("ise", "ize"), ("tre", "ter")),
    *(("our", "or"), ("ence", "ense"), ("mme", "m")),
)


def guess_stems(word: str, sounds: str) -> frozenset[str]:
    """Stems of a word in a phrase: two words are forms of one where their stems meet.

    Rougher than `guess_names`: neighbours in the phrase make up for it. A Kazakh final consonant that a suffix
    has voiced (`одағы` of `одақ`) is given back.
    """
    whole = squeeze(sounds)
    stems = {whole, whole + _OF_KAZAKH}
    if is_cyrillic(word):
        if len(sounds) == _SHORTEST_PHRASE_STEM and sounds[-1] in _FLEETING:  # `Эхо`, `Эхе`
            stems.add(sounds[:-1])
        for length in range(1, min(_LONGEST, len(sounds) - _SHORTEST_PHRASE_STEM) + 1):
            ending, stem = sounds[-length:], sounds[:-length]
            if ending in _RUSSIAN_PHRASE_ENDINGS:
                stems.add(squeeze(stem))
            if ending in _KAZAKH_PHRASE_ENDINGS:
                stems.add(squeeze(stem) + _OF_KAZAKH)
                if stem[-1] in _VOICED:
                    stems.add(squeeze(stem[:-1] + _VOICED[stem[-1]]) + _OF_KAZAKH)
    elif len(sounds) > 4:
        stems.update(_read_english(word))
    return frozenset(stems)


def _read_english(word: str) -> Iterator[str]:
    """A word without its plural, and as Americans write it: `centres`, `defence`."""
    plain = word.lower()
    singulars = [plain[: -len(ending)] for ending in _LATIN_ENDINGS if plain.endswith(ending)]
    yield from (squeeze(spell(each)) for each in singulars)
    for each in (plain, *singulars):
        for british, american in _AMERICAN:
            if each.endswith(british):
                yield squeeze(spell(each.removesuffix(british) + american))

"""Which words a written form may be a form of: guesses by endings, not a dictionary.

The endings of each language stand in `languages`. Guesses are free to be wrong: they only count where a name of the
watch list answers to one of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from diffing.names.folding import is_cyrillic, spell, squeeze
from diffing.names.languages.known import LANGUAGES
from diffing.names.languages.table import LanguageWords
from diffing.names.tables import split_words

_Endings = dict[str, tuple[tuple[str, ...], tuple[str, ...]] | None]
"""For an ending what may stand in its place in the singular, and in the plural; None: only longer ones end so."""


def _compile(languages: Iterable[LanguageWords]) -> _Endings:
    singular: dict[str, dict[str, None]] = {}
    plural: dict[str, dict[str, None]] = {}
    for each in languages:
        for tables, table in ((singular, each.singular), (plural, each.plural)):
            for ending, places in table.items():
                tables.setdefault(spell(ending), {}).update(dict.fromkeys(spell(place) for place in places))
    endings = {*singular, *plural}
    compiled: _Endings = dict.fromkeys(ending[-length:] for ending in endings for length in range(1, len(ending) + 1))
    compiled.update((each, (tuple(singular.get(each, ())), tuple(plural.get(each, ())))) for each in endings)
    return compiled


_ENDINGS = _compile(LANGUAGES)
_LATIN_LETTERS = frozenset("".join(each.latin_letters for each in LANGUAGES))
_ENDINGS_IN_LATIN = _compile(each for each in LANGUAGES if each.latin_letters)
_LONGEST = max(map(len, _ENDINGS))
_SHORTEST_STEM = 2
_SHORTEST_PHRASE_STEM = 3
_FLEETING = frozenset("aeiou")


def guess_names(word: str, sounds: str) -> tuple[dict[str, None], dict[str, None]]:
    """Keys of the names that `word` may be a form of: (in the singular, itself first; in the plural)."""
    key = squeeze(sounds)
    singular: dict[str, None] = {key: None}
    plural: dict[str, None] = {}
    if is_cyrillic(word):
        for guess, is_one in _replace_endings(sounds, key, _ENDINGS):
            if not is_one:
                plural[guess] = None
                continue
            singular[guess] = None
            if len(guess) > 1 and guess[-1] not in _FLEETING and guess[-2] not in _FLEETING:
                singular[f"{guess[:-1]}e{guess[-1]}"] = None  # `Павл(а)` is a form of `Павел`: the vowel fled
    elif not word.isascii() and not _LATIN_LETTERS.isdisjoint(word.lower()):
        singular.update(dict.fromkeys(guess_kazakh_latin(sounds)))
    elif sounds.endswith("s") and len(sounds) > 5:
        plural[squeeze(sounds[:-1])] = None
    return singular, plural


def guess_kazakh_latin(sounds: str) -> list[str]:
    """Keys of the names that a word of a Kazakh text in plain Latin letters may be a form of: `Akhmetovtyn`."""
    return [guess for guess, is_one in _replace_endings(sounds, squeeze(sounds), _ENDINGS_IN_LATIN) if is_one]


def _replace_endings(sounds: str, key: str, table: _Endings) -> Iterator[tuple[str, bool]]:
    """The keys of the sounds with each known ending replaced, and whether the ending is one of the singular."""
    for length in range(1, min(_LONGEST, len(sounds) - _SHORTEST_STEM) + 1):
        tail = sounds[-length:]
        found = table.get(tail)
        if found is None:
            if tail not in table:
                break  # what ends otherwise has no longer ending either
            continue
        stem, (one, many) = sounds[:-length], found
        for place in one:  # what a squeezed word begins with needs no squeezing either
            yield (stem if not place and key == sounds else squeeze(stem + place)), True
        for place in many:
            yield (stem if not place and key == sounds else squeeze(stem + place)), False


def _phrase_endings(language: LanguageWords) -> frozenset[str]:
    endings = (*language.singular, *language.plural, *split_words(language.phrase_endings))
    return frozenset(spell(ending) for ending in endings) - {""}


_PHRASE_ENDINGS = tuple(
    ("|" * place, _phrase_endings(language), language.voices_stems)
    for place, language in enumerate(each for each in LANGUAGES if each.singular)
)
"""For each language the sign that ends its stems, its endings, and whether they voice the stem.

A stem that a Kazakh ending left is none of a Russian word: `құқығы` and `права` never meet.
"""
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
    stems = {whole + sign for sign, _, _ in _PHRASE_ENDINGS}
    if is_cyrillic(word):
        if len(sounds) == _SHORTEST_PHRASE_STEM and sounds[-1] in _FLEETING:  # `Эхо`, `Эхе`
            stems.add(sounds[:-1])
        for length in range(1, min(_LONGEST, len(sounds) - _SHORTEST_PHRASE_STEM) + 1):
            stems.update(_read_phrase_stems(sounds[:-length], sounds[-length:]))
    elif len(sounds) > 4:
        stems.update(_read_english(word))
    return frozenset(stems)


def _read_phrase_stems(stem: str, ending: str) -> Iterator[str]:
    """What is left of a word in each language that has the ending."""
    for sign, endings, voices in _PHRASE_ENDINGS:
        if ending in endings:
            yield squeeze(stem) + sign
            if voices and stem[-1] in _VOICED:
                yield squeeze(stem[:-1] + _VOICED[stem[-1]]) + sign


def _read_english(word: str) -> Iterator[str]:
    """A word without its plural, and as Americans write it: `centres`, `defence`."""
    plain = word.lower()
    singulars = [plain[: -len(ending)] for ending in _LATIN_ENDINGS if plain.endswith(ending)]
    yield from (squeeze(spell(each)) for each in singulars)
    for each in (plain, *singulars):
        for british, american in _AMERICAN:
            if each.endswith(british):
                yield squeeze(spell(each.removesuffix(british) + american))

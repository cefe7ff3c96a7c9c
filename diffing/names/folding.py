"""From a word in any of our scripts to one Latin key, so that all spellings of a name meet.

A word becomes *sounds* (`spell`: one small Latin letter a sound; C is ч, S is ш and щ, J is ж), and sounds
become a *key* (`squeeze`: doubled letters single, `i` dropped before `e` at the start and after a vowel).
The tables are explicit because Unicode does not decompose the Kazakh letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable

from diffing.text import INVISIBLE


def _make_table(signs: dict[str, str | int | None]) -> dict[int, str | int | None]:
    """For `str.translate`: other plain signs stand for themselves, for one that a table lacks costs ten times more."""
    return {**{sign: sign for sign in range(128)}, **str.maketrans(signs)}


_SILENT = str.maketrans(dict.fromkeys(INVISIBLE + "'’ʼʻʹ‘`´ʿʾ"))

_CYRILLIC = _make_table(
    {
        **dict(zip("абвгдеёзийклмнопрстуф", "abvgdeeziiklmnoprstuf", strict=True)),
        **{"ж": "J", "х": "h", "ц": "ts", "ч": "C", "ш": "S", "щ": "S", "ъ": "", "ы": "i", "ь": "", "э": "e"},
        **{"ю": "iu", "я": "ia"},
        **{"ә": "a", "ғ": "g", "қ": "k", "ң": "n", "ө": "o", "ұ": "u", "ү": "u", "һ": "h", "і": "i"},  # Kazakh
        **{"ў": "u", "ҳ": "h", "ҷ": "J", "ӣ": "i", "ӯ": "u", "є": "e", "ї": "i", "ґ": "g", "ӧ": "o"},  # neighbours
        **{"ҝ": "k", "ҹ": "J", "ҕ": "g", "җ": "J", "ӂ": "J", "ӊ": "n", "ӯ": "u"},
    }
)
_CYRILLIC_PAIRS = (
    *(("дж", "ж"), ("ье", "ие"), ("ьё", "ие"), ("йо", "е"), ("ьо", "о")),
    *(("жо", "же"), ("чо", "че"), ("шо", "ше"), ("що", "ще")),  # `Чёрный`, `Chorny`
)
_LATIN_PAIRS = (("Jo", "Je"), ("Co", "Ce"), ("So", "Se"))
_UZBEK_O = re.compile("o['’‘`ʻ](?=[a-z])", re.IGNORECASE)  # `Yo‘ldoshev` is `Юлдошев`

# Letters beyond ASCII that stand for a sound of their own; all other marks simply fall off.
# Kazakh Latin of 2018 to 2021, Turkish, ISO 9, Azeri, Polish, Turkmen.
_LATIN_MARKED = _make_table(
    {
        **{
            "ş": "S",
            "š": "S",
            "ŝ": "S",
            "ș": "S",
            "ś": "S",
            "ç": "C",
            "č": "C",
            "ć": "C",
            "ž": "J",
            "ż": "J",
            "ź": "z",
        },
        **{
            "ı": "i",
            "ǵ": "g",
            "ğ": "g",
            "ŋ": "n",
            "ń": "n",
            "ñ": "n",
            "ə": "a",
            "ä": "a",
            "á": "a",
            "ö": "o",
            "ó": "o",
        },
        **{"ü": "u", "ú": "u", "ū": "u", "ý": "u", "û": "iu", "â": "ia", "ë": "e", "è": "e", "ł": "l", "ß": "s"},
        **{"ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "t"},
    }
)
_LATIN_SOUNDS = {
    **{"shch": "S", "sch": "S", "tch": "C", "dzh": "J", "kh": "h", "zh": "J", "sh": "S", "ch": "C", "gh": "g"},
    **{"ph": "f", "th": "t", "ck": "k", "tz": "ts", "yo": "e", "dj": "J", "j": "J", "w": "v", "q": "k", "x": "ks"},
    **{"y": "i", "c": "k"},
}
_LATIN_PATTERN = re.compile("|".join(sorted(_LATIN_SOUNDS, key=len, reverse=True)))

_IRISH = ("O'", "O’")

_TO_CYRILLIC = str.maketrans("aceopxykmtbh", "асеорхукмтвн")
_TO_LATIN = str.maketrans("асеорхукмтвн", "aceopxykmtbh")
_HAS_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_HAS_LATIN = re.compile(r"[a-z]")

_READ_IN_WAYS = re.compile("[jxcJXC]")

_DROPPED_I = re.compile(r"(?:^|(?<=[aeou]))i(?=e)", re.MULTILINE)
_DOUBLED = re.compile(r"([^\n])\1+")
_SQUEEZED = (
    *((f"{vowel}ie", f"{vowel}e") for vowel in "aeou"),
    *((2 * letter, letter) for letter in "abcdefghijklmnopqrstuvwxyzSCJ"),
)
_BONES = _make_table(
    {
        **dict.fromkeys("aeiou"),
        **{"g": "k", "h": "k", "d": "t", "b": "p", "f": "v", "z": "s", "C": "S", "J": "S"},
    }
)

_PLAIN_CYRILLIC = re.compile(r"^[а-яёәғқңөұүһіА-ЯЁӘҒҚҢӨҰҮҺІ]+$", re.MULTILINE)
_PLAIN_LATIN = re.compile(r"^[a-zA-Z]+$", re.MULTILINE)

_MOST_KNOWN = 1 << 18
_LONGEST_KNOWN = 64
_sounds: dict[str, str] = {}  # words spelled before, within these bounds
_keys: dict[str, str] = {}


def is_cyrillic(word: str) -> bool:
    """Whether a word holds a Cyrillic letter."""
    return _HAS_CYRILLIC.search(word) is not None


def spell(word: str) -> str:
    """The sounds of a word, in any of our scripts; empty where nothing of it is a letter we know.

    Latin letters inside a Cyrillic word, and the reverse, are read as the letters they look like.
    """
    sounds = _sounds.get(word)
    if sounds is None:
        sounds = _spell(word)
        if len(word) <= _LONGEST_KNOWN:
            _make_room(1)
            _sounds[word] = sounds
    return sounds


def _spell(word: str) -> str:
    if not word.isascii() or not word.isalnum():  # the Uzbek sign is a letter to Unicode, or an apostrophe
        word = _UZBEK_O.sub("u", word) if word[:2] not in _IRISH else word
    plain = word.translate(_SILENT)
    if plain.isascii():
        return _spell_latin(plain.lower())
    plain = unicodedata.normalize("NFC", plain).casefold()
    cyrillic = len(_HAS_CYRILLIC.findall(plain))
    if cyrillic and _HAS_LATIN.search(plain):
        plain = plain.translate(_TO_CYRILLIC if 2 * cyrillic >= len(plain) else _TO_LATIN)
        cyrillic = len(_HAS_CYRILLIC.findall(plain))
    if cyrillic:
        return _strip_marks(_spell_cyrillic(plain))
    return _strip_marks(_spell_latin(plain.translate(_LATIN_MARKED)))


def _squeeze_lines(sounds: str) -> str:
    """`squeeze` of each line; a handful of searches for all of them together."""
    squeezed = f"\n{sounds}".replace("\nie", "\ne")[1:]
    for pair, letter in _SQUEEZED:
        while pair in squeezed:
            squeezed = squeezed.replace(pair, letter)
    return squeezed


def squeeze(sounds: str) -> str:
    """The key of a word from its sounds: equal keys are spellings of one name."""
    if "ie" in sounds:
        sounds = _DROPPED_I.sub("", sounds)
    return _DOUBLED.sub(r"\1", sounds) if _DOUBLED.search(sounds) else sounds


def fold(word: str) -> str:
    """The key of a word as written."""
    key = _keys.get(word)
    if key is None:
        key = squeeze(spell(word))
        if len(word) <= _LONGEST_KNOWN:
            _make_room(1)
            _keys[word] = key
    return key


def learn_words(words: Iterable[str]) -> None:
    """Makes `spell` and `fold` of these words cheap: plain words are folded all at once, as one string.

    A tenth of the cost of one by one. Words that need more than a table are left to `spell`.
    """
    unknown = "\n".join(word for word in words if word not in _keys and len(word) <= _LONGEST_KNOWN)
    for plain, spell_lines in ((_PLAIN_CYRILLIC, _spell_cyrillic), (_PLAIN_LATIN, _spell_latin)):
        alike = plain.findall(unknown)[:_MOST_KNOWN]
        if alike:
            _make_room(len(alike))
            sounds = spell_lines("\n".join(alike).lower())
            _sounds.update(zip(alike, sounds.split("\n"), strict=True))
            _keys.update(zip(alike, _squeeze_lines(sounds).split("\n"), strict=True))


def _make_room(count: int) -> None:
    for known in (_sounds, _keys):
        if len(known) + count > _MOST_KNOWN:
            known.clear()


def fold_variants(word: str) -> tuple[str, ...]:
    """The key of a spelling in a watch list, and the keys of other readings of the same letters.

    Latin `c` and `j` are read in more than one way (Turkish `Cemal`, German `Sergej`), `x` may be х (Uzbek).
    """
    if not _READ_IN_WAYS.search(word):
        return (fold(word),)
    plain = word.translate(_SILENT).casefold()
    readings = [word]
    if not is_cyrillic(plain):
        readings += [plain.replace(letter, other) for letter, other in (("j", "y"), ("x", "kh")) if letter in plain]
        if "c" in plain.replace("ch", ""):
            readings.append(plain.replace("ch", "Č").replace("c", "j").replace("Č", "ch"))
    return tuple(dict.fromkeys(fold(reading) for reading in readings))


def skeleton(key: str) -> str:
    """The consonants of a key, voiced and voiceless as one: what a slip of the keyboard seldom touches."""
    bones = key.translate(_BONES)
    return _DOUBLED.sub(r"\1", bones) if _DOUBLED.search(bones) else bones


def skeletons(keys: Collection[str]) -> list[str]:
    """The skeleton of each of these keys, in order; a fraction of the cost of one by one."""
    return _DOUBLED.sub(r"\1", "\n".join(keys).translate(_BONES)).split("\n") if keys else []


def _spell_cyrillic(plain: str) -> str:
    for pair, sound in _CYRILLIC_PAIRS:
        plain = plain.replace(pair, sound)
    return plain.translate(_CYRILLIC)


def _spell_latin(plain: str) -> str:
    sounds = _LATIN_PATTERN.sub(lambda match: _LATIN_SOUNDS[match[0]], plain)
    for pair, sound in _LATIN_PAIRS:
        sounds = sounds.replace(pair, sound)
    return sounds


def _strip_marks(sounds: str) -> str:
    if sounds.isascii():
        return sounds
    return "".join(sign for sign in unicodedata.normalize("NFKD", sounds) if not unicodedata.combining(sign))

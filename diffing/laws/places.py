"""Countries as texts name them: beside a code or a law they say whose it is. One line a country, all languages."""

from __future__ import annotations

from diffing.names.folding import spell

COUNTRIES = {
    "kz": "Kazakhstan Kazakhstani Kazakh Казахстан казахстанский РК RK Қазақстан ҚР QR",
    "kg": "Kyrgyzstan Kyrgyz Kirghiz Кыргызстан Киргизия кыргызский киргизский КР Қырғызстан Қырғыз",
    "uz": "Uzbekistan Uzbek Узбекистан узбекский РУз Өзбекстан Өзбек",
    "ru": "Russia Russian РФ Россия Российский RF Ресей",
    "by": "Belarus Belarusian Беларусь Белоруссия белорусский РБ Белорусь",
    "ua": "Ukraine Ukrainian Украина украинский Украина",
    "tj": "Tajikistan Tajik Таджикистан таджикский РТ Тәжікстан",
    "tm": "Turkmenistan Turkmen Туркменистан Туркмения туркменский Түрікменстан",
    "az": "Azerbaijan Azerbaijani Азербайджан азербайджанский Әзербайжан Әзірбайжан",
    "am": "Armenia Armenian Армения армянский",
    "ge": "Georgia Georgian Грузия грузинский",
    "md": "Moldova Moldovan Молдова Молдавия молдавский",
    "cn": "China Chinese КНР Китай китайский Қытай",
    "tr": "Turkey Turkish Turkiye Турция турецкий Түркия",
    "de": "Germany German Германия немецкий ФРГ",
    "fr": "France French Франция французский",
    "us": "American USA США",
    "gb": "British UK Великобритания британский",
    "pl": "Poland Polish Польша польский",
    "lt": "Lithuania Lithuanian Литва литовский",
    "lv": "Latvia Latvian Латвия латвийский",
    "mn": "Mongolia Mongolian Монголия Моңғолия",
    "ir": "Iran Iranian Иран иранский",
    "af": "Afghanistan Afghan Афганистан афганский",
    "soviet": "USSR Soviet СССР РСФСР КазССР советский КСРО",
}
FILLERS = frozenset("republic of the federation республика республики федерации республикасы республикасының".split())
INTERNATIONAL = frozenset(("un", "int", "eu", "ce"))
"""Countries in a watch list that are none: what they issued binds everywhere."""

_ACRONYMS: dict[str, str] = {}
_STEMS: list[tuple[str, str]] = []
for _country, _words in COUNTRIES.items():
    for _word in _words.split():
        if _word.isupper() or _word == "РУз":
            _ACRONYMS[_word] = _country
        else:
            _stem = spell(_word)
            for _ending in ("skii", "ia", "a", "iia"):
                if _stem.endswith(_ending) and len(_stem) - len(_ending) >= 4:
                    _stem = _stem[: -len(_ending)]
                    break
            _STEMS.append((_stem, _country))
_STEMS.sort(key=lambda pair: -len(pair[0]))


def read_country(word: str) -> str | None:
    """The country that a word names, as a noun, an adjective or initials, in any case; None for other words."""
    if word in _ACRONYMS:
        return _ACRONYMS[word]
    if len(word) < 4:
        return None
    sounds = spell(word)
    for stem, country in _STEMS:
        if sounds.startswith(stem) and len(sounds) <= len(stem) + 9:
            return country
    return None


def is_filler(word: str) -> bool:
    """`Republic of`, `Республики`: words between a code and the name of its country."""
    return word.lower() in FILLERS

"""Countries as texts name them: beside a code or a law they say whose it is. One line a country, all languages."""

from __future__ import annotations

import re
from functools import lru_cache

from diffing.names.folding import spell
from diffing.names.tables import split_words
from diffing.names.tokens import WORD, is_capital, token_after, token_before
from diffing.text import Span

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
    "in": "India Indian Индии Индию Индией Үндістан",
    "pk": "Pakistan Pakistani Пакистан пакистанский Пәкістан",
    "bd": "Bangladesh Бангладеш",
    "jp": "Japan Japanese Япония Японии японский Жапония",
    "kr": "Korean корейский КНДР",
    "vn": "Vietnam Vietnamese Вьетнам вьетнамский",
    "th": "Thailand Таиланд Тайланд",
    "sg": "Singapore Singaporean Сингапур",
    "my": "Malaysia Malaysian Малайзия",
    "id": "Indonesia Indonesian Индонезия",
    "il": "Israel Israeli Израиль Израиля Израиле израильский Израилде",
    "sa": "Saudi Саудовская Саудовской",
    "ae": "Emirates Эмираты Эмиратов ОАЭ",
    "eg": "Egypt Egyptian Египет Египта Египте египетский Мысыр",
    "sy": "Syria Syrian Сирия Сирии сирийский",
    "iq": "Iraqi иракский",
    "it": "Italy Italian Италия итальянский",
    "es": "Spain Spanish Испания испанский",
    "at": "Austria Austrian Австрия австрийский",
    "ch": "Switzerland Swiss Швейцария швейцарский",
    "nl": "Netherlands Dutch Нидерланды Нидерландов нидерландский",
    "be": "Belgium Belgian Бельгия бельгийский",
    "se": "Sweden Swedish Швеция шведский",
    "no": "Norway Norwegian Норвегия норвежский",
    "fi": "Finland Finnish Финляндия финский",
    "ee": "Estonia Estonian Эстония эстонский",
    "cz": "Czech Чехии чешский",
    "sk": "Slovakia Slovak Словакия словацкий",
    "hu": "Hungary Hungarian Венгрия венгерский",
    "ro": "Romanian Румыния румынский",
    "bg": "Bulgaria Bulgarian Болгария болгарский",
    "rs": "Serbia Serbian Сербия сербский",
    "gr": "Greece Greek Греция греческий",
    "ca": "Canada Canadian Канада канадский",
    "au": "Australia Australian Австралия австралийский",
    "br": "Brazil Brazilian Бразилия бразильский",
    "soviet": "USSR Soviet СССР РСФСР КазССР советский КСРО",
}
FILLERS = frozenset(
    split_words("republic of the federation республика республики федерации республикасы республикасының")
)
POINTING = frozenset(
    split_words(
        "the this that said same new of этого этому данного данному настоящего нового новый новому тот осы сол жаңа"
    )
)
"""Words that point at a code named before."""

POSSESSIVES = frozenset(split_words("its their своего своему своим своём свой өз өзінің"))
"""`Belarus … its Criminal Code`: the country stands earlier in the sentence."""
_REACH = 120
_SENTENCE_END = re.compile(r"[.!?]\s(?=[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ«“\"])")

_WHERE = re.compile(r"\b(?:in|во?)\s(\w+)|\b(\w+(?:[дт][ае]))\b", re.IGNORECASE)
"""`in Belarus`, `в Беларуси`, `Беларуста`."""
_LANGUAGES = frozenset(
    split_words("russian kyrgyz uzbek ukrainian belarusian tajik turkmen chinese turkish german french polish")
)
_OPENING = 3
_LONG_SENTENCE = 600

LOOSE = " \t\n\u00a0\u202f’'\"«»“”()*_"
"""What may stand between a law and the name of its country."""

INTERNATIONAL = frozenset(("un", "int", "eu", "ce"))
"""Countries in a watch list that are none: what they issued binds everywhere."""

_ACRONYMS: dict[str, str] = {}
_STEMS: list[tuple[str, str]] = []
for _country, _words in COUNTRIES.items():
    for _word in split_words(_words):
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


@lru_cache(maxsize=1 << 14)
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


def read_country_meant(text: str, start: int) -> str | None:
    """The country that `its` before a law at `start` points back to: the one named last in the sentence."""
    token = token_before(text, start)
    if not token or token.text.lower() not in POSSESSIVES or token.gap.strip(LOOSE):
        return None
    sentence = _SENTENCE_END.split(text[max(0, token.start - _REACH) : token.start])[-1]
    return next(filter(None, map(read_country, reversed(WORD.findall(sentence)))), None)


def read_country_of_sentence(text: str, sentence: Span, start: int, own: str | None) -> str | None:
    """Another country that the sentence is about, told before a law at `start`; None where `own` is named in it too.

    `Россия приняла закон`, `Kyrgyzstan’s parliament`: it opens with the country; else see `read_country_where`.
    """
    words = list(WORD.finditer(text, sentence.start, min(sentence.end, sentence.start + _LONG_SENTENCE)))
    countries = [(place, read_country(match[0])) for place, match in enumerate(words) if is_capital(match[0])]
    named = [(place, country) for place, country in countries if country]
    if any(country == own for _, country in named):
        return None
    opening = next((country for place, country in named if place < _OPENING and words[place].end() <= start), None)
    return opening or read_country_where(text, start, own)


def read_country_where(text: str, start: int, own: str | None) -> str | None:
    """The country in which it happens, told in the sentence before `start`: `В Беларуси по ст. 130 УК`."""
    sentence = _SENTENCE_END.split(text[max(0, start - _REACH) : start])[-1]
    places = [match[1] or match[2] for match in _WHERE.finditer(sentence)]
    places = [word for word in places if is_capital(word) and word.casefold() not in _LANGUAGES]
    found = next(filter(None, map(read_country, reversed(places))), None)
    if own and any(read_country(match[0]) == own for match in WORD.finditer(sentence)):
        return None
    return found


def read_country_beside(text: str, start: int, end: int) -> tuple[str | None, int]:
    """The country named after or before a law (`of the Republic of …`, `РК`, `Kazakhstan’s`), and where that ends."""
    inside = next(filter(None, (read_country(match[0]) for match in WORD.finditer(text, start, end))), None)
    if inside:
        return inside, end
    place = end
    for _ in range(4):
        token = token_after(text, place)
        if not token or token.gap.strip(LOOSE):
            break
        country = read_country(token.text)
        if country:
            return country, token.end
        if not is_filler(token.text):
            break
        place = token.end
    place = start
    for _ in range(3):
        token = token_before(text, place)
        if not token or token.gap.removeprefix("’s").removeprefix("'s").strip(LOOSE):
            break
        country = read_country(token.text)
        if country:
            return country, end
        if not is_filler(token.text) and token.text.lower() not in POINTING:
            break
        place = token.start
    return None, end

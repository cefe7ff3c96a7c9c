"""Names that many countries have: `Democratic Party`, `Союз журналистов`. They count where the page is about theirs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from diffing.names.folding import fold
from diffing.names.phrases import Phrase, PhraseHit, is_small
from diffing.names.places import read_country, read_country_beside
from diffing.names.surroundings import joins
from diffing.names.tokens import WORD, is_capital, token_before
from diffing.names.words import ORGANISATION_KINDS, ROLES, is_opening_word


def is_generic(phrase: Phrase) -> bool:
    """Whether a name says only what the organisation is."""
    return len(phrase.words) > 1 and all(is_small(word) or fold(word) in ORGANISATION_KINDS for word in phrase.words)


def find_home(names: Iterable[str]) -> str | None:
    """The country that one of an organisation's names tells."""
    words = (match[0] for name in names for match in WORD.finditer(name))
    return next(filter(None, map(read_country, words)), None)


def count_countries(text: str) -> Counter[str]:
    """How often each country is named in a text."""
    words = Counter(match[0] for match in WORD.finditer(text) if is_capital(match[0]))
    countries: Counter[str] = Counter()
    for word, count in words.items():
        country = read_country(word)
        if country:
            countries[country] += count
    return countries


def is_abroad(text: str, hit: PhraseHit, home: str, countries: Counter[str], source: str | None) -> bool:
    """Whether a generic name means another country's organisation, or one with a longer name.

    The country named beside it decides; else the one that the page names most, else the source's.
    """
    named, _ = read_country_beside(text, hit.start, hit.end)
    if named:
        return named != home
    before = token_before(text, hit.start)
    if before and joins(before.gap) and is_capital(before.text):
        key = fold(before.text)
        if not is_opening_word(before.text) and key not in ROLES and key not in ORGANISATION_KINDS:
            return True  # `Peoples Democratic Party`
    most = max(countries.values(), default=0)
    return countries[home] < most or (not most and source != home)

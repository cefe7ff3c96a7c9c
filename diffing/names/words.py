"""Words round names, of all languages together, for pages mix them. Forms are compared by their keys or beginnings.

The words stand in `languages`, one module a language; what each table means is said in `languages.table`.
"""

from __future__ import annotations

from collections.abc import Iterable

from diffing.names.folding import fold, is_cyrillic, spell
from diffing.names.languages.known import LANGUAGES
from diffing.names.tables import split_words


def _all_of(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(split_words(*lines)))


def _keys(lines: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(word) for word in _all_of(lines))


def _sounds(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(spell(word) for word in _all_of(lines))


ROLES = _keys(each.roles for each in LANGUAGES)
RELATIONS = _keys(each.relations for each in LANGUAGES)
HEADS = _keys(each.heads for each in LANGUAGES)
PLACE_PREPOSITIONS = _keys(each.place_prepositions for each in LANGUAGES)
JOINING = _keys(each.joining for each in LANGUAGES)
GIVEN_NAMES = _keys(each.given_names for each in LANGUAGES)
GIVEN_NAME_ENDINGS = _keys(each.given_name_endings for each in LANGUAGES)
GIVEN_NAME_TWINS = {
    fold(name): frozenset(map(fold, line.split()))
    for each in LANGUAGES
    for line in each.given_name_twins
    for name in line.split()
}
"""By the key of a first name, the keys that it has in neighbouring languages, its own among them."""
NAMES_THAT_ARE_WORDS = _keys(each.given_names_that_are_words for each in LANGUAGES)
MEN_IN_A = _keys(each.men_in_a for each in LANGUAGES)
PATRONYMICS = _keys(each.patronymics for each in LANGUAGES)
COMMON_WORDS = _keys(each.common_words for each in LANGUAGES)
ORGANISATION_KINDS = _keys(each.organisation_kinds for each in LANGUAGES)

NAMED_AFTER_BEFORE = _sounds(each.named_after_before for each in LANGUAGES)
NAMED_AFTER_ALWAYS = _sounds(each.named_after_always for each in LANGUAGES)
NAMED_AFTER_AFTER = _sounds(each.named_after_after for each in LANGUAGES)
FIRM_AFTER = _sounds(each.firm_after for each in LANGUAGES)
PLACE_BEFORE = _sounds(each.place_before for each in LANGUAGES)
PLACE_AFTER = _sounds(each.place_after for each in LANGUAGES)
PATRONYMIC_ENDINGS = _sounds(each.patronymic_endings for each in LANGUAGES)
SURNAME_ENDINGS = _sounds(each.surname_endings for each in LANGUAGES)

PARTICLES = frozenset(_all_of(each.particles for each in LANGUAGES))
NAMED_AFTER_BEFORE_SHORT = frozenset(_all_of(each.named_after_before_short for each in LANGUAGES))
NAMED_AFTER_AFTER_SHORT = frozenset(_all_of(each.named_after_after_short for each in LANGUAGES))
FIRM_JOINS = frozenset(_all_of(each.firm_joins for each in LANGUAGES))
PLACE_BEFORE_SHORT = frozenset(_all_of(each.place_before_short for each in LANGUAGES))
ENTERPRISE_FORMS = frozenset(_all_of(each.enterprise_forms for each in LANGUAGES))

MASCULINE_VERBS = _all_of(each.masculine_verbs for each in LANGUAGES)
FEMININE_VERBS = _all_of(each.feminine_verbs for each in LANGUAGES)
COMMON_ENDINGS = _all_of(each.common_endings for each in LANGUAGES)
ADVERB_ENDINGS = _all_of(each.adverb_endings for each in LANGUAGES)
KAZAKH_NOUN_ENDINGS = _all_of(each.noun_endings for each in LANGUAGES)
KAZAKH_CASE_ENDINGS = _all_of(each.case_endings for each in LANGUAGES)
GENITIVE_PLURALS = _all_of(each.genitive_plurals for each in LANGUAGES)
CONSONANTS = _all_of(each.consonants for each in LANGUAGES)

PATRONYMIC_WORDS = frozenset(_sounds(each.patronymic_words for each in LANGUAGES))
PATRONYMIC_TAILS = tuple(sorted(PATRONYMIC_WORDS, key=len, reverse=True))
AGREEING_ENDINGS = {ending: agreeing for each in LANGUAGES for ending, agreeing in each.agreeing_endings.items()}

LONGEST_ENDING = 6
"""A word of these tables may be so much longer than its beginning: `көше` stands for `көшесіндегі`."""

OPENING_WORDS = frozenset(_all_of(each.opening for each in LANGUAGES))
"""Words that often open a sentence, as they are written there."""

_OPENING_KEYS = frozenset((fold(word), is_cyrillic(word)) for word in OPENING_WORDS)


def is_opening_word(word: str) -> bool:
    """Whether a word often opens a sentence, in a language of its own alphabet: `Were` does, `Вере` is a name."""
    return (fold(word), is_cyrillic(word)) in _OPENING_KEYS

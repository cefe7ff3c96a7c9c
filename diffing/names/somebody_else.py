"""What forbids to read a surname as a tracked person's: another first name beside it, a headline, another name."""

from __future__ import annotations

from diffing.names.folding import fold, is_cyrillic, spell
from diffing.names.people import is_patronymic
from diffing.names.surroundings import Surroundings, hyphenates, is_form_of_given, is_initial, joins
from diffing.names.tokens import WORD, Token, is_acronym, is_capital, token_after, token_before
from diffing.names.words import (
    ADVERB_ENDINGS,
    AGREEING_ENDINGS,
    COMMON_ENDINGS,
    CONSONANTS,
    GENITIVE_PLURALS,
    GIVEN_NAMES,
    HEADS,
    KAZAKH_CASE_ENDINGS,
    KAZAKH_NOUN_ENDINGS,
    OPENING_WORDS,
    PLACE_PREPOSITIONS,
    RELATIONS,
    ROLES,
    SURNAME_ENDINGS,
    is_opening_word,
)
from diffing.vocabulary import VOCABULARIES

_LONGEST_HEADLINE = 240
_HEADLINE_SHARE = 0.75
_LONGEST_ACRONYM_ALIKE = 4
_SHORTEST_NOUN = 4
_WEEKDAYS = frozenset(VOCABULARIES["en"].months)
_SOME_PAGES = 20_000  # characters; a text without end must not be searched for each of its words


def belongs_to_another(around: Surroundings) -> bool:
    """Whether a bare surname has another first name before or after it."""
    return _other_before(around) or _other_after(around)


def _other_before(around: Surroundings) -> bool:
    if not around.before:
        return False
    token = around.before[0]
    if not is_capital(token.text):
        return False
    if is_initial(token, token.gap) or hyphenates(token.gap):
        return True
    key = fold(token.text)
    if key in ROLES or _is_acronym(token.text):
        return False
    if is_form_of_given(token.text):
        return True
    if around.opens_sentence(token):
        return not _opens_like_a_common_word(around, token, key)
    start, end = around.sentence
    if _is_headline(around.text[start : min(end, start + _LONGEST_HEADLINE)]):
        return False
    return not (
        is_opening_word(token.text) or _is_place(around, token) or is_cyrillic(token.text) != is_cyrillic(around.word)
    )


def _is_acronym(word: str) -> bool:
    return is_acronym(word) and not word[1:].islower() and len(word) <= 6


def _opens_like_a_common_word(around: Surroundings, token: Token, key: str) -> bool:
    """Whether a capitalised word owes its capital to its place at the beginning of a sentence."""
    word = token.text.casefold()
    if is_opening_word(word) or key in HEADS or key in RELATIONS or len(word) <= 3 or _is_headline(token.text):
        return True
    if word.endswith(COMMON_ENDINGS) and len(word) > 4:
        return True
    if _stands_small(around.text, word, token.start):
        return True
    if not is_cyrillic(word):
        return False
    if word.endswith(KAZAKH_CASE_ENDINGS) and len(word) > 5:
        return True
    if not around.inflected:
        return word.endswith(ADVERB_ENDINGS)
    form = around.word.casefold()
    if form.endswith(KAZAKH_CASE_ENDINGS):  # then a first name before it stands in the nominative
        return word.endswith(KAZAKH_NOUN_ENDINGS)
    return not any(form.endswith(ending) and word.endswith(same) for ending, same in AGREEING_ENDINGS.items())


def _stands_small(text: str, word: str, near: int) -> bool:
    """Whether the text uses the word with a small letter too, some pages before or after."""
    position = text.find(word, max(0, near - _SOME_PAGES), near + _SOME_PAGES)
    return position >= 0 and not text[max(0, position - 1) : position].isalnum()


def _is_headline(text: str, fewest: int = 4) -> bool:
    """Whether nearly every long word is capitalised and no full stop ends it, so that capitals tell nothing."""
    words = [match[0] for match in WORD.finditer(text) if len(match[0]) > 3 and match[0].isalpha()]
    if len(words) < fewest or text.rstrip().endswith("."):
        return False
    return sum(map(is_capital, words)) >= _HEADLINE_SHARE * len(words)


def begins_another_name(around: Surroundings) -> bool:
    """Whether the word is the beginning of something else's name, or an acronym: `Pak Tea House`, `the PAK fund`."""
    return (
        _is_only_capitals(around)
        or _has_surname_after(around)
        or _has_capital_after(around)
        or _is_adjective(around)
        or _only_opens(around)
    )


def _only_opens(around: Surroundings) -> bool:
    """`Кім келді` after `Лариса Кимнің`: a small word of the language, written so to the letter, at its usual place."""
    word = Token(around.start, around.start + len(around.word), around.word, "")
    return around.word.casefold() in OPENING_WORDS and around.opens_sentence(word)


def _is_adjective(around: Surroundings) -> bool:
    """`Белых медведей`, `Чёрный рынок`: a surname that is an adjective, before its noun at the head of a sentence."""
    if not around.after or not joins(around.after[0].gap) or not is_cyrillic(around.word):
        return False
    noun, form = around.after[0].text, around.word.casefold()
    if is_capital(noun) or len(noun) < _SHORTEST_NOUN or WORD.search(around.text, around.sentence.start, around.start):
        return False
    if form.endswith(("ых", "их")):
        return noun.endswith(GENITIVE_PLURALS)
    return form.endswith(("ый", "ой")) and noun.endswith(CONSONANTS) and not noun.endswith(COMMON_ENDINGS)


def _is_only_capitals(around: Surroundings) -> bool:
    """A short surname in capitals where its neighbours are not, and no title before it."""
    if len(around.word) > _LONGEST_ACRONYM_ALIKE or not around.word.isupper():
        return False
    title = token_before(around.text, around.start)
    if title and fold(title.text) in ROLES:
        return False
    sentence = around.text[around.sentence.start : around.sentence.end][:_LONGEST_HEADLINE]
    return any(match[0].islower() and len(match[0]) > 2 for match in WORD.finditer(sentence))


def _has_surname_after(around: Surroundings) -> bool:
    """`Жаксылык Рахатов`, `Булат Окуджава`: what is a surname on the list is a first name here."""
    if around.inflected or not around.after or not joins(around.after[0].gap):
        return False
    following = around.after[0].text
    if not is_capital(following) or _is_built_like_surname(around.word):
        return False
    return _is_built_like_surname(following) or (fold(around.word) in GIVEN_NAMES and not is_form_of_given(following))


def _is_built_like_surname(word: str) -> bool:
    return len(word) > 4 and spell(word).endswith(SURNAME_ENDINGS)


def _has_capital_after(around: Surroundings) -> bool:
    """`Kenzhe Scholarship`, `Pak Yong-su`: in Latin letters a capital tells, but not in a headline nor of a weekday."""
    if not around.after or is_cyrillic(around.word) or around.after[0].gap != " ":
        return False
    following = around.after[0].text
    key = fold(following)
    if not is_capital(following) or is_acronym(following) or following.casefold() in _WEEKDAYS or key in ROLES:
        return False
    return not _is_headline(around.text[around.sentence.start : around.sentence.end][:_LONGEST_HEADLINE], fewest=2)


def _is_place(around: Surroundings, token: Token) -> bool:
    """`In Almaty Akhmetov said`, `Алматыда Ахметов`: the word before is where, not who."""
    if is_cyrillic(token.text) and token.text.casefold().endswith(KAZAKH_CASE_ENDINGS) and len(token.text) > 5:
        return True
    earlier = token_before(around.text, token.start)
    return bool(earlier and joins(earlier.gap) and fold(earlier.text) in PLACE_PREPOSITIONS)


def _other_after(around: Surroundings) -> bool:
    if not around.after:
        return False
    token = around.after[0]
    if not is_capital(token.text):
        return False
    if hyphenates(token.gap):
        return True
    if around.inflected and around.before and fold(around.before[0].text) in RELATIONS:
        return False
    following = token_after(around.text, token.end)
    if following and is_initial(token, following.gap):
        return True
    if not is_form_of_given(token.text):
        return _is_official_name(around)
    return _is_official_name(around) or not (following and joins(following.gap) and is_capital(following.text))


def _is_official_name(around: Surroundings) -> bool:
    """`Surname First Patronymic`."""
    return len(around.after) > 1 and is_capital(around.after[1].text) and is_patronymic(around.after[1].text)

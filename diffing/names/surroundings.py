"""What stands round a name: the chain of words it belongs to, and what forbids to read it as a name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from diffing.names.folding import fold, is_cyrillic
from diffing.names.tokens import WORD, Token, is_acronym, is_capital, token_after, token_before
from diffing.names.words import (
    ADVERB_ENDINGS,
    AGREEING_ENDINGS,
    COMMON_ENDINGS,
    GIVEN_NAME_ENDINGS,
    GIVEN_NAMES,
    HEADS,
    KAZAKH_CASE_ENDINGS,
    OPENING_WORDS,
    PARTICLES,
    PLACE_PREPOSITIONS,
    RELATIONS,
    ROLES,
)
from diffing.text import INVISIBLE, Span

SPACE_LIKE = " \t\r\n\u00a0\u202f\u2009*_" + INVISIBLE
OPENING_QUOTES = "«\"“„‘'"
_HYPHENS = frozenset("-‐‑")
_LONGEST_HEADLINE = 240
_SOME_PAGES = 20_000  # characters; a text without end must not be searched for each of its words
_HEADLINE_SHARE = 0.75
_NICKNAME_CLOSES = "”»\"')"
_NICKNAME_OPENS = tuple("“«\"'(")
_BUILT_LIKE_GIVEN = re.compile(
    rf"(?:{'|'.join(sorted(GIVEN_NAME_ENDINGS, key=len, reverse=True))})(?:a|u|om|e|i|oi|u)?\Z"
)


def joins(gap: str) -> bool:
    """Whether a gap keeps two words in one name: a space, a line end, a mark of emphasis."""
    return len(gap) <= 6 and not gap.strip(SPACE_LIKE) and gap != "" and gap.count("\n") < 2


def hyphenates(gap: str) -> bool:
    """Whether a gap is a hyphen."""
    return gap.strip(INVISIBLE) in _HYPHENS


def is_initial(token: Token, gap: str) -> bool:
    """Whether a word is an initial: one or two letters, a capital first, a full stop after."""
    if len(token.text) > 2 or not is_capital(token.text) or gap.strip(SPACE_LIKE) != ".":
        return False
    return len(token.text) == 1 or fold(token.text) not in ROLES


def chain_before(text: str, position: int, limit: int = 3) -> list[Token]:
    """The words that stand before in one name with what begins at `position`, nearest first."""
    chain: list[Token] = []
    for _ in range(limit + 2):
        if len(chain) == limit:
            break
        position = _skip_nickname(text, position)
        token = token_before(text, position)
        if not token or not (joins(token.gap) or hyphenates(token.gap) or is_initial(token, token.gap)):
            break
        position = token.start
        if token.text.lower() not in PARTICLES:
            chain.append(token)
    return chain


def _skip_nickname(text: str, position: int) -> int:
    """Where a nickname in quotes begins that ends before `position` (`Daniyar “Dan” Akhmetov`); else `position`."""
    closing = text[max(0, position - 2) : position].rstrip()[-1:]
    if closing and closing in _NICKNAME_CLOSES:
        token = token_before(text, position, 32)
        if (
            token
            and text[token.start - 1 : token.start] in _NICKNAME_OPENS
            and joins(text[token.start - 2 : token.start - 1])
        ):
            return token.start - 1
    return position


def chain_after(text: str, position: int, limit: int = 3) -> list[Token]:
    """The words that stand after in one name with what ends at `position`, nearest first."""
    chain: list[Token] = []
    while len(chain) < limit:
        token = token_after(text, position)
        if not token:
            break
        initial_before = bool(chain) and is_initial(chain[-1], token.gap)
        if not (joins(token.gap) or hyphenates(token.gap) or initial_before):
            break
        chain.append(token)
        position = token.end
    return chain


@dataclass(slots=True)
class Surroundings:
    """The words round a possible surname, nearest first, and where its sentence begins."""

    text: str
    word: str
    inflected: bool  # the word stands in another case than the nominative
    before: list[Token]
    after: list[Token]
    sentence: Span

    def opens_sentence(self, token: Token) -> bool:
        """Whether only signs stand between the beginning of the sentence and a word."""
        earlier = token_before(self.text, token.start)
        return earlier is None or earlier.start < self.sentence.start


def is_woman(around: Surroundings) -> bool:
    """Whether the namesake is a woman by her name: a surname in -a after a first name in the nominative."""
    if not around.before or not fold(around.word).endswith("a"):
        return False
    given = fold(around.before[0].text)
    return given in GIVEN_NAMES or given.endswith(("gul", "nur", "a"))


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
    return not (key in OPENING_WORDS or _is_place(around, token) or is_cyrillic(token.text) != is_cyrillic(around.word))


def _is_acronym(word: str) -> bool:
    return is_acronym(word) and not word[1:].islower() and len(word) <= 6


@lru_cache(maxsize=1 << 14)
def is_form_of_given(word: str) -> bool:
    """Whether a word is a first name, in the nominative or in a Russian case: listed, or built like one."""
    key = fold(word)
    if key in GIVEN_NAMES:
        return True
    if is_cyrillic(word) and len(key) > 4:
        stems = (key[:-1], key[:-2], f"{key[:-1]}a", f"{key[:-1]}i")
        if any(stem in GIVEN_NAMES for stem in stems):
            return True
    return len(key) > 5 and _BUILT_LIKE_GIVEN.search(key) is not None


def _opens_like_a_common_word(around: Surroundings, token: Token, key: str) -> bool:
    """Whether a capitalised word owes its capital to its place at the beginning of a sentence."""
    word = token.text.casefold()
    if key in OPENING_WORDS or key in HEADS or key in RELATIONS or len(word) <= 3 or _is_headline(token.text):
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
    return not any(form.endswith(ending) and word.endswith(same) for ending, same in AGREEING_ENDINGS.items())


def _stands_small(text: str, word: str, near: int) -> bool:
    """Whether the text uses the word with a small letter too, some pages before or after."""
    position = text.find(word, max(0, near - _SOME_PAGES), near + _SOME_PAGES)
    return position >= 0 and not text[max(0, position - 1) : position].isalnum()


def _is_headline(text: str) -> bool:
    """Whether nearly every long word is capitalised, so that capitals tell nothing."""
    words = [match[0] for match in WORD.finditer(text) if len(match[0]) > 3 and match[0].isalpha()]
    return len(words) > 3 and sum(map(is_capital, words)) >= _HEADLINE_SHARE * len(words)


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
    from diffing.names.people import is_patronymic

    return len(around.after) > 1 and is_capital(around.after[1].text) and is_patronymic(around.after[1].text)

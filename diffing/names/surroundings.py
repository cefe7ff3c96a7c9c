"""What stands round a name: the chain of words it belongs to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from diffing.names.folding import fold, is_cyrillic
from diffing.names.tokens import Token, is_capital, token_after, token_before
from diffing.names.words import GIVEN_NAME_ENDINGS, GIVEN_NAMES, PARTICLES, ROLES
from diffing.text import INVISIBLE, Span

SPACE_LIKE = " \t\r\n\u00a0\u202f\u2009*_" + INVISIBLE
OPENING_QUOTES = "«\"“„‘'"
_HYPHENS = frozenset("-‐‑")
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
    return len(token.text) == 1 or (token.text[1].islower() and fold(token.text) not in ROLES)  # `Дж.`, not `РК.`


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
    start: int
    word: str
    inflected: bool  # the word stands in another case than the nominative
    before: list[Token]
    after: list[Token]
    sentence: Span

    def opens_sentence(self, token: Token) -> bool:
        """Whether only signs stand between the beginning of the sentence and a word."""
        earlier = token_before(self.text, token.start)
        return earlier is None or earlier.start < self.sentence.start


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

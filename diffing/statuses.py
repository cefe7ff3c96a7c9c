"""What a sentence tells of a person: the status, and the words whose change is never a small matter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from diffing.text import normalise
from diffing.vocabulary import VOCABULARIES, Vocabulary

_CLAUSE = re.compile(r"[;,:.!?]\s|\s(?:and|while|whereas|but|а|но|и|ал|бірақ|және)\s")
_DIGITS = re.compile(r"\d+")
_SCRIPTS = {"en": re.compile(r"[a-z]"), "ru": re.compile(r"[а-яё]"), "kk": re.compile(r"[а-яёәғқңөұүһі]")}
_KAZAKH_LETTER = re.compile(r"[әғқңөұүһі]")
_KAZAKH_NEGATIVE = re.compile(
    r"(?<!\w)\w+(?:[мп][ае]й|[мбп][ае](?:йды|йді|йтын|йтін|ған|ген|ғандықтан|гендіктен|ды|ді|с|стан|стен|пты|пті|са|се|у|уі|уы))(?!\w)"
)  # after б the short form would be that of a thousand surnames
_AGAIN = re.compile(r"(?<!\w)(?:again|anew|вновь|снова|опять|повторно|қайта|тағы)(?!\w)")
_LONGEST = 10_000  # characters that are read for words; numbers are read to the end
_REACH = 24  # characters beside a status word in which "again" or "not" belongs to it
_NOT = re.compile(
    r"(?:(?<!\w)(?:not|never|nor|without|не|ни)(?: (?:yet|been|be|being|to|был|была|были|было|будет|ещё|еще))*"
    r"|n't(?: (?:yet|been|be))*) $"
)


class _Told(NamedTuple):
    rank: int
    status: str
    start: int
    end: int


@lru_cache(maxsize=256)
def find_status(sentence: str, language: str | None = None) -> str | None:
    """The status that a sentence tells: `detained`, `charged`, `sentenced`, `released` …, or None.

    Of several the one furthest on in a case counts, or one that is told as happening again. What is denied
    (`was not released`) and what belongs to another time (`after he was released`, `who was fined`) is
    passed over, unless the sentence tells nothing else. `language` is tried first, then all others.
    """
    text = normalise(sentence[:_LONGEST]).lower()
    first = (language or "")[:2].lower()
    for name in sorted(_languages(text), key=lambda each: each != first):
        told = list(_tell(text, name))
        main = _strip_asides(text, name)
        found = list(_tell(main, name)) or told
        if found:
            return _choose(found, text if found is told else main)
    return None


def find_status_of(form: str, sentence: str, language: str | None = None) -> str | None:
    """The status that a sentence about several people tells of the one called `form`: its clause is asked first."""
    return find_status(take_clause(sentence, form), language) or find_status(sentence, language)


def take_clause(sentence: str, form: str) -> str:
    """The clause in which a form stands first; empty where it does not stand in the sentence."""
    at = sentence.find(form)
    if at < 0:
        return ""
    ends = [match.end() for match in _CLAUSE.finditer(sentence, 0, at)]
    stop = _CLAUSE.search(sentence, at + len(form))
    return sentence[ends[-1] if ends else 0 : stop.start() if stop else len(sentence)]


def _choose(found: list[_Told], text: str) -> str:
    again = [told for told in found if _AGAIN.search(text, max(0, told.start - _REACH), told.end + _REACH)]
    return max(again or found, key=lambda told: (told.start, told.rank) if again else (told.rank, told.start)).status


def list_statuses(text: str) -> frozenset[str]:
    """Every status that a text tells, in any language, whatever the time it speaks of."""
    plain = normalise(text[:_LONGEST]).lower()
    return frozenset(told.status for name in _languages(plain) for told in _tell(plain, name))


@lru_cache(maxsize=256)
def list_facts(text: str) -> tuple[object, ...]:
    """What may not differ between two wordings that mean the same: numbers, dates, statuses and negations.

    Two texts with unequal facts differ materially. Articles of laws are numbers here.
    """
    plain = normalise(text[:_LONGEST]).lower()
    words = sorted(match[0] for name in _languages(plain) for match in _fact_words(name).finditer(plain))
    negative = sorted(_KAZAKH_NEGATIVE.findall(plain)) if _KAZAKH_LETTER.search(plain) else []
    return tuple(_DIGITS.findall(normalise(text))), tuple(words), len(negative), list_statuses(plain)


def _languages(text: str) -> list[str]:
    """The languages in whose script there is a letter."""
    return [name for name in VOCABULARIES if name not in _SCRIPTS or _SCRIPTS[name].search(text)]


def _tell(text: str, language: str) -> Iterator[_Told]:
    """The statuses of one language in lower-case text that are not denied."""
    for rank, (status, pattern) in enumerate(_status_patterns(language)):
        for match in pattern.finditer(text):
            denied = _NOT.search(text, max(0, match.start() - _REACH), match.start())
            if not denied and not (language == "kk" and _KAZAKH_NEGATIVE.search(match[0])):
                yield _Told(rank, status, match.start(), match.end())


def _strip_asides(text: str, language: str) -> str:
    pattern = _aside_pattern(language)
    return pattern.sub(" ", text) if pattern else text


@cache
def _status_patterns(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((status, _compile_words(words)) for status, words in VOCABULARIES[language].statuses)


@cache
def _fact_words(language: str) -> re.Pattern[str]:
    vocabulary: Vocabulary = VOCABULARIES[language]
    return _compile_words(vocabulary.negations + vocabulary.numbers + vocabulary.months)


@cache
def _aside_pattern(language: str) -> re.Pattern[str] | None:
    openers = VOCABULARIES[language].asides
    return re.compile(rf"{_compile_words(openers).pattern}[^,;:]*(?:[,;:]|$)") if openers else None


def _compile_words(words: tuple[str, ...]) -> re.Pattern[str]:
    """One expression for a list of words: `*` is any ending, `…` up to forty characters of the same clause."""
    escaped = (re.escape(word).replace(r"\*", r"\w*").replace(r"…\ ", r"(?:[^.;]{0,40} )??") for word in words)
    return re.compile(rf"(?<!\w)(?:{'|'.join(escaped)})(?!\w)")

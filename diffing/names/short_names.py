"""What is left of an organisation's name when the page has told it in full: `Steppe Voice`, «Голос степи»."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from diffing.bounds import Places
from diffing.names.folding import fold, is_cyrillic
from diffing.names.named_after import is_named_after
from diffing.names.organisations import TOLD, find_told_acronyms, find_words, is_other_word
from diffing.names.phrases import Phrase, PhraseHit, find_phrase, is_small, read_phrase
from diffing.names.places import read_country
from diffing.names.rules import Found
from diffing.names.surroundings import OPENING_QUOTES
from diffing.names.tokens import WORD, is_capital
from diffing.names.words import COMMON_WORDS, ORGANISATION_KINDS
from diffing.text import Span

SHORT = "short name after the full one"
_CONFIDENCE = 0.8

_QUOTED = re.compile(r"[«“„\"]([^«»“”„\"]{3,60})[»”“\"]")
_MOST_WORDS = 3


def read_short_name(owner: str, name: str) -> Phrase | None:
    """The short name that a full one leaves: its words in quotes, else those that do not say what it is.

    None where nothing distinctive is left, or nothing was left out.
    """
    quoted = _QUOTED.search(name)
    inner = quoted[1] if quoted else _strip_kinds(name)
    if inner is None or len(WORD.findall(inner)) == len(WORD.findall(name)):
        return None
    return read_phrase(owner, quoted[0] if quoted else inner, capital=True)


def _strip_kinds(name: str) -> str | None:
    """`Steppe Voice` of `Steppe Voice Foundation`; of several words only those that nothing leads to."""
    matches = list(WORD.finditer(name))
    kept = [match for match in matches if not _says_what_it_is(match[0])]
    if not kept or len(kept) > _MOST_WORDS or not all(is_capital(match[0]) for match in kept):
        return None
    first = matches.index(kept[0])
    if kept != matches[first : first + len(kept)] or any(is_small(match[0]) for match in matches[:first]):
        return None  # `Committee for Prisoners’ Rights` is not called Prisoners
    if all(fold(match[0]) in COMMON_WORDS or len(match[0]) < 4 for match in kept):
        return None
    return name[kept[0].start() : kept[-1].end()]


def _says_what_it_is(word: str) -> bool:
    return bool(read_country(word)) or fold(word) in ORGANISATION_KINDS or word.isdigit()


def find_told(
    text: str,
    organisations: Iterable[Found],
    short_names: Mapping[str, Iterable[Phrase]],
    sentence: Callable[[int], Span],
) -> Iterator[Found]:
    """Acronyms and short names that count because `organisations`, full names, stand on the page."""
    told, places = list(organisations), Places()
    acronyms = find_told_acronyms(text, told)
    for start, end, word in find_words(text, acronyms):
        if places.take(word):
            yield Found(start, end, acronyms[word].subject, TOLD, acronyms[word].alias, 0, _CONFIDENCE)
    for each in {each.subject: each for each in told}.values():
        for phrase in short_names.get(each.subject, ()):
            for hit in find_phrase(text, phrase):
                if places.take(phrase.text) and not _means_another(text, hit, sentence(hit.start)):
                    yield Found(hit.start, hit.end, each.subject, SHORT, each.alias, 0, _CONFIDENCE)


def _means_another(text: str, hit: PhraseHit, sentence: Span) -> bool:
    """A name in quotes, as in Cyrillic all are, needs them at the head of a sentence: `Бірлік болмай…` is the word.

    One of everyday words needs them everywhere.
    """
    if is_other_word(text, hit) or is_named_after(text, hit.start, hit.end):
        return True
    quoted = hit.phrase.text[0] in OPENING_QUOTES or is_cyrillic(text[hit.start : hit.end])
    if not quoted or (hit.start and text[hit.start - 1] in OPENING_QUOTES):
        return False
    if all(fold(word) in COMMON_WORDS for word in hit.phrase.words):
        return True
    return WORD.search(text, sentence.start, hit.start) is None

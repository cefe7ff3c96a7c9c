"""Names of several words (organisations, terms, laws, codes), found word by word in any inflection."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from diffing.names.folding import fold, spell
from diffing.names.inflection import guess_stems
from diffing.names.tables import split_words
from diffing.names.tokens import WORD, form_length, is_capital, read_acronym, token_after, token_before
from diffing.names.words import ORGANISATION_KINDS
from diffing.text import INVISIBLE

_LOOSE = " \t\r\n\u00a0\u202f\u2009-‐‑–—«»\"“”„'‘’*_()/&+" + INVISIBLE
_LONGEST_GAP = 6
BEGINNING = 3
_MOST_SKIPPED = 16
_DATE_SIGNS = "№.,"
_FEWEST_WORDS = 3  # a name shorter than this may not be misspelt
_SHORTEST_SLIP = 6
_MANY_WORDS = 4  # a name longer than this may hold a comma
_SMALL_WORDS = frozenset(split_words("of the for and on in to a о об по в и на за при с для мен және үшін туралы"))
_SKIPPED = frozenset(("the", "a", "an"))


@lru_cache(maxsize=1 << 16)
def read_stems(word: str) -> frozenset[str]:
    """The stems of a word of a phrase; for an acronym, itself."""
    return guess_stems(word, spell(word))


def is_small(word: str) -> bool:
    """Whether a word only joins others: `of`, `для`, `және`."""
    return word.lower() in _SMALL_WORDS


class Phrase(NamedTuple):
    """A name of one or more words to look for, and whose it is."""

    owner: str
    text: str
    words: tuple[str, ...]
    stems: tuple[frozenset[str], ...]  # for each word
    anchor: int  # the word that is looked up
    acronyms: tuple[bool, ...]  # for each word: letter by letter
    asked: tuple[frozenset[str], ...]  # stems of the words that must have a capital in the text too


class PhraseHit(NamedTuple):
    """A phrase found."""

    start: int
    end: int
    phrase: Phrase


def read_phrase(owner: str, text: str, *, capital: bool = False) -> Phrase | None:
    """The phrase that `text` spells, None where it holds no word."""
    found = tuple(match[0][: form_length(match[0])] for match in WORD.finditer(text))  # `Women` of `Women’s League`
    words = tuple(word for word in found if word.lower() not in _SKIPPED) or found
    if not words:
        return None
    stems = tuple(read_stems(word) for word in words)
    acronyms = tuple(read_acronym(word) for word in words)
    weights = [
        (0 if is_small(word) else len(word) + (4 if is_capital(word) and len(word) > 3 else 0)) for word in words
    ]
    asked = _ask_capitals(words, stems) if capital else ()
    return Phrase(owner, text, words, stems, weights.index(max(weights)), acronyms, asked)


def _ask_capitals(words: tuple[str, ...], stems: tuple[frozenset[str], ...]) -> tuple[frozenset[str], ...]:
    capital = [(word, own) for word, own in zip(words, stems, strict=True) if is_capital(word)]
    telling = [own for word, own in capital if fold(word) not in ORGANISATION_KINDS]
    return tuple(telling or [own for _, own in capital])


@dataclass
class PhraseIndex:
    """Where a word leads: the phrases whose rarest word it may be."""

    by_stem: dict[str, list[Phrase]] = field(default_factory=lambda: defaultdict(list))
    by_acronym: dict[str, list[Phrase]] = field(default_factory=lambda: defaultdict(list))
    beginnings: set[str] = field(default_factory=set)

    @classmethod
    def build(cls, phrases: Iterable[Phrase]) -> PhraseIndex:
        """An index of all these phrases."""
        index = cls()
        for phrase in phrases:
            if phrase.acronyms[phrase.anchor]:
                index.by_acronym[phrase.words[phrase.anchor]].append(phrase)
                continue
            for each in _anchor_twice(phrase):
                for stem in each.stems[each.anchor]:
                    index.by_stem[stem].append(each)
                    index.beginnings.add(stem[:BEGINNING])
        return index

    def read_word(self, word: str, key: str) -> tuple[Phrase, ...]:
        """The phrases whose anchor the word may be; empty for nearly every word of a text. `key` is the word's."""
        acronyms = self.by_acronym.get(word, ())
        if key[:BEGINNING] not in self.beginnings:
            return tuple(acronyms)
        found = {id(phrase): phrase for phrase in acronyms}
        for stem in read_stems(word):
            for phrase in self.by_stem.get(stem, ()):
                found[id(phrase)] = phrase
        return tuple(found.values())


class Between(NamedTuple):
    """Which words may stand between those of a phrase without breaking it."""

    may_stand: Callable[[str], bool]  # `the`; in a law, its country
    is_dating: Callable[[str], bool] | None = None  # of a date and a number: `от 25 мая 2020 года № 333-VI`


def _anchor_twice(phrase: Phrase) -> Iterator[Phrase]:
    """The phrase, and where it may be misspelt the same by its second longest word: the first may be the slip."""
    yield phrase
    if phrase.asked and len(phrase.words) >= _FEWEST_WORDS:
        others = [place for place, word in enumerate(phrase.words) if place != phrase.anchor and len(word) > 3]
        if others:
            yield phrase._replace(anchor=max(others, key=lambda place: len(phrase.words[place])))


def match_phrase(text: str, phrase: Phrase, start: int, end: int, between: Between | None = None) -> PhraseHit | None:
    """The phrase whose anchor stands at these offsets, with all its other words before and after it."""
    if phrase.acronyms[phrase.anchor] and not text[start : start + 1].isupper():
        return None
    first, last = start, end
    slips = 0
    for position in range(phrase.anchor - 1, -1, -1):
        found = _step(text, first, phrase, position, -1, between)
        if found is None:
            return None
        first, _, slip = found
        slips += slip
    for position in range(phrase.anchor + 1, len(phrase.words)):
        found = _step(text, last, phrase, position, 1, between)
        if found is None:
            return None
        _, last, slip = found
        slips += slip
    if slips > 1:
        return None
    if phrase.asked and not (slips and is_capital(text[first:last])) and not _has_capital(text[first:last], phrase):
        return None
    return PhraseHit(first, last, phrase)


def find_phrase(text: str, phrase: Phrase) -> Iterator[PhraseHit]:
    """Every place of one phrase in a text; for texts that are known to be worth it."""
    anchor = phrase.stems[phrase.anchor]
    for match in WORD.finditer(text):
        length = form_length(match[0])
        form = match[0][:length]
        if form == phrase.words[phrase.anchor] or not anchor.isdisjoint(read_stems(form)):
            hit = match_phrase(text, phrase, match.start(), match.start() + length)
            if hit:
                yield hit


def _has_capital(form: str, phrase: Phrase) -> bool:
    """Whether words that the list writes with a capital have one in the text: of two words each, else one of them.

    `движения «Бирлик»` for `Движение «Бирлик»`: what says only what it is may be small; but not `алғанда Қазақстан`
    for `Алға Қазақстан`.
    """
    if len(phrase.words) == 1:
        return is_capital(form)
    asked = phrase.asked
    seen = [read_stems(match[0]) for match in WORD.finditer(form) if is_capital(match[0])]
    met = sum(any(not stems.isdisjoint(other) for other in seen) for stems in asked)
    return met == len(asked) if len(phrase.words) == 2 else met > 0


def _step(
    text: str, place: int, phrase: Phrase, position: int, direction: int, between: Between | None
) -> tuple[int, int, bool] | None:
    """The next word of the phrase in that direction, over words that may stand between, and whether it is misspelt."""
    loose = f"{_LOOSE},{phrase.text}" if len(phrase.words) > _MANY_WORDS else _LOOSE + phrase.text
    dated = False
    for _ in range(_MOST_SKIPPED):
        token = token_before(text, place) if direction < 0 else token_after(text, place)
        if token is None or len(token.gap) > _LONGEST_GAP or token.gap.count("\n") > 1:
            return None
        was_dated, dated = dated, bool(between and between.is_dating and between.is_dating(token.text))
        gap = token.gap.removeprefix("'s").removeprefix("’s")
        if gap.strip(loose + _DATE_SIGNS if dated or was_dated else loose):
            return None
        if _is_word(token.text, phrase, position):
            return token.start, token.end, False
        if phrase.asked and len(phrase.words) >= _FEWEST_WORDS and _is_slip(token.text, phrase, position):
            return token.start, token.end, True
        if not dated and token.text.lower() not in _SKIPPED and not (between and between.may_stand(token.text)):
            return None
        place = token.start if direction < 0 else token.end
    return None


def _is_slip(written: str, phrase: Phrase, position: int) -> bool:
    """Whether a word is one of the phrase but for a slip of the keyboard."""
    listed = phrase.words[position]
    if phrase.acronyms[position] or len(written) < _SHORTEST_SLIP or written[0].lower() != listed[0].lower():
        return False
    ours = [stem for stem in phrase.stems[position] if len(stem) >= _SHORTEST_SLIP and stem.isalpha()]
    theirs = [stem for stem in read_stems(written) if len(stem) >= _SHORTEST_SLIP and stem.isalpha()]
    return any(OSA.distance(one, other, score_cutoff=1) <= 1 for one in ours for other in theirs)


def _is_word(written: str, phrase: Phrase, position: int) -> bool:
    if phrase.acronyms[position]:
        return written == phrase.words[position]
    if written.lower() == phrase.words[position].lower():
        return True
    if len(phrase.words[position]) <= 2:
        return {written.lower(), phrase.words[position].lower()} <= {"о", "об", "обо"}
    return not phrase.stems[position].isdisjoint(read_stems(written))

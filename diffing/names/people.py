"""The people of the watch lists, indexed by the keys of their first names and surnames."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from diffing.names.folding import fold, fold_variants, is_cyrillic, skeleton, spell
from diffing.names.inflection import guess_kazakh_latin, guess_names
from diffing.names.tokens import WORD, is_capital
from diffing.names.words import PATRONYMIC_ENDINGS, PATRONYMIC_TAILS, PATRONYMIC_WORDS, PATRONYMICS

_BEGINNING, _LONGEST_BEGINNING = 3, 5
_FEWER = 3
"""Letters at the end of a name that its cases may change (`-ец`: `-ца`): those before begin each of its forms."""
_FEWER_BONES = 2
_SHORTEST_MISSPELT = 6
_TAILS = tuple(dict.fromkeys(fold(tail) for tail in PATRONYMIC_TAILS))
_READ_IN_WAYS = frozenset("jJxXcC")


class PersonAlias(NamedTuple):
    """One spelling of a person's name, in parts. Keys are those of `folding`."""

    subject: str
    text: str
    surnames: tuple[str, ...]  # keys of the surname, in each reading of its letters
    givens: tuple[str, ...] = ()  # keys of the first name; empty for a name of one word
    initial: str = ""  # sounds of the first name, to compare an initial with
    patronymic: str = ""
    head: str = ""  # first half of a doubled surname


class NameClue(NamedTuple):
    """What a word may be: keys of the watch lists it is a form of."""

    surnames: tuple[str, ...]
    givens: tuple[str, ...]
    plurals: tuple[str, ...]  # surnames of which it may be the plural: a family
    near: tuple[tuple[str, int], ...]  # surnames at a distance of one or two edits
    stems: tuple[str, ...]  # surnames in -uly or -kyzy of which it is the first half


@lru_cache(maxsize=1 << 14)
def is_patronymic(word: str) -> bool:
    """Whether a word ends like a patronymic: -ович, -овна, -ұлы, -қызы and their cases."""
    sounds = spell(word)
    if len(sounds) < 4:
        return False
    singular, _ = guess_names(word, sounds)
    if not PATRONYMICS.isdisjoint(singular):
        return True
    endings = (*PATRONYMIC_ENDINGS, *PATRONYMIC_TAILS)
    return len(sounds) > 5 and any(guess.endswith(endings) for guess in (sounds, *singular))


def allowed_distance(length: int) -> int:
    """Edits that a name of so many letters may have suffered: below six none, below ten one, else two."""
    return 0 if length < 6 else 1 if length < 10 else 2


def measure_distance(key: str, listed: str, *, lenient: bool = False) -> int | None:
    """The edits between two keys, None where they are more than a slip of the keyboard.

    `lenient`: something else speaks for the name too, and the longer of the two sets the limit;
    but two letters more are rather another name: `Мухажанов`, `Мухамеджанов`.
    """
    if key[0] != listed[0] and len(listed) < 10:
        return None
    if key == f"{listed}a" or listed == f"{key}a" or listed.endswith("aia") != key.endswith("aia"):
        return None  # a man's surname and a woman's are not misspellings of each other
    one, other = len(key), len(listed)
    limit = allowed_distance(max(one, other) if lenient else min(one, other))
    if abs(one - other) > (min(limit, 1) if lenient else limit):
        return None
    distance = OSA.distance(key, listed, score_cutoff=limit)
    return distance if distance <= limit else None


def read_person_name(subject: str, text: str) -> PersonAlias | None:
    """The parts of a name as typed: `First Last`, `First Patronymic Last`, `Last First Patronymic`, `Last, First`."""
    plain = _read_two_words(subject, text)
    if plain:
        return plain
    turned = [half.strip() for half in text.split(",")]
    words = _join_kinship(" ".join(reversed(turned)).split() if len(turned) == 2 else text.split())
    words = [word for word in words if word.isalnum() or WORD.search(word)]
    if not words:
        return None
    if len(words) == 1:
        return _make_alias(subject, text, "", "", words[0])
    middle = [position for position, word in enumerate(words) if len(words) > 2 and is_patronymic(word)]
    if middle and middle[-1] == len(words) - 1 and middle[0] > 1:
        return _make_alias(subject, text, words[1], words[-1], words[0])
    return _make_alias(subject, text, words[0], words[middle[0]] if middle and middle[0] else "", words[-1])


def _read_two_words(subject: str, text: str) -> PersonAlias | None:
    """`First Last` in plain letters, as most names are typed: the same as the long way, in half the time."""
    given, _, surname = text.partition(" ")
    if len(given) < 2 or len(surname) < 6 or not (given.isalpha() and surname.isalpha()) or not fold(surname):
        return None
    return PersonAlias(subject, text, fold_variants(surname), fold_variants(given), spell(given))


def _join_kinship(words: list[str]) -> list[str]:
    joined: list[str] = []
    for word in words:
        if joined and len(word) < 6 and spell(word) in PATRONYMIC_WORDS:
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _make_alias(subject: str, text: str, given: str, patronymic: str, surname: str) -> PersonAlias | None:
    halves = [half for half in surname.replace("‑", "-").split("-") if half]
    if len(halves) == 2 and spell(halves[1]) in PATRONYMIC_WORDS:
        halves = ["".join(halves)]
    if not halves or not fold(halves[-1]):
        return None
    return PersonAlias(
        subject=subject,
        text=text,
        surnames=fold_variants(halves[-1]),
        givens=fold_variants(given.replace("-", "").replace("‑", "")) if len(given.rstrip(".")) > 1 else (),
        initial=spell(given),
        patronymic=fold(patronymic),
        head=fold(halves[0]) if len(halves) > 1 else "",
    )


def _begin(key: str, fewer: int = _FEWER) -> str:
    """With what every form of a name begins; a word that begins otherwise needs no guesses."""
    return key[: max(_BEGINNING, min(_LONGEST_BEGINNING, len(key) - fewer))]


@dataclass
class PeopleIndex:
    """Where a key leads: look-ups by hash, so that the cost of a word does not grow with the list."""

    full: defaultdict[tuple[str, str], list[PersonAlias]] = field(default_factory=lambda: defaultdict(list))
    surnames: defaultdict[str, list[PersonAlias]] = field(default_factory=lambda: defaultdict(list))
    givens: defaultdict[str, dict[str, list[PersonAlias]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))  # then by letter of the surname
    )
    skeletons: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    stems: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    beginnings: set[str] = field(default_factory=set)  # of all keys; a word without one of them needs no guesses
    bones: set[str] = field(default_factory=set)  # the same of skeletons

    @classmethod
    def build(cls, aliases: Iterable[PersonAlias]) -> PeopleIndex:
        """An index of all these spellings."""
        index = cls()
        for alias in aliases:
            index._add(alias)
        index.full.default_factory = index.surnames.default_factory = None  # a look-up must not grow them
        index.givens.default_factory = None
        index.skeletons.default_factory = index.stems.default_factory = None
        return index

    def _add(self, alias: PersonAlias) -> None:
        for surname in alias.surnames:
            if surname not in self.surnames:
                self._begin(surname)
                bones = skeleton(surname)
                self.bones.add(_begin(bones, _FEWER_BONES))
                self.skeletons[bones].append(surname)
                if surname.endswith(_TAILS):
                    for tail in _TAILS:
                        if surname.endswith(tail) and len(surname) > len(tail) + 2:
                            stem = surname[: -len(tail)]
                            self.stems[stem].append(surname)
                            self.beginnings.add(_begin(stem))
            self.surnames[surname].append(alias)
            for given in alias.givens:
                if given not in self.givens:
                    self._begin(given)
                self.full[surname, given].append(alias)
                self.givens[given][surname[0]].append(alias)

    def _begin(self, key: str) -> None:
        self.beginnings.add(_begin(key))
        if len(key) <= _BEGINNING:  # cases may shorten it: `Лев`, `Льва`
            self.beginnings.update((key[: len(key) - 1], key[0] + key[2:]))

    def may_be(self, word: str, key: str) -> bool:
        """False for nearly all words that are nothing to us; cheap. `key` is the key of the word as it stands."""
        return (
            key[:_LONGEST_BEGINNING] in self.beginnings
            or key[:4] in self.beginnings
            or key[:_BEGINNING] in self.beginnings
            or key[:2] in self.beginnings
            or key[:1] in self.beginnings
            or (is_capital(word) and self._may_slip(key))
            or not _READ_IN_WAYS.isdisjoint(word)
        )

    def _may_slip(self, key: str) -> bool:
        """Whether a surname with consonants that begin like these is on the list."""
        if len(key) < _SHORTEST_MISSPELT:
            return False
        bones, known = skeleton(key), self.bones
        return bones[:_LONGEST_BEGINNING] in known or bones[:4] in known or bones[:_BEGINNING] in known

    def read_word(self, word: str, sounds: str) -> NameClue | None:
        """What a word may be a form of; None where it is nothing to us."""
        singular, plural = guess_names(word, sounds)
        key = next(iter(singular))
        if word.isalpha() and not _READ_IN_WAYS.isdisjoint(word) and not is_cyrillic(word):
            singular.update(dict.fromkeys(fold_variants(word)))
        surnames = tuple([key for key in singular if key in self.surnames])
        givens = tuple([key for key in singular if key in self.givens])
        plurals = tuple([key for key in plural if key in self.surnames and key not in surnames])
        stems = tuple([surname for key in singular if key in self.stems for surname in self.stems[key]])
        near = () if surnames or not is_capital(word) or not self._may_slip(key) else self._read_near(singular)
        if surnames or givens or plurals or near or stems:
            return NameClue(surnames, givens, plurals, near, stems)
        return None

    def read_kazakh_latin(self, sounds: str) -> NameClue | None:
        """What a word of a Kazakh text in plain Latin letters may be a form of."""
        keys = guess_kazakh_latin(sounds)
        surnames = tuple([key for key in keys if key in self.surnames])
        givens = tuple([key for key in keys if key in self.givens])
        return NameClue(surnames, givens, (), (), ()) if surnames or givens else None

    def _read_near(self, guesses: Iterable[str]) -> tuple[tuple[str, int], ...]:
        nearest: dict[str, int] = {}
        for guess in guesses:
            length = len(guess)
            if length < _SHORTEST_MISSPELT:
                continue
            for listed in self.skeletons.get(skeleton(guess), ()):
                if not -2 <= len(listed) - length <= 2:  # most differ so much: not worth a call
                    continue
                distance = measure_distance(guess, listed)
                if distance is not None:
                    nearest[listed] = min(distance, nearest.get(listed, distance))
        return tuple(nearest.items())

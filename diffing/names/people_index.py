"""The people of the watch lists, indexed by the keys of their first names and surnames."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from diffing.names.folding import fold, fold_variants, is_cyrillic, skeleton, skeletons
from diffing.names.inflection import guess_kazakh_latin, guess_names
from diffing.names.people import NameClue, PersonAlias
from diffing.names.slips import LONG, SHORTEST_MISSPELT, measure_distance
from diffing.names.tokens import is_capital
from diffing.names.words import PATRONYMIC_TAILS

_BEGINNING, _LONGEST_BEGINNING = 3, 5
_FEWER = 3
"""Letters at the end of a name that its cases may change (`-ец`: `-ца`): those before begin each of its forms."""
_FEWER_BONES = 2
_TAILS = tuple(dict.fromkeys(fold(tail) for tail in PATRONYMIC_TAILS))
_READ_IN_WAYS = frozenset("jJxXcC")


def _pick(guesses: dict[str, None], listed: dict[str, Any]) -> tuple[str, ...]:
    """The guesses that are listed; nearly always none, which is told at once."""
    return () if listed.keys().isdisjoint(guesses.keys()) else tuple([key for key in guesses if key in listed])


def _begin(keys: Iterable[str], fewer: int) -> set[str]:
    """With what every form of these names begins; a word that begins otherwise needs no guesses."""
    reach = [max(_BEGINNING, min(_LONGEST_BEGINNING, length - fewer)) for length in range(_LONGEST_BEGINNING + fewer)]
    longest = len(reach)
    return {key[: reach[len(key)]] if len(key) < longest else key[:_LONGEST_BEGINNING] for key in keys}


@dataclass
class PeopleIndex:
    """Where a key leads: look-ups by hash, so that the cost of a word does not grow with the list."""

    surnames: dict[str, list[PersonAlias]] = field(default_factory=dict)
    givens: dict[str, dict[str, list[PersonAlias]]] = field(default_factory=dict)  # then by letter of the surname
    skeletons: dict[str, list[str]] = field(default_factory=dict)
    stems: dict[str, list[str]] = field(default_factory=dict)
    beginnings: set[str] = field(default_factory=set)  # of all keys; a word without one of them needs no guesses
    bones: set[str] = field(default_factory=set)  # the same of skeletons
    _full: dict[str, dict[str, list[PersonAlias]]] = field(default_factory=dict)  # of surnames asked for

    @classmethod
    def build(cls, aliases: Iterable[PersonAlias]) -> PeopleIndex:
        """An index of all these spellings. What is known of a surname is worked out for all of them together."""
        index = cls()
        index._add_names(aliases)
        index._add_stems()
        index._add_skeletons()
        names = {*index.surnames, *index.givens}
        index.beginnings = _begin(names, _FEWER) | _begin(index.stems, _FEWER)
        for key in (each for each in names if len(each) <= _BEGINNING):  # cases may shorten it: `Лев`, `Льва`
            index.beginnings.update((key[: len(key) - 1], key[0] + key[2:]))
        return index

    def _add_names(self, aliases: Iterable[PersonAlias]) -> None:
        givens: defaultdict[str, defaultdict[str, list[PersonAlias]]] = defaultdict(lambda: defaultdict(list))
        surnames = self.surnames
        for alias in aliases:
            for surname in alias.surnames:
                if surname in surnames:
                    surnames[surname].append(alias)
                else:
                    surnames[surname] = [alias]
                for given in alias.givens:
                    givens[given][surname[0]].append(alias)
        self.givens = {given: dict(letters) for given, letters in givens.items()}

    def _add_stems(self) -> None:
        for surname in self.surnames:
            if surname.endswith(_TAILS):
                for tail in _TAILS:
                    if surname.endswith(tail) and len(surname) > len(tail) + 2:
                        self.stems.setdefault(surname[: -len(tail)], []).append(surname)

    def _add_skeletons(self) -> None:
        for bones, surname in zip(skeletons(self.surnames), self.surnames, strict=True):
            if bones in self.skeletons:
                self.skeletons[bones].append(surname)
            else:
                self.skeletons[bones] = [surname]
        self.bones = _begin(self.skeletons, _FEWER_BONES)

    def find_full(self, surname: str, given: str) -> list[PersonAlias]:
        """The spellings with this surname and this first name, in the order of the lists."""
        known = self._full.get(surname)
        if known is None:
            named: defaultdict[str, list[PersonAlias]] = defaultdict(list)
            for alias in self.surnames.get(surname, ()):
                for each in alias.givens:
                    named[each].append(alias)
            known = self._full[surname] = dict(named)
        return known.get(given, [])

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
        if len(key) < SHORTEST_MISSPELT:
            return False
        bones, known = skeleton(key), self.bones
        return bones[:_LONGEST_BEGINNING] in known or bones[:4] in known or bones[:_BEGINNING] in known

    def read_word(self, word: str, sounds: str) -> NameClue | None:
        """What a word may be a form of; None where it is nothing to us."""
        singular, plural = guess_names(word, sounds)
        key = next(iter(singular))
        if word.isalpha() and not _READ_IN_WAYS.isdisjoint(word) and not is_cyrillic(word):
            singular.update(dict.fromkeys(fold_variants(word)))
        surnames = _pick(singular, self.surnames)
        givens = _pick(singular, self.givens)
        plurals = tuple([key for key in _pick(plural, self.surnames) if key not in surnames])
        stems = tuple([surname for key in _pick(singular, self.stems) for surname in self.stems[key]])
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
            if length < SHORTEST_MISSPELT:
                continue
            for listed in self.skeletons.get(skeleton(guess), ()):
                if (listed[0] != guess[0] and len(listed) < LONG) or not -2 <= len(listed) - length <= 2:
                    continue  # as most: not worth a call
                distance = measure_distance(guess, listed)
                if distance is not None:
                    nearest[listed] = min(distance, nearest.get(listed, distance))
        return tuple(nearest.items())

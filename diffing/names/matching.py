"""Which tracked people a text speaks of: full names first, then what they license."""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from diffing.names.folding import fold, is_cyrillic
from diffing.names.full_names import FullNames
from diffing.names.genders import acts_as_a_man, is_woman, may_be_a_mans
from diffing.names.named_after import is_named_after
from diffing.names.people import NameClue, PersonAlias
from diffing.names.people_index import PeopleIndex
from diffing.names.rules import ALONE, BARE, DISTINCTIVE, FAMILY, GIVEN, MISSPELT, Found, Hit, grade
from diffing.names.somebody_else import begins_another_name, belongs_to_another
from diffing.names.surroundings import Surroundings, chain_after, chain_before, hyphenates
from diffing.names.tokens import Token, is_capital, token_before
from diffing.names.words import NAMES_THAT_ARE_WORDS
from diffing.text import Span


class _Namesake(NamedTuple):
    """A tracked surname that stands with a first name nobody tracks."""

    start: int
    keys: frozenset[str]
    is_woman: bool


Anchors = dict[str, list[int]]
"""For each subject where its full names begin, in order."""

_NAMESAKES_LOOKED_AT = 16
_LONGEST_PARAGRAPH = 5000
_LONG_SURNAME = 9
"""A distinctive surname of so many letters is itself with one vowel more or less: `Әбдірахман`, `Абдрахман`."""


class PeopleFinder:
    """Finds people in one text. `read` gives the clue of any word, `sentence` the sentence round a place."""

    def __init__(
        self,
        index: PeopleIndex,
        distinctive: frozenset[str],
        read: Callable[[str], NameClue | None],
        sentence: Callable[[int], Span],
    ) -> None:
        self._index = index
        self._distinctive = distinctive
        self._full = FullNames(index, read)
        self._sentence = sentence

    def find_full(self, text: str, hits: Sequence[Hit]) -> tuple[list[Found], list[Hit]]:
        """The people named in full, and the hits that are still open."""
        found: list[Found] = []
        closed: set[int] = set()
        for hit in hits:
            if hit.start in closed:
                continue
            full = self._full.find(text, hit)
            for each in (*((full,) if full else ()), *self._full.find_shared(text, hit, full)):
                closed.update(_starts_within(hits, each))
                if not _names_a_place(text, each):
                    found.append(each)
        return found, [hit for hit in hits if hit.start not in closed]

    def find_licensed(self, text: str, hits: Sequence[Hit], found: Sequence[Found], licensed: set[str]) -> list[Found]:
        """Bare surnames and first names. `licensed` are the subjects whose full name stands on the page,
        `found` the full names in this text, `hits` those that belong to none of them.
        """
        anchors: Anchors = defaultdict(list)
        for each in sorted(found):
            anchors[each.subject].append(each.start)
        namesakes: list[_Namesake] = []
        bare: list[Found] = []
        open_hits: list[Hit] = []
        for hit in hits:
            if not (hit.clue.surnames or hit.clue.plurals or hit.clue.near):
                open_hits.append(hit)
                continue
            hit = self._take_first_half(text, hit)  # noqa: PLW2901
            around = self._look_around(text, hit)
            if belongs_to_another(around):
                keys = frozenset((*hit.clue.surnames, *hit.clue.plurals))
                namesakes.append(_Namesake(hit.start, keys, is_woman(around)))
                continue
            name = None if begins_another_name(around) else self._find_bare(text, hit, licensed, anchors)
            if name:
                bare.append(name)
            else:
                open_hits.append(hit)
        bare = [each for each in bare if not self._is_namesake(text, each, anchors, namesakes)]
        given = (self._find_given(text, hit, licensed) for hit in open_hits)
        return bare + [each for each in given if each]

    # ------------------------------------------------------------------ a surname by itself
    def _find_bare(self, text: str, hit: Hit, licensed: set[str], anchors: Anchors) -> Found | None:
        clue = hit.clue
        choices = [(key, 0, BARE) for key in clue.surnames]
        choices += [(key, distance, MISSPELT) for key, distance in clue.near]
        choices += [(key, 0, FAMILY) for key in clue.plurals]
        for key, distance, rule in choices:
            found = self._find_by_key(hit, key, distance, rule, licensed, anchors)
            if not found or self._is_of_the_other_sex(text, hit, found, anchors):
                continue
            if not is_named_after(text, hit.start, hit.end, inflected=_is_inflected(hit.word, key)):
                return grade(found, distance)
        return None

    def _is_of_the_other_sex(self, text: str, hit: Hit, found: Found, anchors: Anchors) -> bool:
        """Whether a man of her surname is meant: by the verb that follows, or named in full last before."""
        if not is_cyrillic(hit.word) or fold(hit.word) not in hit.clue.surnames:
            return False
        aliases = [alias for key in hit.clue.surnames for alias in self._index.surnames[key]]
        givens = {given for alias in aliases if alias.subject == found.subject for given in alias.givens}
        since = _last_before(anchors.get(found.subject, []), hit.start)
        return acts_as_a_man(text, hit.end, givens) or may_be_a_mans(text, hit.start, hit.end, since)

    def _take_first_half(self, text: str, hit: Hit) -> Hit:
        """`Lindqvist-Orazova`: the hit with the half that stands before it, where the list has both."""
        before = token_before(text, hit.start)
        if not before or not hyphenates(before.gap):
            return hit
        beginning = fold(before.text)[:4]
        listed = (alias.head[:4] for key in hit.clue.surnames for alias in self._index.surnames[key])
        return hit._replace(start=before.start) if beginning in listed else hit

    def _find_by_key(
        self, hit: Hit, key: str, distance: int, rule: str, licensed: set[str], anchors: Anchors
    ) -> Found | None:
        aliases = self._index.surnames[key]
        known = [alias for alias in aliases if alias.subject in licensed]
        if known:
            alias = _choose_namesake(known, hit.start, anchors)
            return Found(hit.start, hit.end, alias.subject, rule, alias.text)
        if rule is FAMILY or (rule is MISSPELT and (distance > 1 or len(key) < _LONG_SURNAME)):
            return None
        alone = [alias for alias in aliases if not alias.givens and not alias.initial]
        unseen = alone or [alias for alias in aliases if alias.subject in self._distinctive]
        if len({alias.subject for alias in unseen}) != 1:
            return None
        if alone and rule is MISSPELT:
            return None
        return Found(hit.start, hit.end, unseen[0].subject, ALONE if alone else DISTINCTIVE, unseen[0].text)

    def _is_namesake(self, text: str, found: Found, anchors: Anchors, namesakes: Sequence[_Namesake]) -> bool:
        """Whether a bare surname rather means somebody else of that name: the one named last before it.

        Within a paragraph the nearest counts; a subject who is not named in full anywhere yields to any namesake.
        """
        if found.rule == ALONE:
            return False
        last = bisect_left(namesakes, found.start, key=lambda other: other.start)
        others = [
            other
            for other in namesakes[max(0, last - _NAMESAKES_LOOKED_AT) : last]
            if self._shares(found, other) and not self._is_man_beside(text, found, other)
        ]
        if not others:
            return False
        if found.rule == DISTINCTIVE:
            return True
        if found.start - others[-1].start > _LONGEST_PARAGRAPH:
            return False
        own = _last_before(anchors.get(found.subject, []), found.start)
        return others[-1].start > own and "\n\n" not in text[others[-1].start : found.start]

    def _shares(self, found: Found, other: _Namesake) -> bool:
        return any(self._bears(found.subject, key) for key in other.keys)

    def _bears(self, subject: str, key: str) -> bool:
        return any(alias.subject == subject for alias in self._index.surnames[key])

    def _is_man_beside(self, text: str, found: Found, other: _Namesake) -> bool:
        """`Айгуль Ахметова … Ахметов`, `Ахметовке`: the form is a man's, and the namesake a woman."""
        form = fold(text[found.start : found.end])
        own = [key for key in other.keys if not key.endswith("a") and self._bears(found.subject, key)]
        return other.is_woman and any(form.startswith(key) and form != f"{key}a" for key in own)

    # ------------------------------------------------------------------ a first name by itself
    def _find_given(self, text: str, hit: Hit, licensed: set[str]) -> Found | None:
        possible = licensed & self._distinctive
        if not possible or len(hit.word) < 4 or hit.clue.surnames:
            return None
        aliases = {
            alias.subject: alias
            for given in hit.clue.givens
            for listed in self._index.givens[given].values()
            for alias in listed
            if alias.subject in possible
        }
        if len(aliases) != 1 or not self._stands_alone(text, hit):
            return None
        alias = next(iter(aliases.values()))
        return grade(Found(hit.start, hit.end, alias.subject, GIVEN, alias.text))

    def _stands_alone(self, text: str, hit: Hit) -> bool:
        """No other capitalised word beside it; no everyday word at the beginning of a sentence; no street."""
        around = self._look_around(text, hit)
        if any(is_capital(token.text) for token in (*around.before[:1], *around.after[:1])):
            return False
        opens = around.opens_sentence(Token(hit.start, hit.end, hit.word, ""))
        if opens and not NAMES_THAT_ARE_WORDS.isdisjoint(hit.clue.givens):
            return False
        return not is_named_after(text, hit.start, hit.end)

    def _look_around(self, text: str, hit: Hit) -> Surroundings:
        before, after = chain_before(text, hit.start), chain_after(text, hit.end)
        inflected = fold(hit.word) not in hit.clue.surnames
        return Surroundings(text, hit.start, hit.word, inflected, before, after, self._sentence(hit.start))


def _names_a_place(text: str, found: Found) -> bool:
    """Whether a street or an institution bears the full name. In Russian it then stands in the genitive."""
    form = fold(text[found.start : found.end].replace(" ", ""))
    return is_named_after(text, found.start, found.end, inflected=form != fold(found.alias.replace(" ", "")))


def _is_inflected(word: str, key: str) -> bool:
    return fold(word) != key


def _starts_within(hits: Sequence[Hit], found: Found) -> Iterable[int]:
    first = bisect_left(hits, found.start, key=lambda hit: hit.start)
    last = bisect_left(hits, found.end, key=lambda hit: hit.start)
    return [hit.start for hit in hits[first:last]]


def _choose_namesake(aliases: Sequence[PersonAlias], position: int, anchors: Anchors) -> PersonAlias:
    """Of several people with one surname, the one named in full last before; else the first named after."""
    by_subject = {alias.subject: alias for alias in aliases}
    if len(by_subject) == 1:
        return aliases[0]
    before = {subject: _last_before(anchors.get(subject, []), position) for subject in by_subject}
    nearest = max(before, key=lambda subject: before[subject])
    if before[nearest] >= 0:
        return by_subject[nearest]
    return by_subject[min(by_subject, key=lambda subject: anchors.get(subject, [sys.maxsize])[0])]


def _last_before(starts: Sequence[int], position: int) -> int:
    place = bisect_left(starts, position) - 1
    return starts[place] if place >= 0 else -1

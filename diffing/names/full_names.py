"""A person named in full: a surname of the watch list with its first name or initials beside it, in any order."""

from __future__ import annotations

from collections.abc import Callable

from diffing.names.folding import fold, spell
from diffing.names.inflection import guess_names
from diffing.names.initials import match_initials, same_initial
from diffing.names.people import NameClue, PersonAlias, is_patronymic
from diffing.names.people_index import PeopleIndex
from diffing.names.rules import FULL, MIDDLE, TYPO, Found, Hit, grade
from diffing.names.shared_surnames import find_shared, list_sharing
from diffing.names.slips import measure_distance
from diffing.names.surroundings import (
    chain_after,
    chain_before,
    hyphenates,
    is_form_of_given,
    is_initial,
    joins,
)
from diffing.names.tokens import Token, is_capital, token_after, token_before
from diffing.names.words import PATRONYMIC_WORDS

_CALLED = frozenset(')”»"')


class FullNames:
    """Reads full names. `read` gives the clue of any word."""

    def __init__(self, index: PeopleIndex, read: Callable[[str], NameClue | None]) -> None:
        self._index = index
        self._read = read

    def find(self, text: str, hit: Hit) -> Found | None:
        """The person whose full name a hit is part of; hits are to be tried in order of place."""
        clue = hit.clue
        if clue.surnames or clue.plurals or clue.near or clue.stems:
            found = self._find_by_surname(text, hit)
            if found:
                return found
        return self._find_by_given(text, hit) if clue.givens else None

    def find_shared(self, text: str, hit: Hit, nearest: Found | None) -> list[Found]:
        """Others who share the surname of a hit with the person before it: `Lukpan and Murat Akhmetov`."""
        return (
            list(find_shared(text, hit, nearest, self._pick_sharing)) if hit.clue.surnames or hit.clue.plurals else []
        )

    def _pick_sharing(self, key: str, token: Token) -> PersonAlias | None:
        if len(token.text) > 2:
            return self._pick(key, self._read(token.text), "")
        matching = (alias for alias in self._index.surnames.get(key, ()) if alias.initial)
        return next((alias for alias in matching if same_initial(token.text, alias.initial)), None)

    def _find_by_surname(self, text: str, hit: Hit) -> Found | None:
        clue, end = hit.clue, hit.end
        before = chain_before(text, hit.start)
        after = chain_after(text, hit.end)
        families = clue.plurals if len(list_sharing(text, hit.start)) > 1 else ()
        keys = [(key, 0) for key in (*clue.surnames, *families)] + list(clue.near)
        if clue.stems and after and _is_kinship(after[0].text):
            keys += [(key, 0) for key in clue.stems]
            end, after = after[0].end, after[1:]
        for key, distance in keys:
            found = self._match(text, hit.start, end, key, before, after)
            if found:
                return grade(found, distance)
        return None

    def _match(
        self, text: str, start: int, end: int, key: str, before: list[Token], after: list[Token]
    ) -> Found | None:
        """The surname at these offsets with its first name beside it, in either order."""
        aliases = self._index.surnames[key]
        if (
            before
            and hyphenates(before[0].gap)
            and any(fold(before[0].text)[:4] == alias.head[:4] for alias in aliases)
        ):
            start, before = before[0].start, before[1:]
        return (
            self._match_before(start, end, key, before)
            or self._match_after(text, start, end, key, after)
            or self._match_called(text, start, end, key, before)
        )

    def _match_called(self, text: str, start: int, end: int, key: str, before: list[Token]) -> Found | None:
        """`Aliaksandr (Ales) Hrynko`, `Мухаммед «Миша» Ахметов`: the first name we know is the one in brackets."""
        if text[max(0, start - 2) : start - 1] not in _CALLED:
            return None
        token = token_before(text, start)
        alias = self._pick(key, self._read(token.text), "") if token and len(token.gap) == 2 else None
        if not token or not alias:
            return None
        first = before[0].start if before and is_capital(before[0].text) else token.start
        return Found(first, end, alias.subject, FULL, alias.text)

    # ------------------------------------------------------------------ first name, surname
    def _match_before(self, start: int, end: int, key: str, before: list[Token]) -> Found | None:
        if not before or hyphenates(before[0].gap):
            return None
        nearest = before[0]
        if is_capital(nearest.text) and is_initial(nearest, nearest.gap):
            return match_initials(self._index.surnames[key], start, end, before)
        if not is_capital(nearest.text):
            return self._match_kinship(end, key, before)
        alias = self._pick(key, self._read_given(before), "")
        if alias:
            return Found(_start_of(before), end, alias.subject, FULL, alias.text)
        further = before[1:]
        if further and is_capital(further[0].text) and not hyphenates(nearest.gap):
            patronymic = nearest.text if is_patronymic(nearest.text) else ""
            alias = self._pick(key, self._read_given(further), patronymic)
            if alias and (patronymic or not is_form_of_given(nearest.text)):
                return Found(_start_of(further), end, alias.subject, FULL if patronymic else MIDDLE, alias.text)
        misspelt, distance = _pick_misspelt(self._index.surnames[key], nearest.text)
        if misspelt:
            return Found(nearest.start, end, misspelt.subject, TYPO, misspelt.text, distance)
        return None

    def _match_kinship(self, end: int, key: str, before: list[Token]) -> Found | None:
        """`Лұқпан Мұрат ұлы Ахметов`: the patronymic in two words."""
        if len(before) < 3 or not _is_kinship(before[0].text):
            return None
        alias = self._pick(key, self._read_given(before[2:]), before[1].text + before[0].text)
        return Found(_start_of(before[2:]), end, alias.subject, FULL, alias.text) if alias else None

    def _read_given(self, tokens: list[Token]) -> NameClue | None:
        """What a first name may be, its halves joined where a hyphen parts them."""
        if len(tokens) > 1 and hyphenates(tokens[1].gap):
            return self._read(tokens[1].text + tokens[0].text.lower()) or self._read(tokens[1].text)
        return self._read(tokens[0].text)

    # ------------------------------------------------------------------ surname, first name
    def _match_after(self, text: str, start: int, end: int, key: str, after: list[Token]) -> Found | None:
        if not after:
            return self._match_after_comma(text, start, end, key)
        token = after[0]
        if not is_capital(token.text):
            return None
        if len(token.text) <= 2 and text[token.end : token.end + 1] == ".":
            return match_initials(self._index.surnames[key], start, token.end, after, turned=True, text=text)
        patronymic, stop = _read_patronymic(after)
        if not patronymic and len(after) > 1 and is_capital(after[1].text):
            return self._match_hyphenated_after(start, key, after)
        alias = self._pick(key, self._read(token.text), patronymic)
        return Found(start, stop, alias.subject, FULL, alias.text) if alias else None

    def _match_hyphenated_after(self, start: int, key: str, after: list[Token]) -> Found | None:
        """`Ахметов Нур-Али`; but in `адвокат Ахметова Мурат Оспанов` the first name belongs to what follows."""
        if not hyphenates(after[1].gap):
            return None
        alias = self._pick(key, self._read(after[0].text + after[1].text.lower()), "")
        return Found(start, after[1].end, alias.subject, FULL, alias.text) if alias else None

    def _match_after_comma(self, text: str, start: int, end: int, key: str) -> Found | None:
        """`Surname, First` and `Surname, F.`; no list of names: nothing capitalised may stand beside either."""
        token = token_after(text, end, reach=32)
        if not token or token.gap.strip() != "," or not is_capital(token.text):
            return None
        following = token_after(text, token.end)
        if text[token.end : token.end + 1] == "." and len(token.text) == 1:
            if following and is_initial(token, following.gap) and is_capital(following.text):
                return None
            return match_initials(self._index.surnames[key], start, token.end, [token], turned=True, text=text)
        earlier = token_before(text, start)
        if following and joins(following.gap) and is_capital(following.text):
            return None
        if earlier and joins(earlier.gap) and is_capital(earlier.text):
            return None
        alias = self._pick(key, self._read(token.text), "")
        return Found(start, token.end, alias.subject, FULL, alias.text) if alias else None

    # ------------------------------------------------------------------ who it is
    def _pick(self, key: str, clue: NameClue | None, patronymic: str) -> PersonAlias | None:
        """The first listed person of that surname and first name whose patronymic is not contradicted."""
        for given in clue.givens if clue else ():
            for alias in self._index.find_full(key, given):
                if not patronymic or not alias.patronymic or _same_patronymic(patronymic, alias.patronymic):
                    return alias
        return None

    def _find_by_given(self, text: str, hit: Hit) -> Found | None:
        """A first name of the list, and beside it a surname that is a slip away from a listed one."""
        for token in (*chain_after(text, hit.end, 1), *chain_before(text, hit.start, 1)):
            if len(token.text) < 5 or not is_capital(token.text) or is_patronymic(token.text):
                continue
            near = [pair for pair in (self._nearest(given, token.text) for given in hit.clue.givens) if pair]
            distance, alias = min(near, key=lambda pair: pair[0], default=(0, None))
            if alias and distance and not self._is_another(token, alias):
                start, end = min(hit.start, token.start), max(hit.end, token.end)
                return grade(Found(start, end, alias.subject, TYPO, alias.text), distance)
        return None

    def _is_another(self, token: Token, alias: PersonAlias) -> bool:
        """Whether the word is the surname of somebody else on the list, or of a family."""
        clue = self._read(token.text)
        return bool(clue and (clue.plurals or (clue.surnames and set(clue.surnames).isdisjoint(alias.surnames))))

    def _nearest(self, given: str, word: str) -> tuple[int, PersonAlias] | None:
        singular, _ = guess_names(word, spell(word))
        best: tuple[int, PersonAlias] | None = None
        for alias in self._index.givens.get(given, {}).get(next(iter(singular))[:1], ()):
            for surname in alias.surnames:
                for guess in singular:
                    distance = measure_distance(guess, surname, lenient=True) if len(guess) > 4 else None
                    if distance is not None and (best is None or distance < best[0]):
                        best = (distance, alias)
        return best


def _start_of(tokens: list[Token]) -> int:
    return tokens[1].start if len(tokens) > 1 and hyphenates(tokens[1].gap) else tokens[0].start


def _is_kinship(word: str) -> bool:
    """`ұлы`, `қызы` and their cases, standing by themselves."""
    sounds = spell(word)
    return sounds.startswith(tuple(PATRONYMIC_WORDS)) and len(sounds) <= 9


def _read_patronymic(after: list[Token]) -> tuple[str, int]:
    """The patronymic that follows a first name, and where the name ends."""
    if len(after) > 2 and is_capital(after[1].text) and _is_kinship(after[2].text):
        return after[1].text + after[2].text, after[2].end
    if len(after) > 1 and is_capital(after[1].text) and is_patronymic(after[1].text):
        return after[1].text, after[1].end
    return "", after[0].end


def _same_patronymic(written: str, listed: str) -> bool:
    """A patronymic agrees where the beginnings do: endings are cases, spellings differ."""
    key = fold(written)
    length = max(3, min(len(key), len(listed)) - 4)
    return key[:length] == listed[:length]


def _pick_misspelt(aliases: list[PersonAlias], word: str) -> tuple[PersonAlias | None, int]:
    """The person of that surname whose first name is one slip away from `word`."""
    singular, _ = guess_names(word, spell(word))
    for alias in aliases:
        for given in alias.givens:
            for guess in singular:
                if len(guess) > 4 and guess[0] == given[0]:
                    distance = measure_distance(guess, given)
                    if distance:
                        return alias, distance
    return None, 0

"""Which tracked people a text speaks of: full names first, then what they license."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import NamedTuple

from diffing.names.folding import fold, spell
from diffing.names.people import NameClue, PeopleIndex, PersonAlias, is_patronymic, measure_distance
from diffing.names.surroundings import (
    Surroundings,
    belongs_to_another,
    chain_after,
    chain_before,
    hyphenates,
    is_initial,
    is_named_after,
    joins,
)
from diffing.names.tokens import Token, is_capital, token_after, token_before
from diffing.names.words import JOINING, PATRONYMIC_WORDS

FULL = "full name"
TYPO = "full name, misspelt"
INITIALS = "initials and surname"
BARE = "surname after the full name"
DISTINCTIVE = "distinctive surname"
MISSPELT = "surname, misspelt, after the full name"
FAMILY = "family name in the plural"
GIVEN = "first name of a person named in full"
SHARED = "first name with a shared surname"
ALONE = "name of one word"

CONFIDENCE = {
    FULL: 0.99, TYPO: 0.9, INITIALS: 0.85, BARE: 0.9, DISTINCTIVE: 0.85, MISSPELT: 0.7, FAMILY: 0.5, GIVEN: 0.6,
    SHARED: 0.8, ALONE: 0.8,
}  # fmt: skip


class Hit(NamedTuple):
    """A capitalised word of the text that may be part of a tracked name."""

    start: int
    end: int
    word: str
    clue: NameClue


class Found(NamedTuple):
    """A tracked subject at a place, and why."""

    start: int
    end: int
    subject: str
    rule: str
    alias: str
    distance: int = 0
    confidence: float = 1.0


class PeopleFinder:
    """Finds people in one text. `read` gives the clue of any word, `sentence_start` where its sentence begins."""

    def __init__(
        self,
        index: PeopleIndex,
        distinctive: frozenset[str],
        read: Callable[[str], NameClue | None],
        sentence_start: Callable[[int], int],
    ) -> None:
        self._index = index
        self._distinctive = distinctive
        self._read = read
        self._sentence_start = sentence_start

    def find_full(self, text: str, hits: Sequence[Hit]) -> tuple[list[Found], list[Hit]]:
        """The people named in full, and the hits that are still open."""
        found: list[Found] = []
        closed: set[int] = set()
        for hit in hits:
            if hit.start in closed:
                continue
            full = self._find_full(text, hit)
            if full:
                closed.update(_starts_within(hits, full))
                if not is_named_after(text, full.start, full.end):
                    found.append(full)
        return found, [hit for hit in hits if hit.start not in closed]

    def find_licensed(self, text: str, hits: Sequence[Hit], found: Sequence[Found], licensed: set[str]) -> list[Found]:
        """Bare surnames and first names. `licensed` are the subjects whose full name stands on the page,
        `found` the full names in this text, `hits` those that belong to none of them.
        """
        anchors = sorted((each.start, each.subject) for each in found)
        bare = [each for each in (self._find_bare(text, hit, licensed, anchors) for hit in hits) if each]
        taken = {each.start for each in bare}
        rest = (self._find_given(text, hit, licensed) for hit in hits if hit.start not in taken)
        return bare + [each for each in rest if each]

    # ------------------------------------------------------------------ full names
    def _find_full(self, text: str, hit: Hit) -> Found | None:
        clue = hit.clue
        if not (clue.surnames or clue.plurals or clue.near or clue.stems):
            return self._find_misspelt_surname(text, hit)
        before = chain_before(text, hit.start)
        after = chain_after(text, hit.end)
        keys = [(key, 0) for key in clue.surnames] + list(clue.near) + [(key, 0) for key in clue.plurals]
        end = hit.end
        if clue.stems and after and spell(after[0].text)[:4].startswith(tuple(PATRONYMIC_WORDS)):
            keys += [(key, 0) for key in clue.stems]
            end, after = after[0].end, after[1:]
        for key, distance in keys:
            for alias in self._index.surnames[key]:
                if not alias.givens and not alias.initial and not distance:
                    return self._find_alone(text, hit, alias)
            match = self._match_given(text, hit.start, end, key, before, after)
            if match:
                return _grade(match, distance)
        if clue.givens:
            return self._find_misspelt_surname(text, hit)
        return None

    def _match_given(
        self, text: str, start: int, end: int, key: str, before: list[Token], after: list[Token]
    ) -> Found | None:
        """The surname at these offsets with its first name beside it, in either order."""
        aliases = self._index.surnames[key]
        head = next((alias.head for alias in aliases if alias.head), "")
        if head and before and hyphenates(before[0].gap):
            start, before = before[0].start, before[1:]
        return (
            self._match_before(start, end, key, aliases, before)
            or self._match_after(text, start, end, key, aliases, after)
            or self._match_shared(text, start, end, key, before)
        )

    def _match_before(
        self, start: int, end: int, key: str, aliases: list[PersonAlias], before: list[Token]
    ) -> Found | None:
        if not before or not is_capital(before[0].text):
            return None
        if is_initial(before[0], before[0].gap):
            return _match_initials(aliases, start, end, before)
        for position, token in enumerate(before[:2]):
            patronymic = before[0].text if position else ""
            if position and not (is_capital(token.text) and is_patronymic(patronymic)):
                kinship = spell(patronymic) in PATRONYMIC_WORDS and len(before) > 2 and is_capital(before[2].text)
                if not kinship:
                    break
                token, patronymic = before[2], before[1].text + patronymic
            alias = self._pick(key, self._read_given(token, before[position + 1 :]), patronymic)
            if alias:
                first = _first_of(token, before[position + 1 :])
                return Found(first, end, alias.subject, FULL, alias.text)
        alias, distance = _pick_misspelt(aliases, before[0].text)
        return Found(before[0].start, end, alias.subject, TYPO, alias.text, distance) if alias else None

    def _match_after(
        self, text: str, start: int, end: int, key: str, aliases: list[PersonAlias], after: list[Token]
    ) -> Found | None:
        if not after:
            return self._match_after_comma(text, start, end, key)
        token = after[0]
        if not is_capital(token.text):
            return None
        following = token_after(text, token.end)
        if following and is_initial(token, following.gap):
            return _match_initials(aliases, start, token.end, after, turned=True)
        if text[token.end : token.end + 1] == "." and len(token.text) <= 2:
            return _match_initials(aliases, start, token.end, after, turned=True)
        patronymic = after[1].text if len(after) > 1 and is_patronymic(after[1].text) else ""
        if not patronymic and len(after) > 1 and is_capital(after[1].text) and joins(after[1].gap):
            return None  # `адвокат Ахметова Мурат Оспанов`: the first name belongs to the surname after it
        alias = self._pick(key, self._read(token.text), patronymic)
        if not alias:
            return None
        return Found(start, after[1].end if patronymic else token.end, alias.subject, FULL, alias.text)

    def _match_after_comma(self, text: str, start: int, end: int, key: str) -> Found | None:
        token = token_after(text, end, reach=32)
        if not token or token.gap.strip() != "," or not is_capital(token.text):
            return None
        following = token_after(text, token.end)
        if following and joins(following.gap) and is_capital(following.text):
            return None
        earlier = token_before(text, start)
        if earlier and (joins(earlier.gap) and is_capital(earlier.text)):
            return None
        alias = self._pick(key, self._read(token.text), "")
        return Found(start, token.end, alias.subject, FULL, alias.text) if alias else None

    def _match_shared(self, text: str, start: int, end: int, key: str, before: list[Token]) -> Found | None:
        """`Lukpan and Murat Akhmetov`: the first of two brothers."""
        if len(before) < 3 or fold(before[1].text) not in JOINING or not is_capital(before[0].text):
            return None
        alias = self._pick(key, self._read(before[2].text), "") if is_capital(before[2].text) else None
        return Found(before[2].start, end, alias.subject, SHARED, alias.text) if alias else None

    def _read_given(self, token: Token, further: list[Token]) -> NameClue | None:
        """What a first name may be, its halves joined where a hyphen parts them."""
        if further and hyphenates(further[0].gap):
            return self._read(further[0].text + token.text.lower()) or self._read(further[0].text)
        return self._read(token.text)

    def _pick(self, key: str, clue: NameClue | None, patronymic: str) -> PersonAlias | None:
        """The first listed person of that surname and first name whose patronymic is not contradicted."""
        for given in clue.givens if clue else ():
            for alias in self._index.full.get((key, given), ()):
                if not patronymic or not alias.patronymic or _same_patronymic(patronymic, alias.patronymic):
                    return alias
        return None

    def _find_misspelt_surname(self, text: str, hit: Hit) -> Found | None:
        """A first name of the list, and beside it a surname that is one slip away from a listed one."""
        before = chain_before(text, hit.start, 1)
        after = chain_after(text, hit.end, 2)
        for token in (*after[:1], *before):
            if not is_capital(token.text) or len(token.text) < 6 or is_patronymic(token.text):
                continue
            best: tuple[int, PersonAlias] | None = None
            for given in hit.clue.givens:
                best = min(
                    filter(None, (best, self._nearest(given, token.text))), key=lambda pair: pair[0], default=None
                )
            if best and best[0] and not self._is_another(token, best[1]):
                start, end = min(hit.start, token.start), max(hit.end, token.end)
                return _grade(Found(start, end, best[1].subject, TYPO, best[1].text), best[0])
        return None

    def _is_another(self, token: Token, alias: PersonAlias) -> bool:
        """Whether the word is the surname of somebody else on the list."""
        clue = self._read(token.text)
        return bool(clue and clue.surnames and not set(clue.surnames) & set(alias.surnames))

    def _nearest(self, given: str, word: str) -> tuple[int, PersonAlias] | None:
        from diffing.names.inflection import guess_names

        singular, _ = guess_names(word, spell(word))
        best: tuple[int, PersonAlias] | None = None
        for alias in self._index.givens.get(given, {}).get(next(iter(singular))[:1], ()):
            for surname in alias.surnames:
                for guess in singular:
                    distance = measure_distance(guess, surname) if len(guess) > 5 else None
                    if distance is not None and (best is None or distance < best[0]):
                        best = (distance, alias)
        return best

    # ------------------------------------------------------------------ what a full name licenses
    def _find_alone(self, text: str, hit: Hit, alias: PersonAlias) -> Found | None:
        around = self._look_around(text, hit)
        if belongs_to_another(around) or is_named_after(text, hit.start, hit.end):
            return None
        return Found(hit.start, hit.end, alias.subject, ALONE, alias.text, 0, CONFIDENCE[ALONE])

    def _find_bare(self, text: str, hit: Hit, allowed: set[str], anchors: list[tuple[int, str]]) -> Found | None:
        clue = hit.clue
        keys = [(key, 0, False) for key in clue.surnames]
        keys += [(key, distance, False) for key, distance in clue.near]
        keys += [(key, 0, True) for key in clue.plurals]
        for key, distance, plural in keys:
            aliases = [alias for alias in self._index.surnames[key] if alias.subject in allowed]
            rule = FAMILY if plural else MISSPELT if distance else BARE
            if not aliases and not distance and not plural:
                aliases = [alias for alias in self._index.surnames[key] if alias.subject in self._distinctive]
                rule = DISTINCTIVE
                if len({alias.subject for alias in aliases}) > 1:
                    continue
            if not aliases:
                continue
            if belongs_to_another(self._look_around(text, hit)) or is_named_after(text, hit.start, hit.end):
                return None
            alias = _choose_namesake(aliases, hit.start, anchors)
            return _grade(Found(hit.start, hit.end, alias.subject, rule, alias.text), distance)
        return None

    def _find_given(self, text: str, hit: Hit, allowed: set[str]) -> Found | None:
        if len(hit.word) < 4 or hit.clue.surnames:
            return None
        subjects: dict[str, PersonAlias] = {}
        for given in hit.clue.givens:
            for aliases in self._index.givens[given].values():
                for alias in aliases:
                    if alias.subject in allowed and alias.subject in self._distinctive:
                        subjects[alias.subject] = alias
        if len(subjects) != 1 or not self._stands_alone(text, hit):
            return None
        alias = next(iter(subjects.values()))
        return Found(hit.start, hit.end, alias.subject, GIVEN, alias.text, 0, CONFIDENCE[GIVEN])

    def _stands_alone(self, text: str, hit: Hit) -> bool:
        """No other capitalised word beside it; not the first word of a sentence; no street."""
        around = self._look_around(text, hit)
        if any(is_capital(token.text) for token in (*around.before[:1], *around.after[:1])):
            return False
        if around.opens_sentence(Token(hit.start, hit.end, hit.word, "")):
            return False
        return not is_named_after(text, hit.start, hit.end)

    def _look_around(self, text: str, hit: Hit) -> Surroundings:
        return Surroundings(
            text, chain_before(text, hit.start), chain_after(text, hit.end), self._sentence_start(hit.start)
        )


def _starts_within(hits: Sequence[Hit], found: Found) -> list[int]:
    first = bisect_left(hits, found.start, key=lambda hit: hit.start)
    last = bisect_left(hits, found.end, key=lambda hit: hit.start)
    return [hit.start for hit in hits[first:last]]


def _grade(found: Found, distance: int) -> Found:
    total = found.distance + distance
    rule = TYPO if total and found.rule == FULL else found.rule
    return found._replace(rule=rule, distance=total, confidence=round(CONFIDENCE[rule] - 0.05 * total, 2))


def _first_of(token: Token, further: list[Token]) -> int:
    return further[0].start if further and hyphenates(further[0].gap) else token.start


def _same_patronymic(written: str, listed: str) -> bool:
    """A patronymic agrees where the beginnings do: endings are cases, spellings differ."""
    key = fold(written)
    length = max(3, min(len(key), len(listed)) - 4)
    return key[:length] == listed[:length]


def _match_initials(
    aliases: list[PersonAlias], start: int, end: int, tokens: list[Token], *, turned: bool = False
) -> Found | None:
    """`M. K. Surname`, `Surname M.K.`: the first letters agree with the first name, and with the patronymic."""
    letters = [token for token in tokens if len(token.text) <= 2 and is_capital(token.text)][:2]
    ordered = letters if turned else letters[::-1]
    for alias in aliases:
        if not alias.initial or not _same_initial(ordered[0].text, alias.initial):
            continue
        if len(ordered) > 1 and alias.patronymic and not _same_initial(ordered[1].text, alias.patronymic):
            continue
        first = min(start, *(token.start for token in letters))
        last = max(end, *(token.end for token in letters))
        return Found(first, last, alias.subject, INITIALS, alias.text, 0, CONFIDENCE[INITIALS])
    return None


_SAME_INITIALS = frozenset(("ie", "ei", "kh", "hk", "zj", "jz", "gj", "dj", "kq", "ck", "cs"))


def _same_initial(written: str, listed: str) -> bool:
    one, other = spell(written).lower(), listed.lower()
    return bool(one) and (one[0] == other[0] or one[0] + other[0] in _SAME_INITIALS)


def _pick_misspelt(aliases: list[PersonAlias], word: str) -> tuple[PersonAlias | None, int]:
    """The person of that surname whose first name is one slip away from `word`."""
    from diffing.names.inflection import guess_names

    singular, _ = guess_names(word, spell(word))
    for alias in aliases:
        for given in alias.givens:
            for guess in singular:
                if len(guess) > 4 and guess[0] == given[0]:
                    distance = measure_distance(guess, given)
                    if distance:
                        return alias, distance
    return None, 0


def _choose_namesake(aliases: list[PersonAlias], position: int, anchors: list[tuple[int, str]]) -> PersonAlias:
    """Of several people with one surname, the one named in full last before; else the first named after."""
    by_subject = {alias.subject: alias for alias in aliases}
    if len(by_subject) > 1:
        before = [subject for start, subject in anchors if start < position and subject in by_subject]
        after = [subject for start, subject in anchors if start > position and subject in by_subject]
        chosen = before[-1:] or after[:1]
        if chosen:
            return by_subject[chosen[0]]
    return aliases[0]

"""What is wrong with a watch list, told before it fails in silence: each alias must find itself.

Used by `defenderwatch validate`. An error is a list that cannot work; a warning is one that will disappoint.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from config.declarations import Subject, SubjectKind, WatchList
from diffing.mentions import Matcher
from diffing.names.folding import fold, is_cyrillic
from diffing.names.people import read_person_name
from diffing.names.tokens import WORD
from diffing.names.words import COMMON_WORDS, GIVEN_NAMES

_RUSSIAN_FRAMES = ("Об этом сказал {}.", "В деле упомянут {}, и дело закрыто.")
_KAZAKH_FRAMES = ("Бұл туралы {} айтты.",)
_ENGLISH_FRAMES = ("This was said by {}.", "The case of {}, and the case is closed.")
_KAZAKH_LETTERS = frozenset("әғқңөұүһі")
_KAZAKH_SUFFIXES = ("ның", "ға", "ды", "дан", "мен")
_RUSSIAN_SUFFIXES = ("а", "у", "ом")
_HARD_CONSONANTS = frozenset("бвгдзклмнпрстфх")


def prove_watch_lists(watch_lists: Sequence[WatchList]) -> tuple[list[str], list[str]]:
    """(warnings, errors) in words for an operator; both empty where every alias finds itself, and only its own."""
    matcher = Matcher(watch_lists)
    warnings: list[str] = []
    errors: list[str] = []
    for subject in matcher.subjects.values():
        errors += _find_impossible(subject)
        warnings += _find_common(subject)
        warnings += _find_unproved(matcher, subject)
    warnings += _find_twins(matcher)
    errors += _find_orphans(watch_lists)
    return warnings, errors


def prove_alias(matcher: Matcher, subject: str, alias: str, *, country: str | None = None) -> bool:
    """Whether an alias, put into a plain sentence, is found as its subject."""
    return any(
        mention.subject == subject
        for frame in choose_frames(alias)
        for mention in matcher.find(frame.format(alias), country=country)
    )


def choose_frames(alias: str) -> tuple[str, ...]:
    """Plain sentences in the language that the letters of an alias suggest."""
    if not is_cyrillic(alias):
        return _ENGLISH_FRAMES
    return _KAZAKH_FRAMES if is_kazakh(alias) else _RUSSIAN_FRAMES


def is_kazakh(alias: str) -> bool:
    """Whether an alias holds a letter that Kazakh has and Russian has not."""
    return not _KAZAKH_LETTERS.isdisjoint(alias.lower())


def inflect_roughly(alias: str) -> Iterator[str]:
    """A few inflected forms of a Cyrillic name that ends in a hard consonant, as a reader would write them."""
    if is_cyrillic(alias) and alias[-1] in _HARD_CONSONANTS:
        for suffix in _KAZAKH_SUFFIXES if is_kazakh(alias) else _RUSSIAN_SUFFIXES:
            yield alias + suffix


def _spellings(subject: Subject) -> list[str]:
    names = [] if subject.code else [subject.name]
    return [*names, *(alias.text for alias in subject.aliases)]


def _find_impossible(subject: Subject) -> Iterator[str]:
    for alias in _spellings(subject):
        letters = sum(map(len, WORD.findall(alias)))
        if letters == 0:
            yield f"{subject.id}: alias {alias!r} can never match: it holds no letter"
        elif letters == 1:
            yield f"{subject.id}: alias {alias!r} is one letter long"
    if subject.kind is SubjectKind.LAW and bool(subject.code) != bool(subject.article):
        yield f"{subject.id}: a law with a code needs an article, and an article needs a code"


def _find_common(subject: Subject) -> Iterator[str]:
    for alias in _spellings(subject):
        words = WORD.findall(alias)
        if len(words) != 1 or any(each.text == alias and each.match == "exact" for each in subject.aliases):
            continue
        if fold(words[0]) in COMMON_WORDS:
            yield f"{subject.id}: alias {alias!r} is a common word and will be found in many texts"
        elif subject.kind is SubjectKind.DEFENDER and fold(words[0]) in GIVEN_NAMES:
            yield f"{subject.id}: alias {alias!r} is a first name only and will be found for other people"


def _find_unproved(matcher: Matcher, subject: Subject) -> Iterator[str]:
    for alias in _spellings(subject):
        if not prove_alias(matcher, subject.id, alias, country=subject.country):
            yield f"{subject.id}: alias {alias!r} {_explain_unproved(matcher, subject, alias)}"
            continue
        exact = any(each.text == alias and each.match == "exact" for each in subject.aliases)
        if subject.kind is SubjectKind.DEFENDER and not exact and " " in alias:
            missed = [form for form in inflect_roughly(alias) if not prove_alias(matcher, subject.id, form)]
            if missed:
                yield f"{subject.id}: alias {alias!r} is not found as {missed[0]!r}"


def _explain_unproved(matcher: Matcher, subject: Subject, alias: str) -> str:
    """Why an alias does not find itself: somebody else is found, or its own `not_near` silences it."""
    frames = [frame.format(alias) for frame in choose_frames(alias)]
    others = {mention.subject for frame in frames for mention in matcher.find(frame, country=subject.country)}
    if others:
        return f"is found as {', '.join(sorted(others))} instead"
    if subject.not_near and not subject.code:
        free = WatchList(name="alone", subjects=(subject.model_copy(update={"not_near": ()}),))
        if prove_alias(Matcher([free]), subject.id, alias, country=subject.country):
            return f"is silenced by a word of its own not_near in a plain sentence: {frames[0]}"
    return "does not find itself in a plain sentence"


def _find_twins(matcher: Matcher) -> Iterator[str]:
    """Two subjects that one spelling means."""
    owners: dict[tuple[str, ...], set[str]] = defaultdict(set)
    surnames: dict[str, set[str]] = defaultdict(set)
    for subject in matcher.subjects.values():
        for alias in _spellings(subject):
            owners[_key(alias)].add(subject.id)
            name = read_person_name(subject.id, alias) if subject.kind is SubjectKind.DEFENDER else None
            if name and subject.distinctive:
                surnames[name.surnames[0]].add(subject.id)
    for group in _groups(owners.values()):
        yield f"{', '.join(group)}: cannot be told apart, they share a spelling"
    for group in _groups(surnames.values()):
        yield f"{', '.join(group)}: all are distinctive with one surname; alone it will mean none of them"


def _key(alias: str) -> tuple[str, ...]:
    return tuple(sorted(fold(word) for word in WORD.findall(alias)))


def _groups(sets: Iterable[set[str]]) -> list[list[str]]:
    return [list(group) for group in sorted({tuple(sorted(each)) for each in sets if len(each) > 1})]


def _find_orphans(watch_lists: Sequence[WatchList]) -> Iterator[str]:
    codes = {code.id for watch_list in watch_lists for code in watch_list.codes}
    for watch_list in watch_lists:
        if not watch_list.subjects:
            yield f"watch list {watch_list.name}: it has no subjects"
        for subject in watch_list.subjects:
            if subject.code and subject.code not in codes:
                yield f"{subject.id}: code {subject.code!r} is not declared under codes"

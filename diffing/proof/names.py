"""What is wrong with a watch list, told before it fails in silence: each spelling must find itself, in its cases.

Used by `defenderwatch validate`. An error is a list that cannot work; a warning is one that will disappoint.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from config.declarations import Alias, Subject, SubjectKind, WatchList
from diffing.mentions import Matcher
from diffing.names.cases import decline
from diffing.names.folding import fold, is_cyrillic
from diffing.names.generic_names import find_home
from diffing.names.people import read_person_name
from diffing.names.tokens import LONGEST_WORD, WORD
from diffing.names.words import COMMON_WORDS, GIVEN_NAMES
from diffing.proof.laws import find_dead_articles

_RUSSIAN_FRAMES = ("Об этом сказал {}.", "В деле упомянут {}, и дело закрыто.")
_KAZAKH_FRAMES = ("Бұл туралы {} айтты.",)
_ENGLISH_FRAMES = ("This was said by {}.", "The case of {}, and the case is closed.")
_KAZAKH_LETTERS = frozenset("әғқңөұүһі")
_TOLD_FORMS = 3


class Flaw(NamedTuple):
    """Something wrong with a subject, or with one of its spellings."""

    subject: str
    alias: str | None
    message: str

    def __str__(self) -> str:
        return f"{self.subject}: " + (f"alias {self.alias!r} {self.message}" if self.alias else self.message)


def prove_watch_lists(watch_lists: Sequence[WatchList]) -> tuple[list[Flaw], list[Flaw]]:
    """(warnings, errors) for an operator; both empty where every spelling finds itself, and only its own."""
    matcher = Matcher(watch_lists)
    warnings: list[Flaw] = []
    errors: list[Flaw] = []
    codes = {code.id: code for watch_list in watch_lists for code in watch_list.codes}
    for subject in matcher.subjects.values():
        impossible = list(_find_impossible(subject))
        errors += impossible
        warnings += _find_common(subject)
        warnings += _find_unproved(matcher, subject, {flaw.alias for flaw in impossible})
        errors += (Flaw(subject.id, None, message) for message in find_dead_articles(matcher, subject, codes))
    warnings += _find_twins(matcher)
    errors += _find_orphans(watch_lists, codes)
    return warnings, errors


def prove_alias(matcher: Matcher, subject: str, alias: str, *, country: str | None = None) -> bool:
    """Whether an alias, put into a plain sentence, is found as its subject."""
    return any(
        mention.subject == subject
        for frame in choose_frames(alias)
        for mention in matcher.find(frame.format(alias), country=country)
    )


def prove_forms(matcher: Matcher, subject: str, forms: Sequence[str], *, country: str | None = None) -> list[str]:
    """Those of the forms that are not found whole, each in a plain sentence of its own; all in one look."""
    text, places = "", []
    for form in forms:
        before, _, after = choose_frames(form)[0].partition("{}")
        places.append((len(text) + len(before), len(text) + len(before) + len(form.rstrip("s").rstrip("’'"))))
        text += f"{before}{form}{after}\n\n"
    found = [each for each in matcher.find(text, country=country) if each.subject == subject]
    starts = {each.start: each.end for each in found}
    return [form for form, (start, end) in zip(forms, places, strict=True) if starts.get(start, 0) < end]


def choose_frames(alias: str) -> tuple[str, ...]:
    """Plain sentences in the language that the letters of an alias suggest."""
    if not is_cyrillic(alias):
        return _ENGLISH_FRAMES
    return _KAZAKH_FRAMES if is_kazakh(alias) else _RUSSIAN_FRAMES


def is_kazakh(alias: str) -> bool:
    """Whether an alias holds a letter that Kazakh has and Russian has not."""
    return not _KAZAKH_LETTERS.isdisjoint(alias.lower())


def inflect_roughly(alias: str) -> Iterator[str]:
    """The forms of a name as a reader would write them, in the languages that its letters suggest."""
    yield from decline(alias, None)


def _spellings(subject: Subject) -> list[Alias]:
    names = [] if subject.code else [Alias(text=subject.name)]
    return [*names, *subject.aliases]


def _find_impossible(subject: Subject) -> Iterator[Flaw]:
    for alias in _spellings(subject):
        words = WORD.findall(alias.text)
        letters = sum(map(len, words))
        if letters == 0:
            yield Flaw(subject.id, alias.text, "can never match: it holds no letter")
        elif letters == 1:
            yield Flaw(subject.id, alias.text, "can never match: it is one letter long")
        elif max(map(len, words)) > LONGEST_WORD:
            yield Flaw(subject.id, alias.text, f"can never match: it has a word of more than {LONGEST_WORD} letters")
    if subject.kind is SubjectKind.LAW and bool(subject.code) != bool(subject.article):
        yield Flaw(subject.id, None, "a law with a code needs an article, and an article needs a code")


def _find_common(subject: Subject) -> Iterator[Flaw]:
    for alias in _spellings(subject):
        words = WORD.findall(alias.text)
        if len(words) != 1 or alias.match == "exact":
            continue
        if fold(words[0]) in COMMON_WORDS:
            yield Flaw(subject.id, alias.text, "is a common word and will be found in many texts")
        elif subject.kind is SubjectKind.DEFENDER and fold(words[0]) in GIVEN_NAMES:
            yield Flaw(subject.id, alias.text, "is a first name only and will be found for other people")


def _find_unproved(matcher: Matcher, subject: Subject, impossible: set[str | None]) -> Iterator[Flaw]:
    home = subject.country or find_home(alias.text for alias in _spellings(subject))
    for alias in _spellings(subject):
        if alias.text in impossible:
            continue
        declined = decline(alias.text, alias.language) if _has_cases(subject, alias) else {}
        missed = prove_forms(matcher, subject.id, [alias.text, *declined], country=home)
        if alias.text in missed and not prove_alias(matcher, subject.id, alias.text, country=home):
            yield Flaw(subject.id, alias.text, _explain_unproved(matcher, subject, alias.text))
        elif declined and missed:
            forms = [f"{form!r} ({declined[form]})" for form in missed if form in declined]
            if forms:
                more = f" and {len(forms) - _TOLD_FORMS} more" if len(forms) > _TOLD_FORMS else ""
                yield Flaw(subject.id, alias.text, f"is not found as {', '.join(forms[:_TOLD_FORMS])}{more}")


def _has_cases(subject: Subject, alias: Alias) -> bool:
    return subject.kind is SubjectKind.DEFENDER and alias.match != "exact" and " " in alias.text.strip()


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


def _find_twins(matcher: Matcher) -> Iterator[Flaw]:
    """Two subjects that one spelling means."""
    owners: dict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
    surnames: dict[str, dict[str, str]] = defaultdict(dict)
    for subject in matcher.subjects.values():
        for alias in _spellings(subject):
            owners[_key(alias.text)].setdefault(subject.id, alias.text)
            name = read_person_name(subject.id, alias.text) if subject.kind is SubjectKind.DEFENDER else None
            if name and subject.distinctive:
                surnames[name.surnames[0]].setdefault(subject.id, alias.text)
    for group, _ in _groups(owners.values()):
        yield Flaw(", ".join(group), None, "cannot be told apart, they share a spelling")
    for group, _ in _groups(surnames.values()):
        yield Flaw(", ".join(group), None, "all are distinctive with one surname; alone it will mean none of them")


def _key(alias: str) -> tuple[str, ...]:
    return tuple(sorted(fold(word) for word in WORD.findall(alias)))


def _groups(owners: Iterable[Mapping[str, str]]) -> list[tuple[tuple[str, ...], str]]:
    """The ids that share something, and one spelling of it."""
    return sorted({tuple(sorted(each)): next(iter(each.values())) for each in owners if len(each) > 1}.items())


def _find_orphans(watch_lists: Sequence[WatchList], codes: Mapping[str, object]) -> Iterator[Flaw]:
    for watch_list in watch_lists:
        if not watch_list.subjects:
            yield Flaw(f"watch list {watch_list.name}", None, "it has no subjects")
        for subject in watch_list.subjects:
            if subject.code and subject.code not in codes:
                yield Flaw(subject.id, None, f"code {subject.code!r} is not declared under codes")

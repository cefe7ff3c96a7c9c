"""The watch lists as look-ups: what each word of a text may be part of."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from config.declarations import Alias, Subject, SubjectKind, WatchList
from diffing.laws.naming import vary_law_name
from diffing.laws.watching import LawIndex
from diffing.names.folding import fold, learn_words, spell
from diffing.names.generic_names import find_home
from diffing.names.people import NameClue, PersonAlias, read_person_name
from diffing.names.people_index import PeopleIndex
from diffing.names.phrases import BEGINNING, Phrase, PhraseIndex, find_phrase, read_phrase
from diffing.names.short_names import read_short_name
from diffing.names.tokens import LONGEST_WORD, WORD, form_length, is_capital

_CACHED_WORDS = 1 << 18
"""Words remembered; a text in three languages holds some ten thousand different ones."""


class WordClue(NamedTuple):
    """What one word of a text may be part of."""

    length: int  # without the marks and the possessive that trail it
    name: NameClue | None
    phrases: tuple[Phrase, ...]
    laws: tuple[Phrase, ...]
    exact: tuple[tuple[str, str, int], ...]  # subject, alias, offset of the word in the alias


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """A hundred thousand names are millions of small objects that all stay: looking for garbage doubles the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class WatchedWords:
    """All indexes of the watch lists, and a bounded memory of words already read. Holds no text."""

    def __init__(self, watch_lists: Sequence[WatchList]) -> None:
        """An empty watch list is no error: then no word means anything."""
        with _without_garbage_collection():
            self._build(watch_lists)

    def _build(self, watch_lists: Sequence[WatchList]) -> None:
        self.subjects = _merge_subjects(watch_lists)
        subjects = self.subjects.values()
        codes = {code.id: code for watch_list in reversed(watch_lists) for code in watch_list.codes}
        self.people = PeopleIndex.build(_read_people(subjects))
        others = [subject for subject in subjects if subject.kind is not SubjectKind.DEFENDER]
        self.phrases = PhraseIndex.build(_read_phrases(others))
        self.laws = LawIndex(subjects, codes.values())
        self.short_names = _read_short_names(others)
        self.homes = _read_homes(others)
        self.distinctive = frozenset(each.id for each in subjects if each.distinctive)
        self._law_phrases = PhraseIndex.build(self.laws.phrases)
        self._exact = _index_exact(subjects)
        self.not_near = {each.id: _read_not_near(each) for each in subjects if each.not_near}
        self._beginnings = self.phrases.beginnings | self._law_phrases.beginnings
        self._literal = {*self._exact, *self.phrases.by_acronym, *self._law_phrases.by_acronym}
        self._known: set[str] = set()  # words already read
        self._clues: dict[str, WordClue] = {}  # those of them that may be part of something

    def read_words(self, words: set[str]) -> dict[str, WordClue]:
        """Those of a text's words that may be part of something. New words are folded all at once."""
        new = words - self._known
        if len(self._known) + len(new) > _CACHED_WORDS:
            self._known.clear()
            self._clues.clear()
            new = words
        if new:
            clues = ((word, self._read_word(word)) for word in self._pick_telling(new))
            self._clues.update((word, clue) for word, clue in clues if clue is not None)
            self._known |= new
        return {word: self._clues[word] for word in words & self._clues.keys()}

    def read_kazakh_latin(self, words: set[str]) -> dict[str, WordClue]:
        """The same for words in plain Latin letters of a Kazakh text, which may bear its endings."""
        capital = (word for word in words if word.isascii() and is_capital(word) and len(word) <= LONGEST_WORD)
        names = ((word, self.people.read_kazakh_latin(spell(word))) for word in capital)
        return {word: WordClue(len(word), name, (), (), ()) for word, name in names if name}

    def _pick_telling(self, words: set[str]) -> list[str]:
        """Of new words those that may mean something: few of them that are not capitalised; cheap."""
        small = [word for word in words if not is_capital(word)]
        telling = list(words.difference(small))
        if self._beginnings:  # else only people are listed, and no small word needs to be folded
            learn_words(words)
            telling += [word for word in small if fold(word)[:BEGINNING] in self._beginnings or word in self._literal]
        else:
            learn_words(telling)
            telling += self._literal.intersection(small)
        return [word for word in telling if len(word) <= LONGEST_WORD]

    def read_name(self, word: str) -> NameClue | None:
        """What a word may be part of, as a name of a person; also one that is not capitalised."""
        if is_capital(word):
            clue = self.read_words({word}).get(word)
            return clue.name if clue else None
        return self._read_name(word, form_length(word))[0] if len(word) <= LONGEST_WORD else None

    def _read_name(self, word: str, length: int) -> tuple[NameClue | None, int]:
        """The clue, and how much of the word is the name."""
        form = word[:length]
        key = fold(form)
        name = self.people.read_word(form, spell(form)) if key and self.people.may_be(form, key) else None
        if name is None and length < len(word):  # the apostrophe may stand inside the name: `Mar'yam`
            name = self.people.read_word(word, spell(word))
            length = len(word) if name else length
        return name, length

    def _read_word(self, word: str) -> WordClue | None:
        length = form_length(word)
        form = word[:length]
        key = fold(form)
        name, length = self._read_name(word, length) if is_capital(word) else (None, length)
        phrases = self.phrases.read_word(form, key)
        laws = self._law_phrases.read_word(form, key)
        exact = self._exact.get(form, ())
        if name or phrases or laws or exact:
            return WordClue(length, name, phrases, laws, tuple(exact))
        return None

    def is_unwanted(self, subject: str, sentence: str) -> bool:
        """Whether a word of the subject's `not_near` stands in the sentence."""
        return any(hit for phrase in self.not_near.get(subject, ()) for hit in find_phrase(sentence, phrase))


def _merge_subjects(watch_lists: Sequence[WatchList]) -> dict[str, Subject]:
    """The subjects of all lists; one that stands in several keeps the aliases of each."""
    merged: dict[str, Subject] = {}
    for watch_list in watch_lists:
        for subject in watch_list.subjects:
            known = merged.get(subject.id)
            if known is None:
                merged[subject.id] = subject
            elif known != subject:
                more = (*known.aliases, Alias(text=subject.name), *subject.aliases)
                merged[subject.id] = known.model_copy(update={"aliases": tuple(dict.fromkeys(more))})
    return merged


def _read_not_near(subject: Subject) -> list[Phrase]:
    return [phrase for phrase in (read_phrase(subject.id, words) for words in subject.not_near) if phrase]


def _spellings(subject: Subject) -> list[str]:
    """The name and the aliases that may be inflected; of an article only the aliases, its name is a title."""
    names = [] if subject.code and subject.article else [subject.name]
    if not subject.aliases:
        return names
    return list(dict.fromkeys([*names, *(alias.text for alias in subject.aliases if alias.match != "exact")]))


def _read_people(subjects: Iterable[Subject]) -> Iterable[PersonAlias]:
    people = (subject for subject in subjects if subject.kind is SubjectKind.DEFENDER)
    names = [
        (each.id, text) for each in people for text in (_spellings(each) if each.aliases or each.code else (each.name,))
    ]
    learn_words(set(" ".join(text for _, text in names).split()))
    aliases = (read_person_name(subject, text) for subject, text in names)
    return (alias for alias in aliases if alias)


def _read_phrases(subjects: Iterable[Subject]) -> Iterable[Phrase]:
    for subject in subjects:
        for text in _spellings(subject):
            for name in vary_law_name(text) if subject.kind is SubjectKind.LAW else (text,):
                phrase = read_phrase(subject.id, name, capital=subject.kind is SubjectKind.ORGANISATION)
                if phrase:
                    yield phrase._replace(text=text)


def _read_short_names(subjects: Iterable[Subject]) -> dict[str, list[Phrase]]:
    short: dict[str, list[Phrase]] = {}
    for subject in subjects:
        if subject.kind is SubjectKind.ORGANISATION:
            names = (read_short_name(subject.id, text) for text in _spellings(subject))
            distinct = {phrase.words: phrase for phrase in names if phrase}
            short[subject.id] = list(distinct.values())
    return short


def _read_homes(subjects: Iterable[Subject]) -> dict[str, str]:
    """The countries of organisations, where they are told or one of their names tells it."""
    organisations = [subject for subject in subjects if subject.kind is SubjectKind.ORGANISATION]
    homes = ((subject.id, subject.country or find_home(_spellings(subject))) for subject in organisations)
    return {subject: home for subject, home in homes if home}


def _index_exact(subjects: Iterable[Subject]) -> dict[str, list[tuple[str, str, int]]]:
    index: dict[str, list[tuple[str, str, int]]] = {}
    for subject in subjects:
        for alias in subject.aliases:
            match = WORD.search(alias.text) if alias.match == "exact" else None
            if match:
                index.setdefault(match[0], []).append((subject.id, alias.text, match.start()))
    return index

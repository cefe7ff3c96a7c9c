"""Whom and what a text speaks of: the one door to names, organisations and laws."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, Protocol, TypeVar

from config.declarations import Alias, Code, Subject, SubjectKind, WatchList
from diffing.laws.binding import CodeHit
from diffing.laws.places import INTERNATIONAL, is_filler, read_country
from diffing.laws.watching import LawIndex, read_country_beside
from diffing.names.folding import spell
from diffing.names.matching import PeopleFinder
from diffing.names.organisations import (
    SHORT,
    TOLD,
    find_told_acronyms,
    find_words,
    is_expanded_otherwise,
    is_other_word,
    shorten_name,
)
from diffing.names.people import NameClue, PeopleIndex, PersonAlias, read_person_name
from diffing.names.phrases import Phrase, PhraseHit, PhraseIndex, match_phrase, read_phrase, read_stems
from diffing.names.rules import Found, Hit
from diffing.names.tokens import LONGEST_WORD, WORD, form_length, is_capital
from diffing.text import Span, paragraphs, sentences
from storage.records import Mention, Place

OUTSIDE_RULE = "outside article"
OUTSIDE_TRUST = 0.4
_CACHED_WORDS = 1 << 18


class WordClue(NamedTuple):
    """What one word of a text may be part of."""

    length: int  # without the marks and the possessive that trail it
    name: NameClue | None
    phrases: tuple[Phrase, ...]
    laws: tuple[Phrase, ...]
    exact: tuple[tuple[str, str, int], ...]  # subject, alias, offset of the word in the alias


class Matcher:
    """Finds the subjects of watch lists in texts. Built once, used for many texts; holds no text."""

    def __init__(self, watch_lists: Sequence[WatchList]) -> None:
        """An empty watch list is no error: nothing is found."""
        self.subjects = _merge_subjects(watch_lists)
        codes = {code.id: code for watch_list in reversed(watch_lists) for code in watch_list.codes}
        self._people = PeopleIndex.build(_read_people(self.subjects.values()))
        self._phrases = PhraseIndex.build(_read_phrases(self.subjects.values()))
        self._laws = LawIndex(self.subjects.values(), codes.values())
        self._law_phrases = PhraseIndex.build(self._laws.phrases)
        self._exact = _index_exact(self.subjects.values())
        self._short = _read_short_names(self.subjects.values())
        self._distinctive = frozenset(each.id for each in self.subjects.values() if each.distinctive)
        self._not_near = {
            subject.id: [phrase for phrase in (read_phrase(subject.id, words) for words in subject.not_near) if phrase]
            for subject in self.subjects.values()
            if subject.not_near
        }
        self._cache: dict[str, WordClue | None] = {}

    def find(
        self,
        text: str,
        *,
        country: str | None = None,
        language: str | None = None,  # noqa: ARG002 - the tables of all languages are tried: pages mix them
        title: str | None = None,
        outside: str = "",
    ) -> list[Mention]:
        """The mentions in a text and its title, sorted by place and start.

        `country` is where the source's bare codes belong (`ст. 274 УК`). A full name in the title licenses
        surnames in the text. Subjects that only stand in `outside`, the rest of the page, are told with little trust.
        """
        pages = [_Page(self, text, Place.TEXT, country)]
        if title:
            pages.append(_Page(self, title, Place.TITLE, country))
        found = _find_together(pages)
        if outside:
            known = {mention.subject for mention in found}
            rest = _find_together([_Page(self, outside, Place.OUTSIDE, country)])
            found += [_distrust(mention) for mention in rest if mention.subject not in known]
        return found

    # ------------------------------------------------------------------ words
    def read_word(self, word: str) -> WordClue | None:
        """What a word may be part of, None for nearly all words. Remembered, within bounds."""
        try:
            return self._cache[word]
        except KeyError:
            if len(self._cache) >= _CACHED_WORDS:
                self._cache.clear()
            clue = self._read_word(word) if len(word) <= LONGEST_WORD else None
            if len(word) <= LONGEST_WORD:
                self._cache[word] = clue
            return clue

    def read_name(self, word: str) -> NameClue | None:
        """What a word may be part of, as a name of a person."""
        clue = self.read_word(word)
        return clue.name if clue else None

    def _read_word(self, word: str) -> WordClue | None:
        length = form_length(word)
        form = word[:length]
        sounds = spell(form)
        name = self._people.read_word(form, sounds) if sounds else None
        if name is None and length < len(word):  # the apostrophe may stand inside the name: `Mar'yam`
            name = self._people.read_word(word, spell(word))
            length = len(word) if name else length
        phrases = self._phrases.read_word(form)
        laws = self._law_phrases.read_word(form)
        exact = self._exact.get(form, ())
        if name or phrases or laws or exact:
            return WordClue(length, name, phrases, laws, tuple(exact))
        return None

    # ------------------------------------------------------------------ what a page needs
    def make_finder(self, sentence_start: Callable[[int], int]) -> PeopleFinder:
        """A finder of people for one text."""
        return PeopleFinder(self._people, self._distinctive, self.read_name, sentence_start)

    @property
    def laws(self) -> LawIndex:
        """The codes and articles of the watch lists."""
        return self._laws

    @property
    def short_names(self) -> dict[str, dict[str, str]]:
        """For each organisation, its short names and the alias each comes from."""
        return self._short

    def is_unwanted(self, subject: str, sentence: str) -> bool:
        """Whether a word of the subject's `not_near` stands in the sentence."""
        return any(hit for phrase in self._not_near.get(subject, ()) for hit in _find_phrase(sentence, phrase))


class _Page:
    """One string of a page: its hits, its sentences, what is found in it."""

    def __init__(self, matcher: Matcher, text: str, place: Place, country: str | None) -> None:
        self.matcher = matcher
        self.text = text
        self.place = place
        self.country = country
        self._sentences: list[Span] | None = None
        self.names: list[Hit] = []
        self.phrase_hits: list[PhraseHit] = []
        self.law_hits: list[PhraseHit] = []
        self.exact: list[Found] = []
        self._scan()
        self.finder = matcher.make_finder(lambda position: self.sentence(position).start)

    def _scan(self) -> None:
        read_word = self.matcher.read_word
        for match in WORD.finditer(self.text):
            clue = read_word(match[0])
            if clue is not None:
                self._take(match.start(), match[0], clue)

    def _take(self, start: int, word: str, clue: WordClue) -> None:
        text, end = self.text, start + clue.length
        if clue.name and is_capital(word):
            self.names.append(Hit(start, end, word[: clue.length], clue.name))
        for phrase in clue.phrases:
            hit = match_phrase(text, phrase, start, end, _may_be_skipped)
            if hit:
                self.phrase_hits.append(hit)
        for phrase in clue.laws:
            hit = match_phrase(text, phrase, start, end, _may_be_skipped)
            if hit:
                self.law_hits.append(hit)
        for subject, alias, offset in clue.exact:
            first = start - offset
            if first >= 0 and text.startswith(alias, first) and _stands_alone(text, first, first + len(alias)):
                self.exact.append(Found(first, first + len(alias), subject, "exact spelling", alias, 0, 0.95))

    # ------------------------------------------------------------------ sentences
    @property
    def sentences(self) -> list[Span]:
        if self._sentences is None:
            self._sentences = sentences(self.text)
        return self._sentences

    def sentence(self, position: int) -> Span:
        place = bisect_right(self.sentences, position, key=lambda span: span.start) - 1
        return self.sentences[place] if place >= 0 else Span(position, position)

    # ------------------------------------------------------------------ organisations, terms, named laws
    def find_phrases(self) -> list[Found]:
        found = list(self.exact)
        for hit in self.phrase_hits:
            subject = self.matcher.subjects[hit.phrase.owner]
            if not self._is_vetoed(hit, subject):
                acronym = len(hit.phrase.words) == 1 and hit.phrase.acronyms[0]
                rule = "acronym" if acronym else f"name of the {subject.kind}"
                found.append(Found(hit.start, hit.end, subject.id, rule, hit.phrase.text, 0, 0.9 if acronym else 0.97))
        found = _keep_longest(found)
        return self._drop_other_expansions(found) + self._find_told(found)

    def _is_vetoed(self, hit: PhraseHit, subject: Subject) -> bool:
        if "@" in (self.text[hit.end : hit.end + 1], self.text[max(0, hit.start - 1) : hit.start]):
            return True  # an address
        if subject.kind is SubjectKind.LAW:
            named, _ = read_country_beside(self.text, hit.start, hit.end)
            own = subject.country
            if own is None or own in INTERNATIONAL:
                return False
            return (named or self.country or own) != own
        if subject.kind is SubjectKind.ORGANISATION and len(hit.phrase.words) == 1 and not hit.phrase.acronyms[0]:
            return is_other_word(self.text, hit)
        return False

    def _drop_other_expansions(self, found: list[Found]) -> list[Found]:
        full: dict[str, set[int]] = defaultdict(set)
        for each in found:
            full[each.subject].update((each.start, each.end))
        barred = {
            self.text[each.start : each.end]
            for each in found
            if _is_short(self.text, each) and is_expanded_otherwise(self.text, each.start, each.end, full[each.subject])
        }
        return [each for each in found if self.text[each.start : each.end] not in barred]

    def _find_told(self, found: list[Found]) -> list[Found]:
        """Acronyms and short names that count because the full name stands on the page."""
        full = [each for each in found if not _is_short(self.text, each)]
        organisations = [each for each in full if self.matcher.subjects[each.subject].kind is SubjectKind.ORGANISATION]
        if not organisations:
            return []
        told = {word: (each, TOLD) for word, each in find_told_acronyms(self.text, organisations).items()}
        for each in organisations:
            for word in self.matcher.short_names.get(each.subject, ()):
                told.setdefault(word, (each, SHORT))
        extra = []
        for start, end, word in find_words(self.text, told):
            each, rule = told[word]
            phrase = read_phrase(each.subject, word)
            if rule is SHORT and phrase and is_other_word(self.text, PhraseHit(start, end, phrase)):
                continue
            extra.append(Found(start, end, each.subject, rule, each.alias, 0, 0.8))
        occupied = {place for each in found for place in range(each.start, each.end)}
        return [each for each in extra if each.start not in occupied and self.text[each.end : each.end + 1] != "@"]

    # ------------------------------------------------------------------ articles of codes
    def read_codes(self) -> list[CodeHit]:
        """The codes named in this string; nothing is read where none of them can be tracked."""
        laws = self.matcher.laws
        if not any(laws.owns(hit.phrase) for hit in self.law_hits):
            return []
        return laws.read_hits(self.text, self.law_hits, self.country)

    def find_articles(self, page_code: CodeHit | None) -> list[Found]:
        """The tracked articles cited. `page_code` is the code that the page's title names: its text may be the page."""
        codes = self.read_codes()
        if not codes and page_code is None:
            return []
        laws, found = self.matcher.laws, []
        for paragraph in paragraphs(self.text):
            inside = _cut(codes, paragraph)
            if any(code.code for code in inside):
                found += laws.find_articles(self.text, paragraph, inside, _cut(self.sentences, paragraph))
            elif page_code and not inside:
                found += laws.find_heading(self.text, paragraph, page_code)
        return [Found(*each[:3], each.rule, "", 0, each.confidence) for each in found]


class _Placed(Protocol):
    """Anything that has a place."""

    @property
    def start(self) -> int: ...


_P = TypeVar("_P", bound=_Placed)


def _cut(placed: Sequence[_P], span: Span) -> Sequence[_P]:
    """Those that begin inside a span; `placed` is in order."""
    first = bisect_left(placed, span.start, key=lambda each: each.start)
    return placed[first : bisect_left(placed, span.end, key=lambda each: each.start)]


def _find_together(pages: Sequence[_Page]) -> list[Mention]:
    """The mentions of the strings of one page: a full name in one licenses surnames in the others."""
    full = [page.finder.find_full(page.text, page.names) for page in pages]
    licensed = {each.subject for found, _ in full for each in found}
    title_code = next((_only_code(page) for page in pages if page.place is Place.TITLE), None)
    mentions: list[Mention] = []
    for page, (people, rest) in zip(pages, full, strict=True):
        people = people + page.finder.find_licensed(page.text, rest, people, licensed)
        named = _keep_longest(people + page.find_phrases())
        articles = page.find_articles(title_code if page.place is Place.TEXT else None)
        mentions += _tell(page, named, articles)
    return mentions


def _only_code(page: _Page) -> CodeHit | None:
    """The tracked code that a title names, where it names just one."""
    codes = page.read_codes()
    return codes[0] if len(codes) == 1 and codes[0].code else None


def _tell(page: _Page, named: list[Found], articles: list[Found]) -> list[Mention]:
    told: dict[tuple[str, int], Mention] = {}
    for each in (*named, *articles):
        sentence = page.sentence(each.start)
        subject = page.matcher.subjects[each.subject]
        if page.matcher.is_unwanted(each.subject, page.text[sentence.start : sentence.end]):
            continue
        told.setdefault(
            (each.subject, each.start),
            Mention(
                subject=each.subject,
                kind=subject.kind.value,
                start=each.start,
                end=each.end,
                text=page.text[each.start : each.end],
                sentence_start=sentence.start,
                sentence_end=max(sentence.end, each.end),
                rule=each.rule,
                confidence=each.confidence,
                distance=each.distance,
                alias=each.alias or None,
                place=page.place,
            ),
        )
    return sorted(told.values(), key=lambda mention: (mention.start, mention.subject))


def _distrust(mention: Mention) -> Mention:
    from dataclasses import replace

    return replace(mention, rule=OUTSIDE_RULE, confidence=round(mention.confidence * OUTSIDE_TRUST, 2))


def _keep_longest(found: Iterable[Found]) -> list[Found]:
    """Of overlapping finds the longest, then the surest; in order of place."""
    kept: list[Found] = []
    for each in sorted(found, key=lambda each: (each.start, each.start - each.end, -each.confidence)):
        if kept and each.start < kept[-1].end:
            if (each.end - each.start, each.confidence) > (kept[-1].end - kept[-1].start, kept[-1].confidence):
                kept[-1] = each
            continue
        kept.append(each)
    return kept


def _find_phrase(text: str, phrase: Phrase) -> Iterable[PhraseHit]:
    anchor = phrase.stems[phrase.anchor]
    for match in WORD.finditer(text):
        if match[0] == phrase.words[phrase.anchor] or not anchor.isdisjoint(read_stems(match[0])):
            hit = match_phrase(text, phrase, match.start(), match.end())
            if hit:
                yield hit


def _may_be_skipped(word: str) -> bool:
    """Inside the name of a law its country may stand: `закон Республики Казахстан о СМИ`."""
    return is_filler(word) or read_country(word) is not None


def _is_short(text: str, found: Found) -> bool:
    return " " not in text[found.start : found.end]


def _stands_alone(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    return not (before.isalnum() and text[start].isalnum()) and not (after.isalnum() and text[end - 1].isalnum())


# ---------------------------------------------------------------------- reading watch lists
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


def _spellings(subject: Subject) -> list[str]:
    """The name and the aliases that may be inflected; of an article only the aliases, its name is a title."""
    names = [] if subject.code and subject.article else [subject.name]
    return list(dict.fromkeys([*names, *(alias.text for alias in subject.aliases if alias.match != "exact")]))


def _read_people(subjects: Iterable[Subject]) -> Iterable[PersonAlias]:
    for subject in subjects:
        if subject.kind is SubjectKind.DEFENDER:
            for text in _spellings(subject):
                alias = read_person_name(subject.id, text)
                if alias:
                    yield alias


def _read_phrases(subjects: Iterable[Subject]) -> Iterable[Phrase]:
    for subject in subjects:
        if subject.kind is not SubjectKind.DEFENDER:
            for text in _spellings(subject):
                phrase = read_phrase(subject.id, text, capital=subject.kind is SubjectKind.ORGANISATION)
                if phrase:
                    yield phrase


def _read_short_names(subjects: Iterable[Subject]) -> dict[str, dict[str, str]]:
    short: dict[str, dict[str, str]] = {}
    for subject in subjects:
        if subject.kind is SubjectKind.ORGANISATION:
            for text in _spellings(subject):
                word = shorten_name(text)
                if word:
                    short.setdefault(subject.id, {})[word] = text
    return short


def _index_exact(subjects: Iterable[Subject]) -> dict[str, list[tuple[str, str, int]]]:
    index: dict[str, list[tuple[str, str, int]]] = {}
    for subject in subjects:
        for alias in subject.aliases:
            match = WORD.search(alias.text) if alias.match == "exact" else None
            if match:
                index.setdefault(match[0], []).append((subject.id, alias.text, match.start()))
    return index

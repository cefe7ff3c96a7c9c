"""One string of a page, its title or its text: the words that mean something in it, and what they are."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cached_property

from config.declarations import Subject, SubjectKind
from diffing.bounds import LAW_WORDS, NEAR, Numbers, Places
from diffing.laws.binding import CodeHit
from diffing.laws.naming import is_dating, may_stand_inside
from diffing.names.generic_names import count_countries, is_abroad, is_generic
from diffing.names.matching import PeopleFinder
from diffing.names.organisations import is_expanded_otherwise, is_other_word
from diffing.names.phrases import Between, Phrase, PhraseHit, match_phrase
from diffing.names.places import INTERNATIONAL, read_country_beside, read_country_of_sentence
from diffing.names.rules import Found, Hit
from diffing.names.short_names import find_told
from diffing.names.tokens import WORD, cut_stretches
from diffing.scanning.plain_text import read_plainly
from diffing.scanning.watched import WatchedWords, WordClue
from diffing.spans import cut, span_at
from diffing.text import Span, paragraphs, sentences
from storage.records import Place

_IN_CODES = Between(may_stand_inside)
_IN_LAWS = Between(may_stand_inside, is_dating)

_SERIAL = re.compile(r"[-‐‑–]?\d")


class PageScan:
    """One string of a page: its hits, its sentences, what is found in it.

    `stored` is the string as given, `text` the same without invisible marks; all offsets but those of `locate`
    and `stored_sentence` are into `text`.
    """

    def __init__(
        self, watched: WatchedWords, stored: str, place: Place, country: str | None, language: str | None = None
    ) -> None:
        self.watched = watched
        self.stored = stored
        self._plain = read_plainly(stored)
        self.text = self._plain.text
        self.place = place
        self.country = country
        self.language = language
        self._sentences: list[Span] | None = None
        self._stored_sentences: list[Span] | None = None
        self.names: list[Hit] = []
        self.phrase_hits: list[PhraseHit] = []
        self.law_hits: list[PhraseHit] = []
        self.exact: list[Found] = []
        self._law_end = len(self.text)
        self._scan()
        self.finder = PeopleFinder(watched.people, watched.distinctive, watched.read_name, self.sentence)

    def _scan(self) -> None:
        """Each different word is read once; places are only asked for in the stretches that hold a word with a clue."""
        stretches = [(start, end, WORD.findall(self.text, start, end)) for start, end in cut_stretches(self.text)]
        different = {word for _, _, words in stretches for word in words}
        clues = self.watched.read_words(different)
        if self.language == "kk":
            clues.update(self.watched.read_kazakh_latin(different - clues.keys()))
        laws: list[tuple[int, int, Phrase]] = []
        places = Places()
        for start, end, words in stretches:
            if clues.keys().isdisjoint(words):
                continue
            for match in WORD.finditer(self.text, start, end):
                clue = clues.get(match[0])
                if clue is None:
                    continue
                place = match.start()
                if clue.laws and len(laws) < LAW_WORDS:
                    laws += [(place, place + clue.length, phrase) for phrase in clue.laws]
                    self._law_end = match.end() if len(laws) >= LAW_WORDS else self._law_end
                if (clue.name or clue.phrases or clue.exact) and places.take(match[0]):
                    self._take(place, match[0], clue)
        if any(self.watched.laws.owns(phrase) for _, _, phrase in laws):  # else there is no tracked article to bind
            matches = (match_phrase(self.text, phrase, start, end, _IN_CODES) for start, end, phrase in laws)
            self.law_hits = [hit for hit in matches if hit]

    def _take(self, start: int, word: str, clue: WordClue) -> None:
        text, end = self.text, start + clue.length
        if clue.name:
            self.names.append(Hit(start, end, word[: clue.length], clue.name))
        for phrase in clue.phrases:
            of_law = self.watched.subjects[phrase.owner].kind is SubjectKind.LAW
            hit = match_phrase(text, phrase, start, end, _IN_LAWS if of_law else _IN_CODES)
            if hit:
                self.phrase_hits.append(hit)
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
        return span_at(self.sentences, position)

    def stored_sentence(self, position: int) -> Span:
        """The sentence round a place in the text as stored."""
        if self._stored_sentences is None:
            self._stored_sentences = self.sentences if self._plain.places is None else sentences(self.stored)
        return span_at(self._stored_sentences, position)

    def locate(self, span: Span) -> Span:
        """A span of `text` as a span of the text as stored."""
        return self._plain.locate(span)

    def is_unwanted(self, found: Found) -> bool:
        """Whether a word of the subject's `not_near` stands in the sentence."""
        if found.subject not in self.watched.not_near:
            return False
        sentence = self.sentence(found.start)
        first, last = max(sentence.start, found.start - NEAR), min(sentence.end, found.end + NEAR)
        return self.watched.is_unwanted(found.subject, self.text[first:last])

    # ------------------------------------------------------------------ organisations, terms, named laws
    def find_phrases(self) -> list[Found]:
        found = list(self.exact)
        for hit in self.phrase_hits:
            subject = self.watched.subjects[hit.phrase.owner]
            if not self._is_vetoed(hit, subject):
                acronym = len(hit.phrase.words) == 1 and hit.phrase.acronyms[0]
                rule = "acronym" if acronym else f"name of the {subject.kind}"
                found.append(Found(hit.start, hit.end, subject.id, rule, hit.phrase.text, 0, 0.9 if acronym else 0.97))
        found = keep_longest(found)
        return self._drop_other_expansions(found) + self._find_told(found)

    def _is_vetoed(self, hit: PhraseHit, subject: Subject) -> bool:
        if "@" in (self.text[hit.end : hit.end + 1], self.text[max(0, hit.start - 1) : hit.start]):
            return True  # an address
        if hit.phrase.acronyms[0] and _SERIAL.match(self.text, hit.end):
            return True  # `MRD-100`
        if subject.kind is SubjectKind.LAW:
            named, _ = read_country_beside(self.text, hit.start, hit.end)
            own = subject.country
            if own is None or own in INTERNATIONAL:
                return False
            named = named or read_country_of_sentence(self.text, self.sentence(hit.start), hit.start, own)
            return (named or self.country or own) != own
        home = self.watched.homes.get(subject.id)
        if home and is_generic(hit.phrase):
            return is_abroad(self.text, hit, home, self._countries, self.country)
        if subject.kind is SubjectKind.ORGANISATION and len(hit.phrase.words) == 1 and not hit.phrase.acronyms[0]:
            return is_other_word(self.text, hit)
        return False

    @cached_property
    def _countries(self) -> Counter[str]:
        return count_countries(self.text)

    def _drop_other_expansions(self, found: list[Found]) -> list[Found]:
        full: dict[str, set[int]] = defaultdict(set)
        for each in found:
            full[each.subject].update((each.start, each.end))
        barred = {
            self.text[each.start : each.end]
            for each in found
            if _is_short(self.text, each)
            and is_expanded_otherwise(self.text, each.start, each.end, full[each.subject])
            and not self.is_unwanted(each)  # the operator's `not_near` speaks of this sentence only
        }
        return [each for each in found if self.text[each.start : each.end] not in barred]

    def _find_told(self, found: list[Found]) -> list[Found]:
        """Acronyms and short names that count because the full name stands on the page."""
        full = [each for each in found if not _is_short(self.text, each)]
        organisations = [each for each in full if self.watched.subjects[each.subject].kind is SubjectKind.ORGANISATION]
        if not organisations:
            return []
        told = keep_longest(find_told(self.text, organisations, self.watched.short_names, self.sentence))
        occupied = {place for each in found for place in range(each.start, each.end)}
        return [each for each in told if each.start not in occupied and self.text[each.end : each.end + 1] != "@"]

    # ------------------------------------------------------------------ articles of codes
    def read_codes(self) -> list[CodeHit]:
        """The codes named in this string; nothing is read where none of them can be tracked."""
        laws = self.watched.laws
        if not any(laws.owns(hit.phrase) for hit in self.law_hits):
            return []
        return laws.read_hits(self.text, self.law_hits, self.country)

    def find_articles(self, page_code: CodeHit | None) -> list[Found]:
        """The tracked articles cited. `page_code` is the code that the page's title names: its text may be the page."""
        codes = self.read_codes()
        if not codes and page_code is None:
            return []
        laws, found, numbers = self.watched.laws, [], Numbers()
        for paragraph in paragraphs(self.text[: self._law_end]):
            inside = cut(codes, paragraph)
            if any(code.code for code in inside):
                counted = numbers.take(self.text, paragraph)
                found += laws.find_articles(self.text, counted, inside, cut(self.sentences, counted))
            elif page_code and not inside:
                found += laws.find_heading(self.text, paragraph, page_code)
        return [Found(*each[:3], each.rule, "", 0, each.confidence) for each in found]


def keep_longest(found: Iterable[Found]) -> list[Found]:
    """Of overlapping finds the longest, then the surest; in order of place."""
    kept: list[Found] = []
    for each in sorted(found, key=lambda each: (each.start, each.start - each.end, -each.confidence)):
        if kept and each.start < kept[-1].end:
            if (each.end - each.start, each.confidence) > (kept[-1].end - kept[-1].start, kept[-1].confidence):
                kept[-1] = each
            continue
        kept.append(each)
    return kept


def _is_short(text: str, found: Found) -> bool:
    return " " not in text[found.start : found.end]


def _stands_alone(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    return not (before.isalnum() and text[start].isalnum()) and not (after.isalnum() and text[end - 1].isalnum())

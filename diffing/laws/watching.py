"""The codes and articles of the watch lists, and how texts name them: from a paragraph to tracked articles."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from config.declarations import Code, Subject
from diffing.laws.articles import normalise_article, read_articles
from diffing.laws.binding import Binding, CodeHit, Reach, bind_references
from diffing.laws.citations import find_references
from diffing.laws.codes import COMMON_CODES, GENERIC, INSTRUMENTS
from diffing.laws.instruments import (
    find_instruments,
    find_name_end,
    find_name_start,
    is_named_elsewhere,
    names_a_firm,
)
from diffing.names.folding import is_cyrillic
from diffing.names.phrases import Phrase, PhraseHit, read_phrase
from diffing.names.places import (
    INTERNATIONAL,
    LOOSE,
    POINTING,
    is_filler,
    read_country,
    read_country_beside,
    read_country_meant,
    read_country_where,
)
from diffing.names.tokens import is_capital, token_before
from diffing.text import Span

_OWN = "own"
_KIND = "kind"
_INSTRUMENT = "instrument"
_GENERIC = "generic"


_KAZAKH_SUFFIX = re.compile(r"[-‐‑–](?:н[іы]ң|д[іы]ң|т[іы]ң|[гк]е|[ғқ]а|д[ае]|т[ае]|мен|пен|бен)(?!\w)")


class ArticleFound(NamedTuple):
    """A tracked article at a place."""

    start: int
    end: int
    subject: str
    rule: str
    confidence: float


class LawIndex:
    """What the watch lists say about codes and articles."""

    def __init__(self, subjects: Iterable[Subject], codes: Iterable[Code]) -> None:
        self._codes = {code.id: code for code in codes}
        self._articles: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for subject in subjects:
            if subject.code and subject.article:
                self._articles[subject.code][normalise_article(subject.article)].append(subject.id)
        self._kinds: dict[str, set[str]] = defaultdict(set)
        self._heads: dict[str, set[str]] = defaultdict(set)  # `Covenant`: the tracked codes that are one
        self.phrases = tuple(self._read_phrases()) if self._articles else ()

    def _read_phrases(self) -> Iterable[Phrase]:
        listed = {_key(name): kind for kind, names in COMMON_CODES.items() for name in names}
        for code in self._codes.values():
            for name in (code.name, *(alias.text for alias in code.aliases)):
                core = _without_country(name)
                if _key(core) in listed:
                    self._kinds[listed[_key(core)]].add(code.id)
                for instrument in find_instruments(core):
                    self._heads[instrument].add(code.id)
                yield from _phrase(f"{_OWN} {code.id}", core or name)
        for kind, names in COMMON_CODES.items():
            for name in names:
                yield from _phrase(f"{_KIND} {kind}", _without_country(name))
        for name in INSTRUMENTS:
            yield from _phrase(f"{_INSTRUMENT} {name}", name)
        for name in GENERIC:
            yield from _phrase(f"{_GENERIC} {name}", name)

    def owns(self, phrase: Phrase) -> bool:
        """Whether a phrase names a code that is tracked, or may be one."""
        role, name = phrase.owner.split(" ", 1)
        return role == _OWN or (role == _KIND and bool(self._kinds.get(name)))

    # ------------------------------------------------------------------ codes of a text
    def read_hits(self, text: str, hits: Sequence[PhraseHit], country: str | None) -> list[CodeHit]:
        """The codes named in a text, in order: of overlapping names the longest, a watch list's own first."""
        ordered = sorted(hits, key=lambda hit: (hit.start - hit.end, not hit.phrase.owner.startswith(_OWN)))
        taken = _drop_overlaps(ordered)
        read: list[CodeHit] = []
        told = {name for role, name in (hit.phrase.owner.split(" ", 1) for hit in taken) if role == _OWN}
        for hit in taken:
            code = self._resolve(text, hit, country, read) or self._recall(hit, told)
            if code:
                read.append(code)
        return read

    def _resolve(self, text: str, hit: PhraseHit, country: str | None, earlier: Sequence[CodeHit]) -> CodeHit | None:
        role, name = hit.phrase.owner.split(" ", 1)
        if role == _GENERIC:
            return _read_generic(text, hit, earlier)
        if role == _INSTRUMENT:
            if is_named_elsewhere(text, hit) and self._heads.get(name):
                return None
            start, end = find_name_start(text, hit.start), find_name_end(text, hit.end)
            return CodeHit(start, end, None, Reach.NEAR)
        if names_a_firm(text, hit):
            return None
        suffix = _KAZAKH_SUFFIX.match(text, hit.end)
        named, end = read_country_beside(text, hit.start, suffix.end() if suffix else hit.end)
        named = named or read_country_meant(text, hit.start) or read_country_where(text, hit.start, country)
        candidates = [name] if role == _OWN else sorted(self._kinds.get(name, ()))
        if role == _OWN:
            candidates += sorted(other for ids in self._kinds.values() if name in ids for other in ids - {name})
        chosen = next((code for code in candidates if self._is_of(code, named or country)), None)
        return CodeHit(hit.start, end, chosen, Reach.FAR, named is not None)

    def _recall(self, hit: PhraseHit, told: set[str]) -> CodeHit | None:
        """`the Covenant`: the tracked one of that kind that the page names in full, where there is just one."""
        role, name = hit.phrase.owner.split(" ", 1)
        if role != _INSTRUMENT:
            return None
        meant = self._heads.get(name, set()) & told
        return CodeHit(hit.start, hit.end, meant.pop() if len(meant) == 1 else None, Reach.NEAR)

    def _is_of(self, code: str, country: str | None) -> bool:
        owner = self._codes[code].country if code in self._codes else None
        return country is None or owner is None or owner in INTERNATIONAL or owner == country

    # ------------------------------------------------------------------ articles of a paragraph
    def find_articles(
        self, text: str, paragraph: Span, hits: Sequence[CodeHit], sentences: Sequence[Span]
    ) -> list[ArticleFound]:
        """The tracked articles of a paragraph. `hits` and `sentences` are those inside it."""
        references = [
            reference
            for reference in find_references(text, paragraph)
            if not _is_inside(hits, reference.numbers[0].start)
        ]
        return [
            found
            for binding in bind_references(text, references, hits, sentences)
            if binding.hit.code
            for found in self._expand(binding)
        ]

    def find_heading(self, text: str, paragraph: Span, hit: CodeHit) -> list[ArticleFound]:
        """The article that a paragraph opens with, on a page whose title is the code."""
        references = find_references(text, Span(paragraph.start, min(paragraph.end, paragraph.start + 40)))
        if not references or not references[0].marked or hit.code is None:
            return []
        if text[paragraph.start : references[0].numbers[0].start].strip().count(" ") > 1:
            return []
        return list(self._expand(Binding(references[0], hit, "heading of an article on the page of its code", 0.8)))

    def _expand(self, binding: Binding) -> Iterable[ArticleFound]:
        articles = self._articles.get(binding.hit.code or "", {})
        country = self._codes[binding.hit.code].country if binding.hit.code in self._codes else None
        confidence = binding.confidence if binding.hit.certain else round(binding.confidence - 0.05, 2)
        for number in binding.reference.numbers:
            if number.is_part:
                continue
            for article, end in read_articles(number, articles, country):
                for subject in articles[article]:
                    yield ArticleFound(number.start, end, subject, binding.rule, confidence)


def _drop_overlaps(ordered: Iterable[PhraseHit]) -> list[PhraseHit]:
    """The hits that overlap none before them in the given order; sorted by place."""
    taken: list[PhraseHit] = []
    occupied: set[int] = set()
    for hit in ordered:
        places = range(hit.start, hit.end)
        if occupied.isdisjoint(places):
            occupied.update(places)
            taken.append(hit)
    return sorted(taken, key=lambda hit: hit.start)


def _is_inside(hits: Sequence[CodeHit], position: int) -> bool:
    place = bisect_right(hits, position, key=lambda hit: hit.start) - 1
    return place >= 0 and position < hits[place].end


def _read_generic(text: str, hit: PhraseHit, earlier: Sequence[CodeHit]) -> CodeHit | None:
    """`the Code` is the code last named; `the Water Code`, `Лесной кодекс` is another one, whatever it is."""
    token = token_before(text, hit.start)
    if token and not token.gap.strip(LOOSE) and token.text.lower() not in POINTING and not token.text.isdigit():
        adjective = is_capital(token.text) or (
            is_cyrillic(token.text)
            and token.text.lower().endswith(
                ("ый", "ий", "ого", "его", "ому", "ему", "ым", "им", "ом", "ық", "ік", "дық", "дік", "тық", "тік")
            )
        )
        if adjective:
            return CodeHit(hit.start, hit.end, None, Reach.FAR)
    last = next((code for code in reversed(earlier) if code.reach is Reach.FAR), None)
    return last._replace(start=hit.start, end=hit.end) if last else None


def _phrase(owner: str, text: str) -> Iterable[Phrase]:
    phrase = read_phrase(owner, text)
    if phrase:
        yield phrase


def _without_country(name: str) -> str:
    """The name of a code without the words that say whose it is."""
    kept: list[str] = []
    for word in name.split():
        if read_country(word.strip("(),")):
            while kept and is_filler(kept[-1]):
                kept.pop()
        else:
            kept.append(word)
    return " ".join(kept) or name


def _key(name: str) -> str:
    return name if name.isupper() else name.casefold()

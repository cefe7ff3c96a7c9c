"""Whom and what a text speaks of: the one door to names, organisations and laws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from config.declarations import Subject, WatchList
from diffing.laws.binding import CodeHit
from diffing.names.rules import Found
from diffing.scanning.scanning import PageScan, keep_longest
from diffing.scanning.watched import WatchedWords
from diffing.text import Span
from storage.records import Mention, Place

OUTSIDE_RULE = "outside article"
OUTSIDE_TRUST = 0.4
"""What is left of a mention's confidence where it stands outside the article."""


class Matcher:
    """Finds the subjects of watch lists in texts. Built once, used for many texts; holds no text."""

    def __init__(self, watch_lists: Sequence[WatchList]) -> None:
        """An empty watch list is no error: nothing is found."""
        self._watched = WatchedWords(watch_lists)

    @property
    def subjects(self) -> dict[str, Subject]:
        """The subjects of all lists by id; one that stands in several has the aliases of each."""
        return self._watched.subjects

    def find(
        self,
        text: str,
        *,
        country: str | None = None,
        language: str | None = None,
        title: str | None = None,
        outside: str = "",
    ) -> list[Mention]:
        """The mentions in a text and its title, sorted by place and start.

        `country` is where the source's bare codes belong (`ст. 274 УК`). The tables of all languages are tried, for
        pages mix them; `language` "kk" adds Kazakh endings on plain Latin letters (`Akhmetovtyn`). A full name in the
        title licenses surnames in the text. Subjects that only stand in `outside`, the rest of the page, are told with
        little trust.
        """
        pages = [PageScan(self._watched, text, Place.TEXT, country, language)]
        if title:
            pages.append(PageScan(self._watched, title, Place.TITLE, country, language))
        found = _find_together(pages)
        if outside:
            known = {mention.subject for mention in found}
            rest = _find_together([PageScan(self._watched, outside, Place.OUTSIDE, country, language)])
            found += [_distrust(mention) for mention in rest if mention.subject not in known]
        return found


def _find_together(pages: Sequence[PageScan]) -> list[Mention]:
    """The mentions of the strings of one page: a full name in one licenses surnames in the others."""
    full = [page.finder.find_full(page.text, page.names) for page in pages]
    licensed = {each.subject for found, _ in full for each in found}
    title_code = next((_only_code(page) for page in pages if page.place is Place.TITLE), None)
    mentions: list[Mention] = []
    for page, (people, rest) in zip(pages, full, strict=True):
        bare = page.finder.find_licensed(page.text, rest, people, licensed)
        named = keep_longest(people + bare + page.find_phrases())
        articles = page.find_articles(title_code if page.place is Place.TEXT else None)
        mentions += _tell(page, named, articles)
    return mentions


def _only_code(page: PageScan) -> CodeHit | None:
    """The tracked code that a title names, where it names just one."""
    codes = page.read_codes()
    return codes[0] if len(codes) == 1 and codes[0].code else None


def _tell(page: PageScan, named: list[Found], articles: list[Found]) -> list[Mention]:
    told: dict[tuple[str, int], Mention] = {}
    for each in (*named, *articles):
        if page.is_unwanted(each):
            continue
        subject = page.watched.subjects[each.subject]
        told.setdefault((each.subject, each.start), _make_mention(page, each, subject.kind.value))
    return sorted(told.values(), key=lambda mention: (mention.start, mention.subject))


def _make_mention(page: PageScan, found: Found, kind: str) -> Mention:
    """The mention with its places in the text as stored."""
    form = page.locate(Span(found.start, found.end))
    sentence = page.stored_sentence(form.start)
    return Mention(
        subject=found.subject,
        kind=kind,
        start=form.start,
        end=form.end,
        text=page.stored[form.start : form.end],
        sentence_start=sentence.start,
        sentence_end=max(sentence.end, form.end),
        rule=found.rule,
        confidence=found.confidence,
        distance=found.distance,
        alias=found.alias or None,
        place=page.place,
    )


def _distrust(mention: Mention) -> Mention:
    return replace(mention, rule=OUTSIDE_RULE, confidence=round(mention.confidence * OUTSIDE_TRUST, 2))

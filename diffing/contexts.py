"""A text with its mentions: which sentence names whom, and which sentences go on about the same person."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from diffing.comparison.chains import Piece
from diffing.statuses import take_clause
from diffing.text import normalise
from diffing.vocabulary import VOCABULARIES
from storage.records import Mention, Passage

FOLLOWERS = 2
"""Sentences after a mention that belong to its context, if they open with a pronoun (design, matching.md)."""

_PROVISIONS = 400  # sentences of one article of a law
_HEADINGS = 3  # a page with fewer headings of articles is not the text of a law
_HEADING = re.compile(r"(?:статья|article|art\.|section|бап)\s*\d|\d+(?:-\d+)?\s*-\s*бап", re.IGNORECASE)
_TEN = re.compile(r"он(?!\w)", re.IGNORECASE)  # "he" in Russian, "ten" in Kazakh


class NamedText:
    """A text cut into pieces, with the mentions of each: `named[i][subject]` in the order of the text."""

    def __init__(self, text: str, pieces: Sequence[Piece], mentions: Iterable[Mention], language: str | None) -> None:
        self.text = text
        self.pieces = pieces
        self.named = locate_mentions(pieces, mentions)
        self._language = (language or "")[:2].lower()
        self._headings = self._find_headings()

    @property
    def subjects(self) -> dict[str, int]:
        """Every subject named, with the first piece that names it."""
        first: dict[str, int] = {}
        for i, named in enumerate(self.named):
            for subject in named:
                first.setdefault(subject, i)
        return first

    def pieces_of(self, subject: str) -> list[int]:
        """The pieces that name a subject."""
        return [i for i, named in enumerate(self.named) if subject in named]

    def followers(self, i: int, subject: str) -> range:
        """The pieces after piece `i` that belong to the context of a subject named there.

        A pronoun goes on about a person, or about an organisation where no person is named; under the
        heading of a law's article all its provisions belong to it.
        """
        kind = self.named[i][subject][0].kind
        if kind == "law":
            return self._provisions(i)
        if kind == "defender" or (kind == "organisation" and not names_person(self.named[i])):
            return self._pronoun_sentences(i)
        return range(0)

    def _pronoun_sentences(self, i: int) -> range:
        stop = i + 1
        while stop < len(self.pieces) and stop <= i + FOLLOWERS and self._goes_on(i, stop):
            stop += 1
        return range(i + 1, stop)

    def _goes_on(self, i: int, j: int) -> bool:
        return (
            self.pieces[j].paragraph == self.pieces[i].paragraph
            and not names_person(self.named[j])
            and opens_with_pronoun(self.pieces[j].key, self._language)
        )

    def _find_headings(self) -> list[int]:
        starts = [
            i
            for i, piece in enumerate(self.pieces)
            if (i == 0 or self.pieces[i - 1].paragraph != piece.paragraph) and _HEADING.match(piece.key)
        ]
        return starts if len(starts) >= _HEADINGS else []

    def _provisions(self, i: int) -> range:
        at = bisect_right(self._headings, i) - 1
        if at < 0 or self._headings[at] != i:
            return range(0)
        stop = self._headings[at + 1] if at + 1 < len(self._headings) else len(self.pieces)
        return range(i + 1, min(stop, i + 1 + _PROVISIONS))

    def passage(self, i: int, subject: str, also: Sequence[int] = ()) -> Passage:
        """The first mention of a subject in piece `i`, with that sentence and those of its context that count."""
        mention = self.named[i][subject][0]
        sentences = self._slice(i)
        last = i
        for j in also:
            sentences += (" " if j == last + 1 else " … ") + self._slice(j)
            last = j
        return Passage(start=mention.start, end=mention.end, text=mention.text, sentence=sentences, place=mention.place)

    def _slice(self, i: int) -> str:
        return self.text[self.pieces[i].start : self.pieces[i].end]

    def masked(self, i: int) -> str:
        """The normal form of a piece with each name replaced by whose it is."""
        names = {subject: f" ⟦{subject}⟧ " for subject in self.named[i]}
        return normalise(self._replace_names(i, names))

    def nameless(self, i: int) -> str:
        """A piece without its names: an organisation may be called "for the detained"."""
        return self._replace_names(i, dict.fromkeys(self.named[i], " ⟦⟧ "))

    def nameless_beside(self, i: int, subject: str) -> str:
        """The clause of a piece that names a subject, without names."""
        names = dict.fromkeys(self.named[i], " ⟦⟧ ") | {subject: " ⟦⟧⟦⟧ "}
        return take_clause(self._replace_names(i, names), "⟦⟧⟦⟧")

    def _replace_names(self, i: int, names: Mapping[str, str]) -> str:
        piece = self.pieces[i]
        spans = sorted(
            (mention.start, mention.end, subject)
            for subject, mentions in self.named[i].items()
            for mention in mentions
            if mention.kind != "law"
        )
        parts, at = [], piece.start
        for start, end, subject in spans:
            if start >= at:
                parts += [self.text[at:start], names[subject]]
            at = max(at, end)
        return "".join([*parts, self.text[at : piece.end]])


def locate_mentions(pieces: Sequence[Piece], mentions: Iterable[Mention]) -> list[dict[str, list[Mention]]]:
    """For each piece the mentions that begin in it, by subject."""
    starts = [piece.start for piece in pieces]
    named: list[dict[str, list[Mention]]] = [{} for _ in pieces]
    for mention in sorted(mentions, key=lambda each: (each.start, each.end)):
        at = bisect_right(starts, mention.start) - 1
        if at >= 0 and mention.start < pieces[at].end:
            named[at].setdefault(mention.subject, []).append(mention)
    return named


def name_people(pieces: Sequence[Piece], mentions: Iterable[Mention]) -> list[frozenset[str]]:
    """For each piece the people it names."""
    people = [mention for mention in mentions if mention.kind == "defender"]
    return [frozenset(named) for named in locate_mentions(pieces, people)]


def names_person(named: Mapping[str, Sequence[Mention]]) -> bool:
    """Whether a piece names somebody who is tracked."""
    return count_people(named) > 0


def count_people(named: Mapping[str, Sequence[Mention]]) -> int:
    """How many tracked people a piece names."""
    return sum(mentions[0].kind == "defender" for mentions in named.values())


def opens_with_pronoun(sentence: str, language: str | None) -> bool:
    """Whether a sentence opens with a word like "He", in any language; Kazakh "он" is the number ten."""
    if not _pronouns().match(sentence):
        return False
    return language != "kk" or not _TEN.match(sentence)


@cache
def _pronouns() -> re.Pattern[str]:
    words = sorted({word for each in VOCABULARIES.values() for word in each.pronouns.split()})
    return re.compile(rf"(?:{'|'.join(words)})(?!\w)")


def shift_mention(mention: Mention, start: int) -> Mention:
    """The same mention, found at another place."""
    return replace(mention, start=start, end=start + len(mention.text))

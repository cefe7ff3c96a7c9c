"""From two named texts to events: what each changed sentence means for whom it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rapidfuzz.distance import Indel

from diffing.compare import Comparison
from diffing.contexts import NamedText, count_people, shift_mention
from diffing.statuses import find_status, list_facts
from storage.records import Event, EventKind, Mention, Passage

WORDING = 0.97
"""Two wordings less alike than this differ materially (the contract)."""

_LONGEST = 20_000  # characters of a context that are measured; equality is exact whatever the length
_SPELLING = 0.75  # of two words, the least likeness of two spellings of one name
_WORD = re.compile(r"\w+(?:[-'’]\w+)*")


def make_event(
    kind: EventKind,
    mention: Mention,
    before: Passage | None,
    after: Passage | None,
    *,
    material: bool = True,
    status: str | None = None,
) -> Event:
    """An event that takes its subject, rule and confidence from a mention; laws have no status."""
    return Event(
        subject=mention.subject,
        subject_kind=mention.kind,
        kind=kind,
        material=material,
        before=before,
        after=after,
        status=status if mention.kind in ("defender", "organisation") else None,
        rule=mention.rule,
        confidence=mention.confidence,
    )


class SentenceEvents:
    """The events of subjects that a page names before and after, sentence pair by sentence pair."""

    def __init__(self, comparison: Comparison, before: NamedText, after: NamedText, language: str | None) -> None:
        self._comparison = comparison
        self._before, self._after = before, after
        self._language = language

    def list_all(self, staying: set[str], left: set[int], came: set[int]) -> Iterator[Event]:
        """One event at most for each subject of a sentence pair; `left` and `came` are pieces only moved out or in."""
        for i, j in enumerate(self._comparison.after_of):
            if j is not None:
                yield from self._paired(i, j, staying)
            elif i not in left:
                yield from self._removed(i, staying)
        for j, partner in enumerate(self._comparison.before_of):
            if partner is None and j not in came:
                yield from self._added(j, staying)

    def _removed(self, i: int, staying: set[str], among: Sequence[str] | None = None) -> Iterator[Event]:
        for subject, mentions in self._before.named[i].items():
            if subject in staying and (among is None or subject in among):
                yield make_event(EventKind.REMOVED, mentions[0], self._before.passage(i, subject), None)

    def _added(self, j: int, staying: set[str], among: Sequence[str] | None = None) -> Iterator[Event]:
        for subject, mentions in self._after.named[j].items():
            if subject in staying and (among is None or subject in among):
                also = self._after.followers(j, subject)
                yield make_event(
                    EventKind.ADDED,
                    mentions[0],
                    None,
                    self._after.passage(j, subject),
                    status=self._tell_status(self._after, [j, *also], subject),
                )

    def _paired(self, i: int, j: int, staying: set[str]) -> Iterator[Event]:
        before, after = self._before.named[i], self._after.named[j]
        if not before and not after:
            return
        yield from self._removed(i, staying, [subject for subject in before if subject not in after])
        yield from self._added(j, staying, [subject for subject in after if subject not in before])
        for subject in before:
            if subject in after and subject in staying:
                yield from self._both(i, j, subject)

    def _both(self, i: int, j: int, subject: str) -> Iterator[Event]:
        lost, come = self._changed_followers(i, j, subject)
        if not lost and not come:
            if self._comparison.reads_same(i):
                if i not in self._comparison.kept:
                    yield self._moved(i, j, subject)
                return
            if self._before.masked(i) == self._after.masked(j):
                if self._forms(self._before, i, subject) != self._forms(self._after, j, subject):
                    yield self._respelled(i, j, subject)
                return
        yield self._context_changed(i, j, subject, lost, come)

    def _changed_followers(self, i: int, j: int, subject: str) -> tuple[list[int], list[int]]:
        """The sentences of the context, on either side, that the other side does not have there."""
        before, after = self._before.followers(i, subject), self._after.followers(j, subject)
        after_of, before_of = self._comparison.after_of, self._comparison.before_of
        lost = [f for f in before if not self._stays(f, after_of[f], self._after, j, after)]
        come = [g for g in after if not self._stays(before_of[g], before_of[g], self._before, i, before)]
        return lost, come

    def _stays(self, i: int | None, there: int | None, other: NamedText, head: int, context: range) -> bool:
        """Whether a sentence stands in the same context on the other side, or only a paragraph was broken.

        `i` is its number before and `there` its number on the other side, where piece `head` has that `context`.
        """
        if i is None or there is None or not self._comparison.reads_same(i):
            return False
        broken = other.pieces[there].paragraph != other.pieces[head].paragraph
        return there in context or (broken and i in self._comparison.kept)

    def _moved(self, i: int, j: int, subject: str) -> Event:
        before, after = self._before.passage(i, subject), self._after.passage(j, subject)
        return make_event(EventKind.MOVED, self._after.named[j][subject][0], before, after, material=False)

    def _respelled(self, i: int, j: int, subject: str) -> Event:
        before, after = self._before.passage(i, subject), self._after.passage(j, subject)
        return make_event(EventKind.RESPELLED, self._after.named[j][subject][0], before, after, material=False)

    def _context_changed(self, i: int, j: int, subject: str, lost: list[int], come: list[int]) -> Event:
        come = sorted({*come, *(g for f in lost if (g := self._comparison.after_of[f]) is not None)})
        lost = sorted({*lost, *(f for g in come if (f := self._comparison.before_of[g]) is not None)})
        keys = self._context(self._before, i, lost), self._context(self._after, j, come)
        told = come if self._comparison.reads_same(i) else [j, *come]
        return make_event(
            EventKind.CONTEXT_CHANGED,
            self._after.named[j][subject][0],
            self._before.passage(i, subject, lost),
            self._after.passage(j, subject, come),
            material=differ_materially(*keys),
            status=self._tell_status(self._after, told, subject),
        )

    @staticmethod
    def _context(text: NamedText, head: int, followers: list[int]) -> str:
        return " ".join(text.pieces[piece].key for piece in (head, *followers))

    @staticmethod
    def _forms(text: NamedText, i: int, subject: str) -> list[str]:
        return [mention.text for mention in text.named[i][subject]]

    def _tell_status(self, text: NamedText, pieces: Sequence[int], subject: str) -> str | None:
        return tell_status(text, pieces, subject, self._language)


def tell_status(text: NamedText, pieces: Sequence[int], subject: str, language: str | None) -> str | None:
    """The status that these sentences tell of a subject; of several sentences the last one that tells any.

    Where a sentence names several people, the clause that names this one is asked first.
    """
    for piece in reversed(pieces):
        shared = subject in text.named[piece] and count_people(text.named[piece]) > 1
        own = find_status(text.nameless_beside(piece, subject), language) if shared else None
        if status := own or find_status(text.nameless(piece), language):
            return status
    return None


def differ_materially(before: str, after: str) -> bool:
    """Whether two wordings (normal forms) differ in more than style: the contract's `material`."""
    if list_facts(before) != list_facts(after):
        return True
    return Indel.normalized_similarity(before[:_LONGEST], after[:_LONGEST]) < WORDING


def share_mentions(comparison: Comparison, before: NamedText, after: NamedText) -> None:
    """Let sentences that read the same name the same subjects, and sentences that differ in a spelling too.

    Whether a bare surname counts depends on the rest of the page, and a misspelt name may be missed: without
    this an edit elsewhere on the page, or the correction of a slip, would seem to bring or remove a person.
    """
    for i, j in enumerate(comparison.after_of):
        if j is None:
            continue
        _copy_missing(comparison, i, j, before, after)
        _copy_missing(comparison, i, j, after, before)


def _copy_missing(comparison: Comparison, i: int, j: int, source: NamedText, target: NamedText) -> None:
    at, to = (i, j) if source.pieces is comparison.before else (j, i)
    missing = source.named[at].keys() - target.named[to].keys()
    for subject in sorted(missing):
        mention = source.named[at][subject][0]
        found = (
            _find_same_place(mention, source, at, target, to)
            if comparison.reads_same(i)
            else _find_other_spelling(mention, source, at, target, to)
        )
        if found is not None:
            target.named[to][subject] = [found]


def _find_same_place(mention: Mention, source: NamedText, at: int, target: NamedText, to: int) -> Mention:
    piece = target.pieces[to]
    guess = piece.start + mention.start - source.pieces[at].start
    start = target.text.find(mention.text, guess, piece.end)
    if start < 0:
        start = target.text.find(mention.text, piece.start, piece.end)
    if start < 0:
        return replace(mention, start=piece.start, end=piece.end, text=target.text[piece.start : piece.end])
    return shift_mention(mention, start)


def _find_other_spelling(mention: Mention, source: NamedText, at: int, target: NamedText, to: int) -> Mention | None:
    """The name in another spelling, where a sentence reads the same apart from it."""
    if mention.kind != "defender":
        return None
    here, there = source.pieces[at], target.pieces[to]
    head, tail = source.text[here.start : mention.start], source.text[mention.end : here.end]
    body = target.text[there.start : there.end]
    if len(body) <= len(head) + len(tail) or not body.startswith(head) or not body.endswith(tail):
        return None
    form = body[len(head) : len(body) - len(tail)]
    if not _spells_alike(mention.text, form):
        return None
    start = there.start + len(head)
    return replace(mention, start=start, end=start + len(form), text=form, rule="another spelling in the same sentence")


def _spells_alike(one: str, other: str) -> bool:
    words, others = _WORD.findall(one), _WORD.findall(other)
    return len(words) == len(others) > 0 and all(
        a[0].lower() == b[0].lower() and Indel.normalized_similarity(a.lower(), b.lower()) >= _SPELLING
        for a, b in zip(words, others, strict=True)
    )

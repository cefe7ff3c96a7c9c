"""The queue: changes that wait for a verdict, a line each, by what they mean for the gravest event in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from monitors.digests.gathering import name_sources, name_subjects
from monitors.digests.passages import word_passage
from monitors.digests.records import Group, Wording
from monitors.digests.stories import choose_group, is_listed
from monitors.review.desk import Desk
from monitors.review.filters import Filters
from storage.doors.changes import Trait
from storage.people import Standing
from storage.records import Change, Event

PAGE = 40
"""Lines a page: what a person reads without losing their place."""

MINOR = "minor"
"""The word for changes that hold small rewordings only; they stand in the queue where they are asked for."""

_CHUNK = 100
_LOOKED_THROUGH = 20_000
"""Changes that a filter looks through at most: beyond it the queue says that it stopped."""

_TRAITS = {
    "": (Trait.LISTED, Trait.NONE),
    Group.VANISHED: (Trait.VANISHED, Trait.NONE),
    Group.STATUS: (Trait.STATUS, Trait.VANISHED),
    Group.NEW: (Trait.NAMED, Trait.VANISHED),
    Group.CHANGED: (Trait.LISTED, Trait.VANISHED),
    MINOR: (Trait.ANY, Trait.LISTED),
}
"""What the store can tell of each kind: the traits of which one must be there, and those that must not."""

_TO_BE_JUDGED = frozenset({Group.STATUS, Group.NEW, Group.CHANGED})
"""Kinds that the store only narrows down: whether a status is a new one stands in the wording."""

_LINE = 130
_ORDER = {group: place for place, group in enumerate(Group)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One change in the queue, with its gravest event."""

    change: Change
    group: str
    event: Event
    name: str
    others: int
    sentence: Wording
    source: str
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """One page of the queue, and whether there is a next one."""

    lines: tuple[Line, ...]
    filters: Filters
    more: bool

    def after(self, change: str) -> str | None:
        """The change on the line below, else the one above, else None: where judging moves on to."""
        ids = [line.change.id for line in self.lines]
        if change not in ids:
            return ids[0] if ids else None
        at = ids.index(change)
        beside = [each for each in ids[at + 1 :] or ids[:at][-1:] if each != change]
        return beside[0] if beside else None


def load_queue(desk: Desk, filters: Filters) -> Queue:
    """The page of the queue that the filters ask for: without a verdict first, then newest first."""
    skipped = (filters.page - 1) * PAGE
    if filters.kind not in _TO_BE_JUDGED:
        found = _ask(desk, filters, limit=PAGE + 1, offset=skipped)
    else:
        found = list(islice(_matching(desk, filters), skipped, skipped + PAGE + 1))
    return Queue(lines=tuple(make_lines(desk, found[:PAGE])), filters=filters, more=len(found) > PAGE)


def _ask(desk: Desk, filters: Filters, *, limit: int, offset: int) -> list[Change]:
    """What the store finds for the filters: of the kinds that need a look at the wording, what may be of that kind."""
    wanted, unwanted = _TRAITS.get(filters.kind, (Trait.NONE, Trait.NONE))
    subject = _unveil(desk, filters.subject) if filters.subject else None
    people = {str(each.number): each.name for each in desk.store.accounts()} if filters.names_people else {}
    narrowing = filters.narrow(subject, desk.zone, people)
    return desk.store.queue(limit=limit, offset=offset, wanted=wanted, unwanted=unwanted, narrowing=narrowing)


def _unveil(desk: Desk, word: str) -> str:
    """The subject that a word stands for; the empty text, which no subject is called, where it stands for none."""
    return next((each for each in name_subjects(desk.configuration) if desk.keeper.veil(each) == word), "")


def _matching(desk: Desk, filters: Filters) -> Iterator[Change]:
    for offset in range(0, _LOOKED_THROUGH, _CHUNK):
        changes = _ask(desk, filters, limit=_CHUNK, offset=offset)
        yield from (change for change in changes if group_change(change) == filters.kind)
        if len(changes) < _CHUNK:
            return


def group_change(change: Change) -> str:
    """The heading under which the gravest event of a change stands."""
    groups = [choose_group(event) for event in change.events if is_listed(event)]
    return min(groups, key=_ORDER.__getitem__).value if groups else MINOR


def order_events(change: Change) -> list[Event]:
    """The events as they are told: of the gravest group first, a person's before a law's. A line tells the first."""

    def place(event: Event) -> tuple[bool, int, bool]:
        return not is_listed(event), _ORDER[choose_group(event)], event.subject_kind not in ("defender", "organisation")

    return sorted(change.events, key=place)


def make_lines(desk: Desk, changes: Sequence[Change]) -> Iterator[Line]:
    """The lines of changes that have events."""
    subjects, sources = name_subjects(desk.configuration), name_sources(desk.configuration)
    standings = desk.store.standings([change.id for change in changes])
    for change in changes:
        event = order_events(change)[0]
        yield Line(
            change=change,
            group=group_change(change),
            event=event,
            name=subjects.get(event.subject, event.subject),
            others=len({each.subject for each in change.events}) - 1,
            sentence=_word_sentence(*_sides(event)),
            source=sources.get(change.source, change.source),
            standing=standings[change.id],
        )


def _sides(event: Event) -> tuple[str | None, str | None, frozenset[str]]:
    """The sentences before and after, and the forms of the subject in them."""
    before, after = (side.sentence if side else None for side in (event.before, event.after))
    return before, after, frozenset(side.text for side in (event.before, event.after) if side)


@lru_cache(maxsize=4096)
def _word_sentence(before: str | None, after: str | None, forms: frozenset[str]) -> Wording:
    """The sentence after, else the one before, with changed words and the subject marked."""
    old, new = word_passage(before, after, forms, longest=_LINE)
    return new or old or ()

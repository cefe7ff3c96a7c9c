"""What a digest holds, as plain records: gathered once, rendered many times, never computed again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from storage.records import Change, ChangeKind, Event, EventKind


class Group(StrEnum):
    """Under which heading a story stands, the gravest first."""

    VANISHED = "vanished"
    STATUS = "status"
    NEW = "new"
    CHANGED = "changed"


class Segment(NamedTuple):
    """A run of a sentence in its original script: whether its words changed, and whether it names who we track."""

    text: str
    changed: bool = False
    mention: bool = False


Wording = tuple[Segment, ...]
"""A sentence cut into segments; their texts joined are the sentence, shortened where it was long."""


class Copy(NamedTuple):
    """Our stored copy of what a story shows."""

    capture: str
    sha256: str


class NotSeen(NamedTuple):
    """A source that could not be looked at: its state and what a person should know, in words."""

    source: str
    state: str
    detail: str


class TakenBack(NamedTuple):
    """A page that reads again as it did before a change that was told: what was told of it no longer stands."""

    source: str
    title: str
    told_at: datetime
    change: str


class Also(NamedTuple):
    """Another subject that the same passage tells of, for example the law a person is charged under."""

    subject: str
    name: str
    kind: EventKind


class Earlier(NamedTuple):
    """Where the passage of a story stood before, on a page that is not among its places."""

    source: str
    url: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One place where a story stands: one event of one change, and the copy that proves it."""

    change: Change
    event: Event
    source: str
    copy: Copy | None

    @property
    def seen_at(self) -> datetime:
        """When we looked and saw it so; of a page that is gone, when that was certain."""
        return self.change.after.captured_at if self.change.after else self.change.detected_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One passage about one subject, with all the places that carry it, the earliest first."""

    group: Group
    subject: str
    subject_kind: str
    name: str
    kind: EventKind
    before: Wording | None
    after: Wording | None
    status_before: str | None
    status: str | None
    sightings: tuple[Sighting, ...]
    priority: float
    reasons: tuple[str, ...]
    also: tuple[Also, ...] = ()
    earlier: Earlier | None = None

    @property
    def is_gone(self) -> bool:
        """Whether the subject is no longer named because the pages themselves are gone."""
        gone = all(sighting.change.kind is ChangeKind.GONE for sighting in self.sightings)
        return gone and self.kind is EventKind.DISAPPEARED


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """One local day: `since` inclusive to `until` exclusive, in UTC.

    `stories` are those to list, in reading order. `folded` are stories told inside another one
    (a law in a person's sentence): listed under the other, but kept for readers that go by subject.
    `counts` holds the kinds of change and the kinds of event that were listed; no word is in both sets.
    """

    date: date
    zone: ZoneInfo
    since: datetime
    until: datetime
    made_at: datetime
    stories: tuple[Story, ...]
    folded: tuple[Story, ...]
    counts: Mapping[str, int]
    sources: int
    checks: int
    last_check_at: datetime | None
    pages: int
    unchanged: int
    not_seen: tuple[NotSeen, ...]
    baseline: int
    technical: int
    minor: int
    taken_back: tuple[TakenBack, ...] = ()
    unverified: tuple[str, ...] = ()  # sources whose certificates are not checked

    def stories_in(self, group: Group) -> tuple[Story, ...]:
        """The stories under one heading, in reading order: a subject's stories stand together."""
        return tuple(story for story in self.stories if story.group is group)

"""The status of a person over time: detained, charged, sentenced, released, each step with its source."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

from storage.records import Change, ChangeKind, Event


class Stage(NamedTuple):
    """One event of a subject, with the status that was the last one told before it."""

    change: Change
    event: Event
    former_status: str | None

    @property
    def is_step(self) -> bool:
        """Whether the event tells another status than the last one: copies of a story on other pages make no step."""
        return self.event.status is not None and self.event.status != self.former_status


def told_at(change: Change) -> datetime:
    """When a page told it: its own date where the page is new to us, for it may be years old; else when we saw it."""
    if change.kind is not ChangeKind.NEW or change.published is None:
        return change.detected_at
    try:
        published = datetime.fromisoformat(change.published)
    except ValueError:
        return change.detected_at
    aware = published if published.tzinfo else published.replace(tzinfo=UTC)
    return min(aware, change.detected_at)


def trace_status(events: Iterable[tuple[Change, Event]]) -> list[Stage]:
    """The events of one subject, in the order given, each with the status that held until it was told."""
    listed = list(events)
    former: dict[int, str | None] = {}
    status: str | None = None
    for place in sorted(range(len(listed)), key=lambda each: told_at(listed[each][0])):
        former[place] = status
        status = listed[place][1].status or status
    return [Stage(change, event, former[place]) for place, (change, event) in enumerate(listed)]

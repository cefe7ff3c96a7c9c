"""The status of a person over time: detained, charged, sentenced, released, each step with its source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from storage.records import Change, Event


class Stage(NamedTuple):
    """One event of a subject, with the status that was the last one told before it."""

    change: Change
    event: Event
    former_status: str | None

    @property
    def is_step(self) -> bool:
        """Whether the event tells another status than the last one: copies of a story on other pages make no step."""
        return self.event.status is not None and self.event.status != self.former_status


def trace_status(events: Iterable[tuple[Change, Event]]) -> Iterator[Stage]:
    """The events of one subject, given oldest first, each with the status that held until then."""
    status: str | None = None
    for change, event in events:
        yield Stage(change, event, status)
        status = event.status or status

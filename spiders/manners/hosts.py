"""What outlives a check: the hosts that asked us to wait, and those that were given up. One fact in the store.

A check is a process of its own, and may be killed; a host that said "in an hour" must not be asked by the next one.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from storage.records import Failure

HOSTS = "hosts at rest"
"""Key of the fact that the store keeps."""

LONGEST_REST = timedelta(days=1)
"""A host that asks for more is asked again after this: a slip of its settings must not silence a source for years."""

LONGEST_BACKOFF = timedelta(hours=1)
BACKOFF = 30
"""A host given up in two checks in a row rests for so many of its delays, then for twice as many, up to an hour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """A host that is not asked before a moment, and why. `given_up` counts the checks in a row that gave it up."""

    until: datetime
    given_up: int
    failure: Failure
    detail: str


def _utc() -> datetime:
    return datetime.now(UTC)


class HostMemory:
    """The rests of all hosts. `kept` is what `keep` was given last, in this check or an earlier one."""

    def __init__(self, kept: str | None, keep: Callable[[str], object], clock: Callable[[], datetime] = _utc) -> None:
        self._rests = _read(kept)
        self._keep = keep
        self._clock = clock

    def rest(self, host: str) -> Rest | None:
        """Why this host is not asked now, if it is not."""
        rest = self._rests.get(host)
        return rest if rest is not None and rest.until > self._clock() else None

    def is_doubtful(self, host: str) -> bool:
        """Whether the last check gave this host up: one page is enough to see whether it answers now."""
        return host in self._rests and self._rests[host].given_up > 0

    def note_wait(self, host: str, seconds: float, detail: str) -> None:
        """The host asks to be left alone so long."""
        until = self._clock() + min(timedelta(seconds=min(seconds, 1e9)), LONGEST_REST)
        self._note(host, Rest(until=until, given_up=0, failure=Failure.WAIT, detail=detail))

    def note_given_up(self, host: str, failure: Failure, detail: str, *, delay: float) -> None:
        """The host did not answer in this check; from the second check in a row on it rests, ever longer."""
        before = self._rests.get(host)
        times = (before.given_up if before else 0) + 1
        seconds = delay * BACKOFF * 2 ** min(times - 2, 20) if times > 1 else 0.0
        until = self._clock() + min(timedelta(seconds=seconds), LONGEST_BACKOFF)
        self._note(host, Rest(until=until, given_up=times, failure=failure, detail=detail))

    def note_answer(self, host: str) -> None:
        """The host answers: nothing is held against it."""
        if self._rests.pop(host, None) is not None:
            self._keep(self._write())

    def _note(self, host: str, rest: Rest) -> None:
        self._rests[host] = rest
        self._keep(self._write())

    def _write(self) -> str:
        return json.dumps(
            {
                host: [each.until.isoformat(), each.given_up, each.failure.value, each.detail]
                for host, each in self._rests.items()
            }
        )


def _read(kept: str | None) -> dict[str, Rest]:
    return {
        host: Rest(until=datetime.fromisoformat(until), given_up=given_up, failure=Failure(failure), detail=detail)
        for host, (until, given_up, failure, detail) in json.loads(kept or "{}").items()
    }

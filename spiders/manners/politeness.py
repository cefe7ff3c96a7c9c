"""How we behave as a guest: one queue for each host, kept for the whole process.

All requests pass here, of all sources, robots.txt, redirects and retries included: two sources on one host never ask
it at once, and a host that asks us to wait is left alone by both.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from spiders.manners.hosts import HostMemory
from storage.records import Failure

SHORT_WAIT = 30.0
"""Seconds. A host that asks for no more than this is waited for; a longer wait is left to the next check."""

LONGEST_CRAWL_DELAY = 60.0
"""Seconds between requests that a robots.txt may ask for. More would keep a check of 200 pages busy for days."""

SILENT_AFTER = 6
"""Failed attempts in a row after which a host that has not answered once in this check is given up."""

TIRED_AFTER = 20
"""The same for a host that has answered before: a few dead documents must not cost the others their look."""

DOUBTFUL_AFTER = 2
"""The same for a host that the last check gave up: the two tries of one visit show whether it answers now."""

_UNREACHABLE = (Failure.DNS, Failure.CONNECTION, Failure.TLS, Failure.TIMEOUT, Failure.WAIT)


class HostClosedError(Exception):
    """No more requests to this host in this check."""

    def __init__(self, failure: Failure, detail: str) -> None:
        super().__init__(detail)
        self.failure = failure
        self.detail = detail


class StoppedError(Exception):
    """The check was told to end: nothing more is asked, and nothing is recorded about what was not asked."""


@dataclass(slots=True)
class _Place:
    """One host: who waits, when the next request may start, and what we know of it."""

    turns: asyncio.Semaphore
    delay: float
    free_at: float = 0.0
    patience: int = SILENT_AFTER
    asked: int = 0  # in the last 24 hours
    failed: int = 0
    closed: HostClosedError | None = field(default=None)


class HostGate:
    """The turns of all hosts. Times are seconds; between two requests to a host at least its delay passes.

    With one request at a time the delay counts from the end of the one before, so that the host sees it in full.
    """

    def __init__(
        self,
        *,
        delay: float,
        concurrency: int,
        memory: HostMemory | None = None,
        most: int | None = None,
        asked: Mapping[str, int] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """At most `most` requests to a host, those counted that were `asked` within the last 24 hours."""
        self._delay = delay
        self._concurrency = concurrency
        self._memory = memory or HostMemory(None, lambda _: None)
        self._most = most
        self._asked = asked or {}
        self._clock = clock
        self._places: dict[str, _Place] = {}
        self._stopped = False

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for this host's turn and hold it. Raises HostClosedError or StoppedError instead of a turn."""
        place = self._place(host)
        async with place.turns:
            await self._wait(place)
            self._count(place)
            place.free_at = self._clock() + place.delay
            try:
                yield
            finally:
                if self._concurrency == 1:
                    place.free_at = max(place.free_at, self._clock() + place.delay)

    def slow_down(self, host: str, delay: float) -> None:
        """From now on at least `delay` passes between two requests to this host (a Crawl-delay)."""
        place = self._place(host)
        place.delay = max(place.delay, min(delay, LONGEST_CRAWL_DELAY))
        place.free_at = max(place.free_at, self._clock() + place.delay)

    def pause(self, host: str, seconds: float) -> None:
        """No request to this host starts within the next `seconds` (a short Retry-After)."""
        place = self._place(host)
        place.free_at = max(place.free_at, self._clock() + seconds)

    def close(self, host: str, failure: Failure, detail: str) -> None:
        """No request to this host starts any more; those who wait hear HostClosedError."""
        place = self._place(host)
        place.closed = place.closed or HostClosedError(failure, detail)

    def rest(self, host: str, seconds: float, detail: str) -> None:
        """The host asks to be left alone so long: for the rest of this check, and of later ones until then."""
        self._memory.note_wait(host, seconds, detail)
        self.close(host, Failure.WAIT, detail)

    def is_closed(self, host: str) -> bool:
        """Whether this host is left alone for the rest of the check."""
        return self._stopped or self._place(host).closed is not None

    def note_answer(self, host: str) -> None:
        """The host answered, whatever it said."""
        place = self._place(host)
        place.failed, place.patience = 0, TIRED_AFTER
        self._memory.note_answer(host)

    def note_failure(self, host: str, failure: Failure) -> None:
        """The host did not answer; after too many of these in a row it is given up for this check."""
        if failure not in _UNREACHABLE:
            return
        place = self._place(host)
        place.failed += 1
        if place.failed >= place.patience and place.closed is None:
            detail = f"not asked: {place.failed} attempts at this host failed in a row ({failure})"
            self._memory.note_given_up(host, failure, detail, delay=place.delay)
            self.close(host, failure, detail)

    def stop(self) -> None:
        """End the check: everyone who waits for a turn hears StoppedError when it comes."""
        self._stopped = True

    async def _wait(self, place: _Place) -> None:
        while True:
            if self._stopped:
                raise StoppedError
            if place.closed is not None:
                raise place.closed
            seconds = place.free_at - self._clock()
            if seconds <= 0:
                return
            await asyncio.sleep(min(seconds, 1.0))  # in steps, so that a check that is told to end does so soon

    def _count(self, place: _Place) -> None:
        """One more request; HostClosedError where it would be one too many."""
        if self._most is not None and place.asked >= self._most:
            place.closed = HostClosedError(
                Failure.LIMIT, f"not asked: {place.asked} requests in 24 hours, network.requests_per_day allows no more"
            )
            raise place.closed
        place.asked += 1

    def _place(self, host: str) -> _Place:
        if host not in self._places:
            place = _Place(turns=asyncio.Semaphore(self._concurrency), delay=self._delay)
            place.patience = DOUBTFUL_AFTER if self._memory.is_doubtful(host) else SILENT_AFTER
            place.asked = self._asked.get(host, 0)
            if rest := self._memory.rest(host):
                place.closed = HostClosedError(
                    rest.failure, f"not before {rest.until:%Y-%m-%d %H:%M} UTC: {rest.detail}"
                )
            self._places[host] = place
        return self._places[host]


def read_retry_after(value: bytes | None, now: datetime | None = None) -> float | None:
    """The seconds that a Retry-After header asks for (RFC 9110 10.2.3), none negative; None where it says nothing."""
    text = (value or b"").decode("latin-1").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - (now or datetime.now(UTC))).total_seconds())

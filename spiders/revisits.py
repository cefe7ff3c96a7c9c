"""Conditional requests: ask only whether a page changed, where the answer can be trusted.

Scrapy's HttpCache under its RFC 9111 policy answers in the server's place and so hides changes; this asks every time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from scrapy import Request

from spiders.visits import Visit
from storage.records import Page, PageState

if TYPE_CHECKING:
    pass

FULL_EVERY = timedelta(days=1)
"""How often a page is fetched whole although it could be asked about: some servers answer 304 to a changed page."""

LONGEST_VALIDATOR = 1000


def make_validators(page: Page, now: datetime) -> Mapping[str, str]:
    """The headers that ask whether `page` changed since its current revision; none where it must be fetched whole.

    Whole, when there is no sound revision, or when the last whole fetch is a day ago. A new extractor of ours asks
    for nothing: every check first reads anew, from the archive, what an older one has read.
    """
    if page.state is not PageState.OK or page.suspect is not None or page.revision is None:
        return {}
    if page.full_at is None or not timedelta(0) <= now - page.full_at < FULL_EVERY:
        return {}
    headers = {"If-None-Match": page.etag, "If-Modified-Since": page.last_modified}
    return {name: value for name, value in headers.items() if value and _is_sound(value)}


class RevisitMiddleware:
    """Puts the validators of a page into the request that begins a look at it."""

    def __init__(self, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._clock = clock

    def process_request(self, request: Request) -> None:
        """Add the validators. Not to a hop: they belong to the page, and a 304 of the home page would hide its end."""
        visit: Visit = request.meta["visit"]
        if visit.page is None or visit.hops:
            return
        for name, value in make_validators(visit.page, self._clock()).items():
            request.headers[name] = value


def _is_sound(value: str) -> bool:
    return value.isascii() and value.isprintable() and len(value) <= LONGEST_VALIDATOR

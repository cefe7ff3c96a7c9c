"""Extras of pages: when a browser shows one, and what is recorded of it.

Each body of a page is shown once: the first, and each that differs. It is asked of the store, not of the crawl, so that
a check that was killed in between, or a browser that was missing, is made up for by the next look at that body.
"""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from config.declarations import NetworkSettings, Source
from spiders.addresses import host_of
from spiders.browser.browser import BrowserFailedError, ChromiumBrowser, NoBrowserError
from spiders.browser.showing import Document, is_page
from spiders.guard import parse_networks
from spiders.manners.politeness import HostClosedError, StoppedError
from spiders.wire.exchanges import make_id
from storage.archive.extras import extras_url
from storage.errors import ArchiveError, DecodingError, StoreError
from storage.records import Capture, Exchange, Failure, Outcome, Rendering, Role

if TYPE_CHECKING:
    from spiders.base import SourceSpider
    from spiders.rounds import PageStore

MOST_TRIES = 3
"""A body that could not be shown so often is left alone: it would keep each check for its longest time."""


def make_extras_maker(network: NetworkSettings, sources: Sequence[Source]) -> ExtrasMaker | None:
    """Who makes extras, where a source asks for them; no browser starts before the first page needs it."""
    if not any(each.render for each in sources):
        return None
    allowed = parse_networks(network.allow_addresses)
    return ExtrasMaker(ChromiumBrowser(configured=network.browser, user_agent=network.user_agent, allowed=allowed))


class ExtrasMaker:
    """Shows pages to the one browser of a check, one at a time, and records what it gave."""

    def __init__(self, browser: ChromiumBrowser) -> None:
        self._browser = browser
        self._turn = asyncio.Lock()
        self._absent: str | None = None  # why there is no browser
        self._failed: defaultdict[str, Counter[str]] = defaultdict(Counter)  # by source, what went wrong

    async def make(self, spider: SourceSpider, capture: Capture) -> None:
        """The extras of a page's capture are recorded, or that they could not be made; nothing where they are there."""
        async with self._turn:
            document = await spider.round.ask_store(lambda store: _find_work(store, spider, capture))
            if document is None:
                return
            if self._absent:
                self._failed[spider.source.name][self._absent] += 1
                return
            try:
                await self._show(spider, capture, document)
            except NoBrowserError as problem:
                self._absent = str(problem)
                self._failed[spider.source.name][self._absent] += 1
            except (HostClosedError, StoppedError):
                return  # the next check makes up for it
            except ArchiveError:
                return  # the round knows, and ends the check

    def problems(self, source: str) -> list[str]:
        """What the operator is told of a source: how many pages have no extras, and why."""
        return [f"render: no extras of {count} pages: {why}" for why, count in self._failed[source].items()]

    async def close(self) -> None:
        """The browser has ended."""
        await self._browser.close()

    async def _show(self, spider: SourceSpider, capture: Capture, document: Document) -> None:
        failure, detail, started = None, None, datetime.now(UTC)
        rendering = Rendering(of=capture.id, browser="", viewport="")
        async with spider.round.gate.turn(host_of(capture.url)):
            started = datetime.now(UTC)
            try:
                rendering = await self._browser.show(document)
            except TimeoutError:
                failure, detail = Failure.TIMEOUT, "the browser did not come to an end"
            except BrowserFailedError as problem:
                failure, detail = Failure.OTHER, f"the browser failed: {problem}"
        if failure:
            self._failed[spider.source.name][f"{detail}"] += 1
        for each in rendering.missing:
            self._failed[spider.source.name][each] += 1
        await spider.round.record(
            Exchange(
                capture=make_id(),
                run=spider.round.run,
                source=spider.source.name,
                role=Role.EXTRAS,
                url=extras_url(capture.id),
                page=capture.page,
                requested_at=started,
                ended_at=datetime.now(UTC),
                request_head=b"",
                failure=failure,
                detail=detail,
                software=spider.asking.software,
                rendering=rendering,
            )
        )


def _find_work(store: PageStore, spider: SourceSpider, capture: Capture) -> Document | None:
    """What is to be shown of a capture; None where there is nothing, or it was shown before."""
    answered = capture.status == 304 or 200 <= (capture.status or 0) < 300
    if not answered or capture.outcome is Outcome.FAILED or capture.payload_file is None:
        return None
    before = store.extras(capture)
    if len(before) >= MOST_TRIES or any(each.outcome is not Outcome.FAILED for each in before):
        return None
    try:
        head = store.response_head(capture)
        if not is_page(head):
            return None
        body = store.payload_decoded(capture, spider.round.network.max_size)
    except (StoreError, DecodingError):
        return None  # what cannot be decoded cannot be shown; the capture itself tells it
    return Document(
        capture=capture.id,
        url=capture.url,
        head=head,
        body=body,
        proxy=spider.source.proxy or spider.round.network.proxy,
        verify_tls=spider.asking.tls_verified,
    )

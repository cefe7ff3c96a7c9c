"""What every spider does: find the pages of one source, and look once at each of them and at those still watched."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure as TwistedFailure

from config.declarations import Source
from spiders.addresses import Choice, normalise_url, same_site
from spiders.capture import CAPTURE
from spiders.failures import LookFailedError, name_failure
from spiders.indexes.bounds import IndexTask, is_costly, read_task, read_within_bounds
from spiders.indexes.readings import MOST_LINKS, IndexReading
from spiders.manners.pacing import pace_of
from spiders.manners.politeness import StoppedError
from spiders.rounds import Round, choose_pages
from spiders.visits import Visit
from spiders.wire.exchanges import Asking, describe_software
from storage.records import Failure, Page, Role

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

MOST_INDEXES = 50
"""Indexes that are read in one check of a source: a sitemap index may name 50,000."""

DEEPEST_INDEX = 3
"""How deep indexes may lead to indexes."""


class SourceSpider(Spider):
    """One source in one check. `problems` is for the operator; nothing in it names a page."""

    def __init__(self, *, source: Source, shared: Round, limit: int | None = None, **arguments: Any) -> None:
        super().__init__(**arguments)
        network = shared.network
        self.source = source
        self.round = shared
        self.problems: list[str] = []
        self.limit = min(source.limit, limit) if limit is not None else source.limit
        verified = network.verify_tls if source.verify_tls is None else source.verify_tls
        self.asking = Asking(run=shared.run, source=source.name, software=describe_software(), tls_verified=verified)
        self.choice = Choice(source.include, source.exclude, home=source.url, elsewhere=self.elsewhere)
        self._found: dict[str, None] = {}
        self._indexes: set[str] = set()
        self._open_indexes = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> SourceSpider:
        """The spider of one source; only `monitors.checking.fetching` can make it."""
        if "source" not in kwargs or "shared" not in kwargs:
            raise ValueError("a spider is started by `defenderwatch check`, which tells it the source and the run")
        return super().from_crawler(crawler, *args, **kwargs)

    @property
    def elsewhere(self) -> bool:
        """Whether links to other sites are followed: only where the operator names the links or their URLs."""
        return bool(self.source.include)

    def is_at_home(self, url: str) -> bool:
        """Whether a URL is of the source's own site."""
        return same_site(url, self.source.url)

    async def start(self) -> AsyncIterator[Request]:
        """Ask for the pages that the check is about, where it is about some; else begin as this kind of spider does."""
        requests = self.ask_only(self.round.only) if self.round.only else self.begin()
        async for request in requests:
            yield request

    async def ask_only(self, urls: frozenset[str]) -> AsyncIterator[Request]:
        """Requests for those pages of this source, and nothing else."""
        pages = await self.round.ask_store(lambda store: [page for url in sorted(urls) if (page := store.page(url))])
        own = [page for page in pages if page.source == self.source.name]
        self.round.tell({"event": "found", "source": self.source.name, "pages": len(own)})
        for page in own:
            yield self.ask_page(page)

    async def begin(self) -> AsyncIterator[Request]:
        """Ask for the index; the pages follow from it. It is fetched whole every time: feeds keep ETags and change."""
        url = normalise_url(self.source.url)
        if url is None:
            self.problems.append("the source's url is no http or https URL")
            return
        yield self.ask_index(url, depth=1)

    def ask_index(self, url: str, *, depth: int) -> Request:
        """The request for an index, one more of which must end before the pages are chosen."""
        self._indexes.add(url)
        self._open_indexes += 1
        return Request(
            url,
            callback=self.parse_index,
            errback=self.miss_index,
            meta={"visit": Visit(role=Role.INDEX, start=url)},
            cb_kwargs={"depth": depth},
            dont_filter=True,
        )

    async def parse_index(self, response: Response, depth: int) -> AsyncIterator[Request]:
        """Take the links of an index, go on to further indexes, and after the last one to the pages."""
        try:
            reading = await self._read(response)
        except Exception as problem:  # noqa: BLE001 - a boundary: foreign text that breaks a parser is a fact
            reading = IndexReading(problem=f"the index could not be read ({type(problem).__name__})")
        if reading.problem:
            self.problems.append(reading.problem)
        self._found.update(dict.fromkeys(each for each in reading.links[:MOST_LINKS] if self.choice.wants(each)))
        if self.choice.slow is not None:
            self.problems.append(f"include, exclude: {self.choice.slow!r} takes too long; no more pages are taken")
        for url in reading.indexes:
            if url not in self._indexes and depth < DEEPEST_INDEX and len(self._indexes) < MOST_INDEXES:
                yield self.ask_index(url, depth=depth + 1)
        async for request in self._close_index(response.url):
            yield request

    async def miss_index(self, failed: TwistedFailure) -> AsyncIterator[Request]:
        """Tell that an index could not be looked at; the pages already known are looked at all the same."""
        failure = await self._settle(failed)
        if failure is not None:
            self.problems.append(f"the index could not be fetched: {failure}")
        async for request in self._close_index(None):
            yield request

    def describe_index(self, response: Response) -> IndexTask:
        """How an index of this source is to be read."""
        return IndexTask(
            kind=self.name,
            url=response.url,
            content_type=(response.headers.get(b"Content-Type") or b"").decode("latin-1"),
            follow=self.source.follow,
            named=bool(self.source.include),
            max_size=self.round.network.max_size,
        )

    def read_index(self, response: Response) -> IndexReading:
        """What an index with status 200 says; runs in a thread, and ends within a bound."""
        task = self.describe_index(response)
        read = read_within_bounds if is_costly(task, response.body) else read_task
        return read(task, response.body)

    async def ask_pages(self, found: list[str], *, found_from: str | None) -> AsyncIterator[Request]:
        """Requests for the pages of this check, each once, whichever of its sources found it."""
        now = datetime.now(UTC)
        longest = pace_of(self.source)[1] if self.round.due_only and self.source.adaptive else None
        pages, left, resting = await self.round.ask_store(
            lambda store: choose_pages(
                store,
                self.source,
                self.round.sources,
                found,
                at=now,
                found_from=found_from,
                limit=self.limit,
                longest=longest,
            )
        )
        if left:
            self.problems.append(f"{left} new pages are left to later checks: the limit is {self.limit} pages a check")
        taken = self.round.asked if found_from is None else self.round.asked | self.round.own_pages
        chosen = [page for page in pages if page.url not in taken]
        self.round.asked.update(page.url for page in chosen)
        told = {"event": "found", "source": self.source.name, "pages": len(chosen), "resting": resting}
        self.round.tell(told)
        for page in chosen:
            yield self.ask_page(page)

    def ask_page(self, page: Page) -> Request:
        """The request that begins a look at a page."""
        return Request(
            page.address,
            callback=self.see_page,
            errback=self.miss_page,
            meta={"visit": Visit(role=Role.PAGE, start=page.url, page=page)},
            dont_filter=True,
        )

    async def see_page(self, response: Response) -> None:
        """What came stands in the store, and is read from there by another process; a browser may show it first."""
        if self.round.extras is not None and self.source.render:
            await self.round.extras.make(self, response.meta[CAPTURE])

    async def miss_page(self, failed: TwistedFailure) -> None:
        """See that a page that was asked for ends in a capture, whatever broke."""
        await self._settle(failed)

    async def end_visit(self, visit: Visit, url: str, failure: Failure, detail: str | None) -> None:
        """Record that a visit ended at `url` without asking it."""
        await self.round.record(self.asking.fail(visit, url, failure, detail, role=visit.role))

    async def _read(self, response: Response) -> IndexReading:
        if response.status != 200:
            return IndexReading(problem=f"the index answered with status {response.status}")
        return await asyncio.to_thread(self.read_index, response)

    async def _settle(self, failed: TwistedFailure) -> str | None:
        """What kept a visit from its end, in words; recorded here if it was not before. None: we were told to stop."""
        problem, request = failed.value, getattr(failed, "request", None)
        if isinstance(problem, LookFailedError):
            return str(problem)
        if isinstance(problem, StoppedError) or self.round.broken is not None or problem is None or request is None:
            return None
        failure, detail = name_failure(problem)
        await self.end_visit(request.meta["visit"], request.url, failure, detail)
        return f"{failure}: {detail}"

    async def _close_index(self, url: str | None) -> AsyncIterator[Request]:
        self._open_indexes -= 1
        if self._open_indexes > 0:
            return
        if url is not None and not self._found and not self.problems:
            self.problems.append("the index names no page of this source")
        async for request in self.ask_pages(list(self._found), found_from=normalise_url(self.source.url)):
            yield request

"""A Round without a network, and a store of pages in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

from config.declarations import NetworkSettings
from spiders.rounds import Round
from storage.doors.overviews import PageLooks
from storage.records import Capture, Exchange, Page


class RefusingRecorder:
    """Keeps nothing."""

    def record(self, exchange: Exchange) -> Future[Capture]:
        """Fail: no test of this kind records."""
        raise AssertionError(exchange.url)


class Pages:
    """Pages by URL, as the store keeps them."""

    def __init__(self, *pages: Page) -> None:
        self.pages = {each.url: each for each in pages}
        self.facts: dict[str, str] = {}
        self.asked: list[str] = []
        self.looks: dict[str, PageLooks] = {}

    def fact(self, key: str) -> str | None:
        """A single fact, or None."""
        return self.facts.get(key)

    def set_fact(self, key: str, value: str) -> None:
        """The fact is this from now on."""
        self.facts[key] = value

    def asked_since(self, at: datetime) -> Iterator[str]:
        """The URLs of this day."""
        return iter(self.asked)

    def page_looks(self, source: str) -> dict[str, PageLooks]:
        """The looks that a test says there were."""
        return self.looks

    def page(self, url: str) -> Page | None:
        """The page of that name."""
        return self.pages.get(url)

    def resolve_page(self, url: str) -> Page | None:
        """The page that it turned out to be."""
        page = self.pages.get(url)
        return self.resolve_page(page.joined_to) if page and page.joined_to else page

    def find_pages(self, urls: Sequence[str], *, source: str, at: datetime, found_from: str | None) -> list[Page]:
        """The pages, new or listed again."""
        for url in urls:
            new = Page(url=url, source=source, address=url, found_at=at, found_from=found_from, listed_at=at)
            self.pages[url] = replace(self.pages.get(url, new), listed_at=at)
        return [self.pages[url] for url in urls]

    def watched_pages(self, *, source: str, at: datetime, keep_watching: timedelta | None) -> list[Page]:
        """All pages of the source that were not joined."""
        return [each for each in self.pages.values() if each.source == source and not each.joined_to]


def make_round(network: NetworkSettings) -> Round:
    """What the sources of a check share, where nothing is fetched."""
    return Round(
        run="0" * 32,
        network=network,
        sources=[],
        recorder=RefusingRecorder(),
        store=Pages(),
        store_thread=ThreadPoolExecutor(1),
        tell=lambda event: None,
    )

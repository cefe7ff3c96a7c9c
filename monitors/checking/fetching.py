"""The one step that starts crawls: a process of its own, so that it can be bounded, killed, and forgotten.

It prints one line of JSON for each thing that happens and says on stderr only what an operator must know.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import logging
import os
import re
import signal
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from config.declarations import Configuration, Source
from config.loading import ConfigurationError, load_configuration
from monitors.reading.orphans import end_with_parent
from spiders.base import SourceSpider
from spiders.browser.extras import make_extras_maker
from spiders.feed import FeedSpider
from spiders.listing import ListingSpider
from spiders.page import PageSpider
from spiders.resolver import ALLOW_SETTING, PROXY_SETTING
from spiders.rounds import Round
from spiders.sitemap import SitemapSpider
from spiders.wire.transport import Transport, why_no_proxy
from storage.archive.payload import ArchiveError
from storage.recording.recorder import Recorder
from storage.store import Store, StoreError

if TYPE_CHECKING:
    from twisted.internet.base import ReactorBase

SPIDERS: dict[str, type[SourceSpider]] = {
    "page": PageSpider,
    "feed": FeedSpider,
    "sitemap": SitemapSpider,
    "listing": ListingSpider,
}
"""The kinds of spiders: a new one is one file in `spiders` and one line here and in config/settings.py."""

AT_ONCE = 8
"""Sources that are crawled at the same time."""

GRACE = 5.0
"""Seconds that requests under way have to end in when the check is told to stop."""

STOPPED = 143
"""Exit status after SIGTERM: 128 and the signal's number, as shells say it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Crawl the sources that the arguments name; the exit status.

    0: the crawl ran. 1: it could not be recorded. 2: it could not begin. 143: it was told to stop.
    """
    asked = _read_arguments(arguments)
    end_with_parent()  # a crawl that nobody reads would only bother its hosts
    try:
        configuration = load_configuration(asked.folder)
        sources = [configuration.source(name) for name in asked.sources] or list(configuration.sources)
    except (ConfigurationError, KeyError) as problem:
        return _complain(f"the crawl cannot begin: {problem}", 2)
    proxies = find_proxies(configuration)
    if obstacle := next((why for each in proxies if (why := why_no_proxy(each))), None):
        return _complain(f"the crawl cannot begin: {obstacle}", 2)
    try:
        return _crawl(asked, configuration, sources)
    except (StoreError, ArchiveError) as problem:
        return _complain(f"the crawl cannot go on: {problem}", 1)


def tell(event: dict[str, Any]) -> None:
    """Print one event as a line of JSON, at once; where nobody listens any more this process ends at once."""
    try:
        sys.stdout.write(json.dumps(event, ensure_ascii=False, separators=(",", ":")) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        os._exit(STOPPED)


def find_proxies(configuration: Configuration) -> list[str]:
    """Every proxy that the operator named, for all sources or for one."""
    named = (configuration.service.network.proxy, *(each.proxy for each in configuration.sources))
    return list(dict.fromkeys(each for each in named if each))


def make_settings(configuration: Configuration) -> Settings:
    """Scrapy's settings for the whole process: the constants, and what the service says of the network."""
    network = configuration.service.network
    settings = Settings()
    settings.setmodule("config.settings", priority="project")
    settings.setdict(
        {
            "USER_AGENT": network.user_agent,
            "DOWNLOAD_TIMEOUT": network.timeout.total_seconds(),
            "DOWNLOAD_MAXSIZE": network.max_size,
            ALLOW_SETTING: list(network.allow_addresses),
            PROXY_SETTING: [urlsplit(each).hostname or "" for each in find_proxies(configuration)],
        },
        priority="cmdline",
    )
    return settings


class Fetching:
    """All the crawls of one check."""

    def __init__(self, process: AsyncCrawlerProcess, shared: Round, asked: argparse.Namespace) -> None:
        self._process = process
        self._shared = shared
        self._limit: int | None = asked.limit
        self._turns = asyncio.Semaphore(AT_ONCE)
        self.stopped = False

    async def crawl_all(self, sources: Sequence[Source]) -> None:
        """Crawl every source, eight at a time, and close the connections."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stop)
        try:
            await asyncio.gather(*(self._crawl(source) for source in sources))
        finally:
            await Transport.close_all()
            await self._shared.close()

    def stop(self) -> None:
        """End the check: nothing more is asked, and what is under way has five seconds."""
        if not self.stopped:
            self.stopped = True
            self._shared.stop()
            asyncio.get_running_loop().call_later(GRACE, _stop_reactor)
            for crawler in list(self._process.crawlers):
                asyncio.ensure_future(crawler.stop_async())  # noqa: RUF006 - the reactor outlives it

    async def _crawl(self, source: Source) -> None:
        async with self._turns:
            if self._is_over():
                return
            crawler = self._make_crawler(source)
            await self._process.crawl(crawler, source=source, shared=self._shared, limit=self._limit)
            problems = crawler.spider.problems if isinstance(crawler.spider, SourceSpider) else []
            problems = [*problems, *self._shared.problems_of(source.name)]
            reason = "stopped" if self.stopped else "broken" if self._shared.broken else "finished"
            tell({"event": "finished", "source": source.name, "reason": reason, "problems": problems})

    def _is_over(self) -> bool:
        return self.stopped or self._shared.broken is not None

    def _make_crawler(self, source: Source) -> Crawler:
        crawler = Crawler(SPIDERS[source.spider], self._process.settings)
        verify = self._shared.network.verify_tls if source.verify_tls is None else source.verify_tls
        crawler.settings.set("DOWNLOAD_VERIFY_CERTIFICATES", verify, priority="cmdline")
        return crawler


def _crawl(asked: argparse.Namespace, configuration: Configuration, sources: Sequence[Source]) -> int:
    with Store.open(asked.data) as store, ThreadPoolExecutor(1, "store") as store_thread:
        recorder = Recorder(asked.data, asked.run)
        try:
            shared = Round(
                run=asked.run,
                network=configuration.service.network,
                sources=sources,
                recorder=recorder,
                store=store,
                store_thread=store_thread,
                tell=tell,
                only=frozenset(asked.page),
                due_only=asked.due,
            )
            shared.extras = make_extras_maker(configuration.service.network, sources)
            process = AsyncCrawlerProcess(make_settings(configuration))
            _speak_quietly()
            fetching = Fetching(process, shared, asked)
            _run_reactor(process, fetching, sources)
        finally:
            recorder.close()
    if shared.broken is not None:
        return _complain(f"captures could not be kept: {shared.broken}", 1)
    return STOPPED if fetching.stopped else 0


def _run_reactor(process: AsyncCrawlerProcess, fetching: Fetching, sources: Sequence[Source]) -> None:
    """Run until every source is through. The process, not a runner, starts the reactor: only it installs the guard."""
    gc.freeze()  # what is imported stays: the collector need not walk it again and again (a tenth of the time)
    everything = asyncio.get_event_loop().create_task(fetching.crawl_all(sources))
    everything.add_done_callback(lambda _: _stop_reactor())
    process.start(stop_after_crawl=False, install_signal_handlers=False)
    if everything.done() and not everything.cancelled():
        everything.result()


def _stop_reactor() -> None:
    from twisted.internet import reactor

    running = cast("ReactorBase", reactor)
    if running.running:
        running.stop()


def _complain(message: str, status: int) -> int:
    sys.stderr.write(message + "\n")
    return status


def _read_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m monitors.checking.fetching", description="Fetch sources once.")
    parser.add_argument("--folder", type=Path, required=True, help="the operator's folder")
    parser.add_argument("--data", type=Path, required=True, help="where captures are kept")
    parser.add_argument("--run", required=True, help="id of the check that this crawl belongs to")
    parser.add_argument("--limit", type=int, help="at most so many pages of each source")
    parser.add_argument("--page", action="append", default=[], help="only this page, by its name; may be repeated")
    parser.add_argument("--due", action="store_true", help="of adaptive sources only the pages that are due")
    parser.add_argument("sources", nargs="*", help="names of sources; all without")
    return parser.parse_args(arguments)


class _WithoutPaths(logging.Formatter):
    """Log lines without the paths of URLs: they hold the names of the people that a page is about."""

    def format(self, record: logging.LogRecord) -> str:
        return re.sub(r"(https?://[^/\s'\"<>]+)/[^\s'\"<>]*", r"\1/…", super().format(record))


def _speak_quietly() -> None:
    """Warnings of ours and errors of Scrapy and Twisted go to stderr. Called when Scrapy has set its levels."""
    voice = logging.StreamHandler(sys.stderr)
    voice.setFormatter(_WithoutPaths("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[voice], force=True)
    for name in ("scrapy", "twisted"):
        logging.getLogger(name).setLevel(logging.ERROR)


if __name__ == "__main__":
    sys.exit(main())

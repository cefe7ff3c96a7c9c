"""What all the sources of one check share: the recorder, the pages of the store, the hosts and their robots.txt."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

from config.declarations import NetworkSettings, Source, SpiderKind
from spiders.addresses import host_of, normalise_url
from spiders.guard import parse_networks
from spiders.manners.hosts import HOSTS, HostMemory
from spiders.manners.pacing import is_due
from spiders.manners.politeness import HostGate
from spiders.manners.robots import RobotsBook
from storage.doors.overviews import PageLooks
from storage.records import Capture, Exchange, Page

if TYPE_CHECKING:
    from spiders.browser.extras import ExtrasMaker

Answer = TypeVar("Answer")


class Recorder(Protocol):
    """Where exchanges are kept: the future is done when the capture stands in archive, ledger and database."""

    def record(self, exchange: Exchange) -> Future[Capture]:
        """Keep an exchange."""


class PageStore(Protocol):
    """The part of `storage.store.Store` that spiders need."""

    def fact(self, key: str) -> str | None:
        """A single fact, or None."""

    def set_fact(self, key: str, value: str) -> None:
        """The fact is this from now on."""

    def asked_since(self, at: datetime) -> Iterator[str]:
        """The URL of each request since then that was answered."""

    def page_looks(self, source: str) -> dict[str, PageLooks]:
        """The sound looks at each page of a source, by its name."""

    def page(self, url: str) -> Page | None:
        """The page of that name."""

    def resolve_page(self, url: str) -> Page | None:
        """The page that it turned out to be."""

    def find_pages(self, urls: Sequence[str], *, source: str, at: datetime, found_from: str | None) -> list[Page]:
        """The pages, new or listed again."""

    def extras(self, capture: Capture) -> list[Capture]:
        """What a browser showed of a capture's body."""

    def response_head(self, capture: Capture) -> bytes:
        """The head that came with that body."""

    def payload_decoded(self, capture: Capture, max_size: int) -> bytes:
        """The body, its content coding undone."""

    def watched_pages(self, *, source: str, at: datetime, keep_watching: timedelta | None) -> list[Page]:
        """The pages of a source that are still looked at."""


Tell = Callable[[dict[str, Any]], None]


class Round:
    """One check, as its spiders see it. `broken` says why nothing can be recorded any more."""

    def __init__(
        self,
        *,
        run: str,
        network: NetworkSettings,
        sources: Sequence[Source],
        recorder: Recorder,
        store: PageStore,
        store_thread: Executor,
        tell: Tell,
        only: frozenset[str] = frozenset(),
        due_only: bool = False,
    ) -> None:
        """`only`: pages by name; where there are some, the check is about these and no index is asked.

        `due_only`: pages of adaptive sources are looked at as their own rates of change say.
        """
        self.run = run
        self.network = network
        self.sources = frozenset(each.name for each in sources)
        self.own_pages = frozenset(
            url for each in sources if each.spider is SpiderKind.PAGE and (url := normalise_url(each.url))
        )
        self.allowed = parse_networks(network.allow_addresses)
        self.gate = make_gate(network, store, store_thread)
        self.robots = RobotsBook()
        self.only = only
        self.due_only = due_only
        self.asked: set[str] = set()
        self.tell = tell
        self.broken: Exception | None = None
        self.extras: ExtrasMaker | None = None  # where a source of this check asks for extras
        self._recorder = recorder
        self._store = store
        self._store_thread = store_thread

    async def record(self, exchange: Exchange) -> Capture:
        """The exchange as a capture, kept. Where it cannot be kept the check is over, and the error goes on."""
        try:
            capture = await asyncio.wrap_future(self._recorder.record(exchange))
        except Exception as error:  # whatever keeps us from recording ends the check: nothing is asked in vain
            self.broken = self.broken or error
            self.gate.stop()
            raise
        self.tell(
            {
                "event": "captured",
                "source": exchange.source,
                "outcome": str(capture.outcome),
                "why": str(capture.failure or f"status {capture.status}"),
                "role": str(exchange.role),
            }
        )
        return capture

    async def ask_store(self, question: Callable[[PageStore], Answer]) -> Answer:
        """The store's answer, from the one thread that holds it: SQLite may wait for another process."""
        return await asyncio.get_running_loop().run_in_executor(self._store_thread, question, self._store)

    def problems_of(self, source: str) -> list[str]:
        """What the operator is told of a source beside what its spider met."""
        extras = self.extras.problems(source) if self.extras else []
        return extras + ([f"captures could not be kept: {self.broken}"] if self.broken else [])

    async def close(self) -> None:
        """What a check had started has ended."""
        if self.extras is not None:
            await self.extras.close()

    def stop(self) -> None:
        """Nothing more is asked; what is under way may end."""
        self.gate.stop()


def make_gate(network: NetworkSettings, store: PageStore, store_thread: Executor) -> HostGate:
    """The turns of all hosts, with what earlier checks know of them: made before the check's first request."""
    kept, since = store.fact(HOSTS), datetime.now(UTC) - timedelta(days=1)
    return HostGate(
        delay=network.delay.total_seconds(),
        concurrency=network.concurrency_per_host,
        memory=HostMemory(kept, lambda rests: store_thread.submit(store.set_fact, HOSTS, rests)),
        most=network.requests_per_day,
        asked=Counter(host_of(url) for url in store.asked_since(since)),
    )


class Chosen(NamedTuple):
    """The pages to look at in a check, how many new ones the limit leaves to later checks, and how many are not due."""

    pages: list[Page]
    left: int
    resting: int


def choose_pages(
    store: PageStore,
    source: Source,
    sources: frozenset[str],
    found: Sequence[str],
    *,
    at: datetime,
    found_from: str | None,
    limit: int,
    longest: timedelta | None = None,
) -> Chosen:
    """The pages to look at in this check, none twice: new ones first, then those whose last whole fetch is longest ago.

    What was found is in the store afterwards; new pages beyond the limit are left to be found again. Half of the
    limit stays for known pages, so that a flood of new ones does not keep us from looking at the old ones again.
    `found_from` None: a source's own page, beside which nothing else of that source is watched. `longest`: pages are
    looked at as their own rates of change say, at least so often; None: each in each check.
    """
    new: list[str] = []
    listed: list[str] = []
    for url in dict.fromkeys(found):
        (listed if store.page(url) else new).append(url)
    known: dict[str, Page] = {}
    for page in store.find_pages(listed, source=source.name, at=at, found_from=found_from):
        owners = sources if found_from is not None else frozenset[str]()  # its own page is a source's, whoever found it
        known.update((each.url, each) for each in _ours(store, page, source.name, owners))
    if found_from is not None:
        for page in store.watched_pages(source=source.name, at=at, keep_watching=source.keep_watching):
            known.setdefault(page.url, page)
    resting = [] if longest is None else _resting(store.page_looks(source.name), known.values(), at, longest)
    for url in resting:
        del known[url]
    room = max(limit - len(known), limit // 2, 1)
    fresh = store.find_pages(new[:room], source=source.name, at=at, found_from=found_from)
    return Chosen([*fresh, *sorted(known.values(), key=_age)][:limit], max(len(new) - room, 0), len(resting))


def _resting(looks: dict[str, PageLooks], pages: Iterable[Page], at: datetime, longest: timedelta) -> list[str]:
    return [each.url for each in pages if not is_due(each, looks.get(each.url), at, longest=longest)]


def _ours(store: PageStore, page: Page, source: str, sources: frozenset[str]) -> Iterator[Page]:
    """The page to look at in place of one that was found; none where another source of this check looks at it."""
    target = store.resolve_page(page.url) if page.joined_to else page
    if target is not None and (target.source == source or target.source not in sources):
        yield target


def _age(page: Page) -> tuple[bool, float]:
    return (page.full_at is not None, page.full_at.timestamp() if page.full_at else 0.0)

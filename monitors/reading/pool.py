"""From captures that wait to changes that are kept: reading beside the crawl, comparing after it.

The store is asked for what waits and given back what was made, one transaction a capture. Nothing
here knows whether the captures come from a crawl that runs now, from one that was killed, or from
an import.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from config.declarations import Configuration, Source, SpiderKind
from monitors.reading.forking import worker_context
from monitors.reading.orphans import finish_first
from monitors.reading.tasks import ReadersBroken, ReadingOutcome, ReadingTask
from monitors.reading.workers import is_ready, read_capture, start_reader
from storage.records import IMPORTED, Capture, Page, PageState, Reading
from storage.store import Store

T = TypeVar("T")

BATCH = 32
"""Captures asked of the store at a time: enough to keep the workers busy, few enough to hold in memory."""


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


def source_of(configuration: Configuration, capture: Capture) -> Source:
    """The declaration that a capture belongs to; a plain page where its source is declared no more."""
    return declared_source(configuration, capture.source, capture.url)


def declared_source(configuration: Configuration, name: str, url: str) -> Source:
    """The source of that name; a plain page at `url` where it is declared no more."""
    try:
        return configuration.source(name)
    except KeyError:
        return Source(name=name, url=url, spider=SpiderKind.PAGE)


class ReadingPool:
    """Worker processes that read captures. None is started before there is something to read.

    A document that ends its worker (a parser's crash, endless work, too much memory) is read once
    more, alone; if the worker ends again, that is what we know of the capture, and the others go on.
    """

    def __init__(self, configuration: Configuration, data: Path, *, workers: int | None = None) -> None:
        self._configuration = configuration
        self._data = data
        self._workers = workers or max(1, os.cpu_count() or 1)
        self._pool: ProcessPoolExecutor | None = None
        self._waiting: dict[Future[ReadingOutcome], ReadingTask] = {}
        self._suspected: list[ReadingTask] = []

    def __enter__(self) -> ReadingPool:
        return self

    def __exit__(self, *exception: object) -> None:
        self._end_pool()

    @property
    def busy(self) -> bool:
        """Whether some capture is being read."""
        return bool(self._waiting or self._suspected)

    def feed(self, store: Store) -> int:
        """Hand waiting captures to the workers, no more than they can soon begin; return how many."""
        room = 2 * self._workers + 2 - len(self._waiting)
        if room <= 0 or self._suspected:
            return 0
        captures = store.unread(limit=min(room, BATCH), exclude={task.capture.id for task in self._waiting.values()})
        for count, capture in enumerate(captures):
            if not self._submit(self._task(store, capture)):
                return count
        return len(captures)

    def collect(self, store: Store, *, timeout: float) -> int:
        """Keep what the workers have read, waiting at most that long for the first; return how many."""
        if not self._waiting and self._suspected:
            return self._read_alone(store, self._suspected.pop())
        if not self._waiting:
            return 0
        done, _ = wait(self._waiting, timeout=timeout, return_when=FIRST_COMPLETED)
        count = 0
        for future in done:
            task = self._waiting.pop(future)
            try:
                self._keep(store, future.result())
                count += 1
            except BrokenProcessPool:
                self._suspected.append(task)
        if self._suspected:
            self._suspect_all()
        return count

    def _read_alone(self, store: Store, task: ReadingTask) -> int:
        self._require_readers()
        try:
            self._keep(store, self._begin(read_capture, task).result())
        except BrokenProcessPool:
            self._end_pool()
            reading = Reading(state=PageState.FAILING, evidence="reading this document ends the reading process")
            self._keep(store, ReadingOutcome(capture=task.capture.id, reading=reading, revision=None, mentions=()))
        return 1

    def _require_readers(self) -> None:
        """Raise ReadersBroken where a reading process ends before it has seen any document."""
        try:
            self._begin(is_ready).result()
        except BrokenProcessPool:
            self._end_pool()
            raise ReadersBroken(
                "the processes that read documents end as they start: the installation is damaged or memory is short; "
                "nothing is lost, what was fetched waits to be read"
            ) from None

    def _keep(self, store: Store, outcome: ReadingOutcome) -> None:
        store.put_reading(
            capture_id=outcome.capture,
            reading=outcome.reading,
            revision=outcome.revision,
            mentions=outcome.mentions,
            at=now(),
        )

    def _submit(self, task: ReadingTask) -> bool:
        """Whether a pool took it. One of which a process has ended, for whatever reason, takes nothing any more."""
        try:
            self._waiting[self._begin(read_capture, task)] = task
        except BrokenProcessPool:
            self._suspect_all()
            if self._suspected:
                return False
            self._waiting[self._begin(read_capture, task)] = task  # nobody was at work: a new pool takes it
        return True

    def _suspect_all(self) -> None:
        """The pool is given up; what it was reading is read once more, each alone."""
        self._suspected += self._waiting.values()
        self._waiting.clear()
        self._end_pool()

    def _begin(self, work: Callable[..., T], *told: object) -> Future[T]:
        """Give the pool something to do; it may start a process, which nobody would wait for if we ended just then."""
        with finish_first():
            return self._started().submit(work, *told)

    def _end_pool(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def _task(self, store: Store, capture: Capture) -> ReadingTask:
        page = page_of(store, capture)
        former = store.revision(page.revision) if page.revision else None
        if IMPORTED in capture.flags:  # it is held against what was known then
            former = store.revision_at(page.url, capture.captured_at)
            page = replace(page, visible_sha256=None, extractor=former.article.extractor if former else None)
        return ReadingTask(
            capture=capture,
            page=page,
            source=source_of(self._configuration, capture),
            former_text_sha256=former.text_sha256 if former else None,
        )

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                self._workers,
                mp_context=worker_context(),
                initializer=start_reader,
                initargs=(self._configuration, self._data),
            )
        return self._pool


def page_of(store: Store, capture: Capture) -> Page:
    """The page that a capture was made for, joins followed."""
    url = capture.page or capture.url
    page = store.resolve_page(url)
    if page is None:
        found_from = f"import {capture.id}" if IMPORTED in capture.flags else None
        page = store.find_page(url=url, source=capture.source, at=capture.captured_at, found_from=found_from)
    return page


def read_waiting(store: Store, pool: ReadingPool, *, advanced: Callable[[int], None] | None = None) -> None:
    """Read until nothing waits any more."""
    while pool.feed(store) or pool.busy:
        count = pool.collect(store, timeout=0.2)
        if advanced is not None and count:
            advanced(count)

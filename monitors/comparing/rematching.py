"""Matching anew what is kept: after an edit of the watch list each page tells its past to subjects that are new on it.

Worker processes read and match, page after page in the order of their addresses; this process writes. What some pages
change is one transaction with the place that was reached, so that whoever is stopped goes on there.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path

from config.declarations import Configuration
from monitors.comparing.page_histories import PageHistory, PageMatcher
from monitors.reading.forking import worker_context
from monitors.reading.orphans import end_with_parent, finish_first
from monitors.reading.pool import now
from monitors.reading.tasks import ReadersBroken
from storage.store import Store

PLACE = "rematching"
"""The fact under which the place is kept that matching anew has reached; empty where it came to its end."""

_CHUNK = 100
"""Revisions in one transaction, about: what a kill costs to do again."""

_WORTH_A_WORKER = 500
"""Revisions that make up for the start of a process."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far matching anew has come."""

    declared: str  # of which watch lists and sources
    page: str = ""  # the last one that is done
    revisions: int = 0
    rewritten: int = 0  # revisions whose mentions differed
    changes: int = 0
    faults: int = 0

    def add(self, histories: Sequence[PageHistory]) -> Progress:
        """The progress after these pages."""
        return replace(
            self,
            page=histories[-1].page,
            revisions=self.revisions + sum(each.revisions for each in histories),
            rewritten=self.rewritten + sum(len(each.mentions) for each in histories),
            changes=self.changes + sum(len(each.changes) for each in histories),
            faults=self.faults + sum(each.fault is not None for each in histories),
        )


def read_progress(store: Store, configuration: Configuration) -> Progress:
    """Where an earlier run with the same watch lists and sources was stopped; else the beginning."""
    declared = _fingerprint(configuration)
    kept = store.fact(PLACE)
    if kept:
        known = json.loads(kept)
        if known.get("declared") == declared:
            return Progress(**known)
    return Progress(declared=declared)


def _fingerprint(configuration: Configuration) -> str:
    """A hash of all that decides what is matched where: another one means to begin anew."""
    told = [version("defenderwatch")]
    told += [each.model_dump_json() for each in (*configuration.watch_lists, *configuration.sources)]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def rematch(
    store: Store,
    configuration: Configuration,
    *,
    advanced: Callable[[Progress, int], None] | None = None,
    workers: int | None = None,
) -> Progress:
    """Match every revision anew, from where an earlier run was stopped; `advanced` is told the progress and the total.

    Only what differs is written. Without workers it is done in this process, as for few revisions.
    """
    progress = read_progress(store, configuration)
    waiting = store.count_revisions(after=progress.page)
    total = progress.revisions + sum(count for _, count in waiting)
    if advanced is not None:
        advanced(progress, total)
    if workers is None:
        workers = min(os.cpu_count() or 1, (total - progress.revisions) // _WORTH_A_WORKER)
    for histories in _match_chunks(store, configuration, _cut_chunks(waiting), workers):
        progress = progress.add(histories)
        store.put_histories(
            mentions={name: found for each in histories for name, found in each.mentions.items()},
            changes=[change for each in histories for change in each.changes],
            fact=(PLACE, json.dumps(asdict(progress))),
            at=now(),
        )
        if advanced is not None:
            advanced(progress, total)
    store.set_fact(PLACE, "")
    return progress


def _cut_chunks(pages: Sequence[tuple[str, int]]) -> Iterator[list[str]]:
    chunk: list[str] = []
    revisions = 0
    for page, count in pages:
        chunk.append(page)
        revisions += count
        if revisions >= _CHUNK:
            yield chunk
            chunk, revisions = [], 0
    if chunk:
        yield chunk


def _match_chunks(
    store: Store, configuration: Configuration, chunks: Iterator[list[str]], workers: int
) -> Iterator[list[PageHistory]]:
    """The histories of each chunk, in order; some chunks are matched ahead."""
    if not workers:
        matcher = PageMatcher(configuration, store)
        yield from ([matcher.match(page) for page in chunk] for chunk in chunks)
        return
    with _start_pool(configuration, store.folder, workers) as pool:
        ahead: deque[Future[list[PageHistory]]] = deque()
        try:
            for chunk in chunks:
                with finish_first():  # it may start a process, which nobody would wait for if we ended just then
                    ahead.append(pool.submit(_match_chunk, chunk))
                if len(ahead) > 2 * workers:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()
        except BrokenProcessPool:
            raise ReadersBroken(
                "a process that matches revisions was ended (is memory short?); what it did until now is kept, "
                "run the command again and it goes on"
            ) from None
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _start_pool(configuration: Configuration, data: Path, workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        workers,
        mp_context=worker_context(),
        initializer=_start_worker,
        initargs=(configuration, data),
    )


_matcher: PageMatcher | None = None


def _start_worker(configuration: Configuration, data: Path) -> None:
    global _matcher  # noqa: PLW0603  # a worker process has exactly one matcher, made by its initialiser
    end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the parent, which ends its workers
    _matcher = PageMatcher(configuration, Store.open(data, create=False))


def _match_chunk(pages: Sequence[str]) -> list[PageHistory]:
    if _matcher is None:
        raise RuntimeError("_start_worker has not been called in this process")
    return [_matcher.match(page) for page in pages]

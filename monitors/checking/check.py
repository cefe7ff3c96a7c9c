"""The main job: fetch → archive → read → compare → keep what changed, for some sources, now."""

from __future__ import annotations

import collections
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from config.declarations import Configuration
from config.secrets import SECRETS
from monitors.checking.attesting import attest
from monitors.checking.crawling import Crawl, explain_status
from monitors.checking.locking import hold_lock
from monitors.comparing.comparer import Comparer
from monitors.comparing.renewing import Renewer
from monitors.reading.pool import ReadingPool, now, read_waiting
from storage.records import PAGES_ONLY, Change, Run, SourceReport
from storage.store import Store


@dataclass(slots=True)
class _Tally:
    """What is counted of one source while its check runs."""

    fetched: int = 0
    unchanged: int = 0
    failed: int = 0
    resting: int = 0
    whys: collections.Counter[str] = field(default_factory=collections.Counter)  # of the looks that failed
    problems: list[str] = field(default_factory=list)
    finished: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a check has come, for whoever shows it."""

    found: int
    captured: int
    read: int


Watcher = Callable[[Progress], None]


class Check:
    """One check of some sources, or of some pages of theirs: those are looked at, and no index is."""

    def __init__(
        self,
        folder: Path,
        data: Path,
        configuration: Configuration,
        names: Sequence[str],
        *,
        pages: Sequence[str] = (),
        due_only: bool = False,
    ) -> None:
        """Without names: all sources. `pages` are names of pages, and `names` then the sources that they belong to.

        `due_only`: pages of adaptive sources that need no look yet are left out.
        """
        self._folder = folder
        self._data = data
        self._configuration = configuration
        self._names = tuple(names) or tuple(each.name for each in configuration.sources)
        self._pages = tuple(pages)
        self._due_only = due_only
        self._tallies = {name: _Tally() for name in self._names}
        self._found: collections.Counter[str] = collections.Counter()
        self._read = 0
        self._changes: list[Change] = []
        self.unsigned: str | None = None  # why the ledger could not be signed or time-stamped at the end

    def run(self, *, limit: int | None = None, watcher: Watcher | None = None) -> Run:
        """Do it; the run with a report for each source. Raises `Locked` while another check runs."""
        with hold_lock(self._data / "check.lock"), Store.open(self._data) as store:
            run = self._begin()
            store.begin_run(run)
            Renewer(store, self._configuration).renew_outdated(self._names)
            comparer = Comparer(store, self._configuration)
            with ReadingPool(self._configuration, self._data) as pool:
                self._crawl(store, pool, comparer, run.id, limit, watcher)
                read_waiting(store, pool, advanced=lambda count: self._tell(watcher, count))
            self._changes += comparer.compare_waiting()
            reports = self._reports(comparer.faults)
            finished_at = now()
            store.finish_run(run_id=run.id, at=finished_at, reports=reports)
            secrets, service = self._folder / SECRETS, self._configuration.service
            self.unsigned = attest(store, self._data, secrets, at=finished_at, service=service)
            return replace(run, finished_at=finished_at, reports=reports)

    def _begin(self) -> Run:
        """A look at single pages is no check of their source, which is due as before."""
        if self._pages:
            return Run(id=f"{PAGES_ONLY}{uuid.uuid4().hex}", started_at=now(), sources=())
        return Run(id=uuid.uuid4().hex, started_at=now(), sources=self._names)

    def _crawl(
        self,
        store: Store,
        pool: ReadingPool,
        comparer: Comparer,
        run: str,
        limit: int | None,
        watcher: Watcher | None,
    ) -> None:
        """Let the crawl run, and read beside it what it brings; compare a source as soon as it is through."""
        ways: dict[str, Any] = {"limit": limit, "pages": self._pages, "due_only": self._due_only}
        with Crawl(self._folder, self._data, run, self._names, **ways) as crawl:
            ended: list[str] = []
            while not crawl.ended:
                heard = list(crawl.told(timeout=0.0 if pool.busy else 0.2))
                ended += [each for told in heard if (each := self._hear(told))]
                pool.feed(store)
                self._tell(watcher, pool.collect(store, timeout=0.05))
                if ended and not pool.feed(store) and not pool.busy:
                    self._changes += [change for name in ended for change in comparer.compare_waiting(name)]
                    ended = []
            self._note_end(crawl.stop())

    def _hear(self, told: dict[str, Any]) -> str | None:
        """Count one line of the crawl; the name of a source that is through."""
        tally = self._tallies.get(str(told.get("source")))
        if tally is None:
            return None
        if told.get("event") == "found":
            self._found[str(told["source"])] = int(told.get("pages", 0))
            tally.resting = int(told.get("resting", 0))
        elif told.get("event") == "captured" and told.get("role") == "page":
            self._count(tally, str(told.get("outcome")), str(told.get("why")))
        elif told.get("event") == "finished":
            tally.finished = True
            tally.problems += [str(each) for each in told.get("problems", ())]
            return str(told["source"])
        return None

    def _count(self, tally: _Tally, outcome: str, why: str) -> None:
        if outcome == "fetched":
            tally.fetched += 1
        elif outcome == "unchanged":
            tally.unchanged += 1
        else:
            tally.failed += 1
            tally.whys[why] += 1

    def _note_end(self, status: int) -> None:
        problem = explain_status(status)
        for tally in self._tallies.values():
            if not tally.finished:
                tally.problems.append(problem or "the crawl did not come to this source")

    def _tell(self, watcher: Watcher | None, read: int) -> None:
        self._read += read
        if watcher is not None:
            captured = sum(each.fetched + each.unchanged + each.failed for each in self._tallies.values())
            watcher(Progress(found=max(self._found.total(), captured), captured=captured, read=self._read))

    def _reports(self, faults: Mapping[str, Sequence[str]]) -> tuple[SourceReport, ...]:
        for name, tally in self._tallies.items():
            tally.problems += faults.get(name, ())
        changes = collections.Counter(each.source for each in self._changes)
        return tuple(self._report(name, tally, changes[name]) for name, tally in self._tallies.items())

    def _report(self, name: str, tally: _Tally, changes: int) -> SourceReport:
        pages = tally.fetched + tally.unchanged + tally.failed
        problems = list(tally.problems)
        least = self._configuration.source(name).expect_at_least
        if pages and tally.failed == pages:
            problems.append(f"no page could be looked at: {', '.join(why for why, _ in tally.whys.most_common())}")
        if pages + tally.resting < least and not self._pages:
            problems.append(f"{pages} pages looked at, at least {least} expected")
        return SourceReport(
            source=name,
            fetched=tally.fetched,
            unchanged=tally.unchanged,
            failed=tally.failed,
            pages=pages,
            resting=tally.resting,
            changes=changes,
            problems=tuple(problems),
        )

    @property
    def changes(self) -> list[Change]:
        """The changes this check kept."""
        return self._changes


def process_waiting(data: Path, configuration: Configuration) -> list[Change]:
    """Read and compare what an earlier, interrupted check left; the changes that were kept."""
    with hold_lock(data / "check.lock"), Store.open(data) as store:
        with ReadingPool(configuration, data) as pool:
            read_waiting(store, pool)
        return Comparer(store, configuration).compare_waiting()

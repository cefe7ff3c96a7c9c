"""Captures without a crawl: bodies put into a store through the real recorder."""

from __future__ import annotations

import os
import uuid
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from config.declarations import Configuration, Service, Source, WatchList
from monitors.checking.check import process_waiting
from monitors.checking.locking import hold_lock
from monitors.comparing.comparer import Comparer
from monitors.reading.pool import BATCH, ReadingPool
from monitors.reading.reader import Reader
from monitors.reading.tasks import ReadingOutcome, ReadingTask
from monitors.reading.workers import read_capture
from storage.recording.recorder import Recorder
from storage.records import Capture, Change, Exchange, Failure, Role, Run
from storage.store import Store

START = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
URL = "https://example.org/story"
FILLER = "".join(
    f"<p>The hearing was held in room {number}, and {number + 3} people of the town waited in the corridor.</p>"
    for number in range(1, 9)
)


def page(*paragraphs: str, beside: str = "") -> str:
    told = "".join(f"<p>{each}</p>" for each in paragraphs)
    article = f"<article><h1>The case of the engineers</h1>{FILLER}{told}{beside}</article>"
    return f"<html lang='en'><body>{article}</body></html>"


@dataclass(slots=True)
class Desk:
    """A folder's data and configuration, and a clock that goes six hours a look."""

    data: Path
    subjects: list[dict[str, object]] = field(
        default_factory=lambda: [{"id": "madina-kokbulakova", "kind": "defender", "name": "Madina Kokbulakova"}]
    )
    source: dict[str, object] = field(default_factory=lambda: {"name": "lantern", "url": URL})
    looks: int = 0

    @property
    def configuration(self) -> Configuration:
        watch_list = WatchList.model_validate({"name": "people", "subjects": self.subjects})
        source = Source.model_validate(self.source)
        return Configuration(service=Service(), sources=(source,), watch_lists=(watch_list,))

    @property
    def now(self) -> datetime:
        """When its latest look was."""
        return START + timedelta(hours=6 * self.looks)

    def look(
        self,
        text: str = "",
        *,
        status: int = 200,
        failure: Failure | None = None,
        source: str = "lantern",
        url: str = URL,
        landed: str | None = None,
    ) -> Capture:
        """Keep one look at the page, or at another one."""
        self.looks += 1
        at = self.now
        run = Run(id=uuid.uuid4().hex, started_at=at, sources=(source,))
        with Store.open(self.data) as store:
            store.begin_run(run)
            store.find_page(url=url, source=source, at=at, found_from=None)
        body = text.encode()
        head = f"HTTP/1.1 {status} Told\r\nContent-Type: text/html; charset=utf-8\r\n\r\n".encode()
        exchange = Exchange(
            capture=uuid.uuid4().hex,
            run=run.id,
            source=source,
            role=Role.PAGE,
            url=landed or url,
            page=url,
            requested_at=at,
            ended_at=at,
            request_head=b"GET /story HTTP/1.1\r\nHost: example.org\r\n\r\n",
            response_head=None if failure else head,
            status=None if failure else status,
            body=b"" if failure else body,
            failure=failure,
            content_type=None if failure else "text/html; charset=utf-8",
        )
        recorder = Recorder(self.data, run.id)
        try:
            return recorder.record(exchange).result(30)
        finally:
            recorder.close()

    def process(self, *, apart: bool = False) -> list[Change]:
        """Read and compare what waits: in this process, or `apart` in processes of their own, as a check does."""
        if apart:
            return process_waiting(self.data, self.configuration)
        with hold_lock(self.data / "check.lock"), Store.open(self.data) as store:
            self._read_here(store)
            return Comparer(store, self.configuration).compare_waiting()

    def _read_here(self, store: Store) -> None:
        pool = ReadingPool(self.configuration, self.data)
        reader = Reader(self.configuration, self.data)
        with closing(reader._store):
            while captures := store.unread(limit=BATCH):
                for capture in captures:
                    pool._keep(store, reader.read(pool._task(store, capture)))

    def changes(self) -> list[Change]:
        """Every change that is kept."""
        with Store.open(self.data) as store:
            return list(store.changes(include_silent=True))


def read_or_die(task: ReadingTask) -> ReadingOutcome:
    """Read as a worker does; but a page of fewer than 100 bytes ends the process, as a parser's crash would."""
    if task.capture.length < 100:
        os._exit(9)
    return read_capture(task)


def die_at_once(*_: object) -> None:
    """Begin a reading process as a damaged installation would."""
    os._exit(9)

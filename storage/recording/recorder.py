"""The recorder: every exchange is evidence before anything else sees it.

One thread gathers the exchanges that wait and commits them together: WARC append and fsync,
ledger lines and fsync, one SQLite transaction, and only then the futures. A kill between any two
of these loses nothing that was acknowledged; the next opening makes the rest whole.
"""

from __future__ import annotations

import queue
import re
import threading
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from storage.archive.disk import ArchiveLock
from storage.archive.files import WarcFile
from storage.archive.recovery import recover
from storage.database import ADD_CAPTURE, FILE_NAME, Database
from storage.errors import ArchiveError, StoreError
from storage.recording.capturing import Batch
from storage.recording.foreknowledge import Foreknowledge
from storage.records import Capture, Exchange

__all__ = ["ArchiveError", "Recorder"]

_MOST_EXCHANGES = 256  # of one batch
_MOST_BYTES = 8_000_000
_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class _Waiting:
    exchange: Exchange
    future: Future[Capture]


class Recorder:
    """The one writer of the archive. Made, it has recovered what an earlier process left half-done."""

    def __init__(self, store_folder: Path, run: str) -> None:
        """Open the archive in the operator's `data/` folder; ArchiveError where another check writes to it."""
        self._archive = store_folder / "archive"
        self._run = run
        self._lock = ArchiveLock(self._archive)
        try:
            self._database = Database(store_folder / FILE_NAME, create=True)
            try:
                self._ledger, self.recovery = recover(self._archive, self._database)
            except BaseException:
                self._database.close()
                raise
        except BaseException:
            self._lock.release()
            raise
        self._file: WarcFile | None = None
        self._broken: str | None = None
        self._closed = False
        self._door = threading.Lock()
        self._waiting: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="recorder", daemon=True)
        self._thread.start()

    def record(self, exchange: Exchange) -> Future[Capture]:
        """The capture, once it is on the disk; an exchange recorded twice (by id) gives the one capture.

        The future raises ArchiveError where the disk is full or fails: then nothing of it was kept, or nothing
        that counts before the next opening. ValueError at once for an id that is not 32 hex digits.
        """
        if not _ID.fullmatch(exchange.capture):
            raise ValueError(f"the id of a capture is 32 hex digits, not {exchange.capture!r}")
        future: Future[Capture] = Future()
        future.set_running_or_notify_cancel()  # evidence cannot be called back
        with self._door:
            if self._closed:
                raise ArchiveError(f"{self._archive}: this recorder is closed")
            self._waiting.put(_Waiting(exchange, future))
        return future

    def close(self) -> None:
        """Everything recorded is committed, and the file sealed; ArchiveError where that could not be."""
        with self._door:
            if not self._closed:
                self._closed = True
                self._waiting.put(None)
        self._thread.join()
        if self._broken:
            raise ArchiveError(self._broken)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _work(self) -> None:
        more = True
        while more:
            batch, more = self._gather()
            try:
                self._commit(batch)
            except BaseException as error:  # noqa: BLE001 - the boundary of the thread: each future gets its answer
                for each in batch:
                    if not each.future.done():
                        each.future.set_exception(error)
        self._finish()

    def _gather(self) -> tuple[list[_Waiting], bool]:
        """What waits, up to the size of a batch, at least one; and whether more may come."""
        batch: list[_Waiting] = []
        size = 0
        while not batch or (len(batch) < _MOST_EXCHANGES and size < _MOST_BYTES and not self._waiting.empty()):
            waiting = self._waiting.get()
            if waiting is None:
                return batch, False
            batch.append(waiting)
            size += len(waiting.exchange.body)
        return batch, True

    def _commit(self, waiting: list[_Waiting]) -> None:
        if not waiting:
            return
        if self._broken:
            raise ArchiveError(self._broken)
        file = self._file_for(waiting[0].exchange)
        known = Foreknowledge.gather(self._database, [each.exchange for each in waiting])
        batch = Batch(self._database, known, self._ledger.end, file.name, file.length)
        captures: list[tuple[Future[Capture], Capture]] = []
        for each in waiting:
            try:
                captures.append((each.future, batch.add(each.exchange)))
            except (TypeError, ValueError) as error:  # an exchange that no record can hold, as a time without a zone
                each.future.set_exception(error)
        if batch.lines:
            self._write(file, batch)
        for future, capture in captures:
            future.set_result(capture)

    def _write(self, file: WarcFile, batch: Batch) -> None:
        """WARC, ledger, database, in this order: each is on the disk before the next begins."""
        file.append(batch.groups, len(batch.lines))
        try:
            self._ledger.append(batch.lines, batch.end, file.day)
        except ArchiveError:
            file.take_back()
            raise
        try:
            with self._database.writing():
                self._database.write_all(ADD_CAPTURE, batch.rows)
        except StoreError as error:
            self._broken = f"{error}; the captures are in the archive, the next check puts them into the database"
            raise ArchiveError(self._broken) from error

    def _file_for(self, exchange: Exchange) -> WarcFile:
        """The file to write to: a new one at the first capture, after 1 GB and after midnight (UTC)."""
        at = exchange.imported.at if exchange.imported else exchange.ended_at
        if self._file and self._file.is_full(at):
            self._seal()
        if self._file is None:
            sequence = self._ledger.end.sequence + 1
            self._file = WarcFile(self._archive, sequence=sequence, at=at, run=self._run)
        return self._file

    def _seal(self) -> None:
        file, self._file = self._file, None
        if file:
            try:
                file.seal(self._ledger)
            except ArchiveError as error:
                file.abandon()
                self._broken = f"{error}; the file stays open, the next check seals it"
                raise

    def _finish(self) -> None:
        try:
            self._seal()
        except ArchiveError:
            pass  # close() tells it
        finally:
            self._ledger.close()
            self._database.close()
            self._lock.release()

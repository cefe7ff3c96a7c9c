"""The one door to what we keep. Every hand-over between the rooms passes here.

The store has no clock: whoever writes says when. Everything written is one transaction, so that
any step may be killed at any line and started again. Several processes may have it open at once,
and the threads of a process may share one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from storage import database as sql
from storage.archive.payload import decode_body, read_exchange
from storage.database import Database
from storage.doors.captures import StoredReading
from storage.doors.listing import ListingRecords
from storage.doors.overviews import Overviews
from storage.doors.pages import PageRecords
from storage.doors.people import PeopleRecords
from storage.doors.proposals import ProposalRecords
from storage.doors.tokens import TokenRecords
from storage.doors.triage import TriageRecords
from storage.errors import ArchiveError, BrokenEncoding, NewerDatabase, StoreError, TooLarge
from storage.plain import clean_text, from_row, time_text, to_column, to_row
from storage.records import Capture, Run, SourceReport

__all__ = ["ArchiveError", "BrokenEncoding", "NewerDatabase", "Store", "StoreError", "StoredReading", "TooLarge"]


class Store(PageRecords, TriageRecords, ListingRecords, Overviews, PeopleRecords, ProposalRecords, TokenRecords):
    """What we keep, in the operator's `data/` folder: pages, captures, changes, and the bytes behind them."""

    def __init__(self, folder: Path, database: Database) -> None:
        """See `open`."""
        self.folder = folder
        self.archive = folder / "archive"
        self._database = database

    @classmethod
    def open(cls, folder: Path, *, create: bool = True) -> Self:
        """Open the store in `folder`, of the newest version; an older one is copied beside itself first.

        NewerDatabase where a newer program has used it; StoreError where there is none and
        `create` is False, or where the folder cannot be used.
        """
        return cls(folder, Database(folder / sql.FILE_NAME, create=create))

    def close(self) -> None:
        """Give the database back."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def begin_run(self, run: Run) -> None:
        """The run is known; begun twice it is known once."""
        with self._database.writing():
            self._database.write(sql.ADD_RUN, to_row(run))

    def finish_run(self, *, run_id: str, at: datetime, reports: Sequence[SourceReport]) -> None:
        """The run has ended and this is what it did; StoreError where it never began."""
        with self._database.writing():
            row = {"id": run_id, "at": time_text(at), "reports": to_column(tuple(reports))}
            if not self._database.write(sql.FINISH_RUN, row):
                raise StoreError(f"{self._database.path}: no run has the id {run_id}")

    def last_runs(self, *, source: str | None = None, limit: int) -> list[Run]:
        """The newest runs (that looked at a source), newest first."""
        rows = self._database.rows(sql.LAST_RUNS, {"source": source, "limit": limit})
        return [from_row(Run, row) for row in rows]

    def unfinished_runs(self) -> list[Run]:
        """Runs that began and never ended, oldest first: under way, or killed."""
        return [from_row(Run, row) for row in self._database.rows(sql.UNFINISHED_RUNS)]

    def note_digest(self, *, date: str, format: str, at: datetime, path: str | None = None) -> None:  # noqa: A002
        """The digest of that day (`2026-01-31`) went out in that format."""
        with self._database.writing():
            note = {"date": date, "format": format, "at": time_text(at), "path": path}
            self._database.write(sql.ADD_DIGEST, note)

    def digest_sent(self, date: str) -> bool:
        """Whether a digest of that day was noted."""
        return self._database.row(sql.DIGEST, (date,)) is not None

    def fact(self, key: str) -> str | None:
        """A single fact that some room keeps under a key of its own, or None."""
        row = self._database.row(sql.FACT, (key,))
        return row["value"] if row else None

    def set_fact(self, key: str, value: str) -> None:
        """The fact of that key is `value` from now on."""
        with self._database.writing():
            self._database.write(sql.SET_FACT, {"key": key, "value": clean_text(value)})

    def payload(self, capture: Capture) -> bytes:
        """The body as it was sent (content coding not undone), from the archive; empty where none is held.

        Of a capture that found the page unchanged it is the body that stands for it.
        """
        if capture.payload_file is None or capture.payload_offset is None:
            return b""
        return read_exchange(self.archive, capture.payload_file, capture.payload_offset).body

    def payload_decoded(self, capture: Capture, max_size: int) -> bytes:
        """The body with its content coding undone; TooLarge beyond `max_size` bytes, BrokenEncoding if it is broken."""
        if capture.payload_file is None or capture.payload_offset is None:
            return b""
        exchange = read_exchange(self.archive, capture.payload_file, capture.payload_offset)
        return decode_body(exchange.body, exchange.content_encoding, max_size)

    def response_head(self, capture: Capture) -> bytes:
        """The head that came with the body of that capture; empty where none is held."""
        if capture.payload_file is None or capture.payload_offset is None:
            return b""
        return read_exchange(self.archive, capture.payload_file, capture.payload_offset).head

    def extras(self, capture: Capture) -> list[Capture]:
        """What a browser showed of that capture's body, at this page: each time it was tried, oldest first."""
        return self._captures(sql.BODY_EXTRAS, (capture.page, capture.payload_file, capture.payload_offset))

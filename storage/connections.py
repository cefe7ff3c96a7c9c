"""Connections to the database: how one is opened, what its errors mean, and those that only read."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.errors import StoreError

BUSY_SECONDS = 60.0

MOST_READERS = 4
"""Connections that only read, of one process: more threads at once only wait for the cores."""


class Readers:
    """Connections that only read, opened as they are needed: in WAL they wait for no writer, and no writer for them."""

    def __init__(self, path: Path) -> None:
        """None is open yet."""
        self._path = path
        self._room = threading.Semaphore(MOST_READERS)
        self._free: list[sqlite3.Connection] = []
        self._closed = False

    @contextmanager
    def lend(self) -> Iterator[sqlite3.Connection]:
        """A connection that nobody else uses meanwhile; it waits while all are lent."""
        with self._room:
            try:
                connection = self._free.pop()
            except IndexError:
                connection = connect(self._path)
                connection.execute("PRAGMA query_only = ON")
            try:
                yield connection
            finally:
                self._free.append(connection)
                if self._closed:
                    self.close()

    def close(self) -> None:
        """Close those that are free now, and the lent ones when they come back."""
        self._closed = True
        while self._free:
            self._free.pop().close()


@contextmanager
def clear_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite says into a StoreError that names the file and what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(f"{path}: {_advice(str(error))}") from error


def _advice(said: str) -> str:
    for words, advice in (
        ("disk is full", "the disk is full; free some space and run it again: what was half-written is undone"),
        ("unable to open", "the file cannot be opened; check that the folder exists and that you may write in it"),
        ("readonly", "the database may not be written; check the rights of the file and of its folder"),
        ("disk I/O error", "the disk does not read or write as it should; check the disk, its free space and rights"),
        ("is locked", f"another process has kept it locked for {BUSY_SECONDS:.0f} seconds; end that one, run it again"),
        ("not a database", "this is not an SQLite database; move it away, or name another data folder"),
        ("malformed", "the database is damaged; move it away: the captures in it are rebuilt from the archive"),
    ):
        if words in said:
            return f"{advice} ({said})"
    return said


def prepare_folder(path: Path, create: bool) -> None:
    """The folder of the database is there, made now where `create` says so; StoreError in words otherwise."""
    try:
        if create:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)  # what is kept is nobody else's to read
        elif not path.is_file():
            raise StoreError(f"{path}: there is no database yet; the first check makes one")
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror}; check the rights of the folder {path.parent}") from error


def connect(path: Path) -> sqlite3.Connection:
    """A connection for one thread at a time, with a write-ahead log; it begins no transaction by itself."""
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        connection.row_factory = sqlite3.Row
        for pragma in (
            "journal_mode = WAL",  # readers and one writer do not wait for each other
            "synchronous = NORMAL",  # a power cut may cost the last commits; captures come back from the ledger
            "foreign_keys = ON",
            "journal_size_limit = 67108864",
        ):
            connection.execute(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()
        raise
    return connection

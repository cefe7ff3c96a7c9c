"""The database made anew: captures from the WARC files, everything else from the database before, if it can be read.

The old database stays beside the new one. Where it cannot be read, pages and checks are told from the captures, and
`process` reads and compares everything again; verdicts and comments are then lost with it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from storage.archive.disk import ArchiveLock, clear_errors, sync_folders
from storage.archive.groups import Group, Redacted, walk_groups, warc_files
from storage.archive.recovery import recover
from storage.archive.statements import read_capture, read_statement
from storage.archive.tombstones import read_tombstone
from storage.database import FILE_NAME, Database
from storage.errors import ArchiveError, StoreError
from storage.plain import to_row
from storage.records import Capture
from storage.statements import repairs as sql

_ROWS = 1000
_OWN = ("captures",)  # tables that are not copied whole; full-text and SQLite's own ones are left out by their names


@dataclass(frozen=True, slots=True, kw_only=True)
class Reindexing:
    """What became of the database."""

    captures: int
    only_in_database: int  # captures that no WARC file and no line holds; `archive verify` tells them
    copied: dict[str, int]  # rows brought over from the old database, by table
    lost: str | None  # why the old database could not be read, if it could not
    aside: Path | None  # where the old database lies now


def reindex(data: Path, *, at: datetime) -> Reindexing:
    """The database in the `data/` folder is made anew; killed before its end, the old one is still there.

    ArchiveError while a check writes. No other process may have the database open.
    """
    archive, place = data / "archive", data / FILE_NAME
    unfinished = data / f"{FILE_NAME}.unfinished"
    with ArchiveLock(archive):
        lost = _recover_with(archive, place) if place.exists() else None
        _remove(unfinished)
        with closing(Database(unfinished, create=True)) as database:
            recover(archive, database)[0].close()
            _put_captures(archive, database)
            copied: dict[str, int] = {}
            if place.exists() and lost is None:
                lost = _copy(database, place, copied)
            if not copied:
                _tell_from_captures(database)
            numbers = database.row(sql.COUNTED, (copied.get("captures", 0),))
        aside = _put_in_place(unfinished, place, at)
    return Reindexing(
        captures=numbers["captures"] if numbers else 0,
        only_in_database=copied.pop("captures", 0),
        copied=copied,
        lost=lost,
        aside=aside,
    )


def _recover_with(archive: Path, place: Path) -> str | None:
    """The ledger is whole, also as far as only the old database knows; why that cannot be read, if it cannot."""
    try:
        with closing(Database(place, create=False)) as old:
            recover(archive, old)[0].close()
    except ArchiveError:
        raise
    except StoreError as error:
        return str(error)
    return None


def _put_captures(archive: Path, database: Database) -> None:
    """The row of each capture is what its WARC file says, whatever the ledger's line says."""
    captures = _captures_in(archive)
    while rows := [to_row(capture) for capture, _ in zip(captures, range(_ROWS), strict=False)]:
        with database.writing():
            database.write_all(sql.PUT_CAPTURE, rows)


def _captures_in(archive: Path) -> Iterator[Capture]:
    for path in warc_files(archive):
        for each in walk_groups(path):
            if isinstance(each, Group) and each.vouches:
                yield read_capture(each.statement)
            elif isinstance(each, Redacted):
                line = read_tombstone(archive, each.capture).text.removesuffix("\n").encode()
                if statement := read_statement(line):
                    yield read_capture(statement)


def _copy(database: Database, place: Path, copied: dict[str, int]) -> str | None:
    """All else that the old database holds stands in the new one; why it does not, where nothing of it does."""
    connection = database.connection
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("ATTACH DATABASE ? AS old", (str(place),))
    try:
        with database.writing():
            copied["captures"] = database.write(sql.KEEP_UNKNOWN_CAPTURES)
            database.write(sql.KEEP_PROGRESS)
            for table in _tables(connection):
                copied[table] = _copy_table(connection, table)
            database.write(sql.REBUILD_WORDS)
            if wrong := connection.execute("PRAGMA foreign_key_check").fetchone():
                raise sqlite3.IntegrityError(f"a row of {wrong[0]} belongs to none of {wrong[2]}")
    except (StoreError, sqlite3.Error) as error:
        copied.clear()
        return str(error)
    finally:
        connection.execute("DETACH DATABASE old")
        connection.execute("PRAGMA foreign_keys = ON")
    return None


def _tables(connection: sqlite3.Connection) -> list[str]:
    return [row[0] for row in connection.execute(sql.TABLES).fetchall() if row[0] not in _OWN]


def _copy_table(connection: sqlite3.Connection, table: str) -> int:
    names = ", ".join(f'"{row[1]}"' for row in connection.execute(f'PRAGMA main.table_info("{table}")').fetchall())
    connection.execute(f'DELETE FROM main."{table}"')  # noqa: S608 - names of our own tables
    copy = f'INSERT INTO main."{table}" ({names}) SELECT {names} FROM old."{table}"'  # noqa: S608
    return connection.execute(copy).rowcount


def _tell_from_captures(database: Database) -> None:
    with database.writing():
        database.write(sql.TELL_RUNS)
        database.write(sql.TELL_PAGES)


def _put_in_place(unfinished: Path, place: Path, at: datetime) -> Path | None:
    """The new database takes the old one's name in one step; the old one has another name by then."""
    with clear_errors(place):
        aside = None
        if place.exists():
            aside = place.with_name(f"{FILE_NAME}.before-reindex-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}")
            aside.hardlink_to(place)
            for end in ("-wal", "-shm"):
                if (beside := place.with_name(FILE_NAME + end)).exists():
                    beside.rename(aside.with_name(aside.name + end))
        unfinished.replace(place)
        sync_folders(place)
    return aside


def _remove(unfinished: Path) -> None:
    for end in ("", "-wal", "-shm"):
        unfinished.with_name(unfinished.name + end).unlink(missing_ok=True)

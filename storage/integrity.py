"""A quick look at whether what we keep is whole: the database's own check, and the files that captures name.

`archive verify` proves every byte and takes its time; this takes seconds, and changes nothing.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from storage.archive.payload import find_file
from storage.database import FILE_NAME
from storage.errors import ArchiveError

_SHOWN = 5
"""Faults told of; one is enough to act."""

_PLACES = 'SELECT file, max("offset") FROM captures GROUP BY file ORDER BY file'
_NEWEST = "SELECT max(captured_at) FROM captures"


def check_database(folder: Path) -> list[str]:
    """What SQLite finds wrong with the database in `data/`, in its words; nothing where there is none yet."""
    path = folder / FILE_NAME
    if not path.exists():
        return []
    try:
        with closing(_open(path)) as connection:
            told = [row[0] for row in connection.execute(f"PRAGMA integrity_check({_SHOWN})")]
            told += [f"{row[0]}: a row without its {row[2]}" for row in connection.execute("PRAGMA foreign_key_check")]
    except sqlite3.DatabaseError as error:
        return [str(error)]
    return [each for each in told if each != "ok"][:_SHOWN]


def check_files(folder: Path) -> list[str]:
    """WARC files that captures name and that are missing or end before the last capture in them.

    Raises sqlite3.DatabaseError where the database cannot be read.
    """
    path = folder / FILE_NAME
    if not path.exists():
        return []
    with closing(_open(path)) as connection:
        places = connection.execute(_PLACES).fetchall()
    faults = []
    for file, offset in places:
        try:
            length = find_file(folder / "archive", file).stat().st_size
        except (ArchiveError, OSError):
            faults.append(f"{file} is missing")
            continue
        if length <= offset:
            faults.append(f"{file} ends at byte {length}, a capture stands at {offset}")
    return faults[:_SHOWN]


def read_newest(folder: Path) -> str | None:
    """When the newest capture was made, as ISO 8601 in UTC; None where there is none.

    Raises sqlite3.DatabaseError where the database cannot be read.
    """
    path = folder / FILE_NAME
    if not path.exists():
        return None
    with closing(_open(path)) as connection:
        newest: str | None = connection.execute(_NEWEST).fetchone()[0]
    return newest


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=10)
